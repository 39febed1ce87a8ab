//! The id of a request at Paddle.

use std::fmt;

/// Paddle's `meta.request_id`, which a seller can quote to support.
///
/// It comes over the wire and is shown to people, so it is accepted only as an identifier:
/// 1 to 64 ASCII letters, digits, `-` and `_`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestId(String);

impl RequestId {
    /// `None` if the text is not an identifier.
    pub fn new(text: String) -> Option<Self> {
        is_identifier(&text).then_some(Self(text))
    }

    /// The identifier.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether the text is 1 to 64 ASCII letters, digits, `-` and `_`.
pub fn is_identifier(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_identifier_is_accepted() {
        for good in ["d1f2a3b4-5c6d-47e8-9f0a-1b2c3d4e5f60", "a_1", &"x".repeat(64)] {
            let id = RequestId::new(good.into()).unwrap();
            assert_eq!((id.as_str(), id.to_string().as_str()), (good, good));
        }
        for bad in ["", "<img onerror>", "a b", "é", &"x".repeat(65)] {
            assert_eq!(RequestId::new(bad.into()), None, "{bad:?}");
        }
    }
}
