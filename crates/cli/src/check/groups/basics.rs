//! A click gets a code.

use crate::check::{
    click::Who,
    definition::{Check, Group, Stage},
    exchange::Answer,
    finding::Outcome,
    trial::Trial,
};
use paddle_magic_links_protocol::{Environment, RedirectTarget, RefusalCode, SessionRequest};
use reqwest::header::CONTENT_TYPE;

pub(super) const GROUP: Group = Group {
    letter: "B",
    title: "A click gets a code",
    example: "the handler of the route",
    checks: &[
        Check::required(
            "B-1",
            "A seller's click gets a code from the environment that was asked for, with that seller's key.",
            "Start the proxy with PADDLE_SANDBOX_API and PADDLE_LIVE_API as its Paddle, and give seller A \
             SELLER_A_SANDBOX_KEY and SELLER_A_LIVE_KEY, and seller B those of B. Then check that --seller \
             and --other-seller are valid sessions, with a CSRF token if your framework wants one.",
            |trial| Box::pin(a_click(trial)),
        )
        .at(Stage::Gate),
        Check::required(
            "B-2",
            "The response is 201 (or 200), JSON, in Paddle's envelope, with the code that Paddle made.",
            "Respond with 201, content-type application/json, and {\"data\":{\"code\":\"…\"}}. The code is \
             Paddle's data.code, unchanged.",
            |trial| Box::pin(the_envelope(trial)),
        ),
        Check::advised(
            "B-3",
            "The response has data.environment, data.expires_at and meta.request_id.",
            "Add data.environment from the request, and pass on Paddle's data.expires_at and meta.request_id.",
            |trial| Box::pin(the_details(trial)),
        ),
        Check::required(
            "B-4",
            "A click for each redirect gets a code, and so does a request without one.",
            "Accept overview, payout_settings, retain_settings, onboarding, and none. The widget makes the link, so the \
             code is the same for all.",
            |trial| Box::pin(each_redirect(trial)),
        ),
    ],
};

/// Who has a key where.
fn accounts(trial: &Trial) -> Vec<(Who, Environment)> {
    let subject = &trial.bench.subject;
    let others = Environment::ALL.into_iter().filter(|which| subject.other_seller_has_key(*which));
    let sellers = Environment::ALL.into_iter().map(|which| (Who::Seller, which));
    sellers.chain(others.map(|which| (Who::OtherSeller, which))).collect()
}

async fn a_click(trial: &mut Trial) -> Outcome {
    for (who, environment) in accounts(trial) {
        let click = trial.click_as(who, environment);
        let exchange = trial.send(click).await;
        let name = if who == Who::Seller { "A" } else { "B" };
        let expected =
            format!("201 after one request to Paddle in {environment} with seller {name}'s key");
        let success = exchange.is_success();
        let right = matches!(
            &*exchange.asked,
            [(asked, request)] if *asked == environment && request.seller == who.place() && request.made_code
        );
        if !success || !right {
            let finding = trial.finding(&exchange, expected);
            return Err(match why_no_code(exchange.answer()) {
                Some(change) => finding.change(change).into(),
                None => finding.into(),
            });
        }
    }
    Ok(())
}

/// What most likely keeps a good click from its code.
fn why_no_code(answer: Option<&Answer>) -> Option<&'static str> {
    Some(match answer?.status {
        400 | 422 => {
            "The proxy refused the body. It has to accept environment, which is sandbox or live, and redirect, which is \
             overview, payout_settings, retain_settings, onboarding or absent. If it said so because of a CSRF token, \
             give the token by another --seller 'header: …'."
        }
        401 => {
            "The session is not valid. Sign in again, and give its header as --seller or --other-seller."
        }
        403 => {
            "The proxy took it for another site's request. Give your framework's CSRF token by another \
             --seller 'header: …', and see whether the origin of --proxy is what your backend takes for its own."
        }
        404 => "There is no proxy at this path. See --proxy.",
        409 => "The proxy has no key for this seller. Give it those in SELLER_A_… and SELLER_B_….",
        _ => return None,
    })
}

async fn the_envelope(trial: &mut Trial) -> Outcome {
    for (who, environment) in accounts(trial) {
        let click = trial.click_as(who, environment);
        let exchange = trial.send(click).await;
        trial.gets_own_code(&exchange)?;
        let Some(answer) = exchange.answer() else { continue };
        let json = answer.header(CONTENT_TYPE.as_str()).unwrap_or_default();
        if !matches!(answer.status, 200 | 201) || !json.starts_with("application/json") {
            return trial.fail(&exchange, "201 with content-type application/json");
        }
    }
    Ok(())
}

async fn the_details(trial: &mut Trial) -> Outcome {
    let click = trial.click();
    let exchange = trial.send(click).await;
    let body = exchange.answer().and_then(Answer::json).unwrap_or_default();
    let environment = exchange.click.environment.as_str();
    let details = [&body["data"]["expires_at"], &body["meta"]["request_id"]];
    if body["data"]["environment"] == environment && details.iter().all(|detail| detail.is_string())
    {
        return Ok(());
    }
    trial.fail(
        &exchange,
        format!("data.environment \"{environment}\", data.expires_at and meta.request_id"),
    )
}

async fn each_redirect(trial: &mut Trial) -> Outcome {
    for redirect in RedirectTarget::ALL.map(Some).into_iter().chain([None]) {
        let click = trial.click_of(Who::Seller);
        let request = SessionRequest { environment: click.environment, redirect };
        let exchange = trial.send(click.body(request.to_json())).await;
        // The session's sign-in may be too old for that one.
        let word = exchange.answer().and_then(Answer::word);
        let is_old = word == Some(RefusalCode::StepUpRequired);
        if redirect != Some(RedirectTarget::PayoutSettings) || !is_old {
            trial.has_code(&exchange)?;
        }
    }
    Ok(())
}
