//! The component as a server renders it.

mod playground;

use leptos::prelude::*;
use paddle_magic_links::{Code, FetchError, MagicLinks, RedirectTarget, STYLESHEET};
use scraper::{Html, Selector};
use std::{
    collections::BTreeSet,
    fs,
    future::ready,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

fn render<V: IntoView + 'static>(page: impl FnOnce() -> V) -> Html {
    Html::parse_fragment(&Owner::new().with(|| page().into_view().to_html()))
}

fn select(html: &Html, selector: &str, attribute: &str) -> Vec<String> {
    html.select(&Selector::parse(selector).unwrap())
        .filter_map(|element| Some(element.attr(attribute)?.to_owned()))
        .collect()
}

#[test]
fn the_markup_has_every_button_and_live_is_checked() {
    let html = render(|| view! { <MagicLinks endpoint="/links" /> });
    assert_eq!(
        select(&html, "button", "data-redirect"),
        RedirectTarget::ALL.map(|target| target.to_string())
    );
    assert_eq!(select(&html, "[type=radio]", "value"), ["sandbox", "live"]);
    assert_eq!(select(&html, "[type=radio][checked]", "value"), ["live"]);
}

#[test]
fn every_id_in_a_buttons_aria_labelledby_exists() {
    let html = render(|| view! { <MagicLinks endpoint="/links" /> });
    let ids: BTreeSet<String> = select(&html, "[id]", "id").into_iter().collect();
    let references = select(&html, "button", "aria-labelledby");
    assert_eq!(references.len(), RedirectTarget::ALL.len());
    for list in references {
        assert_eq!(list.split(' ').filter(|id| ids.contains(*id)).count(), 3, "{list}: {ids:?}");
    }
}

#[test]
fn two_widgets_share_no_id_and_no_radio_group() {
    let html = render(|| {
        view! {
            <MagicLinks endpoint="/links" />
            <MagicLinks endpoint="/links" />
        }
    });
    let ids = select(&html, "[id]", "id");
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
    let groups: BTreeSet<String> = select(&html, "[type=radio]", "name").into_iter().collect();
    assert_eq!(groups.len(), 2);
}

#[test]
fn ids_from_the_server_never_collide_with_the_browsers() {
    let html = render(|| view! { <MagicLinks endpoint="/links" /> });
    // In the browser they are `pml-1-…`, `pml-2-…`; the component's tests check that.
    assert!(select(&html, "[id]", "id").iter().all(|id| id.starts_with("pml-server-")));
}

#[test]
fn rendering_requests_no_code() {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = asked.clone();
    let fetch_session = move |_, _| {
        count.fetch_add(1, Ordering::Relaxed);
        ready(Err::<Code, _>(FetchError::Unreachable))
    };
    render(|| view! { <MagicLinks fetch_session=fetch_session /> });
    assert_eq!(asked.load(Ordering::Relaxed), 0);
}

#[test]
fn rendered_markup_can_be_dropped_on_another_thread() {
    let owner = thread::spawn(|| {
        let owner = Owner::new();
        owner.with(|| view! { <MagicLinks endpoint="/links" on_start=|_| () /> }.to_html());
        owner
    });
    let owner = owner.join().unwrap();
    drop(owner);
}

#[test]
fn the_stylesheet_has_all_files_in_alphabetical_order() {
    let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/style/magic-links");
    let files = fs::read_dir(directory).unwrap().map(|file| file.unwrap().path());
    let files: BTreeSet<_> = files.collect();
    let styles: String = files.iter().map(|file| fs::read_to_string(file).unwrap()).collect();
    assert!(STYLESHEET == styles, "STYLESHEET in src/lib.rs does not include {files:#?}");
}
