//! axe-core, which looks for accessibility problems: <https://github.com/dequelabs/axe-core>.

use super::{browser::World, platform::target};
use serde_json::json;
use std::cell::Cell;

pub(crate) struct Axe<'a> {
    world: &'a World,
    runs: Cell<usize>,
}

impl<'a> Axe<'a> {
    pub(crate) fn new(world: &'a World) -> Self {
        Self { world, runs: Cell::new(0) }
    }

    /// How often it has run.
    pub(crate) fn runs(&self) -> usize {
        self.runs.get()
    }

    /// Runs axe-core on the page as it is after its transitions: while colours change, their contrast is
    /// lower than what the seller reads in the end.
    pub(crate) async fn finds_nothing(&self, state: &str) {
        let axe = target().join("tools/node_modules/axe-core/axe.min.js");
        let axe = std::fs::read_to_string(axe).expect("axe-core is installed: cargo xtask setup");
        let browser = &self.world.browser;
        browser.driver.execute(&axe, vec![]).await.unwrap();
        let found = browser
            .run(
                "const shadows = [...document.querySelectorAll('*')].flatMap(({ shadowRoot }) => shadowRoot ?? []);
                 const running = [document, ...shadows].flatMap((root) => root.getAnimations());
                 const ending = running.filter(({ effect }) => effect.getComputedTiming().endTime < Infinity);
                 await Promise.allSettled(ending.map(({ finished }) => finished));
                 const { violations, passes } = await axe.run(document, {
                     runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
                     rules: { 'target-size': { enabled: true } },
                 });
                 if (passes.length < 10) throw new Error(`only ${passes.length} rules were applied`);
                 return violations.map(({ id, nodes }) =>
                     [id, nodes.map(({ html, failureSummary }) => html + ' ' + failureSummary)])",
            )
            .await;
        assert_eq!(found, json!([]), "{state}");
        self.runs.set(self.runs.get() + 1);
    }
}
