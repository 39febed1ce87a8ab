//! The npm package in the hosts that platforms use, as `cargo xtask hosts` and `cargo xtask examples`
//! build them, and in their development servers.

use crate::harness::{
    browser::{World, in_a_browser, until},
    engine::Engine,
    mishap::Mishap,
    platform::{package, target},
    scenario::{Scenario, scenarios},
};
use axum::{
    Router,
    http::{
        HeaderValue,
        header::{CACHE_CONTROL, REFERER},
    },
    response::Html,
    routing::get,
};
use paddle_magic_links_protocol::{Environment, LOGIN_PATH, RedirectTarget};
use std::{
    env,
    fs::{self, File},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicU32, Ordering},
    time::{Duration, Instant},
};
use tokio::net::{TcpListener, TcpStream};
use tower_http::{services::ServeDir, set_header::SetResponseHeaderLayer};

const IMPORT_MAP: &str = r#"<script type=importmap>{ "imports": { "paddle-magic-links": "/package/index.js" } }</script>
       <script type=module>import 'paddle-magic-links';</script>"#;
const CDN: &str = "<script type=module src=PLATFORM/package/index.js></script>";

const TARGET: RedirectTarget = RedirectTarget::Onboarding;

/// Longest wait for a host's server, which builds the page when it is asked for it.
const PATIENCE: Duration = Duration::from_mins(1);

/// A host's server, which ends when this is dropped.
struct Server {
    process: Child,
    page: String,
}

impl Server {
    /// Starts a program of the app's, with `PORT` in its arguments for the port.
    async fn start(app: &str, program: &[&str]) -> Self {
        let app = target().join(app);
        for _ in 0..5 {
            let address = free_address();
            let (process, log) = spawn(&app, program, address);
            let mut server = Self { process, page: format!("http://{address}/") };
            if server.listens_on(address).await {
                return server;
            }
            eprintln!("{program:?} ended: {}", fs::read_to_string(log).unwrap());
        }
        panic!("{program:?} does not start in {}", app.display());
    }

