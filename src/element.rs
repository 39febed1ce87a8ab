//! What the custom element calls. Its JavaScript, in `element/`, has the class, the attributes and
//! the events; here the component is mounted into its shadow root.

use crate::{
    component::{Look, first_choice, view},
    failure::{Failure, JumpError},
    flow::{Event, Jump, OpenIn},
    redirect::Redirect,
    session::{FetchSession, Parsed, Proxy, Source},
    widget::{Callbacks, Settings, Widget},
};
use leptos::{mount::mount_to, prelude::*};
use paddle_magic_links_protocol::{
    Answer, Code, Dashboard, Environment, Json, RedirectTarget, RefusalCode, RequestId,
};
use paddle_magic_links_strings::Strings;
use send_wrapper::SendWrapper;
use std::{any::Any, cell::OnceCell, fmt::Display, rc::Rc, str::FromStr, time::Duration};
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, HtmlElement, RequestCredentials};

#[wasm_bindgen]
extern "C" {
    /// The element, as far as the component talks to it.
    #[derive(Clone)]
    pub type Host;

    /// The values of its attributes and properties: an object by the attributes' names.
    #[wasm_bindgen(method)]
    fn settings(this: &Host) -> JsValue;

    /// Calls the page's `fetchSession`; `undefined` where the page set none.
    #[wasm_bindgen(method, catch)]
    fn fetch(
        this: &Host,
        environment: &str,
        redirect: &str,
        signal: Option<AbortSignal>,
    ) -> Result<js_sys::Promise, JsValue>;

    #[wasm_bindgen(method)]
    fn start(this: &Host, environment: &str, redirect: &str);

    #[wasm_bindgen(method)]
    fn navigate(this: &Host, environment: &str, redirect: &str) -> bool;

    #[wasm_bindgen(method)]
    fn error(
        this: &Host,
        code: &str,
        recoverable: bool,
        request_id: Option<&str>,
        retry_after: Option<u32>,
    );

    #[wasm_bindgen(method)]
    fn returned(this: &Host);

    #[wasm_bindgen(method, js_name = environmentChange)]
    fn environment_change(this: &Host, environment: &str);

    /// Whether a jump is under way, and whether the last one failed.
    #[wasm_bindgen(method)]
    fn state(this: &Host, busy: bool, failed: bool);

    /// A value of the page can't be used: for its developer, with the fix.
    #[wasm_bindgen(method)]
    fn invalid(this: &Host, message: &str);
}

/// A component in an element. It leaves the page when it is freed.
#[wasm_bindgen]
pub struct Mounted {
    widget: Widget,
    open_in: OpenIn,
    // Its type is as long as the view's.
    _view: Box<dyn Any>,
}

/// Mounts the component into `place`. `environment` is the one chosen already, if one was.
#[wasm_bindgen]
pub fn mount(place: HtmlElement, host: Host, environment: Option<String>) -> Mounted {
    let host = SendWrapper::new(host);
    let given = Given::by(&host);
    let environments = given.list("environments").unwrap_or_else(|| Environment::ALL.to_vec());
    let wished_for =
        environment.and_then(|word| word.parse().ok()).or_else(|| given.value("environment"));
    let environment = first_choice(&environments, wished_for);
    let open_in = given.open_in();
    let strings = given.strings();
    let look = Look {
        environments,
        redirects: given.redirects(),
        open_in,
        live_only: given.value("live-only").unwrap_or_default(),
        // The element's own stylesheet knows these by its attributes.
        theme: None,
        compact: false,
    };
    let made = Rc::new(OnceCell::new());
    let mounted = made.clone();
    let handle = mount_to(place, move || {
        let (settings, state) = (host.clone(), host.clone());
        let widget = Widget::new(
            environment,
            strings,
            move || Given::by(&settings).settings(),
            callbacks(&host),
        );
        let flow = widget.flow();
        Effect::new(move || {
            let flow = flow.read();
            state.state(flow.busy().is_some(), flow.failure().is_some());
        });
        let _ = made.set(widget);
        view(widget, look)
    });
    let widget = *mounted.get().expect("the view was built");
    Mounted { widget, open_in, _view: Box::new(handle) }
}

#[wasm_bindgen]
impl Mounted {
    /// Does what a click on the button does; `false` where there is no such page.
    pub fn open(&self, redirect: &str) -> bool {
        let redirect = redirect.parse();
        if let Ok(redirect) = redirect {
            self.widget.on(Event::Activated(redirect, self.open_in));
        }
        redirect.is_ok()
    }

    /// Calls off the jump that is under way.
    pub fn abort(&self) {
        self.widget.on(Event::CalledOff);
    }

    /// Chooses an environment; `false` where there is none of that name.
    pub fn choose(&self, environment: &str) -> bool {
        let environment = environment.parse();
        if let Ok(environment) = environment {
            self.widget.on(Event::Chosen(environment));
        }
        environment.is_ok()
    }
}

fn callbacks(host: &SendWrapper<Host>) -> Callbacks {
    let (start, navigate, error) = (host.clone(), host.clone(), host.clone());
    let (returned, environment_change) = (host.clone(), host.clone());
    Callbacks {
        start: Some(Callback::new(move |Jump { environment, redirect, .. }| {
            start.start(environment.as_str(), redirect.as_str());
        })),
        navigate: Some(Callback::new(move |Jump { environment, redirect, .. }| {
            navigate.navigate(environment.as_str(), redirect.as_str())
        })),
        error: Some(Callback::new(move |error_: JumpError| {
            let request_id = error_.request_id.as_ref().map(RequestId::as_str);
            error.error(error_.code, error_.recoverable, request_id, error_.retry_after);
        })),
        returned: Some(Callback::new(move |()| returned.returned())),
        environment_change: Some(Callback::new(move |environment: Environment| {
            environment_change.environment_change(environment.as_str());
        })),
    }
}

