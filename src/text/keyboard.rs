//! The Persian keyboard (ISIRI 9147): what was meant when it was typed with the other layout on.

/// The keys of the layout by their Latin letters; the last two are the old Windows layout's.
const LATIN: &str = r"qwertyuiop[]asdfghjkl;'zxcvbnm,HCASDFGJZM`\";

/// What the Persian layout gives on each of [`LATIN`], key by key.
const PERSIAN: &str = "ضصثقفغعهخحجچشسیبلاتنمکگظطزرذدپوآژؤئیإأةکءپژ";

/// Shift and B, which is also ZWNJ's own key.
const ZWNJ: (char, char) = ('B', '\u{200C}');

/// Which keyboard layout is on, as far as what is typed tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Script {
    /// Letters of Persian and of Arabic, and their digits.
    Persian,
    /// Letters of ASCII.
    Latin,
}

impl Script {
    /// The layout that has this letter; digits and signs are on both.
    ///
    /// ```
    /// use pishkhan_text::keyboard::Script;
    ///
    /// assert_eq!(['q', '\u{0636}', '-'].map(Script::of), [Some(Script::Latin), Some(Script::Persian), None]);
    /// ```
    pub fn of(c: char) -> Option<Script> {
        match c {
            'a'..='z' | 'A'..='Z' => Some(Script::Latin),
            '\u{0621}'..='\u{064A}' | '\u{066E}'..='\u{06D5}' | '\u{06F0}'..='\u{06F9}' => Some(Script::Persian),
            _ => None,
        }
    }
}

fn keys() -> impl Iterator<Item = (char, char)> {
    LATIN.chars().zip(PERSIAN.chars()).chain([ZWNJ])
}

/// The Latin key under a Persian letter; any other character as it is.
///
/// A letter command must work whichever layout is on.
///
/// ```
/// use pishkhan_text::keyboard::latin_key;
///
/// assert_eq!(['\u{0636}', 'q', '1'].map(latin_key), ['q', 'q', '1']);
/// ```
pub fn latin_key(c: char) -> char {
    keys().find(|(_, persian)| *persian == c).map_or(c, |(latin, _)| latin)
}

/// What a Latin text would have been with the Persian layout on, if all of it can be read so.
///
/// ```
/// let meant = pishkhan_text::keyboard::to_persian("sghl");
/// assert_eq!(meant.as_deref(), Some("\u{0633}\u{0644}\u{0627}\u{0645}"));
/// ```
pub fn to_persian(text: &str) -> Option<String> {
    if !text.chars().any(|c| c.is_ascii_alphabetic()) {
        return None;
    }
    text.chars()
        .map(|c| match c {
            ' ' | '-' | '/' => Some(c),
            _ => keys().find(|(latin, _)| *latin == c).map(|(_, persian)| persian),
        })
        .collect()
}

/// What a Persian text would have been with the Latin layout on, if all of it can be read so.
///
/// It comes in capitals, as codes are written.
///
/// ```
/// assert_eq!(pishkhan_text::keyboard::to_latin("\u{0634}\u{0630}\u{06F7}").as_deref(), Some("AB7"));
/// ```
pub fn to_latin(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    crate::normalize::ascii_digits(text)
        .chars()
        .map(|c| if c.is_ascii() { Some(c) } else { keys().find(|(_, persian)| *persian == c).map(|(latin, _)| latin) })
        .collect::<Option<String>>()
        .map(|latin| latin.to_ascii_uppercase())
}
