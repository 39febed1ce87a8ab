//! Sandbox and live.

use crate::words::words;
use serde::{Deserialize, Serialize};
use std::{error::Error, fmt, str::FromStr};

words! {
    /// One of Paddle's two environments, each with its own accounts, keys, API and dashboard.
    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    pub enum Environment {
        /// For trying things out; no money moves.
        Sandbox = "sandbox",
        /// Real sellers and real money. Paddle's SDKs say `production`, which is parsed as well.
        #[serde(alias = "production")]
        Live = "live",
    }
}

impl FromStr for Environment {
    type Err = UnknownEnvironment;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        match word {
            "production" => Ok(Self::Live),
            _ => Self::from_word(word).ok_or_else(|| UnknownEnvironment(word.into())),
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
    fn every_environment_is_parsed_from_its_word() {
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
    fn any_other_word_is_refused_with_its_name_and_the_two_words() {
        let error = "Live".parse::<Environment>().unwrap_err();
        assert_eq!(
            error.to_string(),
            r#"unknown Paddle environment "Live"; use "sandbox" or "live""#
        );
    }
}
