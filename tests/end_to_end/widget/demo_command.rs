//! `cargo xtask demo`, from its start to its end.

use crate::harness::{
    browser::{Browser, until},
    engine::Engine,
    platform::root,
    scenario::scenarios,
};
use paddle_magic_links_protocol::{Environment, RedirectTarget};
use serde_json::Value;
use std::{env, process::Stdio};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    net::TcpStream,
    process::{Child, Command},
};

/// Two of them would build into the same directory.
const ONCE: &str = "the command is the same for every engine";

fn demo(port: u16) -> Command {
    let mut demo = Command::new(env::var("CARGO").unwrap_or_else(|_| "cargo".into()));
    demo.current_dir(root())
        .args(["xtask", "demo", "--port", &port.to_string()])
        .env_remove("PADDLE_SANDBOX_USER_API_KEY")
        .env_remove("PADDLE_LIVE_USER_API_KEY")
        .kill_on_drop(true);
    demo
}

async fn the_demo_lands_every_click_and_stops_all_its_servers(engine: Engine) {
    let mut process = demo(0).stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
    let line = lines.next_line().await.unwrap().expect("the demo prints its address");
    let page = line.split_whitespace().find(|word| word.starts_with("http")).expect(&line);

    let browser = Browser::start(engine, Value::Null).await;
    for environment in Environment::ALL {
        for target in RedirectTarget::ALL {
            browser.open(page).await;
            browser.choose(environment).await;
            browser.click(target).await;
            browser.lands_on(environment, target).await;
        }
    }
    browser.quit().await;

    let answer = reqwest::get(format!("{page}/api/demo")).await.unwrap().text().await.unwrap();
    let answer: Value = serde_json::from_str(&answer).unwrap();
    let stand_ins = Environment::ALL
        .map(|environment| answer["stand_in"][environment.as_str()].as_str().unwrap().to_owned());
    interrupt(&process).await;
    assert!(process.wait().await.unwrap().success());
    assert_eq!(lines.next_line().await.unwrap(), None, "one line is all it prints");
    for origin in stand_ins.iter().map(String::as_str).chain([page]) {
        let address = origin.trim_start_matches("http://");
        until("the servers are gone", async || TcpStream::connect(address).await.is_err()).await;
    }
}

async fn interrupt(process: &Child) {
    let id = process.id().unwrap().to_string();
    assert!(Command::new("kill").args(["-INT", &id]).status().await.unwrap().success());
}

scenarios! {
    the_demo_lands_every_click_and_stops_all_its_servers,
        except Firefox: ONCE, except WebKit: ONCE;
}
