//! Editing one line: a logical buffer, a caret that moves as the eye sees it.
//!
//! The caret is an offset and the side on which it leans. At a change of direction
//! one offset stands at two places of the row; the side says which is meant.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::{Pen, Row, normalize};

/// Which neighbour the caret leans on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Affinity {
    /// The character before it.
    Before,
    /// The character after it.
    #[default]
    After,
}

/// A line that is being typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Edit {
    text: String,
    caret: usize,
    affinity: Affinity,
    /// The most characters it takes.
    max: usize,
}

/// What of a line is shown in a field, and where the caret stands in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    pub row: Row,
    /// The first column of the row that the field shows.
    pub skip: usize,
    /// The caret's column in the field.
    pub caret: usize,
}

impl View {
    /// One column is kept for the caret behind the last letter: on the left where text runs from the right.
    pub fn shift(&self) -> usize {
        usize::from(self.row.rtl)
    }

    /// Columns that the text and the caret take in a field of `width`.
    pub fn columns(&self, width: usize) -> usize {
        (self.row.width() + 1).min(width)
    }

    /// What stands in the field, each with its column from the left.
    pub fn cells(&self, width: usize) -> impl Iterator<Item = (usize, &str)> {
        let mut at = self.shift();
        self.row.cells().filter_map(move |(cell, drawn)| {
            let column = at;
            at += usize::from(cell.width);
            let shown = column >= self.skip && column + usize::from(cell.width) <= self.skip + width;
            shown.then(|| (column - self.skip, drawn))
        })
    }
}

