//! Numbered answers side by side: a digit takes one, and so does a click.

use crate::text::{LayoutOptions, phrase};
use crate::tui::paint::canvas::{Area, Canvas};
use crate::words::Words;

/// Columns between two answers.
const GAP: u16 = 3;

/// Answers, and how they are told and measured.
pub struct Options<'a> {
    pub answers: &'a [String],
    pub words: &'a Words,
    pub layout: LayoutOptions,
}

impl Options<'_> {
    /// Each answer with its number, and where it stands; as many rows as are needed.
    fn places(&self, area: Area) -> Vec<(String, Area)> {
        let mut rest = area;
        self.answers
            .iter()
            .enumerate()
            .map(|(at, option)| {
                let shown = phrase(&[&self.words.number(at + 1), option]);
                let w = u16::try_from(self.layout.measure(&shown)).unwrap_or(u16::MAX);
                if w > rest.w && rest.x > area.x {
                    rest = Area { x: area.x, w: area.w, ..rest.below(1) };
                }
                let place = rest.first(w).top(1);
                rest = rest.after(w.saturating_add(GAP));
                (shown, place)
            })
            .collect()
    }

    pub fn draw(&self, canvas: &mut Canvas, area: Area) {
        let style = canvas.theme.plain();
        for (shown, place) in self.places(area) {
            canvas.text(place, &shown, style);
        }
    }

    /// The answer at this place of the screen, counted from 0.
    pub fn at(&self, area: Area, (x, y): (u16, u16)) -> Option<usize> {
        self.places(area).iter().position(|(_, place)| place.has(x, y))
    }
}

/// What is left of an area below these paragraphs.
pub fn below(area: Area, paragraphs: &[String], layout: LayoutOptions) -> Area {
    let rows: usize = paragraphs.iter().map(|text| layout.wrap(text, usize::from(area.w)).len()).sum();
    area.below(u16::try_from(rows).unwrap_or(u16::MAX))
}
