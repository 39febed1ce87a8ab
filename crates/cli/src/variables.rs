//! What a backend reads from its environment.

use paddle_magic_links_protocol::Environment;
use paddle_magic_links_stand_in::StandIn;

/// The variables that tell a backend of a stand-in, by name: where it is, and the keys of sellers A and B.
pub fn variables(stand_in: &StandIn) -> Vec<(String, String)> {
    let mut variables = Vec::new();
    for (name, environment) in [("SANDBOX", Environment::Sandbox), ("LIVE", Environment::Live)] {
        variables.push((format!("PADDLE_{name}_API"), stand_in.origin(environment).to_owned()));
        for (seller, keys) in ["A", "B"].iter().zip(stand_in.sellers()) {
            variables
                .push((format!("SELLER_{seller}_{name}_KEY"), keys.of(environment).to_owned()));
        }
    }
    variables
}
