//! What the seller hears of Paddle's failures.

use crate::check::{
    definition::{Check, Group},
    exchange::Answer,
    finding::Outcome,
    trial::Trial,
};
use paddle_magic_links_protocol::{
    Environment,
    RefusalCode::{
        self, UpstreamAuth, UpstreamBusy, UpstreamInvalid, UpstreamRejected, UpstreamUnavailable,
    },
};
use paddle_magic_links_stand_in::{Fault, ScriptedResponse};
use std::time::Duration;

const BAD_KEY: &str = "Respond with 424 upstream_auth. Never pass on Paddle's status: 401 or 403 would tell the \
    seller to sign in again, which does not help.";
const REJECTED: &str =
    "Respond with 424 upstream_rejected, and log Paddle's status. Never pass on Paddle's status.";

pub(super) const GROUP: Group = Group {
    letter: "F",
    title: "Paddle's failures",
    example: "the part that reads Paddle's response",
    checks: &[
        Check::required("F-1", "Paddle's 401 becomes upstream_auth.", BAD_KEY, |trial| {
            Box::pin(bad_key(trial, 401, "authentication_missing"))
        }),
        Check::required("F-2", "Paddle's 403 forbidden becomes upstream_auth.", BAD_KEY, |trial| {
            Box::pin(bad_key(trial, 403, "forbidden"))
        }),
        Check::required(
            "F-3",
            "Paddle's 403 authentication_missing becomes upstream_auth.",
            BAD_KEY,
            |trial| Box::pin(bad_key(trial, 403, "authentication_missing")),
        ),
        Check::required(
            "F-4",
            "Paddle's 403 authentication_malformed becomes upstream_auth.",
            BAD_KEY,
            |trial| Box::pin(bad_key(trial, 403, "authentication_malformed")),
        ),
        Check::required(
            "F-5",
            "Paddle's 403 invalid_token becomes upstream_auth.",
            BAD_KEY,
            |trial| Box::pin(bad_key(trial, 403, "invalid_token")),
        ),
        Check::required(
            "F-6",
            "A firewall's 403 with a page becomes upstream_rejected, or upstream_auth.",
            "Respond with 424 upstream_rejected: without Paddle's error envelope, the key may be good.",
            |trial| Box::pin(page(trial, 403, &[UpstreamRejected, UpstreamAuth])),
        ),
        Check::required("F-7", "Paddle's 404 becomes upstream_rejected.", REJECTED, |trial| {
            Box::pin(envelope(trial, 404, "not_found", &[UpstreamRejected]))
        }),
        Check::required("F-8", "Paddle's 409 becomes upstream_rejected.", REJECTED, |trial| {
            Box::pin(envelope(trial, 409, "conflict", &[UpstreamRejected]))
        }),
        Check::required("F-9", "Paddle's 422 becomes upstream_rejected.", REJECTED, |trial| {
            Box::pin(envelope(trial, 422, "unprocessable", &[UpstreamRejected]))
        }),
        Check::required("F-10", "Paddle's 400 becomes upstream_rejected.", REJECTED, |trial| {
            Box::pin(envelope(trial, 400, "bad_request", &[UpstreamRejected]))
        }),
        Check::required(
            "F-11",
            "A 404 with a page, as of a gateway that does not know the path, becomes upstream_rejected.",
            REJECTED,
            |trial| Box::pin(page(trial, 404, &[UpstreamRejected, UpstreamInvalid])),
        ),
        Check::required(
            "F-12",
            "Paddle's 429 becomes upstream_busy, with retry-after in seconds.",
            "Respond with 503 upstream_busy, and with a retry-after of 1 to 300 seconds, from Paddle's Retry-After. \
             rate_limited is your own limit.",
            |trial| Box::pin(busy(trial)),
        ),
        Check::required(
            "F-13",
            "A Paddle that fails or can't be reached becomes upstream_unavailable.",
            "Respond with 503 upstream_unavailable to 5xx, and to every error of your HTTP client.",
            |trial| Box::pin(unavailable(trial)),
        ),
        Check::required(
            "F-14",
            "A successful response of Paddle without a usable code is never a success.",
            "Respond with 503 upstream_invalid unless the status is 200 or 201 and data.code has 1 to 512 visible \
             ASCII characters.",
            |trial| Box::pin(no_code(trial)),
        ),
        Check::required(
            "F-15",
            "Fields that Paddle adds, and other forms of its times, are no error.",
            "Read data.code, and ignore what you don't know. Don't parse expires_at.",
            |trial| Box::pin(more_than_expected(trial)),
        ),
    ],
};

fn response(status: u16, content_type: &str, body: impl Into<String>) -> ScriptedResponse {
    ScriptedResponse {
        status,
        headers: vec![("content-type".into(), content_type.into())],
        body: body.into(),
        delay: 0,
    }
}

fn error(status: u16, code: &str) -> ScriptedResponse {
    let body = format!(
        r#"{{"error":{{"type":"request_error","code":"{code}","detail":"A detail."}},"meta":{{"request_id":"a-request"}}}}"#
    );
    response(status, "application/json", body)
}

