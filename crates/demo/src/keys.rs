//! The API keys that the demo uses, and the marketplace that gives them to the proxy.

use crate::{Shared, SimulatedFault};
use axum::http::request::Parts;
use paddle_magic_links_proxy::{
    Environment, Refusal, RefusalCode, SecretString, SellerKeys, SessionRequest,
};
use std::{env, ffi::OsString, fmt, sync::Arc};

/// The key of the stand-in's sandbox, invented for it.
pub const STAND_IN_SANDBOX: &str = "invented-sandbox-user-api-key";

/// The key of the stand-in's live environment, invented for it.
pub const STAND_IN_LIVE: &str = "invented-live-user-api-key";

/// The seller's user API keys at Paddle itself. An environment without a key uses the stand-in.
#[derive(Clone, Debug, Default)]
pub struct Keys {
    sandbox: Option<SecretString>,
    live: Option<SecretString>,
}

impl Keys {
    /// Reads `PADDLE_SANDBOX_USER_API_KEY` and `PADDLE_LIVE_USER_API_KEY`.
    ///
    /// # Errors
    /// [`InvalidKey`] if a variable has a value that can't be a key.
    pub fn from_env() -> Result<Self, InvalidKey> {
        Self::read(|variable| env::var_os(variable))
    }

    fn read(variables: impl Fn(&str) -> Option<OsString>) -> Result<Self, InvalidKey> {
        let key = |environment| {
            let variable = variable(environment);
            let Some(value) = variables(variable) else { return Ok(None) };
            match value.into_string() {
                Ok(key) if !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_graphic()) => {
                    Ok(Some(key.into()))
                }
                _ => Err(InvalidKey { variable }),
            }
        };
        Ok(Self { sandbox: key(Environment::Sandbox)?, live: key(Environment::Live)? })
    }

    pub(crate) fn are_paddles(&self, environment: Environment) -> bool {
        self.get(environment).is_some()
    }

    fn get(&self, environment: Environment) -> Option<&SecretString> {
        match environment {
            Environment::Sandbox => self.sandbox.as_ref(),
            Environment::Live => self.live.as_ref(),
        }
    }
}

const fn variable(environment: Environment) -> &'static str {
    match environment {
        Environment::Sandbox => "PADDLE_SANDBOX_USER_API_KEY",
        Environment::Live => "PADDLE_LIVE_USER_API_KEY",
    }
}

/// A variable is set, but not to a key. The message does not show its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidKey {
    variable: &'static str,
}

impl fmt::Display for InvalidKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} is set, but not to a key: a key has visible ASCII characters only. \
             Set it to a user API key, or unset it to use the stand-in",
            self.variable
        )
    }
}

impl std::error::Error for InvalidKey {}

/// The marketplace's one seller, who is always signed in.
#[derive(Clone)]
pub(crate) struct SignedInSeller(pub(crate) Arc<Shared>);

impl SellerKeys for SignedInSeller {
    async fn user_api_key(
        &self,
        _: &Parts,
        asked: SessionRequest,
    ) -> Result<SecretString, Refusal> {
        let Shared { keys, fault, .. } = &*self.0;
        let environment = match (fault.get(), asked.environment) {
            (Some(SimulatedFault::SignedOut), _) => return Err(RefusalCode::SessionExpired.into()),
            (Some(SimulatedFault::WrongEnvironmentKey), Environment::Sandbox) => Environment::Live,
            (Some(SimulatedFault::WrongEnvironmentKey), Environment::Live) => Environment::Sandbox,
            (_, environment) => environment,
        };
        Ok(match (keys.get(environment), environment) {
            (Some(key), _) => key.clone(),
            (None, Environment::Sandbox) => STAND_IN_SANDBOX.into(),
            (None, Environment::Live) => STAND_IN_LIVE.into(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn only_live(value: &str) -> Result<Keys, InvalidKey> {
        Keys::read(|name| (name == "PADDLE_LIVE_USER_API_KEY").then(|| value.into()))
    }

    #[test]
    fn a_key_selects_paddle_and_no_key_selects_the_stand_in() {
        let keys = only_live("not-a-real-key").unwrap();
        assert!(keys.are_paddles(Environment::Live));
        assert!(!keys.are_paddles(Environment::Sandbox));
        assert!(!format!("{keys:?}").contains("not-a-real-key"));
    }

    #[test]
    fn an_invalid_key_error_names_the_variable_not_the_value() {
        for value in ["", "two words", "tab\there", "clé"] {
            let error = only_live(value).unwrap_err().to_string();
            assert!(error.contains("PADDLE_LIVE_USER_API_KEY") && error.contains("unset it"));
            assert!(value.is_empty() || !error.contains(value), "{error}");
        }
    }
}
