//! What the custom element calls. Its JavaScript, in `element/`, has the class, the attributes and
//! the events; here the component is mounted into its shadow root.

use crate::{
    failure::{Failure, JumpError},
    flow::{Event, Flow, Jump, OpenIn},
    redirect::{LiveOnly, Redirect},
    session::{self, FetchSession, Proxy, Source},
    tab::Tab,
    view::{Look, first_choice, is_offered, view},
    widget::{Host, Settings, Widget},
    words::Words,
};
use leptos::{mount::mount_to, prelude::Owner};
use lol_alloc::{FreeListAllocator, LockedAllocator};
use paddle_magic_links_protocol::{Dashboard, Environment, RedirectTarget, RequestId};
use paddle_magic_links_strings::Strings;
use send_wrapper::SendWrapper;
use std::{any::Any, cell::RefCell, sync::Arc, time::Duration};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
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
    /// where it is `strings`; an address where it is `endpoint` or `sign-in`, unless that was refused; a
    /// dashboard's origin where it is `dashboard`, empty if that was refused; else what the page says of the redirect target of that name.
    #[wasm_bindgen(method)]
    fn text(this: &Element, group: &str, name: &str) -> Option<String>;

    /// What a list of that name has at a place. The headers are in turn their names and values.
    #[wasm_bindgen(method)]
    fn item(this: &Element, list: &str, at: u32) -> Option<String>;

    /// Whether the page set a `fetchSession`.
    #[wasm_bindgen(method)]
    fn fetches(this: &Element) -> bool;

    /// What the page's `fetchSession` brings, as the answer of a proxy.
    #[wasm_bindgen(method, catch)]
    fn fetch(
        this: &Element,
        environment: &str,
        redirect: &str,
        signal: Option<AbortSignal>,
    ) -> Result<js_sys::Promise, JsValue>;

    /// Whether Paddle can be opened from the frame that the page may be in.
    #[wasm_bindgen(method, js_name = canOpen)]
    fn can_open(this: &Element, new_tab: bool) -> bool;

    /// A new tab with words in it, or the one that a click has opened already. Null where the browser
    /// refuses one, undefined where there is none but this.
    #[wasm_bindgen(method)]
    fn tab(this: &Element, words: &str, lang: &str) -> JsValue;

    /// Seconds that the code may take.
    #[wasm_bindgen(method)]
    fn timeout(this: &Element) -> u32;

    #[wasm_bindgen(method)]
    fn start(this: &Element, environment: &str, redirect: &str);

    #[wasm_bindgen(method)]
    fn navigate(this: &Element, environment: &str, redirect: &str) -> bool;

    #[wasm_bindgen(method)]
    fn error(
        this: &Element,
        environment: &str,
        redirect: &str,
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
    view: RefCell<Option<Box<dyn Any>>>,
    element: SendWrapper<Element>,
    widget: Widget,
    _owner: Owner,
}

#[wasm_bindgen]
impl Component {
    /// One that is not seen yet. `environment` is the page's or the seller's choice so far, if any.
    #[wasm_bindgen(constructor)]
    pub fn new(element: Element, environment: Option<String>) -> Self {
        let element = SendWrapper::new(element);
        let words = Environment::ALL.map(Environment::as_str);
        let chosen = environment.and_then(|word| element.find("environment", &word, &words));
        let chosen = chosen.map(|at| Environment::ALL[at]);
        let environment = first_choice(&element.environments(), chosen);
        let owner = Owner::new();
        let (words, host) = (element.words(), Arc::new(element.clone()));
        let widget = owner.with(|| Widget::new(environment, words, host));
        Self { view: RefCell::default(), element, widget, _owner: owner }
    }

    /// Shows it in `place`, as the page wants it now. A jump goes on, unless the page offers it no more.
    pub fn show(&self, place: HtmlElement) {
        let (widget, look) = (self.widget, self.element.look());
        if widget.flow(Flow::busy).is_some_and(|jump| !offers(&look, jump)) {
            self.abort();
        }
        let environment = widget.flow(Flow::environment);
        let choice = first_choice(&look.environments, Some(environment));
        if choice != environment {
            widget.on(Event::Chosen(choice));
        }
        widget.set_words(self.element.words());
        let shown = Box::new(mount_to(place, move || view(widget, look)));
        self.view.replace(Some(shown));
    }

