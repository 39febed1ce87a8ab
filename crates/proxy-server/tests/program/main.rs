//! The program, as a platform runs it: with a configuration, beside the platform's own app.

mod configuration;
mod key_directory;
mod operations;
mod platform;
mod replicas;
mod token;
mod whoami;
