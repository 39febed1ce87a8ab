//! Everything ends.

use crate::check::{
    definition::{Check, Group, Stage},
    exchange::Exchange,
    finding::{Finding, Outcome},
    raw,
    stall::stall,
    trial::Trial,
};
use futures_util::future::join;
use paddle_magic_links_protocol::RefusalCode::{UpstreamInvalid, UpstreamUnavailable};
use paddle_magic_links_stand_in::Fault;
use std::time::Duration;

/// How much of an endless response may have left the stand-in. The systems' own buffers take some MiB.
const MOST_BYTES: usize = 32 * 1024 * 1024;

/// How long half a request may wait.
const MOST_PATIENCE: Duration = Duration::from_secs(45);

pub(super) const GROUP: Group = Group {
    letter: "T",
    title: "Everything ends",
    example: "the time limit around the call to Paddle",
    checks: &[
        Check::required(
            "T-1",
            "If Paddle does not respond, the click ends in upstream_unavailable within --timeout, below the widget's \
             15 s.",
            "Give the call to Paddle a time limit of 8 s for everything: connecting, headers and body.",
            |trial| Box::pin(no_response(trial)),
        ),
        Check::required(
            "T-2",
            "A response of Paddle that drips or never ends is given up.",
            "Let the time limit go on while the body is read, and stop reading after 16 KiB. The time limit of many \
             clients is for each read; put one around the whole call.",
            |trial| Box::pin(no_end(trial)),
        ),
        Check::advised(
            "T-3",
            "Half a request is given up within 45 s.",
            "Set the server's time limits for headers and body, or have the server in front of it wait for the whole \
             request.",
            |trial| Box::pin(half_a_request(trial)),
        )
        .at(Stage::WholeRun),
    ],
};

fn in_time(trial: &mut Trial, exchange: &Exchange) -> Outcome {
    let most = trial.bench.subject.timeout;
    if exchange.took > most {
        let mut finding = trial
            .finding(exchange, format!("503 upstream_unavailable within {} s", most.as_secs()));
        finding.seen = format!("{} after {:.1} s", finding.seen, exchange.took.as_secs_f32());
        return Err(finding.into());
    }
    trial.refused(exchange, &[UpstreamUnavailable, UpstreamInvalid])
}

async fn no_response(trial: &mut Trial) -> Outcome {
    let stall = stall(trial).await;
    in_time(trial, &stall.silent)
}

async fn no_end(trial: &mut Trial) -> Outcome {
    let mut slow = stall(trial).await.slow;
    if slow.took > trial.bench.subject.timeout {
        // A proxy that serves one request at a time began with it when the other had ended.
        slow = with_fault(trial, Fault::Drip).await;
    }
    in_time(trial, &slow)?;
    let exchange = with_fault(trial, Fault::Endless).await;
    in_time(trial, &exchange)?;
    let stand_in = trial.bench.stand_in.clone();
    let environment = stand_in.environment(exchange.click.environment);
    let bytes = environment.endless_bytes();
    if bytes > MOST_BYTES {
        let mut finding =
            trial.finding(&exchange, "a refusal after a few KiB of an endless response");
        finding.seen = format!("the proxy read {} MiB of it", bytes / 1024 / 1024);
        return Err(finding.into());
    }
    Ok(())
}

async fn with_fault(trial: &mut Trial, fault: Fault) -> Exchange {
    let click = trial.click();
    let environment = click.environment;
    let stand_in = trial.bench.stand_in.clone();
    stand_in.environment(environment).fail_with(Some(fault));
    let exchange = trial.send(click).await;
    stand_in.environment(environment).fail_with(None);
    if exchange.answer().is_none() {
        trial.release(environment).await;
    }
    exchange
}

async fn half_a_request(trial: &mut Trial) -> Outcome {
    let click = trial.click();
    let url = click.url.clone();
    let head = raw::head(&click, url.path(), 53);
    let half_a_head = &head[..head.len() / 2];
    let half_a_body = [&*head, b"{"].concat();
    let (head, body) = join(
        raw::is_given_up(&url, half_a_head, MOST_PATIENCE),
        raw::is_given_up(&url, &half_a_body, MOST_PATIENCE),
    )
    .await;
    for (part, given_up) in [("headers", head), ("body", body)] {
        if !given_up.unwrap_or(true) {
            return Err(Finding {
                sent: format!(
                    "{}, but only half of its {part}",
                    trial.bench.secrets.mask(&click.curl())
                ),
                expected: "408, or the end of the connection".into(),
                seen: format!("nothing in {} s", MOST_PATIENCE.as_secs()),
                change: None,
            }
            .into());
        }
    }
    Ok(())
}
