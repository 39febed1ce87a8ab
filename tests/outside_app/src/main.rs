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
        Paddle, Refusal, RefusalCode, SecretString, SellerKeys, SessionRequest, router,
    };

    #[derive(Clone)]
    struct NoSellers;

    impl SellerKeys for NoSellers {
        async fn user_api_key(
            &self,
            _request: &Parts,
            _asked: SessionRequest,
        ) -> Result<SecretString, Refusal> {
            Err(RefusalCode::EnvironmentNotConfigured.into())
        }
    }

    // With two providers compiled in, rustls wants an app to choose:
    // https://docs.rs/rustls/latest/rustls/crypto/struct.CryptoProvider.html
    rustls::crypto::ring::default_provider().install_default().expect("nobody else has chosen");
    let _app: Router = router(Paddle::new(), NoSellers);
}
