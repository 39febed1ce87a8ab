//! Asks Paddle for a code.

use crate::{
    flaw::Flaw,
    paddle_response::{Made, PaddleResponse},
    proxy::Proxy,
    question::Question,
    refusal::Refusal,
    sessions::Session,
};
use axum::http::{header::CONTENT_LENGTH, request::Parts};
use paddle_magic_links_protocol::{AUTHORIZE_PATH, Environment, RefusalCode};
use std::{
    sync::atomic::Ordering,
    time::{Duration, Instant},
};
use tokio::time::{sleep, timeout};

/// How long Paddle may take.
pub(crate) const LIMIT: Duration = Duration::from_secs(2);

/// Longest response that is read, in bytes.
const LONGEST: usize = 16 * 1024;

/// How a request to Paddle went wrong.
enum Failure {
    Slow,
    Ended,
    TooLong,
}

impl From<reqwest::Error> for Failure {
    fn from(_: reqwest::Error) -> Self {
        Self::Ended
    }
}

impl Proxy {
    pub(crate) async fn code(
        &self,
        parts: &Parts,
        session: &Session,
        question: &Question,
    ) -> Result<Made, Refusal> {
        if !matches!(self.flaw(), Some(Flaw::CodeCached | Flaw::CodeShared)) {
            return self.own_code(parts, session, question).await;
        }
        let start = Instant::now();
        let account = (session.seller, question.request.environment);
        let mut kept = self.kept.lock().await;
        if let Some((at, made)) = kept.get(&account)
            && (*at > start || self.has(Flaw::CodeCached) && at.elapsed() < Duration::from_mins(1))
        {
            return Ok(made.clone());
        }
        let made = self.own_code(parts, session, question).await?;
        if self.has(Flaw::CodeShared) {
            // Until then, who clicks meanwhile waits.
            sleep(Duration::from_millis(100)).await;
        }
        kept.insert(account, (Instant::now(), made.clone()));
        Ok(made)
    }

    async fn own_code(
        &self,
        parts: &Parts,
        session: &Session,
        question: &Question,
    ) -> Result<Made, Refusal> {
        let environment = question.request.environment;
        if self.stalled.swap(false, Ordering::SeqCst) && self.has(Flaw::DeadConnection) {
            return Err(RefusalCode::UpstreamUnavailable.into());
        }
        let key = self.key(session, environment);
        let mut response = self.attempt(parts, question, key).await;
        for _ in 0..2 {
            let again = match &response {
                Err(Failure::Slow) => self.has(Flaw::RetriedAfterTimeout),
                Err(Failure::Ended) => self.has(Flaw::RetriedAfterReset),
                Err(Failure::TooLong) => false,
                Ok(response) => response.status == 429 && self.has(Flaw::RetriedWhenBusy),
            };
            if !again {
                break;
            }
            response = self.attempt(parts, question, key).await;
        }
        let mut result = match response {
            Ok(response) => self.read(&response, environment),
            Err(Failure::Slow) => {
                self.stalled.store(true, Ordering::SeqCst);
                Err(RefusalCode::UpstreamUnavailable.into())
            }
            Err(Failure::Ended) => Err(RefusalCode::UpstreamUnavailable.into()),
            Err(Failure::TooLong) => Err(RefusalCode::UpstreamInvalid.into()),
        };
        if let Err(refusal) = &mut result {
            refusal.leak = refusal.leak.take().map(|leak| leak.replace(key, "…"));
            if self.has(Flaw::KeyInRefusal) {
                refusal.leak = Some(format!("Paddle did not like {key}."));
            }
        }
        if self.has(Flaw::KeyLogged) {
            self.log(&format!("key={key}"));
        }
        result
    }

    fn key(&self, session: &Session, environment: Environment) -> &str {
        let environment = match environment {
            Environment::Live if self.has(Flaw::KeyOfTheOtherEnvironment) => Environment::Sandbox,
            Environment::Sandbox if self.has(Flaw::KeyOfTheOtherEnvironment) => Environment::Live,
            environment => environment,
        };
        if !session.has_key(environment) {
            return "";
        }
        self.sellers[session.seller].of(environment)
    }

    async fn attempt(
        &self,
        parts: &Parts,
        question: &Question,
        key: &str,
    ) -> Result<PaddleResponse, Failure> {
        let limit = match self.flaw() {
            Some(Flaw::NoTimeLimit | Flaw::LimitForEachPart | Flaw::LongLimit) => Duration::MAX,
            _ => LIMIT,
        };
        let exchange = self.exchange(parts, question, key);
        timeout(limit, exchange).await.unwrap_or(Err(Failure::Slow))
    }

    async fn exchange(
        &self,
        parts: &Parts,
        question: &Question,
        key: &str,
    ) -> Result<PaddleResponse, Failure> {
        let api = self.api(parts, question);
        let query = if self.has(Flaw::QueryAtPaddle) { "?from=shop" } else { "" };
        let url = format!("{api}{AUTHORIZE_PATH}{query}");
        let mut request = self.client.post(url).bearer_auth(key);
        for (name, value) in &parts.headers {
            if self.has(Flaw::HeadersForwarded) && *name != "host" && *name != "content-length"
                || self.has(Flaw::CookiesForwarded) && *name == "cookie"
            {
                request = request.header(name, value);
            }
        }
        if !self.has(Flaw::NoVersion) {
            request = request.header("paddle-version", "1");
        }
        request = if self.has(Flaw::BodyForwarded) {
            request.body(question.bytes.clone())
        } else {
            request.header(CONTENT_LENGTH, "0")
        };
        let each = match self.flaw() {
            Some(Flaw::LimitForEachPart) => LIMIT,
            Some(Flaw::LongLimit) => LIMIT * 5,
            _ => Duration::MAX,
        };
        let slow = |_| Failure::Slow;
        let mut response = timeout(each, request.send()).await.map_err(slow)??;
        let late = Instant::now() + LIMIT;
        let mut body = Vec::new();
        while let Some(chunk) = timeout(each, response.chunk()).await.map_err(slow)?? {
            body.extend(chunk);
            if self.has(Flaw::LongLimit) && Instant::now() > late {
                return Err(Failure::Slow);
            }
            if body.len() > LONGEST && !self.has(Flaw::EndlessRead) {
                return Err(Failure::TooLong);
            }
        }
        Ok(PaddleResponse {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body,
        })
    }

    /// Where Paddle is, which no request says.
    fn api(&self, parts: &Parts, question: &Question) -> String {
        let forwarded = parts.headers.get("x-forwarded-host").and_then(|host| host.to_str().ok());
        match self.flaw() {
            Some(Flaw::BaseUrlFromBody) if question.flawed_field.is_some() => {
                question.flawed_field.clone().unwrap_or_default()
            }
            Some(Flaw::BaseUrlFromHeader) if forwarded.is_some() => {
                format!("http://{}", forwarded.unwrap_or_default())
            }
            _ => match question.request.environment {
                Environment::Sandbox => self.apis[0].clone(),
                Environment::Live => self.apis[1].clone(),
            },
        }
    }
}
