//! A seller's click, from the platform's page into the dashboard: the page as it is shipped, the
//! proxy, the stand-in, and a real browser between them.
#![cfg(not(target_arch = "wasm32"))]

mod browser;
mod click;
mod demo_command;
mod element;
mod element_loading;
mod element_manifest;
mod element_pages;
mod examples;
mod faults;
mod platform;
mod relay;
mod secrets;
