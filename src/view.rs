//! The view: shows the flow, and turns what the seller does into its events. The same for the Leptos
//! component and the custom element.

use crate::{
    flow::{Event, Flow, Jump, OpenIn},
    random,
    redirect::{LiveOnly, Redirect},
    text,
    widget::Widget,
    words::Words,
};
use leptos::{ev, prelude::*};
use paddle_magic_links_protocol::{Environment, RedirectTarget};
use paddle_magic_links_strings::Strings;
use std::sync::atomic::{AtomicU32, Ordering};

/// Which of its colours a widget shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// Those for light pages.
    Light,
    /// Those for dark pages.
    Dark,
    /// As the seller's system has it.
    Auto,
}

impl Theme {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
            Self::Auto => "auto",
        }
    }
}

/// The environment chosen at first: the one wished for, if it is offered; else live; else any.
pub(crate) fn first_choice(
    offered: &[Environment],
    wished_for: Option<Environment>,
) -> Environment {
    wished_for
        .filter(|environment| offered.contains(environment))
        .or_else(|| offered.iter().copied().find(|&environment| environment == Environment::Live))
        .or(offered.first().copied())
        .unwrap_or(Environment::Live)
}

/// The pages to offer. In a Leptos page they change by themselves; the custom element is shown anew.
#[cfg(not(feature = "element"))]
pub(crate) type Redirects = Signal<Vec<Redirect>>;
#[cfg(feature = "element")]
pub(crate) type Redirects = Vec<Redirect>;

/// What a widget shows, and how.
pub(crate) struct Look {
    pub(crate) environments: Vec<Environment>,
    pub(crate) redirects: Redirects,
    pub(crate) open_in: OpenIn,
    pub(crate) live_only: LiveOnly,
    pub(crate) theme: Option<Theme>,
    pub(crate) compact: bool,
}

/// Whether a click can lead there, of the pages to offer.
pub(crate) fn is_offered(jump: Jump, redirects: &[Redirect], live_only: LiveOnly) -> bool {
    let sandbox = jump.environment == Environment::Sandbox;
    redirects.iter().any(|redirect| {
        redirect.target == jump.redirect
            && !redirect.disabled
            && !(sandbox && redirect.is_locked_in_sandbox(live_only))
    })
}

// Listeners are `:capture` ones: with one that is not, Leptos brings its event delegation along, which
// is not even switched on.
pub(crate) fn view(widget: Widget, look: Look) -> impl IntoView {
    let Look { environments, redirects, open_in, live_only, theme, compact } = look;
    let id = unique_id();
    let words = &widget.words();
    let opens = format_id(&id, "opens");
    let root = view! {
        <section
            class=if compact { "pml-root pml-compact" } else { "pml-root" }
            part="root"
            lang=words.say(|strings| &strings.lang)
            data-theme=theme.map(Theme::as_str)
            data-environment=now(widget, |flow, _, _| Some(flow.environment().as_str().into()))
            data-live-only=live_only.as_str()
            aria-label=words.say(|strings| &strings.redirects)
        >
            {(environments.len() > 1)
                .then(|| {
                    view! {
                        <fieldset class="pml-environments" part="environments">
                            <legend class="pml-legend">
                                {words.say(|strings| &strings.environments)}
                            </legend>
                            {environments
                                .into_iter()
                                .map(|environment| {
                                    environment_choice(widget, words, &id, environment)
                                })
                                .collect_view()}
                        </fieldset>
                    }
                })}
            // A part of each button's name.
            <span id=opens.clone() hidden>
                {text_now(
                    widget,
                    |flow, strings, _| Some(strings.paddle(flow.environment()).to_owned()),
                )}
            </span>
            <ul
                class="pml-redirects"
                part="redirects"
                on:pointerenter=move |_| widget.expect_a_click()
                on:focusin:capture=move |_| widget.expect_a_click()
            >
                {redirect_buttons(widget, words, &opens, redirects, open_in, live_only)}
            </ul>
            {line(
                widget,
                ["pml-status", "status", "status"],
                // That a jump has begun is seen at its button.
                |flow, _, _| (flow.slow() || flow.opened().is_some()).then(String::new),
                status,
                |_, _, _| None,
            )}
            {line(
                widget,
                ["pml-error", "error", "alert"],
                |flow, strings, _| {
                    let (_, failure) = flow.failure()?;
                    Some(text::wait(strings, failure, flow.wait()).unwrap_or_default())
                },
                |flow, strings, _| {
                    flow.failure().map(|(jump, failure)| text::failure(strings, jump, failure))
                },
                |flow, strings, _| {
                    let (_, failure) = flow.failure()?;
                    text::wait(strings, failure, failure.retry_after())
                },
            )}
            // A link while it has an address.
            <a class="pml-sign-in" part="sign-in" href=now_for(widget, SIGN_IN, |_, _, _| None)>
                {words.say(|strings| &strings.sign_in)}
            </a>
            {(open_in == OpenIn::NewTab).then(|| here_instead(widget, words))}
        </section>
    };
    // In the custom element, the script does the same before the component is there.
    #[cfg(not(feature = "element"))]
    let root =
        root.add_any_attr(ev::on(ev::capture(ev::keydown), |event| ignore_held_enter(&event)));
    root
}

