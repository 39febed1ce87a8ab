//! Answers only this machine's own names.

use axum::{
    extract::Request,
    http::{StatusCode, header::HOST},
    middleware::Next,
    response::{IntoResponse, Response},
};

/// Refuses a request for another host. A page of such a host could have its name resolve to this machine,
/// and would then be of the same origin as the demo: <https://en.wikipedia.org/wiki/DNS_rebinding>.
pub(crate) async fn only_own_host(request: Request, next: Next) -> Response {
    let host = request.headers().get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    if is_own(host) {
        next.run(request).await
    } else {
        (StatusCode::MISDIRECTED_REQUEST, "The demo answers 127.0.0.1, localhost and [::1] only.\n")
            .into_response()
    }
}

fn is_own(host: &str) -> bool {
    let port = host.rsplit_once(':').filter(|(_, port)| port.parse::<u16>().is_ok());
    let name = port.map_or(host, |(name, _)| name);
    matches!(name, "127.0.0.1" | "localhost" | "[::1]")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_machine_are_its_own() {
        for host in
            ["127.0.0.1", "127.0.0.1:8080", "localhost", "localhost:3000", "[::1]", "[::1]:3000"]
        {
            assert!(is_own(host), "{host}");
        }
        for host in ["", "evil.example:8080", "127.0.0.1.evil.example", "localhost.evil.example"] {
            assert!(!is_own(host), "{host}");
        }
    }
}
