//! The platform's own session says who the seller is.

use crate::check::{
    click::{Click, Who},
    definition::{Check, Group},
    exchange::Answer,
    finding::{Outcome, skipped},
    subject::{Session, Unconfigured},
    trial::Trial,
};
use paddle_magic_links_protocol::{
    Environment, RedirectTarget,
    RefusalCode::{self, EnvironmentNotConfigured, NotAllowed, SessionExpired, StepUpRequired},
};

pub(super) const GROUP: Group = Group {
    letter: "I",
    title: "The session says who the seller is",
    example: "the part that finds the seller and the key",
    checks: &[
        Check::required(
            "I-1",
            "Without a session, the response is 401 session_expired in JSON, and not a redirect to a sign-in page.",
            "Don't let your framework's sign-in redirect handle this route. Respond with 401 and \
             {\"error\":{\"code\":\"session_expired\"}}.",
            |trial| Box::pin(no_session(trial)),
        ),
        Check::required(
            "I-2",
            "Each session gets codes with its own seller's key, also when sellers click at the same time.",
            "Find seller and key anew for each request, and keep neither in anything that requests share.",
            |trial| Box::pin(each_their_own(trial)),
        ),
        Check::advised(
            "I-3",
            "The platform's own staff who look at a seller's pages get no code.",
            "Respond with 403 not_allowed if the session is an impersonation. Otherwise an employee can reach a \
             seller's payouts without a trace.",
            |trial| Box::pin(staff(trial)),
        ),
        Check::advised(
            "I-4",
            "Payout settings need a recent sign-in.",
            "If redirect is payout_settings and the last sign-in is older than ten minutes, respond with 403 \
             step_up_required.",
            |trial| Box::pin(stale(trial)),
        ),
        Check::advised(
            "I-5",
            "A user who may not open Paddle is refused with 403 not_allowed.",
            "Check the user's role, and respond with 403 and {\"error\":{\"code\":\"not_allowed\"}}.",
            |trial| Box::pin(forbidden(trial)),
        ),
        Check::required(
            "I-6",
            "In an environment for which the seller has no key, the response is 409, and Paddle is not asked.",
            "Respond with 409 environment_not_configured. Never use the key of another environment or seller.",
            |trial| Box::pin(unconfigured(trial)),
        ),
    ],
};

async fn no_session(trial: &mut Trial) -> Outcome {
    let subject = &trial.bench.subject;
    let has_token = subject.signed_out.headers().is_empty() && subject.seller.headers().len() > 1;
    let click = trial.click_as(Who::Another, Environment::Live);
    let exchange = trial.send(click).await;
    if exchange.answer().is_some_and(|answer| answer.status >= 500) {
        return trial.fail(&exchange, "401 session_expired");
    }
    if has_token && exchange.answer().and_then(Answer::word) == Some(RefusalCode::CsrfRejected) {
        return skipped(
            "the CSRF token was missing first; give what a signed-out browser has by --signed-out",
        );
    }
    trial.refused_before_paddle(&exchange, SessionExpired)
}

async fn each_their_own(trial: &mut Trial) -> Outcome {
    let all = Environment::ALL.into_iter();
    let shared: Vec<_> =
        all.filter(|which| trial.bench.subject.other_seller_has_key(*which)).collect();
    let mut clicks = Vec::new();
    for number in 0..20 {
        let who = if number % 2 == 0 { Who::Seller } else { Who::OtherSeller };
        clicks.push(trial.click_as(who, shared[number / 2 % shared.len()]));
    }
    for exchange in trial.send_together(clicks).await {
        let mut exchange = exchange;
        exchange.asked.clear();
        trial.gets_own_code(&exchange)?;
    }
    Ok(())
}

fn click_with(trial: &Trial, session: &Session, environment: Environment) -> Click {
    Click::new(&trial.bench.url, Who::Another, session, environment)
}

async fn staff(trial: &mut Trial) -> Outcome {
    let Some(session) = trial.bench.subject.staff.clone() else {
        return skipped("give the session of an employee who looks at a seller's pages by --staff");
    };
    let click = click_with(trial, &session, Environment::Live);
    let exchange = trial.send(click).await;
    trial.refused_before_paddle(&exchange, NotAllowed)
}

async fn stale(trial: &mut Trial) -> Outcome {
    let Some(session) = trial.bench.subject.stale.clone() else {
        return skipped("give seller A's session with an old sign-in by --stale");
    };
    let click = click_with(trial, &session, Environment::Live);
    let exchange = trial.send(click.for_redirect(RedirectTarget::PayoutSettings)).await;
    trial.refused_before_paddle(&exchange, StepUpRequired)
}

async fn forbidden(trial: &mut Trial) -> Outcome {
    let Some(session) = trial.bench.subject.forbidden.clone() else {
        return skipped("give the session of a user who may not open Paddle by --forbidden");
    };
    let click = click_with(trial, &session, Environment::Live);
    let exchange = trial.send(click).await;
    trial.refused_before_paddle(&exchange, NotAllowed)
}

async fn unconfigured(trial: &mut Trial) -> Outcome {
    let clicks = match &trial.bench.subject.unconfigured {
        None => {
            return skipped(
                "name the environment in which seller B has no key, or a session of a seller without keys, by \
                 --unconfigured",
            );
        }
        Some(Unconfigured::OtherSeller(which)) => vec![trial.click_as(Who::OtherSeller, *which)],
        Some(Unconfigured::Session(session)) => {
            Environment::ALL.map(|which| click_with(trial, session, which)).to_vec()
        }
    };
    let mut refused = 0;
    let count = clicks.len();
    for click in clicks {
        let mut exchange = trial.send(click).await;
        let success = exchange.is_success();
        if success && count > 1 {
            continue;
        }
        refused += 1;
        // The control is a click by a seller who has a key.
        exchange.click.who = Who::Another;
        trial.refused_before_paddle(&exchange, EnvironmentNotConfigured)?;
    }
    if refused == 0 {
        return skipped("the session of --unconfigured has a key in both environments");
    }
    Ok(())
}
