//! The pages that are measured, each in a directory of its own.

use anyhow::{Context, Result, ensure};
use flate2::{Compression, write::GzEncoder};
use std::{collections::BTreeMap, fs, io::Write, path::Path};

/// This project's widget.
pub(crate) const OURS: &str = "paddle-magic-links";

/// In the order of the tables: by hand, by this project, in JavaScript, in Rust.
const NAMES: [&str; 7] = ["vanilla", OURS, "preact", "react", "sycamore", "yew", "dioxus"];

/// A page with the widget in it.
pub(crate) struct Contestant {
    pub(crate) name: &'static str,
    /// The files, by their paths on the site.
    pub(crate) files: BTreeMap<String, File>,
}

/// A file as it is stored, and as it is sent.
pub(crate) struct File {
    pub(crate) raw: Vec<u8>,
    pub(crate) gzip: Vec<u8>,
    pub(crate) brotli: Vec<u8>,
}

pub(crate) fn all(pages: &Path) -> Result<Vec<Contestant>> {
    NAMES.iter().map(|name| Contestant::read(name, &pages.join(name))).collect()
}

impl Contestant {
    fn read(name: &'static str, directory: &Path) -> Result<Self> {
        let mut files = BTreeMap::new();
        let entries = fs::read_dir(directory)
            .with_context(|| format!("{name} was not built: {} is missing", directory.display()))?;
        for entry in entries {
            let entry = entry?;
            if entry.file_type()?.is_file() {
                let path = format!("/{}", entry.file_name().display());
                files.insert(path, File::compress(fs::read(entry.path())?)?);
            }
        }
        ensure!(files.contains_key("/index.html"), "{name} has no index.html");
        Ok(Self { name, files })
    }
}

impl File {
    fn compress(raw: Vec<u8>) -> Result<Self> {
        let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
        gzip.write_all(&raw)?;
        let mut brotli = Vec::new();
        let parameters = brotli::enc::BrotliEncoderParams {
            quality: 11,
            lgwin: 22,
            size_hint: raw.len(),
            ..Default::default()
        };
        brotli::BrotliCompress(&mut &raw[..], &mut brotli, &parameters)?;
        Ok(Self { raw, gzip: gzip.finish()?, brotli })
    }
}
