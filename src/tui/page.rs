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

use crate::text::{Pen, Row, Setter};

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

/// A text with all that decides how it is laid out.
#[derive(Debug, PartialEq, Eq)]
struct Laid {
    text: String,
    pen: Pen,
    width: usize,
    wraps: bool,
    rows: Rc<[Rc<Row>]>,
}

/// Layouts of this frame and the one before; what neither used is forgotten.
#[derive(Debug, Default)]
struct Layouts {
    now: FxHashMap<u64, Laid>,
    before: FxHashMap<u64, Laid>,
}

impl Layouts {
    fn of(&mut self, setter: &mut Setter, pen: Pen, text: &str, width: usize, wraps: bool) -> Rc<[Rc<Row>]> {
        let key = BuildHasherDefault::<FxHasher>::default().hash_one((pen, text, width, wraps));
        let fits = |laid: &&Laid| laid.text == text && (laid.pen, laid.width, laid.wraps) == (pen, width, wraps);
        if let Some(laid) = self.now.get(&key).filter(fits) {
            return Rc::clone(&laid.rows);
        }
        let laid = self.before.remove(&key).filter(|laid| fits(&laid)).unwrap_or_else(|| {
            let rows = match wraps {
                true => setter.wrap(&pen, text, width).into_iter().map(Rc::new).collect(),
                false => {
                    let mut row = Row::default();
                    setter.fit(&pen, text, width, &mut row);
                    [Rc::new(row)].into()
                }
            };
            Laid { text: text.to_owned(), pen, width, wraps, rows }
        });
        let rows = Rc::clone(&laid.rows);
        self.now.insert(key, laid);
        rows
    }
}

/// A frame that is being drawn, and the one before it.
#[derive(Debug, Default)]
pub struct Page {
    size: (u16, u16),
    rows: Vec<Vec<Stroke>>,
    /// What the terminal shows.
    shown: Vec<Vec<Stroke>>,
    layouts: Layouts,
    setter: Setter,
    cells: Vec<Cell>,
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

    /// The terminal has another size now; everything on it is sent again.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        self.size = (columns, rows);
        self.rows = vec![Vec::new(); usize::from(rows)];
        self.forget();
    }

    /// Nothing is known of what the terminal shows: after a suspension, or at the start.
    pub fn forget(&mut self) {
        self.shown = vec![Vec::new(); self.rows.len()];
        self.unknown = true;
    }

    /// The text on one row of at most `width` columns.
    pub(super) fn fit(&mut self, pen: Pen, text: &str, width: usize) -> Rc<Row> {
        Rc::clone(&self.layouts.of(&mut self.setter, pen, text, width, false)[0])
    }

    /// The text on as many rows as it needs.
    pub(super) fn wrap(&mut self, pen: Pen, text: &str, width: usize) -> Rc<[Rc<Row>]> {
        self.layouts.of(&mut self.setter, pen, text, width, true)
    }

    fn stroke(&mut self, y: u16, stroke: Stroke) {
        if let Some(row) = self.rows.get_mut(usize::from(y)) {
            row.push(stroke);
        }
    }

    pub(super) fn repeat(&mut self, (x, y): (u16, u16), w: u16, sign: &'static str, style: Style) {
        self.stroke(y, Stroke::Repeat { x, w, sign, style });
    }

    pub(super) fn text(&mut self, (x, y): (u16, u16), (skip, w): (u16, u16), row: Rc<Row>, style: Style) {
        self.stroke(y, Stroke::Text { x, w, skip, row, style });
    }

    pub(super) fn restyle(&mut self, (x, y): (u16, u16), w: u16, style: Style) {
        self.stroke(y, Stroke::Restyle { x, w, style });
    }

    /// Sends what changed and begins the next frame; returns how many rows were sent.
    pub fn send<B: Backend>(&mut self, backend: &mut B, cursor: Option<(u16, u16)>) -> Result<usize, B::Error> {
        let mut sent = 0;
        for y in 0..self.rows.len() {
            if self.unknown || self.rows[y] != self.shown[y] {
                if sent == 0 && self.cursor.take().is_some() {
                    backend.hide_cursor()?;
                }
                sent += 1;
                self.paint(y);
                let y = y as u16;
                let cells = self.cells.iter().enumerate().filter(|(_, cell)| !cell.symbol().is_empty());
                backend.draw(cells.map(|(x, cell)| (x as u16, y, cell)))?;
            }
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
        std::mem::swap(&mut self.layouts.now, &mut self.layouts.before);
        self.layouts.now.clear();
        Ok(sent)
    }

    /// The strokes of a row as cells. The second cell of a wide sign is empty.
    fn paint(&mut self, y: usize) {
        let width = usize::from(self.size.0);
        self.cells.clear();
        self.cells.resize(width, Cell::default());
        for stroke in &self.rows[y] {
            match stroke {
                Stroke::Repeat { x, w, sign, style } => {
                    for cell in part(&mut self.cells, *x, *w) {
                        cell.set_symbol(sign).set_style(*style);
                    }
                }
                Stroke::Restyle { x, w, style } => {
                    for cell in part(&mut self.cells, *x, *w) {
                        cell.set_style(*style);
                    }
                }
                Stroke::Text { x, w, skip, row, style } => {
                    let (skip, end) = (usize::from(*skip), usize::from(*skip) + usize::from(*w));
                    let mut column = 0;
                    for (cell, drawn) in row.cells() {
                        let (from, to) = (column, column + usize::from(cell.width));
                        column = to;
                        let at = usize::from(*x) + from.saturating_sub(skip);
                        let wide = at + usize::from(cell.width);
                        if from < skip || to > end || wide > width {
                            continue;
                        }
                        self.cells[at].set_symbol(drawn).set_style(*style);
                        for cell in &mut self.cells[at + 1..wide] {
                            cell.set_symbol("").set_style(*style);
                        }
                    }
                }
            }
        }
    }
}

fn part(cells: &mut [Cell], x: u16, w: u16) -> &mut [Cell] {
    let end = usize::from(x.saturating_add(w)).min(cells.len());
    &mut cells[usize::from(x).min(end)..end]
}
