//! The configuration file.

use crate::address::Address;
use anyhow::{Context, Result, ensure};
use paddle_magic_links_proxy::{FreshSignIn, Limits, Policy, Rate};
use serde::Deserialize;
use std::{
    fs,
    num::NonZeroU32,
    ops::RangeInclusive,
    path::{Path, PathBuf},
    time::Duration,
};

/// Zero would refuse every request, and more than this is a mistake.
const IN_FLIGHT: RangeInclusive<usize> = 1..=100_000;

/// The configuration file, in TOML. A secret is never in it: the key files are named, not quoted.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    /// Where the platform's reverse proxy sends requests.
    pub(crate) listen: Address,
    /// Where `/livez`, `/readyz` and `/metrics` are.
    pub(crate) operations: Address,
    #[serde(default)]
    pub(crate) trusted_origins: Vec<String>,
    #[serde(default)]
    pub(crate) paddle: PaddleSettings,
    pub(crate) identity: Identity,
    /// Absent if the platform's `whoami` gives the keys.
    pub(crate) keys: Option<Keys>,
    #[serde(default)]
    pub(crate) policy: PolicySettings,
    #[serde(default)]
    pub(crate) limits: LimitSettings,
    pub(crate) shared_limits: Option<SharedLimitSettings>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PaddleSettings {
    pub(crate) partner_id: Option<String>,
    /// Another origin than Paddle's own, for a stand-in.
    pub(crate) sandbox_api: Option<String>,
    pub(crate) live_api: Option<String>,
}

/// How the seller is known.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub(crate) enum Identity {
    Whoami(Whoami),
    Token(Token),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Whoami {
    pub(crate) url: String,
    /// Headers of the browser's request that the platform gets.
    #[serde(default = "Whoami::cookie")]
    pub(crate) forward: Vec<String>,
}

