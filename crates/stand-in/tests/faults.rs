//! What a client sees of a fault, and what the stand-in remembers.

use paddle_magic_links_protocol::Environment;
use paddle_magic_links_stand_in::{Fault, Keys, Options, ScriptedResponse, StandIn};
use reqwest::{Client, RequestBuilder, redirect::Policy};
use serde_json::{Value, json};
use std::{error::Error, io, sync::Arc, time::Duration};
use tokio::net::TcpListener;

async fn stand_in() -> StandIn {
    StandIn::start(Options::default()).await.unwrap()
}

fn key(seller: &str, environment: Environment) -> String {
    format!("invented-{environment}-key-of-seller-{seller}")
}

fn authorize(stand_in: &StandIn, seller: &str) -> RequestBuilder {
    Client::new()
        .post(format!("{}/magic-sessions/authorize", stand_in.origin(Environment::Live)))
        .bearer_auth(key(seller, Environment::Live))
        .timeout(Duration::from_millis(500))
}

async fn status(request: RequestBuilder) -> u16 {
    request.send().await.unwrap().status().as_u16()
}

#[tokio::test]
async fn transport_faults_end_the_connection_as_they_say() {
    let stand_in = stand_in().await;
    for (fault, word) in [
        (Fault::Hang, "timed out"),
        (Fault::Drip, "timed out"),
        (Fault::Endless, "timed out"),
        (Fault::Close, "connection closed"),
        (Fault::Reset, "ConnectionReset"),
        (Fault::CutConnection, "end of file"),
    ] {
        stand_in.fail_with(Some(fault));
        let response = async { authorize(&stand_in, "a").send().await?.bytes().await };
        let error = response.await.unwrap_err();
        let causes = std::iter::successors(Some(&error as &dyn Error), |&error| error.source());
        let words: Vec<_> = causes
            // Systems word a reset differently.
            .map(|error| match error.downcast_ref::<io::Error>() {
                Some(error) => format!("{:?} {error}", error.kind()),
                None => error.to_string(),
            })
            .collect();
        assert!(words.concat().contains(word), "{fault:?}: {words:?}");
    }
    stand_in.fail_with(None);
    assert_eq!(status(authorize(&stand_in, "a")).await, 201);
}

#[tokio::test]
async fn an_echo_repeats_the_key_and_a_redirect_leads_elsewhere() {
    let stand_in = stand_in().await;
    stand_in.fail_with(Some(Fault::Echo));
    let response = authorize(&stand_in, "a").send().await.unwrap();
    let key = key("a", Environment::Live);
    assert_eq!(response.status(), 403);
    assert_eq!(response.headers()["x-echo"], key);
    assert_eq!(response.text().await.unwrap().matches(&key).count(), 6);
    stand_in.fail_with(Some(Fault::Redirect));
    assert_eq!(stand_in.requests_elsewhere(), 0);
    assert_eq!(status(authorize(&stand_in, "a")).await, 200, "reqwest follows redirects");
    assert_eq!(stand_in.requests_elsewhere(), 1);
}

#[tokio::test]
async fn every_request_is_in_the_ledger_with_its_seller_but_not_its_key() {
    let stand_in = stand_in().await;
    let client = Client::new();
    for seller in ["a", "b", "nobody"] {
        let url = format!("{}/magic-sessions/authorize?q=1", stand_in.origin(Environment::Live));
        let request = client.post(url).bearer_auth(key(seller, Environment::Live));
        request.header("cookie", "session=7").send().await.unwrap().bytes().await.unwrap();
    }
    let ledger = stand_in.environment(Environment::Live).ledger();
    let outcomes: Vec<_> = ledger
        .iter()
        .map(|request| (request.seller, request.made_code, request.response.as_deref()))
        .collect();
    assert_eq!(
        outcomes,
        [(Some(0), true, Some("201")), (Some(1), true, Some("201")), (None, false, Some("403"))]
    );
    for request in &ledger {
        assert_eq!((request.connection, request.method.as_str()), (1, "POST"));
        assert_eq!(
            (request.path.as_str(), request.body_length),
            ("/magic-sessions/authorize?q=1", 0)
        );
        assert!(request.headers.contains(&("cookie".into(), "session=7".into())));
    }
    assert!(!format!("{ledger:?}").contains("invented"));
    assert_eq!(stand_in.environment(Environment::Sandbox).requests(), 0);
}

#[tokio::test]
async fn a_scripted_response_is_sent_once() {
    let stand_in = stand_in().await;
    let environment = stand_in.environment(Environment::Live);
    environment.respond_with(ScriptedResponse {
        status: 418,
        headers: vec![("x-a".into(), "1".into())],
        body: "tea".into(),
        delay: 0,
    });
    let response = authorize(&stand_in, "a").send().await.unwrap();
    assert_eq!(response.status(), 418);
    assert_eq!(response.headers()["x-a"], "1");
    assert_eq!(response.text().await.unwrap(), "tea");
    assert_eq!(status(authorize(&stand_in, "a")).await, 201);
}

