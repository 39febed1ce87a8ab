//! The failures that a developer can simulate in the demo.

use paddle_magic_links_stand_in::{Failure, StandIn};
use serde::{Deserialize, Serialize};
use std::sync::{Mutex, PoisonError};

/// A failure that a developer can simulate, to see what a seller would see.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trouble {
    /// The seller's session on the marketplace is over.
    SignedOut,
    /// The marketplace mixed up its two keys.
    WrongEnvironmentKey,
    /// Paddle fails.
    #[serde(untagged)]
    Paddle(Failure),
}

#[derive(Debug, Default)]
pub(crate) struct Current(Mutex<Option<Trouble>>);

impl Current {
    pub(crate) fn get(&self) -> Option<Trouble> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn set(&self, trouble: Option<Trouble>, stand_in: &StandIn) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = trouble;
        stand_in.fail_with(match trouble {
            Some(Trouble::Paddle(failure)) => Some(failure),
            _ => None,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_trouble_has_one_word_on_the_wire() {
        let own = [Trouble::SignedOut, Trouble::WrongEnvironmentKey];
        for trouble in own.into_iter().chain(Failure::ALL.map(Trouble::Paddle)) {
            let word = serde_json::to_string(&trouble).unwrap();
            assert!(word.starts_with('"'), "{word}");
            assert_eq!(serde_json::from_str::<Trouble>(&word).unwrap(), trouble);
        }
    }
}
