//! Prints the component's markup, as a server renders it, as a module for the custom element's placeholder:
//! each element as `["tag", {attributes}, children…]`, each text as a string. Environments and redirects are
//! separate objects, because a page may offer only some. What the placeholder does not need is left out.

use leptos::prelude::*;
use paddle_magic_links::MagicLinks;
use scraper::{ElementRef, Html, Node, Selector};
use serde_json::{Map, Value, json};

const ENVIRONMENT: &str = "label";
const REDIRECT: &str = "li";

/// Attributes that the placeholder's script sets, or does without: its buttons are named by their visible
/// text, and no form reaches into a shadow tree.
const SET_LATER: [&str; 5] =
    ["data-environment", "data-live-only", "id", "aria-labelledby", "form"];

fn main() {
    let html = Owner::new().with(|| view! { <MagicLinks /> }.to_html());
    let html = Html::parse_fragment(&html);
    let root = html.root_element().child_elements().next().expect("the component has a root");
    println!("export const root = {};", describe(root));
    println!("export const environments = {};", apart(root, ENVIRONMENT, "value"));
    println!("export const redirects = {};", apart(root, REDIRECT, "data-redirect"));
}

/// An object of all parts with this tag, in their order. The key is an attribute of an element in the part.
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
    let attributes: Map<_, _> = element
        .value()
        .attrs()
        .filter(|(name, _)| !SET_LATER.contains(name))
        // The name of the radio group must be unique within its shadow tree only.
        .map(|(name, value)| {
            (name.to_owned(), if name == "name" { "environment" } else { value }.into())
        })
        .collect();
    // A server renders an empty text as a space.
    let has_text = element.text().any(|text| !text.trim().is_empty());
    let children = element.children().filter_map(|child| match child.value() {
        Node::Text(text) if has_text && !text.is_empty() => Some(json!(&**text)),
        Node::Element(_) => ElementRef::wrap(child).filter(|&child| is_shown(child)).map(describe),
        // Comments are markers for hydration.
        _ => None,
    });
    [json!(element.value().name()), attributes.into()].into_iter().chain(children).collect()
}

/// Whether it is visible at first, in every widget.
fn is_shown(element: ElementRef) -> bool {
    let element = element.value();
    ![ENVIRONMENT, REDIRECT].contains(&element.name())
        && element.attr("hidden").is_none()
        && !["alert", "status"].contains(&element.attr("role").unwrap_or_default())
        // The link to the sign-in, and texts for screen readers only.
        && element.name() != "a"
        && element.attr("class") != Some("pml-said")
}
