//! The Persian keyboard (ISIRI 9147): what was meant when it was typed with the other layout on.

/// Latin key and the letter that the Persian layout gives on it.
const KEYS: &[(char, char)] = &[
    ('q', 'ض'),
    ('w', 'ص'),
    ('e', 'ث'),
    ('r', 'ق'),
    ('t', 'ف'),
    ('y', 'غ'),
    ('u', 'ع'),
    ('i', 'ه'),
    ('o', 'خ'),
    ('p', 'ح'),
    ('[', 'ج'),
    (']', 'چ'),
    ('a', 'ش'),
    ('s', 'س'),
    ('d', 'ی'),
    ('f', 'ب'),
    ('g', 'ل'),
    ('h', 'ا'),
    ('j', 'ت'),
    ('k', 'ن'),
    ('l', 'م'),
    (';', 'ک'),
    ('\'', 'گ'),
    ('z', 'ظ'),
    ('x', 'ط'),
    ('c', 'ز'),
    ('v', 'ر'),
    ('b', 'ذ'),
    ('n', 'د'),
    ('m', 'پ'),
    (',', 'و'),
    ('/', '/'),
    ('H', 'آ'),
    ('C', 'ژ'),
    ('A', 'ؤ'),
    ('S', 'ئ'),
    ('D', 'ی'),
    ('F', 'إ'),
    ('G', 'أ'),
    ('J', 'ة'),
    ('Z', 'ک'),
    ('M', 'ء'),
    ('B', '\u{200C}'),
    ('`', 'پ'),
    ('\\', 'ژ'),
];

/// The Latin key under a Persian letter; any other character as it is.
///
/// A letter command must work whichever layout is on.
pub fn latin_key(c: char) -> char {
    KEYS.iter().find(|(_, persian)| *persian == c).map_or(c, |(latin, _)| *latin)
}

/// What a Latin text would have been with the Persian layout on, if all of it can be read so.
pub fn to_persian(text: &str) -> Option<String> {
    if !text.chars().any(|c| c.is_ascii_alphabetic()) {
        return None;
    }
    text.chars()
        .map(|c| match c {
            ' ' | '-' => Some(c),
            _ => KEYS.iter().find(|(latin, _)| *latin == c).map(|(_, persian)| *persian),
        })
        .collect()
}

/// What a Persian text would have been with the Latin layout on, if all of it can be read so.
pub fn to_latin(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    super::normalize::ascii_digits(text)
        .chars()
        .map(|c| match c.is_ascii() {
            true => Some(c),
            false => KEYS.iter().find(|(_, persian)| *persian == c).map(|(latin, _)| *latin),
        })
        .collect::<Option<String>>()
        .map(|latin| latin.to_ascii_uppercase())
}
