//! The Redis in which the tests' proxies share their limits.

use crate::{apt, command::step, tools::starts};
use anyhow::Result;

/// Installs it, on Debian and Ubuntu with apt if that is allowed. Tests that need it are skipped without it.
pub(crate) fn install(may_use_apt: bool) -> Result<()> {
    // Debian's redis-tools has the server under the second name, and starts no service.
    if starts("redis-server") || starts("redis-check-rdb") || !apt::is_here() {
        return Ok(());
    }
    if !may_use_apt {
        eprintln!("Redis is missing: `cargo xtask setup --yes` installs redis-tools with apt");
        return Ok(());
    }
    step("Installing Redis with apt (seconds)", || apt::install(&["redis-tools"]))
}
