//! Pages that trunk builds link every file of the widget's styles.

use std::{collections::BTreeSet, fs, path::Path};

#[test]
fn every_page_links_all_styles_in_alphabetical_order() {
    let styles = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../style/magic-links");
    let files = fs::read_dir(styles).unwrap().map(|file| file.unwrap().file_name());
    let files: BTreeSet<_> = files.map(|name| name.into_string().unwrap()).collect();
    for (page, html) in [
        ("index.html", include_str!("../../../index.html")),
        (
            "examples/client-side/index.html",
            include_str!("../../../examples/client-side/index.html"),
        ),
    ] {
        let linked = html.split("style/magic-links/").skip(1);
        let linked: Vec<_> = linked.map(|rest| rest.split('"').next().unwrap()).collect();
        assert_eq!(
            linked,
            files.iter().collect::<Vec<_>>(),
            "{page} links (left) other files than style/magic-links has (right)"
        );
    }
}
