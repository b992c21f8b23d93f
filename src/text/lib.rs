//! Persian on a grid: from a logical `&str` to rows of cells as a terminal shows them.
//!
//! A terminal is told to keep its hands off (see `tui::terminal`), so everything
//! happens here: bidirectional levels (UAX #9), joining into presentation forms,
//! lam-alef as one cell, reordering (L2), marks in the cell of their base (L3),
//! mirroring (L4). Nothing invisible ever comes out. Measuring, cutting and
//! wrapping are done on shaped text in logical order, never on the visual row.
//!
//! [`Pen`] is the door, [`Setter`] the same with memory that is used again, [`caret`] the
//! line that is edited. Nothing here panics on any text, and nothing is allocated for a
//! single character.
//!
//! ```
//! use pishkhan_text::{Base, Pen, ltr};
//!
//! // Lam and alef share a cell, so four letters take three.
//! let row = Pen::new(Base::Rtl).line("\u{0633}\u{0644}\u{0627}\u{0645}");
//! assert_eq!((row.visual(), row.width()), ("\u{FEE1}\u{FEFC}\u{FEB3}", 3));
//!
//! // A date keeps its order inside Persian because it is isolated.
//! let text = format!("\u{0631}\u{0648}\u{0632} {}", ltr("1405-09-01"));
//! assert!(Pen::new(Base::Rtl).line(&text).visual().starts_with("1405-09-01 "));
//! ```
//!
//! How it is checked: `tests/it/conformance.rs` (all of BidiTest, BidiCharacterTest,
//! GraphemeBreakTest, LineBreakTest, every joining of letters), `differential.rs` (two
//! other engines on 100,000 lines), `editing.rs`, and `benches/text.rs` beside the C library.

mod brackets;
pub mod caret;
mod cluster;
#[cfg(feature = "collate")]
pub mod collate;
mod edit;
mod forms;
mod isolate;
#[cfg(feature = "keyboard")]
pub mod keyboard;
mod levels;
pub mod normalize;
mod props;
mod setter;
mod shape;
mod wrap;

use std::ops::Range;

pub use isolate::{directed, isolate, ltr, paper, percent, phrase, series};
pub use props::is_format;
pub use setter::Setter;
pub use wrap::breaks;

/// The direction a paragraph has before its text is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Base {
    #[default]
    Rtl,
    Ltr,
    /// The first strong character decides (rules P2 and P3).
    Auto,
}

impl Base {
    /// The level of its paragraph; `None` where the text decides.
    fn level(self) -> Option<u8> {
        match self {
            Base::Ltr => Some(0),
            Base::Rtl => Some(1),
            Base::Auto => None,
        }
    }
}

/// What letters are drawn with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Shape {
    /// Presentation forms: joined by us, the same width in every terminal.
    #[default]
    Forms,
    /// The letters as they are, for a terminal that joins them or a font without the forms.
    Letters,
}

/// Who puts the line into visual order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Order {
    #[default]
    Visual,
    /// The terminal insists on doing it, so it gets the logical line.
    Logical,
}

/// How text becomes rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Pen {
    pub base: Base,
    pub shape: Shape,
    pub order: Order,
    /// Lam-alef as one cell; off in a field that is being edited.
    pub ligate: bool,
    /// A ZWNJ shows, in a cell of its own; on in a field that is being edited.
    pub joiners: bool,
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
    drawn: Range<u32>,
    source: Range<u32>,
    /// Its bidirectional level; odd runs from the right.
    pub level: u8,
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
        self.cells.iter().map(|cell| (cell, &self.text[cell.drawn.start as usize..cell.drawn.end as usize]))
    }
}

