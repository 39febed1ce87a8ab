//! The dashboard's login page, and the pages that it leads to.

use crate::{PaddleEnvironment, sessions::CodeError};
use axum::{
    extract::{RawQuery, State},
    http::{
        HeaderMap, StatusCode, Uri,
        header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERER},
    },
    response::{IntoResponse, Response},
};
use paddle_magic_links_protocol::{Environment, RedirectTarget};
use std::fmt::Write;

/// The title of the page that a refused visitor gets.
pub const REFUSED_TITLE: &str = "Not let in";

/// A visit to the login page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Landing {
    /// The domain in the `Referer`, if there was one.
    pub referer_domain: Option<String>,
    /// The page that was shown, or why none was.
    pub outcome: Result<RedirectTarget, String>,
}

/// What the stand-in calls a page of the dashboard.
pub const fn page_name(target: RedirectTarget) -> &'static str {
    match target {
        RedirectTarget::Overview => "Overview",
        RedirectTarget::PayoutSettings => "Payout settings",
        RedirectTarget::RetainSettings => "Retain",
        RedirectTarget::Onboarding => "Onboarding",
    }
}

/// `GET /magic-sessions/login`.
pub(crate) async fn login(
    State(environment): State<PaddleEnvironment>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let referer_domain = headers
        .get(REFERER)
        .and_then(|referer| referer.to_str().ok()?.parse::<Uri>().ok()?.host().map(str::to_owned));
    let outcome = let_in(&environment, query.as_deref(), referer_domain.as_deref());
    environment.state().landings.push(Landing { referer_domain, outcome: outcome.clone() });
    page(environment.which(), &outcome)
}

/// A `HEAD` request does not use up the code.
pub(crate) async fn head() -> StatusCode {
    StatusCode::OK
}

fn let_in(
    environment: &PaddleEnvironment,
    query: Option<&str>,
    referer_domain: Option<&str>,
) -> Result<RedirectTarget, String> {
    let link = Link::parse(query.unwrap_or_default())?;
    match referer_domain {
        Some(domain) if environment.allows(domain) => {}
        Some(domain) => return Err(format!("The domain {domain} is not on the allowlist.")),
        None => {
            return Err("The browser did not say which site it came from: no Referer.".to_owned());
        }
    }
    environment.state().sessions.open(&link.code).map_err(|dead| {
        match dead {
            CodeError::Unknown => "The code is not one of this environment.",
            CodeError::Expired => "The code has expired.",
            CodeError::Used => "The code was used already.",
        }
        .to_owned()
    })?;
    Ok(link.redirect.unwrap_or(RedirectTarget::Overview))
}

struct Link {
    code: String,
    redirect: Option<RedirectTarget>,
}

impl Link {
    fn parse(query: &str) -> Result<Self, String> {
        let pairs = axum::extract::Query::<Vec<(String, String)>>::try_from_uri(
            &Uri::builder()
                .path_and_query(format!("/?{query}"))
                .build()
                .map_err(|_| "The link is no URL.".to_owned())?,
        )
        .map_err(|_| "The link's parameters can't be read.".to_owned())?
        .0;
        let (mut code, mut redirect) = (None, None);
        for (name, value) in pairs {
            let twice = match name.as_str() {
                "code" => code.replace(value).is_some(),
                "redirect" => redirect
                    .replace(value.parse().map_err(|_| "The redirect is not one of Paddle's.")?)
                    .is_some(),
                _ => return Err("The link has a parameter that is not Paddle's.".into()),
            };
            if twice {
                return Err("The link has a parameter twice.".into());
            }
        }
        Ok(Self { code: code.ok_or("The link has no code.")?, redirect })
    }
}

fn page(environment: Environment, outcome: &Result<RedirectTarget, String>) -> Response {
    let (status, title, text) = match outcome {
        Ok(target) => (
            StatusCode::OK,
            page_name(*target),
            "You are signed in as the seller. The link that brought you here no longer works."
                .to_owned(),
        ),
        Err(reason) => (
            StatusCode::FORBIDDEN,
            REFUSED_TITLE,
            format!("{reason} Go back to your platform and try again."),
        ),
    };
    let mut html = include_str!("dashboard.html").to_owned();
    for (name, value) in [
        ("{{environment}}", environment.as_str()),
        ("{{title}}", title),
        ("{{text}}", &escape(&text)),
    ] {
        html = html.replace(name, value);
    }
    let headers = [
        (CACHE_CONTROL, "no-store"),
        (CONTENT_TYPE, "text/html; charset=utf-8"),
        (CONTENT_SECURITY_POLICY, "default-src 'none'; style-src 'unsafe-inline'; img-src data:"),
    ];
    (status, headers, html).into_response()
}

fn escape(text: &str) -> String {
    text.chars().fold(String::new(), |mut escaped, character| {
        match character {
            '<' | '>' | '&' | '"' => {
                let _ = write!(escaped, "&#{};", u32::from(character));
            }
            _ => escaped.push(character),
        }
        escaped
    })
}
