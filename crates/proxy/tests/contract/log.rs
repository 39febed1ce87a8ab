//! What is logged, at the finest level, by the proxy and the libraries that it uses.

use crate::platform::{LIVE, LIVE_KEY, Platform, SANDBOX_KEY, json};
use paddle_magic_links_stand_in::Fault;
use std::{
    io,
    sync::{Mutex, Once},
};
use tracing_subscriber::filter::LevelFilter;

/// What every test of this binary logs.
static LOG: Mutex<Vec<u8>> = Mutex::new(Vec::new());

pub(crate) struct Log;

impl Log {
    pub(crate) fn start() {
        static ONCE: Once = Once::new();
        ONCE.call_once(|| {
            tracing_subscriber::fmt().with_max_level(LevelFilter::TRACE).with_writer(|| Log).init();
        });
    }

    fn text() -> String {
        String::from_utf8(LOG.lock().unwrap().clone()).unwrap()
    }
}

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        LOG.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn neither_the_key_nor_the_code_is_logged_even_at_trace() {
    let platform = Platform::start().await;
    let mut codes = Vec::new();
    for body in [LIVE, r#"{"environment":"sandbox"}"#] {
        let answer = json(platform.ask(body).send().await.unwrap()).await;
        codes.push(answer["data"]["code"].as_str().unwrap().to_owned());
    }
    for failure in Fault::ALL {
        platform.stand_in.fail_with(Some(failure));
        platform.ask(LIVE).send().await.unwrap();
    }
    let log = Log::text();
    assert!(log.contains("magic session made") && log.contains("too_many_requests"));
    assert!(log.contains("TRACE"), "the log holds the libraries' finest events too");
    for secret in codes.iter().map(String::as_str).chain([SANDBOX_KEY, LIVE_KEY]) {
        assert!(!log.contains(secret));
    }
}
