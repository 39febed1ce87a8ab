//! The codes that the API has made.

use rand::{RngExt, distr::Alphanumeric};
use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

/// Characters in a code, as in Paddle's example.
const CODE_LENGTH: usize = 43;

/// The codes that the API has made, and which of them were used.
#[derive(Debug, Default)]
pub(crate) struct Sessions {
    // Never `Debug`-printed with its keys: they are credentials, if only a stand-in's.
    codes: Codes,
    pub(crate) made: usize,
    pub(crate) opened: usize,
}

#[derive(Default)]
struct Codes(HashMap<String, State>);

impl std::fmt::Debug for Codes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} codes", self.0.len())
    }
}

enum State {
    Fresh { until: Instant },
    Used,
}

/// Why a code does not open a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CodeError {
    Unknown,
    Expired,
    Used,
}

impl Sessions {
    pub(crate) fn make(&mut self, lifetime: Duration) -> String {
        let code: String =
            rand::rng().sample_iter(Alphanumeric).take(CODE_LENGTH).map(char::from).collect();
        self.codes.0.insert(code.clone(), State::Fresh { until: Instant::now() + lifetime });
        self.made += 1;
        code
    }

    pub(crate) fn open(&mut self, code: &str) -> Result<(), CodeError> {
        let state = self.codes.0.get_mut(code).ok_or(CodeError::Unknown)?;
        match state {
            State::Fresh { until } if Instant::now() < *until => {
                *state = State::Used;
                self.opened += 1;
                Ok(())
            }
            State::Fresh { .. } => Err(CodeError::Expired),
            State::Used => Err(CodeError::Used),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_works_once_and_looks_like_paddles() {
        let mut sessions = Sessions::default();
        let code = sessions.make(Duration::from_mins(1));
        assert_eq!(code.len(), 43);
        assert!(code.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        assert_eq!(sessions.open(&code), Ok(()));
        assert_eq!(sessions.open(&code), Err(CodeError::Used));
        assert_eq!((sessions.made, sessions.opened), (1, 1));
    }

    #[test]
    fn an_expired_or_invented_code_is_refused() {
        let mut sessions = Sessions::default();
        let code = sessions.make(Duration::ZERO);
        assert_eq!(sessions.open(&code), Err(CodeError::Expired));
        assert_eq!(sessions.open("invented"), Err(CodeError::Unknown));
        assert!(!format!("{sessions:?}").contains(&code));
    }
}
