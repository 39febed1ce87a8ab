//! The kit, tried on this project's own proxy.

use axum::{
    Router,
    http::{header::COOKIE, request::Parts},
};
use paddle_magic_links_cli::check::{
    Progress, Report, Selection, Session, State, Stopped, Subject, Unconfigured, groups, line, run,
    summary, to_junit,
};
use paddle_magic_links_proxy::{
    Environment, Limits, PROXY_PATH, Paddle, Proxy, Rate, Refusal, RefusalCode, Seller, Sellers,
    UserApiKey,
};
use paddle_magic_links_stand_in::{Options, StandIn};
use std::{
    sync::Arc,
    time::{Duration, SystemTime},
};
use tokio::net::TcpListener;

/// Limits that no run reaches.
const GENEROUS: Limits = Limits {
    seller: Rate::new(100_000, 100_000),
    paddle: Rate::new(100_000, 100_000),
    in_flight: 64,
};

const TRUSTED: &str = "https://app.shop.example";

/// Whoever has the cookie `sid=A` is seller A.
struct Shop(Arc<StandIn>);

impl Sellers for Shop {
    async fn seller(&self, request: &Parts) -> Result<Seller, Refusal> {
        let cookie = request.headers.get(COOKIE).and_then(|cookie| cookie.to_str().ok());
        let session = cookie
            .and_then(|cookie| cookie.split("; ").find_map(|cookie| cookie.strip_prefix("sid=")));
        let now = SystemTime::now();
        let fresh = |seller: &str| Seller::new(seller).with_sign_in(now);
        match session {
            Some("A") => Ok(fresh("a")),
            Some("B") => Ok(fresh("b")),
            Some("none") => Ok(fresh("without keys")),
            Some("stale") => Ok(Seller::new("a").with_sign_in(now - Duration::from_hours(1))),
            Some("staff") => Ok(fresh("a").impersonated()),
            Some("forbidden") => Err(RefusalCode::NotAllowed.into()),
            _ => Err(RefusalCode::SessionExpired.into()),
        }
    }

    async fn user_api_key(
        &self,
        seller: &Seller,
        environment: Environment,
    ) -> Result<UserApiKey, Refusal> {
        let place = match seller.id.as_str() {
            "a" => 0,
            "b" => 1,
            _ => return Err(RefusalCode::EnvironmentNotConfigured.into()),
        };
        Ok(UserApiKey::new(self.0.sellers()[place].of(environment)).unwrap())
    }
}

fn session(sid: &str) -> Session {
    Session::parse([format!("cookie: sid={sid}")]).unwrap()
}

