//! Connections that die.

use crate::{
    held_paddle::HeldPaddle,
    platform::{LIVE, Platform, refusal},
};
use paddle_magic_links_proxy::Environment;
use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

const SESSION: &[u8] = b"HTTP/1.1 201 Created\r\ncontent-type: application/json\r\n\
    content-length: 21\r\n\r\n{\"data\":{\"code\":\"x\"}}";

/// What Paddle's end does with the requests of one connection, in order. After the last, it hangs.
#[derive(Clone, Copy)]
enum Then {
    Respond,
    /// Reads the request, and never responds.
    Hang,
    Close,
}

/// A Paddle that treats its first connections as told, and responds on all others. The number of
/// connections comes with it.
async fn paddle(connections: &'static [&'static [Then]]) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let count = Arc::new(AtomicUsize::new(0));
    let counted = count.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let number = counted.fetch_add(1, Ordering::SeqCst);
            let script = connections.get(number).copied().unwrap_or(&[Then::Respond; 9]);
            tokio::spawn(serve(stream, script));
        }
    });
    (origin, count)
}

async fn serve(mut stream: TcpStream, script: &[Then]) {
    for then in script {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let Ok(byte) = stream.read_u8().await else { return };
            head.push(byte);
        }
        match then {
            Then::Respond => stream.write_all(SESSION).await.unwrap(),
            Then::Hang => std::future::pending().await,
            Then::Close => return,
        }
    }
}

#[tokio::test]
async fn after_a_connection_that_hangs_the_next_click_works() {
    let (origin, connections) = paddle(&[&[Then::Respond, Then::Hang]]).await;
    let platform = Platform::start_with(
        |paddle| paddle.api(Environment::Live, &origin).timeout(Duration::from_millis(500)),
        |proxy| proxy,
    )
    .await;
    assert_eq!(platform.ask(LIVE).send().await.unwrap().status(), 201);
    assert_eq!(refusal(platform.ask(LIVE)).await, (503, "upstream_unavailable".into()));
    assert_eq!(platform.ask(LIVE).send().await.unwrap().status(), 201);
    assert_eq!(connections.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn a_connection_is_reused() {
    let (origin, connections) = paddle(&[]).await;
    let platform = Platform::with_live_api(&origin).await;
    for _ in 0..5 {
        assert_eq!(platform.ask(LIVE).send().await.unwrap().status(), 201);
    }
    assert_eq!(connections.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn the_connections_of_a_busy_moment_are_reused() {
    const CLICKS: usize = 40;
    let (paddle, platform) = HeldPaddle::start(|proxy| proxy).await;
    for _ in 0..2 {
        let clicks: Vec<_> = (0..CLICKS).map(|_| tokio::spawn(platform.ask(LIVE).send())).collect();
        for _ in 0..CLICKS {
            paddle.is_asked().await;
        }
        paddle.let_through(CLICKS);
        for click in clicks {
            assert_eq!(click.await.unwrap().unwrap().status(), 201);
        }
    }
    // A few may not be free again when the second moment begins.
    assert!(paddle.connections() < CLICKS + CLICKS / 4, "{}", paddle.connections());
}

#[tokio::test]
async fn a_request_that_may_have_made_a_code_is_not_repeated() {
    let (origin, connections) = paddle(&[&[Then::Respond, Then::Close]]).await;
    let platform = Platform::with_live_api(&origin).await;
    assert_eq!(platform.ask(LIVE).send().await.unwrap().status(), 201);
    assert_eq!(refusal(platform.ask(LIVE)).await, (503, "upstream_unavailable".into()));
    assert_eq!(connections.load(Ordering::SeqCst), 1);
}
