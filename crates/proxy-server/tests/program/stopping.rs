//! The end of the program, by a signal.

use crate::platform::{LIVE, Platform, WHOAMI, refusal};
use paddle_magic_links_stand_in::Fault;
use reqwest::RequestBuilder;
use std::{process::Command, time::Duration};
use tokio::{task::JoinSet, time::timeout};

fn terminate(platform: &Platform) {
    let id = platform.program.id().unwrap().to_string();
    assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
}

/// Clicks without a pause, until there is no response. Returns how many there were.
async fn clicks(ask: RequestBuilder) -> usize {
    let mut served = 0;
    loop {
        match ask.try_clone().unwrap().send().await {
            Ok(response) => {
                assert_eq!(response.status(), 201);
                response.bytes().await.expect("the whole response");
                served += 1;
            }
            // Refused, or reset in the system's queue: the program never saw it.
            Err(error) => {
                assert!(error.is_connect() || error.is_request(), "{error:?}");
                return served;
            }
        }
    }
}

#[tokio::test]
async fn on_sigterm_accepted_requests_are_served_and_new_ones_go_elsewhere() {
    let limits = "[limits]\nseller = { per_minute = 1000000, burst = 1000000 }\n\
        paddle = { per_minute = 1000000, burst = 1000000 }\n";
    let mut platform = Platform::start(&[WHOAMI, limits].concat()).await;
    platform.knows_a_seller();
    let clickers: JoinSet<_> = (0..4).map(|_| clicks(platform.ask(LIVE))).collect();
    terminate(&platform);
    let notices = async { while platform.operation("/readyz").await.0 != 503 {} };
    timeout(Duration::from_secs(5), notices).await.expect("it is not ready");
    assert_eq!(platform.operation("/livez").await.0, 200);
    let served = clickers.join_all().await;
    assert!(served.iter().all(|served| *served > 0), "{served:?}");
    // Whatever the program began to serve had its response.
    assert_eq!(platform.asked().len(), served.iter().sum::<usize>());
    let status = timeout(Duration::from_secs(20), platform.program.wait()).await.expect("it ends");
    assert_eq!(status.unwrap().code(), Some(0));
}

#[tokio::test]
async fn a_request_in_flight_ends_before_the_program() {
    let mut platform = Platform::start(WHOAMI).await;
    platform.knows_a_seller();
    // Paddle does not respond, which takes longer than what comes before the draining.
    platform.stand_in.fail_with(Some(Fault::SlowResponse));
    let click = tokio::spawn(refusal(platform.ask(LIVE)));
    let asked = async {
        while platform.asked().is_empty() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    timeout(Duration::from_secs(5), asked).await.unwrap();
    terminate(&platform);
    assert_eq!(click.await.unwrap(), (503, "upstream_unavailable".into()));
    assert_eq!(platform.program.wait().await.unwrap().code(), Some(0));
}
