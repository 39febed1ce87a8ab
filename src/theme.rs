//! The colour schemes of the widget.

/// The colour scheme of the widget.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// For light pages.
    Light,
    /// For dark pages.
    Dark,
    /// The seller's system setting.
    Auto,
}

impl Theme {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
            Self::Auto => "auto",
        }
    }
}
