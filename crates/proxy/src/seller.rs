//! Who is asking.

use axum::http::Extensions;
use std::{fmt, time::SystemTime};

/// The seller whose dashboard is to open, and who is asking for it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Seller {
    /// The seller. Limits hold for each.
    pub id: SellerId,
    /// The user who is signed in, if a seller has several. Only the audit names them.
    pub actor: Option<String>,
    /// When this user last signed in with a password, a passkey or the like.
    pub signed_in: Option<SystemTime>,
    /// Whether the user is the platform's own staff, who look at the seller's pages.
    pub impersonated: bool,
    /// What else [`Sellers::user_api_key`](crate::Sellers::user_api_key) needs to know.
    pub extensions: Extensions,
}

impl Seller {
    /// A seller who acts for themselves, and whose last sign-in is not known.
    pub fn new(id: impl Into<SellerId>) -> Self {
        Self {
            id: id.into(),
            actor: None,
            signed_in: None,
            impersonated: false,
            extensions: Extensions::new(),
        }
    }

    /// Adds the signed-in user.
    #[must_use]
    pub fn with_actor(mut self, actor: impl Into<String>) -> Self {
        self.actor = Some(actor.into());
        self
    }

    /// Adds the time of the last sign-in.
    #[must_use]
    pub fn with_sign_in(mut self, at: SystemTime) -> Self {
        self.signed_in = Some(at);
        self
    }

    /// Marks the user as the platform's own staff.
    #[must_use]
    pub fn impersonated(mut self) -> Self {
        self.impersonated = true;
        self
    }
}

/// The platform's own name for a seller. It is no secret: the log has it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SellerId(String);

impl SellerId {
    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<T: Into<String>> From<T> for SellerId {
    fn from(name: T) -> Self {
        Self(name.into())
    }
}

impl fmt::Display for SellerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
