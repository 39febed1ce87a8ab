//! `magic-links check` finds nothing to change in a reference proxy, which is in `target/proxies/`.

use super::{
    platform::{Platform, Reference},
    references::{DJANGO, EXPRESS, FASTAPI, GO, JAVA, NEXTJS, PHP, RUBY, scenario},
};
use crate::harness::{
    browser::{World, in_a_browser},
    engine::Engine,
    platform::PROXY_PATH,
    scenario::Scenario,
};
use paddle_magic_links_cli::check::{Report, Selection, Session, State, Subject, line, run};

/// A limit that no run reaches.
const GENEROUS: [(&str, &str); 1] = [("CLICKS_PER_MINUTE", "10000")];

/// The headers of a seller's session, with the token that the page has.
async fn session(world: &World, platform: &Platform, seller: &str) -> Session {
    let driver = &world.browser.driver;
    driver.goto(platform.page()).await.unwrap();
    driver.delete_all_cookies().await.unwrap();
    platform.sign_in(&world.browser, seller).await;
    let cookies = driver.get_all_cookies().await.unwrap();
    let mut headers: Vec<_> =
        cookies.iter().map(|cookie| format!("cookie: {}={}", cookie.name, cookie.value)).collect();
    if let Some(cookie) = cookies.iter().find(|cookie| cookie.name == "csrftoken") {
        headers.push(format!("x-csrftoken: {}", cookie.value));
    }
    let token = "return document.querySelector('[name=csrf-token]')?.content";
    if let Some(token) = world.browser.run(token).await.as_str() {
        headers.push(format!("x-csrf-token: {token}"));
    }
    Session::parse(headers).unwrap()
}

async fn check(world: &World, platform: &Platform, selection: Selection) -> Report {
    let seller = session(world, platform, "a").await;
    let other_seller = session(world, platform, "b").await;
    let proxy = format!("{}{}", platform.page(), PROXY_PATH.trim_start_matches('/'));
    let mut subject = Subject::new(proxy, seller, other_seller);
    subject.other_ids = vec!["b".into()];
    subject.logs = vec![platform.log().to_owned()];
    subject.long_pauses = true;
    let mut lines = String::new();
    let report = run(&platform.stand_in, subject, &selection, |checked| {
        if matches!(checked.state, State::Fail | State::Advice) {
            lines += &line(checked);
        }
    });
    let report = report.await.unwrap_or_else(|stopped| panic!("{stopped}"));
    assert!(report.conforming && report.counts.advice == 0, "{lines}");
    report
}

async fn conforms(engine: Engine, reference: Reference) {
    in_a_browser(engine, None, async |world| {
        let platform = Platform::start_with(reference, &GENEROUS).await;
        // Slow requests are up to the server in front, and take 45 seconds to try.
        let skip = ["L-1", "T-3"].map(str::to_owned).to_vec();
        let report = check(world, &platform, Selection { only: vec![], skip, seed: None }).await;
        assert!(report.counts.pass > 50, "{:?}", report.counts.pass);
        let limited = Platform::start(reference).await;
        check(world, &limited, Selection::only(["L-1"])).await;
    })
    .await;
}

macro_rules! scenarios {
    ($($name:ident: $reference:ident;)+) => {
        pub(super) fn scenarios() -> Vec<Scenario> {
            vec![$(scenario(module_path!(), stringify!($name), $reference, |engine| {
                Box::pin(conforms(engine, $reference))
            })),+]
        }
    };
}

scenarios! {
    django_conforms: DJANGO;
    express_conforms: EXPRESS;
    fastapi_conforms: FASTAPI;
    go_conforms: GO;
    java_conforms: JAVA;
    nextjs_conforms: NEXTJS;
    php_conforms: PHP;
    rails_conforms: RUBY;
}
