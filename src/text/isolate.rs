//! Typed values inside a sentence: kept in their own order by isolates.

use unicode_bidi::BidiClass;

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

/// Parts in a row with a sign between them, each in its own direction; empty ones are left out.
pub fn series<T: AsRef<str>>(parts: &[T], between: &str) -> String {
    let parts = parts.iter().map(AsRef::as_ref).filter(|part| !part.is_empty());
    parts.map(isolate).collect::<Vec<String>>().join(between)
}

/// Text that runs in this direction whatever is in it.
pub fn directed(text: &str, base: super::Base) -> String {
    match base {
        super::Base::Rtl => format!("{RLI}{text}{PDI}"),
        super::Base::Ltr => format!("{LRI}{text}{PDI}"),
        super::Base::Auto => isolate(text),
    }
}

/// A percentage with its sign to the left of the number, as Persian writes it (W3C alreq).
pub fn percent(digits: &str) -> String {
    format!("{RLI}{ALM}{digits}\u{066A}{PDI}")
}

/// The same text for paper or a file: in logical order, without direction controls.
///
/// ZWNJ and ZWJ stay, because they are spelling.
pub fn paper(text: &str) -> String {
    text.chars().filter(|c| matches!(c, '\u{200C}' | '\u{200D}') || !super::is_format(*c)).collect()
}