    async fn listens_on(&mut self, address: SocketAddr) -> bool {
        let start = Instant::now();
        while TcpStream::connect(address).await.is_err() {
            if self.process.try_wait().unwrap().is_some() {
                return false;
            }
            assert!(start.elapsed() < PATIENCE, "nobody listens on {address}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        true
    }
}

impl Drop for Server {
    /// Asks it to end, so that it ends what it has started itself.
    fn drop(&mut self) {
        let _ = Command::new("kill").arg(self.process.id().to_string()).status();
        let start = Instant::now();
        while self.process.try_wait().is_ok_and(|ended| ended.is_none()) {
            if start.elapsed() > Duration::from_secs(5) {
                let _ = self.process.kill();
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

/// Below the ports that systems give to connections: as such a port, it could be taken by the next
/// connection, even by one to itself.
fn free_address() -> SocketAddr {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    loop {
        let number = std::process::id().wrapping_add(COUNT.fetch_add(1, Ordering::Relaxed));
        let port = 20_000 + u16::try_from(number % 10_000).unwrap();
        // Taken by somebody else, unless this succeeds.
        if let Ok(listener) = std::net::TcpListener::bind(("127.0.0.1", port)) {
            return listener.local_addr().unwrap();
        }
    }
}

fn spawn(app: &Path, program: &[&str], address: SocketAddr) -> (Child, PathBuf) {
    let log = app.join("server.log");
    let output = File::create(&log).unwrap_or_else(|error| {
        panic!("{} is not built ({error}): run cargo xtask hosts", app.display())
    });
    let port = address.port().to_string();
    // What is installed for all hosts comes after what only one has.
    let installed = [app.to_owned(), target().join("hosts")];
    let installed = installed.map(|directory| directory.join("node_modules/.bin"));
    let inherited = env::var_os("PATH").unwrap_or_default();
    let paths = installed.into_iter().chain(env::split_paths(&inherited));
    let mut command = Command::new(program[0]);
    command
        .args(program[1..].iter().map(|argument| argument.replace("PORT", &port)))
        .current_dir(app)
        .env("PATH", env::join_paths(paths).unwrap())
        .env("HOST", "127.0.0.1")
        .env("PORT", &port)
        .env("NG_CLI_ANALYTICS", "false")
        .stdin(Stdio::null())
        .stdout(output.try_clone().unwrap())
        .stderr(output);
    for of in ["ASTRO", "NEXT", "NUXT"] {
        command.env(format!("{of}_TELEMETRY_DISABLED"), "1");
    }
    let process = command.spawn().unwrap_or_else(|error| {
        panic!("{} does not start ({error}): run cargo xtask hosts", program[0])
    });
    (process, log)
}

/// Serves it as an origin of its own, until the test ends.
async fn serve(files: Router) -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, files).await });
    format!("http://{address}/")
}

/// What a host has built. Browsers ask for it anew each time.
fn built(directory: &str) -> Router {
    let directory = target().join(directory);
    assert!(directory.exists(), "{} is not there: run cargo xtask hosts", directory.display());
    Router::new().fallback_service(ServeDir::new(directory)).layer(
        SetResponseHeaderLayer::overriding(CACHE_CONTROL, HeaderValue::from_static("no-store")),
    )
}

/// Opens a page whose own server knows nothing of the platform's proxy.
async fn open(world: &World, page: &str) {
    world.browser.relay.send_api_to(world.platform.address());
    world.browser.driver.goto(page).await.unwrap();
}

/// Whether the script says so, and not where the page is about to be loaded anew.
async fn is_true(world: &World, script: &str) -> bool {
    let answer = world.browser.driver.execute(script, vec![]).await;
    answer.is_ok_and(|answer| *answer.json() == true)
}

async fn is_alive(world: &World) {
    let alive = "return !!document.querySelector('paddle-magic-links')
        ?.shadowRoot?.querySelector('[role=status]')?.hasChildNodes()";
    let start = Instant::now();
    while !is_true(world, alive).await {
        if start.elapsed() > PATIENCE {
            let (relay, console) = (&world.browser.relay, world.browser.console().await);
            let got = relay.exchanges().into_iter().map(|got| (got.status, got.uri));
            panic!("no component came: {console:?}, {:?}", got.collect::<Vec<_>>());
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// A click in the open page gets to the stand-in, by the one code that has been asked for since `before`.
async fn jumps(world: &World, before: usize) {
    let page = world.browser.url().await;
    is_alive(world).await;
    let dashboard = world.platform.stand_in().origin(Environment::Live);
    let click = format!(
        "const element = document.querySelector('paddle-magic-links');
         element.dashboardLive = {dashboard:?};
         element.shadowRoot.querySelector('[data-redirect={TARGET}]').click()"
    );
    world.browser.run(&click).await;
    world.lands_on(Environment::Live, TARGET).await;
    let platform = &world.platform;
    let counted = [platform.sessions_made(), platform.sessions_opened(), platform.visits()];
    assert_eq!(counted, [before + 1; 3], "codes asked for, codes that opened Paddle, visits");
    let exchanges = world.browser.relay.exchanges();
    let visit = exchanges.iter().rfind(|exchange| exchange.uri.path() == LOGIN_PATH).unwrap();
    let origin = page.split_inclusive('/').take(3).collect::<String>();
    assert_eq!(visit.request_headers[REFERER], origin);
}

async fn build_lands(engine: Engine, directory: &str) {
    in_a_browser(engine, None, async |world| {
        open(world, &serve(built(directory)).await).await;
        jumps(world, 0).await;
    })
    .await;
}

async fn server_lands(engine: Engine, app: &str, program: &[&str]) {
    in_a_browser(engine, None, async |world| {
        let server = Server::start(app, program).await;
        open(world, &server.page).await;
        jumps(world, 0).await;
    })
    .await;
}

/// From the page that the server renders, and from the one that the browser does.
async fn next_lands(engine: Engine, app: &str, command: &str) {
    in_a_browser(engine, None, async |world| {
        let server =
            Server::start(app, &["next", command, "--hostname", "127.0.0.1", "--port", "PORT"])
                .await;
        for (before, page) in ["", "payments"].into_iter().enumerate() {
            open(world, &format!("{}{page}", server.page)).await;
            jumps(world, before).await;
        }
    })
    .await;
}

/// A page without a build, with the package beside it; PLATFORM is another origin that has it, too.
async fn page_lands(engine: Engine, html: &str) {
    in_a_browser(engine, None, async |world| {
        let html = html.replace("PLATFORM/", &world.platform.page());
        let element =
            "<paddle-magic-links endpoint=/api/paddle/magic-sessions></paddle-magic-links>";
        let html = format!("<!doctype html><html lang=en><title>Payments</title>{html}{element}");
        let page = Router::new().route("/", get(async || Html(html)));
        let files = page.nest_service("/package", ServeDir::new(package()));
        open(world, &serve(files).await).await;
        jumps(world, 0).await;
    })
    .await;
}

/// The path of the script that brought the component: the one with the wasm in it, in base64.
fn component(world: &World) -> String {
    let in_base64 = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/".contains(byte);
    let exchanges = world.browser.relay.exchanges();
    let brings_it = exchanges.iter().find(|exchange| {
        let texts = exchange.response_body.split(|byte| !in_base64(byte));
        texts.map(<[u8]>::len).max() > Some(20_000)
    });
    brings_it.expect("a script with the wasm in it").uri.path().to_owned()
}

async fn build_tries_again(engine: Engine, directory: &str) {
    for mishap in [Mishap::NotFound, Mishap::Cut] {
        in_a_browser(engine, None, async |world| {
            let page = serve(built(directory)).await;
            open(world, &page).await;
            is_alive(world).await;
            world.browser.relay.spoil(&component(world), mishap.clone());
            open(world, &page).await;
            let again = "document.querySelector('paddle-magic-links')
                ?.shadowRoot?.querySelector('.pml-again')";
            let failed = format!("return !!{again}");
            until("it failed", async || is_true(world, &failed).await).await;
            world.browser.relay.release();
            world.browser.run(&format!("{again}.click()")).await;
            jumps(world, 0).await;
        })
        .await;
    }
}

type Exceptions = &'static [(Engine, &'static str)];
const EVERYWHERE: Exceptions = &[];
const CHROMIUM: Exceptions = {
    const REASON: &str = "what a host makes of the package, other hosts' rows open in this engine";
    &[(Engine::Firefox, REASON), (Engine::WebKit, REASON)]
};

macro_rules! scenarios {
    ($($name:ident, $where:expr, $run:expr;)+) => {
        pub(crate) fn scenarios() -> Vec<Scenario> {
            vec![$(Scenario {
                module: module_path!(),
                name: stringify!($name),
                run: |engine| Box::pin($run(engine)),
                exceptions: $where,
            }),+]
        }
    };
}

const VITE: &[&str] = &["vite", "--host", "127.0.0.1", "--port", "PORT", "--strictPort"];
const SVELTEKIT: &[&str] =
    &["vite", "dev", "--host", "127.0.0.1", "--port", "PORT", "--strictPort"];
const ASTRO: &[&str] = &["astro", "dev", "--host", "127.0.0.1", "--port", "PORT"];
const NUXT: &[&str] = &["nuxt", "dev", "--no-fork", "--host", "127.0.0.1", "--port", "PORT"];
const ANGULAR: &[&str] = &["ng", "serve", "--host", "127.0.0.1", "--port", "PORT"];
const PARCEL: &[&str] =
    &["parcel", "src/index.html", "--dist-dir", "served", "--host", "127.0.0.1", "--port", "PORT"];
const WEBPACK: &[&str] =
    &["webpack", "serve", "--mode", "development", "--host", "127.0.0.1", "--port", "PORT"];
const RSPACK: &[&str] = &["rspack", "serve", "--host", "127.0.0.1", "--port", "PORT"];

scenarios! {
    a_next_16_app_lands_as_built, CHROMIUM, |engine| next_lands(engine, "examples/nextjs", "start");
    a_next_16_app_lands_in_development, CHROMIUM, |engine| next_lands(engine, "examples/nextjs", "dev");
    a_next_15_app_lands_as_built, CHROMIUM, |engine| next_lands(engine, "hosts/next-15", "start");
    a_next_15_app_lands_in_development, CHROMIUM, |engine| next_lands(engine, "hosts/next-15", "dev");
    an_angular_app_lands_as_built, EVERYWHERE, |engine| build_lands(engine, "examples/angular/dist/browser");
    an_angular_app_lands_in_development, CHROMIUM, |engine| server_lands(engine, "examples/angular", ANGULAR);
    a_vite_8_app_with_react_lands_as_built, EVERYWHERE, |engine| build_lands(engine, "examples/react/dist");
    a_vite_8_app_with_react_lands_in_development, CHROMIUM, |engine| server_lands(engine, "examples/react", VITE);
    a_vite_8_app_with_vue_lands_as_built, CHROMIUM, |engine| build_lands(engine, "examples/vue/dist");
    a_vite_8_app_with_vue_lands_in_development, CHROMIUM, |engine| server_lands(engine, "examples/vue", VITE);
    a_vite_8_app_with_svelte_lands_as_built, CHROMIUM, |engine| build_lands(engine, "examples/svelte/dist");
    a_vite_8_app_with_svelte_lands_in_development, CHROMIUM, |engine| server_lands(engine, "examples/svelte", VITE);
    a_vite_7_app_lands_as_built, CHROMIUM, |engine| build_lands(engine, "hosts/vite-7/dist");
    a_vite_7_app_lands_in_development, CHROMIUM, |engine| server_lands(engine, "hosts/vite-7", VITE);
    a_vite_6_app_lands_as_built, CHROMIUM, |engine| build_lands(engine, "hosts/vite-6/dist");
    a_vite_6_app_lands_in_development, CHROMIUM, |engine| server_lands(engine, "hosts/vite-6", VITE);
    a_sveltekit_app_lands_as_built, CHROMIUM, |engine| server_lands(engine, "hosts/sveltekit", &["node", "build"]);
    a_sveltekit_app_lands_in_development, CHROMIUM, |engine| server_lands(engine, "hosts/sveltekit", SVELTEKIT);
    a_nuxt_app_lands_as_built, CHROMIUM, |engine| server_lands(engine, "hosts/nuxt", &["node", ".output/server/index.mjs"]);
    a_nuxt_app_lands_in_development, CHROMIUM, |engine| server_lands(engine, "hosts/nuxt", NUXT);
    an_astro_page_lands_as_built, CHROMIUM, |engine| build_lands(engine, "hosts/astro/dist");
    an_astro_page_lands_in_development, CHROMIUM, |engine| server_lands(engine, "hosts/astro", ASTRO);
    a_webpack_page_lands_as_built, EVERYWHERE, |engine| build_lands(engine, "hosts/webpack/public");
    a_webpack_page_lands_in_development, CHROMIUM, |engine| server_lands(engine, "hosts/webpack", WEBPACK);
    an_rspack_page_lands_as_built, CHROMIUM, |engine| build_lands(engine, "hosts/rspack/public");
    an_rspack_page_lands_in_development, CHROMIUM, |engine| server_lands(engine, "hosts/rspack", RSPACK);
    a_parcel_page_lands_as_built, CHROMIUM, |engine| build_lands(engine, "hosts/parcel/dist");
    a_parcel_page_lands_in_development, CHROMIUM, |engine| server_lands(engine, "hosts/parcel", PARCEL);
    a_rollup_page_lands_as_built, CHROMIUM, |engine| build_lands(engine, "hosts/rollup/public");
    an_esbuild_page_lands_as_built, CHROMIUM, |engine| build_lands(engine, "hosts/esbuild/public");
    a_page_with_an_import_map_lands, EVERYWHERE, |engine| page_lands(engine, IMPORT_MAP);
    a_page_with_the_package_from_another_origin_lands, EVERYWHERE, |engine| page_lands(engine, CDN);
    a_vite_8_build_can_retry_a_failed_load, EVERYWHERE, |engine| build_tries_again(engine, "examples/react/dist");
    a_webpack_build_can_retry_a_failed_load, EVERYWHERE, |engine| build_tries_again(engine, "hosts/webpack/public");
}
