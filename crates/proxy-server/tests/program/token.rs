//! A token that the platform signs.

use crate::platform::{LIVE, LIVE_KEY, Platform, in_toml, outcome, refusal};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode, get_current_timestamp};
use rcgen::{KeyPair, PKCS_ECDSA_P256_SHA256, PKCS_ED25519};
use serde_json::{Value, json};
use std::fs;
use tempfile::TempDir;

/// A platform that signs tokens with `key`.
async fn platform(key: &KeyPair) -> (Platform, TempDir) {
    let directory = tempfile::tempdir().unwrap();
    fs::write(directory.path().join("public.pem"), key.public_key_pem()).unwrap();
    let own = in_toml(directory.path());
    fs::create_dir_all(directory.path().join("keys/s_1")).unwrap();
    fs::write(directory.path().join("keys/s_1/live"), LIVE_KEY).unwrap();
    let platform = Platform::start(&format!(
        "[identity.token]\nheader = \"x-seller-token\"\npublic_key = \"{own}/public.pem\"\n\
         audience = \"paddle-magic-links\"\n[keys]\ndirectory = \"{own}/keys\"\n"
    ))
    .await;
    (platform, directory)
}

fn claims() -> Value {
    json!({ "seller": "s_1", "aud": "paddle-magic-links", "exp": get_current_timestamp() + 50 })
}

fn with(name: &str, value: impl Into<Value>) -> Value {
    let mut claims = claims();
    claims[name] = value.into();
    claims
}

fn signed(key: &KeyPair, algorithm: Algorithm, claims: &Value) -> String {
    let pem = key.serialize_pem();
    let key = match algorithm {
        Algorithm::EdDSA => EncodingKey::from_ed_pem(pem.as_bytes()),
        _ => EncodingKey::from_ec_pem(pem.as_bytes()),
    };
    encode(&Header::new(algorithm), claims, &key.unwrap()).unwrap()
}

#[tokio::test]
async fn a_signed_token_is_accepted() {
    for (kind, algorithm) in
        [(&PKCS_ED25519, Algorithm::EdDSA), (&PKCS_ECDSA_P256_SHA256, Algorithm::ES256)]
    {
        let key = KeyPair::generate_for(kind).unwrap();
        let (platform, _directory) = platform(&key).await;
        let token = signed(&key, algorithm, &claims());
        let request = platform.ask(LIVE).header("x-seller-token", token);
        assert_eq!(outcome(request).await.0, 201, "{algorithm:?}");
    }
}

#[tokio::test]
async fn any_other_token_is_refused() {
    let key = KeyPair::generate_for(&PKCS_ED25519).unwrap();
    let another = KeyPair::generate_for(&PKCS_ED25519).unwrap();
    let (platform, _directory) = platform(&key).await;
    let good = signed(&key, Algorithm::EdDSA, &claims());
    let (head, rest) = good.split_once('.').unwrap();
    let (body, signature) = rest.split_once('.').unwrap();
    // `{"alg":"none"}`, and the public key as the secret of an HMAC.
    let none = format!("eyJhbGciOiJub25lIn0.{body}.");
    let hmac = EncodingKey::from_secret(key.public_key_pem().as_bytes()).unwrap();
    let hmac = encode(&Header::new(Algorithm::HS256), &claims(), &hmac).unwrap();
    let now = get_current_timestamp();
    for (name, token) in [
        ("none", none),
        ("hmac", hmac),
        ("unsigned", format!("{head}.{body}.")),
        ("cut", format!("{head}.{body}.{}", &signature[2..])),
        ("another key", signed(&another, Algorithm::EdDSA, &claims())),
        ("expired", signed(&key, Algorithm::EdDSA, &with("exp", now - 10))),
        ("long life", signed(&key, Algorithm::EdDSA, &with("exp", now + 3600))),
        ("another audience", signed(&key, Algorithm::EdDSA, &with("aud", "another"))),
        ("no audience", signed(&key, Algorithm::EdDSA, &with("aud", Value::Null))),
        ("no expiry", signed(&key, Algorithm::EdDSA, &with("exp", Value::Null))),
        ("no seller", signed(&key, Algorithm::EdDSA, &with("seller", Value::Null))),
        ("another directory", signed(&key, Algorithm::EdDSA, &with("seller", "../s_1"))),
        ("an unknown name", signed(&key, Algorithm::EdDSA, &with("impersonating", true))),
        ("keys", signed(&key, Algorithm::EdDSA, &with("keys", json!({ "live": LIVE_KEY })))),
        ("nothing", String::new()),
    ] {
        let request = platform.ask(LIVE).header("x-seller-token", token);
        assert_eq!(refusal(request).await, (401, "session_expired".into()), "{name}");
    }
    assert_eq!(refusal(platform.ask(LIVE)).await, (401, "session_expired".into()), "no header");
    let request = platform.ask(LIVE).header("x-seller-token", good);
    assert_eq!(outcome(request).await.0, 201, "the good one");
}

#[tokio::test]
async fn other_registered_claims_are_ignored() {
    let key = KeyPair::generate_for(&PKCS_ED25519).unwrap();
    let (platform, _directory) = platform(&key).await;
    let token = signed(&key, Algorithm::EdDSA, &with("iat", get_current_timestamp()));
    let request = platform.ask(LIVE).header("x-seller-token", token);
    assert_eq!(outcome(request).await.0, 201);
}

#[tokio::test]
async fn nothing_of_a_refused_token_is_in_the_log() {
    let key = KeyPair::generate_for(&PKCS_ED25519).unwrap();
    let (platform, _directory) = platform(&key).await;
    let invented = "invented".repeat(10 * 1024 / 8);
    // The claims of one token are the header of another.
    let header = signed(&key, Algorithm::EdDSA, &json!({ "alg": invented }));
    let header = header.split('.').nth(1).unwrap();
    let request = platform.ask(LIVE).header("x-seller-token", format!("{header}.e30.e30"));
    assert_eq!(refusal(request).await, (401, "session_expired".into()));
    let log = platform.log().await;
    assert!(log.contains("a token is refused") && !log.contains("invented"), "{log}");
}
