//! The element in pages of many kinds.

use crate::harness::{
    browser::{World, in_a_browser, until},
    element::{ELEMENT, click, error, is_live, open, seen},
    engine::Engine,
    platform::PROXY_PATH,
    scenario::scenarios,
};
use paddle_magic_links_protocol::{Environment, RedirectTarget};

const TARGET: RedirectTarget = RedirectTarget::Onboarding;

pub(super) async fn lands(world: &World) {
    is_live(world).await;
    click(world, TARGET).await;
    world.lands_on(Environment::Live, TARGET).await;
    assert_eq!((world.platform.sessions_made(), world.platform.visits()), (1, 1));
}

async fn it_works_inside_another_components_shadow_root(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let host = format!("<div id=host><template shadowrootmode=open>{ELEMENT}</template></div>");
        let script = "window.inside = selector => document.querySelector('#host').shadowRoot
            .querySelector('paddle-magic-links').shadowRoot.querySelector(selector)";
        open(world, "", &host, script).await;
        lands(world).await;
        assert_eq!(world.platform.visits(), 1);
    })
    .await;
}

async fn it_works_in_a_page_with_a_foreign_base(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let endpoint = format!("{}{PROXY_PATH}", world.platform.page().trim_end_matches('/'));
        let element = ELEMENT.replace("ENDPOINT", &endpoint);
        let base = "<base href='https://elsewhere.example/' target=_blank>";
        open(world, "", &format!("{base}{element}"), "").await;
        lands(world).await;
    })
    .await;
}

async fn paddle_sees_the_domain_under_every_referrer_policy(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        for policy in [
            "no-referrer",
            "no-referrer-when-downgrade",
            "same-origin",
            "origin",
            "strict-origin",
            "origin-when-cross-origin",
            "strict-origin-when-cross-origin",
            "unsafe-url",
        ] {
            let meta = format!("<meta name=referrer content={policy}>");
            open(world, "", &format!("{meta}{ELEMENT}"), "").await;
            is_live(world).await;
            click(world, TARGET).await;
            // The stand-in lets in who shows an allowlisted domain.
            world.lands_on(Environment::Live, TARGET).await;
        }
        assert_eq!((world.platform.sessions_made(), world.platform.sessions_opened()), (8, 8));
    })
    .await;
}

async fn it_works_after_the_body_was_replaced(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        open(world, "", ELEMENT, "").await;
        is_live(world).await;
        world
            .browser
            .run(
                "window.before = document.querySelector('paddle-magic-links');
                 const parsed = new DOMParser().parseFromString(
                     '<body>' + before.outerHTML + '</body>', 'text/html');
                 document.body.replaceWith(document.adoptNode(parsed.body))",
            )
            .await;
        let other = "return before !== document.querySelector('paddle-magic-links')";
        assert_eq!(world.browser.run(other).await, true);
        lands(world).await;
    })
    .await;
}

async fn its_clone_is_an_element_of_its_own(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        open(world, "", ELEMENT, "").await;
        is_live(world).await;
        world
            .browser
            .run(
                "inside('[value=sandbox]').click();
                 window.clone = document.querySelector('paddle-magic-links').cloneNode(true);
                 document.body.append(clone);
                 window.inside = selector => clone.shadowRoot.querySelector(selector)",
            )
            .await;
        lands(world).await;
    })
    .await;
}

