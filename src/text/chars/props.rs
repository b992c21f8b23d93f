//! What the engine asks of a character, in one word: looked up once, never again.
//!
//! The facts come from the Unicode crates; this file only puts them side by side. The
//! characters of a desk (Latin, Arabic, punctuation, presentation forms) stand in a table
//! that is filled at first use, all others are asked one by one.

use std::sync::LazyLock;

use unicode_bidi::{BidiDataSource, HardcodedBidiData};
use unicode_joining_type::{JoiningType, get_joining_type};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthChar;

use super::forms;

/// The properties of one character, packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Props(u32);

const CLASS: u32 = 0x1F;
const WIDTH_AT: u32 = 5;
const FORMS_AT: u32 = 7;
const FORMS: u32 = 0x7F;

const fn flag(at: u32) -> Props {
    Props(1 << at)
}

impl Props {
    /// A letter that has more than one shape.
    pub const LETTER: Props = flag(14);
    pub const JOINS_PREVIOUS: Props = flag(15);
    pub const JOINS_NEXT: Props = flag(16);
    /// Joining looks through it: a mark, most format characters.
    pub const TRANSPARENT: Props = flag(17);
    /// It belongs to the grapheme before it.
    pub const ATTACHES: Props = flag(18);
    /// Nothing belongs to it.
    pub const CONTROL: Props = flag(19);
    /// Graphemes around it follow more than the two rules above.
    pub const COMPLEX: Props = flag(20);
    /// It steers the text and is never drawn.
    pub const FORMAT: Props = flag(21);
    /// Something else is drawn in its place.
    pub const REPLACED: Props = flag(22);
    pub const MIRRORED: Props = flag(23);
    pub const BRACKET: Props = flag(24);
    pub const LAM: Props = flag(25);
    /// Makes one sign with a lam before it.
    pub const ALEF: Props = flag(26);
    /// Heh with hamza above, drawn as heh with the hamza as its mark.
    pub const HEH_HAMZA: Props = flag(27);
    /// The alef of a lam-alef; set by shaping.
    pub const SWALLOWED: Props = flag(28);

    /// ZWNJ.
    pub const ZWNJ: Props = flag(29);

    /// The same, in a cell of its own.
    pub fn standing_alone(self) -> Props {
        let without = Props::ATTACHES.0 | Props::FORMAT.0 | 3 << WIDTH_AT;
        Props(self.0 & !without | 1 << WIDTH_AT)
    }

    pub fn has(self, flag: Props) -> bool {
        self.0 & flag.0 != 0
    }

    pub const fn with(self, other: Props) -> Props {
        Props(self.0 | other.0)
    }

    /// Its bidirectional class, as a number.
    pub fn class(self) -> u8 {
        (self.0 & CLASS) as u8
    }

    /// It ends a paragraph (bidirectional class B).
    pub fn is_separator(self) -> bool {
        self.class() == unicode_bidi::BidiClass::B as u8
    }

    /// Columns that it takes by itself.
    pub fn width(self) -> u8 {
        (self.0 >> WIDTH_AT & 3) as u8
    }

    /// Where its forms stand in the table.
    pub fn forms(self) -> Option<usize> {
        ((self.0 >> FORMS_AT & FORMS) as usize).checked_sub(1)
    }

    /// Asks every crate; what [`Table::of`] remembers.
    fn ask(c: char) -> Props {
        let joining = get_joining_type(c);
        let alone = |text: &[char]| {
            let (mut bytes, mut length) = ([0; 16], 0);
            text.iter().for_each(|c| length += c.encode_utf8(&mut bytes[length..]).len());
            std::str::from_utf8(&bytes[..length]).is_ok_and(|text| text.graphemes(true).nth(1).is_none())
        };
        let is = |flag: Props, on: bool| if on { flag.0 } else { 0 };
        let width = u32::try_from(c.width().unwrap_or(1)).unwrap_or(1).min(2);
        let attaches = alone(&['a', c]);
        let complex = c == '\r' || !attaches && (alone(&[c, 'a']) || alone(&[c, c]) || alone(&[c, '\u{200D}', c]));
        let complex = complex || !attaches && alone(&[c, '\u{094D}', c]);
        use JoiningType::{DualJoining, JoinCausing, LeftJoining, RightJoining, Transparent};
        Props(
            (HardcodedBidiData.bidi_class(c) as u32)
                | width << WIDTH_AT
                | forms::find(c).map_or(0, |found| found as u32 + 1) << FORMS_AT
                | is(Props::LETTER, matches!(joining, DualJoining | RightJoining | LeftJoining))
                | is(Props::JOINS_NEXT, matches!(joining, DualJoining | LeftJoining | JoinCausing))
                | is(Props::JOINS_PREVIOUS, matches!(joining, DualJoining | RightJoining | JoinCausing))
                | is(Props::TRANSPARENT, joining == Transparent)
                | is(Props::ATTACHES, attaches)
                | is(Props::CONTROL, !alone(&[c, '\u{0301}']))
                | is(Props::COMPLEX, complex)
                | is(Props::FORMAT, is_format(c))
                | is(Props::REPLACED, !is_format(c) && visible(c) != c)
                | is(Props::MIRRORED, unicode_bidi_mirroring::get_mirrored(c).is_some())
                | is(Props::BRACKET, HardcodedBidiData.bidi_matched_opening_bracket(c).is_some())
                | is(Props::LAM, c == '\u{0644}')
                | is(Props::ALEF, forms::lam_alef(c, false).is_some())
                | is(Props::ZWNJ, c == '\u{200C}')
                | is(Props::HEH_HAMZA, c == '\u{06C0}'),
        )
    }
}

/// The ranges of characters in the table: where each begins and how long it is.
const RANGES: [(u32, u32); 3] = [(0, 0x900), (0x2000, 0x100), (0xFB00, 0x400)];

static TABLE: LazyLock<Vec<Props>> = LazyLock::new(|| {
    let codes = RANGES.iter().flat_map(|(from, length)| *from..from + length);
    codes.map(|code| char::from_u32(code).map_or(Props::default(), Props::ask)).collect()
});

/// The table, taken in hand once for a paragraph.
#[derive(Clone, Copy)]
pub(crate) struct Table(&'static [Props]);

impl Table {
    pub fn get() -> Table {
        Table(&TABLE)
    }

    #[inline]
    pub fn of(self, c: char) -> Props {
        let code = u32::from(c);
        let at = match code {
            0..0x900 => code,
            0x2000..0x2100 => code - 0x2000 + 0x900,
            0xFB00..0xFF00 => code - 0xFB00 + 0xA00,
            _ => return Props::ask(c),
        };
        self.0[at as usize]
    }
}

/// Characters that steer the text and are never drawn.
///
/// Variation selectors are among them: they change a width in some terminals only.
///
/// ```
/// use pishkhan_text::is_format;
///
/// // A right-to-left override, a ZWNJ, a letter.
/// assert_eq!(['\u{202E}', '\u{200C}', 'a'].map(is_format), [true, true, false]);
/// ```
pub fn is_format(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{180E}' | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}' | '\u{E0000}'..='\u{E0FFF}')
}

/// What is drawn for a character; another one where it must not reach the terminal.
pub(crate) fn visible(c: char) -> char {
    match c {
        '\t' => ' ',
        '\0'..='\u{1F}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{FFFD}'),
        '\u{7F}' => '\u{2421}',
        '\u{80}'..='\u{9F}' | '\u{2028}' | '\u{2029}' => '\u{FFFD}',
        _ => c,
    }
}
