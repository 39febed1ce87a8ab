//! What every response has.

use crate::check::{
    definition::{Check, Group, Stage},
    exchange::{Answer, Exchange},
    finding::Outcome,
    trial::Trial,
};
use reqwest::Method;
use std::future::ready;

pub(super) const GROUP: Group = Group {
    letter: "A",
    title: "What every response has",
    example: "the part that sends every response",
    checks: &[
        Check::required(
            "A-1",
            "Every response to a POST has cache-control: no-store, refusals too.",
            "Set the header in one place that all responses pass, also those of your framework's own errors.",
            |trial| Box::pin(ready(no_store(trial))),
        )
        .at(Stage::WholeRun),
        Check::advised(
            "A-2",
            "Responses have x-content-type-options: nosniff, vary where they depend on the origin, and no code in a \
             cookie.",
            "Set nosniff in the same place. Add vary: origin where you send access-control-allow-origin.",
            |trial| Box::pin(ready(other_headers(trial))),
        )
        .at(Stage::WholeRun),
        Check::required(
            "A-3",
            "Every refusal is JSON with one of the contract's words.",
            "Respond with content-type application/json and {\"error\":{\"code\":\"…\"}}, also where your framework \
             refuses a request itself: CSRF, a malformed body, an exception.",
            |trial| Box::pin(ready(words(trial))),
        )
        .at(Stage::WholeRun),
    ],
};

/// All responses to what a browser can POST.
fn responses(trial: &Trial) -> Vec<(Exchange, Answer)> {
    let record = trial.bench.record();
    let posts = record
        .iter()
        .filter(|exchange| exchange.click.method == Method::POST && !exchange.click.is_odd);
    posts.filter_map(|exchange| Some((exchange.clone(), exchange.answer()?.clone()))).collect()
}

fn no_store(trial: &Trial) -> Outcome {
    for (exchange, answer) in responses(trial) {
        let header = answer.header("cache-control").unwrap_or_default().to_ascii_lowercase();
        if !header.split(',').any(|part| part.trim() == "no-store") {
            let mut finding = trial.finding(&exchange, "cache-control: no-store");
            finding.seen = format!("{}; cache-control: {header}", finding.seen);
            return Err(finding.into());
        }
    }
    Ok(())
}

fn other_headers(trial: &Trial) -> Outcome {
    for (exchange, answer) in responses(trial) {
        if answer.header("x-content-type-options") != Some("nosniff") {
            return trial.fail(&exchange, "x-content-type-options: nosniff");
        }
        let vary = answer.header("vary").unwrap_or_default().to_ascii_lowercase();
        if answer.header("access-control-allow-origin").is_some() && !vary.contains("origin") {
            return trial.fail(&exchange, "vary: origin");
        }
        let code = answer.code();
        let mut cookies = answer.headers.get_all("set-cookie").iter();
        let is_in = |code: &String| {
            cookies.any(|cookie| cookie.to_str().is_ok_and(|text| text.contains(&**code)))
        };
        if code.as_ref().is_some_and(is_in) {
            return trial.fail(&exchange, "no code in a cookie");
        }
    }
    Ok(())
}

fn words(trial: &Trial) -> Outcome {
    for (exchange, answer) in responses(trial) {
        let json =
            answer.header("content-type").unwrap_or_default().starts_with("application/json");
        if !answer.is_success() && (answer.word().is_none() || !json) {
            return trial
                .fail(&exchange, "application/json with a word of the contract in error.code");
        }
    }
    Ok(())
}
