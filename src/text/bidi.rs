//! From logical to visual order: rules L1, L2 and L4 over places instead of characters.

use std::ops::Range;

use unicode_bidi::{BidiInfo, Level};

use super::cluster::{Cluster, Clusters};
use super::{Cell, Order, Row};

/// Puts the places of one line in the order in which they stand on the screen.
pub(super) struct Line<'a> {
    pub info: &'a BidiInfo<'a>,
    pub base: Level,
    pub clusters: &'a Clusters,
    pub order: Order,
}

impl Line<'_> {
    /// The row for these places of the paragraph, followed by `tail` at its logical end.
    pub fn row(&self, places: Range<usize>, tail: Option<char>) -> Row {
        let list = &self.clusters.list[places];
        let bytes = match (list.first(), list.last()) {
            (Some(first), Some(last)) => first.source.start..last.source.end,
            _ => 0..0,
        };
        let levels = self.levels(&bytes);
        let mut items: Vec<(Option<&Cluster>, u8)> =
            list.iter().map(|place| (Some(place), levels[place.source.start].number())).collect();
        if tail.is_some() {
            items.push((None, self.base.number()));
        }
        if self.order == Order::Visual {
            reverse_runs(&mut items);
        }
        let mut row = Row::empty(bytes, self.base.is_rtl());
        for (place, level) in items {
            let from = row.text.len();
            let (source, width) = match place {
                Some(place) => {
                    self.draw(&mut row.text, &self.clusters.drawn[place.drawn.clone()], level);
                    (place.source.clone(), place.width)
                }
                None => {
                    row.text.extend(tail);
                    (row.range.end..row.range.end, 1)
                }
            };
            row.width += usize::from(width);
            row.cells.push(Cell { drawn: from..row.text.len(), source, level, width });
        }
        row
    }

    /// Levels of the line after rule L1: white space at its end takes the paragraph's level.
    fn levels(&self, bytes: &Range<usize>) -> Vec<Level> {
        let holder = self.info.paragraphs.iter().find(|p| p.range.contains(&bytes.start));
        match holder {
            Some(paragraph) if !bytes.is_empty() => self.info.reordered_levels(paragraph, bytes.clone()),
            _ => self.info.levels.clone(),
        }
    }

    /// Rule L4: brackets and their like are mirrored where the text runs from the right.
    fn draw(&self, out: &mut String, drawn: &str, level: u8) {
        let mut chars = drawn.chars();
        if level % 2 == 1 && self.order == Order::Visual {
            out.extend(chars.next().map(|c| unicode_bidi_mirroring::get_mirrored(c).unwrap_or(c)));
        }
        out.push_str(chars.as_str());
    }
}

/// Rule L2: from the highest level down to the lowest odd one, turn every run around.
fn reverse_runs<T>(items: &mut [(T, u8)]) {
    let highest = items.iter().map(|(_, level)| *level).max().unwrap_or(0);
    let Some(lowest) = items.iter().map(|(_, level)| *level).filter(|level| level % 2 == 1).min() else {
        return;
    };
    for level in (lowest..=highest).rev() {
        let mut at = 0;
        while at < items.len() {
            let end = at + items[at..].iter().take_while(|(_, of)| *of >= level).count();
            items[at..end].reverse();
            at = end.max(at + 1);
        }
    }
}
