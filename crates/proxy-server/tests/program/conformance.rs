//! The program passes what `magic-links check` wants of any proxy.

use crate::platform::{LIVE_KEY, OTHER_LIVE_KEY, OTHER_SANDBOX_KEY, Platform, SANDBOX_KEY, WHOAMI};
use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use paddle_magic_links_cli::check::{
    Progress, Selection, Session, State, Subject, line, run, summary,
};
use paddle_magic_links_proxy::PROXY_PATH;
use serde_json::json;
use std::{fs::File, time::SystemTime};

const LIMITS: &str = "[limits]\nseller = { per_minute = 1000000, burst = 1000000 }\n\
    paddle = { per_minute = 1000000, burst = 1000000 }\n";

fn whoami(cookie: &str) -> Response {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs();
    let (seller, signed_in, keys) = match cookie {
        "sid=A" => ("a", now, json!({ "sandbox": SANDBOX_KEY, "live": LIVE_KEY })),
        "sid=stale" => ("a", now - 3600, json!({ "sandbox": SANDBOX_KEY, "live": LIVE_KEY })),
        "sid=B" => ("b", now, json!({ "sandbox": OTHER_SANDBOX_KEY, "live": OTHER_LIVE_KEY })),
        "sid=forbidden" => return StatusCode::FORBIDDEN.into_response(),
        _ => return StatusCode::UNAUTHORIZED.into_response(),
    };
    Json(json!({ "seller": seller, "signed_in": signed_in, "keys": keys })).into_response()
}

#[tokio::test]
async fn the_program_conforms() {
    let log = tempfile::NamedTempFile::new().unwrap();
    let file: File = log.reopen().unwrap();
    let platform = Platform::start_with(&[WHOAMI, LIMITS].concat(), |command| {
        command.stderr(file);
    })
    .await;
    platform.whoami_responds(|headers| {
        whoami(headers.get("cookie").and_then(|cookie| cookie.to_str().ok()).unwrap_or_default())
    });
    let session = |sid| Session::parse([format!("cookie: sid={sid}")]).unwrap();
    let proxy = format!("{}{PROXY_PATH}", platform.origin);
    let mut subject = Subject::new(proxy, session("A"), session("B"));
    subject.stale = Some(session("stale"));
    subject.forbidden = Some(session("forbidden"));
    subject.logs = vec![log.path().to_owned()];
    subject.long_pauses = true;
    let selection = Selection { seed: Some(1), ..Selection::default() };
    let report = run(&platform.stand_in, subject, &selection, |progress| {
        if let Progress::Done(checked) = progress {
            eprint!("{}", line(checked));
        }
    });
    let report = report.await.unwrap();
    assert!(report.conforming, "{}", summary(&report));
    // Its limits are out of the way.
    assert_eq!(report.ids(State::Advice), ["L-1"]);
    assert_eq!(report.ids(State::Skipped), ["I-3", "I-6", "L-3", "L-4", "O-3", "U-7"]);
}
