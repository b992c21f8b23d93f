//! One spelling for what looks the same: stored text, search keys, digits.

use icu_normalizer::{ComposingNormalizerBorrowed as Composing, DecomposingNormalizerBorrowed as Decomposing};
use unicode_security::confusable_detection::skeleton;

const ZWNJ: char = '\u{200C}';

/// Text as it is stored: NFC, Persian yeh and kaf, no tatweel, no direction controls,
/// no presentation forms, blanks collapsed, ZWNJ only inside words.
///
/// Idempotent. «ۀ» and «هٔ» stay as they were typed.
///
/// ```
/// use pishkhan_text::normalize::canonical;
///
/// // Arabic kaf and yeh, a presentation form and a tatweel.
/// assert_eq!(canonical(" \u{0643}\u{064A}\u{0640}\u{FEE1} "), "\u{06A9}\u{06CC}\u{0645}");
/// ```
pub fn canonical(text: &str) -> String {
    let folded: String = text.chars().flat_map(unpresent).collect();
    let composed = Composing::new_nfc().normalize(&folded).into_owned();
    let letters = composed.chars().map(letter).filter(|c| !is_dropped(*c));
    let mut out = String::with_capacity(composed.len());
    for c in letters {
        let c = if c.is_whitespace() || c.is_control() { ' ' } else { c };
        match c {
            ' ' => {
                while out.ends_with(ZWNJ) {
                    out.pop();
                }
                if !out.is_empty() && !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            ZWNJ if out.is_empty() || out.ends_with([' ', ZWNJ]) => {}
            c => out.push(c),
        }
    }
    while out.ends_with([' ', ZWNJ]) {
        out.pop();
    }
    // Dropping a mark's neighbour can bring a base and a mark together once more.
    if out == text { out } else { Composing::new_nfc().normalize(&out).into_owned() }
}

/// A piece of a text, as it is pasted: [`canonical`], but a blank or a ZWNJ at an end, which a
/// piece out of the middle may have, stays.
pub(crate) fn piece(text: &str) -> String {
    let text = text.trim_matches(['\n', '\r']);
    let edge = |c: Option<char>| match c {
        Some(ZWNJ) => Some(ZWNJ),
        Some(c) if c.is_whitespace() => Some(' '),
        _ => None,
    };
    let inner = canonical(text);
    if inner.is_empty() {
        return edge(text.chars().next()).map(String::from).unwrap_or_default();
    }
    edge(text.chars().next()).into_iter().chain(inner.chars()).chain(edge(text.chars().next_back())).collect()
}

/// What two spellings of one name share: [`canonical`] without ZWNJ, blanks, marks,
/// hamza seats and case. For finding, never for showing.
///
/// ```
/// use pishkhan_text::normalize::search_key;
///
/// // Reza-pur with a ZWNJ, with a blank, and with an Arabic yeh on a hamza seat.
/// let plain = search_key("\u{0631}\u{0636}\u{0627}\u{06CC}\u{200C}\u{067E}\u{0648}\u{0631}");
/// assert_eq!(plain, search_key("\u{0631}\u{0636}\u{0627}\u{0626} \u{067E}\u{0648}\u{0631}"));
/// ```
pub fn search_key(text: &str) -> String {
    let letters: String = canonical(text)
        .chars()
        .map(|c| match c {
            // Alef with hamza above, below, with madda, wasla: alef.
            '\u{0623}' | '\u{0625}' | '\u{0622}' | '\u{0671}' => '\u{0627}',
            // Waw and yeh with hamza: without.
            '\u{0624}' => '\u{0648}',
            '\u{0626}' => '\u{06CC}',
            // Teh marbuta, heh with yeh above, ae: heh.
            '\u{0629}' | '\u{06C0}' | '\u{06D5}' => '\u{0647}',
            other => digit(other),
        })
        .collect();
    // Blanks go first: without them, marks may stand side by side that have an order of their own.
    let joined: String = letters.chars().filter(|c| c.is_alphanumeric()).collect();
    Decomposing::new_nfd()
        .normalize(&joined)
        .chars()
        .filter(|c| c.is_alphanumeric() && !matches!(c, '\u{064B}'..='\u{0655}' | '\u{0670}'))
        .flat_map(char::to_lowercase)
        .map(letter)
        .collect()
}

/// What names share that a reader takes for one: [`search_key`], and look-alike letters and digits of other scripts
/// as one letter. For comparing, never for showing.
///
/// ```
/// use pishkhan_text::normalize::look_alike;
///
/// // A dot, and a Cyrillic letter in the place of a Latin one.
/// assert_eq!(look_alike("sara."), look_alike("S\u{0430}ra"));
/// ```
pub fn look_alike(text: &str) -> String {
    // Twice, since the table makes capitals of some letters and marks of others.
    let folded = |text: &str| search_key(&skeleton(&search_key(text)).collect::<String>());
    folded(&folded(text))
}

/// What numbers share that a reader takes for one: [`look_alike`], and letters that look like 0 or 1 as these, in
/// whichever case they were written. For comparing, never for showing.
///
/// ```
/// use pishkhan_text::normalize::number_alike;
///
/// // O for 0, I and a small l for 1, a Cyrillic A.
/// assert_eq!(number_alike("A-1015"), number_alike("\u{0410}-IOl5"));
/// ```
pub fn number_alike(text: &str) -> String {
    let digit = |c: char| match c {
        'o' => '0',
        'i' | 'l' => '1',
        c => c,
    };
    look_alike(text).chars().map(digit).collect()
}

/// Whether a reader may take two names for one: they look alike as they are written or in small letters, or are the
/// same words in another order, wherever these are parted.
///
/// ```
/// use pishkhan_text::normalize::are_alike;
///
/// assert!(are_alike("Reza Karimi", "karimi-reza") && are_alike("Ilia", "llia") && !are_alike("sara", "rasa"));
/// ```
pub fn are_alike(one: &str, other: &str) -> bool {
    let keys = |text: &str| [look_alike(text), look_alike(&skeleton(&canonical(text)).collect::<String>())];
    let words = |text: &str| {
        let mut words: Vec<String> = pieces(text).map(look_alike).filter(|word| !word.is_empty()).collect();
        words.sort();
        words
    };
    let (keys, others) = (keys(one), keys(other));
    let alike = keys.iter().any(|key| !key.is_empty() && others.contains(key));
    let (all, of_other) = (words(one), words(other));
    let in_order = !all.is_empty() && all == of_other;
    // Parted in one and not in the other: what stands behind the front of one is the front of the other.
    let (whole, beside) = (&keys[0], &others[0]);
    let turned = whole.len() == beside.len() && (whole.clone() + whole).contains(beside);
    alike || in_order || (all.len() > 1 && of_other.len() > 1 && turned)
}

/// A name as it is parted: by blanks, ZWNJ and signs.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric())
}

