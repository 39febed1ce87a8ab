//! A reference's platform, with a stand-in for Paddle.

use crate::harness::{
    app_server::AppServer,
    browser::{Browser, until},
    platform::{package, target},
};
use paddle_magic_links_cli::variables;
use paddle_magic_links_stand_in::{Options, StandIn};
use std::{
    path::Path,
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
    /// A command that succeeds if all that it needs is on the machine.
    pub(super) probe: &'static [&'static str],
    /// How the page loses its CSRF token, if it has one.
    pub(super) lose_token: Option<&'static str>,
}

impl Reference {
    /// A command of these words.
    fn words(self, words: &[&str]) -> Vec<String> {
        let python = target().join("python").join(self.name).join("bin/python");
        let python = python.to_str().unwrap();
        words.iter().map(|&word| if word == "PYTHON" { python } else { word }.to_owned()).collect()
    }

    /// What to install, if it can't run on this machine.
    pub(super) fn missing(self) -> Option<String> {
        let probe = self.words(self.probe);
        let mut command = Command::new(&probe[0]);
        command.args(&probe[1..]).stdout(Stdio::null()).stderr(Stdio::null());
        let is_there = command.status().is_ok_and(|status| status.success());
        let probe = probe.join(" ");
        (!is_there).then(|| format!("`{probe}` fails: run cargo xtask setup --yes"))
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
        let widget = package();
        let program = reference.words(reference.program);
        let program: Vec<_> = program.iter().map(String::as_str).collect();
        let of_stand_in = variables(&stand_in);
        let of_stand_in = of_stand_in.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let variables: Vec<_> = of_stand_in
            .chain([("WIDGET", widget.to_str().unwrap())])
            .chain(more.iter().copied())
            .collect();
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

    /// The path of the proxy, as the page with the widget has it.
    pub(super) async fn endpoint(&self, browser: &Browser) -> String {
        let attribute =
            "return document.querySelector('paddle-magic-links').getAttribute('endpoint')";
        browser.run(attribute).await.as_str().unwrap().to_owned()
    }
}
