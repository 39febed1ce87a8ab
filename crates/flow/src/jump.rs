//! Where a click leads.

use paddle_magic_links_protocol::{Environment, RedirectTarget};

/// Where a click leads: the environment as it was at the click, and the redirect target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Jump {
    /// The environment whose dashboard opens.
    pub environment: Environment,
    /// The page of that dashboard.
    pub redirect: RedirectTarget,
    /// The tab in which it opens.
    pub open_in: OpenIn,
}

/// The tab in which the dashboard opens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OpenIn {
    /// The page's own tab.
    #[default]
    SameTab,
    /// A new tab.
    NewTab,
}
