//! The reference proxies, as `cargo xtask proxies` prepares them in `target/proxies/`.

use super::platform::{Platform, Reference};
use crate::harness::{
    browser::{World, in_a_browser},
    element::{click, error, is_alive},
    engine::Engine,
    scenario::Scenario,
};
use paddle_magic_links_protocol::{Environment, RedirectTarget};

const TARGET: RedirectTarget = RedirectTarget::Onboarding;

/// For the steps that the element's scenarios share.
const INSIDE: &str = "window.inside = selector =>
    document.querySelector('paddle-magic-links').shadowRoot.querySelector(selector)";

async fn sign_in(world: &World, platform: &Platform, seller: &str) {
    platform.sign_in(&world.browser, seller).await;
    is_alive(world).await;
    world.browser.run(INSIDE).await;
}

/// Each seller opens their own dashboard.
async fn lands(engine: Engine, reference: Reference) {
    in_a_browser(engine, None, async |world| {
        let platform = Platform::start(reference).await;
        for (number, seller) in ["a", "b"].into_iter().enumerate() {
            world.browser.driver.goto(platform.page()).await.unwrap();
            world.browser.driver.delete_all_cookies().await.unwrap();
            sign_in(world, &platform, seller).await;
            click(world, TARGET).await;
            world.browser.lands_on(Environment::Live, TARGET).await;
            let live = platform.stand_in.environment(Environment::Live);
            let sellers: Vec<_> = live.ledger().iter().map(|request| request.seller).collect();
            assert_eq!(sellers.last(), Some(&Some(number)), "{sellers:?}");
            assert_eq!((live.requests(), live.sessions_opened()), (number + 1, number + 1));
        }
        assert_eq!(platform.stand_in.environment(Environment::Sandbox).requests(), 0);
    })
    .await;
}

/// A page of another origin, which has the seller's cookies, gets no code. Nor does the platform's own page
/// whose token is gone: then the seller reads what to do.
async fn refuses_other_pages(engine: Engine, reference: Reference) {
    in_a_browser(engine, None, async |world| {
        let platform = Platform::start(reference).await;
        sign_in(world, &platform, "a").await;
        let path = platform.endpoint(&world.browser).await;
        if let Some(lose_token) = reference.lose_token {
            world.browser.run(lose_token).await;
            click(world, TARGET).await;
            assert!(error(world).await.contains("This page is out of date"));
        }
        world.open_page().await;
        let endpoint = format!("{}{}", platform.page(), path.trim_start_matches('/'));
        for options in [
            "headers: { 'content-type': 'application/json', 'x-paddle-magic-links': '1' }",
            "headers: { 'content-type': 'text/plain' }, mode: 'no-cors'",
        ] {
            let script = format!(
                "const response = await fetch({endpoint:?}, {{
                     method: 'POST', credentials: 'include', body: '{{\"environment\":\"live\"}}', {options}
                 }}).catch(() => undefined);
                 return response?.type ?? 'refused'"
            );
            let seen = world.browser.run(&script).await;
            assert!(seen == "refused" || seen == "opaque", "{seen}");
        }
        assert!(!world.browser.relay.exchanges_with(&path).is_empty(), "it was asked");
        let requests = Environment::ALL
            .map(|environment| platform.stand_in.environment(environment).requests());
        assert_eq!(requests, [0, 0]);
    })
    .await;
}

async fn says_that_the_session_has_expired(engine: Engine, reference: Reference) {
    in_a_browser(engine, None, async |world| {
        let platform = Platform::start(reference).await;
        sign_in(world, &platform, "a").await;
        world.browser.driver.delete_all_cookies().await.unwrap();
        click(world, TARGET).await;
        assert!(error(world).await.contains("Your session has expired"));
        let link = world.browser.run("return inside('.pml-sign-in').checkVisibility()").await;
        assert_eq!(link, true);
        assert_eq!(platform.stand_in.environment(Environment::Live).requests(), 0);
    })
    .await;
}

pub(super) const OTHER_ENGINE: &str = "the server is what is tested here";

