//! Every word a seller reads.

use crate::{
    failure::Failure,
    flow::{Jump, LONGEST_WAIT},
};
use paddle_magic_links_protocol::{Environment, RedirectTarget, Refusal, RefusalCode};

/// What the choice between sandbox and live is called.
pub(crate) const ENVIRONMENTS: &str = "Paddle environment";

/// What the list of buttons is called.
pub(crate) const REDIRECTS: &str = "Open in Paddle";

pub(crate) const fn environment(environment: Environment) -> &'static str {
    match environment {
        Environment::Sandbox => "Sandbox",
        Environment::Live => "Live",
    }
}

pub(crate) const fn label(redirect: RedirectTarget) -> &'static str {
    match redirect {
        RedirectTarget::Overview => "Overview",
        RedirectTarget::PayoutSettings => "Payout settings",
        RedirectTarget::RetainSettings => "Retain",
        RedirectTarget::Onboarding => "Onboarding",
    }
}

pub(crate) const fn hint(redirect: RedirectTarget) -> &'static str {
    match redirect {
        RedirectTarget::Overview => "The home page of your Paddle dashboard",
        RedirectTarget::PayoutSettings => "How and where Paddle pays you",
        RedirectTarget::RetainSettings => "Failed payments and cancellations",
        RedirectTarget::Onboarding => "Verification and its documents",
    }
}

/// What a button's label adds where a new tab opens.
pub(crate) const NEW_TAB: &str = " (new tab)";

/// The way out where the browser refuses a new tab.
pub(crate) const HERE_INSTEAD: &str = "Open it in this tab";

/// What a new tab shows until the code is there: its title, too.
pub(crate) const OPENING: &str = "Opening Paddle…";

pub(crate) fn opening(jump: Jump, slow: bool) -> String {
    let environment = match jump.environment {
        Environment::Sandbox => " in Paddle sandbox…",
        Environment::Live => " in Paddle live…",
    };
    let start = if slow { "Still opening " } else { "Opening " };
    [start, label(jump.redirect), environment].concat()
}

pub(crate) fn opened(jump: Jump) -> String {
    [label(jump.redirect), " is open in a new tab."].concat()
}

/// What went wrong, what to do about it, and what to quote to support.
pub(crate) fn failure(jump: Jump, failure: &Failure) -> String {
    let mut text = problem_and_way_forward(jump, failure);
    if let Failure::Refused(Refusal { request_id: Some(id), .. }) = failure {
        text.push_str("\nReference: ");
        text.push_str(id.as_str());
    }
    text
}

const NOT_SET_UP: (&str, &str) =
    ("This page is not set up to open Paddle.", "Tell this site's support.");

fn problem_and_way_forward(jump: Jump, failure: &Failure) -> String {
    let (problem, way_forward) = match failure {
        Failure::Refused(Refusal { code, retry_after, .. }) => match code {
            RefusalCode::SessionExpired => {
                ("You are no longer signed in here.", "Sign in again, then choose again.")
            }
            RefusalCode::StepUpRequired => {
                ("This needs a fresh sign-in.", "Sign in again, then choose again.")
            }
            RefusalCode::CsrfRejected => {
                ("This page is out of date.", "Reload it, then choose again.")
            }
            RefusalCode::NotAllowed => {
                ("Your user may not open Paddle.", "Ask the owner of this account for access.")
            }
            RefusalCode::EnvironmentNotConfigured => match jump.environment {
                Environment::Sandbox => (
                    "You have no Paddle sandbox account here yet.",
                    "Choose Live, or ask this site's support to set one up.",
                ),
                Environment::Live => (
                    "You have no Paddle live account here yet.",
                    "Choose Sandbox, or ask this site's support to set one up.",
                ),
            },
            RefusalCode::RateLimited => return wait("Too many tries at once.", *retry_after),
            RefusalCode::UpstreamBusy => return wait("Paddle is busy right now.", *retry_after),
            RefusalCode::UpstreamUnavailable => {
                return wait("Paddle is not available right now.", *retry_after);
            }
            RefusalCode::UpstreamAuth => match jump.environment {
                Environment::Sandbox => (
                    "Paddle sandbox did not accept this site's access to your account.",
                    "Ask this site's support to renew it.",
                ),
                Environment::Live => (
                    "Paddle live did not accept this site's access to your account.",
                    "Ask this site's support to renew it.",
                ),
            },
            RefusalCode::UpstreamRejected | RefusalCode::UpstreamInvalid => (
                "Paddle gave an answer that this site did not expect.",
                "Choose again. If it stays so, ask this site's support.",
            ),
            RefusalCode::InvalidRequest => NOT_SET_UP,
        },
        Failure::Framed => NOT_SET_UP,
        Failure::Unreachable => {
            ("This site could not be reached.", "Check your connection, then choose again.")
        }
        Failure::Offline => {
            ("You seem to be offline.", "Check your connection, then choose again.")
        }
        Failure::TimedOut => ("That took too long.", "Choose again."),
        Failure::Unreadable => (
            "This site gave an answer that makes no sense.",
            "Choose again. If it stays so, ask this site's support.",
        ),
        Failure::OtherEnvironment => (
            "This site answered for the other Paddle environment, so nothing was opened.",
            "Tell this site's support.",
        ),
        Failure::TabRefused => (
            "Your browser did not open a new tab.",
            "Open it in this tab, or allow new tabs for this site and choose again.",
        ),
        Failure::NotOpened => ("Paddle did not open.", "Choose again."),
    };
    [problem, " ", way_forward].concat()
}

