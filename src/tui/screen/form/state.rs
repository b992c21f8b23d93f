//! What a form holds while it is filled in: the answers so far, the question that is asked, what was said of others.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::task::FormTask;
use crate::desk::command::{Command, Reply};
use crate::domain::person::Applicant;
use crate::domain::question::Question;
use crate::form::answers::Draft;
use crate::form::{Answers, BoundForm, Field, Finding, Kind, Pick};
use crate::text::line::Edit;
use crate::text::{Base, phrase};
use crate::tui::screen::case::summary::visit_frequency;
use crate::tui::screen::{Context, Notice, Step, Tone};
use crate::tui::widget::cursor::Cursor;
use crate::tui::widget::pick::{self, Match};

/// A form that is being filled in for a task.
pub struct FormScreen {
    pub(super) task: FormTask,
    /// The answers so far, checked.
    pub(super) form: BoundForm,
    /// The id of the field that is asked.
    pub(super) at: &'static str,
    pub(super) edit: Edit,
    /// The chosen line of a pick list.
    pub(super) pick: Cursor,
    /// Fields that were left once: their faults are shown.
    pub(super) left: BTreeSet<&'static str>,
    /// The draft on disk.
    id: Option<Uuid>,
    /// The form went on by itself, so an Enter that follows was meant for the field before.
    pub(super) went_on: bool,
    /// A person who has been here before.
    pub(super) known: Option<Box<Applicant>>,
}

impl FormScreen {
    /// At the first question that is left, or where the draft was left.
    pub fn new(mut task: FormTask, cx: &Context) -> FormScreen {
        let (typed, at, id) = match task.kept.take() {
            Some(kept) => (kept.draft, kept.at, Some(kept.id)),
            None => (task.known.clone(), task.at.clone(), None),
        };
        let mut form = FormScreen {
            form: task.spec.bind(typed, &task.world(cx)),
            task,
            at: "",
            edit: Edit::default(),
            pick: Cursor::default(),
            left: BTreeSet::new(),
            id,
            went_on: false,
            known: None,
        };
        let fields = form.fields();
        let first = fields.iter().position(|field| field.id == at).unwrap_or(0);
        form.left = fields[..first].iter().map(|field| field.id).collect();
        form.enter(fields[first], cx);
        form
    }

