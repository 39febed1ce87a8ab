//! The search, whose index is built with the site: `target/site/searchindex-*.js`.

use super::open;
use crate::harness::{
    browser::{in_a_browser, until},
    element::is_true,
    engine::Engine,
    scenario::scenarios,
};

async fn the_search_finds_a_word(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        open(world, "index.html?search=allowlisted").await;
        let found = "return !!document.querySelector('#mdbook-searchresults a[href]')";
        until("a result", async || is_true(world, found).await).await;
    })
    .await;
}

scenarios! {
    the_search_finds_a_word;
}