impl Edit {
    /// A line with this text, the caret at its end.
    pub fn new(text: &str, max: usize) -> Edit {
        Edit { text: text.to_owned(), caret: text.len(), affinity: Affinity::Before, max }
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// The caret's offset in bytes.
    pub fn caret(&self) -> usize {
        self.caret
    }

    /// Characters typed so far.
    pub fn len(&self) -> usize {
        self.text.chars().count()
    }

    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    pub fn is_full(&self) -> bool {
        self.len() >= self.max
    }

    /// Types one character; false if the line is full or the character is not one to type.
    pub fn insert(&mut self, c: char) -> bool {
        let shown = c == '\u{200C}' || !(c.is_control() || super::is_format(c));
        if !shown || self.is_full() {
            return false;
        }
        self.text.insert(self.caret, c);
        self.caret += c.len_utf8();
        self.affinity = Affinity::Before;
        true
    }

    /// Puts in what was pasted, cleaned: one line, no controls, presentation forms folded.
    /// Returns how many characters did not fit.
    pub fn paste(&mut self, pasted: &str) -> usize {
        let clean = normalize::canonical(pasted);
        clean.chars().filter(|c| !self.insert(*c)).count()
    }

    /// Replaces all of the text.
    pub fn set(&mut self, text: &str) {
        *self = Edit::new(text, self.max);
    }

    /// Takes away one code point before the caret: a mark or a ZWNJ goes alone.
    pub fn backspace(&mut self) {
        if let Some(c) = self.text[..self.caret].chars().next_back() {
            self.caret -= c.len_utf8();
            self.text.remove(self.caret);
            self.affinity = Affinity::Before;
        }
    }

    /// Takes away the grapheme after the caret.
    pub fn delete(&mut self) {
        if let Some(grapheme) = self.text[self.caret..].graphemes(true).next() {
            let end = self.caret + grapheme.len();
            self.text.replace_range(self.caret..end, "");
        }
    }

    /// Takes away everything from the caret on.
    pub fn erase_to_end(&mut self) {
        self.text.truncate(self.caret);
    }

    pub fn clear(&mut self) {
        self.set("");
    }

    /// To the logical start.
    pub fn home(&mut self) {
        (self.caret, self.affinity) = (0, Affinity::After);
    }

    /// To the logical end.
    pub fn end(&mut self) {
        (self.caret, self.affinity) = (self.text.len(), Affinity::Before);
    }

    /// One place to the left on the screen.
    pub fn left(&mut self, pen: Pen) {
        self.step(pen, false);
    }

    /// One place to the right on the screen.
    pub fn right(&mut self, pen: Pen) {
        self.step(pen, true);
    }

    /// Over one word, to the left or to the right on the screen.
    pub fn word(&mut self, pen: Pen, rightwards: bool) {
        let mut seen_word = false;
        loop {
            let (from, here) = (self.caret, self.clone());
            self.step(pen, rightwards);
            if self.caret == from && self.affinity == here.affinity {
                return;
            }
            let crossed = from.min(self.caret)..from.max(self.caret);
            let blank = self.text[crossed].chars().all(char::is_whitespace);
            if blank && seen_word {
                *self = here;
                return;
            }
            seen_word |= !blank;
        }
    }

    /// To the place at this column of the field.
    pub fn click(&mut self, pen: Pen, width: usize, column: usize) {
        let view = self.view(pen, width);
        let wanted = column + view.skip;
        let mut at = view.shift();
        for (cell, _) in view.row.cells() {
            at += usize::from(cell.width);
            if wanted < at {
                (self.caret, self.affinity) = (cell.source().start, Affinity::After);
                return;
            }
        }
        match view.row.rtl {
            true => self.home(),
            false => self.end(),
        }
    }

    /// The row as it is shown in a field of `width` columns, scrolled so that the caret is in it.
    ///
    /// Lam-alef stays two cells here, so that each letter can be reached.
    pub fn view(&self, pen: Pen, width: usize) -> View {
        let row = self.row(pen);
        let total = row.width() + 1;
        // Behind a left-to-right cell at the right edge there is no column: the caret stays on it.
        let caret = self.column(&row, usize::from(row.rtl)).min(total - 1);
        let (skip, caret) = match total <= width {
            true => (0, caret.min(width.saturating_sub(1))),
            false => {
                let rest = total - width;
                let start = match row.rtl {
                    true => rest.min(caret),
                    false => (caret + 1).saturating_sub(width),
                };
                (start, caret - start)
            }
        };
        View { row, skip, caret }
    }

    fn row(&self, pen: Pen) -> Row {
        Pen { ligate: false, ..pen }.line(&self.text)
    }

    /// The column of the block caret: on the cell it leans on, or behind the last letter.
    fn column(&self, row: &Row, shift: usize) -> usize {
        let cells: Vec<(Range<usize>, u8, usize)> = row
            .cells()
            .scan(shift, |at, (cell, _)| {
                let from = *at;
                *at += usize::from(cell.width);
                Some((cell.source(), cell.level, from))
            })
            .collect();
        let after = cells.iter().find(|(source, _, _)| source.contains(&self.caret));
        let before = cells.iter().find(|(source, _, _)| source.end == self.caret);
        let behind = |(_, level, at): &(Range<usize>, u8, usize)| match level % 2 == 1 {
            true => at.checked_sub(1),
            false => Some(at + 1),
        };
        let end = match row.rtl {
            true => 0,
            false => row.width(),
        };
        match (after, before, self.affinity) {
            (Some(_), Some(cell), Affinity::Before) if self.caret < self.text.len() => {
                // At a change of direction the caret stands beside what was just typed.
                match after.map(|next| next.1 % 2) == Some(cell.1 % 2) {
                    true => after.map_or(end, |next| next.2),
                    false => behind(cell).unwrap_or(end),
                }
            }
            (Some(cell), _, _) => cell.2,
            (None, Some(cell), _) if cell.1 % 2 == u8::from(row.rtl) => end,
            (None, Some(cell), _) => behind(cell).unwrap_or(end),
            (None, None, _) => end,
        }
    }

    /// Crosses the neighbour on that side of the screen.
    fn step(&mut self, pen: Pen, rightwards: bool) {
        let row = self.row(pen);
        let cells: Vec<_> = row.cells().map(|(cell, _)| (cell.source(), cell.is_rtl())).collect();
        let slot = self.slot(&cells, row.rtl);
        let crossed = match rightwards {
            true => cells.get(slot),
            false => slot.checked_sub(1).and_then(|left| cells.get(left)),
        };
        let Some((source, from_right)) = crossed else { return };
        // Its far edge is its end if it runs the way the caret moves.
        (self.caret, self.affinity) = match rightwards != *from_right {
            true => (source.end, Affinity::Before),
            false => (source.start, Affinity::After),
        };
    }

    /// Between which cells the caret stands: 0 is left of the first.
    fn slot(&self, cells: &[(Range<usize>, bool)], rtl: bool) -> usize {
        let after = cells.iter().position(|(source, _)| source.contains(&self.caret));
        let before = cells.iter().position(|(source, _)| source.end == self.caret);
        let lean_after = |at: usize| at + usize::from(cells[at].1);
        let lean_before = |at: usize| at + usize::from(!cells[at].1);
        match (after, before, self.affinity) {
            (Some(_), Some(at), Affinity::Before) | (None, Some(at), _) => lean_before(at),
            (Some(at), _, _) => lean_after(at),
            (None, None, _) => match rtl {
                true => cells.len(),
                false => 0,
            },
        }
    }
}
