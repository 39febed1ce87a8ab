//! The platform's own sessions.

use crate::{flaw::Flaw, origins::text, proxy::Proxy, question::Question, refusal::Refusal};
use axum::http::request::Parts;
use paddle_magic_links_protocol::{Environment, RedirectTarget, RefusalCode};

/// How the platform names its sellers.
pub(crate) const SELLERS: [&str; 2] = ["seller-a", "seller-b"];

/// Who has signed in.
#[derive(Clone, Copy)]
pub(crate) struct Session {
    pub(crate) seller: usize,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// The seller, a moment ago.
    Fresh,
    /// The seller, long ago.
    Stale,
    /// An employee who looks at the seller's pages.
    Staff,
    /// A user without the right.
    Forbidden,
    /// A seller without a key of sandbox.
    WithoutSandbox,
}

impl Session {
    fn named(name: &str) -> Option<Self> {
        let (seller, kind) = match name {
            "a" => (0, Kind::Fresh),
            "b" => (1, Kind::Fresh),
            "stale" => (0, Kind::Stale),
            "staff" => (0, Kind::Staff),
            "forbidden" => (0, Kind::Forbidden),
            "without-sandbox" => (0, Kind::WithoutSandbox),
            _ => return None,
        };
        Some(Self { seller, kind })
    }

    pub(crate) fn has_key(&self, environment: Environment) -> bool {
        self.kind != Kind::WithoutSandbox || environment == Environment::Live
    }
}

impl Proxy {
    /// The seller, by the session's cookie and by nothing else.
    pub(crate) fn session(&self, parts: &Parts, question: &Question) -> Result<Session, Refusal> {
        let mut cookies = text(&parts.headers, "cookie").unwrap_or_default().split(';');
        let name = cookies.find_map(|cookie| cookie.trim().strip_prefix("session="));
        let mut session = match name.and_then(Session::named) {
            Some(session) => session,
            None if self.has(Flaw::NoSession) => Session { seller: 0, kind: Kind::Fresh },
            None => return Err(RefusalCode::SessionExpired.into()),
        };
        if let Some(seller) = self.seller_in_the_request(parts, question) {
            session.seller = seller;
        }
        if self.has(Flaw::KeyOfTheOtherSeller) {
            session.seller = 0;
        }
        Ok(session)
    }

    /// What a flaw takes for the seller.
    fn seller_in_the_request(&self, parts: &Parts, question: &Question) -> Option<usize> {
        let named = match self.flaw()? {
            Flaw::SellerFromBody => question.flawed_field.as_deref(),
            Flaw::SellerFromHeader => text(&parts.headers, "x-seller-id"),
            Flaw::SellerFromQuery => {
                let mut pairs = parts.uri.query().unwrap_or_default().split('&');
                pairs.find_map(|pair| pair.strip_prefix("seller_id="))
            }
            _ => None,
        };
        SELLERS.iter().position(|&name| Some(name) == named)
    }

    /// The platform's rules for who may open what.
    pub(crate) fn check(&self, session: &Session, question: &Question) -> Result<(), Refusal> {
        let Question { request: asked, .. } = question;
        let refusal = match session.kind {
            Kind::Staff if !self.has(Flaw::Staff) => RefusalCode::NotAllowed,
            Kind::Forbidden if !self.has(Flaw::Forbidden) => RefusalCode::NotAllowed,
            Kind::Stale
                if asked.redirect == Some(RedirectTarget::PayoutSettings)
                    && !self.has(Flaw::NoStepUp) =>
            {
                RefusalCode::StepUpRequired
            }
            _ if !session.has_key(asked.environment) && !self.has(Flaw::NoKey) => {
                RefusalCode::EnvironmentNotConfigured
            }
            _ => return Ok(()),
        };
        Err(refusal.into())
    }
}
