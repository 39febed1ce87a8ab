use std::borrow::Cow;

/// Declares [`Strings`], so that each field is named once.
macro_rules! declare {
    ($($(#[doc = $doc:literal])+ $name:ident,)+) => {
        /// Every text that a seller reads, in one language. A host changes some of them by
        /// `Strings { payout_settings: "Payouts".into(), ..Strings::ENGLISH }`.
        ///
        /// The widget fills in what is in braces: `{target}` with the label of a redirect target,
        /// `{environment}` with [`paddle_sandbox`](Self::paddle_sandbox) or
        /// [`paddle_live`](Self::paddle_live).
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct Strings {
            $($(#[doc = $doc])+ pub $name: Cow<'static, str>,)+
        }

        impl Strings {
            /// Every text, in the order of the fields.
            pub fn each_mut(&mut self) -> impl Iterator<Item = &mut Cow<'static, str>> {
                [$(&mut self.$name),+].into_iter()
            }
        }
    };
}

declare! {
    /// The language's own [BCP 47](https://www.rfc-editor.org/info/bcp47) tag.
    lang,
    /// Names the list of buttons for screen readers.
    redirects,
    /// Names the choice between sandbox and live.
    environments,
    /// The sandbox in that choice.
    sandbox,
    /// Live in that choice.
    live,
    /// The sandbox in sentences and in the names of buttons.
    paddle_sandbox,
    /// Live in sentences and in the names of buttons.
    paddle_live,
    /// The label of `overview`.
    overview,
    /// The hint below it.
    overview_hint,
    /// The label of `payout_settings`.
    payout_settings,
    /// The hint below it.
    payout_settings_hint,
    /// The label of `retain_settings`.
    retain_settings,
    /// The hint below it.
    retain_settings_hint,
    /// The label of `onboarding`.
    onboarding,
    /// The hint below it.
    onboarding_hint,
    /// Takes the hint's place in the sandbox, for a target that only works in live. The button can be
    /// enabled or locked.
    live_only,
    /// Follows a label whose button opens a new tab.
    new_tab,
    /// The button that opens the target in this tab, after the browser refused a new one.
    open_here,
    /// The title and text of a new tab until it leaves for Paddle.
    tab_opening,
    /// A jump is under way: `{target}`, `{environment}`.
    opening,
    /// A jump takes longer than usual: `{target}`, `{environment}`.
    still_opening,
    /// A jump ended in a new tab: `{target}`.
    opened,
    /// The seller's session with the platform is over.
    session_expired,
    /// The platform wants the seller to sign in again first.
    step_up_required,
    /// The link to the platform's sign-in, beside either message.
    sign_in,
    /// The platform's CSRF protection refused the request.
    csrf_rejected,
    /// This user of the platform may not open Paddle.
    not_allowed,
    /// The seller has no account in the environment: `{environment}`.
    environment_not_configured,
    /// The platform's own rate limit: `{wait}`.
    rate_limited,
    /// Paddle's rate limit: `{wait}`.
    upstream_busy,
    /// Paddle failed or could not be reached: `{wait}`.
    upstream_unavailable,
    /// The platform's server failed: `{wait}`.
    site_unavailable,
    /// `{wait}` of unknown length.
    wait_a_minute,
    /// `{wait}` of known length: `{seconds}`.
    wait_seconds,
    /// Replaces the wait once it is over.
    wait_over,
    /// Paddle refused the platform's key: `{environment}`.
    upstream_auth,
    /// Paddle refused the request, or its response could not be understood.
    upstream_rejected,
    /// The platform's developer has something to set up.
    not_set_up,
    /// No response came.
    unreachable,
    /// No response came, and the browser says that it is offline.
    offline,
    /// No response came in time.
    timed_out,
    /// The platform's response can't be read.
    invalid_response,
    /// The platform's response is for the other environment.
    environment_mismatch,
    /// The browser refused a new tab.
    tab_blocked,
    /// The window is still on the page after a while. It may yet leave.
    navigation_failed,
    /// The reference for support: `{id}`.
    reference,
    /// The component of the custom element did not load.
    load_failed,
    /// The button that loads it again.
    try_again,
}
