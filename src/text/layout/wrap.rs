//! Where a row ends: cutting and breaking, always in logical order on measured clusters.

use std::ops::Range;

use unicode_linebreak::linebreaks;

use super::cluster::Cluster;
use super::options::{LayoutOptions, Order};
use super::row::Row;
use super::typesetter::Typesetter;
use crate::bidi::isolates;
use crate::chars::is_separator;

const ELLIPSIS: char = '…';

impl Typesetter {
    /// What [`LayoutOptions::line`] does, with the memory of this typesetter and of the row.
    pub fn line(&mut self, options: &LayoutOptions, text: &str, row: &mut Row) {
        self.fit(options, text, usize::MAX, row);
    }

    /// What [`LayoutOptions::fit`] does, with the memory of this typesetter and of the row.
    pub fn fit(&mut self, options: &LayoutOptions, text: &str, width: usize, row: &mut Row) {
        self.read(options, text);
        cut(self, options.order, text, width, row);
    }

    /// What [`LayoutOptions::wrap`] does, with the memory of this typesetter.
    pub fn wrap(&mut self, options: &LayoutOptions, text: &str, width: usize) -> Vec<Row> {
        let mut rows = Vec::new();
        let mut start = 0;
        for paragraph in text.split(is_separator) {
            let first = rows.len();
            self.read(options, paragraph);
            break_up(self, options.order, paragraph, width, &mut rows);
            for row in &mut rows[first..] {
                row.moved_by(start);
            }
            start += paragraph.len() + text[start + paragraph.len()..].chars().next().map_or(0, char::len_utf8);
        }
        rows
    }

    /// What [`LayoutOptions::measure`] does, with the memory of this typesetter.
    pub(super) fn measure(&mut self, options: &LayoutOptions, text: &str) -> usize {
        self.read(options, text);
        columns(self.clusters())
    }
}

fn columns(clusters: &[Cluster]) -> usize {
    clusters.iter().map(|cluster| usize::from(cluster.width)).sum()
}

/// How many clusters from the start fit into `width` columns.
fn fitting(clusters: &[Cluster], width: usize) -> usize {
    let mut used = 0;
    clusters
        .iter()
        .take_while(|cluster| {
            used += usize::from(cluster.width);
            used <= width
        })
        .count()
}

/// One row; what does not fit is dropped from the logical end and «…» put there.
///
/// A typed value is shown whole or not at all: half a number is another number.
fn cut(typesetter: &mut Typesetter, order: Order, text: &str, width: usize, row: &mut Row) {
    let clusters = typesetter.clusters();
    if width == usize::MAX || columns(clusters) <= width {
        return typesetter.row(order, 0..clusters.len(), None, row);
    }
    if width == 0 {
        return typesetter.row(order, 0..0, None, row);
    }
    let mut end = fitting(clusters, width - 1);
    let cut = typesetter.start(end);
    // Outer values come after the ones inside them, so the last found is the widest.
    if let Some(value) = isolates(text).into_iter().rfind(|value| value.start < cut && cut < value.end) {
        end = clusters.partition_point(|cluster| (cluster.at as usize) < value.start);
    }
    typesetter.row(order, 0..end, Some(ELLIPSIS), row);
}

/// As many rows as the paragraph needs, broken where UAX #14 allows it.
///
/// A typed value (what stands between isolate marks) stays whole if a row can hold it.
fn break_up(typesetter: &mut Typesetter, order: Order, text: &str, width: usize, rows: &mut Vec<Row>) {
    let count = typesetter.clusters().len();
    let mut add = |typesetter: &mut Typesetter, clusters: Range<usize>| {
        let mut row = Row::default();
        typesetter.row(order, clusters, None, &mut row);
        rows.push(row);
    };
    if count == 0 || width == 0 {
        return add(typesetter, 0..0);
    }
    if columns(typesetter.clusters()) <= width {
        return add(typesetter, 0..shown_end(typesetter, 0, count));
    }
    let breaks = allowed(text, width, typesetter);
    let mut start = 0;
    while start < count {
        let reach = start + fitting(&typesetter.clusters()[start..], width);
        let end = if reach == count {
            reach
        } else {
            // A blank that hangs over the edge does not push its word to the next row.
            (start + 1..=reach + 1)
                .rev()
                .filter(|end| *end <= count && ends_at_break(&breaks, typesetter, *end))
                .find(|end| shown_end(typesetter, start, *end) <= reach)
                .unwrap_or(reach.max(start + 1))
        };
        add(typesetter, start..shown_end(typesetter, start, end));
        start = end;
        // Blanks at a break belong to neither row.
        while start < count && typesetter.is_blank(start) {
            start += 1;
        }
    }
}

fn ends_at_break(breaks: &[usize], typesetter: &Typesetter, end: usize) -> bool {
    // Format characters behind a cluster belong to it, so the break may stand before its last byte.
    let next = breaks.partition_point(|at| *at <= typesetter.start(end - 1));
    breaks.get(next).is_some_and(|at| *at <= typesetter.start(end))
}

/// The end of the row without the blanks at which it was broken.
fn shown_end(typesetter: &Typesetter, start: usize, mut end: usize) -> usize {
    while end > start && typesetter.is_blank(end - 1) {
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
fn allowed(text: &str, width: usize, typesetter: &Typesetter) -> Vec<usize> {
    let mut found = breaks(text);
    let clusters = typesetter.clusters();
    for whole in isolates(text) {
        let first = clusters.partition_point(|cluster| (cluster.at as usize) < whole.start);
        let last = clusters.partition_point(|cluster| (cluster.at as usize) < whole.end);
        if columns(&clusters[first..last]) <= width {
            found.retain(|at| *at <= whole.start || *at >= whole.end);
        }
    }
    found
}
