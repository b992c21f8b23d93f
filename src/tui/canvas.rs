//! The only hand that writes cells. Screens speak of start and end; here these become
//! right and left in Persian, left and right in English.

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use super::theme::Theme;
use crate::text::caret::Edit;
use crate::text::{Base, Pen, Row};

/// A part of the screen, counted from the start edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Area {
    pub x: u16,
    pub y: u16,
    pub w: u16,
    pub h: u16,
}

/// To which edge of its area a row keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Start,
    End,
    Centre,
}

impl Area {
    pub fn new(x: u16, y: u16, w: u16, h: u16) -> Area {
        Area { x, y, w, h }
    }

    /// One row of it, from its top.
    pub fn row(self, at: u16) -> Area {
        Area { y: self.y + at, h: u16::from(at < self.h), ..self }
    }

    /// What is left when `by` columns are taken off its start.
    pub fn after(self, by: u16) -> Area {
        let by = by.min(self.w);
        Area { x: self.x + by, w: self.w - by, ..self }
    }

    /// Its first `w` columns.
    pub fn first(self, w: u16) -> Area {
        Area { w: w.min(self.w), ..self }
    }

    /// What is left below its first `by` rows.
    pub fn below(self, by: u16) -> Area {
        let by = by.min(self.h);
        Area { y: self.y + by, h: self.h - by, ..self }
    }

    /// Its first `h` rows.
    pub fn top(self, h: u16) -> Area {
        Area { h: h.min(self.h), ..self }
    }

    /// Its last `h` rows.
    pub fn bottom(self, h: u16) -> Area {
        self.below(self.h.saturating_sub(h))
    }

    /// Without a border of one cell.
    pub fn inner(self) -> Area {
        Area { x: self.x + 1, y: self.y + 1, w: self.w.saturating_sub(2), h: self.h.saturating_sub(2) }
    }
}

pub struct Canvas<'a> {
    buffer: &'a mut Buffer,
    pen: Pen,
    mirrored: bool,
    pub theme: Theme,
    /// Where the terminal's cursor belongs, in columns from the left.
    pub cursor: Option<(u16, u16)>,
}

fn columns(width: usize) -> u16 {
    u16::try_from(width).unwrap_or(u16::MAX)
}

impl<'a> Canvas<'a> {
    pub fn new(buffer: &'a mut Buffer, pen: Pen, theme: Theme) -> Canvas<'a> {
        Canvas { buffer, mirrored: pen.base == Base::Rtl, pen, theme, cursor: None }
    }

    /// All of the screen.
    pub fn area(&self) -> Area {
        Area::new(0, 0, self.buffer.area.width, self.buffer.area.height)
    }

    /// The column from the left for a stretch of `w` columns that begins `x` from the start edge.
    fn left(&self, x: u16, w: u16) -> u16 {
        match self.mirrored {
            true => self.buffer.area.width.saturating_sub(x + w),
            false => x,
        }
    }

    /// Blanks in this style.
    pub fn fill(&mut self, area: Area, style: Style) {
        for y in area.y..area.y + area.h {
            for x in 0..area.w {
                let at = (self.left(area.x + x, 1), y);
                if let Some(cell) = self.buffer.cell_mut(at) {
                    cell.set_symbol(" ");
                    cell.set_style(style);
                }
            }
        }
    }

    /// A text on the first row of the area, cut at its logical end if it is too long.
    pub fn text(&mut self, area: Area, text: &str, style: Style) {
        self.line(area, text, style, Side::Start);
    }

    pub fn line(&mut self, area: Area, text: &str, style: Style, side: Side) {
        if area.h > 0 {
            let row = self.pen.fit(text, usize::from(area.w));
            self.put(area, &row, style, side);
        }
    }

    /// A text with another pen: how a different terminal would show it.
    pub fn with_pen(&mut self, area: Area, text: &str, style: Style, pen: Pen) {
        let row = pen.fit(text, usize::from(area.w));
        self.put(area, &row, style, Side::Start);
    }

    /// A text on as many rows as it needs and the area has; returns how many it took.
    pub fn paragraph(&mut self, area: Area, text: &str, style: Style) -> u16 {
        let rows = self.pen.wrap(text, usize::from(area.w));
        for (at, row) in rows.iter().take(usize::from(area.h)).enumerate() {
            self.put(area.row(columns(at)), row, style, Side::Start);
        }
        columns(rows.len()).min(area.h)
    }

    /// How many rows a text would take.
    pub fn rows(&self, text: &str, width: u16) -> usize {
        self.pen.wrap(text, usize::from(width)).len()
    }

    /// Columns that a text takes on one row.
    pub fn measure(&self, text: &str) -> u16 {
        columns(self.pen.measure(text))
    }

    fn put(&mut self, area: Area, row: &Row, style: Style, side: Side) {
        let width = columns(row.width()).min(area.w);
        let x = area.x
            + match side {
                Side::Start => 0,
                Side::End => area.w - width,
                Side::Centre => (area.w - width) / 2,
            };
        let mut at = self.left(x, width);
        for (cell, drawn) in row.cells() {
            self.symbol(at, area.y, drawn, style);
            at += u16::from(cell.width);
        }
    }

    fn symbol(&mut self, x: u16, y: u16, drawn: &str, style: Style) {
        if let Some(cell) = self.buffer.cell_mut((x, y)) {
            cell.set_symbol(drawn);
            cell.set_style(style);
        }
    }

    /// A line that is being typed, with the cursor in it.
    pub fn field(&mut self, area: Area, edit: &Edit, base: Base, style: Style) {
        self.fill(area.top(1), style);
        let width = usize::from(area.w);
        let view = edit.view(self.pen.with_base(base), width);
        let left = self.left(area.x, columns(view.columns(width)));
        for (column, drawn) in view.cells(width) {
            self.symbol(left + columns(column), area.y, drawn, style);
        }
        self.cursor = Some((left + columns(view.caret), area.y));
    }

    /// A level line across the area.
    pub fn rule(&mut self, area: Area, style: Style) {
        for x in 0..area.w {
            self.symbol(self.left(area.x + x, 1), area.y, "─", style);
        }
    }

    /// A frame with a title in its upper edge.
    pub fn frame(&mut self, area: Area, title: &str, style: Style) {
        let (right, bottom) = (area.x + area.w - 1, area.y + area.h - 1);
        self.rule(area.row(0), style);
        self.rule(area.row(area.h - 1), style);
        for y in area.y..=bottom {
            self.symbol(self.left(area.x, 1), y, "│", style);
            self.symbol(self.left(right, 1), y, "│", style);
        }
        let (start, end) = match self.mirrored {
            true => (["┐", "┘"], ["┌", "└"]),
            false => (["┌", "└"], ["┐", "┘"]),
        };
        for (at, y) in [area.y, bottom].into_iter().enumerate() {
            self.symbol(self.left(area.x, 1), y, start[at], style);
            self.symbol(self.left(right, 1), y, end[at], style);
        }
        if !title.is_empty() && area.w > 6 {
            self.text(area.row(0).after(2).first(area.w - 4), &format!(" {title} "), style);
        }
    }
}
