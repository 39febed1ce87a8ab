//! What is logged, at the finest level, by the proxy and the libraries that it uses.

use crate::{
    platform::{LIVE, LIVE_KEY, Platform, SANDBOX, SANDBOX_KEY, json, serve},
    tls,
};
use axum::http::request::Parts;
use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
use paddle_magic_links_proxy::{
    Environment, Paddle, Proxy, Refusal, RefusalCode, Seller, Sellers, UserApiKey,
};
use paddle_magic_links_stand_in::{Authority, Certificate, Fault};
use std::{
    io,
    sync::{Mutex, Once},
};
use tracing_subscriber::filter::LevelFilter;

/// What every test of this binary logs.
static LOG: Mutex<Vec<u8>> = Mutex::new(Vec::new());

pub(crate) struct Log;

impl Log {
    pub(crate) fn start() {
        static ONCE: Once = Once::new();
        ONCE.call_once(|| {
            tracing_subscriber::fmt().with_max_level(LevelFilter::TRACE).with_writer(|| Log).init();
        });
    }

    fn text() -> String {
        String::from_utf8(LOG.lock().unwrap().clone()).unwrap()
    }
}

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        LOG.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// How a secret can be written. A base64 text depends on where in it the secret begins.
fn forms(secret: &str) -> Vec<String> {
    let percent: Vec<_> = secret.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let base64 = |shift| {
        let text = STANDARD_NO_PAD.encode(format!("{:shift$}{secret}", ""));
        text[4..text.len() - 4].to_owned()
    };
    vec![secret.to_owned(), percent.concat(), base64(0), base64(1), base64(2)]
}

fn assert_absent(text: &str, secrets: &[String]) {
    for form in secrets.iter().flat_map(|secret| forms(secret)) {
        assert!(!text.contains(&form), "a secret");
    }
}

#[test]
fn the_search_finds_a_secret_in_a_basic_header() {
    let header = STANDARD_NO_PAD.encode(format!("user:{LIVE_KEY}@"));
    assert!(forms(LIVE_KEY).iter().any(|form| header.contains(form)));
}

#[tokio::test]
async fn neither_the_key_nor_the_code_is_logged_even_at_trace() {
    let platform = Platform::impatient().await;
    let mut secrets = vec![SANDBOX_KEY.to_owned(), LIVE_KEY.to_owned()];
    for body in [LIVE, SANDBOX] {
        let body = json(platform.ask(body).send().await.unwrap()).await;
        secrets.push(body["data"]["code"].as_str().unwrap().to_owned());
    }
    for failure in Fault::ALL {
        platform.stand_in.fail_with(Some(failure));
        platform.ask(LIVE).send().await.unwrap();
    }
    for session in ["panics", "limited", "revoked", "staff"] {
        platform.ask_as(session, LIVE).send().await.unwrap();
    }
    let log = Log::text();
    assert!(log.contains("magic session made") && log.contains("too_many_requests"));
    assert!(log.contains("TRACE"), "the log holds the libraries' finest events too");
    assert_absent(&log, &secrets);
}

/// Repeats the key wherever a response has room for it.
fn echo(head: &str) -> String {
    let echo = head
        .lines()
        .find(|line| line.to_ascii_lowercase().starts_with("authorization"))
        .unwrap()
        .split_once("Bearer ")
        .unwrap()
        .1;
    let body = format!(
        r#"{{"error":{{"type":"{echo}","code":"{echo}","detail":"{echo}","documentation_url":
        "https://{echo}.example"}},"meta":{{"request_id":"{echo}"}},"data":{{"expires_at":"{echo}"}}}}"#
    );
    format!(
        "HTTP/1.1 403 {echo}\r\nx-echo: {echo}\r\nlocation: /{echo}\r\nretry-after: {echo}\r\n\
         content-type: text/html; {echo}\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
}

#[tokio::test]
async fn a_key_that_paddle_repeats_over_tls_is_in_no_log_and_no_response() {
    Log::start();
    let authority = Authority::new();
    let (origin, seen) = tls::serve(authority.server(Certificate::Good), 9, echo).await;
    let platform = tls::platform(&origin, tls::trusting(&authority)).await;
    let response = platform.ask(LIVE).send().await.unwrap();
    assert_eq!(response.status(), 424);
    let headers = format!("{:?}", response.headers());
    let response = headers + &response.text().await.unwrap();
    assert_eq!(seen.requests(), 1);
    let log = Log::text();
    assert!(log.contains("rustls"), "the log holds the events of TLS too");
    let secrets = [LIVE_KEY.to_owned()];
    assert_absent(&response, &secrets);
    assert_absent(&log, &secrets);
}

struct Quiet;

impl Sellers for Quiet {
    async fn seller(&self, _: &Parts) -> Result<Seller, Refusal> {
        Ok(Seller::new("a-seller-of-the-default-audit"))
    }

    async fn user_api_key(&self, _: &Seller, _: Environment) -> Result<UserApiKey, Refusal> {
        Err(RefusalCode::EnvironmentNotConfigured.into())
    }
}

#[tokio::test]
async fn without_an_audit_of_its_own_a_platform_gets_events() {
    let mut platform = Platform::start().await;
    platform.origin = serve(Proxy::new(Paddle::new().unwrap(), Quiet).router()).await;
    platform.ask(LIVE).send().await.unwrap();
    let log = Log::text();
    let event = log.lines().find(|line| line.contains("a-seller-of-the-default-audit")).unwrap();
    assert!(event.contains("no magic session") && event.contains("environment_not_configured"));
}