    /// Does what a click on the button does.
    pub fn open(&self, redirect: &str) {
        let words = RedirectTarget::ALL.map(RedirectTarget::as_str);
        let Some(at) = self.element.find("open", redirect, &words) else { return };
        let (look, environment) = (self.element.look(), self.widget.flow(Flow::environment));
        let jump = Jump { environment, redirect: RedirectTarget::ALL[at], open_in: look.open_in };
        if offers(&look, jump) {
            self.widget.on(Event::Activated(jump.redirect, jump.open_in));
        } else {
            self.element.invalid("open", "locked or not offered");
        }
    }

    /// Chooses an environment for the page, which is not told of it. Whether that was possible.
    pub fn choose(&self, live: bool) -> bool {
        let environment = if live { Environment::Live } else { Environment::Sandbox };
        self.widget.on(Event::Chosen(environment));
        self.widget.flow(Flow::environment) == environment
    }

    /// Tells the page's developer of what can't be used.
    pub fn check(&self) {
        self.widget.check_settings();
    }

    /// Calls off the jump that is under way.
    pub fn abort(&self) {
        self.widget.on(Event::CalledOff);
    }
}

impl Host for SendWrapper<Element> {
    fn settings(&self) -> Settings {
        let mut source = source(self);
        let mut dashboard = Dashboard::default();
        for (name, environment) in
            [("dashboard-sandbox", Environment::Sandbox), ("dashboard-live", Environment::Live)]
        {
            match self.text("dashboard", name) {
                None => {}
                // Not Paddle's own dashboard in its place: it was not what the page asked for.
                Some(refused) if refused.is_empty() => source = Source::Missing,
                Some(origin) => dashboard = dashboard.with_parsed_origin(environment, origin),
            }
        }
        let timeout = Duration::from_secs(self.timeout().into());
        Settings { source, dashboard, timeout }
    }

    fn can_open(&self, open_in: OpenIn) -> bool {
        Element::can_open(self, open_in == OpenIn::NewTab)
    }

    fn open_tab(
        &self,
        Strings { tab_opening, lang, .. }: &Strings,
    ) -> Result<Option<Tab>, Failure> {
        let tab = self.tab(tab_opening, lang);
        if tab.is_null() {
            return Err(Failure::TabRefused);
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
        let request_id = request_id.as_ref().map(RequestId::as_str);
        Element::error(
            self,
            environment.as_str(),
            redirect.as_str(),
            code,
            recoverable,
            request_id,
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
        if !reason.is_empty() {
            Element::invalid(self, name, reason);
        }
    }

    fn sign_in(&self) -> Option<String> {
        self.text("sign-in", "")
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
        let mut redirects = Redirect::all();
        if self.text("", "redirects").is_some() {
            let listed = self.list("redirects", &RedirectTarget::ALL.map(RedirectTarget::as_str));
            redirects =
                listed.into_iter().map(|at| Redirect::to(RedirectTarget::ALL[at])).collect();
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
        if self.text("", "environments").is_none() {
            return Environment::ALL.to_vec();
        }
        let listed = self.list("environments", &Environment::ALL.map(Environment::as_str));
        listed.into_iter().map(|at| Environment::ALL[at]).collect()
    }

    fn look(&self) -> Look {
        let environments = self.environments();
        let redirects = if environments.is_empty() { Vec::new() } else { self.redirects() };
        Look {
            environments,
            redirects,
            open_in: self.open_in(),
            live_only: self.live_only(),
            // The element's own stylesheet knows these by its attributes.
            theme: None,
            compact: false,
        }
    }

    fn words(&self) -> Words {
        Words::new(Strings::translated(|text| self.text("strings", text)))
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

/// Whether a click can lead there.
fn offers(look: &Look, jump: Jump) -> bool {
    look.environments.contains(&jump.environment)
        && is_offered(jump, &look.redirects, look.live_only)
}

fn source(element: &SendWrapper<Element>) -> Source {
    if element.fetches() {
        let element = element.clone();
        return Source::Host(FetchSession::new(move |jump: Jump, signal| {
            let Jump { environment, redirect, .. } = jump;
            let answer = element.fetch(environment.as_str(), redirect.as_str(), signal);
            session::read(answer, jump, false)
        }));
    }
    let Some(endpoint) = element.text("endpoint", "") else { return Source::Missing };
    let credentials = match element.text("", "credentials").as_deref() {
        Some("include") => RequestCredentials::Include,
        Some("omit") => RequestCredentials::Omit,
        _ => RequestCredentials::SameOrigin,
    };
    let csrf_token = element.text("", "csrf-header").is_some();
    Source::Proxy(Proxy { endpoint, headers: element.headers(), credentials, csrf_token })
}
