//! For the operator: whether it is alive and ready, and what it does.

use crate::drain::Drain;
use anyhow::{Context, Result};
use axum::{Router, http::StatusCode, routing::get};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use std::time::Duration;

/// Upper bounds of a histogram's buckets, in seconds. Unlike quantiles, buckets can be added up across
/// instances.
const BUCKETS: [f64; 8] = [0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];

/// Installs the recorder. The caller is in a tokio runtime.
pub(crate) fn install_metrics() -> Result<PrometheusHandle> {
    let metrics = PrometheusBuilder::new()
        .set_buckets(&BUCKETS)
        .and_then(PrometheusBuilder::install_recorder)
        .context("metrics")?;
    let upkeep = metrics.clone();
    // Otherwise samples pile up until somebody reads the metrics.
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(Duration::from_secs(5)).await;
            upkeep.run_upkeep();
        }
    });
    Ok(metrics)
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
