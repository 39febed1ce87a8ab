//! Which pages may ask, and which may read the response.

use crate::{flaw::Flaw, proxy::Proxy};
use axum::{
    http::{
        HeaderMap, HeaderValue, Method, StatusCode,
        header::{
            ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS,
            ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
            ACCESS_CONTROL_EXPOSE_HEADERS, CONTENT_TYPE, ORIGIN,
        },
        request::Parts,
    },
    response::{IntoResponse, Response},
};
use paddle_magic_links_protocol::GUARD_HEADER;

/// The one other origin whose pages have the widget.
pub(crate) const TRUSTED: &str = "https://app.shop.example";

pub(crate) fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).map(|value| value.to_str().unwrap_or("not text"))
}

impl Proxy {
    /// Whether a page of another origin sends the request.
    pub(crate) fn is_foreign(&self, headers: &HeaderMap) -> bool {
        let origin = text(headers, "origin");
        if self.has(Flaw::NoCsrf) || origin == Some(TRUSTED) {
            return false;
        }
        let site = match text(headers, "sec-fetch-site") {
            Some("cross-site") if self.has(Flaw::CrossSite) && origin != Some("null") => {
                Some("same-origin")
            }
            Some("same-site") if self.has(Flaw::SameSite) => Some("same-origin"),
            site => site,
        };
        match (site, origin) {
            (Some("same-origin" | "none"), _) | (None, None) => false,
            (Some(_), _) => true,
            (None, Some(origin)) => !self.is_own(origin),
        }
    }

    fn is_own(&self, origin: &str) -> bool {
        let own = self.origin();
        let host = |origin: &str| origin.split_once("://").map(|(_, host)| host.to_owned());
        let without_port =
            |origin: &str| origin.rsplit_once(':').map(|(start, _)| start.to_owned());
        origin == own
            || match self.flaw() {
                Some(Flaw::NullOrigin) => origin == "null",
                Some(Flaw::OriginBySuffix) => host(own).is_some_and(|own| origin.ends_with(&own)),
                Some(Flaw::OriginByPrefix) => origin.starts_with(own),
                Some(Flaw::OriginWithoutPort) => without_port(origin) == without_port(own),
                Some(Flaw::OriginByBlocklist) => {
                    origin != "null"
                        && !origin.contains("127.0.0.1")
                        && !origin.contains("localhost")
                }
                _ => false,
            }
    }

    /// Whether the request has both the header and the JSON type.
    pub(crate) fn is_from_the_widget(&self, headers: &HeaderMap) -> bool {
        let (name, value) = GUARD_HEADER;
        let has_guard = text(headers, name) == Some(value) || self.has(Flaw::NoGuardHeader);
        let is_json = match headers
            .get(CONTENT_TYPE)
            .map(|value| value.to_str().unwrap_or_default())
        {
            _ if self.has(Flaw::AnyContentType) => true,
            None => self.has(Flaw::NoContentType),
            Some(content_type) if self.has(Flaw::NoCharset) => content_type == "application/json",
            Some(content_type) => {
                let media_type = content_type.split(';').next().unwrap_or_default().trim();
                media_type.eq_ignore_ascii_case("application/json")
                    || self.has(Flaw::TextPlain) && media_type == "text/plain"
            }
        };
        has_guard && is_json
    }

    /// The response to a CORS preflight of a page that is trusted.
    pub(crate) fn preflight(&self, parts: &Parts) -> Option<Response> {
        let is_preflight = parts.method == Method::OPTIONS
            && parts.headers.contains_key("access-control-request-method");
        let origin = self.reader(&parts.headers).or_else(|| {
            let anyone = parts.headers.get(ORIGIN).filter(|_| self.has(Flaw::PreflightForAnyone));
            anyone.cloned()
        })?;
        if !is_preflight {
            return None;
        }
        let mut response = StatusCode::NO_CONTENT.into_response();
        let headers = response.headers_mut();
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("POST"));
        let allowed = HeaderValue::from_static("content-type, x-paddle-magic-links");
        headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, allowed);
        if !self.has(Flaw::AnyoneReads) {
            let yes = HeaderValue::from_static("true");
            headers.insert(ACCESS_CONTROL_ALLOW_CREDENTIALS, yes);
        }
        Some(response)
    }

    /// Says who may read the response.
    pub(crate) fn allow_reading(&self, request: &HeaderMap, response: &mut HeaderMap) {
        let Some(origin) = self.reader(request) else { return };
        if !self.has(Flaw::AnyoneReads) {
            let yes = HeaderValue::from_static("true");
            response.insert(ACCESS_CONTROL_ALLOW_CREDENTIALS, yes);
        }
        response.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        if !self.has(Flaw::NothingExposed) {
            let exposed = HeaderValue::from_static("retry-after");
            response.insert(ACCESS_CONTROL_EXPOSE_HEADERS, exposed);
        }
    }

    fn reader(&self, headers: &HeaderMap) -> Option<HeaderValue> {
        if self.has(Flaw::AnyoneReads) {
            return Some(HeaderValue::from_static("*"));
        }
        let origin = headers.get(ORIGIN)?;
        (origin == TRUSTED || self.has(Flaw::ReflectedOrigin)).then(|| origin.clone())
    }
}
