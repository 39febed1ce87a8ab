//! What a visitor downloads, and how much that may be.

use crate::{command, languages, shorten};
use anyhow::{Context, Result, bail};
use std::{env, ffi::OsStr, fs, path::Path};

/// For the page's wasm and its JavaScript together, in bytes of brotli.
const WASM_AND_JAVASCRIPT: usize = 50_000;

/// Trunk runs this at the end of each build, before it puts the files into `dist`.
pub(crate) fn trunk_post_build() -> Result<()> {
    let staging = env::var_os("TRUNK_STAGING_DIR")
        .context("TRUNK_STAGING_DIR is not set: this is for trunk to call, see Trunk.toml")?;
    if env::var("TRUNK_PROFILE").as_deref() == Ok("release") {
        let staging = Path::new(&staging);
        let wasm = fs::read_dir(staging)?
            .filter_map(|entry| Some(entry.ok()?.path()))
            .find(|path| path.extension() == Some(OsStr::new("wasm")))
            .context("trunk built no wasm")?;
        // Trunk calls them `name.js` and `name_bg.wasm`.
        let glue = wasm.to_string_lossy().replace("_bg.wasm", ".js");
        shorten::names(&wasm, Path::new(&glue))?;
        minify(staging)?;
        weigh(staging)?;
    }
    languages::write(&Path::new(&staging).join("languages"))?;
    Ok(())
}

/// Trunk's own minifier gives up on wasm-bindgen's glue ("Failed to minify JS").
fn minify(directory: &Path) -> Result<()> {
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        if [Some(OsStr::new("js")), Some(OsStr::new("css"))].contains(&path.extension()) {
            let mut outfile = OsStr::new("--outfile=").to_owned();
            outfile.push(&path);
            let mut esbuild = command::npm_script("esbuild");
            esbuild.args(["--minify", "--allow-overwrite", "--log-level=warning"]);
            command::run(esbuild.arg(outfile).arg(&path))?;
        }
    }
    Ok(())
}

fn weigh(directory: &Path) -> Result<()> {
    let total = print(directory)?;
    if total > WASM_AND_JAVASCRIPT {
        bail!(
            "the page's wasm and JavaScript are {} bytes too heavy: at most {WASM_AND_JAVASCRIPT}",
            total - WASM_AND_JAVASCRIPT
        );
    }
    Ok(())
}

/// Prints what each file weighs, but for what is only loaded on demand, in directories; and returns the brotli bytes of wasm and JavaScript together.
pub(crate) fn print(directory: &Path) -> Result<usize> {
    let mut files: Vec<_> = fs::read_dir(directory)?.collect::<Result<_, _>>()?;
    files.retain(|file| file.path().is_file());
    files.sort_by_key(fs::DirEntry::file_name);
    let mut total = 0;
    eprintln!("{:>10} {:>10}", "raw", "brotli");
    for file in files {
        let bytes = fs::read(file.path())?;
        let brotli = brotli_size(&bytes)?;
        eprintln!("{:>10} {brotli:>10}  {}", bytes.len(), file.file_name().display());
        if [Some(OsStr::new("js")), Some(OsStr::new("wasm"))].contains(&file.path().extension()) {
            total += brotli;
        }
    }
    eprintln!("{:>10} {total:>10}  wasm and JavaScript", "");
    Ok(total)
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
