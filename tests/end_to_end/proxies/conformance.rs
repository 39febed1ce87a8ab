//! `magic-links check` tries the reference proxies, which are in `target/proxies/`.

use super::{
    platform::{Platform, Reference},
    references::{ALL, OTHER_ENGINE},
};
use crate::harness::{
    browser::{World, in_a_browser},
    engine::Engine,
    scenario::scenarios,
};
use futures_util::stream::{self, StreamExt};
use paddle_magic_links_cli::check::{Progress, Selection, Session, State, Subject, line, run};
use std::{env, time::Duration};

/// Most checks wait, but some keep the machine busy, which others would take for a slow proxy.
const AT_A_TIME: usize = 3;

/// The widget gives up after 15 seconds.
const TIMEOUT: Duration = Duration::from_secs(14);

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

/// A platform, and what the kit is told about it.
async fn start(world: &World, reference: Reference, more: &[(&str, &str)]) -> (Platform, Subject) {
    let platform = Platform::start_with(reference, more).await;
    let seller = session(world, &platform, "a").await;
    let other_seller = session(world, &platform, "b").await;
    let path = platform.endpoint(&world.browser).await;
    let proxy = format!("{}{}", platform.page(), path.trim_start_matches('/'));
    let mut subject = Subject::new(proxy, seller, other_seller);
    subject.other_ids = vec!["b".into()];
    subject.logs = vec![platform.log().to_owned()];
    subject.long_pauses = true;
    subject.timeout = TIMEOUT;
    (platform, subject)
}

/// Tries it, and returns how many checks it passed. Advice has to be kept, too.
async fn passes(
    reference: Reference,
    platform: &Platform,
    subject: Subject,
    selection: Selection,
) -> usize {
    let mut lines = String::new();
    let report = run(&platform.stand_in, subject, &selection, |progress| match progress {
        Progress::Done(checked) if matches!(checked.state, State::Fail | State::Advice) => {
            lines += &line(checked);
        }
        _ => {}
    });
    let report = report.await.unwrap_or_else(|stopped| panic!("{}: {stopped}", reference.name));
    assert!(report.conforming && report.counts.advice == 0, "{}:\n{lines}", reference.name);
    report.counts.pass
}

async fn magic_links_check_finds_nothing_to_change(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let mut checks = Vec::new();
        for reference in ALL {
            if let Some(missing) = reference.missing().filter(|_| env::var_os("CI").is_none()) {
                eprintln!("{} is left out: {missing}", reference.name);
                continue;
            }
            let (platform, subject) = start(world, reference, &GENEROUS).await;
            let (limited, limited_subject) = start(world, reference, &[]).await;
            checks.push(async move {
                // Slow requests are up to the server in front, and take 45 seconds to try.
                let all = Selection::without(["L-1", "T-3"]);
                let passed = passes(reference, &platform, subject, all).await;
                assert!(passed > 50, "{}: {passed}", reference.name);
                passes(reference, &limited, limited_subject, Selection::only(["L-1"])).await;
            });
        }
        stream::iter(checks).for_each_concurrent(AT_A_TIME, |check| check).await;
    })
    .await;
}

scenarios! {
    magic_links_check_finds_nothing_to_change,
        except Firefox: OTHER_ENGINE, except WebKit: OTHER_ENGINE;
}
