//! Time limits, slow waits and countdowns.

use super::*;

#[test]
fn a_request_times_out_and_its_late_response_is_dropped() {
    let (mut flow, ticket) = requesting();
    flow.on(Event::TimedOut { ticket });
    assert_eq!(flow.failure().unwrap().1, &Failure::TimedOut);
    assert!(is_nothing(&flow.on(Event::Responded { ticket, result: Ok(code()) })));
    assert_eq!(flow.failure().unwrap().1, &Failure::TimedOut);
}

#[test]
fn a_late_response_to_an_old_click_does_not_serve_the_new_one() {
    let (mut flow, old) = requesting();
    flow.on(Event::TimedOut { ticket: old });
    flow.on(OTHER_CLICK);
    assert!(is_nothing(&flow.on(Event::Responded { ticket: old, result: Ok(code()) })));
    assert!(is_nothing(&flow.on(Event::TimedOut { ticket: old })));
    assert_eq!(flow.pending().unwrap().redirect, RedirectTarget::Overview);
}

#[test]
fn the_timer_of_the_request_does_not_end_the_navigation() {
    let (mut flow, request) = requesting();
    flow.on(Event::Responded { ticket: request, result: Ok(code()) });
    assert!(is_nothing(&flow.on(Event::TimedOut { ticket: request })));
    assert!(flow.pending().is_some());
}

#[test]
fn a_wait_is_current_until_something_ends_it() {
    for (mut flow, ticket) in [requesting(), navigating()] {
        assert!(flow.is_current(ticket) && !flow.is_current(Ticket::default()));
        flow.on(Event::Cancelled);
        assert!(!flow.is_current(ticket));
    }
}

#[test]
fn a_wait_that_takes_a_while_is_slow() {
    for (mut flow, ticket) in [requesting(), navigating()] {
        assert!(!flow.is_slow());
        assert!(is_nothing(&flow.on(Event::Slow { ticket: Ticket::default() })));
        assert!(!flow.is_slow());
        assert!(is_nothing(&flow.on(Event::Slow { ticket })));
        assert!(flow.is_slow() && flow.pending().is_some());
    }
}

#[test]
fn a_wait_is_counted_down_and_the_failure_stays() {
    for (retry_after, counted) in
        [(None, 0), (Some(0), 0), (Some(1), 1), (Some(300), 300), (Some(301), 0)]
    {
        let (mut flow, ticket) = requesting();
        let refusal = Refusal { retry_after, ..RefusalCode::RateLimited.into() };
        let result = Err(Failure::Refused(refusal));
        let mut effect = flow.on(Event::Responded { ticket, result }).effect;
        for left in (1..=counted).rev() {
            assert_eq!(flow.seconds_left(), Some(left));
            let Some(Effect::CountDown { ticket }) = effect else { panic!("{effect:?}") };
            assert!(is_nothing(&flow.on(Event::Tick { ticket: Ticket::default() })));
            assert_eq!(flow.seconds_left(), Some(left));
            let decision = flow.on(Event::Tick { ticket });
            assert_eq!(decision.notification, None);
            effect = decision.effect;
        }
        assert_eq!((flow.seconds_left(), effect.is_none()), (None, true));
        assert!(flow.failure().is_some());
    }
}

#[test]
fn a_countdown_does_not_stop_the_seller() {
    let (mut flow, ticket) = requesting();
    let refusal = Refusal { retry_after: Some(9), ..RefusalCode::RateLimited.into() };
    flow.on(Event::Responded { ticket, result: Err(Failure::Refused(refusal)) });
    assert!(matches!(flow.on(CLICK).effect, Some(Effect::RequestCode { .. })));
    assert_eq!(flow.seconds_left(), None);
}
