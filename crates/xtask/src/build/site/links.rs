//! Checks that each link within the built site leads to a file, and to an anchor in it.

use anyhow::{Result, bail};
use std::{
    collections::{HashMap, HashSet},
    fs,
    path::{Component, Path, PathBuf},
};

pub(super) fn check(site: &Path) -> Result<()> {
    let mut pages = HashMap::new();
    read(site, &mut pages)?;
    let mut lost = Vec::new();
    for (path, page) in &pages {
        // Its links begin at the site's address.
        if path.ends_with("404.html") {
            continue;
        }
        let dead = page.links.iter().filter(|link| !leads_somewhere(path, link, &pages));
        lost.extend(dead.map(|link| format!("{}: {link}", path.display())));
    }
    lost.sort();
    if !lost.is_empty() {
        bail!("these links lead nowhere:\n{}", lost.join("\n"));
    }
    Ok(())
}

struct Page {
    links: Vec<String>,
    anchors: HashSet<String>,
}

fn read(directory: &Path, pages: &mut HashMap<PathBuf, Page>) -> Result<()> {
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        if path.is_dir() {
            read(&path, pages)?;
        } else if path.extension().is_some_and(|kind| kind == "html") {
            let html = fs::read_to_string(&path)?;
            let links = [attributes(&html, "href"), attributes(&html, "src")].concat();
            let anchors = attributes(&html, "id").into_iter().collect();
            pages.insert(path, Page { links, anchors });
        }
    }
    Ok(())
}

/// The values of an attribute in all tags.
fn attributes(html: &str, name: &str) -> Vec<String> {
    let start = format!(" {name}=\"");
    let tags = html.split('<').skip(1).filter_map(|rest| rest.split_once('>'));
    let values = tags.filter_map(|(tag, _)| tag.split_once(&start)?.1.split_once('"'));
    values.map(|(value, _)| value.replace("&amp;", "&")).collect()
}

fn leads_somewhere(from: &Path, link: &str, pages: &HashMap<PathBuf, Page>) -> bool {
    let is_elsewhere = |start| link.starts_with(start);
    if ["https://", "http://", "mailto:", "data:"].into_iter().any(is_elsewhere) {
        return true;
    }
    let (link, anchor) = link.split_once('#').unwrap_or((link, ""));
    let link = link.split('?').next().unwrap_or_default();
    let file = match link {
        "" => from.to_owned(),
        _ => resolved(&from.with_file_name(""), link),
    };
    let file = if file.is_dir() { file.join("index.html") } else { file };
    let has_anchor = || pages.get(&file).is_some_and(|page| page.anchors.contains(anchor));
    file.is_file() && (anchor.is_empty() || has_anchor())
}

fn resolved(directory: &Path, link: &str) -> PathBuf {
    let mut path = PathBuf::new();
    for part in directory.join(link).components() {
        if part == Component::ParentDir {
            path.pop();
        } else {
            path.push(part);
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lost_page_or_anchor_is_found_and_code_is_no_link() -> Result<()> {
        let site = tempfile::tempdir()?;
        let write = |name: &str, html: &str| fs::write(site.path().join(name), html);
        fs::create_dir(site.path().join("sub"))?;
        write("index.html", r##"<a href="sub/#here">1</a> <a href="#top">2</a><p id="top">"##)?;
        write("sub/index.html", r#"<p id="here">&lt;a href="gone.html"&gt; <img src="../a.png">"#)?;
        write("a.png", "")?;
        check(site.path())?;
        for lost in [r#"<a href="gone.html">"#, r#"<a class="x" href="index.html#gone">"#] {
            write("lost.html", lost)?;
            assert!(check(site.path()).is_err(), "{lost}");
        }
        Ok(())
    }
}
