//! What Paddle is asked.
//!
//! There is no U-9 (a connection that is never accepted): the stand-in has no queue that it can fill.

use crate::check::{
    click::Who,
    definition::{Check, Group},
    exchange::Exchange,
    finding::{Outcome, skipped},
    stall::stall,
    trial::Trial,
};
use paddle_magic_links_protocol::{
    AUTHORIZE_PATH, Environment,
    RefusalCode::{UpstreamInvalid, UpstreamRejected, UpstreamUnavailable},
};
use paddle_magic_links_stand_in::{Certificate, Fault, RecordedRequest, ScriptedResponse};

pub(super) const GROUP: Group = Group {
    letter: "U",
    title: "What Paddle is asked",
    example: "the client that calls Paddle",
    checks: &[
        Check::required(
            "U-1",
            "Paddle is asked by POST /magic-sessions/authorize, with the key as bearer, and an empty body.",
            "Send exactly that, to the host of the environment that was asked for. Don't send the browser's body on.",
            |trial| Box::pin(the_request(trial)),
        ),
        Check::advised(
            "U-2",
            "The request to Paddle has Paddle-Version: 1 and Content-Length: 0.",
            "Add both headers. Without a version, Paddle uses the one in your account's settings; without a \
             length, some firewalls respond with 411.",
            |trial| Box::pin(the_headers(trial)),
        ),
        Check::required(
            "U-3",
            "Nothing of the browser's request reaches Paddle.",
            "Build the request to Paddle from nothing. Don't copy the browser's headers, cookies, query or body.",
            |trial| Box::pin(nothing_of_the_browser(trial)),
        ),
        Check::required(
            "U-4",
            "A redirect from Paddle is not followed.",
            "Switch redirects off in your HTTP client, and treat 3xx as upstream_invalid. Whoever is at the \
             other end would get the key.",
            |trial| Box::pin(redirects(trial)),
        ),
        Check::required(
            "U-5",
            "A click asks Paddle once, also if the connection breaks or there is no response.",
            "Switch retries off in your HTTP client. A request that got no response may have made a code.",
            |trial| Box::pin(once(trial)),
        ),
        Check::required(
            "U-6",
            "Each click gets a code of its own.",
            "Don't cache Paddle's response, nor share one between requests. A code works once.",
            |trial| Box::pin(codes_of_their_own(trial)),
        ),
        Check::required(
            "U-7",
            "A Paddle whose certificate is expired, of another host or of an unknown authority gets no request.",
            "Leave the check of certificates on in your HTTP client. In tests, add the authority in PADDLE_CA to those \
             that it trusts.",
            |trial| Box::pin(bad_certificates(trial)),
        ),
        Check::advised(
            "U-8",
            "After Paddle did not respond, the next click gets a code.",
            "Close a connection whose request reached the time limit; over HTTP/2, send pings.",
            |trial| Box::pin(after_a_stall(trial)),
        ),
    ],
};

/// The one request to Paddle of a click that got its code.
fn asked(trial: &Trial, exchange: &Exchange) -> Outcome<RecordedRequest> {
    trial.gets_own_code(exchange)?;
    match &*exchange.asked {
        [(_, request)] => Ok(request.clone()),
        _ => trial.fail(exchange, "one request to Paddle"),
    }
}

async fn the_request(trial: &mut Trial) -> Outcome {
    for environment in Environment::ALL {
        let click = trial.click_as(Who::Seller, environment);
        let exchange = trial.send(click).await;
        let request = asked(trial, &exchange)?;
        if (&*request.method, &*request.path, request.body_length) != ("POST", AUTHORIZE_PATH, 0) {
            let mut finding =
                trial.finding(&exchange, format!("POST {AUTHORIZE_PATH} with an empty body"));
            finding.seen =
                format!("{} {} with {} bytes", request.method, request.path, request.body_length);
            return Err(finding.into());
        }
    }
    Ok(())
}

async fn the_headers(trial: &mut Trial) -> Outcome {
    let click = trial.click();
    let exchange = trial.send(click).await;
    let request = asked(trial, &exchange)?;
    for (name, value) in [("paddle-version", "1"), ("content-length", "0")] {
        let has = request.headers.iter().any(|(other, sent)| other == name && sent == value);
        if !has {
            let mut finding =
                trial.finding(&exchange, format!("{name}: {value} in the request to Paddle"));
            let names: Vec<_> = request.headers.iter().map(|(name, _)| name.as_str()).collect();
            finding.seen = format!("only {}", names.join(", "));
            return Err(finding.into());
        }
    }
    Ok(())
}

