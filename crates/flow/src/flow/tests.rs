mod waits;

use super::*;
use crate::{OpenIn, Ticket};
use paddle_magic_links_protocol::{Code, Refusal, RefusalCode};

const TARGET: RedirectTarget = RedirectTarget::PayoutSettings;
const CLICK: Event = Event::Clicked(TARGET, OpenIn::SameTab);
const OTHER_CLICK: Event = Event::Clicked(RedirectTarget::Overview, OpenIn::SameTab);

fn code() -> Code {
    Code::new("not-a-real-code".into()).unwrap()
}

fn is_nothing(decision: &Decision) -> bool {
    decision.effect.is_none() && decision.notification.is_none()
}

fn flow() -> Flow {
    Flow::new(Environment::Sandbox)
}

fn requesting_in(open_in: OpenIn) -> (Flow, Ticket) {
    let mut flow = flow();
    match flow.on(Event::Clicked(TARGET, open_in)).effect {
        Some(Effect::RequestCode { ticket, .. }) => (flow, ticket),
        effect => panic!("expected a request, got {effect:?}"),
    }
}

fn requesting() -> (Flow, Ticket) {
    requesting_in(OpenIn::SameTab)
}

fn navigating_in(open_in: OpenIn) -> (Flow, Ticket) {
    let (mut flow, ticket) = requesting_in(open_in);
    match flow.on(Event::Responded { ticket, result: Ok(code()) }).effect {
        Some(Effect::Navigate { ticket, .. }) => (flow, ticket),
        effect => panic!("expected a navigation, got {effect:?}"),
    }
}

fn navigating() -> (Flow, Ticket) {
    navigating_in(OpenIn::SameTab)
}

fn opened() -> Flow {
    let (mut flow, ticket) = navigating_in(OpenIn::NewTab);
    assert!(is_nothing(&flow.on(Event::OpenedInNewTab { ticket })));
    flow
}

fn failed() -> Flow {
    let (mut flow, ticket) = requesting();
    let result = Err(RefusalCode::RateLimited.into());
    let Decision { effect, notification } = flow.on(Event::Responded { ticket, result });
    assert!(effect.is_none());
    assert!(matches!(notification, Some(Notification::Failed(_))), "{notification:?}");
    flow
}

#[test]
fn a_click_requests_a_code_and_the_response_navigates() {
    let mut flow = flow();
    let expected =
        Jump { environment: Environment::Sandbox, redirect: TARGET, open_in: OpenIn::SameTab };
    let Some(Effect::RequestCode { ticket, jump }) = flow.on(CLICK).effect else {
        panic!("no request")
    };
    assert_eq!((jump, flow.pending()), (expected, Some(expected)));
    let decision = flow.on(Event::Responded { ticket, result: Ok(code()) });
    let Some(Effect::Navigate { jump, code, .. }) = decision.effect else {
        panic!("no navigation")
    };
    assert_eq!((jump, code.reveal()), (expected, "not-a-real-code"));
    assert_eq!(flow.pending(), Some(expected));
}

#[test]
fn a_second_click_while_a_jump_is_pending_does_nothing() {
    for mut flow in [requesting().0, navigating().0] {
        let before = flow.clone();
        assert!(is_nothing(&flow.on(OTHER_CLICK)));
        assert!(is_nothing(&flow.on(CLICK)));
        assert_eq!(flow, before);
    }
}

#[test]
fn the_environment_is_frozen_at_the_click() {
    for choose in [Event::EnvironmentChosen, Event::EnvironmentSet] {
        for mut flow in [requesting().0, navigating().0] {
            assert!(is_nothing(&flow.on(choose(Environment::Live))));
            assert_eq!(flow.environment(), Environment::Sandbox);
            assert_eq!(flow.pending().unwrap().environment, Environment::Sandbox);
        }
    }
}

#[test]
fn the_host_is_told_of_an_environment_that_the_seller_chose() {
    let mut flow = flow();
    let changed = |environment| Some(Notification::EnvironmentChanged(environment));
    for (event, environment, notification) in [
        (Event::EnvironmentChosen(Environment::Sandbox), Environment::Sandbox, None),
        (
            Event::EnvironmentChosen(Environment::Live),
            Environment::Live,
            changed(Environment::Live),
        ),
        (Event::EnvironmentSet(Environment::Sandbox), Environment::Sandbox, None),
    ] {
        let decision = flow.on(event);
        assert!(decision.effect.is_none());
        assert_eq!((flow.environment(), decision.notification), (environment, notification));
    }
}

#[test]
fn choosing_an_environment_clears_the_failure_of_the_other() {
    for choose in [Event::EnvironmentChosen, Event::EnvironmentSet] {
        let mut flow = failed();
        flow.on(choose(Environment::Live));
        assert_eq!((flow.environment(), flow.failure()), (Environment::Live, None));
    }
}

