use crate::Strings;
use paddle_magic_links_protocol::{Environment, RedirectTarget};

impl Strings {
    /// The environment's name in the choice between the two.
    pub fn environment(&self, environment: Environment) -> &str {
        match environment {
            Environment::Sandbox => &self.sandbox,
            Environment::Live => &self.live,
        }
    }

    /// The environment's name in a sentence.
    pub fn paddle(&self, environment: Environment) -> &str {
        match environment {
            Environment::Sandbox => &self.paddle_sandbox,
            Environment::Live => &self.paddle_live,
        }
    }

    /// The redirect target's name.
    pub fn label(&self, redirect: RedirectTarget) -> &str {
        match redirect {
            RedirectTarget::Overview => &self.overview,
            RedirectTarget::PayoutSettings => &self.payout_settings,
            RedirectTarget::RetainSettings => &self.retain_settings,
            RedirectTarget::Onboarding => &self.onboarding,
        }
    }

    /// What the seller finds at the redirect target.
    pub fn hint(&self, redirect: RedirectTarget) -> &str {
        match redirect {
            RedirectTarget::Overview => &self.overview_hint,
            RedirectTarget::PayoutSettings => &self.payout_settings_hint,
            RedirectTarget::RetainSettings => &self.retain_settings_hint,
            RedirectTarget::Onboarding => &self.onboarding_hint,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_environment_has_a_short_and_a_full_name() {
        let english = Strings::ENGLISH;
        let names = |environment| (english.environment(environment), english.paddle(environment));
        assert_eq!(
            Environment::ALL.map(names),
            [("Sandbox", "Paddle sandbox"), ("Live", "Paddle live")]
        );
    }

    #[test]
    fn every_redirect_target_has_a_label_and_a_hint() {
        let english = Strings::ENGLISH;
        assert_eq!(
            RedirectTarget::ALL.map(|redirect| (english.label(redirect), english.hint(redirect))),
            [
                ("Overview", "The home page of your Paddle dashboard"),
                ("Payout settings", "How and where Paddle pays you"),
                ("Retain", "Failed payments and cancellations"),
                ("Onboarding", "Verification and documents"),
            ]
        );
    }
}
