//! A page of a host, served as an origin of its own.

use crate::harness::{browser::World, element::is_alive, platform::target};
use axum::{
    Router,
    http::{
        HeaderValue,
        header::{CACHE_CONTROL, REFERER},
    },
};
use paddle_magic_links_protocol::{Environment, LOGIN_PATH, RedirectTarget};
use tokio::net::TcpListener;
use tower_http::{services::ServeDir, set_header::SetResponseHeaderLayer};

const TARGET: RedirectTarget = RedirectTarget::Onboarding;

/// Serves the files as an origin of their own until the test ends.
pub(super) async fn serve(files: Router) -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, files).await });
    format!("http://{address}/")
}

/// A host's build, which browsers must not cache.
pub(super) fn built(directory: &str) -> Router {
    let directory = target().join(directory);
    assert!(directory.exists(), "{} is not there: run cargo xtask hosts", directory.display());
    Router::new().fallback_service(ServeDir::new(directory)).layer(
        SetResponseHeaderLayer::overriding(CACHE_CONTROL, HeaderValue::from_static("no-store")),
    )
}

/// Opens a page whose server does not have the platform's proxy.
pub(super) async fn open(world: &World, page: &str) {
    world.browser.relay.send_api_to(world.platform.address());
    world.browser.driver.goto(page).await.unwrap();
}

/// A click in the open page lands in the stand-in with one code more than `before`.
pub(super) async fn jumps(world: &World, before: usize) {
    let page = world.browser.url().await;
    is_alive(world).await;
    let dashboard = world.platform.stand_in().origin(Environment::Live);
    let click = format!(
        "const element = document.querySelector('paddle-magic-links');
         element.dashboardLive = {dashboard:?};
         element.shadowRoot.querySelector('[data-redirect={TARGET}]').click()"
    );
    world.browser.run(&click).await;
    world.lands_on(Environment::Live, TARGET).await;
    let platform = &world.platform;
    let counted = [platform.sessions_made(), platform.sessions_opened(), platform.visits()];
    assert_eq!(counted, [before + 1; 3], "codes asked for, codes that opened Paddle, visits");
    let exchanges = world.browser.relay.exchanges();
    let visit = exchanges.iter().rfind(|exchange| exchange.uri.path() == LOGIN_PATH).unwrap();
    let origin = page.split_inclusive('/').take(3).collect::<String>();
    assert_eq!(visit.request_headers[REFERER], origin);
}
