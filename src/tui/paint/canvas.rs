//! The only hand that writes cells. Screens speak of start and end; here these become
//! right and left in Persian, left and right in English.

use std::rc::Rc;

use ratatui::style::Style;

use crate::text::line::Edit;
use crate::text::{Base, LayoutOptions, Row};
use crate::tui::paint::page::Page;
use crate::tui::paint::theme::Theme;

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

    /// Whether this place of the screen is in it.
    pub fn has(self, x: u16, y: u16) -> bool {
        (self.x..self.x + self.w).contains(&x) && (self.y..self.y + self.h).contains(&y)
    }

    /// Without a border of one cell.
    pub fn inner(self) -> Area {
        Area { x: self.x + 1, y: self.y + 1, w: self.w.saturating_sub(2), h: self.h.saturating_sub(2) }
    }
}

pub struct Canvas<'a> {
    page: &'a mut Page,
    layout: LayoutOptions,
    mirrored: bool,
    pub theme: Theme,
    /// Where the terminal's cursor belongs, in columns from the left.
    pub cursor: Option<(u16, u16)>,
}

fn columns(width: usize) -> u16 {
    u16::try_from(width).unwrap_or(u16::MAX)
}

impl<'a> Canvas<'a> {
    pub fn new(page: &'a mut Page, layout: LayoutOptions, theme: Theme) -> Canvas<'a> {
        Canvas { page, mirrored: layout.base == Base::Rtl, layout, theme, cursor: None }
    }

    /// All of the screen.
    pub fn area(&self) -> Area {
        let (w, h) = self.page.size();
        Area::new(0, 0, w, h)
    }

    /// The column from the left for a stretch of `w` columns that begins `x` from the start edge.
    fn left(&self, x: u16, w: u16) -> u16 {
        if self.mirrored { self.page.size().0.saturating_sub(x + w) } else { x }
    }

    fn repeat(&mut self, area: Area, sign: &'static str, style: Style) {
        let x = self.left(area.x, area.w);
        for y in area.y..area.y + area.h {
            self.page.repeat((x, y), area.w, sign, style);
        }
    }

    /// Blanks in this style.
    pub fn fill(&mut self, area: Area, style: Style) {
        self.repeat(area, " ", style);
    }

    /// A text on the first row of the area, cut at its logical end if it is too long.
    pub fn text(&mut self, area: Area, text: &str, style: Style) {
        self.line(area, text, style, Side::Start);
    }

    pub fn line(&mut self, area: Area, text: &str, style: Style, side: Side) {
        self.with_layout(area, text, style, (self.layout, side));
    }

    /// A text with a blank in the same style before and behind it.
    pub fn badge(&mut self, area: Area, text: &str, style: Style) {
        let w = (self.measure(text) + 2).min(area.w);
        self.fill(area.first(w).top(1), style);
        self.text(area.first(w).after(1).first(w.saturating_sub(2)), text, style);
    }

    /// A text with other options of layout: how a different terminal would show it.
    pub fn with_layout(&mut self, area: Area, text: &str, style: Style, (layout, side): (LayoutOptions, Side)) {
        if area.h > 0 {
            let row = self.page.fit(layout, text, usize::from(area.w));
            self.put(area, row, style, side);
        }
    }

    /// A text on as many rows as it needs and the area has; returns how many it took.
    pub fn paragraph(&mut self, area: Area, text: &str, style: Style) -> u16 {
        let rows = self.page.wrap(self.layout, text, usize::from(area.w));
        for (at, row) in rows.iter().take(usize::from(area.h)).enumerate() {
            self.put(area.row(columns(at)), Rc::clone(row), style, Side::Start);
        }
        columns(rows.len()).min(area.h)
    }

    /// How many rows a text would take.
    pub fn rows(&mut self, text: &str, width: u16) -> usize {
        self.page.wrap(self.layout, text, usize::from(width)).len()
    }

    /// Columns that a text takes on one row.
    pub fn measure(&mut self, text: &str) -> u16 {
        columns(self.page.fit(self.layout, text, usize::MAX).width())
    }

    fn put(&mut self, area: Area, row: Rc<Row>, style: Style, side: Side) {
        let width = columns(row.width()).min(area.w);
        let x = area.x
            + match side {
                Side::Start => 0,
                Side::End => area.w - width,
                Side::Centre => (area.w - width) / 2,
            };
        let left = self.left(x, width);
        self.page.text((left, area.y), (0, width), row, style);
    }

    /// A line that is being typed, with the cursor in it.
    pub fn field(&mut self, area: Area, edit: &Edit, base: Base, style: Style) {
        self.fill(area.top(1), style);
        let width = usize::from(area.w);
        let view = edit.view(self.layout.with_base(base), width);
        let (shift, taken) = (view.shift(), view.columns(width));
        let left = self.left(area.x, columns(taken));
        let at = |column: usize| (left + columns(column), area.y);
        self.cursor = Some(at(view.caret));
        let (before, behind) = (shift.saturating_sub(view.skip), view.skip.saturating_sub(shift));
        let part = (columns(behind), columns(width.saturating_sub(before)));
        self.page.text(at(before), part, Rc::new(view.row), style);
        for column in view.zwnj {
            self.page.restyle(at(column), 1, self.theme.quiet());
        }
        for piece in view.selected {
            self.page.restyle(at(piece.start), columns(piece.len()), self.theme.selected());
        }
        if let Some(other) = view.other {
            self.page.restyle(at(other), 1, self.theme.second_caret());
        }
    }

    /// A level line across the area.
    pub fn rule(&mut self, area: Area, style: Style) {
        self.repeat(area.top(1), "─", style);
    }

    /// A frame with a title in its upper edge.
    pub fn frame(&mut self, area: Area, title: &str, style: Style) {
        let (start, end) = (area.first(1), area.after(area.w - 1));
        self.rule(area.row(0), style);
        self.rule(area.row(area.h - 1), style);
        let (first, last) =
            if self.mirrored { (["┐", "┘"], ["┌", "└"]) } else { (["┌", "└"], ["┐", "┘"]) };
        for (side, corners) in [(start, first), (end, last)] {
            self.repeat(side.below(1).top(area.h.saturating_sub(2)), "│", style);
            self.repeat(side.row(0), corners[0], style);
            self.repeat(side.row(area.h - 1), corners[1], style);
        }
        if !title.is_empty() && area.w > 6 {
            self.badge(area.row(0).after(2).first(area.w - 4), title, style);
        }
    }
}

/// The column of a field, from its left, for a place counted from the start edge of the screen.
pub fn column_in_field(area: Area, edit: &Edit, layout: LayoutOptions, screen: Base, x: u16) -> usize {
    let view = edit.view(layout, usize::from(area.w));
    let from_start = x.saturating_sub(area.x);
    let taken = columns(view.columns(usize::from(area.w)));
    usize::from(match screen {
        Base::Rtl => taken.saturating_sub(from_start + 1),
        Base::Ltr | Base::Auto => from_start,
    })
}
