//! The wire contract, over real sockets, with the stand-in as Paddle.

mod log;
mod paddle;
mod platform;
mod requests;
