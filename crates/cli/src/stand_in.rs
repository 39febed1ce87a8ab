//! `magic-links stand-in`: Paddle's API and dashboard login, without Paddle.

use anyhow::{Context, Result, ensure};
use clap::Args;
use paddle_magic_links_cli::variables;
use paddle_magic_links_protocol::Environment;
use paddle_magic_links_stand_in::{Certificate, Options, StandIn};
use serde::{
    Deserialize,
    de::{IntoDeserializer, value},
};
use serde_json::json;
use std::{fs, path::PathBuf, sync::Arc, time::Duration};
use tokio::net::TcpListener;

#[derive(Args)]
pub(crate) struct Arguments {
    /// A domain from which links are accepted, besides 127.0.0.1 and localhost.
    #[arg(long, value_name = "DOMAIN")]
    allow: Vec<String>,
    /// How many seconds a code can be used.
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    code_lifetime: u64,
    /// Requests in a minute for each environment, beyond which there is a 429; 0 for no limit.
    #[arg(long, value_name = "NUMBER", default_value_t = 240)]
    requests_per_minute: usize,
    /// Let a seller's new code void the one before.
    #[arg(long)]
    one_code_at_a_time: bool,
    /// The port of sandbox, instead of one that the system picks.
    #[arg(long, value_name = "PORT", default_value_t = 0)]
    sandbox_port: u16,
    /// The port of live, instead of one that the system picks.
    #[arg(long, value_name = "PORT", default_value_t = 0)]
    live_port: u16,
    /// Serve with TLS, and this certificate: good, expired, other-name or unknown-ca.
    #[arg(long, value_name = "CERTIFICATE", num_args = 0..=1, default_missing_value = "good", value_parser = certificate)]
    tls: Option<Certificate>,
    /// Where to write the certificate of the authority that your backend has to trust; by default, a temporary file.
    #[arg(long, value_name = "FILE", requires = "tls")]
    ca: Option<PathBuf>,
    /// Print one line of JSON, for programs.
    #[arg(long)]
    json: bool,
}

fn certificate(word: &str) -> Result<Certificate, value::Error> {
    Certificate::deserialize(word.into_deserializer())
}

pub(crate) async fn run(arguments: Arguments) -> Result<()> {
    let mut options = Options::default();
    for domain in arguments.allow {
        ensure!(
            !domain.contains(['/', ':']),
            "--allow {domain}: name the domain alone, such as shop.example"
        );
        options.allowlist.push(domain);
    }
    options.code_lifetime = Duration::from_secs(arguments.code_lifetime);
    options.requests_per_minute =
        (arguments.requests_per_minute > 0).then_some(arguments.requests_per_minute);
    options.one_code_at_a_time = arguments.one_code_at_a_time;
    options.certificate = arguments.tls;
    options.sandbox_port = arguments.sandbox_port;
    options.live_port = arguments.live_port;

    let stand_in = Arc::new(StandIn::start(options).await.context("a port is not free")?);
    let ca = stand_in.authority().map(|pem| write(&pem, arguments.ca)).transpose()?;
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.context("no port is free")?;
    let control = format!("http://{}", listener.local_addr()?);
    if arguments.json {
        let of = |environment| {
            let keys: Vec<_> = stand_in.sellers().iter().map(|keys| keys.of(environment)).collect();
            json!({ "api": stand_in.origin(environment), "keys": keys })
        };
        let [sandbox, live] = [Environment::Sandbox, Environment::Live].map(of);
        println!("{}", json!({ "sandbox": sandbox, "live": live, "ca": ca, "control": control }));
    } else {
        for (name, value) in variables(&stand_in) {
            println!("{name}={value}");
        }
        if let Some(ca) = ca {
            println!("PADDLE_CA={}", ca.display());
        }
        println!("STAND_IN_CONTROL={control}");
    }
    Ok(axum::serve(listener, stand_in.control()).await?)
}

/// Writes the authority's certificate to a file that outlives this program.
pub(crate) fn write(pem: &str, to: Option<PathBuf>) -> Result<PathBuf> {
    let path = match to {
        Some(path) => path,
        None => tempfile::Builder::new().prefix("paddle-ca-").suffix(".pem").tempfile()?.keep()?.1,
    };
    fs::write(&path, pem).with_context(|| format!("--ca {} can't be written", path.display()))?;
    Ok(path)
}
