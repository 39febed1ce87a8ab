//! Connections to Paddle over TLS.

use crate::platform::{LIVE, Platform, eventually, refusal};
use paddle_magic_links_proxy::{
    Cause, Environment, Paddle,
    rustls::{
        ClientConfig, RootCertStore, ServerConfig,
        crypto::{CryptoProvider, aws_lc_rs},
        pki_types::PrivateKeyDer,
    },
};
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, date_time_ymd,
};
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};
use tokio_rustls::TlsAcceptor;

fn provider() -> Arc<CryptoProvider> {
    Arc::new(aws_lc_rs::default_provider())
}

/// A certificate authority of the test's own.
pub(crate) struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    pub(crate) fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        let name = uuid::Uuid::new_v4().to_string();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        Self(CertifiedIssuer::self_signed(params, key).unwrap())
    }

    /// TLS that trusts only this authority.
    pub(crate) fn client(&self) -> ClientConfig {
        let mut roots = RootCertStore::empty();
        roots.add(self.0.der().clone()).unwrap();
        ClientConfig::builder_with_provider(provider())
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth()
    }

    pub(crate) fn server(&self, name: &str, last_year: i32) -> ServerConfig {
        let mut params = CertificateParams::new([name.to_owned()]).unwrap();
        params.not_before = date_time_ymd(2020, 1, 1);
        params.not_after = date_time_ymd(last_year, 1, 1);
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.0).unwrap();
        ServerConfig::builder_with_provider(provider())
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(
                vec![certificate.der().clone()],
                PrivateKeyDer::Pkcs8(key.serialize_der().into()),
            )
            .unwrap()
    }
}

/// What a server has seen.
#[derive(Clone, Default)]
pub(crate) struct Seen {
    requests: Arc<AtomicUsize>,
    /// Connections that the client has closed as well.
    closed: Arc<AtomicUsize>,
}

impl Seen {
    pub(crate) fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }

    fn closed(&self) -> usize {
        self.closed.load(Ordering::SeqCst)
    }
}

fn session(_: &str) -> String {
    let body = r#"{"data":{"code":"x"}}"#;
    format!("HTTP/1.1 201 Created\r\ncontent-length: {}\r\n\r\n{body}", body.len())
}

/// A Paddle over TLS, which responds to so many requests of a connection and then closes it.
pub(crate) async fn serve(
    mut config: ServerConfig,
    requests_each: usize,
    respond: fn(&str) -> String,
) -> (String, Seen) {
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let origin = format!("https://localhost:{}", listener.local_addr().unwrap().port());
    let seen = Seen::default();
    let noted = seen.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (acceptor, noted) = (acceptor.clone(), noted.clone());
            tokio::spawn(async move {
                let Ok(mut stream) = acceptor.accept(stream).await else { return };
                assert_eq!(stream.get_ref().1.alpn_protocol(), None, "HTTP/1.1 by default");
                for _ in 0..requests_each {
                    let mut head = Vec::new();
                    while !head.ends_with(b"\r\n\r\n") {
                        let Ok(byte) = stream.read_u8().await else { return };
                        head.push(byte);
                    }
                    noted.requests.fetch_add(1, Ordering::SeqCst);
                    let response = respond(&String::from_utf8(head).unwrap());
                    stream.write_all(response.as_bytes()).await.unwrap();
                }
                stream.shutdown().await.unwrap();
                while stream.read(&mut [0; 64]).await.is_ok_and(|length| length > 0) {}
                noted.closed.fetch_add(1, Ordering::SeqCst);
            });
        }
    });
    (origin, seen)
}

pub(crate) async fn platform(origin: &str, tls: ClientConfig) -> Platform {
    Platform::start_with(
        |paddle| {
            let limit = std::time::Duration::from_secs(5);
            paddle.api(Environment::Live, origin).tls(tls).timeout(limit)
        },
        |proxy| proxy,
    )
    .await
}

#[tokio::test]
async fn a_trusted_certificate_is_accepted() {
    let authority = Authority::new();
    let (origin, seen) = serve(authority.server("localhost", 4000), 9, session).await;
    let platform = platform(&origin, authority.client()).await;
    assert_eq!(platform.ask(LIVE).send().await.unwrap().status(), 201);
    assert_eq!(seen.requests(), 1);
}

#[tokio::test]
async fn no_request_is_sent_to_an_untrusted_server() {
    let authority = Authority::new();
    for (name, server, client) in [
        ("Expired", authority.server("localhost", 2021), authority.client()),
        ("NotValidForName", authority.server("paddle.example", 4000), authority.client()),
        ("UnknownIssuer", authority.server("localhost", 4000), Authority::new().client()),
    ] {
        let (origin, seen) = serve(server, 9, session).await;
        let platform = platform(&origin, client).await;
        let refused = refusal(platform.ask(LIVE)).await;
        assert_eq!(refused, (503, "upstream_unavailable".into()), "{name}");
        assert_eq!(seen.requests(), 0, "{name}");
        // Whoever runs the proxy reads why.
        let Some(Cause::Connection(why)) = platform.last_audit().cause else { panic!("{name}") };
        let why = why.to_lowercase().replace(' ', "");
        assert!(why.contains(&name.to_lowercase()), "{why}");
    }
}

#[tokio::test]
async fn a_connection_that_was_closed_while_idle_is_made_anew() {
    let authority = Authority::new();
    let (origin, seen) = serve(authority.server("localhost", 4000), 1, session).await;
    let platform = platform(&origin, authority.client()).await;
    for number in 1..=3 {
        assert_eq!(platform.ask(LIVE).send().await.unwrap().status(), 201);
        assert_eq!(seen.requests(), number);
        eventually(|| seen.closed() == number).await;
    }
}

#[test]
fn setting_up_tls_neither_needs_nor_installs_a_default_provider() {
    Paddle::new().unwrap();
    assert!(CryptoProvider::get_default().is_none());
}