fn wait(problem: &str, retry_after: Option<u32>) -> String {
    // Longer than a few minutes is not worth counting in seconds, and may be nonsense.
    match retry_after {
        Some(1) => [problem, " Wait a second, then choose again."].concat(),
        Some(seconds @ 2..=LONGEST_WAIT) => {
            [problem, " Wait ", &seconds.to_string(), " seconds, then choose again."].concat()
        }
        _ => [problem, " Wait a minute, then choose again."].concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::OpenIn;
    use paddle_magic_links_protocol::RequestId;
    use std::collections::HashSet;

    const JUMP: Jump = Jump {
        environment: Environment::Live,
        redirect: RedirectTarget::Onboarding,
        open_in: OpenIn::SameTab,
    };

    #[test]
    fn every_failure_says_what_is_wrong_and_then_what_to_do() {
        for environment in Environment::ALL {
            for case in Failure::every() {
                let text = failure(Jump { environment, ..JUMP }, &case);
                let sentences = text.matches(". ").count() + 1;
                assert!(sentences >= 2 && text.ends_with('.'), "{case:?}: {text}");
            }
        }
    }

    #[test]
    fn what_asks_for_a_different_step_is_told_in_different_words() {
        let texts: HashSet<_> = Failure::every().iter().map(|case| failure(JUMP, case)).collect();
        // Paddle's two kinds of odd answers ask the same of the seller, and so do the two kinds of
        // pages that are not set up.
        assert_eq!(texts.len(), Failure::every().len() - 2);
    }

    #[test]
    fn a_wait_is_told_as_long_as_it_is_sensible() {
        for (retry_after, words) in [
            (None, "Wait a minute"),
            (Some(0), "Wait a minute"),
            (Some(1), "Wait a second,"),
            (Some(2), "Wait 2 seconds"),
            (Some(300), "Wait 300 seconds"),
            (Some(301), "Wait a minute"),
        ] {
            let refusal = Refusal { retry_after, ..RefusalCode::RateLimited.into() };
            let text = failure(JUMP, &Failure::Refused(refusal));
            assert!(text.contains(words), "{retry_after:?}: {text}");
        }
    }

    #[test]
    fn a_request_id_can_be_quoted() {
        let request_id = RequestId::new("d1f2-a3b4".into());
        let refusal = Refusal { request_id, ..RefusalCode::UpstreamAuth.into() };
        let text = failure(JUMP, &Failure::Refused(refusal));
        assert!(text.ends_with(".\nReference: d1f2-a3b4"), "{text}");
    }

    #[test]
    fn environments_and_pages_have_names_and_each_page_a_hint() {
        assert_eq!(Environment::ALL.map(environment), ["Sandbox", "Live"]);
        assert_eq!(
            RedirectTarget::ALL.map(|redirect| (label(redirect), hint(redirect))),
            [
                ("Overview", "The home page of your Paddle dashboard"),
                ("Payout settings", "How and where Paddle pays you"),
                ("Retain", "Failed payments and cancellations"),
                ("Onboarding", "Verification and its documents"),
            ]
        );
    }

    #[test]
    fn opening_names_the_page_and_the_environment() {
        assert_eq!(opening(JUMP, false), "Opening Onboarding in Paddle live…");
        assert_eq!(opening(JUMP, true), "Still opening Onboarding in Paddle live…");
        assert_eq!(opened(JUMP), "Onboarding is open in a new tab.");
    }
}
