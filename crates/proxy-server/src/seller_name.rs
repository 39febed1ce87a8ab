//! A seller's id, as the platform names it.

use paddle_magic_links_protocol::is_identifier;
use serde::{Deserialize, Deserializer, de::Error};

/// A seller's id: 1 to 64 letters, digits, `-` and `_`. It names a directory, so it can have nothing else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SellerName(String);

impl SellerName {
    pub(crate) fn new(text: String) -> Option<Self> {
        is_identifier(&text).then_some(Self(text))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for SellerName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::new(text).ok_or_else(|| {
            D::Error::custom("a seller's id has 1 to 64 letters, digits, `-` and `_`")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stays_inside_its_directory() {
        for good in ["7", "s_1", "d1f2a3b4-5c6d-47e8-9f0a-1b2c3d4e5f60"] {
            assert_eq!(SellerName::new(good.into()).unwrap().as_str(), good);
        }
        for bad in ["", ".", "..", "../s_2", "a/b", "a\\b", "a\0", "é", &"x".repeat(65)] {
            assert_eq!(SellerName::new(bad.into()), None, "{bad:?}");
        }
    }
}