/// What the page gave the element.
struct Given<'a> {
    host: &'a SendWrapper<Host>,
    values: Parsed,
}

impl<'a> Given<'a> {
    fn by(host: &'a SendWrapper<Host>) -> Self {
        Self { host, values: Parsed(host.settings()) }
    }

    fn text(&self, name: &str) -> Option<String> {
        self.values.get(name)?.as_str()
    }

    /// A value, where the page gave one that can be used; it is told where it can't be.
    fn value<T: FromStr<Err: Display>>(&self, name: &str) -> Option<T> {
        self.checked(name, self.text(name)?.parse())
    }

    /// A list of values, separated by spaces or commas.
    fn list<T: FromStr<Err: Display>>(&self, name: &str) -> Option<Vec<T>> {
        let text = self.text(name)?;
        let words = text.split([' ', ',', '\n', '\t']).filter(|word| !word.is_empty());
        let values: Vec<T> = words.filter_map(|word| self.checked(name, word.parse())).collect();
        (!values.is_empty()).then_some(values)
    }

    /// English, with what the element has in the place of an English text.
    fn strings(&self) -> Strings {
        let given = self.values.get("strings");
        Strings::translated(|text| given.as_ref()?.get(text)?.as_str())
    }

    /// The pages to offer, with what the page says of each.
    fn redirects(&self) -> Vec<Redirect> {
        let mut redirects: Vec<Redirect> = self
            .list("redirects")
            .unwrap_or_else(|| RedirectTarget::ALL.to_vec())
            .into_iter()
            .map(Redirect::to)
            .collect();
        let details = self.values.get("details");
        for redirect in &mut redirects {
            let said = details.as_ref().and_then(|details| details.get(redirect.target.as_str()));
            let value = |name| said.as_ref()?.get(name).filter(|value| value.0.is_truthy());
            let text = |name| value(name)?.as_str();
            redirect.primary = value("primary").is_some();
            redirect.badge = text("badge");
            redirect.disabled = value("disabled").is_some();
            redirect.hint = text("disabled").or_else(|| text("hint"));
        }
        redirects
    }

    /// By the words of an anchor's `target`.
    fn open_in(&self) -> OpenIn {
        match self.text("target").as_deref() {
            Some("_blank") => OpenIn::NewTab,
            Some("_self") | None => OpenIn::SameTab,
            Some(_) => {
                self.host.invalid("target: give _self or _blank");
                OpenIn::SameTab
            }
        }
    }

    fn checked<T, E: Display>(&self, name: &str, result: Result<T, E>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(error) => {
                self.host.invalid(&[name, ": ", &error.to_string()].concat());
                None
            }
        }
    }

    fn settings(&self) -> Settings {
        let mut usable = true;
        let mut dashboard = Dashboard::default();
        for (name, environment) in
            [("dashboard-sandbox", Environment::Sandbox), ("dashboard-live", Environment::Live)]
        {
            if let Some(origin) = self.text(name) {
                // Not Paddle's own dashboard in its place: it was not what the page asked for.
                match self.checked(name, dashboard.clone().with_origin(environment, &origin)) {
                    Some(changed) => dashboard = changed,
                    None => usable = false,
                }
            }
        }
        let timeout = self.text("timeout").and_then(|text| {
            let seconds = text.parse().ok().filter(|seconds| (1..=600).contains(seconds));
            self.checked("timeout", seconds.ok_or("give whole seconds from 1 to 600"))
        });
        Settings {
            source: if usable { self.source() } else { Source::Missing },
            dashboard,
            timeout: Duration::from_secs(timeout.unwrap_or(15)),
        }
    }

    fn source(&self) -> Source {
        if self.values.get("fetchSession").is_some_and(|fetch| fetch.0.is_function()) {
            let host = self.host.clone();
            return Source::Host(FetchSession::new(move |jump, signal| {
                fetch_session(host.clone(), jump, signal)
            }));
        }
        let Some(endpoint) = self.text("endpoint") else {
            self.host.invalid("give it an endpoint, or set fetchSession");
            return Source::Missing;
        };
        let credentials = match self.text("credentials").as_deref() {
            Some("include") => RequestCredentials::Include,
            Some("omit") => RequestCredentials::Omit,
            _ => RequestCredentials::SameOrigin,
        };
        Source::Proxy(Proxy { endpoint, headers: self.headers(), credentials })
    }

    /// The element gives them as a list of pairs.
    fn headers(&self) -> Vec<(String, String)> {
        let Some(Parsed(headers)) = self.values.get("headers") else { return Vec::new() };
        js_sys::Array::from(&headers)
            .iter()
            .filter_map(|pair| {
                let pair = js_sys::Array::from(&pair);
                Some((pair.get(0).as_string()?, pair.get(1).as_string()?))
            })
            .collect()
    }
}

/// The code that the page's `fetchSession` brings: `{code}`, or Paddle's envelope around it. What it
/// throws may have one of the contract's words as its `code`.
async fn fetch_session(
    host: SendWrapper<Host>,
    jump: Jump,
    signal: Option<AbortSignal>,
) -> Result<Code, Failure> {
    let promise = host.fetch(jump.environment.as_str(), jump.redirect.as_str(), signal);
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
