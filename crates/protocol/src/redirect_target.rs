//! The pages of the dashboard that a magic link can open.

use serde::{Deserialize, Serialize};
use std::{error::Error, fmt, str::FromStr};

/// The page of the Paddle dashboard on which the seller lands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RedirectTarget {
    /// Paddle dashboard homepage; also where a link without a redirect leads.
    Overview,
    /// Payout settings page.
    PayoutSettings,
    /// Retain page.
    RetainSettings,
    /// Onboarding page.
    Onboarding,
}

impl RedirectTarget {
    /// All of them, in the order of Paddle's table.
    pub const ALL: [Self; 4] =
        [Self::Overview, Self::PayoutSettings, Self::RetainSettings, Self::Onboarding];

    /// Paddle's value of the `redirect` parameter.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Overview => "overview",
            Self::PayoutSettings => "payout_settings",
            Self::RetainSettings => "retain_settings",
            Self::Onboarding => "onboarding",
        }
    }
}

impl fmt::Display for RedirectTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for RedirectTarget {
    type Err = UnknownRedirectTarget;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|target| target.as_str() == word)
            .ok_or_else(|| UnknownRedirectTarget(word.into()))
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
    fn any_other_word_is_refused_by_naming_it_and_the_four_values() {
        let error = "payouts".parse::<RedirectTarget>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "unknown redirect target \"payouts\"; use one of \
             \"overview\", \"payout_settings\", \"retain_settings\", \"onboarding\""
        );
    }
}
