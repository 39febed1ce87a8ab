//! The program, as a platform runs it: with a configuration, beside the platform's own app.

mod configuration;
mod conformance;
mod key_directory;
mod operations;
mod platform;
#[cfg(unix)]
mod replicas;
#[cfg(unix)]
mod stopping;
mod token;
#[cfg(unix)]
mod unix_socket;
mod whoami;
