//! A report as CI services show it.

use super::report::{Report, State};
use quick_junit::{NonSuccessKind, TestCase, TestCaseStatus, TestSuite};

/// The report as the XML of `JUnit`: a suite for each group. Advice is shown as skipped.
///
/// # Errors
/// Never in practice: if a text can't be written as XML.
pub fn to_junit(report: &Report) -> Result<String, quick_junit::SerializeError> {
    let mut junit = quick_junit::Report::new("magic-links check");
    for group in super::groups() {
        let mut suite = TestSuite::new(group.title);
        let own = |id: &str| group.checks.iter().any(|check| check.id == id);
        for checked in report.checks.iter().filter(|checked| own(checked.check.id)) {
            let text = super::line(checked);
            let mut status = match checked.state {
                State::Pass => TestCaseStatus::success(),
                State::Fail => TestCaseStatus::non_success(NonSuccessKind::Failure),
                State::Advice | State::Skipped => TestCaseStatus::skipped(),
            };
            if checked.state != State::Pass {
                let why = checked.reason.as_deref().unwrap_or(checked.check.change);
                status.set_message(why).set_description(text);
            }
            let name = format!("{} {}", checked.check.id, checked.check.requirement);
            let mut case = TestCase::new(name, status);
            case.set_classname(checked.check.id);
            suite.add_test_case(case);
        }
        if !suite.test_cases.is_empty() {
            junit.add_test_suite(suite);
        }
    }
    junit.to_string()
}