impl Default for Pen {
    fn default() -> Pen {
        Pen { base: Base::Rtl, shape: Shape::Forms, order: Order::Visual, ligate: true, joiners: false }
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
    /// What does not fit is dropped from the logical end, and «…» stands there. A value
    /// from [`ltr`] is dropped whole: half a number would be another number.
    ///
    /// ```
    /// use pishkhan_text::{Base, Pen, ltr};
    ///
    /// let pen = Pen::new(Base::Ltr);
    /// assert_eq!(pen.fit("hello world", 6).visual(), "hello\u{2026}");
    /// assert_eq!(pen.fit(&format!("paid {}", ltr("1,000")), 8).visual(), "paid \u{2026}");
    /// ```
    pub fn fit(&self, text: &str, width: usize) -> Row {
        let mut row = Row::default();
        Setter::default().fit(self, text, width, &mut row);
        row
    }

    /// The text on as many rows of at most `width` columns as it needs; at least one.
    ///
    /// Rows end where UAX #14 lets them, never inside a grapheme or a lam-alef, and inside a
    /// value from [`ltr`] only if no row can hold it.
    ///
    /// ```
    /// use pishkhan_text::{Base, Pen};
    ///
    /// let rows = Pen::new(Base::Ltr).wrap("one two three", 8);
    /// assert_eq!(rows.iter().map(|row| row.visual()).collect::<Vec<_>>(), ["one two", "three"]);
    /// ```
    pub fn wrap(&self, text: &str, width: usize) -> Vec<Row> {
        Setter::default().wrap(self, text, width)
    }

    /// Columns that the text takes on one row.
    ///
    /// ```
    /// use pishkhan_text::{Base, Pen};
    ///
    /// // Yeh, ZWNJ, reh: the ZWNJ takes no cell.
    /// assert_eq!(Pen::new(Base::Rtl).measure("\u{06CC}\u{200C}\u{0631}"), 2);
    /// ```
    pub fn measure(&self, text: &str) -> usize {
        let mut setter = Setter::default();
        setter.read(self, text);
        setter.places().iter().map(|place| usize::from(place.width)).sum()
    }
}

/// The characters that end a paragraph (bidirectional class B).
fn is_separator(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{1C}'..='\u{1E}' | '\u{85}' | '\u{2029}')
}

/// The paragraph's level and the level of each character (UAX #9, P2 to L1), as on one line.
///
/// What rule X9 removes has the level of the character before it. The text is one
/// paragraph: a separator in it only ends a segment.
///
/// ```
/// use pishkhan_text::{Base, levels};
///
/// assert_eq!(levels("a \u{0628} 1", Base::Ltr), (0, vec![0, 0, 1, 1, 2]));
/// ```
pub fn levels(text: &str, base: Base) -> (u8, Vec<u8>) {
    Setter::default().levels(text, base.level())
}

/// Which character stands where, from left to right (rule L2).
///
/// ```
/// assert_eq!(pishkhan_text::visual_order(&[0, 0, 1, 1, 0]), [0, 1, 3, 2, 4]);
/// ```
pub fn visual_order(levels: &[u8]) -> Vec<usize> {
    let mut items: Vec<(usize, u8)> = levels.iter().copied().enumerate().collect();
    turn_runs(&mut items, |(_, level)| *level);
    items.into_iter().map(|(at, _)| at).collect()
}

/// The bytes at which grapheme clusters begin (UAX #29): between them a caret may stand.
///
/// ```
/// let starts = pishkhan_text::graphemes("\u{0647}\u{0654}a");
/// assert_eq!(starts, [0, 4]);
/// ```
pub fn graphemes(text: &str) -> Vec<usize> {
    Setter::default().graphemes(text)
}

/// Rule L2: from the highest level down to the lowest odd one, turn every run around.
fn turn_runs<T>(items: &mut [T], level: impl Fn(&T) -> u8) {
    let highest = items.iter().map(&level).max().unwrap_or(0);
    let Some(lowest) = items.iter().map(&level).filter(|level| level % 2 == 1).min() else { return };
    for least in (lowest..=highest).rev() {
        let mut at = 0;
        while at < items.len() {
            let end = at + items[at..].iter().take_while(|item| level(item) >= least).count();
            items[at..end].reverse();
            at = end.max(at + 1);
        }
    }
}
