//! A connection, over TCP or a Unix socket.

use hyper::rt::{Read, Write};

pub(crate) trait Stream: Read + Write + Unpin + Send {}

impl<T: Read + Write + Unpin + Send> Stream for T {}
