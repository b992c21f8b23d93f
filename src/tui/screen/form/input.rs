//! What keys do in a form.

use super::state::{FormScreen, in_script};
use super::view;
use crate::form::{Kind, intake};
use crate::text::normalize::{ascii_digits, search_key};
use crate::tui::keys::Action;
use crate::tui::paint::canvas::column_in_field;
use crate::tui::screen::{Context, Notice, Route, Step};
use crate::tui::widget::cursor::Cursor;
use crate::tui::widget::field::{self, Typed};

impl FormScreen {
    pub(super) fn typed(&mut self, c: char, cx: &Context) -> Step {
        let field = self.field();
        if let Kind::Choice(list) = field.kind {
            return self.choose(c, &(list.ids)(), cx);
        }
        self.pick = Cursor::default();
        let c = in_script(field, &c.to_string(), cx).chars().next().unwrap_or(c);
        if !self.edit.insert(c) {
            let max = cx.words.number(field.max);
            return if self.edit.is_full() {
                Step::Say(Notice::warn(cx.words.with("field-full", &[("max", max)])))
            } else {
                Step::Stay
            };
        }
        if field.full > 0 {
            self.form.set(field.id, self.edit.text(), &self.task.world(cx));
            if self.form.is_complete(field.id) {
                self.write_down(cx, true);
                let step = self.go_on(true, true, cx);
                self.went_on = true;
                return step;
            }
        }
        Step::Stay
    }

    /// What was meant, if the line was typed with the other keyboard layout on.
    pub(super) fn repair(&self) -> Option<String> {
        self.field().repair(self.edit.text())
    }

