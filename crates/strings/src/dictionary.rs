use crate::Strings;

impl Strings {
    /// English, in which a text becomes what `translate` returns for it. `None` leaves it English.
    pub fn translated(translate: impl Fn(&str) -> Option<String>) -> Self {
        let mut strings = Self::ENGLISH;
        for text in strings.each_mut() {
            if let Some(translation) = translate(text) {
                *text = translation.into();
            }
        }
        strings
    }

    /// Pairs of an English text and its translation in this language, for each text that differs.
    /// [`Strings::translated`] makes the language of them.
    pub fn dictionary(&self) -> Vec<(String, String)> {
        let (mut english, mut own) = (Self::ENGLISH, self.clone());
        let pairs = english.each_mut().zip(own.each_mut());
        let different = pairs.filter(|(english, own)| english != own);
        different.map(|(english, own)| (english.to_string(), own.to_string())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn a_dictionary_makes_its_language_of_english() {
        for strings in Strings::ALL {
            let dictionary: BTreeMap<_, _> = strings.dictionary().into_iter().collect();
            let translated = Strings::translated(|text| dictionary.get(text).cloned());
            assert_eq!(&translated, strings);
        }
        assert_eq!(Strings::ENGLISH.dictionary(), []);
    }

    #[test]
    fn what_is_not_translated_stays_english() {
        let strings = Strings::translated(|text| (text == "Live").then(|| "Vivo".into()));
        assert_eq!(strings, Strings { live: "Vivo".into(), ..Strings::ENGLISH });
    }
}
