//! Isolates: what keeps typed values inside a sentence in their own order.

use std::ops::Range;

use unicode_bidi::BidiClass;

use super::base::Base;
use crate::chars::is_format;

const LRI: char = '\u{2066}';
const RLI: char = '\u{2067}';
const PDI: char = '\u{2069}';
const ALM: char = '\u{061C}';

/// A value that reads from the left wherever it stands: a date, a phone number, an amount, a code.
///
/// UAX #9 alone swaps the groups of such values inside a Persian line.
///
/// ```
/// assert_eq!(pishkhan_text::ltr("021-1234"), "\u{2066}021-1234\u{2069}");
/// ```
pub fn ltr(value: &str) -> String {
    format!("{LRI}{value}{PDI}")
}

/// Any text inside another: in the direction of its first strong character.
///
/// FSI would not do: it does not look into isolates (rule P2), so that a sentence which
/// begins with an isolated name would be taken to have no direction of its own.
///
/// ```
/// use pishkhan_text::isolate;
///
/// assert_eq!(isolate("Reza"), "\u{2066}Reza\u{2069}");
/// assert_eq!(isolate("\u{0631}\u{0636}\u{0627}"), "\u{2067}\u{0631}\u{0636}\u{0627}\u{2069}");
/// ```
pub fn isolate(text: &str) -> String {
    let strong = text
        .chars()
        .map(unicode_bidi::bidi_class)
        .find(|class| matches!(class, BidiClass::L | BidiClass::R | BidiClass::AL));
    let mark = if matches!(strong, Some(BidiClass::R | BidiClass::AL)) { RLI } else { LRI };
    format!("{mark}{text}{PDI}")
}

/// Parts side by side with a blank between them, each in its own direction; empty ones are left out.
///
/// ```
/// let shown = pishkhan_text::phrase(&["\u{06F1}", "\u{0639}\u{0644}\u{06CC}"]);
/// assert_eq!(shown, "\u{2066}\u{06F1}\u{2069} \u{2067}\u{0639}\u{0644}\u{06CC}\u{2069}");
/// ```
pub fn phrase(parts: &[&str]) -> String {
    series(parts, " ")
}

/// Parts one after another with a sign between them, each in its own direction; empty ones are left out.
///
/// ```
/// assert_eq!(pishkhan_text::series(&["a", "", "b"], ", "), "\u{2066}a\u{2069}, \u{2066}b\u{2069}");
/// ```
pub fn series<T: AsRef<str>>(parts: &[T], between: &str) -> String {
    let parts = parts.iter().map(AsRef::as_ref).filter(|part| !part.is_empty());
    parts.map(isolate).collect::<Vec<String>>().join(between)
}

/// Text that runs in this direction whatever is in it.
///
/// ```
/// use pishkhan_text::{Base, directed};
///
/// assert_eq!(directed("1 / 2", Base::Rtl), "\u{2067}1 / 2\u{2069}");
/// ```
pub fn directed(text: &str, base: Base) -> String {
    match base {
        Base::Rtl => format!("{RLI}{text}{PDI}"),
        Base::Ltr => format!("{LRI}{text}{PDI}"),
        Base::Auto => isolate(text),
    }
}

/// A percentage with its sign to the left of the number, as Persian writes it (W3C alreq).
///
/// ```
/// use pishkhan_text::{Base, LayoutOptions, percent};
///
/// assert_eq!(LayoutOptions::new(Base::Rtl).line(&percent("\u{06F4}\u{06F2}")).visual(), "\u{066A}\u{06F4}\u{06F2}");
/// ```
pub fn percent(digits: &str) -> String {
    format!("{RLI}{ALM}{digits}\u{066A}{PDI}")
}

/// The same text for paper or a file: in logical order, without direction controls.
///
/// ZWNJ and ZWJ stay, because they are spelling.
///
/// ```
/// use pishkhan_text::{ltr, paper};
///
/// assert_eq!(paper(&format!("no. {} \u{06CC}\u{200C}\u{0631}", ltr("7-1"))), "no. 7-1 \u{06CC}\u{200C}\u{0631}");
/// ```
pub fn paper(text: &str) -> String {
    text.chars().filter(|c| matches!(c, '\u{200C}' | '\u{200D}') || !is_format(*c)).collect()
}

/// The bytes that are isolated to run from the left: typed values, each after the ones
/// inside it. A sentence inside a sentence, which runs from the right, may be broken like any other.
pub(crate) fn isolates(text: &str) -> Vec<Range<usize>> {
    let (mut found, mut open) = (Vec::new(), Vec::new());
    for (at, c) in text.char_indices().filter(|(_, c)| matches!(c, LRI..=PDI)) {
        match c {
            PDI => {
                if let Some((from, LRI)) = open.pop() {
                    found.push(from..at + c.len_utf8());
                }
            }
            _ => open.push((at, c)),
        }
    }
    found
}
