//! Every word a seller reads, in each language.

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

mod arabic;
mod brazilian_portuguese;
mod english;
mod french;
mod german;
mod japanese;
mod simplified_chinese;
mod spanish;

use paddle_magic_links_protocol::{Environment, RedirectTarget};
use std::borrow::Cow;

/// Declares [`Strings`]: the names of the words, in one place.
macro_rules! declare {
    ($($(#[doc = $doc:literal])+ $name:ident,)+) => {
        /// Every word a seller reads. A host changes some of them by
        /// `Strings { payout_settings: "Payouts".into(), ..Strings::ENGLISH }`.
        ///
        /// What stands in braces is filled in: `{page}` is one of the labels, `{environment}` is
        /// [`paddle_sandbox`](Self::paddle_sandbox) or [`paddle_live`](Self::paddle_live).
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct Strings {
            $($(#[doc = $doc])+ pub $name: Cow<'static, str>,)+
        }

        impl Strings {
            /// All of them, in the order in which they are declared.
            pub fn each_mut(&mut self) -> impl Iterator<Item = &mut Cow<'static, str>> {
                [$(&mut self.$name),+].into_iter()
            }
        }
    };
}

/// The words of one language. One that is missing does not compile.
macro_rules! strings {
    ($language:ident { $($name:ident: $text:literal,)+ }) => {
        impl Strings {
            #[allow(missing_docs, reason = "named after the language")]
            pub const $language: Self =
                Self { $($name: std::borrow::Cow::Borrowed($text)),+ };
        }
    };
}
use strings;

declare! {
    /// The language itself, as a [BCP 47](https://www.rfc-editor.org/info/bcp47) tag.
    lang,
    /// What the list of buttons is called.
    redirects,
    /// What the choice between sandbox and live is called.
    environments,
    /// The sandbox, in that choice.
    sandbox,
    /// Live, in that choice.
    live,
    /// The sandbox, in a sentence and in the names of the buttons.
    paddle_sandbox,
    /// Live, in a sentence and in the names of the buttons.
    paddle_live,
    /// The dashboard's first page.
    overview,
    /// What is there.
    overview_hint,
    /// The page of the payout settings.
    payout_settings,
    /// What is there.
    payout_settings_hint,
    /// Retain's page.
    retain_settings,
    /// What is there.
    retain_settings_hint,
    /// The page of the onboarding.
    onboarding,
    /// What is there.
    onboarding_hint,
    /// In the place of that, in the sandbox, where Paddle has no payouts and no verification. The
    /// button may open or be locked.
    live_only,
    /// What a label adds where a new tab opens.
    new_tab,
    /// The way out where the browser refuses a new tab.
    here_instead,
    /// What a new tab shows until the code is there: its title, too.
    tab_opening,
    /// A jump is under way: `{page}`, `{environment}`.
    opening,
    /// It takes a while: `{page}`, `{environment}`.
    still_opening,
    /// It ended in a new tab: `{page}`.
    opened,
    /// The platform does not know the seller any more.
    session_expired,
    /// The platform wants the seller to sign in once more.
    step_up_required,
    /// The link to do that by, beside either.
    sign_in,
    /// The platform's protection against other sites did not let the request through.
    csrf_rejected,
    /// The seller's user may not open Paddle.
    not_allowed,
    /// There is no account in the environment: `{environment}`.
    environment_not_configured,
    /// The platform's own limit: `{wait}`.
    rate_limited,
    /// Paddle's limit: `{wait}`.
    upstream_busy,
    /// Paddle can't be reached, or fails: `{wait}`.
    upstream_unavailable,
    /// The platform's own server can't answer: `{wait}`.
    site_unavailable,
    /// `{wait}`, where nobody knows how long.
    wait_a_minute,
    /// `{wait}`, where it is known: `{seconds}`.
    wait_seconds,
    /// In the place of that, once the wait is over.
    wait_over,
    /// Paddle refuses the platform's key: `{environment}`.
    upstream_auth,
    /// Paddle refuses the request, or gives an odd answer.
    upstream_rejected,
    /// The platform's developer has something to set up.
    not_set_up,
    /// There was no answer.
    unreachable,
    /// The same, and the browser says that it is offline.
    offline,
    /// There was no answer in time.
    timed_out,
    /// The platform's answer can't be read.
    invalid_reply,
    /// The platform's answer is for the other environment.
    environment_mismatch,
    /// The browser refused a new tab.
    tab_refused,
    /// The window is still here after a while; it may yet leave.
    not_opened,
    /// What to quote to support: `{id}`.
    reference,
    /// The custom element's component did not load.
    load_failed,
    /// The button beside that.
    try_again,
}

impl Strings {
    /// Every language there is.
    pub const ALL: [&'static Self; 8] = [
        &Self::ENGLISH,
        &Self::GERMAN,
        &Self::FRENCH,
        &Self::SPANISH,
        &Self::BRAZILIAN_PORTUGUESE,
        &Self::JAPANESE,
        &Self::SIMPLIFIED_CHINESE,
        &Self::ARABIC,
    ];

    /// The words for a reader of the language that a [BCP 47](https://www.rfc-editor.org/info/bcp47)
    /// tag names, such as `es-PE`: in that language, or else in English.
    ///
    /// A page that calls this loads every language; `Strings::SPANISH` is that one alone.
    pub fn in_language(tag: &str) -> &'static Self {
        if is_traditional_chinese(tag) {
            return &Self::ENGLISH;
        }
        let spoken = Self::ALL
            .into_iter()
            .find(|strings| primary(&strings.lang).eq_ignore_ascii_case(primary(tag)));
        spoken.unwrap_or(&Self::ENGLISH)
    }

    /// English, with what `translate` has in the place of an English text.
    pub fn translated(translate: impl Fn(&str) -> Option<String>) -> Self {
        let mut strings = Self::ENGLISH;
        for text in strings.each_mut() {
            if let Some(translation) = translate(text) {
                *text = translation.into();
            }
        }
        strings
    }

    /// What a page needs to read English texts in this language: each that differs, with its
    /// translation. For [`Strings::translated`].
    pub fn dictionary(&self) -> Vec<(String, String)> {
        let (mut english, mut own) = (Self::ENGLISH, self.clone());
        let pairs = english.each_mut().zip(own.each_mut());
        let different = pairs.filter(|(english, own)| english != own);
        different.map(|(english, own)| (english.to_string(), own.to_string())).collect()
    }

    /// English made long and accented, to see whether a page has room for other languages and a word
    /// that is not translated.
    pub fn pseudo() -> Self {
        Self::translated(|text| Some(if text == "en" { "en-XA".into() } else { accented(text) }))
    }

    /// The environment's name in the choice between the two.
    pub fn environment(&self, environment: Environment) -> &str {
        match environment {
            Environment::Sandbox => &self.sandbox,
            Environment::Live => &self.live,
        }
    }

    /// The environment's name in a sentence.
    pub fn paddle(&self, environment: Environment) -> &str {
        match environment {
            Environment::Sandbox => &self.paddle_sandbox,
            Environment::Live => &self.paddle_live,
        }
    }

    /// The page's name.
    pub fn label(&self, redirect: RedirectTarget) -> &str {
        match redirect {
            RedirectTarget::Overview => &self.overview,
            RedirectTarget::PayoutSettings => &self.payout_settings,
            RedirectTarget::RetainSettings => &self.retain_settings,
            RedirectTarget::Onboarding => &self.onboarding,
        }
    }

    /// What is on the page.
    pub fn hint(&self, redirect: RedirectTarget) -> &str {
        match redirect {
            RedirectTarget::Overview => &self.overview_hint,
            RedirectTarget::PayoutSettings => &self.payout_settings_hint,
            RedirectTarget::RetainSettings => &self.retain_settings_hint,
            RedirectTarget::Onboarding => &self.onboarding_hint,
        }
    }
}

/// A tag without script, region and variants, which translations go by: `es` for `es-PE`.
pub fn primary(tag: &str) -> &str {
    tag.split('-').next().unwrap_or(tag)
}

/// Whether a tag is that of a reader of Traditional Chinese, who is not to get Simplified: CLDR's
/// fallback from `zh-Hant` leaves it out as well.
/// <https://github.com/unicode-org/cldr-json/blob/main/cldr-json/cldr-core/supplemental/parentLocales.json>
fn is_traditional_chinese(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let (language, second) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""));
    language.eq_ignore_ascii_case("zh")
        && ["Hant", "TW", "HK", "MO"].iter().any(|part| part.eq_ignore_ascii_case(second))
}

