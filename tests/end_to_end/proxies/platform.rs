//! A reference's platform, with a stand-in for Paddle.

use crate::harness::{
    app_server::AppServer,
    browser::{Browser, until},
    platform::{package, target},
};
use paddle_magic_links_cli::variables;
use paddle_magic_links_stand_in::{Options, StandIn};
use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::Arc,
};
use thirtyfour::By;

/// A reference, and how it is started in its directory.
#[derive(Clone, Copy)]
pub(super) struct Reference {
    pub(super) name: &'static str,
    /// `PYTHON` stands for the Python with what the reference requires.
    pub(super) program: &'static [&'static str],
    /// The program that the machine must have, such as that Python.
    pub(super) needs: &'static str,
    /// How the page loses its CSRF token, if it has one.
    pub(super) lose_token: Option<&'static str>,
}

impl Reference {
    fn python(self) -> PathBuf {
        target().join("python").join(self.name).join("bin/python")
    }

    /// What to install, if it can't run on this machine.
    pub(super) fn missing(self) -> Option<String> {
        let python = self.python();
        let needs = if self.needs == "PYTHON" { python.as_os_str() } else { self.needs.as_ref() };
        let mut command = Command::new(needs);
        command.arg("--version").stdout(Stdio::null()).stderr(Stdio::null());
        let missing = command.status().is_err();
        let needs = needs.display();
        missing.then(|| format!("{needs} is not there: run cargo xtask setup --yes"))
    }
}

/// It ends when this is dropped.
pub(super) struct Platform {
    pub(super) stand_in: Arc<StandIn>,
    server: AppServer,
}

impl Platform {
    pub(super) async fn start(reference: Reference) -> Self {
        Self::start_with(reference, &[]).await
    }

    /// The same with more variables in its environment.
    pub(super) async fn start_with(reference: Reference, more: &[(&str, &str)]) -> Self {
        let options = Options { requests_per_minute: None, ..Options::default() };
        let stand_in = Arc::new(StandIn::start(options).await.unwrap());
        let (widget, python) = (package(), reference.python());
        let (widget, python) = (widget.to_str().unwrap(), python.to_str().unwrap());
        let program: Vec<_> = reference
            .program
            .iter()
            .map(|&word| if word == "PYTHON" { python } else { word })
            .collect();
        let of_stand_in = variables(&stand_in);
        let of_stand_in = of_stand_in.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let variables: Vec<_> =
            of_stand_in.chain([("WIDGET", widget)]).chain(more.iter().copied()).collect();
        let directory = format!("proxies/{}", reference.name);
        let server = AppServer::start_with(&directory, &program, &variables).await;
        Self { stand_in, server }
    }

    pub(super) fn page(&self) -> &str {
        &self.server.page
    }

    /// What the platform has printed.
    pub(super) fn log(&self) -> &Path {
        self.server.log()
    }

    /// Signs in by the platform's form, and waits for the page with the widget.
    pub(super) async fn sign_in(&self, browser: &Browser, seller: &str) {
        browser.driver.goto(self.page()).await.unwrap();
        let button = format!("[name=seller][value={seller}]");
        let button = browser.driver.find(By::Css(button)).await.unwrap();
        button.click().await.unwrap();
        until("the page with the widget", async || {
            browser.driver.find(By::Css("paddle-magic-links")).await.is_ok()
        })
        .await;
    }
}
