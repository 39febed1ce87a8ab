use crate::Strings;

impl Strings {
    /// The texts for a reader of the language that a [BCP 47](https://www.rfc-editor.org/info/bcp47)
    /// tag names, such as `es-PE`. English, if the language is not [here](Self::ALL).
    ///
    /// An app that calls this contains every language. `Strings::SPANISH` is that one alone.
    pub fn in_language(tag: &str) -> &'static Self {
        if is_traditional_chinese(tag) {
            return &Self::ENGLISH;
        }
        let spoken = Self::ALL
            .into_iter()
            .find(|strings| primary(&strings.lang).eq_ignore_ascii_case(primary(tag)));
        spoken.unwrap_or(&Self::ENGLISH)
    }
}

/// The language of a tag, without script, region and variants: `es` for `es-PE`. Translations go by
/// it.
pub fn primary(tag: &str) -> &str {
    tag.split('-').next().unwrap_or(tag)
}

/// Whether a tag names Traditional Chinese. Its readers don't get Simplified Chinese, as in CLDR,
/// which has no fallback from `zh-Hant` to `zh`:
/// <https://github.com/unicode-org/cldr-json/blob/main/cldr-json/cldr-core/supplemental/parentLocales.json>
fn is_traditional_chinese(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let (language, second) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""));
    language.eq_ignore_ascii_case("zh")
        && ["Hant", "TW", "HK", "MO"].iter().any(|part| part.eq_ignore_ascii_case(second))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_is_found_by_its_tag_in_any_region_and_case() {
        for strings in Strings::ALL {
            let language = primary(&strings.lang);
            for tag in [&*strings.lang, language, &format!("{}-MX", language.to_uppercase())] {
                assert_eq!(Strings::in_language(tag).lang, strings.lang, "{tag}");
            }
        }
    }

    #[test]
    fn readers_of_traditional_chinese_do_not_get_simplified() {
        for (tag, found) in [
            ("zh-CN", "zh-Hans"),
            ("zh-Hans-HK", "zh-Hans"),
            ("zh-Hant", "en"),
            ("zh-hant-TW", "en"),
            ("ZH-TW", "en"),
            ("zh-HK", "en"),
            ("zh-MO", "en"),
        ] {
            assert_eq!(Strings::in_language(tag).lang, found, "{tag}");
        }
    }

    #[test]
    fn every_other_language_is_english() {
        for tag in ["eo", "", "-", "de_DE"] {
            assert_eq!(Strings::in_language(tag).lang, "en", "{tag}");
        }
    }
}