#[test]
fn a_failure_is_kept_until_the_next_click_which_works() {
    let mut flow = failed();
    let (jump, failure) = flow.failure().unwrap();
    assert_eq!((jump.redirect, failure), (TARGET, &RefusalCode::RateLimited.into()));
    assert_eq!(flow.pending(), None);
    assert!(matches!(flow.on(CLICK).effect, Some(Effect::RequestCode { .. })));
    assert_eq!(flow.failure(), None);
}

#[test]
fn the_host_is_told_of_every_failure() {
    let (mut flow, ticket) = requesting();
    let decision = flow.on(Event::TimedOut { ticket });
    let Some(Notification::Failed(error)) = decision.notification else { panic!("not told") };
    assert_eq!((error.jump.redirect, error.code), (TARGET, "timed_out"));
    let (mut flow, ticket) = navigating();
    let decision = flow.on(Event::NavigationFailed { ticket });
    let Some(Notification::Failed(error)) = decision.notification else { panic!("not told") };
    assert_eq!(error.code, "navigation_failed");
}

#[test]
fn a_failed_navigation_is_reported_and_ends_the_jump() {
    for stay in [|ticket| Event::TimedOut { ticket }, |ticket| Event::NavigationFailed { ticket }] {
        let (mut flow, ticket) = navigating();
        assert!(flow.on(stay(ticket)).effect.is_none());
        assert_eq!(flow.failure().unwrap().1, &Failure::NavigationFailed);
        assert_eq!(flow.pending(), None);
    }
}

#[test]
fn a_host_that_declines_leaves_the_widget_idle() {
    let (mut flow, ticket) = navigating();
    assert!(is_nothing(&flow.on(Event::Declined { ticket })));
    assert_eq!((flow.pending(), flow.failure()), (None, None));
}

#[test]
fn leaving_the_page_leaves_the_widget_idle_for_the_way_back() {
    for leave in [|| Event::PageLeft, || Event::Cancelled] {
        for mut flow in [flow(), requesting().0, navigating().0, opened(), failed()] {
            if flow.opened_in_new_tab().is_none() {
                assert!(is_nothing(&flow.on(Event::PageShown)));
            }
            assert!(is_nothing(&flow.on(leave())));
            let idle = (flow.pending(), flow.opened_in_new_tab(), flow.failure());
            assert_eq!(idle, (None, None, None));
        }
    }
}

#[test]
fn the_host_is_told_once_when_the_seller_is_back_from_paddle() {
    let navigation_failed = || {
        let (mut flow, ticket) = navigating();
        flow.on(Event::NavigationFailed { ticket });
        flow
    };
    for (mut flow, was_at_paddle) in [
        (flow(), false),
        (requesting().0, false),
        (failed(), false),
        (opened(), false),
        (navigating().0, true),
        (navigation_failed(), true),
    ] {
        flow.on(Event::PageLeft);
        let told = flow.on(Event::PageShown).notification == Some(Notification::Returned);
        assert_eq!(told, was_at_paddle, "{flow:?}");
        assert!(is_nothing(&flow.on(Event::PageShown)));
    }
}

#[test]
fn nothing_happens_after_unmounting() {
    for (mut flow, ticket) in [requesting(), navigating()] {
        assert!(is_nothing(&flow.on(Event::Unmounted)));
        assert_eq!(flow.pending(), None);
        for event in [
            Event::Responded { ticket, result: Ok(code()) },
            Event::TimedOut { ticket },
            CLICK,
            Event::EnvironmentChosen(Environment::Live),
            Event::Cancelled,
            CLICK,
        ] {
            assert!(is_nothing(&flow.on(event)));
        }
    }
}

#[test]
fn a_new_tab_ends_the_jump_and_shows_until_the_next_click() {
    let mut flow = opened();
    assert_eq!(flow.opened_in_new_tab().unwrap().redirect, TARGET);
    assert_eq!(flow.pending(), None);
    assert_eq!(flow.on(Event::PageShown).notification, Some(Notification::Returned));
    assert!(is_nothing(&flow.on(Event::PageShown)));
    assert_eq!(flow.opened_in_new_tab().unwrap().redirect, TARGET);
    assert!(matches!(flow.on(OTHER_CLICK).effect, Some(Effect::RequestCode { .. })));
    assert_eq!(flow.opened_in_new_tab(), None);
}

#[test]
fn a_blocked_tab_offers_this_one_until_the_next_choice() {
    let (mut flow, ticket) = requesting_in(OpenIn::NewTab);
    assert_eq!(flow.same_tab_fallback(), None);
    flow.on(Event::Responded { ticket, result: Err(Failure::TabBlocked) });
    assert_eq!(flow.same_tab_fallback(), Some(TARGET));
    flow.on(CLICK);
    assert_eq!(flow.same_tab_fallback(), Some(TARGET));
    // The seller clicked it, so it has the focus.
    flow.on(Event::Cancelled);
    assert_eq!(flow.same_tab_fallback(), Some(TARGET));
    flow.on(Event::EnvironmentChosen(Environment::Live));
    assert_eq!(flow.same_tab_fallback(), None);
    let blocked = Event::Responded { ticket, result: Err(Failure::TabBlocked) };
    assert!(is_nothing(&flow.on(blocked)), "an old ticket");
}