macro_rules! references {
    ($($reference:ident: $lands:ident, $refuses:ident, $expires:ident;)+) => {
        pub(super) fn scenarios() -> Vec<Scenario> {
            vec![$(
                scenario(stringify!($lands), $reference, |engine| Box::pin(lands(engine, $reference))),
                scenario(stringify!($refuses), $reference, |engine| {
                    Box::pin(refuses_other_pages(engine, $reference))
                }),
                scenario(stringify!($expires), $reference, |engine| {
                    Box::pin(says_that_the_session_has_expired(engine, $reference))
                }),
            )+]
        }
    };
}

type Run = fn(Engine) -> std::pin::Pin<Box<dyn Future<Output = ()>>>;

fn scenario(name: &'static str, reference: Reference, run: Run) -> Scenario {
    Scenario {
        module: module_path!(),
        name,
        run,
        exceptions: &[(Engine::Firefox, OTHER_ENGINE), (Engine::WebKit, OTHER_ENGINE)],
        missing: reference.missing(),
    }
}

const DJANGO: Reference = Reference {
    name: "django",
    program: &["PYTHON", "server.py"],
    probe: &["PYTHON", "--version"],
    lose_token: Some("document.cookie = 'csrftoken=; max-age=0'"),
};
const EXPRESS: Reference = Reference {
    name: "express",
    program: &["node", "server.js"],
    probe: &["node", "--version"],
    lose_token: None,
};
const FASTAPI: Reference = Reference {
    name: "fastapi",
    program: &["PYTHON", "server.py"],
    probe: &["PYTHON", "--version"],
    lose_token: None,
};
const GO: Reference =
    Reference { name: "go", program: &["./proxy"], probe: &["go", "version"], lose_token: None };
const JAVA: Reference = Reference {
    name: "java",
    program: &["java", "Proxy.java"],
    probe: &["java", "--version"],
    lose_token: None,
};
const LARAVEL: Reference = Reference {
    name: "laravel",
    program: &["php", "-d", "expose_php=0", "-S", "127.0.0.1:PORT", "-t", "public"],
    probe: &["php", "-r", "require 'Illuminate/autoload.php';"],
    lose_token: None,
};
const NEXTJS: Reference = Reference {
    name: "nextjs",
    program: &["next", "start", "--hostname", "127.0.0.1"],
    probe: &["node", "--version"],
    lose_token: None,
};
const PHP: Reference = Reference {
    name: "php",
    program: &["php", "server.php"],
    probe: &["php", "--version"],
    lose_token: None,
};
const RUBY: Reference = Reference {
    name: "ruby",
    program: &["puma"],
    probe: &["puma", "--version"],
    lose_token: Some("document.querySelector('[name=csrf-token]').content = 'invented'"),
};

pub(super) const ALL: [Reference; 9] =
    [DJANGO, EXPRESS, FASTAPI, GO, JAVA, LARAVEL, NEXTJS, PHP, RUBY];

references! {
    DJANGO: a_seller_lands_from_django, django_refuses_other_pages, django_says_that_the_session_has_expired;
    EXPRESS: a_seller_lands_from_express, express_refuses_other_pages, express_says_that_the_session_has_expired;
    FASTAPI: a_seller_lands_from_fastapi, fastapi_refuses_other_pages, fastapi_says_that_the_session_has_expired;
    GO: a_seller_lands_from_go, go_refuses_other_pages, go_says_that_the_session_has_expired;
    JAVA: a_seller_lands_from_java, java_refuses_other_pages, java_says_that_the_session_has_expired;
    LARAVEL: a_seller_lands_from_laravel, laravel_refuses_other_pages, laravel_says_that_the_session_has_expired;
    NEXTJS: a_seller_lands_from_nextjs, nextjs_refuses_other_pages, nextjs_says_that_the_session_has_expired;
    PHP: a_seller_lands_from_php, php_refuses_other_pages, php_says_that_the_session_has_expired;
    RUBY: a_seller_lands_from_rails, rails_refuses_other_pages, rails_says_that_the_session_has_expired;
}
