//! The failures that a developer can simulate in the demo.

use paddle_magic_links_stand_in::{Fault, StandIn};
use serde::{Deserialize, Serialize};
use std::sync::{Mutex, PoisonError};

/// A failure that a developer can simulate, to see what a seller would see.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SimulatedFault {
    /// The seller's session on the marketplace is over.
    SignedOut,
    /// The marketplace mixed up its two keys.
    WrongEnvironmentKey,
    /// Paddle fails.
    #[serde(untagged)]
    Paddle(Fault),
}

#[derive(Debug, Default)]
pub(crate) struct Current(Mutex<Option<SimulatedFault>>);

impl Current {
    pub(crate) fn get(&self) -> Option<SimulatedFault> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn set(&self, fault: Option<SimulatedFault>, stand_in: &StandIn) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = fault;
        stand_in.fail_with(match fault {
            Some(SimulatedFault::Paddle(failure)) => Some(failure),
            _ => None,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_has_one_word_on_the_wire() {
        let own = [SimulatedFault::SignedOut, SimulatedFault::WrongEnvironmentKey];
        for fault in own.into_iter().chain(Fault::ALL.map(SimulatedFault::Paddle)) {
            let word = serde_json::to_string(&fault).unwrap();
            assert!(word.starts_with('"'), "{word}");
            assert_eq!(serde_json::from_str::<SimulatedFault>(&word).unwrap(), fault);
        }
    }
}
