//! What the platform says of a seller, by `whoami` or in a token.

use crate::{seller_name::SellerName, sellers_keys::SellersKeys};
use paddle_magic_links_proxy::Seller;
use serde::Deserialize;
use std::time::{Duration, SystemTime};

/// The names are the same in both. Another name is an error: it could be a misspelt `impersonated`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Identity {
    seller: SellerName,
    actor: Option<String>,
    /// When the user last signed in, in seconds since 1970.
    signed_in: Option<u64>,
    #[serde(default)]
    impersonated: bool,
    /// Only `whoami` gives them: whoever sees a token can read it.
    pub(crate) keys: Option<SellersKeys>,
}

impl From<Identity> for Seller {
    fn from(identity: Identity) -> Self {
        let mut seller = Self::new(identity.seller.as_str());
        seller.actor = identity.actor;
        // A time that the system can't hold is none.
        seller.signed_in = identity
            .signed_in
            .and_then(|seconds| SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds)));
        seller.impersonated = identity.impersonated;
        seller.extensions.insert(identity.seller);
        if let Some(keys) = identity.keys {
            seller.extensions.insert(keys);
        }
        seller
    }
}
