//! What an API was asked.

use serde::Serialize;
use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

/// A request to the API, whatever became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RecordedRequest {
    /// Which connection it came on, counted from one.
    pub connection: usize,
    /// The method, such as `POST`.
    pub method: String,
    /// The path with its query.
    pub path: String,
    /// The headers, in lower case, except for the value of `authorization`, which is left out.
    pub headers: Vec<(String, String)>,
    /// The length of the body, in bytes.
    pub body_length: usize,
    /// Whose key it had: the place in `Options::sellers`.
    pub seller: Option<usize>,
    /// Whether it made a code.
    pub made_code: bool,
    /// What the response was, in words, such as `201` or `307 to another host`. `None` until there is one, so
    /// for ever after [`Fault::Hang`](crate::Fault::Hang). It has no code that the stand-in made.
    pub response: Option<String>,
}

/// All requests, and how many there were in the last minute.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    pub(crate) requests: Vec<RecordedRequest>,
    recent: VecDeque<Instant>,
}

impl Ledger {
    /// Notes a request, and returns its place.
    pub(crate) fn note(&mut self, request: RecordedRequest) -> usize {
        self.requests.push(request);
        self.requests.len() - 1
    }

    /// Whether one more request is within the limit; if not, in how many seconds it is.
    pub(crate) fn admit(&mut self, per_minute: usize, now: Instant) -> Result<(), u64> {
        const MINUTE: Duration = Duration::from_mins(1);
        while self.recent.front().is_some_and(|&at| now.duration_since(at) >= MINUTE) {
            self.recent.pop_front();
        }
        if self.recent.len() >= per_minute {
            let oldest = self.recent.front().map_or(MINUTE, |&at| now.duration_since(at));
            return Err(MINUTE.saturating_sub(oldest).as_secs() + 1);
        }
        self.recent.push_back(now);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minute_has_so_many_requests_wherever_it_begins() {
        let mut ledger = Ledger::default();
        let start = Instant::now();
        let after = |seconds| start + Duration::from_secs(seconds);
        assert_eq!(ledger.admit(2, after(0)), Ok(()));
        assert_eq!(ledger.admit(2, after(30)), Ok(()));
        assert_eq!(ledger.admit(2, after(59)), Err(2));
        assert_eq!(ledger.admit(2, after(60)), Ok(()));
        assert_eq!(ledger.admit(2, after(61)), Err(30));
        assert_eq!(ledger.admit(2, after(90)), Ok(()));
    }
}