/// Enter held down repeats the click for as long as it is held; it is still one activation.
#[cfg(not(feature = "element"))]
fn ignore_held_enter(event: &ev::KeyboardEvent) {
    if event.repeat() && event.key() == "Enter" {
        event.prevent_default();
    }
}

/// A choice is none of a form's around that watches what is entered in it.
fn keep_from_forms(event: &web_sys::Event) {
    if !cfg!(feature = "element") {
        event.stop_propagation();
    }
}

fn environment_choice(
    widget: Widget,
    words: &Words,
    id: &str,
    environment: Environment,
) -> impl IntoView + use<> {
    let chosen_at_first = widget.flow(Flow::environment) == environment;
    // Refused here, not only by the flow: the browser would show the radio as checked.
    let keep_while_busy = move |event: ev::MouseEvent| {
        if widget.flow(Flow::busy).is_some() {
            event.prevent_default();
        }
    };
    let radio = view! {
        <input
            class="pml-radio"
            type="radio"
            name=format_id(id, "environment")
            value=environment.as_str()
            checked=chosen_at_first
            on:click:capture=keep_while_busy
            on:change:capture=move |event| {
                keep_from_forms(&event);
                widget.choose(environment);
            }
        />
    };
    // No form of the page owns it: none sends it along, resets it, or is sent by Enter in it. No form
    // reaches into the custom element. https://html.spec.whatwg.org/#reset-the-form-owner
    #[cfg(not(feature = "element"))]
    let radio = radio
        .add_any_attr(leptos::attr::form(""))
        .add_any_attr(leptos::attr::disabled(move || widget.disabled()))
        .add_any_attr(ev::on(ev::capture(ev::input), |event| keep_from_forms(&event)));
    #[cfg(feature = "hydrate")]
    let radio = radio.directive(take_over, (widget, environment));
    let name: fn(&Strings) -> &str = match environment {
        Environment::Sandbox => |strings| &strings.sandbox,
        Environment::Live => |strings| &strings.live,
    };
    view! {
        <label class="pml-environment" part="environment">
            {radio}
            <span class="pml-environment-name">{words.say(name)}</span>
        </label>
    }
}

/// What was chosen on a server's page before it came alive counts, and so does what the browser has
/// filled in again.
#[cfg(feature = "hydrate")]
fn take_over(radio: web_sys::Element, (widget, environment): (Widget, Environment)) {
    use wasm_bindgen::JsCast;
    let radio: web_sys::HtmlInputElement = radio.unchecked_into();
    // Hydration takes what the server wrote for true, so not before its end.
    queue_microtask(move || {
        if radio.checked() {
            widget.choose(environment);
        }
    });
}

