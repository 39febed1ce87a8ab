//! The HTTP client for Paddle's API.

use axum::{
    BoxError,
    body::Bytes,
    http::{HeaderValue, Method, Request, Response, Uri, header, uri::Scheme},
};
use http_body_util::Empty;
use hyper::body::Incoming;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::{
        legacy::{
            Client, Error,
            connect::{HttpConnector, proxy::Tunnel},
        },
        proxy::matcher::Matcher,
    },
    rt::{TokioExecutor, TokioIo, TokioTimer},
};
use paddle_magic_links_protocol::AUTHORIZE_PATH;
use std::time::Duration;
use tokio::net::TcpStream;
use tower::{ServiceExt, util::BoxCloneSyncService};

/// One of Paddle's two APIs, and its connections, which are reused.
#[derive(Clone, Debug)]
pub(crate) struct Api {
    authorize: Uri,
    client: Client<HttpsConnector<Tcp>, Empty<Bytes>>,
}

type Tcp = BoxCloneSyncService<Uri, TokioIo<TcpStream>, BoxError>;

impl Api {
    /// Uses a proxy if `proxies` names one.
    ///
    /// # Panics
    /// If the system's TLS roots can't be loaded.
    pub(crate) fn new(origin: &str, proxies: &Matcher) -> Self {
        let authorize = format!("{origin}{AUTHORIZE_PATH}");
        let authorize: Uri = authorize.parse().expect("an origin and a path are a URI");
        let connector = HttpsConnectorBuilder::new()
            .with_platform_verifier()
            .https_or_http()
            .enable_all_versions()
            .wrap_connector(tcp(&authorize, proxies));
        let client =
            Client::builder(TokioExecutor::new()).pool_timer(TokioTimer::new()).build(connector);
        Self { authorize, client }
    }

    /// Requests a magic session. The response may be a redirect. It is not followed, because that would
    /// send the key to another host.
    pub(crate) async fn authorize(
        &self,
        authorization: HeaderValue,
    ) -> Result<Response<Incoming>, Error> {
        const USER_AGENT: &str = concat!("paddle-magic-links-proxy/", env!("CARGO_PKG_VERSION"));
        let mut request = Request::new(Empty::new());
        *request.method_mut() = Method::POST;
        *request.uri_mut() = self.authorize.clone();
        let headers = request.headers_mut();
        headers.insert(header::AUTHORIZATION, authorization);
        headers.insert("paddle-version", HeaderValue::from_static("1"));
        headers.insert(header::USER_AGENT, HeaderValue::from_static(USER_AGENT));
        self.client.request(request).await
    }
}

/// Connects, through a proxy if the system names one: there may be no other way out of a platform's
/// network. Unencrypted connections stay on this machine.
fn tcp(api: &Uri, proxies: &Matcher) -> Tcp {
    let mut tcp = HttpConnector::new();
    tcp.enforce_http(false);
    tcp.set_nodelay(true);
    tcp.set_connect_timeout(Some(Duration::from_secs(3)));
    let proxy = proxies.intercept(api).filter(|_| api.scheme() == Some(&Scheme::HTTPS));
    let Some(proxy) = proxy else {
        return BoxCloneSyncService::new(tcp.map_err(BoxError::from));
    };
    let mut tunnel = Tunnel::new(proxy.uri().clone(), tcp);
    if let Some(authorization) = proxy.basic_auth() {
        tunnel = tunnel.with_auth(authorization.clone());
    }
    BoxCloneSyncService::new(tunnel.map_err(BoxError::from))
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::{io::AsyncReadExt, net::TcpListener, time};

    #[tokio::test]
    async fn the_system_proxy_only_tunnels_and_sees_no_key() {
        let proxy = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let origin = format!("http://platform:word@{}", proxy.local_addr().unwrap());
        let api = Api::new("https://api.paddle.example", &Matcher::builder().https(origin).build());
        let seen = async {
            let (mut stream, _) = proxy.accept().await.unwrap();
            let mut head = vec![0; 1024];
            let length = stream.read(&mut head).await.unwrap();
            String::from_utf8(head[..length].to_vec()).unwrap().to_lowercase()
        };
        let (answer, head) =
            tokio::join!(api.authorize(HeaderValue::from_static("Bearer none")), seen);
        assert!(answer.is_err());
        assert!(head.starts_with("connect api.paddle.example:443 http/1.1\r\n"), "{head}");
        assert!(head.contains("\r\nproxy-authorization: basic "), "{head}");
        assert!(!head.contains("bearer"), "{head}");
    }

    #[tokio::test]
    async fn loopback_is_reached_without_a_proxy() {
        let paddle = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let origin = format!("http://{}", paddle.local_addr().unwrap());
        let api = Api::new(&origin, &Matcher::builder().all("http://127.0.0.1:1").build());
        let asked = api.authorize(HeaderValue::from_static("Bearer none"));
        let connected =
            time::timeout(Duration::from_secs(5), async { paddle.accept().await.map(drop) });
        let (answer, connected) = tokio::join!(asked, connected);
        assert!(answer.is_err());
        connected.expect("a connection").unwrap();
    }
}
