//! A Paddle that does not respond. Finding out takes as long as the proxy's time limit, so several checks share it.

use super::{click::Who, exchange::Stall, trial::Trial};
use paddle_magic_links_protocol::Environment;
use paddle_magic_links_stand_in::Fault;

/// What came of it, which is tried once in a run.
pub(super) async fn stall(trial: &mut Trial) -> Stall {
    let bench = trial.bench.clone();
    bench.stall.get_or_init(|| try_it(trial)).await.clone()
}

/// Both clicks at once. The stand-in is healthy again afterwards.
async fn try_it(trial: &mut Trial) -> Stall {
    let (sandbox, live) = (Environment::Sandbox, Environment::Live);
    let stand_in = trial.bench.stand_in.clone();
    stand_in.reset();
    stand_in.environment(sandbox).fail_with(Some(Fault::Hang));
    stand_in.environment(live).fail_with(Some(Fault::Drip));
    let clicks = [sandbox, live].map(|which| trial.click_as(Who::Seller, which)).to_vec();
    let mut exchanges = trial.send_together(clicks).await;
    for exchange in &mut exchanges {
        let environment = exchange.click.environment;
        let ledger = stand_in.environment(environment).ledger();
        exchange.asked = ledger.into_iter().map(|request| (environment, request)).collect();
    }
    stand_in.fail_with(None);
    for exchange in exchanges.iter().filter(|exchange| exchange.answer().is_none()) {
        trial.release(exchange.click.environment).await;
    }
    let after = trial.click_as(Who::Seller, sandbox);
    let after = trial.send(after).await;
    let after_has_code = trial.gets_own_code(&after).is_ok();
    let of = |environment| {
        let mut each = exchanges.iter();
        each.find(|exchange| exchange.click.environment == environment).expect("both were sent")
    };
    Stall { silent: of(sandbox).clone(), slow: of(live).clone(), after, after_has_code }
}
