use crate::Strings;

impl Strings {
    /// English made long and accented, with the tag `en-XA`. It shows whether a page has room for
    /// other languages, and which words are not translated.
    pub fn pseudo() -> Self {
        Self::translated(|text| Some(if text == "en" { "en-XA".into() } else { accented(text) }))
    }
}

/// Makes a text longer by a third, as translations from English are, and leaves braces alone.
fn accented(text: &str) -> String {
    let mut in_braces = false;
    let accented = text.chars().map(|letter| {
        in_braces = (in_braces || letter == '{') && letter != '}';
        let plain = "AEIOUaeioucnCN";
        let accents = "ÅÉÎÖÛåéîöûçñÇÑ";
        match plain.chars().position(|plain| plain == letter).filter(|_| !in_braces) {
            Some(at) => accents.chars().nth(at).unwrap_or(letter),
            None => letter,
        }
    });
    let accented: String = accented.collect();
    let more = " ~~~".repeat(text.chars().count().div_ceil(12));
    ["[", &accented, &more, "]"].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pseudo_locale_is_longer_and_keeps_names_in_braces() {
        let pseudo = Strings::pseudo();
        assert_eq!(pseudo.opened, "[{target} öpéñéd îñ å ñéw tåb. ~~~ ~~~ ~~~]");
        assert_eq!(pseudo.lang, "en-XA");
    }
}
