//! The page around the component under test.

use js_sys::{Array, Function, Promise, Reflect};
use leptos::{mount::mount_to, prelude::*};
use paddle_magic_links::STYLESHEET;
use std::{any::Any, cell::RefCell, rc::Rc};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Element, Event, HtmlAnchorElement, HtmlElement, HtmlIFrameElement, KeyboardEvent,
    KeyboardEventInit, PageTransitionEvent, PageTransitionEventInit, Request, Response,
    ResponseInit,
};

type Respond = dyn Fn(Request) -> Promise;

/// A mounted widget, and a `fetch` that responds as the test says. Both are undone on drop.
pub(crate) struct Page {
    place: HtmlElement,
    mounted: Option<Box<dyn Any>>,
    requests: Rc<RefCell<Vec<Request>>>,
    respond: Rc<RefCell<Box<Respond>>>,
    own_fetch: JsValue,
    _fetch: Closure<dyn Fn(Request) -> Promise>,
}

impl Page {
    pub(crate) fn mount<V: IntoView + 'static>(view: impl FnOnce() -> V + 'static) -> Self {
        let requests = Rc::new(RefCell::new(Vec::new()));
        let respond: Rc<RefCell<Box<Respond>>> =
            Rc::new(RefCell::new(Box::new(|_| Promise::reject(&"no response was set".into()))));
        let fetch = {
            let (requests, respond) = (requests.clone(), respond.clone());
            Closure::<dyn Fn(Request) -> Promise>::new(move |request: Request| {
                requests.borrow_mut().push(request.clone().unwrap());
                (respond.borrow())(request)
            })
        };
        let own_fetch = Reflect::get(&window(), &"fetch".into()).unwrap();
        Reflect::set(&window(), &"fetch".into(), fetch.as_ref()).unwrap();
        let style = document().create_element("style").unwrap();
        style.set_text_content(Some(STYLESHEET));
        let place: HtmlElement = document().create_element("div").unwrap().unchecked_into();
        document().body().unwrap().append_child(&place).unwrap();
        place.append_child(&style).unwrap();
        let mounted = Some(Box::new(mount_to(place.clone(), view)) as Box<dyn Any>);
        Self { place, mounted, requests, respond, own_fetch, _fetch: fetch }
    }

    pub(crate) fn unmount(&mut self) {
        self.mounted = None;
    }

    pub(crate) fn respond_with(&self, respond: impl Fn(Request) -> Promise + 'static) {
        *self.respond.borrow_mut() = Box::new(respond);
    }

    pub(crate) fn never_respond(&self) {
        self.respond_with(|_| Promise::new(&mut |_, _| {}));
    }

    /// Holds the response back until [`Held::respond`].
    pub(crate) fn hold(&self) -> Held {
        let mut resolve = None;
        let promise = Promise::new(&mut |keep, _| resolve = Some(keep));
        self.respond_with(move |_| promise.clone());
        Held(resolve.unwrap())
    }

    pub(crate) fn requests(&self) -> Vec<Request> {
        self.requests.borrow().clone()
    }

    pub(crate) fn all(&self, selector: &str) -> Vec<HtmlElement> {
        let found = self.place.query_selector_all(selector).unwrap();
        (0..found.length()).map(|index| found.get(index).unwrap().unchecked_into()).collect()
    }

    pub(crate) fn text(&self, selector: &str) -> String {
        self.all(selector)[0].text_content().unwrap()
    }

    pub(crate) fn status(&self) -> String {
        self.text("[role=status]")
    }

    pub(crate) fn error(&self) -> String {
        self.text("[role=alert]")
    }

    pub(crate) fn button(&self, redirect: &str) -> HtmlElement {
        self.all(&format!("button[data-redirect={redirect}]")).remove(0)
    }

    pub(crate) fn click(&self, redirect: &str) {
        self.button(redirect).click();
    }

    /// The targets of the buttons, in order.
    pub(crate) fn offered(&self) -> Vec<String> {
        let target = |button: &HtmlElement| button.get_attribute("data-redirect").unwrap();
        self.all("button").iter().map(target).collect()
    }

    pub(crate) fn choose(&self, environment: &str) {
        self.all(&format!("[type=radio][value={environment}]"))[0].click();
    }

    pub(crate) fn chosen_environment(&self) -> String {
        self.all("[type=radio]:checked")[0].get_attribute("value").unwrap()
    }

    /// Presses Enter on a button; `repeat` is for a key that is held down.
    pub(crate) fn press_enter(&self, redirect: &str, repeat: bool) -> KeyboardEvent {
        let init = KeyboardEventInit::new();
        init.set_key("Enter");
        init.set_repeat(repeat);
        init.set_bubbles(true);
        init.set_cancelable(true);
        let event = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).unwrap();
        self.button(redirect).dispatch_event(&event).unwrap();
        event
    }

    /// Waits for one timer, and so for all promises before it.
    pub(crate) async fn settle(&self) {
        let later = Promise::new(&mut |resolve, _| {
            window().set_timeout_with_callback(&resolve).unwrap();
        });
        JsFuture::from(later).await.unwrap();
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        self.unmount();
        self.place.remove();
        Reflect::set(&window(), &"fetch".into(), &self.own_fetch).unwrap();
    }
}