/// The words of a name as search keys.
///
/// ```
/// assert_eq!(pishkhan_text::normalize::search_words("Anne-Marie  Li"), ["anne", "marie", "li"]);
/// ```
pub fn search_words(text: &str) -> Vec<String> {
    canonical(text).split([' ', '-']).map(search_key).filter(|word| !word.is_empty()).collect()
}

/// Persian and Arabic digits as ASCII; all else as it is.
///
/// ```
/// assert_eq!(pishkhan_text::normalize::ascii_digits("\u{06F1}\u{0664}-5"), "14-5");
/// ```
pub fn ascii_digits(text: &str) -> String {
    text.chars().map(digit).collect()
}

/// ASCII digits as Persian ones; all else as it is.
///
/// ```
/// assert_eq!(pishkhan_text::normalize::persian_digits("14-a"), "\u{06F1}\u{06F4}-a");
/// ```
pub fn persian_digits(text: &str) -> String {
    text.chars()
        .map(|c| match c.to_digit(10) {
            Some(value) => char::from_u32(0x06F0 + value).unwrap_or(c),
            None => c,
        })
        .collect()
}

/// The letters and digits of a typed number, code or date, without blanks and direction controls.
///
/// ```
/// use pishkhan_text::{ltr, normalize::compact};
///
/// assert_eq!(compact(&ltr("\u{06F0}\u{06F2}\u{06F1} 1234")), "0211234");
/// ```
pub fn compact(text: &str) -> String {
    ascii_digits(text).chars().filter(|c| !c.is_whitespace() && !crate::chars::is_format(*c)).collect()
}

fn digit(c: char) -> char {
    let value = match c {
        '\u{06F0}'..='\u{06F9}' => u32::from(c) - 0x06F0,
        '\u{0660}'..='\u{0669}' => u32::from(c) - 0x0660,
        _ => return c,
    };
    char::from_digit(value, 10).unwrap_or(c)
}

/// Arabic spellings of Persian letters, as keyboards and other programs leave them.
fn letter(c: char) -> char {
    match c {
        '\u{064A}' | '\u{0649}' | '\u{06CD}' | '\u{06D0}' => '\u{06CC}',
        '\u{0643}' => '\u{06A9}',
        '\u{0660}'..='\u{0669}' => char::from_u32(u32::from(c) - 0x0660 + 0x06F0).unwrap_or(c),
        _ => c,
    }
}

fn is_dropped(c: char) -> bool {
    c == '\u{0640}' || (crate::chars::is_format(c) && c != ZWNJ)
}

/// A presentation form as the letters it shows (NFKC of that one character).
fn unpresent(c: char) -> impl Iterator<Item = char> {
    let folded = match c {
        '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' => {
            let mut one = [0; 4];
            Composing::new_nfkc().normalize(c.encode_utf8(&mut one)).into_owned()
        }
        _ => String::from(c),
    };
    folded.chars().collect::<Vec<_>>().into_iter()
}
