//! Requests that no HTTP library sends.

use super::click::Click;
use reqwest::{Url, header::CONTENT_LENGTH};
use std::{io, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

/// Sends bytes, and returns what comes back until the connection ends.
pub(super) async fn send(url: &Url, bytes: &[u8], most: Duration) -> io::Result<String> {
    let exchange = async {
        let mut stream = connect(url).await?;
        stream.write_all(bytes).await?;
        let mut response = Vec::new();
        stream.read_to_end(&mut response).await?;
        Ok(String::from_utf8_lossy(&response).into_owned())
    };
    timeout(most, exchange).await.map_err(|_| io::Error::from(io::ErrorKind::TimedOut))?
}

/// Sends a part of a request, and returns whether the server responds or gives up the connection.
pub(super) async fn is_given_up(url: &Url, bytes: &[u8], most: Duration) -> io::Result<bool> {
    let mut stream = connect(url).await?;
    stream.write_all(bytes).await?;
    let mut first = [0];
    // A reset ends it as well.
    Ok(timeout(most, stream.read(&mut first)).await.is_ok())
}

/// The request with this target, which need not be the click's own path.
pub(super) fn request(click: &Click, target: &str) -> Vec<u8> {
    let mut bytes = head(click, target, click.body.len());
    bytes.extend_from_slice(&click.body);
    bytes
}

/// The head of a request whose body has so many bytes.
pub(super) fn head(click: &Click, target: &str, length: usize) -> Vec<u8> {
    let (method, host) = (&click.method, host(&click.url));
    let start = format!("{method} {target} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n");
    let mut bytes = [start, format!("{CONTENT_LENGTH}: {length}\r\n")].concat().into_bytes();
    for (name, value) in &click.headers {
        bytes.extend_from_slice(name.as_str().as_bytes());
        bytes.extend_from_slice(b": ");
        bytes.extend_from_slice(value.as_bytes());
        bytes.extend_from_slice(b"\r\n");
    }
    bytes.extend_from_slice(b"\r\n");
    bytes
}

fn host(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    format!("{host}:{}", url.port_or_known_default().unwrap_or(80))
}

async fn connect(url: &Url) -> io::Result<TcpStream> {
    TcpStream::connect(host(url)).await
}