/// A third longer, as translations from English are, and not a plain letter left outside of braces.
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

/// Puts values in the place of their names in braces.
pub fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::new();
    let mut rest = template;
    while let Some((before, after)) = split_at(rest, b'{') {
        let Some((name, after)) = split_at(after, b'}') else { break };
        filled.push_str(before);
        let value = values.iter().find(|(known, _)| *known == name);
        filled.push_str(value.map_or("", |(_, value)| value));
        rest = after;
    }
    filled.push_str(rest);
    filled
}

/// `split_once`, which brings more code for the general case than all of [`fill`] has.
fn split_at(text: &str, sign: u8) -> Option<(&str, &str)> {
    let at = text.bytes().position(|byte| byte == sign)?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::{BTreeMap, BTreeSet};

    fn texts(strings: &Strings) -> Vec<String> {
        strings.clone().each_mut().map(|text| text.to_string()).collect()
    }

    fn names(text: &str) -> BTreeSet<String> {
        let after_braces = text.split('{').skip(1);
        after_braces.map(|after| after.split('}').next().unwrap().to_owned()).collect()
    }

    #[test]
    fn every_language_fills_in_what_english_does() {
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
    fn no_two_english_texts_are_the_same_as_they_name_their_translations() {
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

    #[test]
    fn a_language_is_found_by_what_comes_first_in_its_tag() {
        for (tag, found) in [
            ("en-GB", "en"),
            ("de", "de"),
            ("DE-at", "de"),
            ("fr-CA", "fr"),
            ("es-PE", "es"),
            ("pt", "pt-BR"),
            ("ja-JP", "ja"),
            ("zh", "zh-Hans"),
            ("zh-CN", "zh-Hans"),
            ("zh-Hans-HK", "zh-Hans"),
            ("zh-Hant", "en"),
            ("zh-hant-TW", "en"),
            ("ZH-TW", "en"),
            ("zh-HK", "en"),
            ("zh-MO", "en"),
            ("ar-EG", "ar"),
            ("fi", "en"),
            ("", "en"),
        ] {
            assert_eq!(Strings::in_language(tag).lang, found, "{tag}");
        }
    }

    #[test]
    fn a_dictionary_makes_a_language_of_english() {
        for strings in Strings::ALL {
            let dictionary: BTreeMap<_, _> = strings.dictionary().into_iter().collect();
            let translated = Strings::translated(|text| dictionary.get(text).cloned());
            assert_eq!(&translated, strings);
        }
        assert_eq!(Strings::ENGLISH.dictionary(), []);
    }

    #[test]
    fn environments_and_pages_have_names_and_each_page_a_hint() {
        let english = Strings::ENGLISH;
        let names = |environment| (english.environment(environment), english.paddle(environment));
        assert_eq!(
            Environment::ALL.map(names),
            [("Sandbox", "Paddle sandbox"), ("Live", "Paddle live")]
        );
        assert_eq!(
            RedirectTarget::ALL.map(|redirect| (english.label(redirect), english.hint(redirect))),
            [
                ("Overview", "The home page of your Paddle dashboard"),
                ("Payout settings", "How and where Paddle pays you"),
                ("Retain", "Failed payments and cancellations"),
                ("Onboarding", "Verification and its documents"),
            ]
        );
    }

    #[test]
    fn what_is_not_translated_stays_english() {
        let strings = Strings::translated(|text| (text == "Live").then(|| "Vivo".into()));
        assert_eq!(strings, Strings { live: "Vivo".into(), ..Strings::ENGLISH });
    }

    #[test]
    fn the_pseudo_locale_is_longer_and_leaves_names_in_braces_alone() {
        let pseudo = Strings::pseudo();
        assert_eq!(pseudo.opened, "[{page} îs öpéñ îñ å ñéw tåb. ~~~ ~~~ ~~~]");
        assert_eq!(pseudo.lang, "en-XA");
    }

    #[test]
    fn names_in_braces_are_filled_in_and_nothing_else_is_lost() {
        let values = [("a", "1"), ("b", "{a}")];
        for (template, filled) in [
            ("", ""),
            ("x", "x"),
            ("{a}", "1"),
            ("x{a}y{b}z", "x1y{a}z"),
            ("{c}x", "x"),
            ("x{a", "x{a"),
            ("x}a{b}", "x}a{a}"),
        ] {
            assert_eq!(fill(template, &values), filled, "{template}");
        }
    }
}
