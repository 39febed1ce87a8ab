//! Connections to Paddle over TLS.

use crate::platform::{LIVE, Platform, eventually, refusal};
use paddle_magic_links_proxy::{
    Cause, Environment, Paddle,
    rustls::{
        ClientConfig, RootCertStore, ServerConfig,
        crypto::{CryptoProvider, aws_lc_rs},
        pki_types::{CertificateDer, pem::PemObject},
    },
};
use paddle_magic_links_stand_in::{Authority, Certificate};
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};
use tokio_rustls::TlsAcceptor;

/// TLS that trusts only this authority.
pub(crate) fn trusting(authority: &Authority) -> ClientConfig {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(authority.pem().as_bytes()).unwrap()).unwrap();
    ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth()
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
    let (origin, seen) = serve(authority.server(Certificate::Good), 9, session).await;
    let platform = platform(&origin, trusting(&authority)).await;
    assert_eq!(platform.ask(LIVE).send().await.unwrap().status(), 201);
    assert_eq!(seen.requests(), 1);
}

#[tokio::test]
async fn no_request_is_sent_to_an_untrusted_server() {
    let authority = Authority::new();
    for (name, certificate) in [
        ("Expired", Certificate::Expired),
        ("NotValidForName", Certificate::OtherName),
        ("UnknownIssuer", Certificate::UnknownCa),
    ] {
        let (origin, seen) = serve(authority.server(certificate), 9, session).await;
        let platform = platform(&origin, trusting(&authority)).await;
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
    let (origin, seen) = serve(authority.server(Certificate::Good), 1, session).await;
    let platform = platform(&origin, trusting(&authority)).await;
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
