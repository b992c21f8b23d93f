//! Clusters: what shares one place on the grid.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::props::Props;
use super::shape::{Seen, Unit};

/// One place on the grid, still in logical order: a grapheme, and the alef of a lam-alef with its lam.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    /// Its first unit; it reaches to the first unit of the next place.
    pub first: u32,
    /// The byte at which it begins.
    pub at: u32,
    /// How many cells it takes.
    pub width: u8,
    /// What is drawn, if it is one character that needs no second look.
    pub plain: Option<char>,
    /// It is a mark with no letter before it: a dotted circle is drawn below it.
    pub bare: bool,
}

/// What is drawn depends on more than the character.
const LOOKED_AT: Props = Props::MIRRORED.with(Props::HEH_HAMZA);

/// Cuts a paragraph into places.
///
/// A grapheme of which nothing is drawn (a lone format character) gets no place;
/// its bytes go to the place before it, so that every byte belongs somewhere.
pub(super) fn places(text: &str, units: &[Unit], seen: Seen, out: &mut Vec<Place>) {
    out.clear();
    out.reserve(units.len());
    let mut open = false;
    starts(text, units, seen, |i, unit, begins| {
        // A ZWNJ that shows stands by itself.
        let shown = unit.props.has(Props::JOIN_BREAK) && unit.draw.is_some();
        open &= !(begins || shown);
        if unit.props.has(Props::SWALLOWED) {
            // Marks that follow the alef hang on the one cell of both.
            open = true;
        } else if unit.draw.is_some() && !open {
            let width = unit.props.width();
            let plain = unit.draw.filter(|_| width != 0 && !unit.props.has(LOOKED_AT));
            out.push(Place { first: i as u32, at: unit.at, width: width.max(1), plain, bare: width == 0 });
            open = true;
        } else if unit.draw.is_some()
            && let Some(place) = out.last_mut()
        {
            place.plain = None;
        }
    });
    if seen.any.has(Props::COMPLEX) {
        measure(units, out);
    }
}

/// Says of each unit whether a grapheme begins there (UAX #29).
///
/// Most text needs two rules only: nothing attaches to a control, marks attach to all else.
pub(super) fn starts(text: &str, units: &[Unit], seen: Seen, mut tell: impl FnMut(usize, &Unit, bool)) {
    if seen.any.has(Props::COMPLEX) {
        let mut found = text.grapheme_indices(true).map(|(at, _)| at).peekable();
        for (i, unit) in units.iter().enumerate() {
            tell(i, unit, found.next_if(|at| *at == unit.at as usize).is_some());
        }
        return;
    }
    let mut after_control = true;
    for (i, unit) in units.iter().enumerate() {
        tell(i, unit, after_control || !unit.props.has(Props::ATTACHES));
        after_control = unit.props.has(Props::CONTROL);
    }
}

/// Widths where graphemes have more than one base: flags, families, syllables.
fn measure(units: &[Unit], places: &mut [Place]) {
    let mut drawn = String::new();
    for at in 0..places.len() {
        let end = places.get(at + 1).map_or(units.len(), |next| next.first as usize);
        let place = &mut places[at];
        drawn.clear();
        drawn.extend(units[place.first as usize..end].iter().filter_map(|unit| unit.draw));
        let width = drawn.width();
        place.bare = place.bare && width == 0;
        place.width = u8::try_from(width).unwrap_or(u8::MAX).max(1);
    }
}