async fn nothing_of_the_browser(trial: &mut Trial) -> Outcome {
    let canary = "canary-of-the-browser";
    let mut clicks = vec![
        trial.click(),
        trial.click().cookie("canary", canary),
        trial.click().query("canary", canary),
    ];
    for name in ["x-canary", "x-forwarded-for", "x-forwarded-host", "referer", "paddle-canary"] {
        clicks.push(trial.click().with(name, canary));
    }
    let mut sessions = trial.bench.subject.seller.headers().iter();
    if !sessions.any(|(name, _)| name == "authorization") {
        clicks.push(trial.click().with("authorization", format!("Bearer {canary}")));
    }
    for click in clicks {
        let exchange = trial.send(click).await;
        // A proxy may refuse an odd header.
        for (_, request) in &exchange.asked {
            if let Some(what) = of_the_browser(&exchange, request, canary) {
                let expected = "nothing of the browser in the request to Paddle";
                let mut finding = trial.finding(&exchange, expected);
                finding.seen = format!("Paddle got the browser's {what}");
                return Err(finding.into());
            }
        }
    }
    Ok(())
}

/// What of the click is in the request to Paddle.
fn of_the_browser<'a>(
    exchange: &Exchange,
    request: &'a RecordedRequest,
    canary: &str,
) -> Option<&'a str> {
    let own = ["cookie", "origin", "referer", "x-paddle-magic-links", "sec-fetch-site"];
    let sent = |name: &str, value: &str| {
        exchange.click.headers.iter().any(|(other, sent)| *other == *name && sent == value)
    };
    let mut headers = request.headers.iter();
    let leaked = headers.find(|(name, value)| {
        value.contains(canary) || own.contains(&name.as_str()) && sent(name, value)
    });
    let keys = request.headers.iter().filter(|(name, _)| name == "authorization").count();
    if let Some((name, _)) = leaked {
        Some(name)
    } else if request.path.contains(canary) {
        Some("query")
    } else if keys != 1 || request.seller != exchange.click.who.place() {
        Some("authorization")
    } else {
        None
    }
}

async fn redirects(trial: &mut Trial) -> Outcome {
    for status in [301, 302, 303, 307, 308] {
        let click = trial.click();
        let stand_in = trial.bench.stand_in.clone();
        stand_in.environment(click.environment).respond_with(ScriptedResponse {
            status,
            headers: vec![("location".into(), stand_in.elsewhere().to_owned())],
            body: String::new(),
            delay: 0,
        });
        let exchange = trial.send(click).await;
        if stand_in.requests_elsewhere() > 0 {
            let mut finding =
                trial.finding(&exchange, "503 upstream_invalid, and no request elsewhere");
            finding.seen = format!("the proxy followed Paddle's {status} to another host");
            return Err(finding.into());
        }
        trial.refused(&exchange, &[UpstreamInvalid, UpstreamUnavailable, UpstreamRejected])?;
    }
    Ok(())
}

async fn once(trial: &mut Trial) -> Outcome {
    for fault in [Fault::Close, Fault::Reset, Fault::CutConnection, Fault::InternalError] {
        let click = trial.click();
        trial.bench.stand_in.fail_with(Some(fault));
        let exchange = trial.send(click).await;
        trial.bench.stand_in.fail_with(None);
        only_once(trial, &exchange)?;
    }
    let stall = stall(trial).await;
    only_once(trial, &stall.silent)
}

fn only_once(trial: &mut Trial, exchange: &Exchange) -> Outcome {
    if exchange.asked.len() > 1 {
        return trial.fail(exchange, "a refusal after one request to Paddle");
    }
    trial.refused(exchange, &[UpstreamUnavailable, UpstreamInvalid])
}

async fn codes_of_their_own(trial: &mut Trial) -> Outcome {
    let click = trial.click();
    let first = trial.send(click.clone()).await;
    let second = trial.send(click.clone()).await;
    // With fewer, the first may have its code before the next is sent.
    let together = trial.send_together(vec![click; 6]).await;
    let mut codes = Vec::new();
    for mut exchange in [first, second].into_iter().chain(together) {
        let code = trial.gets_own_code(&exchange)?;
        if codes.contains(&code) {
            exchange.asked.clear();
            let mut finding = trial.finding(&exchange, "another code for each click");
            finding.seen = "the same code twice".into();
            return Err(finding.into());
        }
        codes.push(code);
    }
    Ok(())
}

async fn bad_certificates(trial: &mut Trial) -> Outcome {
    let stand_in = trial.bench.stand_in.clone();
    if stand_in.authority().is_none() {
        return skipped("have the stand-in use TLS by --tls, and your proxy trust PADDLE_CA");
    }
    for (certificate, circumstance) in [
        (Certificate::Expired, "Paddle's certificate has expired"),
        (Certificate::OtherName, "Paddle's certificate is of another host"),
        (Certificate::UnknownCa, "Paddle's certificate is of an unknown authority"),
    ] {
        let click = trial.click();
        stand_in.show(certificate);
        let exchange = trial.send(click).await;
        stand_in.show(Certificate::Good);
        let outcome = trial.refused_before_paddle(&exchange, UpstreamUnavailable);
        outcome.map_err(|problem| problem.when(circumstance))?;
    }
    Ok(())
}

async fn after_a_stall(trial: &mut Trial) -> Outcome {
    let stall = stall(trial).await;
    if stall.after_has_code {
        return Ok(());
    }
    trial.fail(&stall.after, "201 with a code, on the click after one without a response")
}
