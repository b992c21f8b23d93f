//! The order of the Persian alphabet (CLDR, fa): code points would put \u{067E} behind \u{06CC}.

use std::cmp::Ordering;

use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorBorrowed, CollatorPreferences};
use icu_locale_core::locale;

/// The order of a Persian list; made once for a list.
///
/// ```
/// let mut letters = ["\u{06CC}", "\u{067E}", "\u{0628}"];
/// let alphabet = pishkhan_text::collate::Alphabet::default();
/// letters.sort_by(|one, other| alphabet.compare(one, other));
/// assert_eq!(letters, ["\u{0628}", "\u{067E}", "\u{06CC}"]);
/// ```
pub struct Alphabet {
    /// Nothing if the data, which is compiled in, could not be read: then code points decide.
    collator: Option<CollatorBorrowed<'static>>,
}

impl Default for Alphabet {
    fn default() -> Alphabet {
        let preferences = CollatorPreferences::from(&locale!("fa"));
        Alphabet { collator: Collator::try_new(preferences, CollatorOptions::default()).ok() }
    }
}

impl Alphabet {
    /// Which of two texts stands first.
    pub fn compare(&self, one: &str, other: &str) -> Ordering {
        self.collator.as_ref().map_or_else(|| one.cmp(other), |collator| collator.compare(one, other))
    }
}
