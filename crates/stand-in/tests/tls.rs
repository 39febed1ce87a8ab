//! TLS, as a proxy sees it.

use paddle_magic_links_protocol::Environment;
use paddle_magic_links_stand_in::{Certificate, Fault, Options, StandIn};
use reqwest::{Client, Method, Response};
use std::{error::Error, sync::Arc};
use tokio::net::TcpListener;

async fn stand_in(certificate: Certificate) -> StandIn {
    let options = Options { certificate: Some(certificate), ..Options::default() };
    StandIn::start(options).await.unwrap()
}

/// A client that trusts nothing but the stand-in's authority.
fn client(stand_in: &StandIn) -> Client {
    let pem = stand_in.authority().unwrap();
    let authority = reqwest::Certificate::from_pem(pem.as_bytes()).unwrap();
    Client::builder().tls_certs_only([authority]).build().unwrap()
}

async fn authorize(client: &Client, stand_in: &StandIn) -> reqwest::Result<Response> {
    let url = format!("{}/magic-sessions/authorize", stand_in.origin(Environment::Live));
    client.post(url).bearer_auth("invented-live-key-of-seller-a").send().await
}

fn why(error: &reqwest::Error) -> String {
    let causes = std::iter::successors(Some(error as &dyn Error), |&error| error.source());
    causes.map(|error| error.to_string().to_lowercase().replace(' ', "")).collect()
}

#[tokio::test]
async fn a_good_certificate_is_trusted_by_whoever_trusts_its_authority() {
    let stand_in = stand_in(Certificate::Good).await;
    assert!(stand_in.origin(Environment::Sandbox).starts_with("https://127.0.0.1:"));
    assert_eq!(authorize(&client(&stand_in), &stand_in).await.unwrap().status(), 201);
    let error = authorize(&Client::new(), &stand_in).await.unwrap_err();
    assert!(why(&error).contains("unknownissuer"), "{error:?}");
}

#[tokio::test]
async fn each_bad_certificate_is_refused_for_its_own_reason() {
    for (certificate, reason) in [
        (Certificate::Expired, "expired"),
        (Certificate::OtherName, "notvalidforname"),
        (Certificate::UnknownCa, "unknownissuer"),
    ] {
        let stand_in = stand_in(certificate).await;
        let error = authorize(&client(&stand_in), &stand_in).await.unwrap_err();
        assert!(why(&error).contains(reason), "{certificate:?}: {error:?}");
        assert_eq!(stand_in.environment(Environment::Live).requests(), 0);
    }
}

#[tokio::test]
async fn another_certificate_closes_the_connections_with_the_one_before() {
    let stand_in = stand_in(Certificate::Good).await;
    let client = client(&stand_in);
    let connection = || stand_in.environment(Environment::Live).ledger().last().unwrap().connection;
    for _ in 0..2 {
        authorize(&client, &stand_in).await.unwrap().bytes().await.unwrap();
        assert_eq!(connection(), 1);
    }
    assert!(stand_in.show(Certificate::Expired));
    authorize(&client, &stand_in).await.unwrap_err();
    stand_in.reset();
    assert_eq!(authorize(&client, &stand_in).await.unwrap().status(), 201);
    assert!(connection() > 1);
}

#[tokio::test]
async fn faults_end_encrypted_connections_as_well() {
    let stand_in = stand_in(Certificate::Good).await;
    let client = client(&stand_in);
    for fault in [Fault::Close, Fault::Reset] {
        stand_in.fail_with(Some(fault));
        authorize(&client, &stand_in).await.unwrap_err();
    }
    stand_in.fail_with(None);
    assert_eq!(authorize(&client, &stand_in).await.unwrap().status(), 201);
}

#[tokio::test]
async fn a_test_suite_chooses_the_certificate_by_http() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let control = format!("http://{}/certificate", listener.local_addr().unwrap());
    let stand_in = Arc::new(stand_in(Certificate::Good).await);
    let router = stand_in.clone().control();
    tokio::spawn(async move { axum::serve(listener, router).await });
    let put = async |body| {
        let request = Client::new().request(Method::PUT, &control).body(body);
        let request = request.header("content-type", "application/json");
        request.send().await.unwrap().status()
    };
    assert_eq!(put(r#""other-name""#).await, 204);
    authorize(&client(&stand_in), &stand_in).await.unwrap_err();
    assert_eq!(put(r#""self-signed""#).await, 422);
}

#[tokio::test]
async fn without_tls_there_is_no_certificate() {
    let stand_in = StandIn::start(Options::default()).await.unwrap();
    assert_eq!((stand_in.authority(), stand_in.show(Certificate::Good)), (None, false));
}
