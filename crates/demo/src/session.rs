//! The marketplace's session.

use axum::http::{HeaderMap, HeaderValue, header::COOKIE};
use std::fmt;
use uuid::Uuid;

const NAME: &str = "marketplace_session";

/// The one session of the marketplace's one seller, who is signed in by opening the page.
pub(crate) struct Session(Uuid);

impl Session {
    pub(crate) fn new() -> Self {
        Self(Uuid::new_v4())
    }

    /// What signs the seller in, as the value of `Set-Cookie`.
    pub(crate) fn cookie(&self) -> HeaderValue {
        let cookie = format!("{NAME}={}; Path=/; HttpOnly; SameSite=Strict", self.0);
        HeaderValue::try_from(cookie).expect("a header can hold the cookie")
    }

    pub(crate) fn is_in(&self, headers: &HeaderMap) -> bool {
        let cookies = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
        let mut cookies = cookies.flat_map(|value| value.split(';'));
        let own = format!("{NAME}={}", self.0);
        cookies.any(|cookie| cookie.trim() == own)
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Session")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_sessions_own_cookie_is_accepted() {
        let (session, another) = (Session::new(), Session::new());
        let cookie = |session: &Session| {
            let cookie = session.cookie();
            cookie.to_str().unwrap().split(';').next().unwrap().to_owned()
        };
        for (cookies, accepted) in [
            (cookie(&session), true),
            (format!("theme=dark; {}", cookie(&session)), true),
            (cookie(&another), false),
            ("marketplace_session=".into(), false),
            (String::new(), false),
        ] {
            let headers = HeaderMap::from_iter([(COOKIE, cookies.parse().unwrap())]);
            assert_eq!(session.is_in(&headers), accepted, "{cookies}");
        }
        assert!(!session.is_in(&HeaderMap::new()));
    }
}
