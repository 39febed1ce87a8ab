//! What the browser gets.

use crate::{flaw::Flaw, paddle_response::Made, proxy::Proxy, refusal::Refusal};
use axum::{
    http::{
        HeaderName, HeaderValue, StatusCode,
        header::{
            ALLOW, CACHE_CONTROL, CONTENT_TYPE, LOCATION, RETRY_AFTER, SERVER, SET_COOKIE, VARY,
            X_CONTENT_TYPE_OPTIONS,
        },
    },
    response::{Html, IntoResponse, Response},
};
use paddle_magic_links_protocol::{Environment, RefusalCode};
use serde_json::{Value, json};

const LOGIN_PAGE: Html<&str> = Html("<!doctype html><title>Sign in</title>");

fn json_response(status: u16, body: &Value) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, [(CONTENT_TYPE, "application/json")], body.to_string()).into_response()
}

impl Proxy {
    pub(crate) fn session_response(&self, made: &Made, environment: Environment) -> Response {
        let code = &made.code;
        let mut body = json!({
            "data": { "code": code, "environment": environment },
            "meta": { "request_id": made.request_id },
        });
        if let Some(expires_at) = &made.expires_at {
            body["data"]["expires_at"] = json!(expires_at);
        }
        match self.flaw() {
            Some(Flaw::BareCode) => body = json!({ "code": code }),
            Some(Flaw::OnlyTheCode) => body = json!({ "data": { "code": code } }),
            Some(Flaw::OddRequestId) => body["meta"]["request_id"] = json!("an odd id!"),
            _ => {}
        }
        let mut response = json_response(if self.has(Flaw::Accepted) { 202 } else { 201 }, &body);
        if self.has(Flaw::CodeInCookie) {
            let cookie = HeaderValue::try_from(format!("code={code}"));
            response.headers_mut().insert(SET_COOKIE, cookie.expect("a code is text"));
        }
        self.secure(&mut response, self.has(Flaw::CacheableCodes));
        response
    }

    pub(crate) fn refusal_response(&self, refusal: Refusal) -> Response {
        let word = match refusal.code.as_str() {
            _ if self.has(Flaw::OwnWords) => "OOPS",
            word => word,
        };
        let mut body = json!({ "error": { "code": word } });
        if let Some(leak) = refusal.leak {
            body["error"]["detail"] = json!(leak);
        }
        let is_expired = refusal.code == RefusalCode::SessionExpired;
        let mut response = match self.flaw() {
            Some(Flaw::LoginRedirect) if is_expired => {
                (StatusCode::FOUND, [(LOCATION, "/login")]).into_response()
            }
            Some(Flaw::LoginPage) if is_expired => LOGIN_PAGE.into_response(),
            Some(Flaw::HtmlUnauthorized) if is_expired => {
                (StatusCode::UNAUTHORIZED, LOGIN_PAGE).into_response()
            }
            Some(Flaw::PlainCsrf) if refusal.code == RefusalCode::CsrfRejected => {
                let status = StatusCode::from_u16(refusal.status).expect("a status");
                (status, word).into_response()
            }
            _ => json_response(refusal.status, &body),
        };
        let headers = response.headers_mut();
        for (name, value) in refusal.headers {
            if let (Ok(name), Ok(value)) =
                (HeaderName::try_from(name), HeaderValue::try_from(value))
            {
                headers.insert(name, value);
            }
        }
        if let Some(seconds) = refusal.retry_after.and_then(|text| HeaderValue::try_from(text).ok())
        {
            headers.insert(RETRY_AFTER, seconds);
        }
        if refusal.status == 405 && !self.has(Flaw::NoAllow) {
            headers.insert(ALLOW, HeaderValue::from_static("POST"));
        }
        self.secure(&mut response, self.has(Flaw::CacheableRefusals));
        response
    }

    fn secure(&self, response: &mut Response, is_cacheable: bool) {
        let headers = response.headers_mut();
        if !is_cacheable {
            headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        }
        if !self.has(Flaw::NoNosniff) {
            headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        }
        headers.insert(VARY, HeaderValue::from_static("origin, sec-fetch-site"));
        if self.has(Flaw::ServerNamed) {
            headers.insert(SERVER, HeaderValue::from_static("shop/1.2.3"));
        }
    }
}
