//! Rows and columns from the start edge; each cell is its own paragraph, isolated.

use ratatui::style::Style;

use crate::text::isolate;
use crate::tui::canvas::{Area, Canvas, Side};

/// How wide a column is. What is left over goes to the ones that grow.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    pub title: &'static str,
    /// Its width where there is little room.
    pub least: u16,
    /// Its share of what is left over.
    pub grow: u16,
    /// It is left out where the table is narrower than this.
    pub from: u16,
}

/// The columns that this width has room for, each with its place and width.
pub fn places(columns: &[Column], width: u16) -> Vec<(usize, u16, u16)> {
    let shown: Vec<(usize, &Column)> = columns.iter().enumerate().filter(|(_, column)| width >= column.from).collect();
    let gaps = u16::try_from(shown.len().saturating_sub(1)).unwrap_or(0);
    let least: u16 = shown.iter().map(|(_, column)| column.least).sum::<u16>() + gaps;
    let (spare, shares) =
        (width.saturating_sub(least), shown.iter().map(|(_, column)| column.grow).sum::<u16>().max(1));
    let mut x = 0;
    shown
        .into_iter()
        .map(|(at, column)| {
            let w = column.least + spare * column.grow / shares;
            let place = (at, x, w);
            x += w + 1;
            place
        })
        .collect()
}

/// One row of cells.
pub fn row(canvas: &mut Canvas, area: Area, places: &[(usize, u16, u16)], cells: &[String], style: Style) {
    canvas.fill(area.top(1), style);
    for (at, x, w) in places {
        if let Some(cell) = cells.get(*at) {
            canvas.line(area.after(*x).first(*w), &isolate(cell), style, Side::Start);
        }
    }
}
