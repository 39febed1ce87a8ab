//! Sandbox and live.

use serde::{Deserialize, Serialize};
use std::{error::Error, fmt, str::FromStr};

/// One of Paddle's two environments, each with its own accounts, keys, API and dashboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Environment {
    /// For trying things out; no money moves.
    Sandbox,
    /// Real sellers and real money. Paddle's SDKs say `production`, which is parsed as well.
    #[serde(alias = "production")]
    Live,
}

impl Environment {
    /// Both, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::Sandbox, Self::Live];

    /// The word on the wire: `sandbox` or `live`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sandbox => "sandbox",
            Self::Live => "live",
        }
    }
}

impl fmt::Display for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Environment {
    type Err = UnknownEnvironment;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        match word {
            "sandbox" => Ok(Self::Sandbox),
            "live" | "production" => Ok(Self::Live),
            _ => Err(UnknownEnvironment(word.into())),
        }
    }
}

/// The word is not an environment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownEnvironment(String);

impl fmt::Display for UnknownEnvironment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("unknown Paddle environment \"")?;
        f.write_str(&self.0)?;
        f.write_str("\"; use \"sandbox\" or \"live\"")
    }
}

impl Error for UnknownEnvironment {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_environment_is_parsed_from_its_own_word() {
        for environment in Environment::ALL {
            assert_eq!(environment.to_string().parse(), Ok(environment));
            let wire = serde_json::to_string(&environment).unwrap();
            assert_eq!(wire, format!("{:?}", environment.as_str()));
            assert_eq!(serde_json::from_str::<Environment>(&wire).unwrap(), environment);
        }
    }

    #[test]
    fn production_is_live() {
        assert_eq!("production".parse(), Ok(Environment::Live));
        assert_eq!(
            serde_json::from_str::<Environment>("\"production\"").unwrap(),
            Environment::Live
        );
    }

    #[test]
    fn any_other_word_is_refused_by_naming_it_and_the_two_values() {
        let error = "Live".parse::<Environment>().unwrap_err();
        assert_eq!(
            error.to_string(),
            r#"unknown Paddle environment "Live"; use "sandbox" or "live""#
        );
    }
}
