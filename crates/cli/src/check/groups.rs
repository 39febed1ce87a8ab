//! The one list of all checks, which are one group a file.

mod basics;
mod cors;
mod csrf;
mod failures;
mod headers;
mod identity;
mod limits;
mod methods;
mod mutated;
mod probe;
mod request;
mod secrets;
mod time;
mod upstream;

use super::definition::{Check, Group};
pub(super) use probe::probe;

const ALL: &[Group] = &[
    basics::GROUP,
    methods::GROUP,
    csrf::GROUP,
    cors::GROUP,
    request::GROUP,
    identity::GROUP,
    upstream::GROUP,
    failures::GROUP,
    headers::GROUP,
    time::GROUP,
    secrets::GROUP,
    limits::GROUP,
    mutated::GROUP,
];

/// All groups, in the order of the documentation.
pub fn groups() -> &'static [Group] {
    ALL
}

/// The group that a check belongs to.
///
/// # Panics
/// Never: a test holds that each check is in the group of its letter.
pub fn group_of(check: &Check) -> &'static Group {
    let letter = check.id.split('-').next().unwrap_or_default();
    ALL.iter().find(|group| group.letter == letter).expect("each id has its group")
}

/// The check with this id, in upper or lower case.
pub fn find(id: &str) -> Option<&'static Check> {
    all().find(|check| check.id.eq_ignore_ascii_case(id))
}

/// The check without which nothing else can be tried.
pub(super) fn gate() -> &'static Check {
    &ALL[0].checks[0]
}

pub(super) fn all() -> impl Iterator<Item = &'static Check> {
    ALL.iter().flat_map(|group| group.checks)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::definition::Stage;
    use std::collections::HashSet;

    #[test]
    fn each_check_has_an_id_of_its_group_and_its_own_text() {
        let mut ids = HashSet::new();
        assert!(all().all(|check| (check.stage == Stage::Gate) == (check.id == gate().id)));
        for check in all() {
            assert!(ids.insert(check.id), "{} is there twice", check.id);
            assert!(group_of(check).checks.iter().any(|other| other.id == check.id));
            for text in [check.requirement, check.change] {
                assert!(text.ends_with('.') && !text.contains("  "), "{}: {text}", check.id);
            }
        }
    }

    #[test]
    fn an_id_is_found_in_any_case() {
        assert_eq!(find("c-1").map(|check| check.id), Some("C-1"));
        assert!(find("C-99").is_none());
    }
}
