//! What the custom element calls. Its JavaScript, in `element/`, has the class, the attributes and
//! the events; here the component is mounted into its shadow root.

use crate::{
    failure::{Failure, JumpError},
    flow::{Event, Jump, OpenIn},
    redirect::{LiveOnly, Redirect},
    session::{FetchSession, Parsed, Proxy, Source},
    view::{Look, first_choice, view},
    widget::{Host, Settings, Widget},
};
use leptos::{mount::mount_to, prelude::Owner};
use lol_alloc::{FreeListAllocator, LockedAllocator};
use paddle_magic_links_protocol::{
    Answer, Code, Dashboard, Environment, Json, RedirectTarget, RefusalCode, RequestId,
};
use paddle_magic_links_strings::Strings;
use send_wrapper::SendWrapper;
use std::{any::Any, sync::Arc, time::Duration};
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, HtmlElement, RequestCredentials};

/// Small rather than fast: it walks the list of what is free, which is short.
#[global_allocator]
static ALLOCATOR: LockedAllocator<FreeListAllocator> =
    LockedAllocator::new(FreeListAllocator::new());

#[wasm_bindgen]
extern "C" {
    /// The element, as far as the component talks to it.
    #[derive(Clone)]
    pub type Element;

    /// A text that the page gave: of an attribute where `group` is empty, in place of an English one
    /// where it is `strings`, else what the page says of the redirect target of that name.
    #[wasm_bindgen(method)]
    fn text(this: &Element, group: &str, name: &str) -> Option<String>;

    /// What a list of that name has at a place. The headers are in turn their names and values.
    #[wasm_bindgen(method)]
    fn item(this: &Element, list: &str, at: u32) -> Option<String>;

    /// Whether the page set a `fetchSession`.
    #[wasm_bindgen(method)]
    fn fetches(this: &Element) -> bool;

    /// Calls the page's `fetchSession`.
    #[wasm_bindgen(method, catch)]
    fn fetch(
        this: &Element,
        environment: &str,
        redirect: &str,
        signal: Option<AbortSignal>,
    ) -> Result<js_sys::Promise, JsValue>;

    #[wasm_bindgen(method)]
    fn start(this: &Element, environment: &str, redirect: &str);

    #[wasm_bindgen(method)]
    fn navigate(this: &Element, environment: &str, redirect: &str) -> bool;

    #[wasm_bindgen(method)]
    fn error(
        this: &Element,
        code: &str,
        recoverable: bool,
        request_id: Option<&str>,
        retry_after: Option<u32>,
    );

    #[wasm_bindgen(method)]
    fn returned(this: &Element);

    #[wasm_bindgen(method, js_name = environmentChange)]
    fn environment_change(this: &Element, environment: &str);

    /// Whether a jump is under way, and whether the last one failed.
    #[wasm_bindgen(method)]
    fn state(this: &Element, busy: bool, failed: bool);

    /// What the page gave can't be used: for its developer, with the fix.
    #[wasm_bindgen(method)]
    fn invalid(this: &Element, name: &str, reason: &str);
}

/// A component in an element. It leaves the page when it is freed.
#[wasm_bindgen]
pub struct Component {
    // Before its owner is gone. Its type is as long as the view's.
    view: Option<Box<dyn Any>>,
    look: Option<Look>,
    element: SendWrapper<Element>,
    open_in: OpenIn,
    widget: Widget,
    _owner: Owner,
}

