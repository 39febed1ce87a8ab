//! Records jumps instead of making them.

use leptos::prelude::*;
use paddle_magic_links::{FetchSession, Jump, MagicLinks};
use std::sync::{Arc, Mutex};

#[derive(Clone, Default)]
pub(crate) struct Jumps(Arc<Mutex<Vec<Jump>>>);

impl Jumps {
    /// A widget whose jumps are recorded here and prevented.
    pub(crate) fn widget(&self) -> impl FnOnce() -> AnyView + 'static {
        let on_navigate = self.remember();
        move || view! { <MagicLinks endpoint="/proxy" on_navigate /> }.into_any()
    }

    /// The same with codes from `fetch_session`.
    pub(crate) fn widget_with(
        &self,
        fetch_session: impl Into<FetchSession> + 'static,
    ) -> impl FnOnce() -> AnyView + 'static {
        let on_navigate = self.remember();
        move || view! { <MagicLinks fetch_session on_navigate /> }.into_any()
    }

    pub(crate) fn remember(&self) -> impl Fn(Jump) -> bool + Send + Sync + 'static {
        let jumps = self.0.clone();
        move |jump| {
            jumps.lock().unwrap().push(jump);
            false
        }
    }

    pub(crate) fn count(&self) -> usize {
        self.0.lock().unwrap().len()
    }

    pub(crate) fn last(&self) -> Jump {
        *self.0.lock().unwrap().last().unwrap()
    }
}
