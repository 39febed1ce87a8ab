//! Runs the demo: the backend with its stand-in, and trunk, which serves the page.

use crate::{command, setup, tools};
use anyhow::{Context, Result, bail};
use std::{
    io::{BufRead, BufReader, ErrorKind, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    process::{Child, Command, Stdio},
    sync::mpsc::{self, RecvTimeoutError},
    time::Duration,
};

const LOOK_AGAIN: Duration = Duration::from_millis(200);

pub(crate) fn run(port: u16) -> Result<()> {
    let port = free_port(port)?;
    setup::to_build()?;
    let (interrupt, interrupted) = mpsc::channel();
    ctrlc::set_handler(move || {
        let _ = interrupt.send(());
    })?;

    // A build of its own, so that what is waited for below is the start alone.
    let backend = ["--quiet", "--locked", "--package", "paddle-magic-links-demo"];
    command::run(command::new("cargo").arg("build").args(backend))?;
    let mut backend = Running::start(
        "the backend",
        command::new("cargo").arg("run").args(backend).stdin(Stdio::piped()).stdout(Stdio::piped()),
    )?;
    let stdout = backend.child.stdout.take().context("the backend has no standard output")?;
    let mut origin = String::new();
    BufReader::new(stdout).read_line(&mut origin)?;
    if origin.is_empty() {
        bail!("the backend did not start; it says why above");
    }

    // Without autoreload: its open connection would keep the page out of the browsers' back-forward
    // cache, and the Back button is part of what there is to see.
    let mut page = Running::start(
        "trunk",
        tools::trunk()?
            .args([
                "serve",
                "--release",
                "--locked",
                "--no-autoreload",
                "true",
                "--address",
                "127.0.0.1",
            ])
            .args(["--port", &port.to_string()])
            // Apart from what `cargo xtask build` makes.
            .arg("--dist")
            .arg(command::target().join("demo"))
            .args(["--proxy-backend", &format!("{}/api/", origin.trim_end())])
            .stdin(Stdio::null())
            // Its log; this program's own standard output is the one line below.
            .stdout(std::io::stderr()),
    )?;

    let mut announced = false;
    loop {
        backend.check()?;
        page.check()?;
        if !announced && answers(port, "/") && answers(port, "/api/demo") {
            println!("Demo: http://127.0.0.1:{port} (Ctrl-C ends it)");
            announced = true;
        }
        match interrupted.recv_timeout(LOOK_AGAIN) {
            Err(RecvTimeoutError::Timeout) => {}
            Ok(()) | Err(RecvTimeoutError::Disconnected) => return Ok(()),
        }
    }
}

fn free_port(port: u16) -> Result<u16> {
    match TcpListener::bind(("127.0.0.1", port)) {
        Ok(listener) => Ok(listener.local_addr()?.port()),
        Err(error) if error.kind() == ErrorKind::AddrInUse => {
            bail!("port {port} is in use; choose another with --port, such as --port {}", port ^ 1)
        }
        Err(error) => bail!("port {port} can't be used ({error}); choose another with --port"),
    }
}

fn answers(port: u16, path: &str) -> bool {
    let address = SocketAddr::from(([127, 0, 0, 1], port));
    let ask = || -> std::io::Result<bool> {
        let mut stream = TcpStream::connect_timeout(&address, LOOK_AGAIN)?;
        stream.set_read_timeout(Some(Duration::from_secs(2)))?;
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\naccept: text/html, */*\r\n\
             connection: close\r\n\r\n"
        )?;
        let mut start = [0; 12];
        stream.read_exact(&mut start)?;
        Ok(&start == b"HTTP/1.1 200")
    };
    ask().unwrap_or(false)
}

/// A program that ends with this one, together with whatever it started.
struct Running {
    name: &'static str,
    child: Child,
}

impl Running {
    fn start(name: &'static str, command: &mut Command) -> Result<Self> {
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(command, 0);
        let child = command.spawn().with_context(|| format!("can't start {name}"))?;
        Ok(Self { name, child })
    }

    fn check(&mut self) -> Result<()> {
        match self.child.try_wait()? {
            None => Ok(()),
            Some(status) => bail!("{} ended by itself ({status})", self.name),
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Ok(None) = self.child.try_wait() {
            #[cfg(unix)]
            let _ = Command::new("kill").args(["--", &format!("-{}", self.child.id())]).status();
            #[cfg(not(unix))]
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}
