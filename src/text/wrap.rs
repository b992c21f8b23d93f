//! Where a row ends: cutting and breaking, always in logical order on measured cells.

use std::ops::Range;

use unicode_linebreak::linebreaks;

use super::cluster::Place;
use super::setter::Setter;
use super::{Order, Row};

const ELLIPSIS: char = '…';

fn columns(places: &[Place]) -> usize {
    places.iter().map(|place| usize::from(place.width)).sum()
}

/// How many places from the start fit into `width` columns.
fn fitting(places: &[Place], width: usize) -> usize {
    let mut used = 0;
    places
        .iter()
        .take_while(|place| {
            used += usize::from(place.width);
            used <= width
        })
        .count()
}

/// One row; what does not fit is dropped from the logical end and «…» put there.
///
/// A typed value is shown whole or not at all: half a number is another number.
pub(super) fn fit(setter: &mut Setter, order: Order, text: &str, width: usize, row: &mut Row) {
    let places = setter.places();
    if width == usize::MAX || columns(places) <= width {
        return setter.row(order, 0..places.len(), None, row);
    }
    if width == 0 {
        return setter.row(order, 0..0, None, row);
    }
    let mut end = fitting(places, width - 1);
    let cut = setter.start(end);
    // Outer values come after the ones inside them, so the last found is the widest.
    if let Some(value) = isolates(text).into_iter().rfind(|value| value.start < cut && cut < value.end) {
        end = places.partition_point(|place| (place.at as usize) < value.start);
    }
    setter.row(order, 0..end, Some(ELLIPSIS), row);
}

/// As many rows as the paragraph needs, broken where UAX #14 allows it.
///
/// A typed value (what stands between isolate marks) stays whole if a row can hold it.
pub(super) fn wrap(setter: &mut Setter, order: Order, text: &str, width: usize, rows: &mut Vec<Row>) {
    let count = setter.places().len();
    let mut add = |setter: &mut Setter, places: Range<usize>| {
        let mut row = Row::default();
        setter.row(order, places, None, &mut row);
        rows.push(row);
    };
    if count == 0 || width == 0 {
        return add(setter, 0..0);
    }
    if columns(setter.places()) <= width {
        return add(setter, 0..shown_end(setter, 0, count));
    }
    let breaks = allowed(text, width, setter);
    let mut start = 0;
    while start < count {
        let reach = start + fitting(&setter.places()[start..], width);
        let end = match reach == count {
            true => reach,
            // A blank that hangs over the edge does not push its word to the next row.
            false => (start + 1..=reach + 1)
                .rev()
                .filter(|end| *end <= count && ends_at_break(&breaks, setter, *end))
                .find(|end| shown_end(setter, start, *end) <= reach)
                .unwrap_or(reach.max(start + 1)),
        };
        add(setter, start..shown_end(setter, start, end));
        start = end;
        // Blanks at a break belong to neither row.
        while start < count && setter.is_blank(start) {
            start += 1;
        }
    }
}

fn ends_at_break(breaks: &[usize], setter: &Setter, end: usize) -> bool {
    // Format characters behind a place belong to it, so the break may stand before its last byte.
    let next = breaks.partition_point(|at| *at <= setter.start(end - 1));
    breaks.get(next).is_some_and(|at| *at <= setter.start(end))
}

/// The end of the row without the blanks at which it was broken.
fn shown_end(setter: &Setter, start: usize, mut end: usize) -> usize {
    while end > start && setter.is_blank(end - 1) {
        end -= 1;
    }
    end
}

/// The offsets at which UAX #14 lets a row end, ascending; the end of the text is one.
///
/// ```
/// assert_eq!(pishkhan_text::breaks("ab (cd) ef"), [3, 8, 10]);
/// ```
pub fn breaks(text: &str) -> Vec<usize> {
    linebreaks(text).map(|(at, _)| at).collect()
}

/// The breaks, without those inside values that a row of this width can hold.
fn allowed(text: &str, width: usize, setter: &Setter) -> Vec<usize> {
    let mut found = breaks(text);
    let places = setter.places();
    for whole in isolates(text) {
        let first = places.partition_point(|place| (place.at as usize) < whole.start);
        let last = places.partition_point(|place| (place.at as usize) < whole.end);
        if columns(&places[first..last]) <= width {
            found.retain(|at| *at <= whole.start || *at >= whole.end);
        }
    }
    found
}

/// The stretches that are isolated to run from the left: typed values, each after the ones
/// inside it. A sentence inside a sentence, which runs from the right, may be broken like any other.
fn isolates(text: &str) -> Vec<Range<usize>> {
    let (mut found, mut open) = (Vec::new(), Vec::new());
    for (at, c) in text.char_indices().filter(|(_, c)| matches!(c, '\u{2066}'..='\u{2069}')) {
        match c {
            '\u{2069}' => {
                if let Some((from, '\u{2066}')) = open.pop() {
                    found.push(from..at + c.len_utf8());
                }
            }
            _ => open.push((at, c)),
        }
    }
    found
}
