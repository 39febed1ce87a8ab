//! The one-time code.

use std::{error::Error, fmt};

/// A one-time code of a magic session. It is a credential: whoever has it is the seller, once.
///
/// It can also be exchanged for an API token of one hour, so it is kept like a password: it has no
/// `Display`, no `Clone` and no serialisation, and its `Debug` shows nothing.
pub struct Code(String);

impl Code {
    /// Longest code taken, in bytes. Paddle's example has 43.
    pub const MAX_LENGTH: usize = 512;

    /// Takes 1 to 512 visible ASCII characters.
    ///
    /// # Errors
    /// [`InvalidCode`] for anything else.
    pub fn new(code: String) -> Result<Self, InvalidCode> {
        let plausible = (1..=Self::MAX_LENGTH).contains(&code.len())
            && code.bytes().all(|byte| byte.is_ascii_graphic());
        if plausible { Ok(Self(code)) } else { Err(InvalidCode) }
    }

    /// The code itself, for the link and for the wire.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code(…)")
    }
}

/// The text can't be a code. The error does not show it, because it may be a secret all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidCode;

impl fmt::Display for InvalidCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a code has 1 to {} visible ASCII characters", Code::MAX_LENGTH)
    }
}

impl Error for InvalidCode {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_hides_the_code() {
        let code = Code::new("s3cr3t".into()).unwrap();
        assert_eq!(format!("{code:?}"), "Code(…)");
        assert_eq!(code.reveal(), "s3cr3t");
    }

    #[test]
    fn a_code_is_1_to_512_visible_ascii_characters() {
        for good in ["a", "!", "~", &"x".repeat(512)] {
            assert!(Code::new(good.to_owned()).is_ok(), "{good:?}");
        }
        for bad in ["", " ", "a b", "a\n", "\u{7f}", "é", "\0", &"x".repeat(513)] {
            let error = Code::new(bad.to_owned()).unwrap_err();
            assert_eq!(
                error.to_string(),
                "a code has 1 to 512 visible ASCII characters",
                "{bad:?}"
            );
        }
    }
}