impl Whoami {
    fn cookie() -> Vec<String> {
        vec!["cookie".into()]
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Token {
    /// The header that has it.
    pub(crate) header: String,
    /// The platform's public key, in PEM: Ed25519 or P-256.
    pub(crate) public_key: PathBuf,
    /// What the token's `aud` has to be.
    pub(crate) audience: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Keys {
    /// Has a file `{seller}/sandbox` or `{seller}/live` for each key.
    pub(crate) directory: PathBuf,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct PolicySettings {
    impersonation: bool,
    fresh_sign_in: Option<FreshSignIn>,
    sign_in_age_seconds: Option<u64>,
}

impl From<PolicySettings> for Policy {
    fn from(settings: PolicySettings) -> Self {
        let default = Self::default();
        Self {
            impersonation: settings.impersonation,
            fresh_sign_in: settings.fresh_sign_in.unwrap_or(default.fresh_sign_in),
            sign_in_age: settings
                .sign_in_age_seconds
                .map_or(default.sign_in_age, Duration::from_secs),
        }
    }
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct LimitSettings {
    seller: Option<RateSetting>,
    paddle: Option<RateSetting>,
    in_flight: Option<usize>,
}

/// Where several instances keep one account of the limits.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SharedLimitSettings {
    /// Has the URL of a Redis or Valkey, which can have a password.
    url_file: PathBuf,
    /// The number of instances.
    pub(crate) replicas: NonZeroU32,
    /// How long the store may take.
    pub(crate) time_limit_milliseconds: Option<u64>,
}

impl SharedLimitSettings {
    pub(crate) fn url(&self) -> Result<String> {
        let file = &self.url_file;
        let url = fs::read_to_string(file).with_context(|| file.display().to_string())?;
        Ok(url.trim().to_owned())
    }
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RateSetting {
    per_minute: NonZeroU32,
    burst: NonZeroU32,
}

impl From<LimitSettings> for Limits {
    fn from(settings: LimitSettings) -> Self {
        let default = Self::default();
        let rate = |setting: Option<RateSetting>, default| {
            setting.map_or(default, |rate| Rate::new(rate.per_minute.get(), rate.burst.get()))
        };
        Self {
            seller: rate(settings.seller, default.seller),
            paddle: rate(settings.paddle, default.paddle),
            in_flight: settings.in_flight.unwrap_or(default.in_flight),
        }
    }
}

impl Config {
    pub(crate) fn read(file: &Path) -> Result<Self> {
        let text = fs::read_to_string(file)
            .with_context(|| format!("can't read the configuration {}", file.display()))?;
        Self::parse(&text).with_context(|| file.display().to_string())
    }

    fn parse(text: &str) -> Result<Self> {
        let config: Self = toml::from_str(text)?;
        ensure!(
            config.limits.in_flight.is_none_or(|number| IN_FLIGHT.contains(&number)),
            "limits.in_flight has to be from {} to {}",
            IN_FLIGHT.start(),
            IN_FLIGHT.end()
        );
        let whoami = matches!(config.identity, Identity::Whoami(_));
        ensure!(
            whoami || config.keys.is_some(),
            "there are no keys: add [keys] with their directory, because a token can't have them"
        );
        Ok(config)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOAMI: &str = r#"
        listen = "127.0.0.1:0"
        operations = "127.0.0.1:0"
        [identity.whoami]
        url = "http://127.0.0.1:3000/internal/paddle/whoami"
    "#;

    #[test]
    fn the_shortest_configuration_has_the_librarys_defaults() {
        let config = Config::parse(WHOAMI).unwrap();
        assert_eq!(Policy::from(config.policy), Policy::default());
        assert_eq!(Limits::from(config.limits), Limits::default());
        let Identity::Whoami(whoami) = config.identity else { panic!("whoami") };
        assert_eq!(whoami.forward, ["cookie"]);
    }

    #[test]
    fn every_setting_is_read() {
        let more = r#"
            [policy]
            impersonation = true
            fresh_sign_in = "always"
            sign_in_age_seconds = 60
            [limits]
            seller = { per_minute = 1, burst = 2 }
            paddle = { per_minute = 3, burst = 4 }
            in_flight = 5
        "#;
        let config = Config::parse(&[WHOAMI, more].concat()).unwrap();
        let policy = Policy {
            impersonation: true,
            fresh_sign_in: FreshSignIn::Always,
            sign_in_age: Duration::from_mins(1),
        };
        assert_eq!(Policy::from(config.policy), policy);
        let limits = Limits { seller: Rate::new(1, 2), paddle: Rate::new(3, 4), in_flight: 5 };
        assert_eq!(Limits::from(config.limits), limits);
    }

    #[test]
    fn a_mistake_is_named() {
        let token = WHOAMI.replace("[identity.whoami]", "[identity.token]").replace(
            r#"url = "http://127.0.0.1:3000/internal/paddle/whoami""#,
            "header = \"x-token\"\npublic_key = \"key.pem\"\naudience = \"paddle-magic-links\"",
        );
        for (text, named) in [
            (WHOAMI.replace("operations", "operation"), "operation"),
            (WHOAMI.replace("whoami]", "header]"), "header"),
            ([WHOAMI, "[limits]\nseller = 5"].concat(), "seller"),
            ([WHOAMI, "[policy]\nfresh_sign_in = \"sometimes\""].concat(), "sometimes"),
            (token, "[keys]"),
            (WHOAMI.replacen("127.0.0.1:0", "nonsense", 1), "`nonsense`"),
            (WHOAMI.replacen("127.0.0.1:0", "unix:", 1), "`unix:`"),
            ([WHOAMI, "[limits]\nin_flight = 0"].concat(), "limits.in_flight"),
            ([WHOAMI, "[limits]\nin_flight = 100001"].concat(), "limits.in_flight"),
            ([WHOAMI, "[limits]\nseller = { per_minute = 0, burst = 1 }"].concat(), "per_minute"),
            ([WHOAMI, "[limits]\npaddle = { per_minute = 1, burst = 0 }"].concat(), "burst"),
            (String::new(), "listen"),
        ] {
            let error = format!("{:#}", Config::parse(&text).unwrap_err());
            assert!(error.contains(named), "{error}");
        }
    }
}
