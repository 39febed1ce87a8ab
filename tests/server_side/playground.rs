//! The code that the playground writes for Leptos.

use super::{render, select};
use scraper::Html;

/// Compiles a piece of it, with what it leaves to its reader.
macro_rules! code {
    ($file:literal, $($own:item)*) => {
        include!(concat!("../../site/test/snapshots/leptos/", $file, ".rs"));
        $($own)*
        pub(super) fn page() -> scraper::Html {
            super::render(|| view! { <Payments /> })
        }
    };
}

mod default {
    code! { "default", }
}

mod elaborate {
    code! { "elaborate", fn your_csrf_token() -> String { "fake".to_owned() } }
}

mod own_function {
    use paddle_magic_links::{AbortSignal, Code, FetchError, Jump};

    code! {
        "own-function",
        async fn fetch(_: Jump, _: Option<AbortSignal>) -> Result<Code, FetchError> {
            Err(FetchError::Unreachable)
        }
    }
}

fn buttons(page: &Html) -> Vec<String> {
    select(page, "button", "data-redirect")
}

#[test]
fn the_playgrounds_code_offers_what_was_chosen() {
    assert_eq!(buttons(&default::page()).len(), 4);
    assert_eq!(buttons(&own_function::page()), ["onboarding", "overview"]);
    let page = elaborate::page();
    assert_eq!(buttons(&page), ["onboarding", "payout_settings", "overview"]);
    assert_eq!(select(&page, "[type=radio]", "value"), ["live", "sandbox"]);
    assert_eq!(select(&page, "[type=radio][checked]", "value"), ["sandbox"]);
    assert_eq!(select(&page, ".theme-violet", "dir"), ["rtl"]);
    for text in ["2 documents missing", "It's due", "Only the owner", "Your \"money\""] {
        let texts = page.root_element().text().collect::<String>();
        assert!(texts.contains(text), "{text}: {texts}");
    }
}
