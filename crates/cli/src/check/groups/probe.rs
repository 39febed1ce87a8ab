//! A few requests of each kind, for the checks that look at everything that was said in a run.

use crate::check::{bench::Bench, click::Who, trial::Trial};
use paddle_magic_links_protocol::Environment;
use paddle_magic_links_stand_in::{Fault, ScriptedResponse};
use reqwest::Method;
use std::sync::Arc;

/// Appears nowhere but in Paddle's text.
pub(super) const CANARY: &str = "goldfinch";

pub(in crate::check) async fn probe(bench: Arc<Bench>) {
    let mut trial = Trial::new(bench.clone());
    let click = |trial: &Trial| trial.click_as(Who::Seller, Environment::Live);
    let foreign = click(&trial).with("origin", "https://evil.example");
    for click in [
        click(&trial),
        click(&trial).without("x-paddle-magic-links"),
        click(&trial).with("content-type", "text/plain"),
        foreign.clone().with("sec-fetch-site", "cross-site"),
        foreign.clone().without_fetch_metadata(),
        foreign.method(Method::OPTIONS).with("access-control-request-method", "POST"),
        click(&trial).body("{}"),
        click(&trial).method(Method::GET),
        trial.click_as(Who::Another, Environment::Live),
    ] {
        trial.send(click).await;
    }
    for fault in [Fault::Echo, Fault::InternalError, Fault::Close] {
        bench.stand_in.fail_with(Some(fault));
        let click = click(&trial);
        trial.send(click).await;
    }
    bench.stand_in.fail_with(None);
    let live = bench.stand_in.environment(Environment::Live);
    let key = bench.keys[0].of(Environment::Live).to_owned();
    let envelope = format!(
        r#"{{"error":{{"type":"{CANARY}-type","code":"forbidden","detail":"{CANARY}-detail",
        "documentation_url":"https://{CANARY}.example"}},"meta":{{"request_id":"a-request"}}}}"#
    );
    let page = format!("<!doctype html><title>{CANARY}</title><p>Bearer {key}");
    for (status, body) in
        [(403, &envelope), (400, &envelope), (500, &envelope), (500, &page), (201, &page)]
    {
        live.respond_with(ScriptedResponse {
            status,
            headers: vec![
                ("content-type".into(), "application/json".into()),
                (format!("x-{CANARY}"), CANARY.into()),
            ],
            body: body.clone(),
            delay: 0,
        });
        let click = click(&trial);
        trial.send(click).await;
    }
    bench.stand_in.reset();
}
