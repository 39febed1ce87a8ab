//! A report as a developer reads it.

use super::{
    definition::Check,
    groups::group_of,
    report::{Checked, Report, State},
};
use std::{collections::HashSet, fmt::Write};

/// Where the reference proxies are.
const EXAMPLES: &str = concat!(env!("CARGO_PKG_REPOSITORY"), "/tree/main/examples/proxies");

/// A check in one line, or in some more if it did not pass.
pub fn line(checked: &Checked) -> String {
    let Checked { check, state, reason, findings } = checked;
    let word = match state {
        State::Pass => "PASS   ",
        State::Fail => "FAIL   ",
        State::Advice => "ADVICE ",
        State::Skipped => "SKIPPED",
    };
    let mut text = format!("{word}  {:<5} {}\n", check.id, check.requirement);
    if let Some(reason) = reason {
        let _ = writeln!(text, "         {reason}");
    }
    let mut shown = HashSet::new();
    for finding in findings {
        for (name, value) in [
            ("sent", &*finding.sent),
            ("expected", &*finding.expected),
            ("seen", &*finding.seen),
            ("change", finding.change.as_deref().unwrap_or(check.change)),
        ] {
            // Findings of a check often differ in what Paddle responded only.
            if shown.insert((name, value)) {
                let _ = writeln!(text, "         {name:<9} {value}");
            }
        }
    }
    if !findings.is_empty() {
        let _ = writeln!(text, "         example   {} in {EXAMPLES}", group_of(check).example);
    }
    text
}

/// The failures again, and one line that says what came of it all.
pub fn summary(report: &Report) -> String {
    let mut text = String::new();
    let failed = || report.checks.iter().filter(|checked| checked.state == State::Fail);
    if failed().next().is_some() {
        text.push_str("\nWhat has to change:\n\n");
        for checked in failed() {
            text.push_str(&line(checked));
        }
    }
    let counts = report.counts;
    let verdict = match (report.conforming, report.whole) {
        (true, true) => "CONFORMING",
        (true, false) => "CONFORMING, as far as it was selected",
        (false, _) => "NOT CONFORMING",
    };
    let _ = writeln!(
        text,
        "\n{} passed, {} failed, {} with advice, {} skipped   seed {}   {verdict}",
        counts.pass, counts.fail, counts.advice, counts.skipped, report.seed
    );
    text
}

/// All there is to know about a check.
pub fn explanation(check: &Check) -> String {
    let group = group_of(check);
    format!(
        "{} ({}, {})\n\n{}\n\nIf it fails: {}\n\nExample: {} in {EXAMPLES}\n",
        check.id,
        group.title,
        check.level.as_str(),
        check.requirement,
        check.change,
        group.example
    )
}
