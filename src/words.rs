//! The texts that the view shows. In a Leptos page they are a signal; the custom element renders a new view
//! when they change.

#[cfg(feature = "element")]
pub(crate) use element::Words;
#[cfg(not(feature = "element"))]
pub(crate) use leptos_page::Words;

#[cfg(not(feature = "element"))]
mod leptos_page {
    use leptos::prelude::*;
    use paddle_magic_links_strings::Strings;

    #[derive(Clone)]
    pub(crate) struct Words(Signal<Strings>);

    impl Words {
        pub(crate) fn new(strings: Signal<Strings>) -> Self {
            Self(strings)
        }

        /// Reads them, and follows their changes.
        pub(crate) fn with<T>(&self, read: impl FnOnce(&Strings) -> T) -> T {
            self.0.with(read)
        }

        /// Reads them, without following their changes.
        pub(crate) fn with_untracked<T>(&self, read: impl FnOnce(&Strings) -> T) -> T {
            self.0.with_untracked(read)
        }

        /// One of the texts, for the view.
        pub(crate) fn say(
            &self,
            word: fn(&Strings) -> &str,
        ) -> impl Fn() -> String + Copy + Send + Sync + use<> {
            let strings = self.0;
            move || strings.with(|strings| word(strings).to_owned())
        }
    }
}

#[cfg(feature = "element")]
mod element {
    use paddle_magic_links_strings::Strings;
    use std::sync::Arc;

    #[derive(Clone)]
    pub(crate) struct Words(Arc<Strings>);

    impl Words {
        pub(crate) fn new(strings: Strings) -> Self {
            Self(Arc::new(strings))
        }

        pub(crate) fn with<T>(&self, read: impl FnOnce(&Strings) -> T) -> T {
            read(&self.0)
        }

        pub(crate) fn with_untracked<T>(&self, read: impl FnOnce(&Strings) -> T) -> T {
            read(&self.0)
        }

        pub(crate) fn say(&self, word: impl Fn(&Strings) -> &str) -> String {
            word(&self.0).to_owned()
        }
    }
}
