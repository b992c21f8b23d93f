//! The caret: it moves as the eye sees it, and stands where the next letter would appear.
//!
//! The caret is an offset and the side on which it leans. At a change of direction
//! one offset stands at two columns of the row; the side says which is meant.

use std::ops::Range;

use super::edit::{Affinity, Edit};
use crate::bidi::Base;
use crate::layout::{LayoutOptions, Row, Typesetter, ZWNJ_SIGN};

/// What the left and right arrows mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Arrows {
    /// One cell to that side of the screen.
    #[default]
    Visual,
    /// Forward and backward in the text; forward is where the line runs.
    Logical,
}

/// A movement of the caret. Sides are those of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Move {
    /// Over the neighbour on the left.
    Left,
    /// Over the neighbour on the right.
    Right,
    /// Over the word on the left.
    WordLeft,
    /// Over the word on the right.
    WordRight,
    /// To the logical start.
    Home,
    /// To the logical end.
    End,
}

/// How a line is moved in: the options it is drawn with, and what the arrows mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CaretMode {
    /// How the line is laid out; its base says where the line runs.
    pub layout: LayoutOptions,
    /// What the arrows mean.
    pub arrows: Arrows,
}

/// What of a line is shown in a field, and where the caret stands in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    /// The whole line, laid out.
    pub row: Row,
    /// The first column that the field shows.
    pub skip: usize,
    /// The caret's column in the field.
    pub caret: usize,
    /// At a change of direction: the other column at which this offset stands.
    pub other: Option<usize>,
    /// The columns of the field that are selected, a piece for each direction.
    pub selected: Vec<Range<usize>>,
    /// The columns that show a ZWNJ.
    pub zwnj: Vec<usize>,
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
}

/// A cell of the row and the column at which it begins.
struct CellAt {
    source: Range<usize>,
    rtl: bool,
    column: usize,
    width: usize,
}

/// The cells of the row, the first at column `shift`.
fn cells(row: &Row, shift: usize) -> Vec<CellAt> {
    let mut column = shift;
    row.cells()
        .map(|(cell, _)| {
            let (from, width) = (column, usize::from(cell.width));
            column += width;
            CellAt { source: cell.source(), rtl: cell.is_rtl(), column: from, width }
        })
        .collect()
}

impl Edit {
    /// Moves the caret; with `select`, what it crosses is selected.
    ///
    /// ```
    /// use pishkhan_text::line::{Arrows, CaretMode, Edit, Move};
    /// use pishkhan_text::{Base, LayoutOptions};
    ///
    /// // Two letters that run from the right, then "ab": on the screen "ab" stands on the left.
    /// let mut edit = Edit::new("\u{0628}\u{0627} ab", 20);
    /// let mode = CaretMode { layout: LayoutOptions::new(Base::Rtl), arrows: Arrows::Visual };
    /// edit.go(Move::Home, false, mode);
    /// edit.go(Move::Left, false, mode);
    /// assert_eq!(edit.caret(), 2, "over the first letter, on the right edge");
    /// edit.go(Move::WordLeft, true, mode);
    /// assert_eq!(edit.copy().as_deref(), Some("\u{0627}"));
    /// ```
    pub fn go(&mut self, to: Move, select: bool, mode: CaretMode) {
        let selection = self.selection();
        self.set_off(select);
        let rightwards = matches!(to, Move::Right | Move::WordRight);
        match (to, selection.filter(|_| !select)) {
            (Move::Home, _) => (self.caret, self.affinity) = (0, Affinity::After),
            (Move::End, _) => (self.caret, self.affinity) = (self.text().len(), Affinity::Before),
            // An arrow without Shift goes to that side of what was selected.
            (Move::Left | Move::Right, Some(range)) => {
                if forward(rightwards, mode.layout.base) {
                    (self.caret, self.affinity) = (range.end, Affinity::Before)
                } else {
                    (self.caret, self.affinity) = (range.start, Affinity::After)
                }
            }
            (Move::Left | Move::Right, None) => self.step(mode, rightwards),
            (Move::WordLeft | Move::WordRight, _) => self.word(mode, rightwards),
        }
    }

