//! The npm package as an archive, which platforms also unpack and serve themselves, and the hashes of all
//! files of a release.

use crate::build::{hash, package};
use anyhow::{Context, Result};
use std::{fs, path::Path};

pub(super) fn name(version: &str) -> String {
    format!("paddle-magic-links-{version}.tgz")
}

/// Copies what npm has packed, and the hashes for the attribute `integrity` of the scripts in it.
pub(super) fn copy(version: &str, to: &Path) -> Result<()> {
    for file in [&name(version), "integrity.json"] {
        let packed = package::unpacked().join(file);
        fs::copy(&packed, to.join(file)).with_context(|| packed.display().to_string())?;
    }
    Ok(())
}

/// Writes `SHA256SUMS`, which `sha256sum --check` reads.
pub(super) fn sum_up(directory: &Path) -> Result<()> {
    let mut lines = Vec::new();
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        lines.push((name, hash::sha256(&fs::read(&path)?)));
    }
    lines.sort();
    let lines = lines.iter().flat_map(|(name, sum)| [sum, "  ", name, "\n"]);
    Ok(fs::write(directory.join("SHA256SUMS"), lines.collect::<String>())?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_listed_with_its_hash() -> Result<()> {
        let directory = tempfile::tempdir()?;
        fs::write(directory.path().join("b"), "")?;
        fs::write(directory.path().join("a"), "abc")?;
        sum_up(directory.path())?;
        // https://www.di-mgt.com.au/sha_testvectors.html
        let sums = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  a\n\
                    e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  b\n";
        assert_eq!(fs::read_to_string(directory.path().join("SHA256SUMS"))?, sums);
        Ok(())
    }
}
