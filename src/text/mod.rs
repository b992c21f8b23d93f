//! Persian on a grid: from a logical `&str` to rows of cells as a terminal shows them.
//!
//! A terminal is told to keep its hands off (see `tui::terminal`), so everything
//! happens here: bidirectional levels (UAX #9), joining into presentation forms,
//! lam-alef as one cell, reordering (L2), marks in the cell of their base (L3),
//! mirroring (L4). Nothing invisible ever comes out. Measuring, cutting and
//! wrapping are done on shaped text in logical order, never on the visual row.
//!
//! [`Pen`] is the only door.

mod bidi;
pub mod caret;
mod cluster;
pub mod collate;
mod forms;
mod isolate;
pub mod keyboard;
pub mod normalize;
mod shape;
mod wrap;

use std::ops::Range;

use unicode_bidi::{BidiInfo, Level};

pub use isolate::{directed, isolate, ltr, paper, percent};
pub use shape::is_format;

/// The direction a paragraph has before its text is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Base {
    #[default]
    Rtl,
    Ltr,
    /// The first strong character decides (rules P2 and P3).
    Auto,
}

/// What letters are drawn with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Shape {
    /// Presentation forms: joined by us, the same width in every terminal.
    #[default]
    Forms,
    /// The letters as they are, for a terminal that joins them or a font without the forms.
    Letters,
}

/// Who puts the line into visual order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    #[default]
    Visual,
    /// The terminal insists on doing it, so it gets the logical line.
    Logical,
}

/// How text becomes rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pen {
    pub base: Base,
    pub shape: Shape,
    pub order: Order,
    /// Lam-alef as one cell; off in a field that is being edited.
    pub ligate: bool,
}

/// One row of the grid, its cells from left to right.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    text: String,
    cells: Vec<Cell>,
    width: usize,
    /// The bytes of the text that this row shows.
    pub range: Range<usize>,
    /// The paragraph runs from the right.
    pub rtl: bool,
}

/// One place on a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    drawn: Range<usize>,
    /// The bytes of the text that it stands for.
    pub source: Range<usize>,
    /// Its bidirectional level; odd runs from the right.
    pub level: u8,
    /// How many columns it takes.
    pub width: u8,
}

impl Row {
    fn empty(range: Range<usize>, rtl: bool) -> Row {
        Row { range, rtl, ..Row::default() }
    }

    /// The row as a terminal gets it, from left to right.
    pub fn visual(&self) -> &str {
        &self.text
    }

    /// Columns it takes.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Places from left to right, each with what is drawn there.
    pub fn cells(&self) -> impl ExactSizeIterator<Item = (&Cell, &str)> {
        self.cells.iter().map(|cell| (cell, &self.text[cell.drawn.clone()]))
    }
}

impl Default for Pen {
    fn default() -> Pen {
        Pen { base: Base::Rtl, shape: Shape::Forms, order: Order::Visual, ligate: true }
    }
}

impl Pen {
    /// The pen for a paragraph of this direction.
    pub fn new(base: Base) -> Pen {
        Pen { base, ..Pen::default() }
    }

    /// The pen for a terminal that puts lines in order by itself, or does not.
    pub fn for_terminal(base: Base, reorders: bool, shape: Shape) -> Pen {
        match reorders {
            true => Pen { order: Order::Logical, shape: Shape::Letters, ..Pen::new(base) },
            false => Pen { shape, ..Pen::new(base) },
        }
    }

    /// The same pen for a paragraph of another direction.
    pub fn with_base(self, base: Base) -> Pen {
        Pen { base, ..self }
    }

    /// All of the text on one row; line breaks show as blanks.
    pub fn line(&self, text: &str) -> Row {
        self.fit(text, usize::MAX)
    }

    /// The text on one row of at most `width` columns.
    ///
    /// What does not fit is dropped from the logical end, and «…» stands there.
    pub fn fit(&self, text: &str, width: usize) -> Row {
        let flat: std::borrow::Cow<str> = match text.contains(is_separator) {
            true => text.replace(is_separator, " ").into(),
            false => text.into(),
        };
        self.with_paragraph(&flat, |line| wrap::fit(line, width))
    }

    /// The text on as many rows of at most `width` columns as it needs; at least one.
    pub fn wrap(&self, text: &str, width: usize) -> Vec<Row> {
        let mut rows = Vec::new();
        let mut start = 0;
        for paragraph in text.split(is_separator) {
            let first = rows.len();
            self.with_paragraph(paragraph, |line| wrap::wrap(line, paragraph, width, &mut rows));
            for row in &mut rows[first..] {
                row.range = row.range.start + start..row.range.end + start;
                for cell in &mut row.cells {
                    cell.source = cell.source.start + start..cell.source.end + start;
                }
            }
            start += paragraph.len() + text[start + paragraph.len()..].chars().next().map_or(0, char::len_utf8);
        }
        rows
    }

    /// Columns that the text takes on one row.
    pub fn measure(&self, text: &str) -> usize {
        let glyphs = shape::shape(text, self.shape == Shape::Forms, self.ligate);
        cluster::clusters(text, &glyphs).list.iter().map(|place| usize::from(place.width)).sum()
    }

    fn with_paragraph<T>(&self, text: &str, work: impl FnOnce(&bidi::Line) -> T) -> T {
        let given = match self.base {
            Base::Rtl => Some(Level::rtl()),
            Base::Ltr => Some(Level::ltr()),
            Base::Auto => None,
        };
        let info = BidiInfo::new(text, given);
        let base = info.paragraphs.first().map_or(given.unwrap_or(Level::ltr()), |p| p.level);
        let glyphs = shape::shape(text, self.shape == Shape::Forms, self.ligate);
        let clusters = cluster::clusters(text, &glyphs);
        work(&bidi::Line { info: &info, base, clusters: &clusters, order: self.order })
    }
}

/// The characters that end a paragraph (bidirectional class B).
fn is_separator(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{1C}'..='\u{1E}' | '\u{85}' | '\u{2029}')
}
