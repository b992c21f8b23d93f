//! The page: what is drawn, row by row, compared with what the terminal shows.
//!
//! A frame is a list of strokes for each row. A row whose strokes are those of the frame
//! before is neither painted nor sent. A row that changed is sent whole: terminals whose
//! glyphs hang over their cells leave specks where single cells are drawn anew.

use std::hash::{BuildHasher, BuildHasherDefault};
use std::rc::Rc;

use ratatui::backend::Backend;
use ratatui::buffer::Cell;
use ratatui::style::Style;
use rustc_hash::{FxHashMap, FxHasher};

use crate::text::{LayoutOptions, Row, Typesetter};

/// One thing drawn on one row, in columns from the left.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Stroke {
    /// One sign, again and again.
    Repeat { x: u16, w: u16, sign: &'static str, style: Style },
    /// A laid-out row, without its first `skip` columns, on at most `w`.
    Text { x: u16, w: u16, skip: u16, row: Rc<Row>, style: Style },
    /// Only the style of what is there.
    Restyle { x: u16, w: u16, style: Style },
}

/// A text with all that decides how it is laid out, and what came of it.
#[derive(Debug)]
struct Laid<T> {
    text: String,
    layout: LayoutOptions,
    width: usize,
    made: T,
}

/// Layouts of this frame and the one before; what neither used is forgotten.
#[derive(Debug)]
struct Layouts<T> {
    now: FxHashMap<u64, Laid<T>>,
    before: FxHashMap<u64, Laid<T>>,
}

impl<T> Default for Layouts<T> {
    fn default() -> Layouts<T> {
        Layouts { now: FxHashMap::default(), before: FxHashMap::default() }
    }
}

impl<T: Clone> Layouts<T> {
    fn of(&mut self, layout: LayoutOptions, text: &str, width: usize, make: impl FnOnce() -> T) -> T {
        let key = BuildHasherDefault::<FxHasher>::default().hash_one((layout, text, width));
        let fits = |laid: &&Laid<T>| laid.text == text && (laid.layout, laid.width) == (layout, width);
        if let Some(laid) = self.now.get(&key).filter(fits) {
            return laid.made.clone();
        }
        let laid = self.before.remove(&key).filter(|laid| fits(&laid));
        let laid = laid.unwrap_or_else(|| Laid { text: text.to_owned(), layout, width, made: make() });
        let made = laid.made.clone();
        self.now.insert(key, laid);
        made
    }

    /// This frame becomes the one before; what it did not use is given away.
    fn turn(&mut self) -> impl Iterator<Item = T> {
        std::mem::swap(&mut self.now, &mut self.before);
        self.now.drain().map(|(_, laid)| laid.made)
    }
}

/// A frame that is being drawn, and the one before it.
#[derive(Debug, Default)]
pub struct Page {
    size: (u16, u16),
    rows: Vec<Vec<Stroke>>,
    /// What the terminal shows.
    shown: Vec<Vec<Stroke>>,
    lines: Layouts<Rc<Row>>,
    paragraphs: Layouts<Rc<[Rc<Row>]>>,
    typesetter: Typesetter,
    /// Rows that nothing uses any more, for their memory.
    spare: Vec<Row>,
    /// Where the terminal's cursor stands; `None` while it is hidden.
    cursor: Option<(u16, u16)>,
    /// The terminal may show anything: all of it is sent.
    unknown: bool,
}

impl Page {
    pub fn new(columns: u16, rows: u16) -> Page {
        let mut page = Page::default();
        page.resize(columns, rows);
        page
    }

    /// Columns and rows.
    pub fn size(&self) -> (u16, u16) {
        self.size
    }

    /// The terminal has another size, or may show anything; everything on it is sent again.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        self.size = (columns, rows);
        self.rows = vec![Vec::new(); usize::from(rows)];
        self.shown = vec![Vec::new(); self.rows.len()];
        self.unknown = true;
    }

    /// The text on one row of at most `width` columns.
    pub(in crate::tui) fn fit(&mut self, layout: LayoutOptions, text: &str, width: usize) -> Rc<Row> {
        self.lines.of(layout, text, width, || {
            let mut row = self.spare.pop().unwrap_or_default();
            self.typesetter.fit(&layout, text, width, &mut row);
            Rc::new(row)
        })
    }

    /// The text on as many rows as it needs.
    pub(in crate::tui) fn wrap(&mut self, layout: LayoutOptions, text: &str, width: usize) -> Rc<[Rc<Row>]> {
        let make = || self.typesetter.wrap(&layout, text, width).into_iter().map(Rc::new).collect();
        self.paragraphs.of(layout, text, width, make)
    }

    fn stroke(&mut self, y: u16, stroke: Stroke) {
        if let Some(row) = self.rows.get_mut(usize::from(y)) {
            row.push(stroke);
        }
    }

    pub(in crate::tui) fn repeat(&mut self, (x, y): (u16, u16), w: u16, sign: &'static str, style: Style) {
        self.stroke(y, Stroke::Repeat { x, w, sign, style });
    }

    pub(in crate::tui) fn text(&mut self, (x, y): (u16, u16), (skip, w): (u16, u16), row: Rc<Row>, style: Style) {
        self.stroke(y, Stroke::Text { x, w, skip, row, style });
    }

    pub(in crate::tui) fn restyle(&mut self, (x, y): (u16, u16), w: u16, style: Style) {
        self.stroke(y, Stroke::Restyle { x, w, style });
    }

    /// Sends what changed and begins the next frame; returns how many rows were sent.
    pub fn send<B: Backend>(&mut self, backend: &mut B, cursor: Option<(u16, u16)>) -> Result<usize, B::Error> {
        let changed = |y: &usize| self.unknown || self.rows[*y] != self.shown[*y];
        let mut grid = Grid { spots: Vec::new(), styles: vec![Style::new()] };
        let (mut pieces, mut sent) = (Vec::new(), 0);
        for y in (0..self.rows.len()).filter(changed) {
            if sent == 0 && self.cursor.take().is_some() {
                backend.hide_cursor()?;
            }
            sent += 1;
            grid.paint(&self.rows[y], usize::from(self.size.0));
            grid.cut(&mut pieces);
            backend.draw(pieces.iter().map(|(x, piece)| (*x, y as u16, piece)))?;
        }
        if self.cursor != cursor {
            match cursor {
                Some(at) => {
                    backend.set_cursor_position(at)?;
                    backend.show_cursor()?;
                }
                None => backend.hide_cursor()?,
            }
            self.cursor = cursor;
        }
        backend.flush()?;
        self.unknown = false;
        std::mem::swap(&mut self.rows, &mut self.shown);
        self.rows.iter_mut().for_each(Vec::clear);
        self.spare.extend(self.lines.turn().filter_map(Rc::into_inner).take(self.rows.len()));
        self.spare.truncate(self.rows.len());
        self.paragraphs.turn().for_each(drop);
        Ok(sent)
    }
}

