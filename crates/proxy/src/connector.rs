//! Connections to Paddle.

use crate::SetupError;
use axum::{
    BoxError,
    http::{Uri, uri::Scheme},
};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::{
        legacy::connect::{HttpConnector, proxy::Tunnel},
        proxy::matcher::Matcher,
    },
    rt::TokioIo,
};
use rustls::{ClientConfig, crypto::aws_lc_rs};
use rustls_platform_verifier::BuilderVerifierExt;
use std::{sync::Arc, time::Duration};
use tokio::net::TcpStream;
use tower::{ServiceExt, util::BoxCloneSyncService};

/// Makes a connection, through a proxy if the system names one.
pub(crate) type Connector = HttpsConnector<Tcp>;

type Tcp = BoxCloneSyncService<Uri, TokioIo<TcpStream>, BoxError>;

/// TLS as the system trusts it.
pub(crate) fn system_tls() -> Result<ClientConfig, SetupError> {
    // By name, because rustls panics if two providers are compiled into the platform's program.
    let provider = Arc::new(aws_lc_rs::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .and_then(BuilderVerifierExt::with_platform_verifier)
        .map_err(SetupError::Tls)?;
    Ok(config.with_no_client_auth())
}

/// # Errors
/// If the system's proxy is not one that can be used.
pub(crate) fn new(
    api: &Uri,
    proxies: &Matcher,
    mut tls: ClientConfig,
) -> Result<Connector, SetupError> {
    // The connector sets it, and panics if somebody else has.
    tls.alpn_protocols.clear();
    Ok(HttpsConnectorBuilder::new()
        .with_tls_config(tls)
        .https_or_http()
        .enable_http1()
        .wrap_connector(tcp(api, proxies)?))
}

/// Unencrypted connections stay on this machine, and so need no proxy.
fn tcp(api: &Uri, proxies: &Matcher) -> Result<Tcp, SetupError> {
    let mut tcp = HttpConnector::new();
    tcp.enforce_http(false);
    tcp.set_nodelay(true);
    tcp.set_connect_timeout(Some(Duration::from_secs(3)));
    // A firewall that forgets a connection says nothing. Without these, it would be noticed by a seller.
    tcp.set_keepalive(Some(Duration::from_secs(15)));
    tcp.set_keepalive_interval(Some(Duration::from_secs(15)));
    tcp.set_keepalive_retries(Some(3));
    #[cfg(target_os = "linux")]
    tcp.set_tcp_user_timeout(Some(Duration::from_secs(10)));
    let proxy = proxies.intercept(api).filter(|_| api.scheme() == Some(&Scheme::HTTPS));
    let Some(proxy) = proxy else {
        return Ok(BoxCloneSyncService::new(tcp.map_err(BoxError::from)));
    };
    // To a proxy with `https`, the tunnel would send its password unencrypted; to one with `socks5`, HTTP.
    if proxy.uri().scheme() != Some(&Scheme::HTTP) {
        let scheme = proxy.uri().scheme_str().unwrap_or_default().to_owned();
        return Err(SetupError::Proxy { scheme });
    }
    let mut tunnel = Tunnel::new(proxy.uri().clone(), tcp);
    if let Some(authorization) = proxy.basic_auth() {
        tunnel = tunnel.with_auth(authorization.clone());
    }
    Ok(BoxCloneSyncService::new(tunnel.map_err(BoxError::from)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tls() -> ClientConfig {
        ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(rustls::RootCertStore::empty())
            .with_no_client_auth()
    }

    fn connector(api: &'static str, proxy: &str) -> Result<Connector, SetupError> {
        new(&Uri::from_static(api), &Matcher::builder().all(proxy).build(), tls())
    }

    #[test]
    fn a_proxy_without_plain_http_is_refused_without_its_password() {
        for scheme in ["https", "socks5", "socks5h", "socks4"] {
            let proxy = format!("{scheme}://platform:pass-word@proxy.example:8080");
            let error = connector("https://api.paddle.example", &proxy).unwrap_err().to_string();
            assert!(error.contains(&format!("`{scheme}`")), "{error}");
            assert!(!error.contains("pass-word") && !error.contains("proxy.example"), "{error}");
        }
    }

    #[test]
    fn a_proxy_with_plain_http_is_accepted_and_loopback_needs_none() {
        connector("https://api.paddle.example", "http://platform:pass-word@proxy.example").unwrap();
        connector("http://127.0.0.1:8080", "socks5://proxy.example").unwrap();
    }

    #[test]
    fn a_tls_configuration_with_protocols_does_not_panic() {
        let mut tls = tls();
        tls.alpn_protocols = vec![b"h2".to_vec()];
        new(&Uri::from_static("https://api.paddle.example"), &Matcher::builder().build(), tls)
            .unwrap();
    }
}
