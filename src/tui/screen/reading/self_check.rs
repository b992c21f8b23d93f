//! The terminal self-check: one line drawn twice, «which one reads right?».
//!
//! Some terminals put Persian in order by themselves and cannot be told not to, and
//! some of those cannot be told apart from others. Only the reader can say.

use crate::text::{Order, Pen, Shape};
use crate::tui::keys::{Action, Scope};
use crate::tui::paint::canvas::{Area, Canvas, Side};
use crate::tui::screen::desk::day::home;
use crate::tui::screen::{Context, Input, Screen, Step};
use crate::words::Words;

pub struct SelfCheck {
    second: bool,
    /// What comes after is the queue, not the screen below.
    first_start: bool,
}

impl SelfCheck {
    /// As part of the first start.
    pub fn first() -> SelfCheck {
        SelfCheck { second: false, first_start: true }
    }

    /// Asked for once more.
    pub fn again() -> SelfCheck {
        SelfCheck { second: false, first_start: false }
    }

    fn answer(&self, reorders: bool, cx: &Context) -> Step {
        let then = match self.first_start {
            true => Step::Replace(home(cx)),
            false => Step::Back,
        };
        Step::TerminalReorders(reorders).then(then)
    }
}

/// A line with everything that can go wrong in it.
fn sample() -> &'static str {
    "سلام، (کد ۱۲۳۴) برای «علی رضایی» ثبت شد."
}

impl Screen for SelfCheck {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::List]
    }

    fn title(&self, cx: &Context) -> String {
        cx.words.say("title-self-check")
    }

    fn update(&mut self, input: Input, cx: &Context) -> Step {
        match input {
            Input::Char('1' | '\u{06F1}') => self.answer(false, cx),
            Input::Char('2' | '\u{06F2}') => self.answer(true, cx),
            Input::Action(Action::Up | Action::Down) => {
                self.second = !self.second;
                Step::Stay
            }
            Input::Action(Action::Open) => self.answer(self.second, cx),
            Input::Action(Action::Back) => self.answer(false, cx),
            _ => Step::Stay,
        }
    }

    fn view(&self, canvas: &mut Canvas, area: Area, cx: &Context) {
        draw(canvas, area, cx.words, self.second);
    }
}

/// The question, the two lines and what to look for; returns what is left of the area.
pub(in crate::tui) fn draw(canvas: &mut Canvas, area: Area, words: &Words, second: bool) -> Area {
    let theme = canvas.theme;
    let used = canvas.paragraph(area, &words.say("self-check-ask"), theme.plain());
    let ours = Pen { order: Order::Visual, shape: Shape::Forms, ..Pen::default() };
    let theirs = Pen { order: Order::Logical, shape: Shape::Letters, ..Pen::default() };
    for (at, pen) in [(0, ours), (1, theirs)] {
        let row = area.below(used + 1 + at * 2).top(1);
        let chosen = second == (at == 1);
        let style = if chosen { theme.selected() } else { theme.plain() };
        canvas.text(row.first(3), &words.number(at + 1), style);
        canvas.with_pen(row.after(4), sample(), theme.plain(), (pen, Side::Start));
    }
    let below = area.below(used + 6);
    let used = canvas.paragraph(below, &words.say("self-check-help"), theme.quiet());
    below.below(used + 1)
}