/// What stands in a column, and the number of its style; nothing in the second column of a wide sign.
type Spot<'a> = (&'a str, u8);

/// A row being painted, and the styles that occur in it; the first is plain.
struct Grid<'a> {
    spots: Vec<Spot<'a>>,
    styles: Vec<Style>,
}

impl<'a> Grid<'a> {
    /// The strokes of a row, one over the other.
    fn paint(&mut self, strokes: &'a [Stroke], width: usize) {
        self.spots.clear();
        self.spots.resize(width, (" ", 0));
        self.styles.truncate(1);
        for stroke in strokes {
            match stroke {
                Stroke::Repeat { x, w, sign, style } => self.restyle(*x, *w, *style, Some(sign)),
                Stroke::Restyle { x, w, style } => self.restyle(*x, *w, *style, None),
                Stroke::Text { x, w, skip, row, style } => {
                    let mut over = Over::new(*style);
                    let (skip, end) = (usize::from(*skip), usize::from(*skip) + usize::from(*w));
                    let mut column = 0;
                    for (cell, drawn) in row.cells() {
                        let (from, to) = (column, column + usize::from(cell.width));
                        column = to;
                        if from < skip || to > end {
                            continue;
                        }
                        let at = usize::from(*x) + from - skip;
                        let Some(spots) = self.spots.get_mut(at..at + to - from) else { continue };
                        let mut sign = drawn;
                        for spot in spots {
                            *spot = (std::mem::take(&mut sign), over.style(spot.1, &mut self.styles));
                        }
                    }
                }
            }
        }
    }

    fn restyle(&mut self, x: u16, w: u16, style: Style, sign: Option<&'a str>) {
        let mut over = Over::new(style);
        for spot in part(&mut self.spots, x, w) {
            *spot = (sign.unwrap_or(spot.0), over.style(spot.1, &mut self.styles));
        }
    }

    /// Columns side by side that have one style, as one piece each.
    fn cut(&self, pieces: &mut Vec<(u16, Cell)>) {
        pieces.clear();
        let (mut text, mut from) = (String::with_capacity(self.spots.len() * 3), 0);
        for (x, (sign, style)) in self.spots.iter().enumerate() {
            text.push_str(sign);
            if self.spots.get(x + 1).is_none_or(|(_, next)| next != style) {
                let mut piece = Cell::default();
                piece.set_symbol(&text).set_style(self.styles[usize::from(*style)]);
                pieces.push((from, piece));
                text.clear();
                from = x as u16 + 1;
            }
        }
    }
}

/// A style laid over others; what came of it last is remembered.
struct Over {
    style: Style,
    last: Option<(u8, u8)>,
}

impl Over {
    fn new(style: Style) -> Over {
        Over { style, last: None }
    }

    /// The number of what comes of it over the style of this number.
    fn style(&mut self, below: u8, styles: &mut Vec<Style>) -> u8 {
        if let Some((_, found)) = self.last.filter(|(over, _)| *over == below) {
            return found;
        }
        let wanted = styles[usize::from(below)].patch(self.style);
        let known = styles.iter().position(|style| *style == wanted);
        let found = known.unwrap_or_else(|| {
            // More than so many styles on one row there are not; the last would stand for all others.
            styles.truncate(usize::from(u8::MAX));
            styles.push(wanted);
            styles.len() - 1
        });
        let found = found as u8;
        self.last = Some((below, found));
        found
    }
}

fn part<'a, 'b>(grid: &'b mut [Spot<'a>], x: u16, w: u16) -> &'b mut [Spot<'a>] {
    let end = usize::from(x.saturating_add(w)).min(grid.len());
    &mut grid[usize::from(x).min(end)..end]
}
