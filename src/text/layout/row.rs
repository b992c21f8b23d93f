//! A row of the grid and its cells: what layout hands out.

use std::ops::Range;

/// One row of the grid, its cells from left to right.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    /// All cells one after the other, as they are drawn.
    pub(super) text: String,
    pub(super) cells: Vec<Cell>,
    pub(super) width: usize,
    /// The bytes of the text that this row shows.
    pub range: Range<usize>,
    /// The paragraph runs from the right.
    pub rtl: bool,
}

/// One cell of a row: what shares one place on the grid, one or two columns wide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Its bytes of the row's drawn text.
    pub(super) drawn: Range<u32>,
    /// Its bytes of the text that was laid out.
    pub(super) source: Range<u32>,
    /// Its bidirectional level; odd runs from the right.
    pub(crate) level: u8,
    /// How many columns it takes.
    pub width: u8,
}

impl Cell {
    /// The bytes of the text that it stands for.
    pub fn source(&self) -> Range<usize> {
        self.source.start as usize..self.source.end as usize
    }

    /// The text there runs from the right.
    pub fn is_rtl(&self) -> bool {
        self.level % 2 == 1
    }
}

impl Row {
    /// Says that the row's text begins at this byte of a longer one.
    pub(super) fn moved_by(&mut self, start: usize) {
        self.range = self.range.start + start..self.range.end + start;
        for cell in &mut self.cells {
            cell.source = cell.source.start + start as u32..cell.source.end + start as u32;
        }
    }

    /// The row as a terminal gets it, from left to right.
    pub fn visual(&self) -> &str {
        &self.text
    }

    /// Columns that it takes.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Its cells from left to right, each with what is drawn there.
    ///
    /// ```
    /// use pishkhan_text::{Base, LayoutOptions};
    ///
    /// // Seen, lam-alef, meem: six bytes of letters, read from the right.
    /// let row = LayoutOptions::new(Base::Rtl).line("\u{0633}\u{0644}\u{0627}\u{0645}");
    /// let sources: Vec<_> = row.cells().map(|(cell, drawn)| (cell.source(), drawn)).collect();
    /// assert_eq!(sources, [(6..8, "\u{FEE1}"), (2..6, "\u{FEFC}"), (0..2, "\u{FEB3}")]);
    /// ```
    pub fn cells(&self) -> impl ExactSizeIterator<Item = (&Cell, &str)> {
        self.cells.iter().map(|cell| (cell, &self.text[cell.drawn.start as usize..cell.drawn.end as usize]))
    }
}
