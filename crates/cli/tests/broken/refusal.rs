//! Why there is no code.

use paddle_magic_links_protocol::RefusalCode;

/// A refusal. What is not of the contract is for flaws.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) code: RefusalCode,
    pub(crate) status: u16,
    pub(crate) retry_after: Option<String>,
    /// What no browser should read.
    pub(crate) leak: Option<String>,
    pub(crate) headers: Vec<(String, String)>,
}

impl Refusal {
    pub(crate) fn with_status(code: RefusalCode, status: u16) -> Self {
        Self { code, status, retry_after: None, leak: None, headers: Vec::new() }
    }

    pub(crate) fn after(code: RefusalCode, seconds: u64) -> Self {
        Self { retry_after: Some(seconds.clamp(1, 300).to_string()), ..code.into() }
    }
}

impl From<RefusalCode> for Refusal {
    fn from(code: RefusalCode) -> Self {
        Self::with_status(code, code.status())
    }
}
