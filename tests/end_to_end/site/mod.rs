//! The documentation's site, as it is deployed: below a path, and without a backend.

mod accessibility;
mod playground;
mod search;

use crate::harness::{
    browser::{World, until},
    element::{is_alive, is_true},
    platform::target,
    scenario::Scenario,
};
use axum::Router;
use paddle_magic_links_protocol::RedirectTarget;
use tokio::net::TcpListener;
use tower_http::services::ServeDir;

const PLAYGROUND: &str = "playground/index.html";

pub(crate) fn scenarios() -> Vec<Scenario> {
    [accessibility::scenarios(), playground::scenarios(), search::scenarios()].concat()
}

/// Opens a page of the site, which is served below a path.
async fn open(world: &World, page: &str) {
    let site = target().join("site");
    assert!(site.exists(), "{} is not there: run cargo xtask site", site.display());
    let files = Router::new().nest_service("/paddle", ServeDir::new(site));
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, files).await });
    world.browser.driver.goto(format!("http://{address}/paddle/{page}")).await.unwrap();
}

async fn click(world: &World, target: RedirectTarget) {
    is_alive(world).await;
    let click = format!(
        "document.querySelector('paddle-magic-links').shadowRoot
             .querySelector('[data-redirect={target}]').click()"
    );
    world.browser.run(&click).await;
}

/// The heading of the page that stands for the dashboard.
async fn lands(world: &World, place: &str) {
    let script = format!(
        "return document.querySelector('h1')?.textContent
             === 'You would now be in the Paddle dashboard, in live, at {place}'"
    );
    until(place, async || is_true(world, &script).await).await;
}
