//! The custom element as the host of the widget.

use super::bridge::Element;
use crate::{
    fetch_session::FetchSession,
    host::Host,
    response,
    session::{Proxy, Source},
    tab::Tab,
};
use paddle_magic_links_flow::{Failure, Jump, JumpError, OpenIn};
use paddle_magic_links_protocol::{Dashboard, Environment, RequestId};
use paddle_magic_links_strings::Strings;
use send_wrapper::SendWrapper;
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::RequestCredentials;

impl Host for SendWrapper<Element> {
    fn source(&self) -> Option<Source> {
        if self.has_fetch_session() {
            let element = self.clone();
            return Some(Source::Host(FetchSession::new(move |jump: Jump, signal| {
                let Jump { environment, redirect, .. } = jump;
                let response =
                    element.fetch_session(environment.as_str(), redirect.as_str(), signal);
                response::read(response, jump, false)
            })));
        }
        let endpoint = self.endpoint()?;
        let credentials = match self.attribute("credentials").as_deref() {
            Some("include") => RequestCredentials::Include,
            Some("omit") => RequestCredentials::Omit,
            _ => RequestCredentials::SameOrigin,
        };
        let csrf_token = self.attribute("csrf-header").is_some();
        Some(Source::Proxy(Proxy { endpoint, headers: self.headers()?, credentials, csrf_token }))
    }

    fn dashboard(&self) -> Option<Dashboard> {
        let mut dashboard = Some(Dashboard::default());
        for (attribute, environment) in
            [("dashboard-sandbox", Environment::Sandbox), ("dashboard-live", Environment::Live)]
        {
            if let Some(origin) = Element::dashboard(self, attribute) {
                // A refused one is not replaced by Paddle's own: the page did not ask for that.
                dashboard = dashboard
                    .filter(|_| !origin.is_empty())
                    .map(|dashboard| dashboard.with_parsed_origin(environment, origin));
            }
        }
        dashboard
    }

    fn timeout(&self) -> Duration {
        Duration::from_secs(Element::timeout(self).into())
    }

    fn can_open(&self, open_in: OpenIn) -> bool {
        Element::can_open(self, open_in == OpenIn::NewTab)
    }

    fn open_tab(
        &self,
        Strings { tab_opening, lang, .. }: &Strings,
    ) -> Result<Option<Tab>, Failure> {
        let tab = Element::open_tab(self, tab_opening, lang);
        if tab.is_null() {
            return Err(Failure::TabBlocked);
        }
        Ok((!tab.is_undefined()).then(|| Tab::new(tab.unchecked_into())))
    }

    fn start(&self, Jump { environment, redirect, .. }: Jump) {
        Element::start(self, environment.as_str(), redirect.as_str());
    }

    fn navigate(&self, Jump { environment, redirect, .. }: Jump) -> bool {
        Element::navigate(self, environment.as_str(), redirect.as_str())
    }

    fn error(&self, JumpError { jump, code, recoverable, request_id, retry_after }: JumpError) {
        let Jump { environment, redirect, .. } = jump;
        Element::error(
            self,
            environment.as_str(),
            redirect.as_str(),
            code,
            recoverable,
            request_id.as_ref().map(RequestId::as_str),
            retry_after,
        );
    }

    fn returned(&self) {
        Element::returned(self);
    }

    fn environment_change(&self, environment: Environment) {
        Element::environment_change(self, environment.as_str());
    }

    fn invalid(&self, name: &str, reason: &str) {
        Element::invalid(self, name, reason);
    }

    fn sign_in(&self) -> Option<String> {
        Element::sign_in(self)
    }

    fn state(&self, pending: bool, failed: bool) {
        Element::state(self, pending, failed);
    }
}
