//! An origin that is taken is read in the same way by a browser: its URL parser finds just this
//! origin in it, which is https or on loopback. Or it finds nothing, and the window goes nowhere.

#![no_main]

use libfuzzer_sys::fuzz_target;
use paddle_magic_links_protocol::checked_origin;
use url::{Host, Url};

fuzz_target!(|origin: &str| {
    if checked_origin(origin).is_err() {
        return;
    }
    let Ok(url) = Url::parse(origin) else {
        assert!(origin.contains("xn--"));
        return;
    };
    assert_eq!(url.origin().ascii_serialization(), origin);
    let loopback = match url.host().expect("what is taken has a host") {
        Host::Domain(domain) => domain == "localhost",
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    };
    assert!(url.scheme() == "https" || loopback);
});
