//! Numbered answers side by side: a digit takes one, and so does a click.

use crate::text::phrase;
use crate::tui::paint::canvas::{Area, Canvas};
use crate::tui::screen::Context;

/// Columns between two answers.
const GAP: u16 = 3;

/// Each answer with its number, and where it stands; as many rows as are needed.
fn places(area: Area, options: &[String], cx: &Context) -> Vec<(String, Area)> {
    let mut rest = area;
    options
        .iter()
        .enumerate()
        .map(|(at, option)| {
            let shown = phrase(&[&cx.words.number(at + 1), option]);
            let w = u16::try_from(cx.pen.measure(&shown)).unwrap_or(u16::MAX);
            if w > rest.w && rest.x > area.x {
                rest = Area { x: area.x, w: area.w, ..rest.below(1) };
            }
            let place = rest.first(w).top(1);
            rest = rest.after(w.saturating_add(GAP));
            (shown, place)
        })
        .collect()
}

/// What is left of an area below these paragraphs.
pub(in crate::tui) fn below(area: Area, paragraphs: &[String], cx: &Context) -> Area {
    let rows: usize = paragraphs.iter().map(|text| cx.pen.wrap(text, usize::from(area.w)).len()).sum();
    area.below(u16::try_from(rows).unwrap_or(u16::MAX))
}

pub(in crate::tui) fn draw(canvas: &mut Canvas, area: Area, options: &[String], cx: &Context) {
    let style = canvas.theme.plain();
    for (shown, place) in places(area, options, cx) {
        canvas.text(place, &shown, style);
    }
}

/// The answer at this place of the screen, counted from 0.
pub(in crate::tui) fn at(area: Area, options: &[String], (x, y): (u16, u16), cx: &Context) -> Option<usize> {
    places(area, options, cx).iter().position(|(_, place)| place.has(x, y))
}