    /// To the cell at this column of a field of `width` columns; with `select`, what lies between is selected.
    ///
    /// ```
    /// use pishkhan_text::line::Edit;
    /// use pishkhan_text::{Base, LayoutOptions};
    ///
    /// let mut edit = Edit::new("abc", 20);
    /// edit.click(LayoutOptions::new(Base::Ltr), 10, 1, false);
    /// assert_eq!(edit.caret(), 1);
    /// ```
    pub fn click(&mut self, options: LayoutOptions, width: usize, column: usize, select: bool) {
        let view = self.view(options, width);
        self.set_off(select);
        let wanted = column + view.skip;
        let hit = cells(&view.row, view.shift()).into_iter().find(|cell| wanted < cell.column + cell.width);
        match hit {
            Some(cell) if wanted >= cell.column => {
                (self.caret, self.affinity) = (self.next_boundary(cell.source.start), Affinity::After);
            }
            // Left of all cells: the end of a line that runs from the right.
            Some(_) => (self.caret, self.affinity) = (self.text().len(), Affinity::Before),
            None if view.row.rtl => (self.caret, self.affinity) = (0, Affinity::After),
            None => (self.caret, self.affinity) = (self.text().len(), Affinity::Before),
        }
    }

    /// The row as it is shown in a field of `width` columns, scrolled so that the caret is in it.
    ///
    /// Lam-alef stays two cells here, so that each letter can be reached, and a ZWNJ shows.
    ///
    /// ```
    /// use pishkhan_text::line::Edit;
    /// use pishkhan_text::{Base, LayoutOptions};
    ///
    /// // Yeh, ZWNJ, reh, and the column that is kept for the caret on the left of them.
    /// let edit = Edit::new("\u{06CC}\u{200C}\u{0631}", 20);
    /// let view = edit.view(LayoutOptions::new(Base::Rtl), 10);
    /// assert_eq!((view.columns(10), view.caret, view.zwnj), (4, 0, vec![2]));
    /// ```
    pub fn view(&self, options: LayoutOptions, width: usize) -> View {
        let row = self.row(options);
        let total = row.width() + 1;
        let cells = cells(&row, usize::from(row.rtl));
        // Behind a left-to-right cell at the right edge there is no column: the caret stays on it.
        let column = |affinity| self.column(&row, &cells, affinity).min(total - 1);
        let (caret, other) = match self.affinity {
            Affinity::Before => (column(Affinity::Before), column(Affinity::After)),
            Affinity::After => (column(Affinity::After), column(Affinity::Before)),
        };
        let skip = match total <= width {
            true => 0,
            false if row.rtl => (total - width).min(caret),
            false => (caret + 1).saturating_sub(width),
        };
        let seen = |column: usize| column.checked_sub(skip).filter(|column| *column < width);
        let mut selected: Vec<Range<usize>> = Vec::new();
        let mut zwnj = Vec::new();
        let range = self.selection().unwrap_or(0..0);
        for (cell, (_, drawn)) in cells.iter().zip(row.cells()) {
            let Some(from) = seen(cell.column) else { continue };
            let to = (from + cell.width).min(width);
            if range.contains(&cell.source.start) {
                match selected.last_mut().filter(|last| last.end == from) {
                    Some(last) => last.end = to,
                    None => selected.push(from..to),
                }
            }
            if drawn.starts_with(ZWNJ_SIGN) {
                zwnj.push(from);
            }
        }
        let (caret, other) = (seen(caret).unwrap_or(0), Some(other).filter(|at| *at != caret).and_then(seen));
        View { row, skip, caret, other, selected, zwnj }
    }

    fn row(&self, options: LayoutOptions) -> Row {
        let mut row = Row::default();
        Typesetter::default().line(&LayoutOptions { ligate: false, show_zwnj: true, ..options }, self.text(), &mut row);
        row
    }

