//! The stand-in refuses what Paddle would refuse.

use paddle_magic_links_protocol::Environment;
use paddle_magic_links_stand_in::{Keys, Options, REFUSED_TITLE, StandIn};
use reqwest::{Client, RequestBuilder, Response};
use serde_json::Value;
use std::time::Duration;

async fn stand_in(code_lifetime: Duration) -> StandIn {
    StandIn::start(Options {
        sellers: vec![Keys::new("fake-sandbox-key", "fake-live-key")],
        allowlist: vec!["shop.example".into()],
        code_lifetime,
        requests_per_minute: None,
        ..Options::default()
    })
    .await
    .unwrap()
}

fn authorize(stand_in: &StandIn, environment: Environment) -> RequestBuilder {
    Client::new().post(format!("{}/magic-sessions/authorize", stand_in.origin(environment)))
}

async fn code(stand_in: &StandIn) -> String {
    let response =
        authorize(stand_in, Environment::Live).bearer_auth("fake-live-key").send().await.unwrap();
    json(response).await["data"]["code"].as_str().unwrap().to_owned()
}

async fn json(response: Response) -> Value {
    serde_json::from_str(&response.text().await.unwrap()).unwrap()
}

async fn visit(stand_in: &StandIn, query: &str, referer: Option<&str>) -> (u16, String) {
    let url = format!("{}/magic-sessions/login?{query}", stand_in.origin(Environment::Live));
    let mut request = Client::new().get(url);
    if let Some(referer) = referer {
        request = request.header("referer", referer);
    }
    let response = request.send().await.unwrap();
    (response.status().as_u16(), response.text().await.unwrap())
}

const LONG: Duration = Duration::from_mins(1);
const SHOP: Option<&str> = Some("https://shop.example/");

#[tokio::test]
async fn a_session_has_exactly_paddles_shape() {
    let stand_in = stand_in(LONG).await;
    let response = authorize(&stand_in, Environment::Live)
        .bearer_auth("fake-live-key")
        .header("paddle-version", "1")
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), 201);
    let body = json(response).await;
    assert_eq!(body.as_object().unwrap().keys().collect::<Vec<_>>(), ["data", "meta"]);
    assert_eq!(
        body["data"].as_object().unwrap().keys().collect::<Vec<_>>(),
        ["code", "expires_at"]
    );
    let expires_at = body["data"]["expires_at"].as_str().unwrap();
    assert_eq!(expires_at.len(), "2026-03-05T19:21:36.711613073Z".len(), "{expires_at}");
}

#[tokio::test]
async fn every_bad_key_gets_403_and_paddles_error_code() {
    let stand_in = stand_in(LONG).await;
    for (authorization, word) in [
        (None, "authentication_missing"),
        (Some("fake-live-key"), "authentication_malformed"),
        (Some("Basic abc"), "authentication_malformed"),
        (Some("Bearer revoked"), "invalid_token"),
        (Some("Bearer fake-sandbox-key"), "invalid_token"),
    ] {
        let mut request = authorize(&stand_in, Environment::Live);
        if let Some(authorization) = authorization {
            request = request.header("authorization", authorization);
        }
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 403, "{word}");
        let body = json(response).await;
        assert_eq!(body["error"]["code"], word);
        assert_eq!(body["error"]["type"], "request_error");
        assert!(body["meta"]["request_id"].is_string());
    }
    assert_eq!(stand_in.environment(Environment::Live).sessions_made(), 0);
}

#[tokio::test]
async fn every_request_is_counted() {
    let stand_in = stand_in(LONG).await;
    let origin = stand_in.origin(Environment::Live);
    code(&stand_in).await;
    authorize(&stand_in, Environment::Live).send().await.unwrap();
    Client::new().get(format!("{origin}/magic-sessions/authorize")).send().await.unwrap();
    Client::new().post(format!("{origin}/elsewhere")).send().await.unwrap();
    visit(&stand_in, "code=invented", SHOP).await;
    assert_eq!(stand_in.environment(Environment::Live).requests(), 4);
    assert_eq!(stand_in.environment(Environment::Sandbox).requests(), 0);
}