<<<<<<< HEAD
async fn changed_settings_take_effect(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        open(world, "", "<paddle-magic-links></paddle-magic-links>", "").await;
        is_live(world).await;
        let offered =
            "return [...element.shadowRoot.querySelectorAll('[data-redirect], [type=radio]')]
            .map(found => found.dataset.redirect ?? found.value + (found.checked ? '!' : ''))";
        run(world, "element.redirects = ['onboarding', 'overview']").await;
        is_live(world).await;
        assert_eq!(
            run(world, offered).await,
            json!(["sandbox", "live!", "onboarding", "overview"])
        );
        run(world, "element.environment = 'sandbox'").await;
        until("sandbox is chosen", async || {
            run(world, offered).await == json!(["sandbox!", "live", "onboarding", "overview"])
        })
        .await;
        run(world, "window.kept = inside('.pml-root'); element.environment = 'production'").await;
        assert_eq!(run(world, "return element.environment").await, "live");
        assert_eq!(
            run(world, offered).await,
            json!(["sandbox", "live!", "onboarding", "overview"])
        );
        assert_eq!(
            run(world, "return inside('.pml-root') === kept").await,
            true,
            "chosen, not made anew"
        );
        run(world, "element.environment = 'staging'").await;
        is_live(world).await;
        assert_eq!(
            run(world, offered).await,
            json!(["sandbox", "live!", "onboarding", "overview"])
        );
        let complaints = complaints(world).await;
        let words = "environment: \"staging\" is unknown or not offered";
        assert!(complaints.contains(words), "{complaints}");
        run(
            world,
            "const { parentNode } = element;
             element.remove();
             element.setAttribute('environments', 'live');
             parentNode.append(element)",
        )
        .await;
        is_live(world).await;
        assert_eq!(run(world, offered).await, json!(["onboarding", "overview"]));
        run(world, "element.disabled = true").await;
        let taking_clicks = "return [...element.shadowRoot.querySelectorAll('button, input')]
            .filter(control => !control.matches(':disabled')).length";
        assert_eq!(run(world, taking_clicks).await, 0);
        run(world, "element.disabled = false").await;
        let origin = world.platform.stand_in().origin(Environment::Live);
        run(world, &format!("element.dashboardLive = {origin:?}")).await;
        run(world, &format!("element.endpoint = {PROXY_PATH:?}")).await;
        click(world, TARGET).await;
        world.lands_on(Environment::Live, TARGET).await;
    })
    .await;
}

async fn each_element_of_a_page_has_its_own_settings(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let pair = format!("<paddle-magic-links redirects=overview></paddle-magic-links>{ELEMENT}");
        open(world, "", &pair, "").await;
        is_live(world).await;
        click(world, RedirectTarget::Overview).await;
        assert!(error(world).await.contains("isn't set up"));
        assert_eq!(
            world.browser.run("return document.querySelectorAll(':state(error)').length").await,
            1
        );
        let second =
            "window.inside = selector => document.querySelectorAll('paddle-magic-links')[1]
            .shadowRoot.querySelector(selector)";
        world.browser.run(second).await;
        lands(world).await;
    })
    .await;
}

/// Presses the same button in every element at once.
const PRESS_ALL: &str = "for (const element of document.querySelectorAll('paddle-magic-links')) {
        element.shadowRoot.querySelector('[data-redirect=onboarding]').click();
    }";

async fn two_pressed_at_once_make_one_jump(engine: Engine) {
    for early in [false, true] {
        in_a_browser(engine, None, async |world| {
            if early {
                world.browser.relay.hold(&WASM);
            }
            open(world, "", &ELEMENT.repeat(2), "").await;
            if early {
                has_placeholder(world).await;
            } else {
                is_live(world).await;
            }
            world.browser.run(PRESS_ALL).await;
            world.browser.relay.release();
            world.lands_on(Environment::Live, TARGET).await;
            assert_eq!((world.platform.sessions_made(), world.platform.visits()), (1, 1));
        })
        .await;
    }
}

async fn one_works_again_after_the_others_jump_has_ended(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        for over in ["abort()", "remove()"] {
            world.browser.relay.hold(PROXY_PATH);
            open(world, "", &ELEMENT.repeat(2), "").await;
            is_live(world).await;
            world.browser.run(PRESS_ALL).await;
            let first = "document.querySelector('paddle-magic-links')";
            until("the first is busy", async || {
                world.browser.run("return !!inside('[aria-busy]')").await == true
            })
            .await;
            world.browser.run(&format!("{first}.{over}")).await;
            world.browser.relay.release();
            let second = "return [...document.querySelectorAll('paddle-magic-links')].at(-1)
                .shadowRoot.querySelector('[data-redirect=onboarding]').click()";
            world.browser.run(second).await;
            world.lands_on(Environment::Live, TARGET).await;
        }
    })
    .await;
}

