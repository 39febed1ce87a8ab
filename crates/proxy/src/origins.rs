//! Which origins' pages the proxy serves.

use crate::SetupError;
use axum::http::{
    HeaderName, HeaderValue, Method, Request, Response,
    header::{HOST, ORIGIN, RETRY_AFTER},
    request::Parts,
};
use paddle_magic_links_protocol::checked_origin;
use std::{convert::Infallible, future::ready};
use tower::{Layer, ServiceExt, service_fn};
use tower_http::{
    cors::{AllowHeaders, CorsLayer},
    csrf::CsrfLayer,
};

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// The response header with the proxy's own id of a request.
pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The trusted origins, besides the proxy's own: one list for both CSRF and CORS.
#[derive(Clone, Debug, Default)]
pub(crate) struct Origins {
    csrf: CsrfLayer,
    cors: Vec<HeaderValue>,
}

impl Origins {
    pub(crate) fn trust(&mut self, origin: &str) -> Result<(), SetupError> {
        let origin = checked_origin(origin).map_err(SetupError::TrustedOrigin)?;
        let value = HeaderValue::from_str(origin).expect("a header can hold every origin");
        let csrf = self.csrf.clone().add_trusted_origin(origin);
        self.csrf = csrf.expect("the layer takes every origin");
        self.cors.push(value);
        Ok(())
    }

    /// Whether the browser says that the request comes from another origin than these.
    pub(crate) async fn is_foreign(&self, parts: &Parts) -> bool {
        let mut request = Request::new(());
        request.method_mut().clone_from(&parts.method);
        request.uri_mut().clone_from(&parts.uri);
        for name in [ORIGIN, HOST, SEC_FETCH_SITE] {
            if let Some(value) = parts.headers.get(&name) {
                request.headers_mut().insert(name, value.clone());
            }
        }
        let answer = |is_own| Response::new(is_own);
        let check = self
            .csrf
            .clone()
            .with_rejection_response(move |_| answer(false))
            .layer(service_fn(|_| ready(Ok::<_, Infallible>(answer(true)))));
        !check.oneshot(request).await.is_ok_and(Response::into_body)
    }

    /// Lets pages of the trusted origins read responses, and no others.
    pub(crate) fn cors(&self) -> Option<CorsLayer> {
        let layer = CorsLayer::new()
            .allow_origin(self.cors.clone())
            .allow_credentials(true)
            .allow_methods([Method::POST])
            // Which header has the platform's CSRF token is up to the platform.
            .allow_headers(AllowHeaders::mirror_request())
            .expose_headers([RETRY_AFTER, REQUEST_ID]);
        (!self.cors.is_empty()).then_some(layer)
    }
}
