//! What a seller sees when something is wrong, and that the next click works.

use crate::harness::{
    browser::{World, in_a_browser},
    engine::Engine,
    scenario::scenarios,
};
use paddle_magic_links_demo::Trouble;
use paddle_magic_links_protocol::{Environment, RedirectTarget};
use paddle_magic_links_stand_in::Failure;

const TARGET: RedirectTarget = RedirectTarget::Overview;

/// The click ends in these words and nowhere else; once it is mended, the next one lands.
async fn is_told(engine: Engine, trouble: Trouble, words: &str) {
    in_a_browser(engine, None, async |world| {
        world.platform.demo.let_happen(Some(trouble));
        world.browser.click(TARGET).await;
        let error = world.browser.error().await;
        assert!(error.contains(words), "{trouble:?}: {error}");
        assert!(world.is_on_page().await);
        assert_eq!(world.platform.visits(), 0);
        world.platform.demo.let_happen(None);
        the_next_click_lands(world).await;
    })
    .await;
}

async fn the_next_click_lands(world: &World) {
    world.browser.click(TARGET).await;
    world.lands_on(Environment::Live, TARGET).await;
    assert_eq!((world.platform.sessions_opened(), world.platform.visits()), (1, 1));
}

async fn a_key_of_the_wrong_environment(engine: Engine) {
    is_told(engine, Trouble::WrongEnvironmentKey, "Ask this site's support to renew it.").await;
}

async fn a_seller_who_is_no_longer_signed_in(engine: Engine) {
    is_told(engine, Trouble::SignedOut, "Sign in again, then try again.").await;
}

async fn paddle_says_403(engine: Engine) {
    is_told(engine, Trouble::Paddle(Failure::Forbidden), "Ask this site's support to renew it.")
        .await;
}

async fn paddle_says_429(engine: Engine) {
    is_told(engine, Trouble::Paddle(Failure::TooManyRequests), "Wait 30 s, then try again.").await;
}

async fn paddle_says_500(engine: Engine) {
    is_told(engine, Trouble::Paddle(Failure::InternalError), "Wait a minute, then try again.")
        .await;
}

async fn paddle_says_garbage(engine: Engine) {
    is_told(engine, Trouble::Paddle(Failure::Garbage), "an unexpected response").await;
}

async fn paddles_connection_breaks(engine: Engine) {
    is_told(engine, Trouble::Paddle(Failure::CutConnection), "Wait a minute, then try again.")
        .await;
}

async fn paddle_is_too_slow(engine: Engine) {
    is_told(engine, Trouble::Paddle(Failure::SlowAnswer), "Wait a minute, then try again.").await;
}

async fn a_proxy_that_is_down(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        world.platform.stop().await;
        world.browser.click(TARGET).await;
        let error = world.browser.error().await;
        assert!(error.contains("Check your connection, then try again."), "{error}");
        assert!(world.is_on_page().await);
        world.platform.restart().await;
        the_next_click_lands(world).await;
    })
    .await;
}

async fn offline_is_told_by_its_name(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        world.platform.stop().await;
        let offline = "Object.defineProperty(navigator, 'onLine', { get: () => false })";
        world.browser.run(offline).await;
        world.browser.click(TARGET).await;
        let error = world.browser.error().await;
        assert!(error.contains("You seem to be offline."), "{error}");
        world.platform.restart().await;
        // The hint is a hint and no more.
        the_next_click_lands(world).await;
    })
    .await;
}

scenarios! {
    offline_is_told_by_its_name;
    a_key_of_the_wrong_environment;
    a_seller_who_is_no_longer_signed_in;
    paddle_says_403;
    paddle_says_429;
    paddle_says_500;
    paddle_says_garbage;
    paddles_connection_breaks;
    paddle_is_too_slow;
    a_proxy_that_is_down;
}
