//! A button, with what the host adds to it.

use paddle_magic_links_protocol::RedirectTarget;
use paddle_magic_links_strings::Strings;

/// A redirect target to offer, with what the host adds to its button:
///
/// ```
/// # use paddle_magic_links_flow::Redirect;
/// # use paddle_magic_links_protocol::RedirectTarget;
/// let redirects = vec![
///     Redirect::new(RedirectTarget::Onboarding).primary().badge("2 documents missing"),
///     Redirect::new(RedirectTarget::PayoutSettings).disabled("Only the owner can change these"),
///     RedirectTarget::Overview.into(),
/// ];
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Redirect {
    /// The page of the dashboard that opens.
    pub target: RedirectTarget,
    /// Whether the button stands out.
    pub primary: bool,
    /// Whether the button can't be clicked.
    pub disabled: bool,
    /// A line below the label, in place of the widget's own.
    pub hint: Option<String>,
    /// Some words beside the label.
    pub badge: Option<String>,
}

impl Redirect {
    /// This target with the widget's own label and hint.
    pub const fn new(target: RedirectTarget) -> Self {
        Self { target, primary: false, disabled: false, hint: None, badge: None }
    }

    /// All targets with the widget's own labels and hints.
    pub fn all() -> Vec<Self> {
        RedirectTarget::ALL.map(Self::new).into()
    }

    /// Makes the button stand out, as the seller's next step.
    #[must_use]
    pub fn primary(mut self) -> Self {
        self.primary = true;
        self
    }

    /// Replaces the line below the label.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Adds some words beside the label, such as what is missing there.
    #[must_use]
    pub fn badge(mut self, badge: impl Into<String>) -> Self {
        self.badge = Some(badge.into());
        self
    }

    /// Disables the button and shows the reason in place of the hint.
    #[must_use]
    pub fn disabled(mut self, reason: impl Into<String>) -> Self {
        self.disabled = true;
        self.hint(reason)
    }

    /// The line below the label.
    pub fn hint_in<'a>(&'a self, strings: &'a Strings) -> &'a str {
        self.hint.as_deref().unwrap_or_else(|| strings.hint(self.target))
    }

    /// Whether the target works in live only: Paddle's sandbox has no verification and no payouts.
    pub const fn is_live_only(&self) -> bool {
        self.target.is_live_only()
    }

    /// Whether the button can't be clicked in the sandbox.
    pub fn is_locked_in_sandbox(&self, live_only: LiveOnly) -> bool {
        self.is_live_only() && live_only != LiveOnly::Hint
    }
}

impl From<RedirectTarget> for Redirect {
    fn from(target: RedirectTarget) -> Self {
        Self::new(target)
    }
}

/// How live-only targets appear while the sandbox is selected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LiveOnly {
    /// With a hint that says so.
    #[default]
    Hint,
    /// Disabled, with that hint.
    Disable,
    /// Hidden.
    Hide,
}

impl LiveOnly {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Hint, Self::Disable, Self::Hide];

    /// The attribute's word.
    pub const fn as_str(self) -> &'static str {
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
    fn a_hint_or_a_reason_of_the_host_replaces_the_widgets_own() {
        let onboarding = || Redirect::new(RedirectTarget::Onboarding);
        for (redirect, disabled, hint) in [
            (onboarding(), false, "Verification and documents"),
            (onboarding().hint("Two to go"), false, "Two to go"),
            (onboarding().disabled("Not yours"), true, "Not yours"),
        ] {
            assert_eq!((redirect.disabled, redirect.hint_in(&Strings::ENGLISH)), (disabled, hint));
        }
        let redirect = onboarding().primary().badge("2");
        assert_eq!((redirect.primary, redirect.badge.as_deref()), (true, Some("2")));
    }

    #[test]
    fn two_of_all_targets_are_live_only() {
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
