//! The HTTP client for Paddle's API.

use crate::{SetupError, connector::Connector};
use axum::{
    body::Bytes,
    http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response, Uri, header},
};
use http_body_util::Empty;
use hyper::body::Incoming;
use hyper_util::{
    client::legacy::{Client, Error},
    rt::{TokioExecutor, TokioTimer},
};
use std::time::Duration;

const PARTNER_ID: HeaderName = HeaderName::from_static("paddle-partnerid");

/// One of Paddle's two APIs, and its connections, which are reused.
#[derive(Clone, Debug)]
pub(crate) struct Api {
    authorize: Uri,
    headers: HeaderMap,
    client: Client<Connector, Empty<Bytes>>,
}

impl Api {
    pub(crate) fn new(
        authorize: Uri,
        partner_id: Option<&str>,
        connector: Connector,
    ) -> Result<Self, SetupError> {
        const USER_AGENT: &str = concat!("paddle-magic-links-proxy/", env!("CARGO_PKG_VERSION"));
        let mut headers = HeaderMap::new();
        headers.insert("paddle-version", HeaderValue::from_static("1"));
        headers.insert(header::USER_AGENT, HeaderValue::from_static(USER_AGENT));
        // Some servers respond to a POST without it with 411: <https://www.rfc-editor.org/rfc/rfc9110#section-8.6>
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from_static("0"));
        if let Some(id) = partner_id {
            let id = HeaderValue::from_str(id).map_err(|_| SetupError::PartnerId)?;
            headers.insert(PARTNER_ID, id);
        }
        // HTTP/1.1 only: over HTTP/2, a connection that has died would take every request until the system
        // notices, while a request over HTTP/1.1 that is given up closes its connection.
        let client = Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(Duration::from_secs(20))
            .build(connector);
        Ok(Self { authorize, headers, client })
    }

    /// Requests a magic session. The response may be a redirect. It is not followed, because that would
    /// send the key to another host.
    pub(crate) async fn authorize(
        &self,
        authorization: HeaderValue,
    ) -> Result<Response<Incoming>, Error> {
        let mut request = Request::new(Empty::new());
        *request.method_mut() = Method::POST;
        *request.uri_mut() = self.authorize.clone();
        *request.headers_mut() = self.headers.clone();
        request.headers_mut().insert(header::AUTHORIZATION, authorization);
        self.client.request(request).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connector;
    use hyper_util::client::proxy::matcher::Matcher;
    use tokio::{io::AsyncReadExt, net::TcpListener, time};

    fn api(origin: &str, proxies: &Matcher) -> Api {
        let authorize: Uri = format!("{origin}/magic-sessions/authorize").parse().unwrap();
        let tls = connector::system_tls().unwrap();
        let connector = connector::new(&authorize, proxies, tls).unwrap();
        Api::new(authorize, None, connector).unwrap()
    }

    #[tokio::test]
    async fn the_system_proxy_only_tunnels_and_sees_no_key() {
        let proxy = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let origin = format!("http://platform:word@{}", proxy.local_addr().unwrap());
        let api = api("https://api.paddle.example", &Matcher::builder().https(origin).build());
        let seen = async {
            let (mut stream, _) = proxy.accept().await.unwrap();
            let mut head = vec![0; 1024];
            let length = stream.read(&mut head).await.unwrap();
            String::from_utf8(head[..length].to_vec()).unwrap().to_lowercase()
        };
        let both =
            async { tokio::join!(api.authorize(HeaderValue::from_static("Bearer none")), seen) };
        let both = time::timeout(Duration::from_secs(5), both).await;
        let (response, head) = both.expect("a connection to the proxy");
        assert!(response.is_err());
        assert!(head.starts_with("connect api.paddle.example:443 http/1.1\r\n"), "{head}");
        assert!(head.contains("\r\nproxy-authorization: basic "), "{head}");
        assert!(!head.contains("bearer"), "{head}");
    }

    #[tokio::test]
    async fn loopback_is_reached_without_a_proxy() {
        let paddle = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let origin = format!("http://{}", paddle.local_addr().unwrap());
        let api = api(&origin, &Matcher::builder().all("http://127.0.0.1:1").build());
        let response = api.authorize(HeaderValue::from_static("Bearer none"));
        let connected =
            time::timeout(Duration::from_secs(5), async { paddle.accept().await.map(drop) });
        let (response, connected) = tokio::join!(response, connected);
        assert!(response.is_err());
        connected.expect("a connection").unwrap();
    }
}
