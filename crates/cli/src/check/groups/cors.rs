//! No page of another origin can read a response.

use crate::check::{
    click::Click,
    definition::{Check, Group},
    exchange::Exchange,
    finding::{Outcome, skipped},
    trial::Trial,
};
use reqwest::Method;

pub(super) const GROUP: Group = Group {
    letter: "O",
    title: "No other origin can read a response",
    example: "the part that sends CORS headers, if the widget is on another origin",
    checks: &[
        Check::required(
            "O-1",
            "No response, also not to a preflight, lets a foreign origin read it.",
            "Send access-control-allow-origin to none but your own other origins, each by its whole name. Take this \
             route out of a CORS middleware that allows all.",
            |trial| Box::pin(no_foreign_origin(trial)),
        ),
        Check::required(
            "O-2",
            "No response allows credentials for any origin, or for the one that asked.",
            "Never combine access-control-allow-credentials with \"*\" or with an origin copied from the request.",
            |trial| Box::pin(no_credentials(trial)),
        ),
        Check::advised(
            "O-3",
            "Pages of your other origin can send the request, and read retry-after.",
            "Respond to its preflight with that origin, credentials, POST and the request's headers, and expose \
             retry-after in responses.",
            |trial| Box::pin(trusted_origin(trial)),
        ),
    ],
};

fn foreign_origins(trial: &Trial) -> Vec<String> {
    let url = &trial.bench.url;
    let host = url.host_str().unwrap_or_default();
    let own = url.origin().ascii_serialization();
    let port = url.port_or_known_default().unwrap_or(80);
    let mut origins: Vec<String> = [
        "https://evil.example",
        "http://evil.example",
        "https://evil.example:8443",
        "http://localhost:1",
        "null",
        "file://",
        "chrome-extension://evil",
    ]
    .map(Into::into)
    .to_vec();
    origins.extend([
        format!("{own}.evil.example"),
        format!("http://evil-{host}:{port}"),
        format!("http://{host}:{}", if port == 1 { 2 } else { port - 1 }),
        format!("http://blog.{host}:{port}"),
    ]);
    if let Some(trusted) = &trial.bench.subject.trusted_origin {
        origins.push(format!("{trusted}.evil.example"));
    }
    origins
}

/// What a page there sends: the request, and the preflight before it.
fn from(trial: &Trial, origin: &str) -> [Click; 2] {
    let click = trial.click().with("origin", origin).with("sec-fetch-site", "cross-site");
    [preflight(click.clone()), click]
}

fn preflight(click: Click) -> Click {
    click
        .method(Method::OPTIONS)
        .with("access-control-request-method", "POST")
        .with("access-control-request-headers", "content-type,x-paddle-magic-links")
        .without("x-paddle-magic-links")
        .without("content-type")
        .without("cookie")
        .body("")
}

fn allowed_origin(exchange: &Exchange) -> Option<&str> {
    exchange.answer()?.header("access-control-allow-origin")
}

async fn no_foreign_origin(trial: &mut Trial) -> Outcome {
    for origin in foreign_origins(trial) {
        for click in from(trial, &origin) {
            let exchange = trial.send(click).await;
            if let Some(allowed) = allowed_origin(&exchange)
                && (allowed == origin || allowed == "*" || allowed == "null")
            {
                let mut finding = trial.finding(&exchange, "no access-control-allow-origin");
                finding.seen = format!("access-control-allow-origin: {allowed}");
                return Err(finding.into());
            }
        }
    }
    // The plain click has no reason for it either.
    let click = trial.click();
    let exchange = trial.send(click).await;
    match allowed_origin(&exchange) {
        Some("*") => trial.fail(&exchange, "no access-control-allow-origin: *"),
        _ => trial.gets_own_code(&exchange).map(drop),
    }
}

async fn no_credentials(trial: &mut Trial) -> Outcome {
    for origin in ["https://evil.example", "null", "http://localhost:1"] {
        for click in from(trial, origin) {
            let exchange = trial.send(click).await;
            let allows = exchange
                .answer()
                .and_then(|answer| answer.header("access-control-allow-credentials"));
            let allowed = allowed_origin(&exchange).unwrap_or_default();
            if allows == Some("true") && (allowed == "*" || allowed == origin) {
                let mut finding = trial.finding(&exchange, "no access-control-allow-credentials");
                finding.seen = format!("access-control-allow-credentials: true for {allowed}");
                return Err(finding.into());
            }
        }
    }
    Ok(())
}

async fn trusted_origin(trial: &mut Trial) -> Outcome {
    let Some(origin) = trial.bench.subject.trusted_origin.clone() else {
        return skipped("name another origin of yours, whose pages have the widget, by --origin");
    };
    let click = trial.click().with("origin", &origin).with("sec-fetch-site", "same-site");
    let asked = trial.send(preflight(click.clone())).await;
    let has = |exchange: &Exchange, name: &str, value: &str| {
        let header = exchange.answer().and_then(|answer| answer.header(name)).unwrap_or_default();
        header.to_ascii_lowercase().split(',').any(|part| part.trim() == value)
    };
    let preflight_is_right = asked.is_success()
        && has(&asked, "access-control-allow-origin", &origin)
        && has(&asked, "access-control-allow-credentials", "true")
        && has(&asked, "access-control-allow-headers", "x-paddle-magic-links");
    if !preflight_is_right {
        return trial.fail(
            &asked,
            format!("2xx that allows {origin}, with credentials and x-paddle-magic-links"),
        );
    }
    let exchange = trial.send(click).await;
    trial.gets_own_code(&exchange)?;
    if has(&exchange, "access-control-allow-origin", &origin)
        && has(&exchange, "access-control-expose-headers", "retry-after")
    {
        return Ok(());
    }
    trial.fail(
        &exchange,
        format!("access-control-allow-origin: {origin}, and retry-after among the exposed headers"),
    )
}
