//! The wire contract, over real sockets, with the stand-in as Paddle.

mod abuse;
mod audit;
mod connections;
mod held_paddle;
mod limits;
mod log;
mod openapi;
mod origins;
mod paddle;
mod platform;
mod requests;
mod sellers;
mod tls;
