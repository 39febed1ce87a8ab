//! An HTTP proxy that the browser sends everything through. It records every byte in every engine, and
//! lets nothing leave this machine. It does not record web sockets, with which development servers reload
//! their pages.

use crate::harness::relay_fault::RelayFault;
use bytes::Bytes;
use futures_util::stream::{self, BoxStream, StreamExt};
use http_body_util::{BodyExt, Either, Full, StreamBody};
use hyper::{
    HeaderMap, Method, Request, Response, StatusCode, Uri,
    body::{Frame, Incoming},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::TokioIo;
use std::{
    convert::Infallible,
    error::Error,
    net::SocketAddr,
    sync::{Arc, Mutex},
};
use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
    sync::watch,
    task::JoinHandle,
};

/// One request of the browser and its response.
#[derive(Clone)]
pub(crate) struct Exchange {
    pub(crate) method: Method,
    pub(crate) uri: Uri,
    pub(crate) request_headers: HeaderMap,
    pub(crate) request_body: Bytes,
    pub(crate) status: StatusCode,
    pub(crate) response_headers: HeaderMap,
    pub(crate) response_body: Bytes,
}

impl Exchange {
    /// Everything that the browser sent, as text.
    pub(crate) fn sent(&self) -> String {
        let body = String::from_utf8_lossy(&self.request_body);
        format!("{} {}\n{:?}\n{body}", self.method, self.uri, self.request_headers)
    }

    /// Everything that the browser received, as text.
    pub(crate) fn received(&self) -> String {
        let body = String::from_utf8_lossy(&self.response_body);
        format!("{}\n{:?}\n{body}", self.status, self.response_headers)
    }
}

