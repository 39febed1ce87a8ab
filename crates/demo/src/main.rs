//! Runs the demo's backend on a free port of 127.0.0.1 until its standard input closes.
//!
//! It prints its origin as the only line on its standard output. The process that started it holds the
//! other end of its standard input, so the backend never outlives that process.

use paddle_magic_links_demo::{Demo, Keys};
use std::{error::Error, process::ExitCode};
use tokio::{io::AsyncReadExt, net::TcpListener};

#[tokio::main]
async fn main() -> ExitCode {
    tracing_subscriber::fmt().with_writer(std::io::stderr).init();
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), Box<dyn Error>> {
    let allowlist = ["127.0.0.1", "localhost"].map(String::from).to_vec();
    let demo = Demo::start(Keys::from_env()?, allowlist).await?;
    let router = demo.router()?;
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    println!("http://{}", listener.local_addr()?);
    axum::serve(listener, router).with_graceful_shutdown(standard_input_closes()).await?;
    Ok(())
}

async fn standard_input_closes() {
    let mut input = tokio::io::stdin();
    while input.read(&mut [0; 64]).await.is_ok_and(|length| length > 0) {}
}
