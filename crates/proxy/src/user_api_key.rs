//! A seller's user API key.

use crate::Environment;
use secrecy::{ExposeSecret, SecretString, zeroize::Zeroizing};
use std::{error::Error, fmt};

/// Longest text that is taken for a key, in bytes.
const LONGEST: usize = 512;

/// A seller's user API key at Paddle: 1 to 512 visible ASCII characters.
///
/// Its `Debug` shows nothing, and its memory is zeroed when it is dropped.
#[derive(Clone, Debug)]
pub struct UserApiKey(SecretString);

impl UserApiKey {
    /// Takes a key as a vault or a file gives it: white space around it is removed.
    ///
    /// # Errors
    /// [`InvalidUserApiKey`] if the rest can't be a key.
    pub fn new(text: impl Into<String>) -> Result<Self, InvalidUserApiKey> {
        let text = Zeroizing::new(text.into());
        let key = text.trim_ascii();
        let valid =
            (1..=LONGEST).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic());
        if valid { Ok(Self(key.into())) } else { Err(InvalidUserApiKey) }
    }

    /// The environment that the key names itself, if it does. Older keys have no prefix:
    /// <https://developer.paddle.com/api-reference/about/authentication>.
    pub fn environment(&self) -> Option<Environment> {
        let key = self.expose();
        if key.starts_with("pdl_live_") {
            Some(Environment::Live)
        } else if key.starts_with("pdl_sdbx_") || key.starts_with("pdl_test_") {
            Some(Environment::Sandbox)
        } else {
            None
        }
    }

    pub(crate) fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

/// A text can't be a key. The message does not show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidUserApiKey;

impl fmt::Display for InvalidUserApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not a user API key: a key has 1 to {LONGEST} visible ASCII characters")
    }
}

impl Error for InvalidUserApiKey {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_around_a_key_is_removed() {
        assert_eq!(UserApiKey::new(" fake-key\r\n").unwrap().expose(), "fake-key");
    }

    #[test]
    fn anything_else_that_no_header_can_hold_is_refused() {
        for text in ["", "\n", "two words", "two\nlines", "clé", &"x".repeat(513)] {
            let error = UserApiKey::new(text).unwrap_err().to_string();
            assert!(error.starts_with("not a user API key"), "{error}");
            assert!(text.trim().is_empty() || !error.contains(text), "{error}");
        }
        assert!(UserApiKey::new("x".repeat(512)).is_ok());
    }

    #[test]
    fn debug_hides_the_key() {
        let key = UserApiKey::new("fake-key").unwrap();
        assert!(!format!("{key:?}").contains("fake"));
    }

    #[test]
    fn a_prefix_names_the_environment() {
        for (text, environment) in [
            ("pdl_live_apikey_fake", Some(Environment::Live)),
            ("pdl_sdbx_apikey_fake", Some(Environment::Sandbox)),
            ("pdl_test_apikey_fake", Some(Environment::Sandbox)),
            ("a-key-from-before-2025", None),
        ] {
            assert_eq!(UserApiKey::new(text).unwrap().environment(), environment, "{text}");
        }
    }
}