#[tokio::test]
async fn the_ledger_says_what_each_response_was() {
    let stand_in = stand_in().await;
    let environment = stand_in.environment(Environment::Live);
    environment.respond_with(ScriptedResponse {
        status: 404,
        headers: vec![("Content-Type".into(), "text/html".into())],
        body: format!("<h1>{}</h1>", "é".repeat(60)),
        delay: 0,
    });
    status(authorize(&stand_in, "a")).await;
    for fault in [Fault::Redirect, Fault::Close, Fault::Hang] {
        stand_in.fail_with(Some(fault));
        let client = Client::builder().redirect(Policy::none()).build().unwrap();
        let url = format!("{}/magic-sessions/authorize", stand_in.origin(Environment::Live));
        // Some of them get no response.
        let _ = client.post(url).timeout(Duration::from_millis(500)).send().await;
    }
    let ledger = environment.ledger();
    let responses: Vec<_> = ledger.iter().map(|request| request.response.as_deref()).collect();
    let page = format!("404 text/html <h1>{}…", "é".repeat(56));
    let page = Some(&*page);
    assert_eq!(responses, [page, Some("307 to another host"), Some("a closed connection"), None]);
}

#[tokio::test]
async fn the_241st_request_of_a_minute_is_one_too_many() {
    let stand_in = stand_in().await;
    for _ in 0..240 {
        assert_eq!(status(authorize(&stand_in, "a")).await, 201);
    }
    let response = authorize(&stand_in, "b").send().await.unwrap();
    assert_eq!(response.status(), 429);
    let seconds: u64 = response.headers()["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=60).contains(&seconds), "{seconds}");
}

#[tokio::test]
async fn a_replaced_key_is_revoked() {
    let stand_in = stand_in().await;
    let environment = stand_in.environment(Environment::Live);
    assert!(environment.replace_keys(0, Keys::new("fake-new", "fake-new")));
    assert_eq!(status(authorize(&stand_in, "a")).await, 403);
    environment.reset();
    assert_eq!(status(authorize(&stand_in, "a")).await, 201);
    assert_eq!(environment.requests(), 1, "the earlier one is forgotten");
}

#[tokio::test]
async fn a_test_suite_sets_and_asks_everything_by_http() {
    let stand_in = Arc::new(stand_in().await);
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let control = format!("http://{}", listener.local_addr().unwrap());
    let router = stand_in.clone().control();
    tokio::spawn(async move { axum::serve(listener, router).await });
    let send = async |method: reqwest::Method, path: &str, body: Value| {
        let request = Client::new().request(method, format!("{control}{path}"));
        let request = request.header("content-type", "application/json").body(body.to_string());
        request.send().await.unwrap()
    };
    let put = reqwest::Method::PUT;
    send(put.clone(), "/fault", json!("forbidden")).await;
    assert_eq!(status(authorize(&stand_in, "a")).await, 403);
    send(put.clone(), "/fault", Value::Null).await;
    send(reqwest::Method::POST, "/live/responses", json!({ "status": 500 })).await;
    assert_eq!(status(authorize(&stand_in, "a")).await, 500);
    send(put.clone(), "/live/keys", json!({ "seller": 0, "key": "fake-new" })).await;
    assert_eq!(status(authorize(&stand_in, "a")).await, 403);
    assert_eq!(status(authorize(&stand_in, "b")).await, 201);
    for (path, body) in [
        ("/fault", json!("of-my-own")),
        ("/live/keys", json!({ "seller": 2, "key": "fake" })),
        ("/staging/keys", json!({ "seller": 0, "key": "fake" })),
    ] {
        let response = send(put.clone(), path, body).await;
        assert!(response.status().is_client_error(), "{path}: {}", response.status());
    }
    let state = reqwest::get(&control).await.unwrap().text().await.unwrap();
    let state: Value = serde_json::from_str(&state).unwrap();
    assert_eq!(state["live"]["requests"].as_array().unwrap().len(), 4);
    assert_eq!(state["live"]["codes_made"], 1);
    send(reqwest::Method::DELETE, "/", Value::Null).await;
    assert_eq!(stand_in.environment(Environment::Live).requests(), 0);
    assert_eq!(status(authorize(&stand_in, "a")).await, 201);
}

#[tokio::test]
async fn an_environment_goes_down_and_comes_back_where_it_was() {
    let stand_in = stand_in().await;
    let client = Client::new();
    let url = format!("{}/magic-sessions/authorize", stand_in.origin(Environment::Live));
    let ask = || client.post(&url).bearer_auth(key("b", Environment::Live)).send();
    assert_eq!(ask().await.unwrap().status(), 201);
    stand_in.go_down(Environment::Live).await;
    // A connection of this client may end a moment later.
    let refused = async { while ask().await.is_ok() {} };
    tokio::time::timeout(Duration::from_secs(10), refused).await.expect("it is down");
    stand_in.come_back(Environment::Live).await.unwrap();
    let response: Value =
        serde_json::from_str(&ask().await.unwrap().text().await.unwrap()).unwrap();
    let code = response["data"]["code"].as_str().unwrap();
    let live = stand_in.environment(Environment::Live);
    assert_eq!(live.seller_of_code(code), Some(1));
    assert_eq!(stand_in.environment(Environment::Sandbox).seller_of_code(code), None);
}
