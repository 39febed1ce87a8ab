//! Prints the component's markup as a server renders it, as JSON for the custom element's
//! placeholder: each element as `["tag", {attributes}, children…]`, each text as a string.

use leptos::prelude::*;
use paddle_magic_links::MagicLinks;
use scraper::{ElementRef, Html, Node};
use serde_json::{Map, Value, json};

fn main() {
    let html = Owner::new().with(|| view! { <MagicLinks /> }.to_html());
    let html = Html::parse_fragment(&html);
    let root = html.root_element().child_elements().next().expect("the component has a root");
    println!("{}", describe(root));
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
