//! How often codes are made.

use std::num::NonZeroU32;

/// How often codes are made. Each environment has limits of its own, as its API has another host.
///
/// Paddle allows [240 requests a minute for an IP address][limit], and that includes all other requests of
/// the platform from that address. If several instances share an address, divide `paddle` among them.
///
/// [limit]: https://developer.paddle.com/api-reference/about/rate-limiting
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// For each seller. Beyond it, the refusal is `rate_limited`.
    pub seller: Rate,
    /// For Paddle, whoever the seller is. Beyond it, the refusal is `upstream_busy`.
    pub paddle: Rate,
    /// Requests to Paddle at a time, at least one. Beyond it, the refusal is `site_unavailable`.
    pub in_flight: usize,
}

impl Default for Limits {
    /// A seller gets 5 codes at once, then 10 a minute. Paddle gets 20 requests at once, then 200 a minute,
    /// and so never more than 220 in any minute, and at most 64 at a time.
    fn default() -> Self {
        Self { seller: Rate::new(10, 5), paddle: Rate::new(200, 20), in_flight: 64 }
    }
}

/// A steady rate after a burst. In any minute there are at most as many as both together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    pub(crate) per_minute: NonZeroU32,
    pub(crate) burst: NonZeroU32,
}

impl Rate {
    /// So many in a minute, after so many at once: from 1 to 100 million each.
    pub const fn new(per_minute: u32, burst: u32) -> Self {
        // A longer burst would not fit into the nanoseconds in which it is counted.
        const MOST: NonZeroU32 = NonZeroU32::new(100_000_000).expect("it is not zero");
        const fn clamp(number: u32) -> NonZeroU32 {
            match NonZeroU32::new(number) {
                None => NonZeroU32::MIN,
                Some(number) if number.get() > MOST.get() => MOST,
                Some(number) => number,
            }
        }
        Self { per_minute: clamp(per_minute), burst: clamp(burst) }
    }
}