/// A button stays in the document, and with it the focus, while what the page says of it changes.
#[cfg(not(feature = "element"))]
fn redirect_buttons(
    widget: Widget,
    words: &Words,
    opens: &str,
    redirects: Redirects,
    open_in: OpenIn,
    live_only: LiveOnly,
) -> impl IntoView + use<> {
    let (words, opens) = (words.clone(), opens.to_owned());
    // In its place each button keeps its element, and with that the focus.
    move || {
        let redirects = redirects.read();
        let button = |strings: &Strings, redirect| {
            // Erased, as rustc otherwise gives up on the type of a page with the widget in it.
            redirect_button(widget, strings, &opens, redirect, open_in, live_only).into_any()
        };
        // Each once, as ids are.
        let is_first = |&(at, redirect): &(usize, &Redirect)| {
            redirects[..at].iter().all(|other| other.target != redirect.target)
        };
        words.with(|strings| {
            let once = redirects.iter().enumerate().filter(is_first);
            once.map(|(_, redirect)| button(strings, redirect)).collect_view()
        })
    }
}

#[cfg(feature = "element")]
#[expect(clippy::needless_pass_by_value, reason = "as in a Leptos page")]
fn redirect_buttons(
    widget: Widget,
    words: &Words,
    opens: &str,
    redirects: Redirects,
    open_in: OpenIn,
    live_only: LiveOnly,
) -> impl IntoView + use<> {
    let button = |redirect| {
        words.with(|strings| redirect_button(widget, strings, opens, redirect, open_in, live_only))
    };
    redirects.iter().map(button).collect_view()
}

fn redirect_button(
    widget: Widget,
    strings: &Strings,
    opens: &str,
    redirect: &Redirect,
    open_in: OpenIn,
    live_only: LiveOnly,
) -> impl IntoView + use<> {
    let target = redirect.target;
    let locked_in_sandbox = redirect.is_locked_in_sandbox(live_only);
    let button = Button {
        target: Some(target),
        locked: redirect.disabled,
        locked_in_sandbox,
        ..Button::default()
    };
    let hint_id = format_id(opens, target.as_str());
    let label_id = format_id(&hint_id, "label");
    // All that is to be seen in it, and then what colour and shape tell of it:
    // https://www.w3.org/WAI/WCAG22/Understanding/label-in-name
    let names = [&label_id, " ", &hint_id, " ", opens].concat();
    let mut label = strings.label(target).to_owned();
    if open_in == OpenIn::NewTab {
        label = [&label, " ", &strings.new_tab].concat();
    }
    let button = view! {
        <button
            class=if redirect.primary { "pml-redirect pml-primary" } else { "pml-redirect" }
            part=if redirect.primary { "redirect primary" } else { "redirect" }
            type="button"
            data-redirect=target.as_str()
            aria-labelledby=names
            aria-busy=now_for(widget, button, |flow, _, button| {
                let busy = flow.busy().map(|jump| jump.redirect);
                (busy.is_some() && busy == button.target).then(|| "true".into())
            })
            // Not `disabled`, which would take the focus away.
            aria-disabled=now_for(widget, button, |flow, _, button| {
                (flow.busy().is_some() || button.is_locked(flow)).then(|| "true".into())
            })
            on:click:capture=move |_| {
                if !widget.flow(|flow| button.is_locked(flow)) {
                    widget.on(Event::Activated(target, open_in));
                }
            }
        >
            <span class="pml-label" id=label_id>
                {label}
                {redirect
                    .badge
                    .clone()
                    .map(|badge| view! { " " <span class="pml-badge">{badge}</span> })}
            </span>
            " "
            // In the sandbox the stylesheet shows the second in the place of the first.
            <span class="pml-hint" id=hint_id>
                <span class=if redirect.disabled { "pml-reason" } else { "pml-own-hint" }>
                    {redirect.hint_in(strings).to_owned()}
                </span>
                {redirect.is_live_only().then(|| live_only_hint(strings))}
            </span>
        </button>
    };
    #[cfg(not(feature = "element"))]
    let button = button.add_any_attr(leptos::attr::disabled(move || widget.disabled()));
    view! { <li class="pml-item">{button}</li> }
}

