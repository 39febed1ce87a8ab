//! The request says which environment, and nothing else.

use crate::check::{
    click::{Click, Who},
    definition::{Check, Group},
    exchange::Exchange,
    finding::Outcome,
    raw,
    trial::Trial,
};
use paddle_magic_links_protocol::{AUTHORIZE_PATH, RefusalCode::InvalidRequest};
use serde_json::json;
use std::time::Duration;

pub(super) const GROUP: Group = Group {
    letter: "R",
    title: "The request names an environment, and nothing else",
    example: "the part that reads the request's body",
    checks: &[
        Check::required(
            "R-1",
            "A body that is not the contract's is refused with a 4xx, and Paddle is not asked.",
            "Accept a JSON object whose environment is \"sandbox\" or \"live\" and whose redirect, if any, is \
             overview, payout_settings, retain_settings or onboarding. Look words up in a list, not in an object, which also \
             has \"constructor\". Respond with 400 invalid_request to whatever your parser says, also of deep nesting.",
            |trial| Box::pin(other_bodies(trial)),
        ),
        Check::required(
            "R-2",
            "Nothing in the request can choose another seller or key.",
            "Take the seller from the session alone. Don't read an id or a key from the body, the query, a header or \
             the path.",
            |trial| Box::pin(another_seller(trial)),
        ),
        Check::advised(
            "R-3",
            "A body with fields that the contract does not have is refused.",
            "Respond with 400 invalid_request to unknown fields. So nobody can come to rely on one.",
            |trial| Box::pin(unknown_fields(trial)),
        ),
        Check::required(
            "R-4",
            "A body of 1 MiB is refused.",
            "Limit the body to 1 KiB, and respond with 413 invalid_request before all of it has come. Set the limit \
             before anything reads the body, such as a CSRF extension.",
            |trial| Box::pin(long_bodies(trial)),
        ),
        Check::required(
            "R-5",
            "A URL or host in the request does not change whom the proxy asks.",
            "Take Paddle's host from your configuration alone. Don't trust X-Forwarded-Host and its like for it.",
            |trial| Box::pin(another_host(trial)),
        ),
    ],
};

