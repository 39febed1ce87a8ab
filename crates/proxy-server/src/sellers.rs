//! Answers the two questions of the proxy.

use crate::{
    config::{self, Config},
    key_directory::KeyDirectory,
    seller_name::SellerName,
    sellers_keys::SellersKeys,
    token::Token,
    whoami::Whoami,
};
use anyhow::{Context, Result};
use axum::http::request::Parts;
use paddle_magic_links_proxy::{
    Environment, Refusal, RefusalCode, Seller, Sellers, UserApiKey, rustls::ClientConfig,
};

pub(crate) struct PlatformSellers {
    identity: Identity,
    /// Without it, the keys come with the seller.
    keys: Option<KeyDirectory>,
}

enum Identity {
    Whoami(Whoami),
    Token(Token),
}

impl PlatformSellers {
    pub(crate) fn new(config: &Config, tls: ClientConfig) -> Result<Self> {
        Ok(Self {
            identity: match &config.identity {
                config::Identity::Whoami(whoami) => {
                    Identity::Whoami(Whoami::new(whoami, tls).context("identity.whoami")?)
                }
                config::Identity::Token(token) => {
                    Identity::Token(Token::new(token).context("identity.token")?)
                }
            },
            keys: config.keys.as_ref().map(KeyDirectory::new).transpose().context("keys")?,
        })
    }
}

impl Sellers for PlatformSellers {
    async fn seller(&self, request: &Parts) -> Result<Seller, Refusal> {
        match &self.identity {
            Identity::Whoami(whoami) => whoami.seller(&request.headers).await,
            Identity::Token(token) => token.seller(&request.headers),
        }
    }

    async fn user_api_key(
        &self,
        seller: &Seller,
        environment: Environment,
    ) -> Result<UserApiKey, Refusal> {
        if let Some(keys) = &self.keys {
            let name = seller.extensions.get::<SellerName>().ok_or(RefusalCode::SiteUnavailable)?;
            return keys.get(name, environment).await;
        }
        match seller.extensions.get::<SellersKeys>() {
            Some(keys) => keys.get(environment),
            None => Err(RefusalCode::EnvironmentNotConfigured.into()),
        }
    }
}
