//! How often codes are made.

use crate::check::{
    click::{Click, Who},
    definition::{Check, Group, Stage},
    exchange::{Answer, Exchange},
    finding::{Outcome, skipped},
    trial::Trial,
};
use futures_util::future::join_all;
use paddle_magic_links_protocol::{
    Environment,
    RefusalCode::{RateLimited, UpstreamBusy},
};
use paddle_magic_links_stand_in::ScriptedResponse;
use std::time::Duration;

/// Far more than a seller's fingers can do in three seconds.
const CLICKS: usize = 30;

/// What Paddle takes in a minute from an IP address.
const PADDLES_LIMIT: usize = 240;

pub(super) const GROUP: Group = Group {
    letter: "L",
    title: "Limits",
    example: "the part that counts a seller's requests",
    checks: &[
        Check::advised(
            "L-1",
            "A seller who clicks 30 times at once is refused with 429 rate_limited, and others are not.",
            "Count requests by seller, such as 5 at once and then 10 a minute. Respond with 429 rate_limited and \
             retry-after beyond that.",
            |trial| Box::pin(one_seller(trial)),
        )
        .at(Stage::Limits),
        Check::advised(
            "L-2",
            "While Paddle's Retry-After runs, Paddle is not asked.",
            "Keep the time until which Paddle wants to be left alone, by environment, and respond with 503 \
             upstream_busy until then.",
            |trial| Box::pin(a_pause(trial)),
        )
        .at(Stage::Limits),
        Check::advised(
            "L-3",
            "A forged X-Forwarded-For gets around no limit.",
            "Count by the seller of the session, not by address. If you count addresses too, trust that header from \
             your own reverse proxy only.",
            |trial| Box::pin(forged_address(trial)),
        )
        .at(Stage::Limits),
        Check::advised(
            "L-4",
            "Paddle is not asked more often than 240 times in a minute.",
            "Count all requests to Paddle by environment, and respond with 503 upstream_busy beyond 200 in a minute. \
             Paddle counts by IP address, so your other requests count as well.",
            |trial| Box::pin(all_sellers(trial)),
        )
        .at(Stage::Soak),
        Check::advised(
            "L-5",
            "After a 429 without a usable Retry-After, retry-after is 1 to 300 seconds.",
            "Take 60 seconds if Paddle's Retry-After is missing or not a number, and at most 300.",
            |trial| Box::pin(odd_pauses(trial)),
        )
        .at(Stage::Pauses),
    ],
};

/// Sends clicks in a few at a time, and does not wait for limits.
async fn burst(trial: &Trial, clicks: Vec<Click>) -> Vec<Exchange> {
    let mut exchanges = Vec::new();
    for few in clicks.chunks(10) {
        exchanges
            .extend(join_all(few.iter().map(|click| trial.bench.exchange(click.clone()))).await);
    }
    exchanges
}

fn is_rate_limited(exchange: &Exchange) -> bool {
    exchange
        .answer()
        .is_some_and(|answer| answer.status == 429 || answer.word() == Some(RateLimited))
}

async fn one_seller(trial: &mut Trial) -> Outcome {
    let click = trial.click_as(Who::Seller, Environment::Live);
    let exchanges = burst(trial, vec![click.clone(); CLICKS]).await;
    let Some(limited) = exchanges.iter().find(|exchange| is_rate_limited(exchange)) else {
        let mut finding = trial.finding(&exchanges[0], "429 rate_limited, long before 30 codes");
        finding.seen = format!("{CLICKS} clicks at once, and none was limited");
        return Err(finding.into());
    };
    trial.refused(limited, &[RateLimited])?;
    if limited.answer().and_then(Answer::retry_after).is_none() {
        return trial.fail(limited, "429 rate_limited with retry-after");
    }
    if !trial.bench.subject.other_seller_has_key(Environment::Live) {
        return Ok(());
    }
    let other = trial.click_as(Who::OtherSeller, Environment::Live);
    let exchange = trial.bench.exchange(other.clone()).await;
    if !is_rate_limited(&exchange) {
        return Ok(());
    }
    // Earlier checks may have used up the other seller's own limit. If both share one, the first seller
    // takes what is left of it.
    trial.wait(&exchange).await;
    burst(trial, vec![click; CLICKS]).await;
    let exchange = trial.bench.exchange(other).await;
    if is_rate_limited(&exchange) {
        return trial.fail(&exchange, "a code for the other seller");
    }
    Ok(())
}

