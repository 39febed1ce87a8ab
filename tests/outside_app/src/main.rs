//! The page, built for a browser, or its server, built for everything else.

#[cfg(target_arch = "wasm32")]
fn main() {
    use leptos::prelude::*;
    use paddle_magic_links::MagicLinks;

    mount_to_body(|| view! { <MagicLinks endpoint="/api/paddle/magic-sessions" /> });
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    use axum::{Router, http::request::Parts};
    use paddle_magic_links_proxy::{
        Environment, Paddle, Proxy, Refusal, RefusalCode, Seller, Sellers, UserApiKey,
    };

    struct NoSellers;

    impl Sellers for NoSellers {
        async fn seller(&self, _request: &Parts) -> Result<Seller, Refusal> {
            Err(RefusalCode::SessionExpired.into())
        }

        async fn user_api_key(
            &self,
            _seller: &Seller,
            _environment: Environment,
        ) -> Result<UserApiKey, Refusal> {
            Err(RefusalCode::EnvironmentNotConfigured.into())
        }
    }

    // Two providers of cryptography are compiled in, and the app has chosen neither: the proxy must not
    // panic. https://docs.rs/rustls/latest/rustls/crypto/struct.CryptoProvider.html
    let _other = rustls::crypto::ring::default_provider();
    let paddle = Paddle::new().expect("the system's root certificates");
    let _app: Router = Proxy::new(paddle, NoSellers).router();
}
