//! What a stranger, or a seller with a script, can do.

use crate::platform::{GENEROUS, LIVE, Platform};
use fastrand::Rng;
use paddle_magic_links_proxy::{Cause, Environment, Limits, PROXY_PATH};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    task::JoinSet,
    time::{interval, timeout},
};

const REQUESTS: u64 = 10_000;
const AT_A_TIME: u64 = 256;

/// What a mutation inserts, besides random bytes.
const WORDS: [&[u8]; 14] = [
    b"\r\n",
    b"\r\n\r\n",
    b"\0",
    b"{",
    b"[[[[[[[[[[[[[[[[",
    b"\"",
    b"null",
    b"sandbox",
    b"-1",
    b"99999999999999999999",
    b"\xff\xfe",
    b"content-length: 5\r\n",
    b"transfer-encoding: chunked\r\n",
    b"\"environment\":\"live\",",
];

fn mutate(bytes: &mut Vec<u8>, random: &mut Rng) {
    for _ in 0..random.usize(1..4) {
        if bytes.is_empty() {
            return;
        }
        let at = random.usize(..bytes.len());
        let end = (at + random.usize(1..16)).min(bytes.len());
        match random.u8(..5) {
            0 => bytes[at] ^= 1 << random.u8(..8),
            1 => drop(bytes.drain(at..end)),
            2 => {
                let copy = bytes[at..end].to_vec();
                bytes.splice(at..at, copy);
            }
            3 => bytes[at] = random.u8(..),
            _ => {
                let word = WORDS[random.usize(..WORDS.len())];
                bytes.splice(at..at, word.iter().copied());
            }
        }
    }
}

/// A mutation of a good request: of its body alone, or of all of it.
fn request(seed: u64, host: &str) -> Vec<u8> {
    let mut random = Rng::with_seed(seed);
    let mut body = LIVE.as_bytes().to_vec();
    if random.bool() {
        mutate(&mut body, &mut random);
    }
    let mut request = format!(
        "POST {PROXY_PATH} HTTP/1.1\r\nhost: {host}\r\ncontent-type: application/json\r\n\
         x-paddle-magic-links: 1\r\norigin: http://{host}\r\nsec-fetch-site: same-origin\r\n\
         x-test-session: s_1\r\nconnection: close\r\ncontent-length: {}\r\n\r\n",
        body.len()
    )
    .into_bytes();
    request.extend(body);
    if random.bool() {
        mutate(&mut request, &mut random);
    }
    request
}

/// The first line of the response, if there is one.
async fn send(request: &[u8], host: &str) -> String {
    let mut stream = TcpStream::connect(host).await.unwrap();
    // The server may have closed the connection already.
    let _ = stream.write_all(request).await;
    if !request.windows(4).any(|bytes| bytes == b"\r\n\r\n") {
        // Its headers have no end, and this server does not limit their time.
        let _ = stream.shutdown().await;
    }
    let mut response = [0; 64];
    let read = timeout(Duration::from_secs(30), stream.read(&mut response)).await;
    let length = read.expect("a response, or the connection is closed").unwrap_or(0);
    String::from_utf8_lossy(&response[..length]).lines().next().unwrap_or_default().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn mutated_requests_do_no_harm() {
    // All of them may get as far as Paddle at once.
    let limits = Limits { in_flight: 1024, ..GENEROUS };
    let platform = Platform::start_with(|paddle| paddle, |proxy| proxy.limits(limits)).await;
    let host: Arc<str> = platform.origin.trim_start_matches("http://").into();
    let mut tasks = JoinSet::new();
    for first in 0..AT_A_TIME {
        let host = host.clone();
        tasks.spawn(async move {
            let mut statuses = Vec::new();
            for seed in (first..REQUESTS).step_by(usize::try_from(AT_A_TIME).unwrap()) {
                let line = send(&request(seed, &host), &host).await;
                assert!(!line.starts_with("HTTP/1.1 5"), "seed {seed}: {line}");
                statuses.push(line);
            }
            statuses
        });
    }
    let statuses = tasks.join_all().await.concat();
    let silent = statuses.iter().filter(|status| status.is_empty()).count();
    assert!(silent < 500, "{silent} requests got no response");
    for status in ["201", "400", "401", "403", "404", "405", "408"] {
        let line = format!("HTTP/1.1 {status} ");
        assert!(statuses.iter().any(|status| status.starts_with(&line)), "none had {status}");
    }
    let panicked = |cause: &Option<Cause>| *cause == Some(Cause::Panic);
    assert!(!platform.audits().iter().any(|audit| panicked(&audit.cause)));
    assert_eq!(platform.ask(LIVE).send().await.unwrap().status(), 201);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_abuser_leaves_another_seller_alone() {
    let platform = Arc::new(
        Platform::start_with(|paddle| paddle, |proxy| proxy.limits(Limits::default())).await,
    );
    let start = Instant::now();
    let abuser = platform.clone();
    let abuser = tokio::spawn(async move {
        let mut pace = interval(Duration::from_millis(20));
        let mut requests = JoinSet::new();
        for _ in 0..150 {
            pace.tick().await;
            requests.spawn(abuser.ask_as("abuser", LIVE).send());
        }
        let responses = requests.join_all().await;
        responses.into_iter().map(|response| response.unwrap().status().as_u16()).collect()
    });
    let mut pace = interval(Duration::from_millis(600));
    for _ in 0..5 {
        pace.tick().await;
        assert_eq!(platform.ask_as("another", LIVE).send().await.unwrap().status(), 201);
    }
    let statuses: Vec<u16> = abuser.await.unwrap();
    let made = statuses.iter().filter(|&&status| status == 201).count();
    // Five at once, and then one every six seconds.
    let most = 5 + usize::try_from(start.elapsed().as_secs() / 6).unwrap();
    assert!((5..=most).contains(&made), "{made}");
    assert!(statuses.iter().all(|status| [201, 429].contains(status)));
}

#[tokio::test(flavor = "multi_thread")]
async fn many_sellers_together_stay_below_paddles_limit() {
    let platform = Arc::new(
        Platform::start_with(|paddle| paddle, |proxy| proxy.limits(Limits::default())).await,
    );
    let start = Instant::now();
    let mut requests = JoinSet::new();
    for number in 0..300 {
        requests.spawn(platform.ask_as(&format!("s_{number}"), LIVE).send());
    }
    let responses = requests.join_all().await;
    let limited = responses.iter().filter(|response| response.as_ref().unwrap().status() == 503);
    let asked = platform.stand_in.environment(Environment::Live).requests();
    assert_eq!(limited.count() + asked, 300);
    let most = 20 + usize::try_from(start.elapsed().as_millis() * 200 / 60_000).unwrap() + 1;
    assert!((20..=most).contains(&asked), "{asked}");
}
