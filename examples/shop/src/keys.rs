//! The seller's keys. Yours are in a vault.

use paddle_magic_links_proxy::{Environment, Refusal, RefusalCode, UserApiKey};
use std::env;

pub(crate) fn from_environment(environment: Environment) -> Result<UserApiKey, Refusal> {
    let variable = match environment {
        Environment::Sandbox => "PADDLE_SANDBOX_USER_API_KEY",
        Environment::Live => "PADDLE_LIVE_USER_API_KEY",
    };
    let key = env::var(variable).map_err(|_| RefusalCode::EnvironmentNotConfigured)?;
    Ok(UserApiKey::new(key).map_err(|error| {
        eprintln!("{variable}: {error}");
        RefusalCode::SiteUnavailable
    })?)
}
