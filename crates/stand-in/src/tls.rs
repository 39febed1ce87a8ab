//! TLS with certificates of the stand-in's own authority.

use chrono::{Datelike, Utc};
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, KeyUsagePurpose,
    date_time_ymd,
};
use serde::{Deserialize, Serialize};
use std::{fmt, sync::Arc};
use tokio::sync::watch;
use tokio_rustls::rustls::{ServerConfig, crypto::aws_lc_rs, pki_types::PrivateKeyDer};
use uuid::Uuid;

/// The certificate with which a server identifies itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Certificate {
    /// One for 127.0.0.1 and localhost.
    Good,
    /// The same, but expired.
    Expired,
    /// One for another host.
    OtherName,
    /// One by an authority that nobody trusts.
    UnknownCa,
}

/// A certificate authority that is trusted only where its certificate is given.
pub struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    /// An authority with a key of its own.
    ///
    /// # Panics
    /// If the system has no randomness.
    pub fn new() -> Self {
        let mut params = CertificateParams::default();
        // Clients look up an issuer by its name.
        let name = format!("Invented authority {}", Uuid::new_v4());
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        let key = KeyPair::generate().expect("the system has randomness");
        Self(CertifiedIssuer::self_signed(params, key).expect("the parameters are valid"))
    }

    /// Its own certificate, in PEM.
    pub fn pem(&self) -> String {
        self.0.pem()
    }

    /// TLS for a server on loopback.
    ///
    /// # Panics
    /// If the system has no randomness.
    pub fn server(&self, certificate: Certificate) -> ServerConfig {
        let (names, age): (&[&str], _) = match certificate {
            Certificate::Good => (&["127.0.0.1", "localhost"], 1),
            Certificate::Expired => (&["127.0.0.1", "localhost"], 3),
            Certificate::OtherName => (&["paddle.example"], 1),
            Certificate::UnknownCa => return Self::new().server(Certificate::Good),
        };
        let names: Vec<_> = names.iter().copied().map(str::to_owned).collect();
        let mut params = CertificateParams::new(names).expect("the names are valid");
        // Some clients refuse a certificate for more than 825 days: <https://support.apple.com/103769>
        let year = Utc::now().year() - age;
        (params.not_before, params.not_after) =
            (date_time_ymd(year, 12, 1), date_time_ymd(year + 2, 12, 1));
        // Python demands it: <https://docs.python.org/3/library/ssl.html#ssl.VERIFY_X509_STRICT>
        params.use_authority_key_identifier_extension = true;
        let key = KeyPair::generate().expect("the system has randomness");
        let signed = params.signed_by(&key, &self.0).expect("the parameters are valid");
        let key = PrivateKeyDer::Pkcs8(key.serialize_der().into());
        ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("the provider has them")
            .with_no_client_auth()
            .with_single_cert(vec![signed.der().clone()], key)
            .expect("the key is the certificate's")
    }
}

impl Default for Authority {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Authority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Authority")
    }
}

/// A certificate, and TLS with it.
pub(crate) type Shown = (Certificate, Arc<ServerConfig>);

/// The authority, and which of its certificates servers show.
#[derive(Debug)]
pub(crate) struct Tls {
    pub(crate) authority: Authority,
    shown: watch::Sender<Shown>,
}

impl Tls {
    pub(crate) fn new(certificate: Certificate) -> Self {
        let authority = Authority::new();
        let config = Arc::new(authority.server(certificate));
        Self { authority, shown: watch::Sender::new((certificate, config)) }
    }

    pub(crate) fn shown(&self) -> watch::Receiver<Shown> {
        self.shown.subscribe()
    }

    pub(crate) fn show(&self, certificate: Certificate) {
        self.shown.send_if_modified(|shown| {
            let differs = shown.0 != certificate;
            if differs {
                *shown = (certificate, Arc::new(self.authority.server(certificate)));
            }
            differs
        });
    }
}
