//! Whatever comes, there is a response, and the next click works.

use crate::check::{
    click::{Click, Who},
    contract,
    definition::{Check, Group, Stage},
    exchange::Exchange,
    finding::Outcome,
    trial::Trial,
};
use fastrand::Rng;
use futures_util::future::join_all;
use paddle_magic_links_protocol::RefusalCode;
use reqwest::Method;
use std::future::ready;
use std::time::{Duration, Instant};

/// How many requests there are, unless the proxy is too slow for them.
const REQUESTS: usize = 2000;
const MOST_TIME: Duration = Duration::from_secs(15);
const AT_A_TIME: usize = 8;

pub(super) const GROUP: Group = Group {
    letter: "X",
    title: "Whatever comes, there is a response",
    example: "the part that catches exceptions",
    checks: &[
        Check::required(
            "X-1",
            "Two thousand mutated requests get a response without a failure of the proxy's own, and the next click \
             works.",
            "Catch what the handler throws, and respond with 400 invalid_request to what it can't read. The seed \
             gives the same requests again.",
            |trial| Box::pin(mutated(trial)),
        )
        .at(Stage::Limits),
        Check::advised(
            "X-2",
            "Every response fits the contract's schema.",
            "Compare the response with what magic-links explain --contract prints.",
            |trial| Box::pin(ready(schema(trial))),
        )
        .at(Stage::WholeRun),
    ],
};

async fn mutated(trial: &mut Trial) -> Outcome {
    let mut rng = Rng::with_seed(trial.bench.seed);
    let start = Instant::now();
    let mut sent = 0;
    while sent < REQUESTS && start.elapsed() < MOST_TIME {
        let clicks: Vec<_> =
            (0..AT_A_TIME).map(|_| mutate(trial.click_of(Who::Seller), &mut rng).odd()).collect();
        sent += clicks.len();
        for exchange in join_all(clicks.into_iter().map(|click| trial.bench.exchange(click))).await
        {
            if !is_fine(&exchange) {
                return trial.fail(&exchange, "a code or a 4xx");
            }
        }
    }
    let click = trial.click();
    let exchange = trial.send(click).await;
    trial.gets_own_code(&exchange).map(drop)
}

/// A response that blames the request, or a limit.
fn is_fine(exchange: &Exchange) -> bool {
    let Some(answer) = exchange.answer() else { return false };
    let limits = [RefusalCode::UpstreamBusy, RefusalCode::SiteUnavailable];
    let is_limit =
        answer.retry_after().is_some() && answer.word().is_some_and(|word| limits.contains(&word));
    let keys_are_own = exchange.asked.iter().all(|(_, request)| request.seller == Some(0));
    keys_are_own && (answer.status < 500 || is_limit)
}

fn mutate(mut click: Click, rng: &mut Rng) -> Click {
    for _ in 0..rng.usize(1..4) {
        click = match rng.u8(0..8) {
            0..3 => {
                let body = mutated_body(&click.body, rng);
                click.body(body)
            }
            3 => {
                let value = noise(rng, 40);
                let place = rng.usize(0..click.headers.len());
                let name = click.headers[place].0.clone();
                // Without its session, a click would be refused for that.
                if name == "cookie" || name == "authorization" {
                    click
                } else {
                    click.with(name.as_str(), value)
                }
            }
            4 => {
                let types = [
                    "application/json;;",
                    "APPLICATION/JSON",
                    "application/json; charset=\"",
                    "*/*",
                    ",",
                    "",
                ];
                click.with("content-type", types[rng.usize(0..types.len())])
            }
            5 => {
                let value: String =
                    (0..rng.usize(0..30)).map(|_| rng.char('\u{1}'..'\u{2fff}')).collect();
                click.query("q", &value)
            }
            6 => click.adding("x-noise", noise(rng, 2000)),
            _ => {
                let methods =
                    [Method::GET, Method::PUT, Method::DELETE, Method::PATCH, Method::OPTIONS];
                click.method(methods[rng.usize(0..methods.len())].clone())
            }
        };
    }
    click
}

fn mutated_body(body: &[u8], rng: &mut Rng) -> Vec<u8> {
    let mut body = body.to_vec();
    match rng.u8(0..6) {
        0 => body.truncate(rng.usize(0..=body.len())),
        1 => body.extend_from_within(rng.usize(0..=body.len()).min(body.len())..),
        2 => body = noise(rng, 200),
        3 => {
            let values =
                ["null", "-1", "1e999", "[]", "{}", "\"\\ud800\"", "true", "\"\\u0000\"", "01"];
            let value = values[rng.usize(0..values.len())];
            body = format!(r#"{{"environment":{value},"redirect":{value}}}"#).into_bytes();
        }
        _ => {
            for _ in 0..rng.usize(1..4) {
                if let Some(byte) = rng.choice(body.iter_mut()) {
                    *byte = rng.u8(..);
                }
            }
        }
    }
    body
}

/// Bytes that a header can have.
fn noise(rng: &mut Rng, most: usize) -> Vec<u8> {
    (0..rng.usize(0..most))
        .map(|_| if rng.bool() { rng.u8(b'!'..=b'~') } else { rng.u8(0x80..=0xff) })
        .collect()
}

fn schema(trial: &Trial) -> Outcome {
    let record = trial.bench.record().clone();
    for exchange in record {
        let Some(answer) = exchange.answer() else { continue };
        if exchange.click.method != Method::POST || exchange.click.is_odd {
            continue;
        }
        let body = answer.json().unwrap_or_default();
        let departures = contract::departures(answer.status, &body);
        if !departures.is_empty() {
            let mut finding = trial.finding(&exchange, "a response as the contract has it");
            finding.seen =
                format!("{}; not the contract's: {}", finding.seen, departures.join(", "));
            return Err(finding.into());
        }
    }
    Ok(())
}
