//! `magic-links check`: tries a proxy, and says what to change.

use crate::proxy_process::ProxyProcess;
use anyhow::{Context, Result, bail};
use clap::Args;
use paddle_magic_links_cli::check::{
    self, Progress, Report, Selection, Session, Stopped, Subject, Unconfigured,
};
use paddle_magic_links_cli::variables;
use paddle_magic_links_protocol::Environment;
use paddle_magic_links_stand_in::{Certificate, Options, StandIn};
use std::{fs, path::PathBuf, process::ExitCode, sync::Arc, time::Duration};

// Each flag is one.
#[allow(clippy::struct_excessive_bools)]
#[derive(Args)]
pub(crate) struct Arguments {
    /// The URL to which the widget sends its request.
    #[arg(long, value_name = "URL")]
    proxy: String,
    /// A header of seller A's session, such as 'cookie: sid=A'. Repeat it for more headers.
    #[arg(long, value_name = "HEADER", required = true)]
    seller: Vec<String>,
    /// A header of seller B's session.
    #[arg(long, value_name = "HEADER", required = true)]
    other_seller: Vec<String>,
    /// A header of a browser without a session, such as one with a CSRF token.
    #[arg(long, value_name = "HEADER")]
    signed_out: Vec<String>,
    /// A header of seller A's session, with a sign-in too old for payout settings.
    #[arg(long, value_name = "HEADER")]
    stale: Vec<String>,
    /// A header of the session of your own staff, who look at a seller's pages.
    #[arg(long, value_name = "HEADER")]
    staff: Vec<String>,
    /// A header of the session of a user who may not open Paddle.
    #[arg(long, value_name = "HEADER")]
    forbidden: Vec<String>,
    /// The environment in which seller B has no key, or a header of a session without a key.
    #[arg(long, value_name = "ENVIRONMENT|HEADER")]
    unconfigured: Vec<String>,
    /// How you name seller B in URLs or forms, to try whether a request can choose a seller.
    #[arg(long, value_name = "ID")]
    other_id: Vec<String>,
    /// Another origin of yours that the proxy trusts.
    #[arg(long, value_name = "ORIGIN")]
    origin: Option<String>,
    /// A file that the proxy logs to.
    #[arg(long, value_name = "FILE")]
    log: Vec<PathBuf>,
    /// How many seconds a response may take.
    #[arg(long, value_name = "SECONDS", default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=60))]
    timeout: u64,
    /// Checks or groups to try, such as C,U-3.
    #[arg(long, value_name = "IDS", value_delimiter = ',')]
    only: Vec<String>,
    /// Checks or groups to leave out.
    #[arg(long, value_name = "IDS", value_delimiter = ',')]
    skip: Vec<String>,
    /// Make advice fail.
    #[arg(long)]
    strict: bool,
    /// The seed of an earlier run, to try the same again.
    #[arg(long, value_name = "NUMBER")]
    seed: Option<u64>,
    /// Write the report as JSON.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Write the report in XML that CI services show.
    #[arg(long, value_name = "FILE")]
    junit: Option<PathBuf>,
    /// A command that starts the proxy. It gets the variables, and is ended after the run.
    #[arg(long, value_name = "COMMAND")]
    run: Option<String>,
    /// Have the stand-in use TLS, whose authority is in the file that `PADDLE_CA` names.
    #[arg(long, requires = "run")]
    tls: bool,
    /// The port of the stand-in's sandbox. With --run, the system picks one by default.
    #[arg(long, value_name = "PORT")]
    sandbox_port: Option<u16>,
    /// The port of the stand-in's live.
    #[arg(long, value_name = "PORT")]
    live_port: Option<u16>,
    /// Try pauses that can outlast the run, as with --run.
    #[arg(long)]
    long_pauses: bool,
    /// Try Paddle's rate limit, which leaves nothing of it for a minute.
    #[arg(long)]
    soak: bool,
    /// Allow a proxy on another machine, which is yours and serves nobody else.
    #[arg(long)]
    allow_host: bool,
}

/// What could not be tried is another code than what failed.
pub(crate) async fn run(arguments: Arguments) -> ExitCode {
    let check = try_proxy(&arguments);
    let outcome = tokio::select! {
        outcome = check => outcome,
        () = ended() => Err(anyhow::anyhow!("ended by a signal")),
    };
    match outcome {
        Ok(report) if report.conforming => ExitCode::SUCCESS,
        Ok(_) => ExitCode::from(1),
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(2)
        }
    }
}

/// CI services and `timeout` end a program by SIGTERM. What `--run` has started ends with it.
async fn ended() {
    #[cfg(unix)]
    if let Ok(mut terminate) =
        tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())
    {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = tokio::signal::ctrl_c() => {}
        }
        return;
    }
    // Without it, Ctrl-C ends the program anyway.
    let _ = tokio::signal::ctrl_c().await;
}

