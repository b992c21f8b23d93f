//! Numbered answers side by side: a digit takes one, and so does a click.

use crate::text::{Pen, phrase};
use crate::tui::canvas::{Area, Canvas};
use crate::words::Words;

/// Columns between two answers.
const GAP: u16 = 3;

/// Each answer with its number, and where it stands; as many rows as are needed.
fn places(area: Area, options: &[String], words: &Words) -> Vec<(String, Area)> {
    let pen = Pen::new(words.lang.base());
    let mut rest = area;
    options
        .iter()
        .enumerate()
        .map(|(at, option)| {
            let shown = phrase(&[&words.number(at + 1), option]);
            let w = u16::try_from(pen.measure(&shown)).unwrap_or(u16::MAX);
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
pub(super) fn below(area: Area, paragraphs: &[String], words: &Words) -> Area {
    let pen = Pen::new(words.lang.base());
    let rows: usize = paragraphs.iter().map(|text| pen.wrap(text, usize::from(area.w)).len()).sum();
    area.below(u16::try_from(rows).unwrap_or(u16::MAX))
}

pub(super) fn draw(canvas: &mut Canvas, area: Area, options: &[String], words: &Words) {
    let style = canvas.theme.plain();
    for (shown, place) in places(area, options, words) {
        canvas.text(place, &shown, style);
    }
}

/// The answer at this place of the screen, counted from 0.
pub(super) fn at(area: Area, options: &[String], words: &Words, (x, y): (u16, u16)) -> Option<usize> {
    let hit = |place: &Area| place.h > 0 && y == place.y && (place.x..place.x + place.w).contains(&x);
    places(area, options, words).iter().position(|(_, place)| hit(place))
}