=======
>>>>>>> 6f10810 (Split the long test files by subject)
async fn it_can_be_defined_twice_and_under_another_name(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let element = "<other-links endpoint=ENDPOINT DASHBOARDS></other-links>";
        open(world, "", element, "").await;
        let define = "const done = arguments[arguments.length - 1];
            const { PaddleMagicLinks } = await import('/package/pure.js');
            const again = PaddleMagicLinks.define() === customElements.get('paddle-magic-links');
            PaddleMagicLinks.define('other-links');
            PaddleMagicLinks.define('other-links');
            window.inside = selector =>
                document.querySelector('other-links').shadowRoot.querySelector(selector);
            return again";
        assert_eq!(world.browser.run(define).await, true);
        lands(world).await;
    })
    .await;
}

<<<<<<< HEAD
async fn the_frameworks_csrf_token_is_sent(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        for (page, attributes) in [
            (
                "<meta name=csrf-token content=100%-from-meta>",
                "csrf-header=x-csrf-token csrf-meta=csrf-token",
            ),
            ("<script src=/own.js></script>", "csrf-header=x-csrf-token csrf-cookie=csrftoken"),
        ] {
            let element = tag_with(attributes);
            let script = "document.cookie = 'csrftoken=from%3Dcookie'";
            open(world, "", &format!("{page}{element}"), script).await;
            is_live(world).await;
            click(world, TARGET).await;
            world.lands_on(Environment::Live, TARGET).await;
        }
        let mints = world.browser.relay.exchanges_with(PROXY_PATH);
        let tokens: Vec<_> = mints
            .iter()
            .map(|mint| mint.request_headers["x-csrf-token"].to_str().unwrap())
            .collect();
        assert_eq!(tokens, ["100%-from-meta", "from=cookie"]);
    })
    .await;
}

async fn properties_set_before_the_definition_are_kept(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let script = "addEventListener('DOMContentLoaded', () => {}, { once: true });
            new MutationObserver((_, observer) => {
                const element = document.querySelector('paddle-magic-links');
                if (!element) return;
                observer.disconnect();
                element.redirects = 'onboarding';
                element.fetchSession = async ({ environment, redirect }) => {
                    window.asked = [environment, redirect];
                    throw new Error('not today');
                };
            }).observe(document, { childList: true, subtree: true })";
        open(world, "", "<paddle-magic-links></paddle-magic-links>", script).await;
        is_live(world).await;
        assert_eq!(
            world.browser.run("return inside('[data-redirect]').dataset.redirect").await,
            "onboarding"
        );
        click(world, TARGET).await;
        assert!(error(world).await.contains("couldn't be reached"));
        assert_eq!(world.browser.run("return asked").await, json!(["live", "onboarding"]));
    })
    .await;
}

=======
>>>>>>> 6f10810 (Split the long test files by subject)
async fn a_page_that_wraps_fetch_does_not_break_it(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        open(world, "", ELEMENT, "").await;
        is_live(world).await;
        world
            .browser
            .run("window.ownFetch = fetch; window.fetch = () => Promise.reject('a string')")
            .await;
        click(world, TARGET).await;
        assert!(error(world).await.contains("couldn't be reached"));
        world.browser.run("window.fetch = () => { throw 'a string' }; window.seen = []").await;
        click(world, TARGET).await;
        let refused = async || {
            let seen = seen(world).await;
            seen.as_array().is_some_and(|seen| seen.iter().any(|news| news[0] == "error"))
        };
        until("a second failure", refused).await;
        assert!(error(world).await.contains("couldn't be reached"));
        world
            .browser
            .run(
                "const frame = document.createElement('iframe');
                 document.body.append(frame);
                 window.fetch = request => frame.contentWindow.fetch(request.url, {
                     method: request.method, headers: [...request.headers],
                     body: JSON.stringify({ environment: 'live', redirect: 'onboarding' }),
                 })",
            )
            .await;
        lands(world).await;
    })
    .await;
}

scenarios! {
    it_works_inside_another_components_shadow_root;
    it_works_in_a_page_with_a_foreign_base;
    paddle_sees_the_domain_under_every_referrer_policy;
    it_works_after_the_body_was_replaced;
    its_clone_is_an_element_of_its_own;
    it_can_be_defined_twice_and_under_another_name;
    a_page_that_wraps_fetch_does_not_break_it;
}
