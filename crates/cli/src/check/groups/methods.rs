//! Only a POST makes a code.

use crate::check::{
    definition::{Check, Group},
    finding::Outcome,
    trial::Trial,
};
use paddle_magic_links_protocol::RefusalCode;
use reqwest::Method;

pub(super) const GROUP: Group = Group {
    letter: "M",
    title: "Only a POST makes a code",
    example: "how the route is registered",
    checks: &[
        Check::required(
            "M-1",
            "GET and HEAD make no code, and don't succeed.",
            "Register the route for POST only. Browsers send a GET from any link or image of another site.",
            |trial| Box::pin(get_and_head(trial)),
        ),
        Check::advised(
            "M-2",
            "PUT, PATCH and DELETE are refused with 405 and an allow header.",
            "Respond with 405 and allow: POST to every other method.",
            |trial| Box::pin(other_methods(trial)),
        ),
        Check::required(
            "M-3",
            "A GET that says it is a POST makes no code.",
            "Switch method overrides off for this route: _method, X-HTTP-Method-Override and the like.",
            |trial| Box::pin(overrides(trial)),
        ),
    ],
};

async fn get_and_head(trial: &mut Trial) -> Outcome {
    for method in [Method::GET, Method::HEAD] {
        let click = trial.click().method(method);
        let exchange = trial.send(click).await;
        let success = exchange.answer().is_none() || exchange.is_success();
        if success || !exchange.asked.is_empty() {
            return trial.fail(&exchange, "405, and no request to Paddle");
        }
    }
    Ok(())
}

async fn other_methods(trial: &mut Trial) -> Outcome {
    for method in [Method::PUT, Method::PATCH, Method::DELETE] {
        let click = trial.click().method(method);
        let exchange = trial.send(click).await;
        trial.blocked(&exchange, &[RefusalCode::InvalidRequest])?;
        let allow = exchange.answer().filter(|answer| answer.status == 405);
        let allow = allow.and_then(|answer| answer.header("allow")).unwrap_or_default();
        if !allow.contains("POST") {
            return trial.fail(&exchange, "405 with allow: POST");
        }
    }
    Ok(())
}

async fn overrides(trial: &mut Trial) -> Outcome {
    let names = ["x-http-method-override", "x-http-method", "x-method-override"];
    let mut clicks: Vec<_> =
        names.iter().map(|name| trial.click().method(Method::GET).with(name, "POST")).collect();
    clicks.push(trial.click().method(Method::GET).query("_method", "POST"));
    for click in clicks {
        let exchange = trial.send(click).await;
        let success = exchange.answer().is_none() || exchange.is_success();
        if success || !exchange.asked.is_empty() {
            return trial.fail(&exchange, "405, and no request to Paddle");
        }
    }
    Ok(())
}
