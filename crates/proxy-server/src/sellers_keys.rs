//! Keys that `whoami` gives.

use paddle_magic_links_proxy::{Environment, InvalidUserApiKey, Refusal, RefusalCode, UserApiKey};
use serde::Deserialize;

/// A seller's keys.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SellersKeys {
    sandbox: Option<Key>,
    live: Option<Key>,
}

/// An invalid key matters only if it is asked for.
#[derive(Clone, Deserialize)]
#[serde(from = "String")]
struct Key(Result<UserApiKey, InvalidUserApiKey>);

impl From<String> for Key {
    fn from(text: String) -> Self {
        Self(UserApiKey::new(text))
    }
}

impl SellersKeys {
    pub(crate) fn get(&self, environment: Environment) -> Result<UserApiKey, Refusal> {
        let key = match environment {
            Environment::Sandbox => &self.sandbox,
            Environment::Live => &self.live,
        };
        let Key(key) = key.clone().ok_or(RefusalCode::EnvironmentNotConfigured)?;
        Ok(key.map_err(|error| {
            tracing::error!(%environment, %error, "whoami gives no valid key");
            RefusalCode::SiteUnavailable
        })?)
    }
}
