//! Reads who the seller is from a signed token.

use crate::{config, identity::Identity};
use anyhow::{Context, Result};
use axum::http::{HeaderMap, HeaderName};
use jsonwebtoken::{
    Algorithm, DecodingKey, Validation, decode, errors::ErrorKind, get_current_timestamp,
};
use paddle_magic_links_proxy::{Refusal, RefusalCode, Seller};
use serde_json::{Map, Value};
use std::fs;

/// Longest life of a token, in seconds. Whoever sees one could use it as long.
const LONGEST_LIFE: u64 = 60;

/// Tokens that the platform's app signs for its own page, and the page sends in a header.
pub(crate) struct Token {
    header: HeaderName,
    key: DecodingKey,
    validation: Validation,
}

/// Claims that every JWT can have: <https://www.rfc-editor.org/rfc/rfc7519#section-4.1>.
const REGISTERED: [&str; 7] = ["iss", "sub", "aud", "exp", "nbf", "iat", "jti"];

impl Token {
    pub(crate) fn new(config: &config::Token) -> Result<Self> {
        let header = HeaderName::try_from(&config.header)
            .with_context(|| format!("`{}` is not a header's name", config.header))?;
        let file = &config.public_key;
        let pem = fs::read(file).with_context(|| file.display().to_string())?;
        // The key decides on the algorithm, never the token.
        let (key, algorithm) = DecodingKey::from_ed_pem(&pem)
            .map(|key| (key, Algorithm::EdDSA))
            .or_else(|_| DecodingKey::from_ec_pem(&pem).map(|key| (key, Algorithm::ES256)))
            .with_context(|| {
                format!("{} is not a PEM public key of Ed25519 or P-256", file.display())
            })?;
        let mut validation = Validation::new(algorithm);
        validation.set_audience(&[&config.audience]);
        validation.set_required_spec_claims(&["exp", "aud"]);
        validation.leeway = 5;
        Ok(Self { header, key, validation })
    }

    pub(crate) fn seller(&self, headers: &HeaderMap) -> Result<Seller, Refusal> {
        let token = headers.get(&self.header).ok_or(RefusalCode::SessionExpired)?;
        let mut claims = decode::<Map<String, Value>>(token, &self.key, &self.validation)
            .map_err(|error| refused(why(error.kind())))?
            .claims;
        let expiry = claims.get("exp").and_then(Value::as_u64);
        let latest = get_current_timestamp() + LONGEST_LIFE + self.validation.leeway;
        if expiry.is_none_or(|expiry| expiry > latest) {
            return Err(refused("it lives longer than a minute"));
        }
        claims.retain(|name, _| !REGISTERED.contains(&name.as_str()));
        let identity: Identity = serde_json::from_value(Value::Object(claims))
            .map_err(|_| refused("its claims are not a seller's, or one has an unknown name"))?;
        if identity.keys.is_some() {
            return Err(refused("it has keys, which whoever sees the token can read"));
        }
        Ok(identity.into())
    }
}

/// In fixed words: the error's own text can quote the whole of a stranger's token.
fn why(error: &ErrorKind) -> &'static str {
    match error {
        ErrorKind::InvalidSignature => "its signature is not by the public key",
        ErrorKind::InvalidAlgorithm => "its algorithm is not the public key's",
        ErrorKind::ExpiredSignature => "it has expired",
        ErrorKind::InvalidAudience => "it is for another audience",
        ErrorKind::MissingRequiredClaim(_) => "it has no `exp` or no `aud`",
        _ => "it is not a JWT",
    }
}

fn refused(why: &'static str) -> Refusal {
    tracing::warn!(why, "a token is refused");
    RefusalCode::SessionExpired.into()
}