    pub(super) fn fields(&self) -> Vec<&'static Field> {
        self.form.asked().collect()
    }

    pub(super) fn field(&self) -> &'static Field {
        let fields = self.task.spec.fields;
        fields.iter().find(|field| field.id == self.at).unwrap_or(&fields[0])
    }

    pub(super) fn enter(&mut self, field: &'static Field, cx: &Context) {
        self.at = field.id;
        self.edit = match field.kind {
            Kind::Secret => Edit::secret(field.max),
            Kind::Text | Kind::Name | Kind::Code | Kind::Date | Kind::Amount | Kind::Choice(_) | Kind::Pick(_) => {
                Edit::new("", field.max)
            }
        };
        self.edit.set(&in_script(field, self.answered(field), cx));
        self.pick = Cursor::default();
    }

    /// The direction in which the asked field is typed.
    pub(super) fn base(field: &Field, cx: &Context) -> Base {
        match field.kind {
            Kind::Code | Kind::Date | Kind::Amount | Kind::Secret => Base::Ltr,
            Kind::Text | Kind::Name | Kind::Choice(_) | Kind::Pick(_) => cx.words.lang.base(),
        }
    }

    /// What the pick list of the asked field shows.
    pub(super) fn matches(&self, cx: &Context) -> Vec<Match> {
        match self.field().kind {
            Kind::Pick(list) => pick::matches(list, self.edit.text(), cx.desk.rules(), cx.words),
            Kind::Text | Kind::Name | Kind::Code | Kind::Date | Kind::Amount | Kind::Choice(_) | Kind::Secret => {
                Vec::new()
            }
        }
    }

    /// The faults of the fields that were left.
    pub(super) fn faults(&self) -> impl DoubleEndedIterator<Item = &Finding> {
        self.form.findings().iter().filter(|fault| self.left.contains(fault.field))
    }

    /// The answer to this question as it was typed.
    pub(super) fn answered(&self, field: &Field) -> &str {
        self.form.typed().get(field.id)
    }

    /// Takes another answer to this question.
    pub(super) fn answer(&mut self, id: &str, answer: &str, cx: &Context) {
        self.form.set(id, answer, &self.task.world(cx));
    }

    /// Writes down what is typed; true if the answer changed.
    pub(super) fn write_down(&mut self, cx: &Context, decided: bool) -> bool {
        let field = self.field();
        let before = self.answered(field).to_owned();
        let mut answer = match field.kind {
            Kind::Choice(_) => before.clone(),
            // It stands there as it was written down.
            _ if self.edit.text() == in_script(field, &before, cx) => before.clone(),
            Kind::Text | Kind::Name | Kind::Code | Kind::Date | Kind::Amount | Kind::Pick(_) | Kind::Secret => {
                self.edit.text().to_owned()
            }
        };
        if decided && answer.trim().is_empty() {
            // Where nothing is proposed the answer stays empty.
            answer = self.form.proposal(field.id).unwrap_or_default().to_owned();
        }
        self.answer(field.id, &answer, cx);
        if let Kind::Pick(_) = field.kind
            && decided
            && !answer.is_empty()
        {
            let exact = self.form.get(field.id);
            let matches = self.matches(cx);
            let chosen =
                matches.iter().find(|line| line.value == exact || line.title == exact).or(matches.get(self.pick.at));
            if let Some(line) = chosen {
                self.answer(field.id, &line.value, cx);
            }
        }
        self.form.settle(field.id);
        self.edit.set(&in_script(field, self.answered(field), cx));
        self.answered(field) != before
    }

    /// Leaves the asked field for the next or the one before.
    pub(super) fn go(&mut self, forward: bool, cx: &Context) -> Step {
        let changed = self.write_down(cx, forward);
        self.go_on(forward, changed, cx)
    }

    /// Leaves the asked field, whose answer is written down.
    pub(super) fn go_on(&mut self, forward: bool, changed: bool, cx: &Context) -> Step {
        let was = self.at;
        self.left.insert(was);
        let looked_up = if changed { self.look_up(was, cx) } else { None };
        let notice = self.fault_notice(was, cx).or(looked_up);
        let fields = self.fields();
        let at = fields.iter().position(|field| field.id == was).unwrap_or(0);
        let next = if forward { at + 1 } else { at.saturating_sub(1) };
        match fields.get(next) {
            Some(field) => {
                self.enter(field, cx);
                let keep = self.keep_all(cx);
                match notice {
                    Some(notice) => keep.then(Step::Say(notice)),
                    None => keep,
                }
            }
            None => self.submit(cx),
        }
    }

    /// What is wrong with the field that was just left, so that it is told where the eye is.
    fn fault_notice(&self, id: &str, cx: &Context) -> Option<Notice> {
        let fault = self.faults().find(|fault| fault.field == id)?;
        let args = [("field", cx.words.field(fault.field)), ("told", cx.words.fault(fault).whole())];
        let told = cx.words.with("fault-at", &args);
        let tone = if fault.blocks() { Tone::Bad } else { Tone::Warn };
        Some(Notice { tone, text: told })
    }

    /// What the desk already knows about an answer that was just given.
    fn look_up(&mut self, id: &str, cx: &Context) -> Option<Notice> {
        if !self.task.recalls {
            return None;
        }
        let words = cx.words;
        match id {
            "national-id" | "foreigner-id" => match cx.desk.person(self.form.get(id)) {
                Ok(person) => {
                    let person = person?;
                    let often = visit_frequency(person.id.digits(), None, cx);
                    let known = words.with("person-known", &[("name", person.full_name())]);
                    let told = often.map_or_else(|| phrase(&[&known]), |often| phrase(&[&known, &often]));
                    self.known = Some(Box::new(person));
                    Some(Notice::warn(told))
                }
                Err(_) => Some(Notice::warn(cx.unread("unread-person"))),
            },
            "certificate-number" => match cx.desk.open_case_on(&self.form.get(id).to_uppercase(), None) {
                Ok(other) => Some(Notice::warn(words.question(Question::CertificateHasOpenCase, Some(&other?)).what)),
                Err(_) => Some(Notice::warn(words.say("unread-certificate"))),
            },
            _ => None,
        }
    }

    /// Keeps what is answered so far.
    pub(super) fn keep_all(&mut self, cx: &Context) -> Step {
        self.keep(self.form.typed().clone(), cx)
    }

    /// Keeps these answers as the draft of this form.
    pub(super) fn keep(&mut self, draft: Answers, cx: &Context) -> Step {
        if !self.task.is_kept || cx.desk.operator().is_none() {
            return Step::Stay;
        }
        let id = *self.id.get_or_insert_with(|| cx.desk.new_draft_id());
        Step::Keep(Draft {
            id,
            form: self.task.spec.id.to_owned(),
            draft,
            at: self.at.to_owned(),
            touched_ms: 0,
            operator: cx.desk.signed_in().to_owned(),
        })
    }

    pub(super) fn submit(&mut self, cx: &Context) -> Step {
        self.write_down(cx, true);
        self.left = self.task.spec.fields.iter().map(|field| field.id).collect();
        match self.form.validate() {
            Ok(()) => (self.task.submit)(&self.form, self.id, cx),
            Err(faults) => self.show(&faults, cx),
        }
    }

    /// Goes to the first fault and says how many there are.
    pub(super) fn show(&mut self, faults: &[Finding], cx: &Context) -> Step {
        if let Some(field) = faults.first().and_then(|fault| self.task.spec.field(fault.field)) {
            let id = field.id;
            if let Some(field) = self.task.spec.fields.iter().find(|field| field.id == id) {
                self.enter(field, cx);
            }
        }
        let notice = Notice::of(&Reply::Faults(faults.to_vec()), cx.words);
        self.keep_all(cx).then(Step::Say(notice))
    }

    /// Leaves the form; what is typed stays as a draft where drafts are kept.
    pub(super) fn leave(&mut self, cx: &Context) -> Step {
        self.write_down(cx, false);
        match (self.task.is_kept, self.is_untold(self.form.typed()), self.id) {
            (true, false, _) => self.keep_all(cx).then(Step::BackSaying(Notice::good(cx.words.say("draft-kept")))),
            // A draft that says nothing is none.
            (true, true, Some(id)) => Step::ask(Command::DropDraft(id)).then(Step::Back),
            _ => Step::Back,
        }
    }

    /// Something is offered: a person who is known, another reading of what was typed, a repair.
    pub(super) fn has_offer(&self) -> bool {
        self.known.is_some() || self.repair().is_some() || self.faults().any(|fault| fault.offer.is_some())
    }

    /// Nothing is answered that was not known before anything was typed.
    pub(super) fn is_untold(&self, typed: &Answers) -> bool {
        *typed == self.task.known
    }
}

/// A number as it is read while it is typed: in the digits of the language.
pub(super) fn in_script(field: &Field, text: &str, cx: &Context) -> String {
    match field.kind {
        Kind::Code | Kind::Date | Kind::Amount if field.id != "sign-in" => cx.words.digits(text),
        Kind::Pick(Pick::Subject) => cx.words.subject(text),
        Kind::Pick(Pick::Bank) => cx.words.bank(text),
        Kind::Text
        | Kind::Name
        | Kind::Code
        | Kind::Date
        | Kind::Amount
        | Kind::Choice(_)
        | Kind::Pick(_)
        | Kind::Secret => text.to_owned(),
    }
}
