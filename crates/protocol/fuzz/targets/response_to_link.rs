//! Whatever the proxy's response, the link leads to the login of the dashboard that was requested, with
//! the code of the response and the redirect target that was chosen.

#![no_main]

use libfuzzer_sys::{
    arbitrary::{self, Arbitrary},
    fuzz_target,
};
use paddle_magic_links_protocol::{Environment, LOGIN_PATH, MagicLink, RedirectTarget, SessionResponse};
use serde_json::Value;
use url::Url;

#[derive(Arbitrary, Debug)]
struct Input<'a> {
    live: bool,
    target: Option<u8>,
    succeeds: bool,
    status: u16,
    retry_after: Option<&'a str>,
    body: &'a str,
}

fuzz_target!(|input: Input<'_>| {
    let (environment, host) = if input.live {
        (Environment::Live, "vendors.paddle.com")
    } else {
        (Environment::Sandbox, "sandbox-vendors.paddle.com")
    };
    let all = RedirectTarget::ALL;
    let target = input.target.map(|number| all[usize::from(number) % all.len()]);
    let body: Option<Value> = serde_json::from_str(input.body).ok();
    let status = if input.succeeds { 201 } else { input.status };
    let response = SessionResponse {
        status,
        retry_after: input.retry_after,
        body: body.as_ref(),
        csrf_token: false,
    };
    let Ok(session) = response.read(environment) else { return };

    let held = body.as_ref().and_then(|body| body.pointer("/data/code")).and_then(Value::as_str);
    let link = MagicLink::new(environment, &session.code, target);
    let url = Url::parse(link.reveal()).expect("a link is a URL");
    assert_eq!((url.scheme(), url.host_str(), url.path()), ("https", Some(host), LOGIN_PATH));
    assert_eq!((url.username(), url.password(), url.port()), ("", None, None));
    let mut pairs = url.query_pairs();
    let mut next = || pairs.next().map(|(name, value)| (name.into_owned(), value.into_owned()));
    assert_eq!(next(), held.map(|code| ("code".into(), code.into())));
    assert_eq!(next(), target.map(|target| ("redirect".into(), target.as_str().into())));
    assert_eq!((next(), url.fragment()), (None, None));
});
