//! Sessions, by a cookie. Use those of your framework.

use axum::http::{HeaderMap, HeaderValue, header::COOKIE};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::SystemTime,
};
use uuid::Uuid;

const NAME: &str = "shop_session";

/// Who is signed in.
#[derive(Clone)]
pub(crate) struct Session {
    pub(crate) seller: &'static str,
    pub(crate) signed_in: SystemTime,
}

/// All sessions, by the random number in their cookie.
#[derive(Clone, Default)]
pub(crate) struct Sessions(Arc<Mutex<HashMap<Uuid, Session>>>);

impl Sessions {
    /// The value of `Set-Cookie` for a session that starts. On the internet, it would also have `Secure`,
    /// and a name that begins with `__Host-`.
    pub(crate) fn start(&self, seller: &'static str, signed_in: SystemTime) -> HeaderValue {
        let id = Uuid::new_v4();
        let session = Session { seller, signed_in };
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(id, session);
        let cookie = format!("{NAME}={id}; Path=/; HttpOnly; SameSite=Lax");
        HeaderValue::try_from(cookie).expect("a header can hold a number")
    }

    pub(crate) fn of(&self, headers: &HeaderMap) -> Option<Session> {
        let cookies = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
        let id = cookies
            .flat_map(|value| value.split(';'))
            .filter_map(|cookie| cookie.trim().split_once('='))
            .find_map(|(name, value)| (name == NAME).then(|| value.parse().ok()).flatten())?;
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&id).cloned()
    }
}