pub(crate) struct Relay {
    pub(crate) address: SocketAddr,
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

type Body = Either<Full<Bytes>, StreamBody<BoxStream<'static, Result<Frame<Bytes>, Infallible>>>>;

struct Shared {
    /// Method and path of every request, recorded when it arrives.
    asked: Mutex<Vec<(Method, String)>>,
    exchanges: Mutex<Vec<Exchange>>,
    /// The path whose requests are held back.
    held: watch::Sender<Option<String>>,
    /// The path whose responses are spoilt, and how.
    spoilt: Mutex<Option<(String, RelayFault)>>,
    /// The server for paths below `/api/`, if it is not the one in the request.
    api: Mutex<Option<SocketAddr>>,
    client: reqwest::Client,
}

impl Relay {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let redirect = reqwest::redirect::Policy::none();
        let shared = Arc::new(Shared {
            asked: Mutex::default(),
            exchanges: Mutex::default(),
            held: watch::Sender::new(None),
            spoilt: Mutex::default(),
            api: Mutex::default(),
            // A server may close a kept connection just as it is used again. Browsers retry then, and
            // reqwest does not.
            client: reqwest::Client::builder()
                .no_proxy()
                .redirect(redirect)
                .pool_max_idle_per_host(0)
                .build()
                .unwrap(),
        });
        let serving = shared.clone();
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, serving.clone()));
            }
        });
        Self { address, shared, task }
    }

    /// The methods of the requests to a path so far, whether they have a response or not.
    pub(crate) fn asked(&self, path: &str) -> Vec<Method> {
        let asked = self.shared.asked.lock().unwrap();
        asked.iter().filter(|(_, asked)| asked == path).map(|(method, _)| method.clone()).collect()
    }

    /// What was asked for and answered so far.
    pub(crate) fn exchanges(&self) -> Vec<Exchange> {
        self.shared.exchanges.lock().unwrap().clone()
    }

    /// Those with this path.
    pub(crate) fn exchanges_with(&self, path: &str) -> Vec<Exchange> {
        let exchanges = self.exchanges().into_iter();
        exchanges.filter(|exchange| exchange.uri.path() == path).collect()
    }

    /// Holds back requests to a path until [`Self::release`].
    pub(crate) fn hold(&self, path: &str) {
        self.shared.held.send_replace(Some(path.to_owned()));
    }

    /// Spoils the responses to a path until [`Self::release`].
    pub(crate) fn spoil(&self, path: &str, fault: RelayFault) {
        *self.shared.spoilt.lock().unwrap() = Some((path.to_owned(), fault));
    }

    /// Sends requests below `/api/` to another server, as a platform's reverse proxy does.
    pub(crate) fn send_api_to(&self, address: SocketAddr) {
        *self.shared.api.lock().unwrap() = Some(address);
    }

    /// Lets through what is held back; spoilt responses stay spoilt.
    pub(crate) fn resume(&self) {
        self.shared.held.send_replace(None);
    }

    /// Lets everything through again.
    pub(crate) fn release(&self) {
        *self.shared.spoilt.lock().unwrap() = None;
        self.resume();
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(stream: TcpStream, shared: Arc<Shared>) {
    let service = service_fn(move |request| pass_on(request, shared.clone()));
    // An error closes the connection without a response, as when a server is down.
    let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    let _ = connection.with_upgrades().await;
}

async fn pass_on(
    request: Request<Incoming>,
    shared: Arc<Shared>,
) -> Result<Response<Body>, Box<dyn Error + Send + Sync>> {
    let uri = request.uri();
    let path = uri.path().to_owned();
    shared.asked.lock().unwrap().push((request.method().clone(), path.clone()));
    if !uri.host().is_some_and(|host| host == "127.0.0.1" || host == "localhost") {
        return Err(format!("{uri} is not on this machine").into());
    }
    if request.method() == Method::CONNECT {
        return tunnel(request).await;
    }
    let (parts, body) = request.into_parts();
    let request_body = body.collect().await?.to_bytes();
    let api = shared.api.lock().unwrap().filter(|_| path.starts_with("/api/"));
    let answerer = match (api, parts.uri.path_and_query()) {
        (Some(api), Some(asked)) => format!("http://{api}{asked}"),
        _ => parts.uri.to_string(),
    };
    shared.held.subscribe().wait_for(|held| held.as_deref() != Some(path.as_str())).await?;
    let answer = shared
        .client
        .request(parts.method.clone(), answerer)
        .headers(without_hops(&parts.headers))
        .body(request_body.clone())
        .send()
        .await?;
    let (mut status, mut headers) = (answer.status(), without_hops(answer.headers()));
    let mut response_body = answer.bytes().await?;
    let spoilt = shared.spoilt.lock().unwrap().clone().filter(|(spoilt, _)| *spoilt == path);
    let trickles = matches!(spoilt, Some((_, RelayFault::Trickle)));
    if let Some((_, fault)) = spoilt {
        fault.spoil(&mut status, &mut headers, &mut response_body)?;
    }
    let mut response = Response::new(if trickles {
        let first = Frame::data(response_body.slice(..1));
        let rest = stream::once(async { Ok(first) }).chain(stream::pending());
        Either::Right(StreamBody::new(rest.boxed()))
    } else {
        Either::Left(Full::new(response_body.clone()))
    });
    *response.status_mut() = status;
    response.headers_mut().clone_from(&headers);
    shared.exchanges.lock().unwrap().push(Exchange {
        method: parts.method,
        uri: parts.uri,
        request_headers: parts.headers,
        request_body,
        status,
        response_headers: headers,
        response_body,
    });
    Ok(response)
}

/// <https://www.rfc-editor.org/rfc/rfc9110#name-connect>
async fn tunnel(
    request: Request<Incoming>,
) -> Result<Response<Body>, Box<dyn Error + Send + Sync>> {
    let authority = request.uri().authority().ok_or("CONNECT names a host and a port")?;
    let mut host = TcpStream::connect(authority.as_str()).await?;
    tokio::spawn(async move {
        if let Ok(browser) = hyper::upgrade::on(request).await {
            let _ = copy_bidirectional(&mut TokioIo::new(browser), &mut host).await;
        }
    });
    Ok(Response::new(Either::Left(Full::default())))
}

/// Removes the headers that are about one connection.
fn without_hops(headers: &HeaderMap) -> HeaderMap {
    let mut headers = headers.clone();
    for hop in ["connection", "keep-alive", "proxy-connection", "transfer-encoding"] {
        headers.remove(hop);
    }
    headers
}