fn live_only_hint(strings: &Strings) -> impl IntoView + use<> {
    view! { <span class="pml-live-only">{strings.live_only.to_string()}</span> }
}

/// A line that screen readers read out: its text, and more that is not seen. What `seen` has is for the
/// stylesheet: the line is seen while it is there, which `:empty` does not tell, as an empty text is a
/// space on a server; and it is shown as generated text, which no screen reader repeats when it changes.
fn line(
    widget: Widget,
    [class, part, role]: [&'static str; 3],
    seen: What,
    text: What,
    unseen: What,
) -> impl IntoView {
    view! {
        <p class=class part=part role=role data-seen=now(widget, seen)>
            {text_now(widget, text)} <span class="pml-said">{text_now(widget, unseen)}</span>
        </p>
    }
}

/// Shown where the browser refused a new tab.
fn here_instead(widget: Widget, words: &Words) -> impl IntoView + use<> {
    let open = move |_| {
        if let Some(redirect) = widget.flow(Flow::here_instead) {
            widget.on(Event::Activated(redirect, OpenIn::SameTab));
        }
    };
    let button = view! {
        <button
            class="pml-here"
            part="here"
            type="button"
            hidden=now(widget, |flow, _, _| flow.here_instead().is_none().then(String::new))
            aria-disabled=now(widget, |flow, _, _| flow.busy().map(|_| "true".into()))
            on:click:capture=open
        >
            {words.say(|strings| &strings.open_here)}
        </button>
    };
    #[cfg(not(feature = "element"))]
    let button = button.add_any_attr(leptos::attr::disabled(move || widget.disabled()));
    button
}

/// A button, as far as what is said of it changes.
#[derive(Clone, Copy, Default)]
struct Button {
    target: Option<RedirectTarget>,
    locked: bool,
    locked_in_sandbox: bool,
    signs_in: bool,
}

/// A link that leads to what the host says.
const SIGN_IN: Button =
    Button { target: None, locked: false, locked_in_sandbox: false, signs_in: true };

impl Button {
    fn is_locked(self, flow: &Flow) -> bool {
        self.locked || self.locked_in_sandbox && flow.environment() == Environment::Sandbox
    }
}

/// Makes what there is to say.
type What = fn(&Flow, &Strings, Button) -> Option<String>;

/// What there is to say now, in the view.
fn now(widget: Widget, what: What) -> impl Fn() -> Option<String> + Copy + Send + Sync {
    now_for(widget, Button::default(), what)
}

fn text_now(widget: Widget, what: What) -> impl Fn() -> String + Copy + Send + Sync {
    move || widget.with(|flow, strings| what(flow, strings, Button::default()).unwrap_or_default())
}

/// What there is to say now of a button. One type for all such places, which keeps the wasm small.
fn now_for(
    widget: Widget,
    button: Button,
    what: What,
) -> impl Fn() -> Option<String> + Copy + Send + Sync {
    move || {
        if button.signs_in {
            return widget.sign_in();
        }
        widget.with(|flow, strings| what(flow, strings, button))
    }
}

fn status(flow: &Flow, strings: &Strings, _: Button) -> Option<String> {
    flow.busy()
        .map(|jump| text::opening(strings, jump, flow.slow()))
        .or_else(|| flow.opened().map(|jump| text::opened(strings, jump)))
}

/// Tells this widget's ids and radio group from those of every other widget on the page, also those of
/// another app, which counts by itself. Hydration leaves the ids that the server gave.
fn unique_id() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    // In the custom element nothing has to differ from what is outside.
    if !cfg!(feature = "element") && NEXT.load(Ordering::Relaxed) == 0 {
        NEXT.store(random::number(), Ordering::Relaxed);
    }
    let side = if cfg!(feature = "ssr") { "pml-server" } else { "pml" };
    format_id(side, &NEXT.fetch_add(1, Ordering::Relaxed).to_string())
}

fn format_id(prefix: &str, name: &str) -> String {
    [prefix, name].join("-")
}
