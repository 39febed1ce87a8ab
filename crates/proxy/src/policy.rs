//! Who may get a code.

use crate::{RedirectTarget, RefusalCode, Seller};
use serde::Deserialize;
use std::time::{Duration, SystemTime};

/// Who may get a code, beyond being signed in.
///
/// Paddle does not tie a code to a redirect target: a code for one target opens the whole dashboard. So
/// [`FreshSignIn::Payouts`] stops a person at an unlocked computer, but not a program with a stolen
/// session, which asks for another target. [`FreshSignIn::Always`] stops both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Whether the platform's own staff get codes while they look at a seller's pages. If not, the
    /// refusal is `not_allowed`.
    pub impersonation: bool,
    /// Which redirects need a fresh sign-in. The refusal is `step_up_required`.
    pub fresh_sign_in: FreshSignIn,
    /// How long a sign-in is fresh.
    pub sign_in_age: Duration,
}

/// How far ahead the clock that noted a sign-in can be.
const CLOCK_SKEW: Duration = Duration::from_secs(60);

/// Which redirects need a fresh sign-in. A seller whose last sign-in is not known has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FreshSignIn {
    /// None.
    Never,
    /// Payout settings only.
    Payouts,
    /// All.
    Always,
}

impl Default for Policy {
    /// No impersonation, and payout settings within ten minutes of a sign-in.
    fn default() -> Self {
        Self {
            impersonation: false,
            fresh_sign_in: FreshSignIn::Payouts,
            sign_in_age: Duration::from_secs(600),
        }
    }
}

impl Policy {
    pub(crate) fn check(
        &self,
        seller: &Seller,
        redirect: Option<RedirectTarget>,
        now: SystemTime,
    ) -> Result<(), RefusalCode> {
        if seller.impersonated && !self.impersonation {
            return Err(RefusalCode::NotAllowed);
        }
        let needs_fresh_sign_in = match self.fresh_sign_in {
            FreshSignIn::Never => false,
            FreshSignIn::Payouts => redirect == Some(RedirectTarget::PayoutSettings),
            FreshSignIn::Always => true,
        };
        let is_fresh =
            seller.signed_in.is_some_and(|signed_in| match now.duration_since(signed_in) {
                Ok(age) => age <= self.sign_in_age,
                // A clock can be ahead a little. Much more is a mistake, such as milliseconds for seconds.
                Err(error) => error.duration() <= CLOCK_SKEW,
            });
        if needs_fresh_sign_in && !is_fresh {
            return Err(RefusalCode::StepUpRequired);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: SystemTime = SystemTime::UNIX_EPOCH;

    fn signed_in(seconds_ago: u64) -> Seller {
        Seller::new("s_1").with_sign_in(NOW - Duration::from_secs(seconds_ago))
    }

    #[test]
    fn staff_get_a_code_only_if_the_platform_allows_it() {
        let staff = signed_in(0).impersonated();
        let allowing = Policy { impersonation: true, ..Policy::default() };
        for redirect in RedirectTarget::ALL.map(Some).into_iter().chain([None]) {
            let refused = Policy::default().check(&staff, redirect, NOW);
            assert_eq!(refused, Err(RefusalCode::NotAllowed));
            assert_eq!(allowing.check(&staff, redirect, NOW), Ok(()));
        }
    }

    #[test]
    fn payouts_need_a_fresh_sign_in() {
        let policy = Policy::default();
        let payouts = Some(RedirectTarget::PayoutSettings);
        for (seller, allowed) in [
            (signed_in(600), true),
            (signed_in(601), false),
            (Seller::new("s_1"), false),
            (Seller::new("s_1").with_sign_in(NOW + Duration::from_secs(60)), true),
            (Seller::new("s_1").with_sign_in(NOW + Duration::from_secs(61)), false),
        ] {
            let expected = if allowed { Ok(()) } else { Err(RefusalCode::StepUpRequired) };
            assert_eq!(policy.check(&seller, payouts, NOW), expected, "{seller:?}");
        }
        for redirect in RedirectTarget::ALL.map(Some).into_iter().chain([None]) {
            if redirect != payouts {
                assert_eq!(policy.check(&Seller::new("s_1"), redirect, NOW), Ok(()));
            }
        }
    }

    #[test]
    fn all_redirects_or_none_can_need_a_fresh_sign_in() {
        let always = Policy { fresh_sign_in: FreshSignIn::Always, ..Policy::default() };
        let never = Policy { fresh_sign_in: FreshSignIn::Never, ..Policy::default() };
        for redirect in RedirectTarget::ALL.map(Some).into_iter().chain([None]) {
            let refused = always.check(&signed_in(601), redirect, NOW);
            assert_eq!(refused, Err(RefusalCode::StepUpRequired));
            assert_eq!(always.check(&signed_in(600), redirect, NOW), Ok(()));
            assert_eq!(never.check(&Seller::new("s_1"), redirect, NOW), Ok(()));
        }
    }
}
