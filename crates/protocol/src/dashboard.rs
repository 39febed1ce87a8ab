//! The origins of the two dashboards.

use crate::{Environment, InvalidOrigin, checked_origin};
use std::borrow::Cow;

/// The origins of the Paddle dashboard, one for each environment.
///
/// Paddle's own are compiled in. A developer may replace them, for a stand-in; nothing that comes
/// over the wire can.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dashboard {
    sandbox: Cow<'static, str>,
    live: Cow<'static, str>,
}

impl Dashboard {
    /// Paddle's own dashboard.
    pub const PADDLE: Self = Self {
        sandbox: Cow::Borrowed("https://sandbox-vendors.paddle.com"),
        live: Cow::Borrowed("https://vendors.paddle.com"),
    };

    /// The same with another origin for `environment`, such as `http://127.0.0.1:4010`.
    ///
    /// # Errors
    /// [`InvalidOrigin`], see [`checked_origin`].
    pub fn with_origin(
        mut self,
        environment: Environment,
        origin: &str,
    ) -> Result<Self, InvalidOrigin> {
        self.set(environment, checked_origin(origin)?.to_owned());
        Ok(self)
    }

    /// The same, where a URL parser has found that it is an origin, and `https` or on this machine.
    #[must_use]
    pub fn with_parsed_origin(mut self, environment: Environment, origin: String) -> Self {
        self.set(environment, origin);
        self
    }

    fn set(&mut self, environment: Environment, origin: String) {
        match environment {
            Environment::Sandbox => self.sandbox = Cow::Owned(origin),
            Environment::Live => self.live = Cow::Owned(origin),
        }
    }

    /// The origin for `environment`, without a slash at its end.
    pub fn origin(&self, environment: Environment) -> &str {
        match environment {
            Environment::Sandbox => &self.sandbox,
            Environment::Live => &self.live,
        }
    }
}

impl Default for Dashboard {
    fn default() -> Self {
        Self::PADDLE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paddles_own_hosts_are_compiled_in() {
        let dashboard = Dashboard::default();
        assert_eq!(dashboard.origin(Environment::Live), "https://vendors.paddle.com");
        assert_eq!(dashboard.origin(Environment::Sandbox), "https://sandbox-vendors.paddle.com");
    }

    #[test]
    fn one_origin_can_be_replaced_without_touching_the_other() {
        let dashboard = Dashboard::default()
            .with_origin(Environment::Sandbox, "http://127.0.0.1:4010")
            .unwrap();
        assert_eq!(dashboard.origin(Environment::Sandbox), "http://127.0.0.1:4010");
        assert_eq!(dashboard.origin(Environment::Live), "https://vendors.paddle.com");
    }
}
