//! Which environments and redirect targets a seller can choose.

use crate::{Jump, LiveOnly, Redirect};
use paddle_magic_links_protocol::Environment;

/// The environment that is selected at first: the one wished for if it is offered, else live, else the
/// first one.
pub fn first_choice(offered: &[Environment], wished_for: Option<Environment>) -> Environment {
    wished_for
        .filter(|environment| offered.contains(environment))
        .or_else(|| offered.iter().copied().find(|&environment| environment == Environment::Live))
        .or(offered.first().copied())
        .unwrap_or(Environment::Live)
}

/// Whether the widget has a button for this jump that can be clicked.
pub fn is_offered(jump: Jump, redirects: &[Redirect], live_only: LiveOnly) -> bool {
    let sandbox = jump.environment == Environment::Sandbox;
    redirects.iter().any(|redirect| {
        redirect.target == jump.redirect
            && !redirect.disabled
            && !(sandbox && redirect.is_locked_in_sandbox(live_only))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::OpenIn;
    use Environment::{Live, Sandbox};
    use paddle_magic_links_protocol::RedirectTarget;

    #[test]
    fn the_first_choice_is_the_wish_then_live_then_any() {
        for (offered, wished_for, chosen) in [
            (&[Sandbox, Live][..], Some(Sandbox), Sandbox),
            (&[Sandbox, Live], None, Live),
            (&[Sandbox], Some(Live), Sandbox),
            (&[Sandbox], None, Sandbox),
            (&[], None, Live),
        ] {
            assert_eq!(first_choice(offered, wished_for), chosen, "{offered:?} {wished_for:?}");
        }
    }

    #[test]
    fn a_jump_needs_a_button_that_is_not_locked() {
        let jump = |environment, redirect| Jump { environment, redirect, open_in: OpenIn::SameTab };
        let live = jump(Live, RedirectTarget::Onboarding);
        let sandbox = jump(Sandbox, RedirectTarget::Onboarding);
        let onboarding = Redirect::new(RedirectTarget::Onboarding);
        for (jump, redirects, live_only, offered) in [
            (live, vec![onboarding.clone()], LiveOnly::Disable, true),
            (live, vec![onboarding.clone().disabled("Not yours")], LiveOnly::Hint, false),
            (live, vec![Redirect::new(RedirectTarget::Overview)], LiveOnly::Hint, false),
            (sandbox, vec![onboarding.clone()], LiveOnly::Hint, true),
            (sandbox, vec![onboarding.clone()], LiveOnly::Disable, false),
            (sandbox, vec![onboarding], LiveOnly::Hide, false),
            (jump(Sandbox, RedirectTarget::Overview), Redirect::all(), LiveOnly::Hide, true),
        ] {
            assert_eq!(is_offered(jump, &redirects, live_only), offered, "{jump:?} {redirects:?}");
        }
    }
}
