//! The messages that a seller reads.

use crate::{Failure, Jump};
use paddle_magic_links_protocol::{Refusal, RefusalCode};
use paddle_magic_links_strings::{Strings, fill};

/// The dashboard is about to open.
pub fn opening(strings: &Strings, jump: Jump, slow: bool) -> String {
    let template = if slow { &strings.still_opening } else { &strings.opening };
    with_jump(strings, template, jump)
}

/// The dashboard is in a new tab.
pub fn opened(strings: &Strings, jump: Jump) -> String {
    with_jump(strings, &strings.opened, jump)
}

/// What went wrong, what to do about it, and a reference for support. A countdown is a message of its
/// own, shown right after this one; then it is all that is left to do.
pub fn failure(strings: &Strings, jump: Jump, failure: &Failure) -> String {
    let counts_down = failure.countdown().is_some();
    let wait = if counts_down { "" } else { &strings.wait_a_minute };
    let environment = strings.paddle(jump.environment);
    let mut text =
        fill(template(strings, failure), &[("environment", environment), ("wait", wait)]);
    if let Some(id) = failure.request_id()
        && !counts_down
    {
        text.push('\n');
        text.push_str(&fill(&strings.reference, &[("id", id.as_str())]));
    }
    text
}

/// The countdown: the seconds left, and at its end that a retry makes sense.
pub fn countdown(
    strings: &Strings,
    failure: &Failure,
    seconds_left: Option<u32>,
) -> Option<String> {
    failure.countdown()?;
    Some(seconds_left.map_or_else(
        || strings.wait_over.to_string(),
        |left| fill(&strings.wait_seconds, &[("seconds", &left.to_string())]),
    ))
}

fn template<'a>(strings: &'a Strings, failure: &Failure) -> &'a str {
    match failure {
        Failure::Refused(Refusal { code, .. }) => match code {
            RefusalCode::SessionExpired => &strings.session_expired,
            RefusalCode::StepUpRequired => &strings.step_up_required,
            RefusalCode::CsrfRejected => &strings.csrf_rejected,
            RefusalCode::NotAllowed => &strings.not_allowed,
            RefusalCode::EnvironmentNotConfigured => &strings.environment_not_configured,
            RefusalCode::RateLimited => &strings.rate_limited,
            RefusalCode::UpstreamBusy => &strings.upstream_busy,
            RefusalCode::UpstreamUnavailable => &strings.upstream_unavailable,
            RefusalCode::SiteUnavailable => &strings.site_unavailable,
            RefusalCode::UpstreamAuth => &strings.upstream_auth,
            RefusalCode::UpstreamRejected | RefusalCode::UpstreamInvalid => {
                &strings.upstream_rejected
            }
            RefusalCode::InvalidRequest => &strings.not_set_up,
        },
        Failure::Framed => &strings.not_set_up,
        Failure::Unreachable => &strings.unreachable,
        Failure::Offline => &strings.offline,
        Failure::TimedOut => &strings.timed_out,
        Failure::InvalidResponse => &strings.invalid_response,
        Failure::EnvironmentMismatch => &strings.environment_mismatch,
        Failure::TabBlocked => &strings.tab_blocked,
        Failure::NavigationFailed => &strings.navigation_failed,
    }
}

