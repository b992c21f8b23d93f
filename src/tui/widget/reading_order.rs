//! The terminal check: one line drawn twice, «which one reads right?».
//!
//! Some terminals put Persian in order by themselves and cannot be told not to, and
//! some of those cannot be told apart from others. Only the reader can say.

use crate::text::{LayoutOptions, Order, Shape};
use crate::tui::paint::canvas::{Area, Canvas, Side};
use crate::words::Words;

/// A line with everything that can go wrong in it.
fn sample() -> &'static str {
    "سلام، (کد ۱۲۳۴) برای «علی رضایی» ثبت شد."
}

/// The question, the two lines and what to look for; returns what is left of the area.
pub fn draw(canvas: &mut Canvas, area: Area, words: &Words, second: bool) -> Area {
    let theme = canvas.theme;
    let used = canvas.paragraph(area, &words.say("self-check-ask"), theme.plain());
    let ours = LayoutOptions { order: Order::Visual, shape: Shape::Forms, ..LayoutOptions::default() };
    let theirs = LayoutOptions { order: Order::Logical, shape: Shape::Letters, ..LayoutOptions::default() };
    for (at, layout) in [(0, ours), (1, theirs)] {
        let row = area.below(used + 1 + at * 2).top(1);
        let chosen = second == (at == 1);
        let style = if chosen { theme.selected() } else { theme.plain() };
        canvas.text(row.first(3), &words.number(at + 1), style);
        canvas.with_layout(row.after(4), sample(), theme.plain(), (layout, Side::Start));
    }
    let below = area.below(used + 6);
    let used = canvas.paragraph(below, &words.say("self-check-help"), theme.quiet());
    below.below(used + 1)
}
