//! The files of the npm package, and the archive of them.

use super::hash;
use crate::command;
use anyhow::{Context, Result, bail};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// The package as it is built, to be published.
pub(crate) fn built() -> PathBuf {
    command::root().join("dist/element")
}

/// The package as it is published, unpacked again for the tests.
pub(crate) fn unpacked() -> PathBuf {
    command::target().join("package")
}

/// The files of the package. Those that are loaded at run time have their content's hash in their
/// names, so that releases can live side by side, and caches may keep them forever.
pub(super) struct Package {
    pub(super) directory: PathBuf,
    /// The name of a file in the sources, and its name with the hash.
    names: Vec<(String, String)>,
}

impl Package {
    pub(super) fn new(directory: &Path) -> Self {
        Self { directory: directory.to_owned(), names: Vec::new() }
    }

    /// Puts a file's hash into its name.
    pub(super) fn hash(&mut self, file: &str) -> Result<()> {
        let path = self.directory.join(file);
        let (stem, kind) = file.rsplit_once('.').context("a file without an extension")?;
        if kind == "js" {
            self.name_hashed_files(&path)?;
        }
        let name = format!("{stem}-{}.{kind}", hash::short(&fs::read(&path)?));
        fs::rename(path, self.directory.join(&name))?;
        self.names.push((format!("./{file}"), format!("./{name}")));
        Ok(())
    }

    /// Replaces the names in a script by those with hashes.
    pub(super) fn name_hashed_files(&self, script: &Path) -> Result<()> {
        let mut text = fs::read_to_string(script)?;
        for (file, name) in &self.names {
            text = text.replace(file.as_str(), name);
        }
        Ok(fs::write(script, text)?)
    }

    /// For pages that pin what they load. Lists every script and the wasm.
    pub(super) fn list_hashes(&self) -> Result<()> {
        let mut hashes = serde_json::Map::new();
        for directory in ["", "languages/"] {
            for file in fs::read_dir(self.directory.join(directory))? {
                let path = file?.path();
                if let Some("js" | "wasm") =
                    path.extension().and_then(|extension| extension.to_str())
                {
                    let name = path.file_name().unwrap_or_default().to_string_lossy();
                    hashes.insert(
                        format!("{directory}{name}"),
                        hash::integrity(&fs::read(&path)?).into(),
                    );
                }
            }
        }
        fs::write(self.directory.join("integrity.json"), serde_json::to_string_pretty(&hashes)?)?;
        Ok(())
    }

    /// Packs the package as npm would publish it, and unpacks what it packed.
    ///
    /// # Errors
    /// If npm leaves out a file that was made.
    pub(super) fn pack(&self) -> Result<()> {
        let unpacked = unpacked();
        if unpacked.exists() {
            fs::remove_dir_all(&unpacked)?;
        }
        fs::create_dir_all(&unpacked)?;
        let mut npm = command::npm_script("npm");
        npm.args(["pack", "--silent", "--pack-destination"]).arg(&unpacked);
        command::run(npm.current_dir(&self.directory).stdout(std::process::Stdio::null()))?;
        let archive = fs::read_dir(&unpacked)?.next().context("npm packed nothing")??.path();
        let mut tar = command::new("tar");
        tar.arg("-xzf").arg(archive).args(["--strip-components", "1", "-C"]).arg(&unpacked);
        command::run(&mut tar)?;
        for made in fs::read_dir(&self.directory)? {
            let name = made?.file_name();
            if !unpacked.join(&name).exists() {
                bail!("element/package.json needs {} in `files`", name.display());
            }
        }
        Ok(())
    }
}
