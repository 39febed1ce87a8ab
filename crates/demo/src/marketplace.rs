//! The marketplace, as the proxy asks it.

use crate::{STAND_IN_LIVE, STAND_IN_SANDBOX, Shared, SimulatedFault};
use axum::http::request::Parts;
use paddle_magic_links_proxy::{Environment, Refusal, RefusalCode, Seller, Sellers, UserApiKey};
use std::{sync::Arc, time::SystemTime};

/// A marketplace with one seller.
pub(crate) struct Marketplace(pub(crate) Arc<Shared>);

impl Sellers for Marketplace {
    async fn seller(&self, request: &Parts) -> Result<Seller, Refusal> {
        let Shared { session, fault, .. } = &*self.0;
        if fault.get() == Some(SimulatedFault::SignedOut) || !session.is_in(&request.headers) {
            return Err(RefusalCode::SessionExpired.into());
        }
        Ok(Seller::new("the-one-seller").with_sign_in(SystemTime::now()))
    }

    async fn user_api_key(
        &self,
        _: &Seller,
        environment: Environment,
    ) -> Result<UserApiKey, Refusal> {
        let Shared { keys, fault, .. } = &*self.0;
        let environment = match (fault.get(), environment) {
            (Some(SimulatedFault::WrongEnvironmentKey), Environment::Sandbox) => Environment::Live,
            (Some(SimulatedFault::WrongEnvironmentKey), Environment::Live) => Environment::Sandbox,
            (_, environment) => environment,
        };
        if let Some(key) = keys.get(environment) {
            return Ok(key.clone());
        }
        let key = match environment {
            Environment::Sandbox => STAND_IN_SANDBOX,
            Environment::Live => STAND_IN_LIVE,
        };
        Ok(UserApiKey::new(key).map_err(|_| RefusalCode::SiteUnavailable)?)
    }
}
