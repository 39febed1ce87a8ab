//! Which checks are tried, and in which order.

use super::{
    definition::Check,
    groups::{self, group_of},
};
use std::{error::Error, fmt};

/// Which checks are tried, and in which order.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Ids or letters of groups; all, if there is none.
    pub only: Vec<String>,
    /// Ids or letters of groups that are left out.
    pub skip: Vec<String>,
    /// The order; a random one, if there is none.
    pub seed: Option<u64>,
}

impl Selection {
    /// Only these ids or groups, in a fixed order.
    pub fn only<T: Into<String>>(ids: impl IntoIterator<Item = T>) -> Self {
        Self { only: ids.into_iter().map(Into::into).collect(), skip: Vec::new(), seed: Some(1) }
    }

    /// All but these ids or groups, in a fixed order.
    pub fn without<T: Into<String>>(ids: impl IntoIterator<Item = T>) -> Self {
        Self { only: Vec::new(), skip: ids.into_iter().map(Into::into).collect(), seed: Some(1) }
    }

    pub(super) fn is_whole(&self) -> bool {
        self.only.is_empty() && self.skip.is_empty()
    }

    /// The checks by stage, in the order of a seed within each.
    pub(super) fn ordered(&self, seed: u64) -> Result<Vec<&'static Check>, UnknownId> {
        for id in self.only.iter().chain(&self.skip) {
            if !groups::all().any(|check| matches(check, id)) {
                return Err(UnknownId(id.clone()));
            }
        }
        let is_named = |check: &Check, ids: &[String]| ids.iter().any(|id| matches(check, id));
        let mut checks: Vec<_> = groups::all()
            .filter(|check| self.only.is_empty() || is_named(check, &self.only))
            .filter(|check| !is_named(check, &self.skip))
            .collect();
        fastrand::Rng::with_seed(seed).shuffle(&mut checks);
        checks.sort_by_key(|check| check.stage);
        Ok(checks)
    }
}

fn matches(check: &Check, id: &str) -> bool {
    check.id.eq_ignore_ascii_case(id) || group_of(check).letter.eq_ignore_ascii_case(id)
}

/// No check and no group has this id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownId(String);

impl fmt::Display for UnknownId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no check and no group is called {}; see magic-links explain", self.0)
    }
}

impl Error for UnknownId {}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(selection: &Selection, seed: u64) -> Vec<&'static str> {
        selection.ordered(seed).unwrap().iter().map(|check| check.id).collect()
    }

    #[test]
    fn a_seed_gives_one_order_and_another_seed_another() {
        let all = Selection::default();
        assert_eq!(ids(&all, 1), ids(&all, 1));
        assert_ne!(ids(&all, 1), ids(&all, 2));
    }

    #[test]
    fn ids_and_groups_are_selected_and_left_out() {
        let selection = Selection {
            only: vec!["c".into(), "U-1".into()],
            skip: vec!["C-1".into()],
            ..Selection::default()
        };
        let ids = ids(&selection, 1);
        assert!(ids.contains(&"C-2") && ids.contains(&"U-1"));
        assert!(!ids.contains(&"C-1") && !ids.contains(&"U-2"));
        assert!(Selection::only(["Z-1"]).ordered(1).is_err());
    }
}
