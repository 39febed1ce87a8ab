//! Keeps sessions, keys and codes out of what is printed.

use serde_json::Value;

/// The longest body that is shown, in characters.
const LONGEST: usize = 300;

/// Shorter ones are no secrets, and would hide half of the text.
const SHORTEST: usize = 6;

#[derive(Debug)]
pub(super) struct Secrets(Vec<String>);

impl Secrets {
    pub(super) fn new(secrets: impl IntoIterator<Item = String>) -> Self {
        Self(secrets.into_iter().filter(|secret| secret.len() >= SHORTEST).collect())
    }

    pub(super) fn mask(&self, text: &str) -> String {
        self.0.iter().fold(text.to_owned(), |text, secret| text.replace(secret, "…"))
    }

    /// A response's body, shortened and in one line.
    pub(super) fn mask_body(&self, body: &[u8]) -> String {
        let text = match serde_json::from_slice::<Value>(body) {
            Ok(mut json) => {
                if let Some(code) = json.pointer_mut("/data/code") {
                    *code = "…".into();
                }
                json.to_string()
            }
            Err(_) => {
                String::from_utf8_lossy(body).split_whitespace().collect::<Vec<_>>().join(" ")
            }
        };
        let masked = self.mask(&text);
        let shown: String = masked.chars().take(LONGEST).collect();
        if shown.len() < masked.len() { shown + "…" } else { shown }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_secrets_are_masked() {
        let secrets = Secrets::new(["fake-key-of-a".into(), "A".into()]);
        let body = br#"{"data":{"code":"x"},"meta":{"A":"fake-key-of-a"}}"#;
        assert_eq!(secrets.mask_body(body), r#"{"data":{"code":"…"},"meta":{"A":"…"}}"#);
        assert_eq!(secrets.mask_body(b"<p>\n  fake-key-of-a"), "<p> …");
        assert_eq!(secrets.mask_body(&[b'x'; 400]).chars().count(), LONGEST + 1);
    }
}
