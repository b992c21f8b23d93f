//! Where a row ends: cutting and breaking, always in logical order on measured cells.

use unicode_linebreak::{BreakOpportunity, linebreaks};

use super::Row;
use super::bidi::Line;
use super::cluster::Cluster;

const ELLIPSIS: char = '…';

fn columns(places: &[Cluster]) -> usize {
    places.iter().map(|place| usize::from(place.width)).sum()
}

/// How many places from the start fit into `width` columns.
fn fitting(places: &[Cluster], width: usize) -> usize {
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
pub(super) fn fit(line: &Line, width: usize) -> Row {
    let places = &line.clusters.list;
    if width == usize::MAX || columns(places) <= width {
        return line.row(0..places.len(), None);
    }
    if width == 0 {
        return line.row(0..0, None);
    }
    line.row(0..fitting(places, width - 1), Some(ELLIPSIS))
}

/// As many rows as the paragraph needs, broken where UAX #14 allows it.
///
/// A typed value (what stands between isolate marks) stays whole if a row can hold it.
pub(super) fn wrap(line: &Line, text: &str, width: usize, rows: &mut Vec<Row>) {
    let places = &line.clusters.list;
    if places.is_empty() || width == 0 {
        rows.push(line.row(0..0, None));
        return;
    }
    let breaks = breaks(text, width, line);
    let mut start = 0;
    while start < places.len() {
        let reach = start + fitting(&places[start..], width);
        let end = match reach == places.len() {
            true => reach,
            // A blank that hangs over the edge does not push its word to the next row.
            false => (start + 1..=reach + 1)
                .rev()
                .filter(|end| *end <= places.len() && ends_at_break(&breaks, places, *end))
                .find(|end| shown_end(line, start, *end) <= reach)
                .unwrap_or(reach.max(start + 1)),
        };
        rows.push(line.row(start..shown_end(line, start, end), None));
        start = end;
        // Blanks at a break belong to neither row.
        while start < places.len() && line.clusters.drawn[places[start].drawn.clone()] == *" " {
            start += 1;
        }
    }
}

fn ends_at_break(breaks: &[usize], places: &[Cluster], end: usize) -> bool {
    // Format characters behind a place belong to it, so the break may stand before its last byte.
    let source = &places[end - 1].source;
    let next = breaks.partition_point(|at| *at <= source.start);
    breaks.get(next).is_some_and(|at| *at <= source.end)
}

/// The end of the row without the blanks at which it was broken.
fn shown_end(line: &Line, start: usize, mut end: usize) -> usize {
    let drawn = |at: usize| &line.clusters.drawn[line.clusters.list[at].drawn.clone()];
    while end > start && drawn(end - 1) == " " {
        end -= 1;
    }
    end
}

/// The offsets at which a row may end, ascending.
fn breaks(text: &str, width: usize, line: &Line) -> Vec<usize> {
    let mut found: Vec<usize> = linebreaks(text)
        .filter(|(at, kind)| *at < text.len() || *kind == BreakOpportunity::Allowed)
        .map(|(at, _)| at)
        .collect();
    for whole in isolates(text) {
        let inside = line.clusters.list.iter().filter(|place| whole.contains(&place.source.start));
        if inside.map(|place| usize::from(place.width)).sum::<usize>() <= width {
            found.retain(|at| *at <= whole.start || *at >= whole.end);
        }
    }
    found
}

/// The stretches that are isolated to run from the left: typed values. A sentence inside a
/// sentence, which runs from the right, may be broken like any other.
fn isolates(text: &str) -> Vec<std::ops::Range<usize>> {
    let (mut found, mut open) = (Vec::new(), Vec::new());
    for (at, c) in text.char_indices() {
        match c {
            '\u{2066}'..='\u{2068}' => open.push((at, c)),
            '\u{2069}' => {
                if let Some((from, '\u{2066}')) = open.pop() {
                    found.push(from..at + c.len_utf8());
                }
            }
            _ => {}
        }
    }
    found
}