async fn a_pause(trial: &mut Trial) -> Outcome {
    let click = trial.click();
    let environment = trial.bench.stand_in.environment(click.environment).clone();
    environment.respond_with(too_many(Some("2")));
    let first = trial.send(click.clone()).await;
    let second = trial.bench.exchange(click.clone()).await;
    trial.until_served(click, Duration::from_secs(12)).await;
    if first.asked.len() != 1 {
        return trial.fail(&first, "one request to Paddle");
    }
    if !second.asked.is_empty() {
        return trial.fail(&second, "503 upstream_busy, and no request to Paddle for 2 s");
    }
    trial.refused(&second, &[UpstreamBusy])
}

async fn forged_address(trial: &mut Trial) -> Outcome {
    let click = trial.click_as(Who::Seller, Environment::Sandbox);
    let exchanges = burst(trial, vec![click.clone(); CLICKS]).await;
    if !exchanges.last().is_some_and(is_rate_limited) {
        return skipped(
            "no limit was reached by 30 clicks at once; try L-3 with your own limits, by --only L",
        );
    }
    for (name, value) in [
        ("x-forwarded-for", "192.0.2.1"),
        ("x-real-ip", "192.0.2.2"),
        ("forwarded", "for=192.0.2.3"),
        ("cf-connecting-ip", "192.0.2.4"),
        ("true-client-ip", "192.0.2.5"),
    ] {
        // By now the limit may allow one more, whatever the header.
        let exchanges = burst(trial, vec![click.clone().with(name, value); 3]).await;
        if !exchanges.iter().any(is_rate_limited) {
            return trial.fail(&exchanges[0], "429 rate_limited, as without that header");
        }
    }
    Ok(())
}

async fn all_sellers(trial: &mut Trial) -> Outcome {
    if !trial.bench.subject.soak {
        return skipped(
            "it leaves nothing of Paddle's limit for a minute; have it tried by --soak",
        );
    }
    let sellers = [Who::Seller, Who::OtherSeller];
    let clicks =
        (0..2 * PADDLES_LIMIT).map(|number| trial.click_as(sellers[number % 2], Environment::Live));
    let exchanges = burst(trial, clicks.collect()).await;
    let asked = trial.bench.stand_in.environment(Environment::Live).requests();
    if asked <= PADDLES_LIMIT {
        return Ok(());
    }
    let mut finding =
        trial.finding(&exchanges[0], format!("at most {PADDLES_LIMIT} requests to Paddle"));
    finding.seen = format!("{asked} requests to Paddle within a minute");
    Err(finding.into())
}

async fn odd_pauses(trial: &mut Trial) -> Outcome {
    if !trial.bench.subject.long_pauses {
        return skipped(
            "it can leave the proxy paused for five minutes; have the kit start it by --run, or add --long-pauses",
        );
    }
    for (environment, retry_after) in
        [(Environment::Sandbox, None), (Environment::Live, Some("4294967295"))]
    {
        trial.bench.stand_in.environment(environment).respond_with(too_many(retry_after));
        let click = trial.click_as(Who::Seller, environment);
        let exchange = trial.send(click).await;
        trial.refused(&exchange, &[UpstreamBusy])?;
        let wait = exchange.answer().and_then(Answer::retry_after);
        if !wait.is_some_and(|seconds| (1..=300).contains(&seconds)) {
            return trial.fail(&exchange, "503 upstream_busy with a retry-after of 1 to 300");
        }
    }
    // There is no control: the proxy is paused.
    trial.forget_control();
    Ok(())
}

fn too_many(retry_after: Option<&str>) -> ScriptedResponse {
    let mut headers = vec![("content-type".into(), "application/json".into())];
    headers.extend(retry_after.map(|seconds| ("retry-after".into(), seconds.into())));
    let body = r#"{"error":{"type":"api_error","code":"too_many_requests","detail":"Too many."}}"#;
    ScriptedResponse { status: 429, headers, body: body.into(), delay: 0 }
}
