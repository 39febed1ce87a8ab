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
struct Codes(HashMap<String, Code>);

struct Code {
    seller: usize,
    state: State,
}

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
    /// Makes a code for a seller. With `only`, it voids the seller's others.
    pub(crate) fn make(&mut self, seller: usize, lifetime: Duration, only: bool) -> String {
        if only {
            self.codes.0.retain(|_, code| code.seller != seller);
        }
        let code: String =
            rand::rng().sample_iter(Alphanumeric).take(CODE_LENGTH).map(char::from).collect();
        let state = State::Fresh { until: Instant::now() + lifetime };
        self.codes.0.insert(code.clone(), Code { seller, state });
        self.made += 1;
        code
    }

    pub(crate) fn seller_of(&self, code: &str) -> Option<usize> {
        self.codes.0.get(code).map(|code| code.seller)
    }

    pub(crate) fn open(&mut self, code: &str) -> Result<(), CodeError> {
        let state = &mut self.codes.0.get_mut(code).ok_or(CodeError::Unknown)?.state;
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
        let code = sessions.make(0, Duration::from_mins(1), false);
        assert_eq!(code.len(), 43);
        assert!(code.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        assert_eq!(sessions.open(&code), Ok(()));
        assert_eq!(sessions.open(&code), Err(CodeError::Used));
        assert_eq!((sessions.made, sessions.opened), (1, 1));
    }

    #[test]
    fn an_expired_or_invented_code_is_refused() {
        let mut sessions = Sessions::default();
        let code = sessions.make(0, Duration::ZERO, false);
        assert_eq!(sessions.open(&code), Err(CodeError::Expired));
        assert_eq!(sessions.open("invented"), Err(CodeError::Unknown));
        assert!(!format!("{sessions:?}").contains(&code));
    }

    #[test]
    fn a_second_code_can_void_the_sellers_first() {
        let mut sessions = Sessions::default();
        let minute = Duration::from_mins(1);
        let others = sessions.make(1, minute, true);
        let first = sessions.make(0, minute, true);
        let second = sessions.make(0, minute, true);
        assert_eq!(sessions.open(&first), Err(CodeError::Unknown));
        assert_eq!((sessions.open(&second), sessions.open(&others)), (Ok(()), Ok(())));
    }
}
