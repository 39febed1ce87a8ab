//! Every fault has its message, and the next click works.

use crate::harness::{
    browser::{World, in_a_browser},
    engine::Engine,
    scenario::scenarios,
};
use paddle_magic_links_demo::SimulatedFault;
use paddle_magic_links_protocol::{Environment, RedirectTarget};
use paddle_magic_links_stand_in::Fault;

const TARGET: RedirectTarget = RedirectTarget::Overview;

/// A click shows these words and leaves the page where it is. Without the fault, the next click lands.
async fn is_told(engine: Engine, fault: SimulatedFault, words: &str) {
    is_told_before(engine, fault, words, Environment::Live).await;
}

/// The same, with the next click in this environment.
async fn is_told_before(engine: Engine, fault: SimulatedFault, words: &str, next: Environment) {
    in_a_browser(engine, None, async |world| {
        world.platform.demo.simulate(Some(fault));
        world.browser.click(TARGET).await;
        let error = world.browser.error().await;
        assert!(error.contains(words), "{fault:?}: {error}");
        assert!(world.is_on_page().await);
        assert_eq!(world.platform.visits(), 0);
        world.platform.demo.simulate(None);
        if next != Environment::Live {
            world.browser.choose(next).await;
        }
        the_next_click_lands(world, next).await;
    })
    .await;
}

async fn the_next_click_lands(world: &World, environment: Environment) {
    world.browser.click(TARGET).await;
    world.lands_on(environment, TARGET).await;
    assert_eq!((world.platform.sessions_opened(), world.platform.visits()), (1, 1));
}

async fn a_key_of_the_wrong_environment_is_reported(engine: Engine) {
    is_told(engine, SimulatedFault::WrongEnvironmentKey, "Ask this site's support to renew it.")
        .await;
}

async fn an_expired_session_is_reported(engine: Engine) {
    is_told(engine, SimulatedFault::SignedOut, "Sign in again, then try again.").await;
}

async fn a_403_from_paddle_is_reported(engine: Engine) {
    is_told(
        engine,
        SimulatedFault::Paddle(Fault::Forbidden),
        "Ask this site's support to renew it.",
    )
    .await;
}

async fn a_429_from_paddle_is_reported(engine: Engine) {
    let fault = SimulatedFault::Paddle(Fault::TooManyRequests);
    // The proxy leaves live alone for so long, but not the sandbox.
    is_told_before(engine, fault, "Wait 30 s, then try again.", Environment::Sandbox).await;
}

async fn a_500_from_paddle_is_reported(engine: Engine) {
    is_told(engine, SimulatedFault::Paddle(Fault::InternalError), "Wait a minute, then try again.")
        .await;
}

async fn garbage_from_paddle_is_reported(engine: Engine) {
    is_told(engine, SimulatedFault::Paddle(Fault::Garbage), "an unexpected response").await;
}

async fn a_cut_connection_to_paddle_is_reported(engine: Engine) {
    is_told(engine, SimulatedFault::Paddle(Fault::CutConnection), "Wait a minute, then try again.")
        .await;
}

async fn a_slow_response_of_paddle_is_reported(engine: Engine) {
    is_told(engine, SimulatedFault::Paddle(Fault::SlowResponse), "Wait a minute, then try again.")
        .await;
}

async fn an_unreachable_proxy_is_reported(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        world.platform.stop().await;
        world.browser.click(TARGET).await;
        let error = world.browser.error().await;
        assert!(error.contains("Check your connection, then try again."), "{error}");
        assert!(world.is_on_page().await);
        world.platform.restart().await;
        the_next_click_lands(world, Environment::Live).await;
    })
    .await;
}

async fn being_offline_is_reported(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        world.platform.stop().await;
        let offline = "Object.defineProperty(navigator, 'onLine', { get: () => false })";
        world.browser.run(offline).await;
        world.browser.click(TARGET).await;
        let error = world.browser.error().await;
        assert!(error.contains("You seem to be offline."), "{error}");
        world.platform.restart().await;
        // A click still works, although the browser says that it is offline.
        the_next_click_lands(world, Environment::Live).await;
    })
    .await;
}

scenarios! {
    being_offline_is_reported;
    a_key_of_the_wrong_environment_is_reported;
    an_expired_session_is_reported;
    a_403_from_paddle_is_reported;
    a_429_from_paddle_is_reported;
    a_500_from_paddle_is_reported;
    garbage_from_paddle_is_reported;
    a_cut_connection_to_paddle_is_reported;
    a_slow_response_of_paddle_is_reported;
    an_unreachable_proxy_is_reported;
}
