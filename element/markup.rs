//! Prints what the custom element's placeholder is made of, as a script: the component's markup, as
//! a server renders it (each element as `["tag", {attributes}, children…]`, each text as a string),
//! and what its labels add where a new tab opens.

use leptos::prelude::*;
use paddle_magic_links::{MagicLinks, OpenIn};
use scraper::{ElementRef, Html, Node, Selector};
use serde_json::{Value, json};

fn main() {
    let markup = render(OpenIn::SameTab);
    let root = markup.root_element().child_elements().next().expect("the component has a root");
    println!("export const markup = {};", describe(root));

    let label = Selector::parse(".pml-label").expect("a selector");
    let new_tab = render(OpenIn::NewTab);
    let texts = new_tab.select(&label).next().expect("the component has a label").text();
    println!("export const newTab = {};", json!(texts.last()));
}

fn render(open_in: OpenIn) -> Html {
    Html::parse_fragment(&Owner::new().with(|| view! { <MagicLinks open_in /> }.to_html()))
}

fn describe(element: ElementRef) -> Value {
    let attributes: serde_json::Map<_, _> =
        element.value().attrs().map(|(name, value)| (name.to_owned(), value.into())).collect();
    let children = element.children().filter_map(|child| match child.value() {
        Node::Text(text) if !text.is_empty() => Some(json!(&**text)),
        Node::Element(_) => ElementRef::wrap(child).map(describe),
        // Comments are the marks that hydration looks for.
        _ => None,
    });
    [json!(element.value().name()), attributes.into()].into_iter().chain(children).collect()
}
