//! Every button lands on its target, under every policy of the page.

use crate::harness::{
    browser::{World, in_a_browser, until},
    engine::Engine,
    platform::PROXY_PATH,
    scenario::scenarios,
};
use paddle_magic_links_protocol::{Environment, RedirectTarget};

async fn every_button_lands_where_it_says(world: &World) {
    for environment in Environment::ALL {
        for target in RedirectTarget::ALL {
            world.open_page().await;
            world.browser.choose(environment).await;
            world.browser.click(target).await;
            world.lands_on(environment, target).await;
        }
    }
    assert_eq!((world.platform.sessions_made(), world.platform.sessions_opened()), (8, 8));
}

async fn every_button_lands_in_both_environments(engine: Engine) {
    in_a_browser(engine, None, every_button_lands_where_it_says).await;
}

async fn every_button_lands_under_no_referrer(engine: Engine) {
    in_a_browser(engine, Some("no-referrer"), every_button_lands_where_it_says).await;
}

async fn every_button_lands_under_same_origin(engine: Engine) {
    in_a_browser(engine, Some("same-origin"), every_button_lands_where_it_says).await;
}

async fn a_plain_navigation_under_no_referrer_sends_no_referer(engine: Engine) {
    in_a_browser(engine, Some("no-referrer"), async |world| {
        let login = format!(
            "{}/magic-sessions/login?code=x",
            world.platform.stand_in().origin(Environment::Live)
        );
        world.browser.run(&format!("location.assign({login:?})")).await;
        until("the visit", async || world.platform.visits() == 1).await;
        let landings = world.platform.stand_in().environment(Environment::Live).landings();
        assert_eq!(landings[0].referer_domain, None);
    })
    .await;
}

async fn a_link_without_a_redirect_opens_the_overview(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let origin = world.platform.stand_in().origin(Environment::Live);
        // In a script of the page: Firefox sends no Referer from the driver's scripts.
        let script = format!(
            "fetch('{PROXY_PATH}', {{
                 method: 'POST',
                 headers: {{'content-type': 'application/json', 'x-paddle-magic-links': '1'}},
                 body: JSON.stringify({{environment: 'live'}}),
             }}).then(answer => answer.json()).then(({{data}}) => {{
                 location.assign('{origin}/magic-sessions/login?code=' + data.code)
             }})"
        );
        let append = format!("document.body.append(Object.assign(document.createElement('script'), {{ text: {script:?} }}))");
        world.browser.run(&append).await;
        world.lands_on(Environment::Live, RedirectTarget::Overview).await;
    })
    .await;
}

scenarios! {
    every_button_lands_in_both_environments;
    every_button_lands_under_no_referrer;
    every_button_lands_under_same_origin;
    a_plain_navigation_under_no_referrer_sends_no_referer;
    a_link_without_a_redirect_opens_the_overview;
}
