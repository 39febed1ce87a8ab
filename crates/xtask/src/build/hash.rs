//! Hashes of a file's content.

use sha2::{Digest, Sha256};

/// For the attribute `integrity`: <https://www.w3.org/TR/SRI/#integrity-metadata-description>
pub(crate) fn integrity(content: &[u8]) -> String {
    use base64::Engine;
    let digest = Sha256::digest(content);
    format!("sha256-{}", base64::engine::general_purpose::STANDARD.encode(digest))
}

/// For file names: it distinguishes releases, and proves nothing.
pub(crate) fn short(content: &[u8]) -> String {
    let [a, b, c, ..]: [u8; 32] = Sha256::digest(content).into();
    format!("{a:02x}{b:02x}{c:02x}")
}

/// For lists that `sha256sum` reads.
pub(crate) fn sha256(content: &[u8]) -> String {
    format!("{:x}", Sha256::digest(content))
}
