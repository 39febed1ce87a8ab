//! No key and no code is where it does not belong.

use super::probe::CANARY;
use crate::check::{
    definition::{Check, Group, Stage},
    exchange::{Answer, Exchange},
    finding::{Finding, Outcome, skipped},
    trial::Trial,
};
use base64::{Engine, prelude::BASE64_STANDARD};
use paddle_magic_links_protocol::Environment;
use reqwest::header::WWW_AUTHENTICATE;
use std::{
    fs::File,
    future::ready,
    io::{Read, Seek, SeekFrom},
};

/// Parts of a key that are as long as this are no coincidence.
const FRAGMENT: usize = 12;

pub(super) const GROUP: Group = Group {
    letter: "S",
    title: "Secrets stay where they are",
    example: "the log, and the part that reads Paddle's response",
    checks: &[
        Check::required(
            "S-1",
            "No response has a key, or a part of one, also if Paddle or something in front of it repeats the key.",
            "Build each refusal from the contract's words alone. Don't put your HTTP client's errors, nor headers or \
             text of Paddle's, into a response.",
            |trial| Box::pin(ready(no_key(trial))),
        )
        .at(Stage::WholeRun),
        Check::required(
            "S-2",
            "No response has Paddle's own text of an error.",
            "Send nothing of Paddle's error but meta.request_id. Log its error.code, and neither detail nor \
             documentation_url.",
            |trial| Box::pin(ready(no_text(trial))),
        )
        .at(Stage::WholeRun),
        Check::required(
            "S-3",
            "The log has neither a key nor a code.",
            "Log the seller, the environment, the outcome and the request ids. Switch off logs of headers and bodies \
             in your HTTP client and your framework, for this route at least.",
            |trial| Box::pin(ready(log(trial))),
        )
        .at(Stage::WholeRun),
        Check::advised(
            "S-4",
            "Responses name no server and no framework, and have no stack trace.",
            "Remove the headers server and x-powered-by, and switch your framework's debug mode off.",
            |trial| Box::pin(ready(no_names(trial))),
        )
        .at(Stage::WholeRun),
    ],
};

fn responses(trial: &Trial) -> Vec<(Exchange, Answer)> {
    let record = trial.bench.record();
    record
        .iter()
        .filter_map(|exchange| Some((exchange.clone(), exchange.answer()?.clone())))
        .collect()
}

/// All of it that a browser gets.
fn text(answer: &Answer) -> String {
    // Which may name the scheme `Bearer`.
    let headers = answer.headers.iter().filter(|(name, _)| *name != WWW_AUTHENTICATE);
    let lines = headers
        .map(|(name, value)| format!("{name}: {}\n", String::from_utf8_lossy(value.as_bytes())));
    lines.collect::<String>() + &String::from_utf8_lossy(&answer.body)
}

fn keys(trial: &Trial) -> Vec<String> {
    let keys = trial.bench.keys.iter();
    keys.flat_map(|keys| Environment::ALL.map(|which| keys.of(which).to_owned())).collect()
}

fn fragments(key: &str) -> impl Iterator<Item = &str> {
    let last = key.len().saturating_sub(FRAGMENT);
    (0..=last).filter_map(move |start| key.get(start..key.len().min(start + FRAGMENT)))
}

fn no_key(trial: &Trial) -> Outcome {
    let keys = keys(trial);
    for (exchange, answer) in responses(trial) {
        let text = text(&answer);
        if text.contains("Bearer ")
            || keys.iter().any(|key| fragments(key).any(|part| text.contains(part)))
        {
            let mut finding = trial.finding(&exchange, "no key, and no part of one");
            finding.seen = format!("{} with a key, or a part of one", answer.status);
            return Err(finding.into());
        }
    }
    Ok(())
}

fn no_text(trial: &Trial) -> Outcome {
    for (exchange, answer) in responses(trial) {
        if text(&answer).contains(CANARY) {
            return trial.fail(&exchange, "nothing of Paddle's error but its request id");
        }
    }
    Ok(())
}

fn log(trial: &Trial) -> Outcome {
    let bench = trial.bench.clone();
    if bench.subject.logs.is_empty() {
        return skipped(
            "name the file that the proxy logs to by --log, or have the kit start it by --run",
        );
    }
    let mut secrets: Vec<_> = keys(trial).into_iter().map(|key| ("a key", key)).collect();
    let codes = responses(trial).into_iter().filter_map(|(_, answer)| answer.code());
    // Scripted codes are not secret, and short ones can be in a log by chance.
    secrets.extend(codes.filter(|code| code.len() > 40).map(|code| ("a code", code)));
    for (path, start) in bench.subject.logs.iter().zip(&bench.log_starts) {
        let Ok(log) = read_from(path, *start) else {
            return skipped(format!("{} can't be read", path.display()));
        };
        for (what, secret) in &secrets {
            let encoded = BASE64_STANDARD.encode(secret);
            // The last characters depend on what follows.
            let encoded = &encoded[..encoded.len() / 4 * 4 - 4];
            if log.contains(&**secret) || log.contains(encoded) {
                return Err(Finding {
                    sent: "all requests of the run".into(),
                    expected: "no key and no code in the log".into(),
                    seen: format!("{what} in {}", path.display()),
                    change: None,
                }
                .into());
            }
        }
    }
    Ok(())
}

fn read_from(path: &std::path::Path, start: u64) -> std::io::Result<String> {
    let mut file = File::open(path)?;
    // A log that was rotated meanwhile is shorter.
    let start = if file.metadata()?.len() < start { 0 } else { start };
    file.seek(SeekFrom::Start(start))?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn no_names(trial: &Trial) -> Outcome {
    for (exchange, answer) in responses(trial) {
        for name in ["server", "x-powered-by"] {
            if let Some(value) = answer.header(name) {
                let mut finding = trial.finding(&exchange, format!("no header {name}"));
                finding.seen = format!("{name}: {value}");
                return Err(finding.into());
            }
        }
        let text = text(&answer);
        let traces =
            ["Traceback (most recent", "\n    at ", "Stack trace", "goroutine 1", "node_modules/"];
        if traces.iter().any(|trace| text.contains(trace)) {
            return trial.fail(&exchange, "no stack trace");
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_has_overlapping_fragments() {
        let fragments: Vec<_> = fragments("0123456789abcd").collect();
        assert_eq!(fragments, ["0123456789ab", "123456789abc", "23456789abcd"]);
    }
}
