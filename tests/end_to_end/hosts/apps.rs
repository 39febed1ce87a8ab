//! The npm package in the frameworks and bundlers that platforms use, as `cargo xtask hosts` and `cargo xtask
//! examples` build them, and in their development servers.

use super::page::{built, jumps, open, serve};
use crate::harness::{
    app_server::AppServer, browser::in_a_browser, engine::Engine, scenario::Scenario,
};

async fn build_lands(engine: Engine, directory: &str) {
    in_a_browser(engine, None, async |world| {
        open(world, &serve(built(directory)).await).await;
        jumps(world, 0).await;
    })
    .await;
}

async fn server_lands(engine: Engine, app: &str, program: &[&str]) {
    in_a_browser(engine, None, async |world| {
        let server = AppServer::start(app, program).await;
        open(world, &server.page).await;
        jumps(world, 0).await;
    })
    .await;
}

/// Lands from a page rendered by the server, and from one rendered by the browser.
async fn next_lands(engine: Engine, app: &str, command: &str) {
    in_a_browser(engine, None, async |world| {
        let server =
            AppServer::start(app, &["next", command, "--hostname", "127.0.0.1", "--port", "PORT"])
                .await;
        for (before, page) in ["", "payments"].into_iter().enumerate() {
            open(world, &format!("{}{page}", server.page)).await;
            jumps(world, before).await;
        }
    })
    .await;
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
                missing: None,
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
}
