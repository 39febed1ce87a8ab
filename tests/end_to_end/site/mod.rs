//! The documentation's site, as it is deployed: below a path, and without a backend.

mod playground;
mod search;

use crate::harness::{browser::World, platform::target, scenario::Scenario};
use axum::Router;
use tokio::net::TcpListener;
use tower_http::services::ServeDir;

pub(crate) fn scenarios() -> Vec<Scenario> {
    [playground::scenarios(), search::scenarios()].concat()
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