    /// The column of the block caret: on the cell it leans on, or behind the last letter.
    fn column(&self, row: &Row, cells: &[CellAt], affinity: Affinity) -> usize {
        let after = cells.iter().find(|cell| cell.source.contains(&self.caret));
        let before = cells.iter().find(|cell| cell.source.end == self.caret);
        let behind = |cell: &CellAt| if cell.rtl { cell.column.checked_sub(1) } else { Some(cell.column + cell.width) };
        let end = if row.rtl { 0 } else { row.width() };
        match (after, before, affinity) {
            // At a change of direction the caret stands beside what was just typed.
            (Some(next), Some(cell), Affinity::Before) if next.rtl != cell.rtl => behind(cell).unwrap_or(end),
            (Some(next), _, _) => next.column,
            (None, Some(cell), _) if cell.rtl == row.rtl => end,
            (None, Some(cell), _) => behind(cell).unwrap_or(end),
            (None, None, _) => end,
        }
    }

    /// Crosses the neighbour on that side of the screen, or in that direction of the text.
    fn step(&mut self, mode: CaretMode, rightwards: bool) {
        if mode.arrows == Arrows::Logical {
            (self.caret, self.affinity) = if forward(rightwards, mode.layout.base) {
                (self.next_boundary(self.caret + 1), Affinity::Before)
            } else {
                (self.previous_boundary(self.caret), Affinity::After)
            };
            return;
        }
        let row = self.row(mode.layout);
        let cells = cells(&row, 0);
        let mut slot = self.slot(&cells, row.rtl);
        loop {
            let crossed =
                if rightwards { cells.get(slot) } else { slot.checked_sub(1).and_then(|left| cells.get(left)) };
            let Some(cell) = crossed else { return };
            slot = if rightwards { slot + 1 } else { slot - 1 };
            // Its far edge is its end if it runs the way the caret moves.
            let (at, affinity) = if rightwards != cell.rtl {
                (cell.source.end, Affinity::Before)
            } else {
                (cell.source.start, Affinity::After)
            };
            // A ZWNJ has a cell but belongs to the letter before it: no place between them.
            if self.next_boundary(at) == at {
                (self.caret, self.affinity) = (at, affinity);
                return;
            }
        }
    }

    fn word(&mut self, mode: CaretMode, rightwards: bool) {
        if mode.arrows == Arrows::Logical {
            (self.caret, self.affinity) = if forward(rightwards, mode.layout.base) {
                (self.word_end(), Affinity::Before)
            } else {
                (self.word_start(), Affinity::After)
            };
            return;
        }
        let mut seen_word = false;
        loop {
            let from = (self.caret, self.affinity);
            self.step(mode, rightwards);
            if (self.caret, self.affinity) == from {
                return;
            }
            let crossed = from.0.min(self.caret)..from.0.max(self.caret);
            let blank = self.text()[crossed].chars().all(char::is_whitespace);
            if blank && seen_word {
                (self.caret, self.affinity) = from;
                return;
            }
            seen_word |= !blank;
        }
    }

    /// Between which cells the caret stands: 0 is left of the first.
    fn slot(&self, cells: &[CellAt], rtl: bool) -> usize {
        let after = cells.iter().position(|cell| cell.source.contains(&self.caret));
        let before = cells.iter().position(|cell| cell.source.end == self.caret);
        let lean_after = |at: usize| at + usize::from(cells[at].rtl);
        let lean_before = |at: usize| at + usize::from(!cells[at].rtl);
        match (after, before, self.affinity) {
            (Some(_), Some(at), Affinity::Before) | (None, Some(at), _) => lean_before(at),
            (Some(at), _, _) => lean_after(at),
            (None, None, _) if rtl => cells.len(),
            (None, None, _) => 0,
        }
    }
}

/// Whether that side of the screen is where a line of this direction runs.
fn forward(rightwards: bool, base: Base) -> bool {
    rightwards != (base == Base::Rtl)
}
