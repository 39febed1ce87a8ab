//! For whoever runs the proxy: is it alive, is it ready, what does it do?

use crate::drain::Drain;
use anyhow::{Context, Result};
use axum::{Router, http::StatusCode, routing::get};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};

pub(crate) fn install_metrics() -> Result<PrometheusHandle> {
    PrometheusBuilder::new().install_recorder().context("metrics")
}

/// On a port of its own, so that no visitor of the platform reaches it.
pub(crate) fn router(metrics: PrometheusHandle, drain: Drain) -> Router {
    let ready = async move || {
        if drain.has_started() {
            (StatusCode::SERVICE_UNAVAILABLE, "draining\n")
        } else {
            (StatusCode::OK, "ready\n")
        }
    };
    Router::new()
        .route("/livez", get(async || "alive\n"))
        .route("/readyz", get(ready))
        .route("/metrics", get(async move || metrics.render()))
}
