//! Prints what the custom element's script is made of, as JSON: the component's markup as a server
//! renders it (each element as `["tag", {attributes}, children…]`, each text as a string), the words
//! that are not in it, and each language as English texts with their translations.

use leptos::prelude::*;
use paddle_magic_links::{MagicLinks, Strings};
use scraper::{ElementRef, Html, Node};
use serde_json::{Map, Value, json};
use std::borrow::Cow;

fn main() {
    let html = Owner::new().with(|| view! { <MagicLinks /> }.to_html());
    let html = Html::parse_fragment(&html);
    let root = html.root_element().child_elements().next().expect("the component has a root");
    let Strings { new_tab, load_failed, try_again, .. } = Strings::ENGLISH;
    let pseudo = Strings::pseudo();
    let languages: Map<_, _> = Strings::ALL
        .into_iter()
        .skip(1)
        .map(|strings| (primary(&strings.lang).to_owned(), dictionary(strings)))
        .chain([(pseudo.lang.to_string(), dictionary(&pseudo))])
        .collect();
    let made = json!({
        "words": { "newTab": new_tab, "loadFailed": load_failed, "tryAgain": try_again },
        "markup": describe(root),
        "english": Strings::ENGLISH.each_mut().map(|text| text.to_string()).collect::<Vec<_>>(),
        "languages": languages,
    });
    println!("{made}");
}

fn primary(tag: &str) -> &str {
    tag.split('-').next().unwrap_or(tag)
}

fn dictionary(strings: &Strings) -> Value {
    let (mut english, mut strings) = (Strings::ENGLISH, strings.clone());
    let pairs = english.each_mut().zip(strings.each_mut());
    // Names are the same everywhere.
    let different = pairs.filter(|(english, translation)| english != translation);
    let text = |text: &mut Cow<'_, str>| text.to_string();
    different
        .map(|(english, translation)| (text(english), json!(text(translation))))
        .collect::<Map<_, _>>()
        .into()
}

fn describe(element: ElementRef) -> Value {
    let attributes: Map<_, _> =
        element.value().attrs().map(|(name, value)| (name.to_owned(), value.into())).collect();
    let children = element.children().filter_map(|child| match child.value() {
        Node::Text(text) if !text.is_empty() => Some(json!(&**text)),
        Node::Element(_) => ElementRef::wrap(child).map(describe),
        // Comments are the marks that hydration looks for.
        _ => None,
    });
    [json!(element.value().name()), attributes.into()].into_iter().chain(children).collect()
}