/// A response that is held back.
pub(crate) struct Held(Function);

impl Held {
    pub(crate) fn respond(&self, status: u16, body: &str) {
        self.0.call1(&JsValue::NULL, &response(status, body)).unwrap();
    }
}

/// A button's accessible name, from the elements in its `aria-labelledby`.
pub(crate) fn name(button: &Element) -> String {
    let ids = button.get_attribute("aria-labelledby").unwrap();
    let text = |id| {
        let found = document().get_element_by_id(id).unwrap();
        found.unchecked_into::<HtmlElement>().inner_text()
    };
    ids.split(' ').map(text).collect::<Vec<_>>().join(" ")
}

pub(crate) fn has_focus(element: &HtmlElement) -> bool {
    document().active_element().as_ref() == Some(element)
}

/// Dispatches the event of a page that is left.
pub(crate) fn leave() {
    window().dispatch_event(&Event::new("pagehide").unwrap()).unwrap();
}

/// Dispatches the event of a page that is shown; `persisted` if it comes from the back/forward cache.
pub(crate) fn come_back(persisted: bool) {
    let init = PageTransitionEventInit::new();
    init.set_persisted(persisted);
    let event = PageTransitionEvent::new_with_event_init_dict("pageshow", &init).unwrap();
    window().dispatch_event(&event).unwrap();
}

pub(crate) struct AnchorClicks {
    clicked: Array,
    prototype: JsValue,
    own_click: JsValue,
}

impl AnchorClicks {
    /// Records clicked anchors instead of following them.
    pub(crate) fn catch() -> Self {
        let constructor = Reflect::get(&window(), &"HTMLAnchorElement".into()).unwrap();
        let prototype = Reflect::get(&constructor, &"prototype".into()).unwrap();
        let own_click = Reflect::get(&prototype, &"click".into()).unwrap();
        let clicked = Array::new();
        let remember =
            Function::new_with_args("clicked", "return function () { clicked.push(this) }");
        let remember = remember.call1(&JsValue::NULL, &clicked).unwrap();
        Reflect::set(&prototype, &"click".into(), &remember).unwrap();
        Self { clicked, prototype, own_click }
    }

    pub(crate) fn count(&self) -> u32 {
        self.clicked.length()
    }

    pub(crate) fn last(&self) -> HtmlAnchorElement {
        self.clicked.get(self.clicked.length() - 1).unchecked_into()
    }
}

impl Drop for AnchorClicks {
    fn drop(&mut self) {
        Reflect::set(&self.prototype, &"click".into(), &self.own_click).unwrap();
    }
}

fn response(status: u16, body: &str) -> JsValue {
    let init = ResponseInit::new();
    init.set_status(status);
    let body = (!body.is_empty()).then_some(body);
    Response::new_with_opt_str_and_init(body, &init).unwrap().into()
}

pub(crate) fn respond(status: u16, body: &str) -> Promise {
    Promise::resolve(&response(status, body))
}

/// A `Response` of another window, which is not an instance of this one's.
pub(crate) fn other_realms_response(status: u16, body: &str) -> Promise {
    let frame: HtmlIFrameElement = document().create_element("iframe").unwrap().unchecked_into();
    document().body().unwrap().append_child(&frame).unwrap();
    let make = Function::new_with_args("w, b, s", "return new w.Response(b, { status: s })");
    let window = frame.content_window().unwrap();
    let response = make.call3(&JsValue::NULL, &window, &body.into(), &status.into()).unwrap();
    assert!(!response.is_instance_of::<Response>());
    Promise::resolve(&response)
}

/// The body of a request.
pub(crate) async fn body(request: &Request) -> String {
    JsFuture::from(request.text().unwrap()).await.unwrap().as_string().unwrap()
}

/// Waits for a condition, for two seconds at most.
pub(crate) async fn until(what: &str, condition: impl Fn() -> bool) {
    let start = js_sys::Date::now();
    while !condition() {
        assert!(js_sys::Date::now() - start < 2000.0, "waited in vain: {what}");
        let later = Promise::new(&mut |resolve, _| {
            window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, 5).unwrap();
        });
        JsFuture::from(later).await.unwrap();
    }
}