/// Has Paddle respond like this to one click, which has to be refused with one of these words.
async fn becomes(trial: &mut Trial, paddles: ScriptedResponse, words: &[RefusalCode]) -> Outcome {
    let click = trial.click();
    trial.bench.stand_in.environment(click.environment).respond_with(paddles);
    let exchange = trial.send(click).await;
    trial.refused(&exchange, words).map(drop)
}

async fn bad_key(trial: &mut Trial, status: u16, code: &str) -> Outcome {
    becomes(trial, error(status, code), &[UpstreamAuth]).await
}

async fn envelope(trial: &mut Trial, status: u16, code: &str, words: &[RefusalCode]) -> Outcome {
    becomes(trial, error(status, code), words).await
}

async fn page(trial: &mut Trial, status: u16, words: &[RefusalCode]) -> Outcome {
    let page = "<!doctype html><title>Blocked</title><h1>Request blocked</h1>";
    becomes(trial, response(status, "text/html", page), words).await
}

async fn busy(trial: &mut Trial) -> Outcome {
    let click = trial.click();
    let mut too_many = error(429, "too_many_requests");
    too_many.headers.push(("retry-after".into(), "1".into()));
    trial.bench.stand_in.environment(click.environment).respond_with(too_many);
    let exchange = trial.send(click.clone()).await;
    let recovered = trial.until_served(click, Duration::from_secs(10)).await;
    trial.refused(&exchange, &[UpstreamBusy])?;
    let wait = exchange.answer().and_then(Answer::retry_after);
    if !wait.is_some_and(|seconds| (1..=300).contains(&seconds)) {
        return trial.fail(&exchange, "503 upstream_busy with retry-after: 1");
    }
    trial.gets_own_code(&recovered).map(drop)
}

async fn unavailable(trial: &mut Trial) -> Outcome {
    let words = [UpstreamUnavailable];
    for status in [500, 502, 503, 504] {
        becomes(trial, error(status, "internal_error"), &words).await?;
        let page = response(status, "text/html", "<!doctype html><title>Bad gateway</title>");
        becomes(trial, page, &words).await?;
    }
    for fault in [Fault::Close, Fault::Reset, Fault::CutConnection] {
        let click = trial.click();
        trial.bench.stand_in.fail_with(Some(fault));
        let exchange = trial.send(click).await;
        trial.bench.stand_in.fail_with(None);
        // Half a response is one that could not be read.
        let words = [UpstreamUnavailable, UpstreamInvalid];
        trial
            .refused(&exchange, if fault == Fault::CutConnection { &words } else { &words[..1] })?;
    }
    let click = trial.click_as(crate::check::click::Who::Seller, Environment::Live);
    let stand_in = trial.bench.stand_in.clone();
    stand_in.go_down(Environment::Live).await;
    let exchange = trial.send(click).await;
    if let Err(error) = stand_in.come_back(Environment::Live).await {
        return trial.fail(&exchange, format!("the stand-in's port, which is taken: {error}"));
    }
    let outcome = trial.refused(&exchange, &words);
    outcome.map_err(|problem| problem.when("no connection to Paddle can be made"))
}

async fn no_code(trial: &mut Trial) -> Outcome {
    let long = format!(r#"{{"data":{{"code":"{}"}}}}"#, "x".repeat(513));
    for (status, content_type, body) in [
        (201, "text/html", "<!doctype html><title>Sign in</title>"),
        (200, "text/html", "<!doctype html><title>Sign in</title>"),
        (200, "application/json", "{}"),
        (201, "application/json", ""),
        (201, "application/json", "null"),
        (201, "application/json", "[]"),
        (201, "application/json", r#"{"data":null}"#),
        (201, "application/json", r#"{"data":{}}"#),
        (201, "application/json", r#"{"data":{"code":null}}"#),
        (201, "application/json", r#"{"data":{"code":7}}"#),
        (201, "application/json", r#"{"data":{"code":""}}"#),
        (201, "application/json", r#"{"data":{"code":"two words"}}"#),
        (201, "application/json", r#"{"code":"in-the-wrong-place"}"#),
        (201, "application/json", &long),
        (204, "application/json", ""),
        (302, "application/json", ""),
    ] {
        let words = [UpstreamInvalid, UpstreamUnavailable, UpstreamRejected];
        becomes(trial, response(status, content_type, body), &words).await?;
    }
    Ok(())
}

async fn more_than_expected(trial: &mut Trial) -> Outcome {
    let body = |expires_at: &str| {
        format!(
            r#"{{"data":{{"code":"an-invented-code","expires_at":"{expires_at}","more":{{"a":[1]}}}},
            "meta":{{"request_id":"a-request","more":true}},"more":null}}"#
        )
    };
    for expires_at in [
        "2026-11-28T10:18:48.294633123Z",
        "2026-11-28T10:18:48.294633Z",
        "2026-11-28T10:18:48Z",
        "2026-11-28T10:18:48+00:00",
    ] {
        let click = trial.click();
        let environment = trial.bench.stand_in.environment(click.environment);
        environment.respond_with(response(
            201,
            "application/json; charset=utf-8",
            body(expires_at),
        ));
        let exchange = trial.send(click).await;
        if trial.has_code(&exchange)? != "an-invented-code" {
            return trial.fail(&exchange, "201 with Paddle's code, unchanged");
        }
    }
    Ok(())
}
