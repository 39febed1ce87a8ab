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
        let text = match tokio::fs::read_to_string(&file).await {
            Ok(text) => text,
            // Only a file: the directory itself can be gone if a volume is not mounted.
            Err(error) if error.kind() == ErrorKind::NotFound && self.is_there().await => {
                return Err(RefusalCode::EnvironmentNotConfigured.into());
            }
            Err(error) => {
                tracing::error!(file = %file.display(), %error, "can't read a key");
                return Err(RefusalCode::SiteUnavailable.into());
            }
        };
        Ok(UserApiKey::new(text).map_err(|error| {
            tracing::error!(file = %file.display(), %error, "the file holds no valid key");
            RefusalCode::SiteUnavailable
        })?)
    }

    async fn is_there(&self) -> bool {
        tokio::fs::metadata(&self.0).await.is_ok_and(|directory| directory.is_dir())
    }
}
