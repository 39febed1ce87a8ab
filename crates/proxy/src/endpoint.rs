//! Takes a request, and sees to it that it ends in one response and one audit.

#[cfg(feature = "metrics")]
use crate::meter;
use crate::{
    Audit, Cause, RefusalCode, RequestId, Sellers, magic_session::Refused, response,
    running::Running,
};
use axum::{
    extract::{Request, State},
    response::Response,
};
use futures_util::FutureExt;
use std::{panic::AssertUnwindSafe, sync::Arc};
use tracing::Instrument;
use uuid::Uuid;

pub(crate) async fn endpoint<S: Sellers>(
    State(running): State<Arc<Running<S>>>,
    request: Request,
) -> Response {
    let id = RequestId::new(Uuid::new_v4().to_string()).expect("a UUID is an identifier");
    let unknown = Audit::new(id);
    let mut audit = unknown.clone();
    // In a task of its own, which goes on when the browser leaves: the code may have been made already.
    let task = async move {
        let permit = running.in_progress.begin();
        let result = if permit.is_some() {
            let session = AssertUnwindSafe(running.magic_session(request, &mut audit));
            session.catch_unwind().await.unwrap_or_else(|_| {
                audit.cause = Some(Cause::Panic);
                Err(RefusalCode::SiteUnavailable.into())
            })
        } else {
            audit.cause = Some(Cause::TooManyInFlight);
            Err(RefusalCode::SiteUnavailable.into())
        };
        match &result {
            Ok(session) => audit.paddle_request_id.clone_from(&session.request_id),
            Err(Refused { refusal, .. }) => {
                audit.refusal = Some(refusal.code);
                audit.paddle_request_id.clone_from(&refusal.request_id);
            }
        }
        #[cfg(feature = "metrics")]
        meter::request(&audit);
        running.sellers.audit(&audit);
        drop(permit);
        response::new(&audit, result)
    };
    // It fails only if the platform's audit panics.
    tokio::spawn(task.in_current_span())
        .await
        .unwrap_or_else(|_| response::new(&unknown, Err(RefusalCode::SiteUnavailable.into())))
}
