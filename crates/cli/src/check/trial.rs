//! What a check does: it sends clicks, and says what has to come of them.

use super::{
    bench::Bench,
    click::{Click, Who},
    exchange::{Answer, Exchange},
    finding::{Finding, Outcome, Problem},
};
use futures_util::future::join_all;
use paddle_magic_links_protocol::{Environment, RefusalCode};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};

/// How long the kit waits for the proxy's own limits, in one check.
const PATIENCE: Duration = Duration::from_secs(90);

/// One check being tried.
pub(super) struct Trial {
    pub(super) bench: Arc<Bench>,
    /// What is not wrong, but could be better.
    pub(super) advice: Vec<Finding>,
    /// A click that was refused, as it should be. Made right, it has to get a code.
    control: Option<(Who, Environment)>,
    patience: Duration,
}

impl Trial {
    pub(super) fn new(bench: Arc<Bench>) -> Self {
        Self { bench, advice: Vec::new(), control: None, patience: PATIENCE }
    }

    /// A click that has nothing wrong.
    pub(super) fn click(&self) -> Click {
        self.bench.next_click()
    }

    /// A click by this seller, in one environment after the other.
    pub(super) fn click_of(&self, who: Who) -> Click {
        let environment = self.bench.next_click().environment;
        self.click_as(who, environment)
    }

    pub(super) fn click_as(&self, who: Who, environment: Environment) -> Click {
        self.bench.click(who, environment)
    }

    /// Sends a click. If the proxy's own limit refuses it, waits for as long as the proxy says.
    pub(super) async fn send(&mut self, click: Click) -> Exchange {
        loop {
            let exchange = self.bench.exchange(click.clone()).await;
            if !exchange.asked.is_empty() || !exchange.is_limited() || !self.wait(&exchange).await {
                return exchange;
            }
        }
    }

    /// Sends clicks all at once. What Paddle was asked can't be told apart then.
    pub(super) async fn send_together(&mut self, clicks: Vec<Click>) -> Vec<Exchange> {
        let mut done = Vec::new();
        let mut waiting = clicks;
        loop {
            let bench = self.bench.clone();
            let exchanges = join_all(waiting.drain(..).map(|click| bench.exchange(click))).await;
            let (limited, others): (Vec<_>, Vec<_>) =
                exchanges.into_iter().partition(Exchange::is_limited);
            done.extend(others);
            let Some(longest) = limited.iter().max_by_key(|exchange| wait_of(exchange)) else {
                return done;
            };
            if !self.wait(longest).await {
                done.extend(limited);
                return done;
            }
            waiting.extend(limited.into_iter().map(|exchange| exchange.click));
        }
    }

    /// Whether there was the patience to wait.
    pub(super) async fn wait(&mut self, exchange: &Exchange) -> bool {
        let wait = wait_of(exchange);
        let Some(left) = self.patience.checked_sub(wait) else { return false };
        self.patience = left;
        // Nobody may listen.
        let _ = self.bench.waits.send(wait);
        tokio::time::sleep(wait).await;
        true
    }