async fn try_proxy(arguments: &Arguments) -> Result<Report> {
    let mut subject = subject(arguments)?;
    let selection = Selection {
        only: arguments.only.clone(),
        skip: arguments.skip.clone(),
        seed: arguments.seed,
    };
    let stand_in = Arc::new(stand_in(arguments).await?);
    let process = match &arguments.run {
        None => None,
        Some(command) => {
            let mut variables = variables(&stand_in);
            if let Some(pem) = stand_in.authority() {
                let file = crate::stand_in::write(&pem, None)?;
                variables.push(("PADDLE_CA".into(), file.display().to_string()));
            }
            let address = subject.address().context("--proxy is not an http URL")?;
            let process = ProxyProcess::start(command, &variables, &address).await?;
            subject.logs.push(process.output().to_owned());
            Some(process)
        }
    };
    let report = check::run(&stand_in, subject, &selection, |progress| match progress {
        Progress::Done(checked) => print!("{}", check::line(checked)),
        Progress::Waiting(check, wait) => eprintln!(
            "{}: waiting {} s, because the proxy's own limit refused a click. For a run of seconds, have it allow 20 \
             clicks at once and 6000 a minute, and try your own limits by --only L",
            check.id,
            wait.as_secs()
        ),
    })
    .await;
    let printed = process.as_ref().map(ProxyProcess::last_lines).unwrap_or_default();
    if let Some(process) = process {
        process.end().await;
    }
    let report = report.map_err(|stopped| match stopped {
        Stopped::Gate(_) => anyhow::anyhow!("{stopped}\n{}\n{printed}", hint(&stand_in)),
        stopped => stopped.into(),
    })?;
    let report = if arguments.strict { report.strict() } else { report };
    print!("{}", check::summary(&report));
    write(arguments, &report)?;
    Ok(report)
}

fn subject(arguments: &Arguments) -> Result<Subject> {
    let session = |flag: &str, headers: &[String]| {
        Session::parse(headers).with_context(|| format!("--{flag}"))
    };
    let optional = |flag: &str, headers: &[String]| {
        (!headers.is_empty()).then(|| session(flag, headers)).transpose()
    };
    let mut subject = Subject::new(
        &*arguments.proxy,
        session("seller", &arguments.seller)?,
        session("other-seller", &arguments.other_seller)?,
    );
    subject.signed_out = session("signed-out", &arguments.signed_out)?;
    subject.stale = optional("stale", &arguments.stale)?;
    subject.staff = optional("staff", &arguments.staff)?;
    subject.forbidden = optional("forbidden", &arguments.forbidden)?;
    subject.unconfigured = match &*arguments.unconfigured {
        [] => None,
        [word] if !word.contains(':') => {
            let environment: Environment =
                word.parse().map_err(anyhow::Error::new).context("--unconfigured")?;
            Some(Unconfigured::OtherSeller(environment))
        }
        headers => Some(Unconfigured::Session(session("unconfigured", headers)?)),
    };
    subject.other_ids.clone_from(&arguments.other_id);
    subject.trusted_origin.clone_from(&arguments.origin);
    subject.logs.clone_from(&arguments.log);
    if let Some(missing) = arguments.log.iter().find(|path| !path.exists()) {
        bail!("--log: there is no file {}", missing.display());
    }
    subject.timeout = Duration::from_secs(arguments.timeout);
    subject.long_pauses = arguments.long_pauses || arguments.run.is_some();
    subject.soak = arguments.soak;
    subject.any_host = arguments.allow_host;
    Ok(subject)
}

/// A proxy that was started before has to know the ports.
async fn stand_in(arguments: &Arguments) -> Result<StandIn> {
    let default = |port| if arguments.run.is_some() { 0 } else { port };
    let sandbox_port = arguments.sandbox_port.unwrap_or(default(4701));
    let live_port = arguments.live_port.unwrap_or(default(4702));
    let certificate = arguments.tls.then_some(Certificate::Good);
    let options = Options {
        certificate,
        requests_per_minute: None,
        sandbox_port,
        live_port,
        ..Options::default()
    };
    StandIn::start(options).await.with_context(|| {
        format!(
            "127.0.0.1:{sandbox_port} or :{live_port} is taken, perhaps by magic-links stand-in; end that, or \
             choose others by --sandbox-port and --live-port"
        )
    })
}

fn hint(stand_in: &StandIn) -> String {
    let variables = variables(stand_in);
    let lines: Vec<_> = variables.iter().map(|(name, value)| format!("  {name}={value}")).collect();
    format!("The proxy has to run with what these variables say:\n{}", lines.join("\n"))
}

fn write(arguments: &Arguments, report: &Report) -> Result<()> {
    if let Some(path) = &arguments.json {
        let json = serde_json::to_string_pretty(report)?;
        fs::write(path, json + "\n").with_context(|| format!("--json {}", path.display()))?;
    }
    if let Some(path) = &arguments.junit {
        let junit = check::to_junit(report)?;
        fs::write(path, junit).with_context(|| format!("--junit {}", path.display()))?;
    }
    Ok(())
}