#[wasm_bindgen]
impl Component {
    /// One that is not seen yet. `environment` is the page's or the seller's choice so far, if any.
    #[wasm_bindgen(constructor)]
    pub fn new(element: Element, environment: Option<String>) -> Self {
        let element = SendWrapper::new(element);
        let environments = element.environments();
        let words = Environment::ALL.map(Environment::as_str);
        let chosen = environment.and_then(|word| element.find("environment", &word, &words));
        let environment = first_choice(&environments, chosen.map(|at| Environment::ALL[at]));
        let open_in = element.open_in();
        let strings = Strings::translated(|text| element.text("strings", text));
        let look = Look {
            environments,
            redirects: element.redirects(),
            open_in,
            live_only: element.live_only(),
            // The element's own stylesheet knows these by its attributes.
            theme: None,
            compact: false,
        };
        let owner = Owner::new();
        let host = Arc::new(element.clone());
        let widget = owner.with(|| Widget::new(environment, strings, host));
        Self { view: None, look: Some(look), element, open_in, widget, _owner: owner }
    }

    /// Shows it in `place`.
    pub fn show(&mut self, place: HtmlElement) {
        if let Some(look) = self.look.take() {
            let widget = self.widget;
            self.view = Some(Box::new(mount_to(place, move || view(widget, look))));
        }
    }

    /// Does what a click on the button does.
    pub fn open(&self, redirect: &str) {
        let words = RedirectTarget::ALL.map(RedirectTarget::as_str);
        if let Some(at) = self.element.find("open", redirect, &words) {
            self.widget.on(Event::Activated(RedirectTarget::ALL[at], self.open_in));
        }
    }

    /// Calls off the jump that is under way.
    pub fn abort(&self) {
        self.widget.on(Event::CalledOff);
    }
}

impl Host for SendWrapper<Element> {
    fn settings(&self) -> Settings {
        let mut usable = true;
        let mut dashboard = Dashboard::default();
        for (name, environment) in
            [("dashboard-sandbox", Environment::Sandbox), ("dashboard-live", Environment::Live)]
        {
            if let Some(origin) = self.text("", name) {
                match dashboard.clone().with_origin(environment, &origin) {
                    Ok(changed) => dashboard = changed,
                    Err(error) => {
                        self.invalid(name, error.reason());
                        // Not Paddle's own dashboard in its place: it was not what the page asked for.
                        usable = false;
                    }
                }
            }
        }
        let mut timeout = 15_u32;
        if let Some(text) = self.text("", "timeout") {
            match text.parse() {
                Ok(seconds @ 1..=600) => timeout = seconds,
                _ => self.invalid("timeout", "use whole seconds from 1 to 600"),
            }
        }
        Settings {
            source: if usable { source(self) } else { Source::Missing },
            dashboard,
            timeout: Duration::from_secs(u64::from(timeout)),
        }
    }

    fn start(&self, Jump { environment, redirect, .. }: Jump) {
        Element::start(self, environment.as_str(), redirect.as_str());
    }

    fn navigate(&self, Jump { environment, redirect, .. }: Jump) -> bool {
        Element::navigate(self, environment.as_str(), redirect.as_str())
    }

    fn error(&self, JumpError { code, recoverable, request_id, retry_after, .. }: JumpError) {
        let request_id = request_id.as_ref().map(RequestId::as_str);
        Element::error(self, code, recoverable, request_id, retry_after);
    }

    fn returned(&self) {
        Element::returned(self);
    }

    fn environment_change(&self, environment: Environment) {
        Element::environment_change(self, environment.as_str());
    }

    fn state(&self, busy: bool, failed: bool) {
        Element::state(self, busy, failed);
    }
}

