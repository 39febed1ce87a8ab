//! What the diagnosis finds in sandboxed frames.

use crate::harness::{
    browser::{in_a_browser, until},
    element::{ELEMENT, open},
    engine::Engine,
    scenario::scenarios,
};
use serde_json::Value;

async fn a_sandboxed_frame_is_found(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let script = "
            if (top === self) {
                const frame = document.createElement('iframe');
                frame.sandbox = 'allow-scripts allow-same-origin';
                frame.src = location.href;
                document.addEventListener('DOMContentLoaded', () => document.body.append(frame));
            }";
        open(world, "", ELEMENT, script).await;
        let diagnose = "
            const element = document.querySelector('iframe')?.contentDocument
                ?.querySelector('paddle-magic-links');
            return element?.diagnose ? (await element.diagnose()).map(({ fix }) => fix) : null";
        until("the frame is there", async || world.browser.run(diagnose).await != Value::Null)
            .await;
        let fixes = world.browser.run(diagnose).await.to_string();
        for flag in ["allow-top-navigation", "allow-popups", "allow-popups-to-escape-sandbox"] {
            assert!(fixes.contains(&format!("Add {flag} to its sandbox")), "{flag}: {fixes}");
        }
    })
    .await;
}

async fn a_sandboxed_outer_frame_is_found(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let script = "
            if (parent === top) {
                const frame = document.createElement('iframe');
                if (top === self) frame.sandbox = 'allow-scripts allow-same-origin';
                // Browsers do not load a page into a frame of itself, so the URL differs.
                frame.src = location.href + '?';
                document.addEventListener('DOMContentLoaded', () => document.body.append(frame));
            }";
        open(world, "", ELEMENT, script).await;
        let diagnose = "
            const inner = frame => frame?.contentDocument?.querySelector('iframe');
            const element = inner(document.querySelector('iframe'))
                ?.contentDocument?.querySelector('paddle-magic-links');
            return element?.diagnose ? (await element.diagnose()).map(({ problem }) => problem) : null";
        until("the frame is there", async || world.browser.run(diagnose).await != Value::Null)
            .await;
        let problems = world.browser.run(diagnose).await;
        assert_eq!(problems.as_array().unwrap().len(), 3, "{problems}");
        let words = "The page around this one, /own.html, is in a sandboxed frame without allow-popups.";
        assert!(problems.to_string().contains(words), "{problems}");
    })
    .await;
}

scenarios! {
    a_sandboxed_frame_is_found;
    a_sandboxed_outer_frame_is_found;
}
