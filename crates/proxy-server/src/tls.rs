//! TLS as a client.

use anyhow::{Context, Result};
use paddle_magic_links_proxy::{
    Paddle,
    rustls::{ClientConfig, RootCertStore, crypto::aws_lc_rs},
};
use std::sync::Arc;

/// As the system trusts it; where the system has no root certificates, as in an empty container, as Mozilla
/// trusts it.
pub(crate) fn client() -> Result<ClientConfig> {
    Paddle::system_tls().or_else(|error| {
        tracing::warn!(%error, "the root certificates of this build are used");
        let roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        let provider = Arc::new(aws_lc_rs::default_provider());
        Ok(ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .context("TLS")?
            .with_root_certificates(roots)
            .with_no_client_auth())
    })
}
