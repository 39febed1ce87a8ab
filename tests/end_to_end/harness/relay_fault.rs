//! What can go wrong with a response on its way.

use bytes::Bytes;
use hyper::{
    HeaderMap, StatusCode,
    header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderValue},
};

#[derive(Clone, Debug)]
pub(crate) enum RelayFault {
    /// One bit is flipped.
    FlippedBit,
    /// It is a 404.
    NotFound,
    /// A page comes instead, as servers of single-page apps send for unknown paths.
    SomePage,
    /// The connection breaks.
    Cut,
    /// Only the first byte arrives.
    Trickle,
    /// Bytes are appended, such as a line of script.
    Added(&'static [u8]),
    /// Another response comes instead.
    Instead { status: u16, headers: Vec<(&'static str, &'static str)>, body: Bytes },
}

impl RelayFault {
    /// A response with this status, without headers and body.
    pub(crate) fn status(status: u16) -> Self {
        Self::Instead { status, headers: Vec::new(), body: Bytes::new() }
    }

    pub(crate) fn json(status: u16, body: impl Into<Bytes>) -> Self {
        let headers = vec![("content-type", "application/json")];
        Self::Instead { status, headers, body: body.into() }
    }

    /// Changes a response accordingly.
    pub(crate) fn spoil(
        self,
        status: &mut StatusCode,
        headers: &mut HeaderMap,
        body: &mut Bytes,
    ) -> Result<(), &'static str> {
        match self {
            Self::Cut => return Err("cut"),
            // The length no longer holds.
            Self::Trickle => drop(headers.remove(CONTENT_LENGTH)),
            Self::FlippedBit => {
                let mut bytes = body.to_vec();
                *bytes.last_mut().ok_or("no byte to flip")? ^= 1;
                *body = bytes.into();
            }
            Self::Added(more) => {
                // The length no longer holds.
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
