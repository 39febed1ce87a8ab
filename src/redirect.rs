//! A button, and what the host says of it.

use paddle_magic_links_protocol::RedirectTarget;
use paddle_magic_links_strings::Strings;
use std::str::FromStr;

/// A page of the dashboard that is offered, and what the host says of it:
///
/// ```
/// use paddle_magic_links::{Redirect, RedirectTarget};
///
/// let redirects = vec![
///     Redirect::to(RedirectTarget::Onboarding).primary().badge("2 documents missing"),
///     Redirect::to(RedirectTarget::PayoutSettings).disabled("Only the owner can change these"),
///     RedirectTarget::Overview.into(),
/// ];
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redirect {
    pub(crate) target: RedirectTarget,
    pub(crate) primary: bool,
    pub(crate) disabled: bool,
    pub(crate) hint: Option<String>,
    pub(crate) badge: Option<String>,
}

impl Redirect {
    /// The page, with nothing said of it.
    pub const fn to(target: RedirectTarget) -> Self {
        Self { target, primary: false, disabled: false, hint: None, badge: None }
    }

    /// Every page, with nothing said of any.
    pub fn all() -> Vec<Self> {
        RedirectTarget::ALL.map(Self::to).into()
    }

    /// Stands out, as what the seller should do next.
    #[must_use]
    pub fn primary(mut self) -> Self {
        self.primary = true;
        self
    }

    /// Has a line of its own below its label.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Has some words beside its label, such as what is missing there.
    #[must_use]
    pub fn badge(mut self, badge: impl Into<String>) -> Self {
        self.badge = Some(badge.into());
        self
    }

    /// Can't be chosen; the reason stands in the place of its hint.
    #[must_use]
    pub fn disabled(mut self, reason: impl Into<String>) -> Self {
        self.disabled = true;
        self.hint(reason)
    }

    pub(crate) fn hint_in<'a>(&'a self, strings: &'a Strings) -> &'a str {
        self.hint.as_deref().unwrap_or_else(|| strings.hint(self.target))
    }

    /// Whether the page is of no use in the sandbox: Paddle handles verification and payouts in live
    /// only.
    pub(crate) const fn is_live_only(&self) -> bool {
        matches!(self.target, RedirectTarget::PayoutSettings | RedirectTarget::Onboarding)
    }
}

impl From<RedirectTarget> for Redirect {
    fn from(target: RedirectTarget) -> Self {
        Self::to(target)
    }
}

/// What becomes in the sandbox of the pages that are of use in live only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LiveOnly {
    /// A hint says so.
    #[default]
    Hint,
    /// And they can't be chosen.
    Disable,
    /// They are not shown.
    Hide,
}

impl LiveOnly {
    /// The word for it.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Hint => "hint",
            Self::Disable => "disable",
            Self::Hide => "hide",
        }
    }
}

impl FromStr for LiveOnly {
    type Err = &'static str;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        [Self::Hint, Self::Disable, Self::Hide]
            .into_iter()
            .find(|live_only| live_only.as_str() == word)
            .ok_or("give hint, disable or hide")
    }
}
