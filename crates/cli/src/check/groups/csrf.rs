//! No other site can have a seller's browser make a code.

use crate::check::{
    click::Click,
    definition::{Check, Group},
    finding::Outcome,
    trial::Trial,
};
use paddle_magic_links_protocol::{
    GUARD_HEADER,
    RefusalCode::{CsrfRejected, InvalidRequest},
};
use reqwest::Url;

const CHECK_BOTH: &str = "Refuse a request whose Sec-Fetch-Site is neither \"same-origin\" nor \"none\". Without \
    that header, compare Origin with your own origin, character by character. Add other origins of yours by name only.";

pub(super) const GROUP: Group = Group {
    letter: "C",
    title: "No other site can make a code",
    example: "the part that refuses requests from other sites",
    checks: &[
        Check::required(
            "C-1",
            "A request without the header x-paddle-magic-links is refused, and Paddle is not asked.",
            "Refuse it with 403 csrf_rejected before anything else. Another site can't send this header \
             without a CORS preflight.",
            |trial| Box::pin(without_the_header(trial)),
        ),
        Check::required(
            "C-2",
            "A body that is not application/json is refused, whatever is in it.",
            "Compare the media type before the first \";\" with application/json. A form of another site can \
             send text/plain, and a parser that accepts everything reads it as JSON.",
            |trial| Box::pin(other_types(trial)),
        ),
        Check::required(
            "C-3",
            "A request that the browser calls cross-site is refused.",
            CHECK_BOTH,
            |trial| Box::pin(cross_site(trial)),
        ),
        Check::required(
            "C-4",
            "A request from a sibling domain, which the browser calls same-site, is refused.",
            CHECK_BOTH,
            |trial| Box::pin(same_site(trial)),
        ),
        Check::required(
            "C-5",
            "A request of an older browser, which has no Sec-Fetch-Site, is refused if its Origin is foreign.",
            CHECK_BOTH,
            |trial| Box::pin(foreign_origin(trial)),
        ),
        Check::required(
            "C-6",
            "A request with Origin: null is refused.",
            "Never put \"null\" on a list of origins, nor read it as \"none\". Sandboxed frames of any site have it.",
            |trial| Box::pin(null_origin(trial)),
        ),
        Check::required(
            "C-7",
            "A request is refused if its Origin only resembles your own.",
            "Compare the whole origin for equality: not its start, not its end, not by a regular expression, and \
             with the port.",
            |trial| Box::pin(near_misses(trial)),
        ),
        Check::required(
            "C-8",
            "application/json with a charset is accepted.",
            "Compare the media type before the first \";\", in lower case and without white space around it.",
            |trial| Box::pin(with_charset(trial)),
        ),
        Check::advised(
            "C-9",
            "A request with neither Sec-Fetch-Site nor Origin gets a code or a refusal, and nothing else.",
            "No browser sends that POST. Treat it as your own or refuse it with 403 csrf_rejected.",
            |trial| Box::pin(neither(trial)),
        ),
    ],
};

async fn all_blocked(trial: &mut Trial, clicks: Vec<Click>) -> Outcome {
    for click in clicks {
        let exchange = trial.send(click).await;
        trial.blocked(&exchange, &[CsrfRejected])?;
    }
    Ok(())
}

async fn without_the_header(trial: &mut Trial) -> Outcome {
    let (guard, _) = GUARD_HEADER;
    let click = trial.click().without(guard);
    all_blocked(trial, vec![click]).await?;
    // That it is there is what protects. Its value is the contract's version.
    let other_version = trial.click().with(guard, "0");
    let exchange = trial.send(other_version).await;
    if exchange.is_success() {
        trial.advise(&exchange, "403 csrf_rejected, because the header's value is not \"1\"");
    }
    Ok(())
}

async fn other_types(trial: &mut Trial) -> Outcome {
    for content_type in [
        "text/plain",
        "text/plain; application/json",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=application/json",
    ] {
        let click = trial.click().with("content-type", content_type);
        let exchange = trial.send(click).await;
        trial.blocked(&exchange, &[CsrfRejected, InvalidRequest])?;
    }
    let click = trial.click().without("content-type");
    let exchange = trial.send(click).await;
    trial.blocked(&exchange, &[CsrfRejected, InvalidRequest])
}

async fn cross_site(trial: &mut Trial) -> Outcome {
    let foreign =
        trial.click().with("sec-fetch-site", "cross-site").with("origin", "https://evil.example");
    all_blocked(trial, vec![foreign]).await?;
    // No browser sends this, so a proxy that goes by Origin alone is right, too.
    let own = trial.click().with("sec-fetch-site", "cross-site");
    let exchange = trial.send(own).await;
    if exchange.is_success() {
        trial.advise(
            &exchange,
            "403 csrf_rejected, because Sec-Fetch-Site is the browser's own word",
        );
    }
    Ok(())
}

async fn same_site(trial: &mut Trial) -> Outcome {
    let sibling = format!("http://blog.{}", host_and_port(&trial.bench.url));
    let from =
        |origin: &str| trial.click().with("sec-fetch-site", "same-site").with("origin", origin);
    let clicks = vec![from("https://sibling.example"), from(&sibling)];
    all_blocked(trial, clicks).await
}

async fn foreign_origin(trial: &mut Trial) -> Outcome {
    let click = trial.click().without_fetch_metadata().with("origin", "https://evil.example");
    all_blocked(trial, vec![click]).await
}

async fn null_origin(trial: &mut Trial) -> Outcome {
    let null = || trial.click().with("origin", "null");
    let clicks = vec![null().without_fetch_metadata(), null().with("sec-fetch-site", "cross-site")];
    all_blocked(trial, clicks).await
}

async fn near_misses(trial: &mut Trial) -> Outcome {
    let url = &trial.bench.url;
    let host = url.host_str().unwrap_or_default();
    let port = url.port_or_known_default().unwrap_or(80);
    let other_port = if port == 1 { 2 } else { port - 1 };
    // Not another scheme: behind a server that ends TLS, a proxy does not know its own.
    let origins = [
        format!("http://{host}:{port}.evil.example"),
        format!("http://{host}.evil.example"),
        format!("http://evil-{host}:{port}"),
        format!("http://evil{host}:{port}"),
        format!("http://{host}:{other_port}"),
        format!("http://{host}:{port}1"),
        format!("http://{host}.:{port}"),
        format!("http://{host}:{port}@evil.example"),
        format!("https://evil.example/{host}:{port}"),
    ];
    let click = |origin: &String| trial.click().without_fetch_metadata().with("origin", origin);
    let clicks = origins.iter().map(click).collect();
    all_blocked(trial, clicks).await
}

async fn with_charset(trial: &mut Trial) -> Outcome {
    for content_type in ["application/json; charset=utf-8", "application/json;charset=UTF-8"] {
        let click = trial.click().with("content-type", content_type);
        let exchange = trial.send(click).await;
        trial.gets_own_code(&exchange)?;
    }
    Ok(())
}

async fn neither(trial: &mut Trial) -> Outcome {
    let click = trial.click().without_fetch_metadata().without("origin");
    let exchange = trial.send(click).await;
    if trial.gets_own_code(&exchange).is_ok() {
        return Ok(());
    }
    trial.blocked(&exchange, &[CsrfRejected])
}

fn host_and_port(url: &Url) -> String {
    let port = url.port().map(|port| format!(":{port}"));
    format!("{}{}", url.host_str().unwrap_or_default(), port.unwrap_or_default())
}
