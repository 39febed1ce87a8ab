//! Asks the platform who the seller is.

use crate::{config, identity::Identity};
use anyhow::{Context, Result, ensure};
use axum::http::{HeaderMap, HeaderName, StatusCode, header::ACCEPT};
use paddle_magic_links_proxy::{Refusal, RefusalCode, Seller, rustls::ClientConfig};
use reqwest::{Client, Response, Url, redirect};
use serde::Deserialize;
use std::time::Duration;

const TIME_LIMIT: Duration = Duration::from_secs(2);

/// Longest response that is read, in bytes.
const LONGEST: usize = 4 * 1024;

/// The platform's own endpoint, which knows the session that a request belongs to.
pub(crate) struct Whoami {
    client: Client,
    url: Url,
    forward: Vec<HeaderName>,
}

#[derive(Deserialize)]
struct ErrorEnvelope {
    error: ErrorBody,
}

#[derive(Deserialize)]
struct ErrorBody {
    code: String,
}

impl Whoami {
    pub(crate) fn new(config: &config::Whoami, tls: ClientConfig) -> Result<Self> {
        let url = Url::parse(&config.url).with_context(|| format!("`{}`", config.url))?;
        let host = url.host_str().unwrap_or_default();
        let stays_here = matches!(host, "127.0.0.1" | "localhost" | "[::1]");
        ensure!(
            url.scheme() == "https" || (url.scheme() == "http" && stays_here),
            "`{}` would send session cookies unencrypted: use https, or http on loopback",
            config.url
        );
        let forward = config.forward.iter().map(|name| {
            HeaderName::try_from(name).with_context(|| format!("`{name}` is not a header's name"))
        });
        let client = Client::builder()
            .tls_backend_preconfigured(tls)
            .redirect(redirect::Policy::none())
            .no_proxy()
            .timeout(TIME_LIMIT)
            .build()?;
        Ok(Self { client, url, forward: forward.collect::<Result<_>>()? })
    }

    pub(crate) async fn seller(&self, headers: &HeaderMap) -> Result<Seller, Refusal> {
        let mut request = self.client.get(self.url.clone()).header(ACCEPT, "application/json");
        for name in &self.forward {
            for value in headers.get_all(name) {
                request = request.header(name, value);
            }
        }
        let response = request.send().await.map_err(|error| unusable(&error.without_url()))?;
        let status = response.status();
        let body = read(response).await?;
        if status == StatusCode::OK {
            return Self::known(&body);
        }
        Err(refusal(status, &body).into())
    }

    fn known(body: &[u8]) -> Result<Seller, Refusal> {
        // Without serde's message, which can quote a key.
        let identity: Identity = serde_json::from_slice(body).map_err(|error| {
            let (line, column) = (error.line(), error.column());
            unusable(&format!("not a seller, or an unknown name: line {line}, column {column}"))
        })?;
        Ok(identity.into())
    }
}

/// A platform can refuse by one of the contract's words, or by its status alone.
fn refusal(status: StatusCode, body: &[u8]) -> RefusalCode {
    let word = serde_json::from_slice(body).ok().map(|ErrorEnvelope { error }| error.code);
    let named =
        word.and_then(|word| RefusalCode::from_word(&word)).filter(|code| code.status() < 500);
    match status {
        StatusCode::UNAUTHORIZED => named.unwrap_or(RefusalCode::SessionExpired),
        StatusCode::FORBIDDEN => named.unwrap_or(RefusalCode::NotAllowed),
        _ => {
            tracing::error!(%status, "whoami did not say who the seller is");
            RefusalCode::SiteUnavailable
        }
    }
}

async fn read(mut response: Response) -> Result<Vec<u8>, Refusal> {
    let mut body = Vec::new();
    while let Some(chunk) =
        response.chunk().await.map_err(|error| unusable(&error.without_url()))?
    {
        if body.len() + chunk.len() > LONGEST {
            return Err(unusable(&"longer than 4 KiB"));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

fn unusable(why: &dyn std::fmt::Display) -> Refusal {
    tracing::error!(%why, "whoami can't be used");
    RefusalCode::SiteUnavailable.into()
}
