//! The API keys that the demo uses.

use paddle_magic_links_proxy::{Environment, UserApiKey};
use std::{env, ffi::OsString, fmt};

/// The key of the stand-in's sandbox, invented for it.
pub const STAND_IN_SANDBOX: &str = "invented-sandbox-user-api-key";

/// The key of the stand-in's live environment, invented for it.
pub const STAND_IN_LIVE: &str = "invented-live-user-api-key";

/// The seller's user API keys at Paddle itself. An environment without a key uses the stand-in.
#[derive(Clone, Debug, Default)]
pub struct Keys {
    sandbox: Option<UserApiKey>,
    live: Option<UserApiKey>,
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
            let key = value.into_string().ok().and_then(|text| UserApiKey::new(text).ok());
            key.map(Some).ok_or(InvalidKey { variable })
        };
        Ok(Self { sandbox: key(Environment::Sandbox)?, live: key(Environment::Live)? })
    }

    pub(crate) fn are_paddles(&self, environment: Environment) -> bool {
        self.get(environment).is_some()
    }

    pub(crate) fn get(&self, environment: Environment) -> Option<&UserApiKey> {
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
