//! The host of the Leptos component.

use crate::{
    fetch_session::FetchSession,
    frame,
    host::Host,
    new_tab,
    session::{Proxy, Source},
    sign_in,
    tab::Tab,
};
use leptos::prelude::*;
use paddle_magic_links_flow::{Failure, Jump, JumpError, OpenIn};
use paddle_magic_links_protocol::{Dashboard, Environment, is_safe_in_transit};
use paddle_magic_links_strings::Strings;
use std::time::Duration;
use web_sys::{Headers, RequestCredentials};

/// A host by the props of the component.
pub(crate) struct LeptosHost {
    pub(crate) endpoint: Option<String>,
    pub(crate) fetch_session: Option<FetchSession>,
    pub(crate) headers: Signal<Vec<(String, String)>>,
    pub(crate) credentials: RequestCredentials,
    pub(crate) dashboard: Dashboard,
    pub(crate) timeout: Duration,
    pub(crate) disabled: Signal<bool>,
    pub(crate) sign_in: Option<String>,
    pub(crate) on_start: Option<Callback<Jump>>,
    pub(crate) on_navigate: Option<Callback<Jump, bool>>,
    pub(crate) on_error: Option<Callback<JumpError>>,
    pub(crate) on_return: Option<Callback<()>>,
    pub(crate) on_environment_change: Option<Callback<Environment>>,
}

/// The endpoint, unless its connection is not secure. A relative URL is as secure as the page.
pub(crate) fn usable_endpoint(endpoint: Option<String>) -> Option<String> {
    endpoint.filter(|endpoint| {
        let secure = !endpoint.starts_with("http:") || is_safe_in_transit(endpoint);
        if !secure {
            console_error("endpoint", "use https; http is for loopback only");
        }
        secure
    })
}

/// The URL of the sign-in, if a seller can be sent there. A server sends nobody.
pub(crate) fn usable_sign_in(sign_in: Option<String>) -> Option<String> {
    sign_in.filter(|given| {
        let url = cfg!(target_arch = "wasm32").then(|| sign_in::url(given));
        if let Some(Err(reason)) = url {
            let what = ["<MagicLinks> sign_in=\"", given, "\":"].concat();
            web_sys::console::error_2(&what.into(), &reason.into());
        }
        matches!(url, Some(Ok(_)))
    })
}

/// For the page's developer. A server has no console.
fn console_error(name: &str, reason: &str) {
    if !cfg!(target_arch = "wasm32") {
        return;
    }
    web_sys::console::error_1(&["<MagicLinks> ", name, ": ", reason].concat().into());
}

/// Recognised by the names that frameworks use, such as `X-CSRF-Token` and Angular's `X-XSRF-TOKEN`.
fn is_csrf_header(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.contains("csrf") || name.contains("xsrf")
}

impl Host for LeptosHost {
    fn source(&self) -> Option<Source> {
        if let Some(fetch_session) = &self.fetch_session {
            return Some(Source::Host(fetch_session.clone()));
        }
        let Some(endpoint) = self.endpoint.clone() else {
            self.invalid("endpoint", "give one, or fetch_session");
            return None;
        };
        let given = self.headers.get_untracked();
        let csrf_token = given.iter().any(|(name, _)| is_csrf_header(name));
        let headers = Headers::new().ok()?;
        for (name, value) in &given {
            if headers.set(name, value).is_err() {
                // Not with its value, which may be a secret.
                let reason = ["\"", name, "\" has a character that no header may have"].concat();
                self.invalid("headers", &reason);
                return None;
            }
        }
        Some(Source::Proxy(Proxy { endpoint, headers, credentials: self.credentials, csrf_token }))
    }

    fn dashboard(&self) -> Option<Dashboard> {
        Some(self.dashboard.clone())
    }

    fn timeout(&self) -> Duration {
        self.timeout
    }

    fn disabled(&self) -> bool {
        self.disabled.get()
    }

    fn invalid(&self, name: &str, reason: &str) {
        console_error(name, reason);
    }

    fn can_open(&self, open_in: OpenIn) -> bool {
        let obstacle = frame::obstacle(open_in);
        if let Some(advice) = obstacle {
            console_error("page", advice);
        }
        obstacle.is_none()
    }

    fn open_tab(&self, strings: &Strings) -> Result<Option<Tab>, Failure> {
        new_tab::open(strings)
    }

    fn start(&self, jump: Jump) {
        call(self.on_start, jump);
    }

    fn navigate(&self, jump: Jump) -> bool {
        call(self.on_navigate, jump) != Some(false)
    }

    fn error(&self, error: JumpError) {
        let on_error = self.on_error;
        wasm_bindgen_futures::spawn_local(async move {
            call(on_error, error);
        });
    }

    fn returned(&self) {
        call(self.on_return, ());
    }

    fn environment_change(&self, environment: Environment) {
        call(self.on_environment_change, environment);
    }

    fn sign_in(&self) -> Option<String> {
        sign_in::url(self.sign_in.as_deref()?).ok()
    }
}

/// Runs a callback, if there is one and its owner still exists.
fn call<In: 'static, Out: 'static>(callback: Option<Callback<In, Out>>, input: In) -> Option<Out> {
    callback?.try_run(input)
}