    /// A digit takes that answer, a blank the next one, a letter one that begins with it.
    fn choose(&mut self, c: char, ids: &[&'static str], cx: &Context) -> Step {
        let Kind::Choice(list) = self.field().kind else { return Step::Stay };
        let number = ascii_digits(&c.to_string()).parse::<usize>().ok();
        if let Some(id) = number.and_then(|number| ids.get(number.checked_sub(1)?)) {
            self.answer(self.at, id, cx);
            return self.go(true, cx);
        }
        if c == ' ' {
            self.cycle(ids, true, cx);
            return Step::Stay;
        }
        let key = search_key(&c.to_string());
        let now = ids.iter().position(|id| *id == self.answered(self.field())).map_or(0, |at| at + 1);
        let begins = |id: &&&str| search_key(&cx.words.choice_id(list.kind, id)).starts_with(&key);
        let found = ids[now..].iter().chain(&ids[..now]).find(begins);
        if let Some(id) = found.filter(|_| !key.is_empty()) {
            self.answer(self.at, id, cx);
        }
        Step::Stay
    }

    fn cycle(&mut self, ids: &[&'static str], forward: bool, cx: &Context) {
        let now = ids.iter().position(|id| *id == self.answered(self.field()));
        let next = match (now, forward) {
            (None, true) => 0,
            (None, false) => ids.len() - 1,
            (Some(at), true) => (at + 1) % ids.len(),
            (Some(at), false) => (at + ids.len() - 1) % ids.len(),
        };
        self.answer(self.at, ids[next], cx);
    }

    /// Enter would only say that nothing is here: it was meant for the field before. A question
    /// that may stay empty is left by it as always.
    fn is_untouched(&self) -> bool {
        let empty = self.edit.is_empty() && self.answered(self.field()).is_empty();
        empty && self.form.is_required(self.at) && self.form.proposal(self.at).is_none()
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "any other key is for the line that is edited")]
    pub(super) fn act(&mut self, action: Action, cx: &Context) -> Step {
        let went_on = std::mem::take(&mut self.went_on);
        match action {
            Action::Next if went_on && self.is_untouched() => return Step::Stay,
            Action::Next => return self.go(true, cx),
            Action::Previous if self.pick.at > 0 => self.pick.at -= 1,
            Action::Previous => return self.go(false, cx),
            Action::Down => match self.matches(cx).len() {
                0 => return self.go(true, cx),
                length => self.pick.at = (self.pick.at + 1).min(length - 1),
            },
            Action::Submit => return self.submit(cx),
            Action::Back => return self.leave(cx),
            Action::Recover => return Step::Go(Route::Recover),
            Action::Repeat => return self.repeat(cx),
            Action::TakeOffer => return self.take_offer(cx),
            Action::Left | Action::Right if matches!(self.field().kind, Kind::Choice(_)) => {
                if let Kind::Choice(list) = self.field().kind {
                    self.cycle(&(list.ids)(), cx.is_forward(action), cx);
                }
            }
            Action::Backspace if matches!(self.field().kind, Kind::Choice(_)) => self.answer(self.at, "", cx),
            action => return self.edited(action, cx),
        }
        Step::Stay
    }

    /// A key for the line that is being typed.
    fn edited(&mut self, action: Action, cx: &Context) -> Step {
        if action == Action::EraseAll {
            self.answer(self.at, "", cx);
        }
        let mode = cx.caret_mode(FormScreen::base(self.field(), cx));
        match field::act(&mut self.edit, action, mode) {
            Typed::Copied(text) => Step::Copy(text),
            Typed::Nothing | Typed::Moved | Typed::Changed => Step::Stay,
        }
    }

    /// The last case's answer to this question.
    fn repeat(&mut self, cx: &Context) -> Step {
        match cx.desk.repeated(self.at) {
            Ok(last) => {
                if !last.is_empty() {
                    self.answer(self.at, &last, cx);
                    self.edit.set(&in_script(self.field(), &last, cx));
                }
                Step::Stay
            }
            Err(error) => Step::Say(Notice::unreadable(&error, cx.words)),
        }
    }

    fn take_offer(&mut self, cx: &Context) -> Step {
        if let Some(meant) = self.repair() {
            self.edit.replace(&meant);
            return Step::Stay;
        }
        if let Some(person) = self.known.take() {
            for (id, answer) in intake::particulars(&person).iter() {
                if self.form.typed().get(id).is_empty() {
                    self.answer(id, answer, cx);
                }
            }
            self.edit.set(&in_script(self.field(), self.answered(self.field()), cx));
            return self.keep_all(cx).then(Step::Say(Notice::good(cx.words.say("person-taken"))));
        }
        self.write_down(cx, false);
        // The offer of this field, or of the one that was just left.
        let here = self.form.findings().iter().find(|fault| fault.field == self.at && fault.offer.is_some());
        let last = || self.faults().rev().find(|fault| fault.offer.is_some());
        let Some((field, offer)) = here.or_else(last).and_then(|fault| Some((fault.field, fault.offer.clone()?)))
        else {
            return Step::Stay;
        };
        self.answer(field, &offer, cx);
        if field == self.at {
            self.edit.set(&in_script(self.field(), &offer, cx));
        }
        self.keep_all(cx)
    }

    pub(super) fn click(&mut self, x: u16, y: u16, held: bool, cx: &Context) -> Step {
        if let Some(id) = view::choice_at(self, (x, y), cx).filter(|_| !held) {
            self.answer(self.at, id, cx);
            return self.go(true, cx);
        }
        let Some((field, place)) = view::field_at(self, y, cx) else { return Step::Stay };
        if field.id == self.at {
            let (layout, screen) = (cx.caret_mode(FormScreen::base(field, cx)).layout, cx.words.lang.base());
            let column = column_in_field(place, &self.edit, layout, screen, x);
            self.edit.click(layout, usize::from(place.w), column, held);
            return Step::Stay;
        }
        if held {
            return Step::Stay;
        }
        self.write_down(cx, false);
        self.left.insert(self.at);
        self.enter(field, cx);
        self.keep_all(cx)
    }
}