impl Element {
    /// Which of some words an attribute has; the page is told where it is none of them.
    fn which(&self, name: &str, words: &[&'static str]) -> Option<usize> {
        self.find(name, &self.text("", name)?, words)
    }

    /// Which of some words a list has.
    fn list(&self, name: &str, words: &[&'static str]) -> Vec<usize> {
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(word) = self.item(name, at) {
            found.extend(self.find(name, &word, words));
            at += 1;
        }
        found
    }

    fn find(&self, name: &str, word: &str, words: &[&'static str]) -> Option<usize> {
        let found = words.iter().position(|known| *known == word);
        if found.is_none() {
            let reason = ["\"", word, "\" is unknown; use ", &words.join(", ")].concat();
            self.invalid(name, &reason);
        }
        found
    }

    /// The pages to offer, with what the page says of each.
    fn redirects(&self) -> Vec<Redirect> {
        let listed = self.list("redirects", &RedirectTarget::ALL.map(RedirectTarget::as_str));
        let listed = listed.into_iter().map(|at| RedirectTarget::ALL[at]);
        let mut redirects: Vec<_> = listed.map(Redirect::to).collect();
        if redirects.is_empty() {
            redirects = Redirect::all();
        }
        for redirect in &mut redirects {
            let text = |name| self.text(redirect.target.as_str(), name);
            let reason = text("disabled");
            redirect.primary = text("primary").is_some();
            redirect.badge = text("badge");
            redirect.disabled = reason.is_some();
            redirect.hint = reason.filter(|reason| !reason.is_empty()).or_else(|| text("hint"));
        }
        redirects
    }

    fn environments(&self) -> Vec<Environment> {
        let listed = self.list("environments", &Environment::ALL.map(Environment::as_str));
        let environments: Vec<_> = listed.into_iter().map(|at| Environment::ALL[at]).collect();
        if environments.is_empty() { Environment::ALL.to_vec() } else { environments }
    }

    /// By the words of an anchor's `target`.
    fn open_in(&self) -> OpenIn {
        match self.which("target", &["_self", "_blank"]) {
            Some(1) => OpenIn::NewTab,
            _ => OpenIn::SameTab,
        }
    }

    fn live_only(&self) -> LiveOnly {
        let words = LiveOnly::ALL.map(LiveOnly::as_str);
        self.which("live-only", &words).map_or_else(LiveOnly::default, |at| LiveOnly::ALL[at])
    }

    fn headers(&self) -> Vec<(String, String)> {
        let mut headers = Vec::new();
        let mut at = 0;
        while let (Some(name), Some(value)) =
            (self.item("headers", at), self.item("headers", at + 1))
        {
            headers.push((name, value));
            at += 2;
        }
        headers
    }
}

fn source(element: &SendWrapper<Element>) -> Source {
    if element.fetches() {
        let element = element.clone();
        return Source::Host(FetchSession::new(move |jump, signal| {
            fetch_session(element.clone(), jump, signal)
        }));
    }
    let Some(endpoint) = element.text("", "endpoint") else {
        element.invalid("endpoint", "give one, or set fetchSession");
        return Source::Missing;
    };
    let credentials = match element.text("", "credentials").as_deref() {
        Some("include") => RequestCredentials::Include,
        Some("omit") => RequestCredentials::Omit,
        _ => RequestCredentials::SameOrigin,
    };
    Source::Proxy(Proxy { endpoint, headers: element.headers(), credentials })
}

/// The code that the page's `fetchSession` brings: `{code}`, or Paddle's envelope around it. What it
/// throws may have one of the contract's words as its `code`.
async fn fetch_session(
    element: SendWrapper<Element>,
    jump: Jump,
    signal: Option<AbortSignal>,
) -> Result<Code, Failure> {
    let promise = element.fetch(jump.environment.as_str(), jump.redirect.as_str(), signal);
    let reply = match promise {
        Ok(promise) => JsFuture::from(promise).await,
        Err(error) => Err(error),
    };
    match reply.map(Parsed) {
        Ok(reply) => {
            if let Some(code) = reply.get("code").and_then(|code| code.as_str()) {
                return Code::new(code).map_err(|_| Failure::Unreadable);
            }
            let answer = Answer { status: 201, retry_after: None, body: Some(reply) };
            Ok(answer.read(jump.environment)?.code)
        }
        Err(error) => {
            let word = Parsed(error).get("code").and_then(|code| code.as_str());
            Err(word
                .and_then(|word| RefusalCode::from_word(&word))
                .map_or(Failure::Unreachable, Failure::from))
        }
    }
}
