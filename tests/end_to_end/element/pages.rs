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
            // The stand-in only accepts visits from an allowlisted domain.
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
