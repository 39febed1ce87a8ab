//! A Unix socket in place of a port.

use crate::{configuration::MINIMUM, platform::program};
use std::{fs, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::UnixStream,
};

#[tokio::test]
async fn it_listens_on_a_unix_socket() {
    let socket = tempfile::tempdir().unwrap();
    let path = socket.path().join("proxy.sock");
    let text = MINIMUM.replacen("127.0.0.1:0", &format!("unix:{}", path.display()), 1);
    let config = socket.path().join("proxy.toml");
    fs::write(&config, text).unwrap();
    let _program = program().arg("--config").arg(&config).spawn().unwrap();
    let connect = async {
        loop {
            match UnixStream::connect(&path).await {
                Ok(stream) => return stream,
                Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
            }
        }
    };
    let limit = Duration::from_secs(10);
    let mut stream = tokio::time::timeout(limit, connect).await.unwrap();
    let request = b"GET /api/paddle/magic-sessions HTTP/1.1\r\nhost: shop.example\r\n\
        connection: close\r\n\r\n";
    stream.write_all(request).await.unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).await.unwrap();
    assert!(response.starts_with("HTTP/1.1 405 "), "{response}");
}
