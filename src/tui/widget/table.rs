//! Rows and columns from the start edge; each cell is its own paragraph, isolated.

use ratatui::style::Style;

use super::cursor::Cursor;
use crate::text::isolate;
use crate::tui::paint::canvas::{Area, Canvas, Side};
use crate::words::Words;

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

/// The titles of the columns on one row; returns the places of the cells below them.
pub fn head(canvas: &mut Canvas, area: Area, columns: &[Column], words: &Words) -> Vec<(usize, u16, u16)> {
    let places = places(columns, area.w.saturating_sub(2));
    let titles: Vec<String> = columns.iter().map(|column| words.say(column.title)).collect();
    row(canvas, area.after(2), &places, &titles, canvas.theme.title());
    places
}

/// A list under its titles, the chosen row in sight.
pub fn list<T>(
    canvas: &mut Canvas,
    area: Area,
    (columns, words): (&[Column], &Words),
    rows: &[T],
    cursor: Cursor,
    cells: impl Fn(&T) -> Vec<String>,
) {
    let places = head(canvas, area, columns, words);
    let list = area.below(1);
    let first = cursor.first_shown(usize::from(list.h), rows.len());
    for (at, one) in rows.iter().enumerate().skip(first).take(usize::from(list.h)) {
        let place = list.row(u16::try_from(at - first).unwrap_or(0));
        let style = if at == cursor.at { canvas.theme.selected() } else { canvas.theme.plain() };
        row(canvas, place.after(2), &places, &cells(one), style);
    }
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