    /// Sends a click until it is let through to Paddle, for at most some seconds.
    pub(super) async fn until_served(&mut self, click: Click, most: Duration) -> Exchange {
        let start = Instant::now();
        loop {
            let exchange = self.bench.exchange(click.clone()).await;
            let served = exchange.is_success();
            if served || start.elapsed() > most {
                return exchange;
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    }

    /// Ends the connections to Paddle on which a proxy without a time limit still waits.
    pub(super) async fn release(&mut self, environment: Environment) {
        self.bench.stand_in.go_down(environment).await;
        // If somebody has taken the port meanwhile, the next check says so.
        let _ = self.bench.stand_in.come_back(environment).await;
    }

    /// A finding about an exchange.
    pub(super) fn finding(&self, exchange: &Exchange, expected: impl Into<String>) -> Finding {
        Finding {
            sent: self.bench.secrets.mask(&exchange.click.curl()),
            expected: expected.into(),
            seen: exchange.seen(&self.bench.secrets),
            change: None,
        }
    }

    pub(super) fn fail<T>(&self, exchange: &Exchange, expected: impl Into<String>) -> Outcome<T> {
        Err(self.finding(exchange, expected).into())
    }

    pub(super) fn advise(&mut self, exchange: &Exchange, expected: impl Into<String>) {
        let finding = self.finding(exchange, expected);
        self.advice.push(finding);
    }

    /// The response has a code.
    pub(super) fn has_code(&self, exchange: &Exchange) -> Outcome<String> {
        match exchange.answer().filter(|answer| answer.is_success()).and_then(Answer::code) {
            Some(code) => Ok(code),
            None => self.fail(exchange, "201 with a code in data.code"),
        }
    }

    /// The response has the code that Paddle made for this seller in this environment.
    pub(super) fn gets_own_code(&self, exchange: &Exchange) -> Outcome<String> {
        let code = self.has_code(exchange)?;
        let environment = self.bench.stand_in.environment(exchange.click.environment);
        if environment.seller_of_code(&code) == exchange.click.who.place() {
            return Ok(code);
        }
        self.fail(exchange, "the code that Paddle made for this seller in this environment")
    }

    /// It was refused as the request's own fault, and Paddle was not asked. A word of the contract that
    /// does not fit is worth an advice.
    pub(super) fn blocked(&mut self, exchange: &Exchange, words: &[RefusalCode]) -> Outcome {
        let [word, ..] = words else { return Ok(()) };
        let expected = format!("{} {word}, and no request to Paddle", word.status());
        let answer = self.refused_at_all(exchange, &expected)?;
        if !(400..500).contains(&answer.status) || !exchange.asked.is_empty() {
            return self.fail(exchange, expected);
        }
        let fits = answer.word().is_none_or(|word| words.contains(&word));
        if !fits || !is_status_of(*word, answer.status) {
            self.advise(exchange, expected);
        }
        Ok(())
    }

    /// It was refused with one of these words. Another status than the contract's is worth an advice, but
    /// what Paddle did must never look as if the seller had to sign in.
    pub(super) fn refused(&mut self, exchange: &Exchange, words: &[RefusalCode]) -> Outcome {
        let one_of: Vec<_> = words.iter().map(|word| format!("{} {word}", word.status())).collect();
        let expected = one_of.join(" or ");
        let answer = self.refused_at_all(exchange, &expected)?;
        let Some(word) = answer.word().filter(|word| words.contains(word)) else {
            return self.fail(exchange, expected);
        };
        let is_paddles = word.as_str().starts_with("upstream_");
        if is_paddles && matches!(answer.status, 401 | 403) {
            return self.fail(exchange, format!("{expected}, and never 401 or 403"));
        }
        if !is_status_of(word, answer.status) {
            self.advise(exchange, expected);
        }
        Ok(())
    }

    /// It was refused with this word, and Paddle was not asked.
    pub(super) fn refused_before_paddle(
        &mut self,
        exchange: &Exchange,
        word: RefusalCode,
    ) -> Outcome {
        self.refused(exchange, &[word])?;
        if exchange.asked.is_empty() {
            return Ok(());
        }
        self.fail(exchange, format!("{} {word}, and no request to Paddle", word.status()))
    }

    fn refused_at_all(&mut self, exchange: &Exchange, expected: &str) -> Outcome<Answer> {
        self.control = Some((exchange.click.who, exchange.click.environment));
        match exchange.answer() {
            Some(answer) if answer.status >= 400 => Ok(answer.clone()),
            _ => self.fail(exchange, expected),
        }
    }

    /// For a proxy that can't serve a click for a while, as it should be.
    pub(super) fn forget_control(&mut self) {
        self.control = None;
    }

    /// A proxy that refuses everything would pass every check of refusals. So the same click made right
    /// has to get a code.
    pub(super) async fn try_control(&mut self) -> Outcome {
        let Some((who, environment)) = self.control.take() else { return Ok(()) };
        let who = if who == Who::Another { Who::Seller } else { who };
        self.bench.stand_in.fail_with(None);
        let click = self.click_as(who, environment);
        let exchange = self.send(click).await;
        match self.gets_own_code(&exchange) {
            Err(Problem::Failed(finding)) => {
                let change = "The same request made right got no code, so this refusal shows nothing. \
                              See what the proxy logged.";
                Err(finding.change(change).into())
            }
            outcome => outcome.map(drop),
        }
    }
}

fn wait_of(exchange: &Exchange) -> Duration {
    let seconds = exchange.answer().and_then(Answer::retry_after).unwrap_or(1);
    Duration::from_secs(seconds.max(1))
}

/// HTTP has statuses that say more of a request that is not the widget's.
fn is_status_of(word: RefusalCode, status: u16) -> bool {
    status == word.status()
        || word == RefusalCode::InvalidRequest
            && matches!(status, 404 | 405 | 408 | 411 | 413 | 414 | 415 | 422 | 431)
        || word == RefusalCode::CsrfRejected && matches!(status, 400 | 415 | 419 | 422)
}
