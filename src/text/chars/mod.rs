//! The characters of a paragraph, each with everything that the engine asks of it.
//!
//! `props` puts the facts of Unicode side by side, `forms` is the table of joined letters.
//! A paragraph is read once; every later step works on its units and never on the string.

pub(crate) mod forms;
mod props;

use props::{Table, visible};

pub(crate) use props::Props;
pub use props::is_format;

/// One character of a paragraph, on its way to the screen.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Unit {
    /// What is drawn; `None` where nothing is (format characters, an alef inside lam-alef).
    pub draw: Option<char>,
    /// Where the character stands in the text, in bytes.
    pub at: u32,
    pub props: Props,
}

/// What all characters of a paragraph have between them.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Summary {
    /// One bit for each bidirectional class.
    pub classes: u32,
    pub any: Props,
}

/// Reads a paragraph into units, still unshaped, and their bidirectional classes.
pub(crate) fn read(text: &str, units: &mut Vec<Unit>, classes: &mut Vec<u8>) -> Summary {
    let table = Table::get();
    let mut summary = Summary::default();
    units.clear();
    classes.clear();
    // Two bytes a letter, mostly; a Latin text grows once more.
    units.reserve(text.len() / 2 + 16);
    classes.reserve(text.len() / 2 + 16);
    let mut at = 0;
    for c in text.chars() {
        let props = table.of(c);
        let class = props.class();
        summary.classes |= 1 << class;
        summary.any = summary.any.with(props);
        classes.push(class);
        let draw = match props.has(Props::FORMAT.with(Props::REPLACED)) {
            false => Some(c),
            true if props.has(Props::FORMAT) => None,
            true => Some(visible(c)),
        };
        units.push(Unit { draw, at, props });
        at += c.len_utf8() as u32;
    }
    summary
}

/// Puts a blank in the place of what would end the paragraph.
pub(crate) fn flatten(units: &mut [Unit], classes: &mut [u8]) {
    let blank = Unit { draw: Some(' '), at: 0, props: Table::get().of(' ') };
    for (unit, class) in units.iter_mut().zip(classes).filter(|(unit, _)| unit.props.is_separator()) {
        *unit = Unit { at: unit.at, ..blank };
        *class = blank.props.class();
    }
}

/// Gives every ZWNJ a cell of its own, in which `sign` is drawn.
pub(crate) fn show_zwnj(units: &mut [Unit], sign: char) {
    for unit in units.iter_mut().filter(|unit| unit.props.has(Props::ZWNJ)) {
        unit.draw = Some(sign);
        unit.props = unit.props.standing_alone();
    }
}

/// What units that were changed have between them.
pub(crate) fn summarize(units: &[Unit]) -> Summary {
    units.iter().fold(Summary::default(), |summary, unit| Summary {
        classes: summary.classes | 1 << unit.props.class(),
        any: summary.any.with(unit.props),
    })
}

/// The characters that end a paragraph (bidirectional class B).
pub(crate) fn is_separator(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{1C}'..='\u{1E}' | '\u{85}' | '\u{2029}')
}
