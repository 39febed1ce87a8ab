//! Random numbers, for names that nothing else on the page has.

/// Any number but 0.
#[cfg(target_arch = "wasm32")]
pub(crate) fn number() -> u32 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "any number will do"
    )]
    let number = (js_sys::Math::random() * f64::from(u32::MAX)) as u32;
    number.max(1)
}

/// Any number but 0. The standard library has random numbers only as keys of its hash maps.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn number() -> u32 {
    use std::hash::{BuildHasher, RandomState};
    #[expect(clippy::cast_possible_truncation, reason = "any number will do")]
    let number = RandomState::new().hash_one(0) as u32;
    number.max(1)
}
