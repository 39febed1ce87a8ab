//! Prints the component's markup as a server renders it, as a module for the custom element's
//! placeholder: each element as `["tag", {attributes}, children…]`, each text as a string. What an
//! attribute of the element can leave out is apart, by its name there.

use leptos::prelude::*;
use paddle_magic_links::MagicLinks;
use scraper::{ElementRef, Html, Node, Selector};
use serde_json::{Map, Value, json};

const ENVIRONMENT: &str = "label";
const REDIRECT: &str = "li";

fn main() {
    let html = Owner::new().with(|| view! { <MagicLinks /> }.to_html());
    // Ids have to differ within a shadow tree only.
    let html = Html::parse_fragment(&html.replace("pml-server-1-", ""));
    let root = html.root_element().child_elements().next().expect("the component has a root");
    println!("export const root = {};", describe(root));
    println!("export const environments = {};", apart(root, ENVIRONMENT, "value"));
    println!("export const redirects = {};", apart(root, REDIRECT, "data-redirect"));
}

/// An object of the parts with this tag, each by an attribute of an element in it, in their order.
fn apart(root: ElementRef, tag: &str, name: &str) -> String {
    let parts = Selector::parse(tag).expect("a tag is a selector");
    let named = Selector::parse(&format!("[{name}]")).expect("an attribute is a selector");
    let parts = root.select(&parts).map(|part| {
        let name = part.select(&named).next().and_then(|found| found.attr(name));
        format!("{}: {}", json!(name.expect("each part has a name")), describe(part))
    });
    format!("{{ {} }}", parts.collect::<Vec<_>>().join(", "))
}

fn describe(element: ElementRef) -> Value {
    let attributes: Map<_, _> =
        element.value().attrs().map(|(name, value)| (name.to_owned(), value.into())).collect();
    let children = element.children().filter_map(|child| match child.value() {
        Node::Text(text) if !text.is_empty() => Some(json!(&**text)),
        Node::Element(child) if [ENVIRONMENT, REDIRECT].contains(&child.name()) => None,
        Node::Element(_) => ElementRef::wrap(child).map(describe),
        // Comments are the marks that hydration looks for.
        _ => None,
    });
    [json!(element.value().name()), attributes.into()].into_iter().chain(children).collect()
}
