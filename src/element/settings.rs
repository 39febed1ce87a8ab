//! The element's attributes as options of the view.

use super::bridge::Element;
use crate::{view::Options, words::Words};
use paddle_magic_links_flow::{LiveOnly, OpenIn, Redirect};
use paddle_magic_links_protocol::{Environment, RedirectTarget};
use paddle_magic_links_strings::Strings;

impl Element {
    pub(super) fn options(&self) -> Options {
        let environments = self.environments();
        let redirects = if environments.is_empty() { Vec::new() } else { self.redirects() };
        Options {
            environments,
            redirects,
            open_in: self.open_in(),
            live_only: self.live_only(),
            // The element's own stylesheet selects by its attributes.
            theme: None,
            compact: false,
        }
    }

    pub(super) fn words(&self) -> Words {
        Words::new(Strings::translated(|english| self.translation(english)))
    }

    pub(super) fn environments(&self) -> Vec<Environment> {
        let mut environments = Vec::new();
        let mut index = 0;
        while let Some(word) = self.environment(index) {
            environments.extend(self.known_environment("environments", &word));
            index += 1;
        }
        environments
    }

    fn redirects(&self) -> Vec<Redirect> {
        let targets = RedirectTarget::ALL.map(RedirectTarget::as_str);
        let mut redirects = Vec::new();
        let mut index = 0;
        while let Some(given) = self.redirect(index) {
            if let Some(at) = self.find("redirects", &given.target(), &targets) {
                let mut redirect = Redirect::new(RedirectTarget::ALL[at]);
                redirect.primary = given.primary();
                redirect.disabled = given.disabled();
                redirect.hint = given.hint();
                redirect.badge = given.badge();
                redirects.push(redirect);
            }
            index += 1;
        }
        redirects
    }

    /// `target` has the words of an anchor's `target`.
    fn open_in(&self) -> OpenIn {
        match self.word("target", &["_self", "_blank"]) {
            Some(1) => OpenIn::NewTab,
            _ => OpenIn::SameTab,
        }
    }

    fn live_only(&self) -> LiveOnly {
        let words = LiveOnly::ALL.map(LiveOnly::as_str);
        self.word("live-only", &words).map_or_else(LiveOnly::default, |at| LiveOnly::ALL[at])
    }

    /// The environment of this name. An unknown one is reported.
    pub(super) fn known_environment(&self, attribute: &str, word: &str) -> Option<Environment> {
        let words = Environment::ALL.map(Environment::as_str);
        self.find(attribute, word, &words).map(|at| Environment::ALL[at])
    }

    /// The index of an attribute's value in `words`. An unknown value is reported.
    fn word(&self, attribute: &str, words: &[&'static str]) -> Option<usize> {
        self.find(attribute, &self.attribute(attribute)?, words)
    }

    /// The index of a word in `words`. An unknown one is reported.
    pub(super) fn find(&self, name: &str, word: &str, words: &[&'static str]) -> Option<usize> {
        let found = words.iter().position(|known| *known == word);
        if found.is_none() {
            let reason = ["\"", word, "\" is unknown; use ", &words.join(", ")].concat();
            self.invalid(name, &reason);
        }
        found
    }
}