fn with_jump(strings: &Strings, template: &str, jump: Jump) -> String {
    let environment = strings.paddle(jump.environment);
    fill(template, &[("target", strings.label(jump.redirect)), ("environment", environment)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::OpenIn;
    use paddle_magic_links_protocol::{Environment, RedirectTarget, RequestId};
    use std::collections::HashSet;

    const ENGLISH: Strings = Strings::ENGLISH;
    const JUMP: Jump = Jump {
        environment: Environment::Live,
        redirect: RedirectTarget::Onboarding,
        open_in: OpenIn::SameTab,
    };

    fn whole(strings: &Strings, failure: &Failure) -> String {
        let countdown = countdown(strings, failure, failure.countdown()).unwrap_or_default();
        super::failure(strings, JUMP, failure) + &countdown
    }

    #[test]
    fn every_language_says_what_is_wrong_and_what_to_do() {
        for strings in Strings::ALL {
            for case in Failure::every() {
                let text = whole(strings, &case);
                assert!(text.matches(['.', '。']).count() >= 2, "{case:?}: {text}");
                assert!(!text.contains(['{', '}']), "{text}");
            }
        }
    }

    #[test]
    fn what_asks_for_a_different_step_is_told_in_different_words() {
        for strings in Strings::ALL {
            let texts: HashSet<_> =
                Failure::every().iter().map(|case| whole(strings, case)).collect();
            // Paddle's two kinds of odd answers ask the same of the seller, and so do the two kinds
            // of pages that are not set up.
            assert_eq!(texts.len(), Failure::every().len() - 2, "{}", strings.lang);
        }
    }

    #[test]
    fn a_failure_names_the_environment_that_it_is_about() {
        for code in [RefusalCode::EnvironmentNotConfigured, RefusalCode::UpstreamAuth] {
            for (environment, name) in
                [(Environment::Live, "Paddle live"), (Environment::Sandbox, "Paddle sandbox")]
            {
                let text = failure(&ENGLISH, Jump { environment, ..JUMP }, &code.into());
                assert!(text.contains(name), "{text}");
            }
        }
    }

    #[test]
    fn a_wait_is_told_as_long_as_it_is_sensible() {
        for (retry_after, words) in [
            (None, "Wait a minute"),
            (Some(0), "Wait a minute"),
            (Some(1), "Wait 1 s,"),
            (Some(300), "Wait 300 s,"),
            (Some(301), "Wait a minute"),
        ] {
            let refusal = Refusal { retry_after, ..RefusalCode::RateLimited.into() };
            let text = whole(&ENGLISH, &Failure::Refused(refusal));
            assert!(text.contains(words), "{retry_after:?}: {text}");
        }
    }

    #[test]
    fn what_is_left_of_a_wait_is_told_and_then_that_it_is_over() {
        let refused = |retry_after| {
            Failure::Refused(Refusal { retry_after, ..RefusalCode::UpstreamBusy.into() })
        };
        let counted = refused(Some(12));
        assert_eq!(failure(&ENGLISH, JUMP, &counted), "Paddle is busy right now. ");
        let told = |left| countdown(&ENGLISH, &counted, left).unwrap();
        assert_eq!(told(Some(8)), "Wait 8 s, then try again.");
        assert_eq!(told(None), "You can try again now.");
        for uncounted in [refused(None), refused(Some(301)), Failure::Offline] {
            assert_eq!(countdown(&ENGLISH, &uncounted, None), None);
        }
    }

    #[test]
    fn a_request_id_can_be_quoted() {
        let request_id = RequestId::new("d1f2-a3b4".into());
        let refusal = Refusal { request_id, ..RefusalCode::UpstreamAuth.into() };
        let text = whole(&ENGLISH, &Failure::Refused(refusal));
        assert!(text.ends_with(".\nReference: d1f2-a3b4"), "{text}");
    }

    #[test]
    fn nothing_stands_between_a_sentence_and_its_wait() {
        let request_id = RequestId::new("d1f2-a3b4".into());
        let retry_after = Some(12);
        let refusal = Refusal { request_id, retry_after, ..RefusalCode::UpstreamBusy.into() };
        let text = whole(&ENGLISH, &Failure::Refused(refusal));
        assert_eq!(text, "Paddle is busy right now. Wait 12 s, then try again.");
    }

    #[test]
    fn opening_names_the_page_and_the_environment() {
        assert_eq!(opening(&ENGLISH, JUMP, false), "Opening Onboarding in Paddle live…");
        assert_eq!(opening(&ENGLISH, JUMP, true), "Still opening Onboarding in Paddle live…");
        assert_eq!(opened(&ENGLISH, JUMP), "Onboarding opened in a new tab.");
    }
}
