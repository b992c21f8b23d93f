//! One screen for every form: questions down the page, help for the one that is asked.

mod input;
mod state;
pub mod task;
mod view;

pub use state::FormScreen;

use crate::desk::command::Reply;
use crate::form::Kind;
use crate::tui::keys::{Action, Scope};
use crate::tui::paint::canvas::{Area, Canvas};
use crate::tui::screen::{Context, Input, Notice, Screen, Step};

impl Screen for FormScreen {
    fn scopes(&self) -> &'static [Scope] {
        if self.task.signs_in { &[Scope::SignIn, Scope::Form, Scope::Typing] } else { &[Scope::Form, Scope::Typing] }
    }

    fn typing(&self) -> bool {
        true
    }

    fn is_modal(&self) -> bool {
        self.task.is_modal
    }

    fn title(&self, _: &Context) -> String {
        self.task.title.clone()
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "nothing is in the way of any other key")]
    fn hindrance(&self, action: Action, cx: &Context) -> Option<String> {
        let words = cx.words;
        match action {
            Action::Repeat => match cx.desk.last_answers() {
                Ok(last) => last.get(self.at).is_empty().then(|| words.say("why-not-repeat")),
                Err(_) => Some(words.say("unread-last")),
            },
            Action::TakeOffer if !self.has_offer() => Some(words.say("why-not-offer")),
            Action::Lock if cx.desk.operator().is_none() => Some(words.say("why-not-lock")),
            Action::Back if self.is_modal() => Some(words.say("why-not-lock")),
            _ => None,
        }
    }

    fn update(&mut self, input: Input, cx: &Context) -> Step {
        self.refresh(cx);
        match input {
            Input::Action(action) => self.act(action, cx),
            Input::Char(c) => {
                self.went_on = false;
                self.typed(c, cx)
            }
            Input::Paste(text) => {
                self.went_on = false;
                match self.edit.paste(&text) {
                    0 => Step::Stay,
                    lost => Step::Say(Notice::warn(cx.words.with("paste-cut", &[("count", cx.words.number(lost))]))),
                }
            }
            Input::Click { x, y } => self.click(x, y, false, cx),
            Input::Drag { x, y } => self.click(x, y, true, cx),
        }
    }

    fn save_unsaved_input(&mut self, cx: &Context) -> Step {
        let mut typed = self.form.typed().clone();
        if !matches!(self.field().kind, Kind::Choice(_)) {
            typed.set(self.at, self.edit.text());
        }
        if self.is_untold(&typed) { Step::Stay } else { self.keep(typed, cx) }
    }

    fn refresh(&mut self, cx: &Context) {
        self.form.renew(&self.task.world(cx));
    }

    fn receive(&mut self, reply: Reply, cx: &Context) -> Step {
        self.refresh(cx);
        match reply {
            Reply::Done(done) => (self.task.done)(&self.form, *done, cx),
            Reply::Faults(faults) => self.show(&faults, cx),
            Reply::Ok => Step::Stay,
            other @ (Reply::Refused(_) | Reply::Failed(_)) => {
                if self.task.forgets_passphrase {
                    self.answer("passphrase", "", cx);
                    self.enter(self.field(), cx);
                }
                Step::Say(Notice::of(&other, cx.words))
            }
        }
    }

    fn view(&self, canvas: &mut Canvas, area: Area, cx: &Context) {
        view::view(self, canvas, area, cx);
    }
}