#[tokio::test]
async fn a_body_or_an_unknown_version_is_a_bad_request() {
    let stand_in = stand_in(LONG).await;
    let request = || authorize(&stand_in, Environment::Live).bearer_auth("fake-live-key");
    for request in [request().body("{}"), request().header("paddle-version", "2")] {
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 400);
        assert_eq!(json(response).await["error"]["code"], "bad_request");
    }
}

#[tokio::test]
async fn a_code_lets_a_seller_in_once() {
    let stand_in = stand_in(LONG).await;
    let query = format!("code={}&redirect=payout_settings", code(&stand_in).await);
    let (status, page) = visit(&stand_in, &query, SHOP).await;
    assert_eq!(status, 200);
    assert!(page.contains("<h1>Payout settings</h1>") && page.contains(">live<"), "{page}");
    let (status, page) = visit(&stand_in, &query, SHOP).await;
    assert_eq!(status, 403);
    assert!(page.contains(REFUSED_TITLE) && page.contains("used already"), "{page}");
}

#[tokio::test]
async fn without_a_redirect_the_overview_opens() {
    let stand_in = stand_in(LONG).await;
    let query = format!("code={}", code(&stand_in).await);
    let (status, page) = visit(&stand_in, &query, SHOP).await;
    assert_eq!(status, 200);
    assert!(page.contains("<h1>Overview</h1>"), "{page}");
}

#[tokio::test]
async fn only_a_visit_from_an_allowlisted_domain_uses_the_code() {
    let stand_in = stand_in(LONG).await;
    let query = format!("code={}", code(&stand_in).await);
    for (referer, reason) in [
        (None, "no Referer"),
        (Some("https://evil.example/"), "evil.example is not on the allowlist"),
        (Some("https://shop.example.evil.example/"), "not on the allowlist"),
        (Some("nonsense"), "nonsense is not on the allowlist"),
    ] {
        let (status, page) = visit(&stand_in, &query, referer).await;
        assert_eq!(status, 403);
        assert!(page.contains(reason), "{page}");
    }
    assert_eq!(visit(&stand_in, &query, SHOP).await.0, 200);
}

#[tokio::test]
async fn a_link_that_differs_from_paddles_is_refused() {
    let stand_in = stand_in(LONG).await;
    let code = code(&stand_in).await;
    for query in [
        String::new(),
        "redirect=overview".into(),
        "code=invented".into(),
        format!("code={code}&redirect=payouts"),
        format!("code={code}&redirect=overview&redirect=overview"),
        format!("code={code}&code={code}"),
        format!("code={code}&next=https://evil.example"),
    ] {
        assert_eq!(visit(&stand_in, &query, SHOP).await.0, 403, "{query}");
    }
    assert_eq!(visit(&stand_in, &format!("code={code}"), SHOP).await.0, 200);
}

#[tokio::test]
async fn a_live_code_is_unknown_in_the_sandbox() {
    let stand_in = stand_in(LONG).await;
    let code = code(&stand_in).await;
    let url = format!("{}/magic-sessions/login?code={code}", stand_in.origin(Environment::Sandbox));
    let response = Client::new().get(url).header("referer", "https://shop.example/").send();
    let page = response.await.unwrap().text().await.unwrap();
    assert!(page.contains("not one of this environment"), "{page}");
}

#[tokio::test]
async fn a_code_expires() {
    let stand_in = stand_in(Duration::ZERO).await;
    let query = format!("code={}", code(&stand_in).await);
    assert!(visit(&stand_in, &query, SHOP).await.1.contains("has expired"));
}

#[tokio::test]
async fn a_head_request_does_not_use_up_the_code() {
    let stand_in = stand_in(LONG).await;
    let query = format!("code={}", code(&stand_in).await);
    let url = format!("{}/magic-sessions/login?{query}", stand_in.origin(Environment::Live));
    Client::new().head(url).header("referer", "https://shop.example/").send().await.unwrap();
    assert_eq!(visit(&stand_in, &query, SHOP).await.0, 200);
}

#[tokio::test]
async fn an_unknown_endpoint_is_not_found() {
    let stand_in = stand_in(LONG).await;
    let origin = stand_in.origin(Environment::Live);
    for path in ["/", "/magic-sessions/authorize", "/magic-session/login"] {
        let response = Client::new().get(format!("{origin}{path}")).send().await.unwrap();
        assert_eq!(response.status(), 404, "{path}");
        assert_eq!(json(response).await["error"]["code"], "not_found");
    }
}
