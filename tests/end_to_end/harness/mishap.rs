//! What can go wrong with a response on its way.

use bytes::Bytes;
use hyper::{
    HeaderMap, StatusCode,
    header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderValue},
};

#[derive(Clone, Debug)]
pub(crate) enum Mishap {
    /// One bit of one byte.
    FlippedBit,
    /// It is not there.
    NotFound,
    /// A page comes in its place, as from servers of single-page apps for whatever they don't know.
    SomePage,
    /// The connection ends.
    Cut,
    /// The first byte comes, and the rest never.
    Trickle,
    /// Something is added to it, such as a line of script.
    Added(&'static [u8]),
    /// Another response comes in its place.
    Instead { status: u16, headers: Vec<(&'static str, &'static str)>, body: Bytes },
}

impl Mishap {
    /// A status and nothing else.
    pub(crate) fn status(status: u16) -> Self {
        Self::Instead { status, headers: Vec::new(), body: Bytes::new() }
    }

    pub(crate) fn json(status: u16, body: impl Into<Bytes>) -> Self {
        let headers = vec![("content-type", "application/json")];
        Self::Instead { status, headers, body: body.into() }
    }

    /// Does it to a response.
    pub(crate) fn spoil(
        self,
        status: &mut StatusCode,
        headers: &mut HeaderMap,
        body: &mut Bytes,
    ) -> Result<(), &'static str> {
        match self {
            Self::Cut => return Err("cut"),
            // Of another length than what will come.
            Self::Trickle => drop(headers.remove(CONTENT_LENGTH)),
            Self::FlippedBit => {
                let mut bytes = body.to_vec();
                *bytes.last_mut().ok_or("no byte to flip")? ^= 1;
                *body = bytes.into();
            }
            Self::Added(more) => {
                // Of another length than what comes.
                headers.remove(CONTENT_LENGTH);
                *body = [&body[..], more].concat().into();
            }
            Self::NotFound | Self::SomePage => {
                if let Self::NotFound = self {
                    *status = StatusCode::NOT_FOUND;
                }
                *body = "<!doctype html><title>Another page</title>".into();
                headers.clear();
                headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html"));
            }
            Self::Instead { status: other, headers: others, body: another } => {
                *status = StatusCode::from_u16(other).map_err(|_| "no status")?;
                headers.clear();
                for (name, value) in others {
                    headers.insert(name, HeaderValue::from_static(value));
                }
                *body = another;
            }
        }
        Ok(())
    }
}