/// A platform with the library's proxy, and all that the kit can be told about it.
async fn platform(limits: Limits) -> (Arc<StandIn>, Subject) {
    let options = Options { requests_per_minute: None, ..Options::default() };
    let stand_in = Arc::new(StandIn::start(options).await.unwrap());
    let mut paddle = Paddle::builder().timeout(Duration::from_secs(2));
    for environment in Environment::ALL {
        paddle = paddle.api(environment, stand_in.origin(environment));
    }
    let proxy = Proxy::new(paddle.build().unwrap(), Shop(stand_in.clone())).limits(limits);
    let router: Router = proxy.trusted_origin(TRUSTED).unwrap().router();
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let url = format!("http://{}{PROXY_PATH}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    let mut subject = Subject::new(url, session("A"), session("B"));
    subject.stale = Some(session("stale"));
    subject.staff = Some(session("staff"));
    subject.forbidden = Some(session("forbidden"));
    subject.unconfigured = Some(Unconfigured::Session(session("none")));
    subject.other_ids = vec!["b".into()];
    subject.trusted_origin = Some(TRUSTED.into());
    (stand_in, subject)
}

async fn tried(stand_in: &Arc<StandIn>, subject: Subject, selection: &Selection) -> Report {
    tried_with_waits(stand_in, subject, selection).await.0
}

/// Also returns in which checks the kit said that it waits.
async fn tried_with_waits(
    stand_in: &Arc<StandIn>,
    subject: Subject,
    selection: &Selection,
) -> (Report, Vec<&'static str>) {
    let mut waits = Vec::new();
    let report = run(stand_in, subject, selection, |progress| match progress {
        Progress::Done(checked) => eprint!("{}", line(checked)),
        Progress::Waiting(check, wait) => {
            assert!(!wait.is_zero());
            waits.push(check.id);
        }
    });
    let report = report.await.unwrap();
    (report, waits)
}

#[tokio::test]
async fn the_librarys_proxy_conforms() {
    let (stand_in, mut subject) = platform(GENEROUS).await;
    subject.long_pauses = true;
    // Its server is axum's own, which waits for half a request for ever.
    let report = tried(&stand_in, subject, &Selection::without(["T-3"])).await;
    assert!(report.conforming, "{}", summary(&report));
    // Its limits are out of the way, and there is no log.
    assert_eq!(report.ids(State::Advice), ["L-1"]);
    assert_eq!(report.ids(State::Skipped), ["L-3", "L-4", "S-3", "U-7"]);
    let all: usize = groups().iter().map(|group| group.checks.len()).sum();
    assert_eq!(report.checks.len(), all - 1);
}

#[tokio::test]
async fn default_limits_are_waited_for_and_do_their_work() {
    let (stand_in, mut subject) = platform(Limits::default()).await;
    subject.soak = true;
    let selection = Selection::only(["B", "C-8", "L"]);
    let (report, waits) = tried_with_waits(&stand_in, subject, &selection).await;
    assert!(report.conforming, "{}", summary(&report));
    assert!(!waits.is_empty(), "the kit says that it waits");
    assert_eq!(report.ids(State::Advice), [""; 0]);
    assert_eq!(report.ids(State::Skipped), ["L-5"]);
}

#[tokio::test]
async fn a_proxy_on_another_machine_is_left_alone() {
    let (stand_in, mut subject) = platform(GENEROUS).await;
    subject.proxy = "http://shop.example/api".into();
    let stopped = run(&stand_in, subject, &Selection::default(), |_| {}).await.unwrap_err();
    assert!(matches!(stopped, Stopped::NotHere(host) if host == "shop.example"));
}

#[tokio::test]
async fn nothing_is_tried_if_a_click_gets_no_code() {
    let (stand_in, mut subject) = platform(GENEROUS).await;
    subject.seller = session("nobody");
    let mut tried = 0;
    let stopped = run(&stand_in, subject, &Selection::default(), |_| tried += 1).await.unwrap_err();
    assert_eq!(tried, 0);
    let text = stopped.to_string();
    assert!(text.contains("401") && text.contains("Paddle was not asked"), "{text}");
    assert!(text.contains("--seller"), "{text}");
}

#[tokio::test]
async fn the_report_is_json_and_junit_without_secrets() {
    let (stand_in, subject) = platform(GENEROUS).await;
    let keys: Vec<_> =
        stand_in.sellers().iter().map(|keys| keys.of(Environment::Live).to_owned()).collect();
    let selection = Selection::only(["B", "I", "L-1"]);
    let report = tried(&stand_in, subject, &selection).await.strict();
    assert!(!report.conforming, "an advice fails");
    let json = serde_json::to_value(&report).unwrap();
    assert_eq!((&json["format"], &json["conforming"]), (&1.into(), &false.into()));
    assert_eq!(json["counts"]["fail"], 1);
    let failed = json["checks"].as_array().unwrap().iter().find(|check| check["id"] == "L-1");
    assert_eq!(failed.unwrap()["level"], "advised");
    assert!(failed.unwrap()["findings"][0]["sent"].as_str().unwrap().starts_with("curl -X POST"));
    let junit = to_junit(&report).unwrap();
    assert!(junit.contains(r#"classname="L-1""#) && junit.contains("<failure"), "{junit}");
    for text in [json.to_string(), junit, summary(&report)] {
        assert!(!text.contains("sid=A"), "{text}");
        assert!(keys.iter().all(|key| !text.contains(&**key)), "{text}");
    }
}
