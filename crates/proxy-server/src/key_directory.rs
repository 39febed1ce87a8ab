//! Keys in files.

use crate::{config, seller_name::SellerName};
use anyhow::{Context, Result, ensure};
use paddle_magic_links_proxy::{Environment, Refusal, RefusalCode, UserApiKey};
use std::{fs, io::ErrorKind, path::PathBuf};

/// A directory with a file `{seller}/{environment}` for each key. It is read for each request, so that a
/// file that is replaced counts at once.
pub(crate) struct KeyDirectory(PathBuf);

impl KeyDirectory {
    pub(crate) fn new(config: &config::Keys) -> Result<Self> {
        let directory = config.directory.clone();
        let kind = fs::metadata(&directory).with_context(|| directory.display().to_string())?;
        ensure!(kind.is_dir(), "{} is not a directory", directory.display());
        Ok(Self(directory))
    }

    pub(crate) async fn get(
        &self,
        seller: &SellerName,
        environment: Environment,
    ) -> Result<UserApiKey, Refusal> {
        let file = self.0.join(seller.as_str()).join(environment.as_str());
        let text = tokio::fs::read_to_string(&file).await.map_err(|error| {
            if error.kind() == ErrorKind::NotFound {
                return RefusalCode::EnvironmentNotConfigured;
            }
            tracing::error!(file = %file.display(), %error, "can't read a key");
            RefusalCode::SiteUnavailable
        })?;
        Ok(UserApiKey::new(text).map_err(|error| {
            tracing::error!(file = %file.display(), %error, "a file is no key");
            RefusalCode::SiteUnavailable
        })?)
    }
}
