use crate::Strings;

/// Declares the languages: for each one its file in `languages/` and its constant. A file that is
/// not listed here is not compiled.
macro_rules! languages {
    ($($file:ident => $constant:ident,)+) => {
        $(mod $file;)+

        /// Each language has a constant.
        #[allow(missing_docs, reason = "each is named after its language")]
        impl Strings {
            $(pub const $constant: Self = $file::STRINGS;)+

            /// Every language, English first.
            pub const ALL: [&'static Self; FILES.len()] = [$(&Self::$constant),+];
        }

        const FILES: &[&str] = &[$(stringify!($file)),+];
    };
}

/// The texts of one language. A missing text does not compile.
macro_rules! language {
    ($($name:ident: $text:literal,)+) => {
        pub(super) const STRINGS: crate::Strings =
            crate::Strings { $($name: std::borrow::Cow::Borrowed($text)),+ };
    };
}

languages! {
    english => ENGLISH,
    german => GERMAN,
    french => FRENCH,
    spanish => SPANISH,
    brazilian_portuguese => BRAZILIAN_PORTUGUESE,
    japanese => JAPANESE,
    simplified_chinese => SIMPLIFIED_CHINESE,
    arabic => ARABIC,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::primary;
    use std::{collections::BTreeSet, fs, path::Path};

    fn texts(strings: &Strings) -> Vec<String> {
        strings.clone().each_mut().map(|text| text.to_string()).collect()
    }

    fn names(text: &str) -> BTreeSet<String> {
        let after_braces = text.split('{').skip(1);
        after_braces.map(|after| after.split('}').next().unwrap().to_owned()).collect()
    }

    #[test]
    fn every_file_of_a_language_is_in_the_list() {
        let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/languages");
        for file in fs::read_dir(directory).unwrap() {
            let file = file.unwrap().file_name().into_string().unwrap();
            assert!(
                FILES.contains(&file.trim_end_matches(".rs")),
                "crates/strings/src/languages/{file} is not compiled. \
                 Add it to `languages!` in crates/strings/src/languages.rs."
            );
        }
    }

    #[test]
    fn every_language_has_a_tag_that_begins_as_no_other() {
        let mut found = BTreeSet::new();
        for strings in Strings::ALL {
            let language = primary(&strings.lang);
            assert!(
                found.insert(language),
                "two languages have a `lang` that begins with {language}"
            );
        }
    }

    #[test]
    fn every_language_has_the_placeholders_of_english() {
        let english = texts(&Strings::ENGLISH);
        for language in Strings::ALL.into_iter().chain([&Strings::pseudo()]) {
            for (english, text) in english.iter().zip(texts(language)) {
                assert_eq!(names(english), names(&text), "{}: {text}", language.lang);
                assert_eq!(text, text.trim());
                assert!(!text.is_empty());
            }
        }
    }

    #[test]
    fn no_two_english_texts_are_the_same() {
        // Each names its translations.
        let english = texts(&Strings::ENGLISH);
        assert_eq!(english.iter().collect::<BTreeSet<_>>().len(), english.len());
    }

    #[test]
    fn a_sentence_ends_as_sentences_do_in_each_language() {
        let ends = ['.', '。'];
        let sentences = texts(&Strings::ENGLISH);
        for language in Strings::ALL {
            for (english, text) in sentences.iter().zip(texts(language)) {
                assert_eq!(english.ends_with('.'), text.ends_with(ends), "{text}");
                assert_eq!(english.contains('…'), text.contains('…'), "{text}");
            }
        }
    }
}
