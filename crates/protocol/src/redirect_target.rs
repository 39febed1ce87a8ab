//! The pages of the dashboard that a magic link can open.

use crate::words::words;
use serde::{Deserialize, Serialize};
use std::{error::Error, fmt, str::FromStr};

words! {
    /// A page of the Paddle dashboard that a magic link can open.
    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    pub enum RedirectTarget {
        /// The dashboard's home page. A link without a redirect leads here, too.
        Overview = "overview",
        /// The payout settings.
        PayoutSettings = "payout_settings",
        /// The settings of Retain.
        RetainSettings = "retain_settings",
        /// The onboarding.
        Onboarding = "onboarding",
    }
}

impl RedirectTarget {
    /// Whether it is of use in live only, where Paddle handles verification and payouts.
    pub const fn is_live_only(self) -> bool {
        match self {
            Self::PayoutSettings | Self::Onboarding => true,
            Self::Overview | Self::RetainSettings => false,
        }
    }
}

impl FromStr for RedirectTarget {
    type Err = UnknownRedirectTarget;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::from_word(word).ok_or_else(|| UnknownRedirectTarget(word.into()))
    }
}

/// The word is not a redirect target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownRedirectTarget(String);

impl fmt::Display for UnknownRedirectTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("unknown redirect target \"")?;
        f.write_str(&self.0)?;
        f.write_str("\"; use one of")?;
        for (index, target) in RedirectTarget::ALL.into_iter().enumerate() {
            f.write_str(if index == 0 { " \"" } else { "\", \"" })?;
            f.write_str(target.as_str())?;
        }
        f.write_str("\"")
    }
}

impl Error for UnknownRedirectTarget {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_target_is_parsed_from_paddles_word() {
        for target in RedirectTarget::ALL {
            assert_eq!(target.to_string().parse(), Ok(target));
            let wire = serde_json::to_string(&target).unwrap();
            assert_eq!(wire, format!("{:?}", target.as_str()));
            assert_eq!(serde_json::from_str::<RedirectTarget>(&wire).unwrap(), target);
        }
    }

    #[test]
    fn payouts_and_onboarding_are_live_only() {
        let live_only = RedirectTarget::ALL.into_iter().filter(|target| target.is_live_only());
        assert_eq!(
            live_only.collect::<Vec<_>>(),
            [RedirectTarget::PayoutSettings, RedirectTarget::Onboarding]
        );
    }

    #[test]
    fn any_other_word_is_refused_with_its_name_and_the_four_words() {
        let error = "payouts".parse::<RedirectTarget>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "unknown redirect target \"payouts\"; use one of \
             \"overview\", \"payout_settings\", \"retain_settings\", \"onboarding\""
        );
    }
}
