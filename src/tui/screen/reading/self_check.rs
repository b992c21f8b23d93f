//! The terminal check as a screen: which of two lines reads right is asked, and remembered.

use crate::tui::keys::{Action, Scope};
use crate::tui::paint::canvas::{Area, Canvas};
use crate::tui::screen::{Context, Input, Route, Screen, Step};
use crate::tui::widget::reading_order;

pub struct SelfCheck {
    second: bool,
    /// What comes after is the day's work, not the screen below.
    first_start: bool,
}

impl SelfCheck {
    pub fn new(first_start: bool) -> SelfCheck {
        SelfCheck { second: false, first_start }
    }

    fn answer(&self, reorders: bool) -> Step {
        let then = if self.first_start { Step::Replace(Route::Home) } else { Step::Back };
        Step::TerminalReorders(reorders).then(then)
    }
}

impl Screen for SelfCheck {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::List]
    }

    fn title(&self, cx: &Context) -> String {
        cx.words.say("title-self-check")
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "keys of other screens do nothing here")]
    fn update(&mut self, input: Input, _: &Context) -> Step {
        match input {
            Input::Char('1' | '\u{06F1}') => self.answer(false),
            Input::Char('2' | '\u{06F2}') => self.answer(true),
            Input::Action(Action::Up | Action::Down) => {
                self.second = !self.second;
                Step::Stay
            }
            Input::Action(Action::Open) => self.answer(self.second),
            Input::Action(Action::Back) => self.answer(false),
            _ => Step::Stay,
        }
    }

    fn view(&self, canvas: &mut Canvas, area: Area, cx: &Context) {
        reading_order::draw(canvas, area, cx.words, self.second);
    }
}