async fn other_bodies(trial: &mut Trial) -> Outcome {
    let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    let deep_value = format!(r#"{{"environment":{deep}}}"#);
    let mut bodies: Vec<Vec<u8>> = vec![b"{\"environment\":\"l\xffve\"}".to_vec()];
    bodies.extend(
        [
            "",
            "{}",
            "[]",
            "null",
            "live",
            "\"live\"",
            "{\"environment\":\"live\"",
            r#"["live"]"#,
            r#"{"environment":""}"#,
            r#"{"environment":"staging"}"#,
            r#"{"environment":null}"#,
            r#"{"environment":1}"#,
            r#"{"environment":true}"#,
            r#"{"environment":["live"]}"#,
            r#"{"environment":{"live":1}}"#,
            r#"{"environment":{"live":null}}"#,
            r#"["live","overview"]"#,
            r#"{"environment":"constructor"}"#,
            r#"{"environment":"__proto__"}"#,
            r#"{"environment":"live\u0000"}"#,
            r#"{"environment":"../live"}"#,
            r#"{"redirect":"overview"}"#,
            r#"{"environment":"live","redirect":"payouts"}"#,
            r#"{"environment":"live","redirect":7}"#,
            r#"{"environment":"live","redirect":["overview"]}"#,
            r#"{"environment":"live","redirect":"https://evil.example"}"#,
            &deep,
            &deep_value,
        ]
        .map(|body| body.as_bytes().to_vec()),
    );
    for body in bodies {
        let click = trial.click().body(body);
        let exchange = trial.send(click).await;
        trial.blocked(&exchange, &[InvalidRequest])?;
    }
    // Whether a byte order mark is allowed is up to the parser, but it is no reason to fail.
    let click = trial.click();
    let marked = [b"\xef\xbb\xbf", &*click.body].concat();
    let exchange = trial.send(click.body(marked)).await;
    if exchange.answer().is_none_or(|answer| answer.status >= 500) {
        return trial.fail(&exchange, "a code, or 400 invalid_request");
    }
    Ok(())
}

const NAMES: [&str; 14] = [
    "seller",
    "seller_id",
    "sellerId",
    "account",
    "account_id",
    "accountId",
    "user",
    "user_id",
    "userId",
    "id",
    "tenant",
    "merchant_id",
    "key",
    "api_key",
];

/// Whatever the platform may call the other seller.
fn other_names(trial: &Trial) -> Vec<String> {
    let bench = &trial.bench;
    let mut names = bench.subject.other_ids.clone();
    names.extend(bench.subject.other_seller.values().into_iter().filter(|value| value.len() < 100));
    names.extend(["b", "B", "2", "s_b", "s_2", "seller-b", "seller_b"].map(Into::into));
    names.dedup();
    names
}

/// The seller's own code, or a refusal without asking Paddle.
fn own_or_refused(trial: &Trial, exchange: &Exchange) -> Outcome {
    let refused = exchange.answer().is_some_and(|answer| (400..500).contains(&answer.status));
    let keys_are_own =
        exchange.asked.iter().all(|(_, request)| request.seller == exchange.click.who.place());
    if keys_are_own && (refused || trial.gets_own_code(exchange).is_ok()) {
        return Ok(());
    }
    trial.fail(exchange, "a code with seller A's key, or a 4xx")
}

fn with_all(trial: &Trial, name: &str) -> [Click; 3] {
    let click = trial.click_of(Who::Seller);
    let mut body = json!({ "environment": click.environment.as_str() });
    let (mut query, mut headers) = (click.clone(), click.clone());
    for field in NAMES {
        body[field] = name.into();
        query = query.query(field, name);
        headers = headers.with(&format!("x-{}", field.replace('_', "-")), name);
    }
    [click.body(body.to_string()), query, headers]
}

async fn another_seller(trial: &mut Trial) -> Outcome {
    let names = other_names(trial);
    for name in &names {
        for click in with_all(trial, name) {
            let exchange = trial.send(click).await;
            own_or_refused(trial, &exchange)?;
        }
    }
    // One at a time, in case that all at once are refused.
    for field in NAMES {
        let name = if field.contains("key") { String::new() } else { names[0].clone() };
        let click = trial.click_of(Who::Seller);
        let key = trial.bench.keys[1].of(click.environment).to_owned();
        let name = if name.is_empty() { key } else { name };
        let mut body = json!({ "environment": click.environment.as_str() });
        body[field] = name.into();
        let exchange = trial.send(click.body(body.to_string())).await;
        own_or_refused(trial, &exchange)?;
    }
    let click = trial.click_of(Who::Seller);
    let key = trial.bench.keys[1].of(click.environment).to_owned();
    let below = click.clone().below(&names[0]).odd();
    for click in [click.with("x-api-key", &key).with("x-paddle-key", &key), below] {
        let exchange = trial.send(click).await;
        own_or_refused(trial, &exchange)?;
    }
    Ok(())
}

async fn unknown_fields(trial: &mut Trial) -> Outcome {
    let click = trial.click();
    let body = json!({ "environment": click.environment.as_str(), "more": 1 });
    let exchange = trial.send(click.body(body.to_string())).await;
    trial.blocked(&exchange, &[InvalidRequest])
}

async fn long_bodies(trial: &mut Trial) -> Outcome {
    let click = trial.click().odd();
    let padded = |length: usize| {
        let mut body = click.body.clone();
        body.resize(length, b' ');
        click.clone().body(body)
    };
    let exchange = trial.send(padded(1024 * 1024)).await;
    // A server may close the connection while the body still comes.
    let refused = exchange.answer().is_none_or(|answer| (400..500).contains(&answer.status));
    if !refused || !exchange.asked.is_empty() {
        return trial.fail(&exchange, "413 invalid_request, and no request to Paddle");
    }
    let exchange = trial.send(padded(64 * 1024)).await;
    if exchange.answer().is_some_and(|answer| !(400..500).contains(&answer.status)) {
        trial.advise(&exchange, "413 invalid_request: the widget's longest body has 53 bytes");
    }
    let click = trial.click();
    let exchange = trial.send(click).await;
    trial.gets_own_code(&exchange).map(drop)
}

async fn another_host(trial: &mut Trial) -> Outcome {
    let elsewhere = trial.bench.stand_in.elsewhere().to_owned();
    let host = elsewhere.trim_start_matches("http://").to_owned();
    let click = || trial.click_of(Who::Seller);
    let mut clicks = Vec::new();
    for name in ["base_url", "baseUrl", "api", "host", "url", "endpoint"] {
        let click = click();
        let mut body = json!({ "environment": click.environment.as_str() });
        body[name] = elsewhere.clone().into();
        clicks.push(click.clone().body(body.to_string()));
        clicks.push(click.query(name, &elsewhere));
    }
    for (name, value) in [
        ("x-forwarded-host", host.clone()),
        ("forwarded", format!("host={host}")),
        ("x-original-url", format!("{elsewhere}/")),
        ("x-rewrite-url", "/elsewhere".into()),
        ("x-paddle-api", elsewhere.clone()),
        ("host", host),
    ] {
        clicks.push(click().with(name, value));
    }
    for click in clicks {
        let exchange = trial.send(click).await;
        own_or_refused(trial, &exchange)?;
        let others = exchange.asked.iter().any(|(_, request)| request.path != AUTHORIZE_PATH);
        if others || trial.bench.stand_in.requests_elsewhere() > 0 {
            return trial.fail(&exchange, "a request to Paddle's own host and path, or a 4xx");
        }
    }
    let click = trial.click_of(Who::Seller);
    let target = format!("{elsewhere}{}", click.url.path());
    let bytes = raw::request(&click, &target);
    // Refusing it in any way is fine.
    let _ = raw::send(&click.url, &bytes, Duration::from_secs(5)).await;
    if trial.bench.stand_in.requests_elsewhere() > 0 {
        let exchange = trial.send(click).await;
        return trial.fail(&exchange, "no request elsewhere for a target with another host");
    }
    Ok(())
}
