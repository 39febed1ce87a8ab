//! The proxy as a process that the kit starts and ends.

use anyhow::{Context, Result, bail};
use std::{
    fs::{self, OpenOptions},
    path::Path,
    process::Stdio,
    time::{Duration, Instant},
};
use tempfile::NamedTempFile;
use tokio::{
    net::TcpStream,
    process::{Child, Command},
};

/// How long a proxy may take to start. A first compilation belongs before the run.
const START: Duration = Duration::from_mins(1);

/// How long it may take to end, before it is killed.
const END: Duration = Duration::from_secs(5);

pub(crate) struct ProxyProcess {
    child: Child,
    /// The id of the shell, which is that of its process group.
    group: u32,
    output: NamedTempFile,
}

impl ProxyProcess {
    /// Starts a command of a shell with these variables, and waits until this address is served.
    pub(crate) async fn start(
        command: &str,
        variables: &[(String, String)],
        address: &str,
    ) -> Result<Self> {
        if TcpStream::connect(address).await.is_ok() {
            bail!("--run: something else is served at {address} already");
        }
        let output = NamedTempFile::new().context("no file for the proxy's output")?;
        let mut shell = shell(command);
        shell.envs(variables.iter().map(|(name, value)| (name, value)));
        // Appending, because both streams write to it.
        let append = || OpenOptions::new().append(true).open(output.path());
        shell.stdin(Stdio::null()).stdout(append()?).stderr(append()?);
        // A group of its own, so that it ends together with what it has started.
        #[cfg(unix)]
        shell.process_group(0);
        let child = shell.kill_on_drop(true).spawn().context("--run: no shell")?;
        let group = child.id().context("--run: the command ended at once")?;
        let mut process = Self { child, group, output };
        let start = Instant::now();
        while TcpStream::connect(address).await.is_err() {
            if let Some(status) = process.child.try_wait()? {
                bail!("--run: the command ended with {status}:\n{}", process.last_lines());
            }
            if start.elapsed() > START {
                let lines = process.last_lines();
                process.end().await;
                bail!(
                    "--run: nothing was served at {address} within {} s:\n{lines}",
                    START.as_secs()
                );
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Ok(process)
    }

    /// Where its output is.
    pub(crate) fn output(&self) -> &Path {
        self.output.path()
    }

    /// Ends it politely, and what is left of it for certain.
    pub(crate) async fn end(mut self) {
        self.signal("-TERM");
        // Whatever came of it, the rest is killed.
        let _ = tokio::time::timeout(END, self.child.wait()).await;
    }

    #[cfg(unix)]
    fn signal(&self, signal: &str) {
        let mut kill = std::process::Command::new("kill");
        kill.args([signal, "--", &format!("-{}", self.group)]);
        // It fails if all of them have ended.
        let _ = kill.stderr(Stdio::null()).status();
    }

    #[cfg(not(unix))]
    fn signal(&self, _: &str) {}

    /// The end of its output.
    pub(crate) fn last_lines(&self) -> String {
        let text = fs::read_to_string(self.output.path()).unwrap_or_default();
        let lines: Vec<_> = text.lines().collect();
        lines[lines.len().saturating_sub(20)..].join("\n")
    }
}

impl Drop for ProxyProcess {
    fn drop(&mut self) {
        self.signal("-KILL");
    }
}

fn shell(command: &str) -> Command {
    let (program, option) = if cfg!(windows) { ("cmd", "/C") } else { ("sh", "-c") };
    let mut shell = Command::new(program);
    shell.args([option, command]);
    shell
}
