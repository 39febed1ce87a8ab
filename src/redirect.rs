//! A button, and what the host says of it.

use paddle_magic_links_protocol::RedirectTarget;
use paddle_magic_links_strings::Strings;

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

    pub(crate) const fn is_live_only(&self) -> bool {
        self.target.is_live_only()
    }

    /// Whether it can't be chosen in the sandbox.
    pub(crate) fn is_locked_in_sandbox(&self, live_only: LiveOnly) -> bool {
        self.is_live_only() && live_only != LiveOnly::Hint
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
    /// All of them.
    #[cfg(any(feature = "element", test))]
    pub(crate) const ALL: [Self; 3] = [Self::Hint, Self::Disable, Self::Hide];

    /// The word for it.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Hint => "hint",
            Self::Disable => "disable",
            Self::Hide => "hide",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_has_the_widgets_own_hint_unless_the_host_gives_one_or_a_reason() {
        let to = || Redirect::to(RedirectTarget::Onboarding);
        for (redirect, disabled, hint) in [
            (to(), false, "Verification and its documents"),
            (to().hint("Two to go"), false, "Two to go"),
            (to().disabled("Not yours"), true, "Not yours"),
        ] {
            assert_eq!((redirect.disabled, redirect.hint_in(&Strings::ENGLISH)), (disabled, hint));
        }
        let redirect = to().primary().badge("2");
        assert_eq!((redirect.primary, redirect.badge.as_deref()), (true, Some("2")));
    }

    #[test]
    fn all_pages_are_offered_of_which_two_are_of_use_in_live_only() {
        let all: Vec<_> = Redirect::all().iter().map(|redirect| redirect.target).collect();
        assert_eq!(all, RedirectTarget::ALL);
        let all = RedirectTarget::ALL.map(Redirect::from).to_vec();
        assert_eq!(all, Redirect::all());
        let live_only: Vec<_> = all.iter().map(Redirect::is_live_only).collect();
        assert_eq!(live_only, [false, true, false, true]);
    }

    #[test]
    fn the_words_of_the_attribute_are_those_of_the_stylesheet() {
        assert_eq!(LiveOnly::ALL.map(LiveOnly::as_str), ["hint", "disable", "hide"]);
        assert_eq!(LiveOnly::default(), LiveOnly::Hint);
    }
}
