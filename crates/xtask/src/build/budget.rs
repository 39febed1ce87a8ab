//! The size of what a visitor downloads, and its limits.

use anyhow::{Result, bail};
use std::{fs, path::Path};

/// A file's name, with `*` for its content's hash, and its limit in bytes of brotli.
type Budget = (&'static str, usize);

/// Files that are loaded together, and by which page.
type Load = (&'static str, &'static [Budget]);

/// For the demo page.
pub(super) const PAGE: [Load; 1] = [("the demo page", &[("*.wasm", 53_950), ("*.js", 3_250)])];

/// For what every page with the custom element loads.
pub(super) const ELEMENT: [Load; 2] = [
    (
        "a page without a bundler",
        &[("component-*.wasm", 33_150), ("component-*.js", 5_440), ("index.js", 5_070)],
    ),
    ("a page with one", &[("inlined-*.js", 41_850), ("pure.js", 4_910), ("bundler.js", 100)]),
];

/// Prints the size of each file, and fails if one exceeds its limit. Files in directories are loaded on
/// demand and not counted.
pub(super) fn weigh(directory: &Path, loads: &[Load]) -> Result<()> {
    let mut files: Vec<_> = fs::read_dir(directory)?.collect::<Result<_, _>>()?;
    files.retain(|file| file.path().is_file());
    files.sort_by_key(fs::DirEntry::file_name);
    let mut totals = vec![0; loads.len()];
    let mut grown = Vec::new();
    eprintln!("{:>10} {:>10} {:>10}", "raw", "brotli", "at most");
    for file in files {
        let name = file.file_name().to_string_lossy().into_owned();
        let bytes = fs::read(file.path())?;
        let brotli = brotli_size(&bytes)?;
        let mut most = None;
        for ((_, budgets), total) in loads.iter().zip(&mut totals) {
            if let Some(&(_, budget)) = budgets.iter().find(|(pattern, _)| matches(pattern, &name))
            {
                *total += brotli;
                most = Some(budget);
            }
        }
        let shown = most.map_or_else(String::new, |most| most.to_string());
        eprintln!("{:>10} {brotli:>10} {shown:>10}  {name}", bytes.len());
        if let Some(most) = most.filter(|&most| brotli > most) {
            grown.push(format!("{name} by {}", brotli - most));
        }
    }
    for ((whose, budgets), total) in loads.iter().zip(totals) {
        let most: usize = budgets.iter().map(|(_, most)| most).sum();
        eprintln!("{:>10} {total:>10} {most:>10}  {whose}, together", "");
    }
    if !grown.is_empty() {
        bail!(
            "larger than the budget in crates/xtask/src/build/budget.rs, in bytes of brotli: {}",
            grown.join(", ")
        );
    }
    Ok(())
}

fn matches(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        Some((start, end)) => name.starts_with(start) && name.ends_with(end),
        None => name == pattern,
    }
}

fn brotli_size(bytes: &[u8]) -> Result<usize> {
    let mut compressed = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        size_hint: bytes.len(),
        ..Default::default()
    };
    brotli::BrotliCompress(&mut &bytes[..], &mut compressed, &parameters)?;
    Ok(compressed.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exceeded_budget_names_the_file_and_the_excess() -> Result<()> {
        let directory = tempfile::tempdir()?;
        // Nothing that can be made shorter.
        let bytes: Vec<u8> = (0..=255).collect();
        for name in ["a.wasm", "b.js", "c.js.map"] {
            fs::write(directory.path().join(name), &bytes)?;
        }
        let size = brotli_size(&bytes)?;
        let may = |wasm| -> [Load; 1] {
            [("a page", Box::leak(Box::new([("a*.wasm", wasm), ("b.js", size)])))]
        };
        weigh(directory.path(), &may(size))?;
        let error = weigh(directory.path(), &may(size - 7)).unwrap_err();
        assert!(error.to_string().ends_with("in bytes of brotli: a.wasm by 7"), "{error}");
        Ok(())
    }
}
