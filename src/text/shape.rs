//! Joining: which form of each letter stands where (Unicode standard, section 9.2).

use super::forms;
use super::props::{self, Props, Table};

/// One character of a paragraph, on its way to the screen.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unit {
    /// What is drawn; `None` where nothing is (format characters, an alef inside lam-alef).
    pub draw: Option<char>,
    /// Where the character stands in the text, in bytes.
    pub at: u32,
    pub props: Props,
}

/// What all characters of a paragraph have between them.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Seen {
    /// One bit for each bidirectional class.
    pub classes: u32,
    pub any: Props,
}

/// Reads a paragraph into units, still unshaped, and their bidirectional classes.
pub(super) fn read(text: &str, units: &mut Vec<Unit>, classes: &mut Vec<u8>) -> Seen {
    let table = Table::get();
    let mut seen = Seen::default();
    units.clear();
    classes.clear();
    // Two bytes a letter, mostly; a Latin text grows once more.
    units.reserve(text.len() / 2 + 16);
    classes.reserve(text.len() / 2 + 16);
    let mut at = 0;
    for c in text.chars() {
        let props = table.of(c);
        let class = props.class();
        seen.classes |= 1 << class;
        seen.any = seen.any.with(props);
        classes.push(class);
        let draw = match props.has(Props::FORMAT.with(Props::REPLACED)) {
            false => Some(c),
            true if props.has(Props::FORMAT) => None,
            true => Some(props::visible(c)),
        };
        units.push(Unit { draw, at, props });
        at += c.len_utf8() as u32;
    }
    seen
}

/// Puts a blank in the place of what would end the paragraph.
pub(super) fn flatten(units: &mut [Unit], classes: &mut [u8]) {
    let blank = Unit { draw: Some(' '), at: 0, props: Table::get().of(' ') };
    for (unit, class) in units.iter_mut().zip(classes).filter(|(unit, _)| unit.props.is_separator()) {
        *unit = Unit { at: unit.at, ..blank };
        *class = blank.props.class();
    }
}

/// Gives every ZWNJ a cell of its own, in which `sign` is drawn.
pub(super) fn show_joiners(units: &mut [Unit], sign: char) {
    for unit in units.iter_mut().filter(|unit| unit.props.has(Props::JOIN_BREAK)) {
        unit.draw = Some(sign);
        unit.props = unit.props.standing_alone();
    }
}

pub(super) fn seen(units: &[Unit]) -> Seen {
    units.iter().fold(Seen::default(), |seen, unit| Seen {
        classes: seen.classes | 1 << unit.props.class(),
        any: seen.any.with(unit.props),
    })
}

/// Gives every letter the form that its neighbours ask for.
pub(super) fn join(units: &mut [Unit], ligate: bool) {
    // The letter whose form waits for what follows it, and whether it joins to what is before it.
    let mut waiting: Option<(usize, bool)> = None;
    let mut open = false;
    for i in 0..units.len() {
        let props = units[i].props;
        if props.has(Props::TRANSPARENT) {
            continue;
        }
        let joins = open && props.has(Props::JOINS_PREVIOUS);
        if let Some((letter, before)) = waiting.take() {
            draw(units, letter, i, before, joins, ligate);
        }
        if props.has(Props::LETTER) {
            waiting = Some((i, joins));
        }
        open = props.has(Props::JOINS_NEXT);
    }
    if let Some((letter, before)) = waiting {
        draw(units, letter, letter, before, false, ligate);
    }
}

/// Draws the letter at `i`; `next` is what follows it, looking through marks.
fn draw(units: &mut [Unit], i: usize, next: usize, before: bool, after: bool, ligate: bool) {
    let props = units[i].props;
    if props.has(Props::SWALLOWED) {
        return;
    }
    if ligate && after && props.has(Props::LAM) && units[next].props.has(Props::ALEF) {
        let apart = units[i + 1..next].iter().any(|unit| unit.props.has(Props::FORMAT));
        if let Some(sign) = units[next].draw.filter(|_| !apart).and_then(|alef| forms::lam_alef(alef, before)) {
            units[i].draw = Some(sign);
            units[next].draw = None;
            units[next].props = units[next].props.with(Props::SWALLOWED);
            return;
        }
    }
    if props.has(Props::HEH_HAMZA) {
        units[i].draw = Some(forms::heh(before));
    } else if let Some(form) = props.forms().and_then(|row| forms::form(row, before, after)) {
        units[i].draw = Some(form);
    }
}
