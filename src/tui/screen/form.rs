//! One screen for every form: questions down the page, help for the one that is asked.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::alike::often;
use super::pick::{self, Match};
use super::purpose::{FEE_OF, Purpose};
use super::{Context, Cursor, Input, Notice, Screen, Step, Tone, notice_of};
use crate::desk::command::Reply;
use crate::domain::case::Case;
use crate::domain::person::Applicant;
use crate::form::draft::Unfinished;
use crate::form::{Draft, Fault, Field, Kind, Pick, clean_answer, intake};
use crate::text::Base;
use crate::text::caret::Edit;
use crate::tui::canvas::{Area, Canvas};
use crate::tui::keys::{Action, Scope};

pub struct FormScreen {
    pub(super) purpose: Purpose,
    pub(super) draft: Draft,
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
    pub fn new(purpose: Purpose, cx: &Context) -> FormScreen {
        FormScreen::start(purpose, Draft::default(), "", None, cx)
    }

    /// With answers that are known, at the first question that is left.
    pub fn with(purpose: Purpose, known: Draft, at: &str, cx: &Context) -> FormScreen {
        FormScreen::start(purpose, known, at, None, cx)
    }

    /// Goes on with a draft from disk, at the field where it was left.
    pub fn resume(purpose: Purpose, kept: Unfinished, cx: &Context) -> FormScreen {
        FormScreen::start(purpose, kept.draft, &kept.at, Some(kept.id), cx)
    }

    /// The correction of a case starts from its answers, or from an unfinished correction.
    pub fn correct(case: Case, cx: &Context) -> FormScreen {
        let code = case.tracking.digits().to_owned();
        let kept = kept_for(intake::CORRECTING, &code, cx);
        let mut answers = intake::answers(&case.intake);
        answers.set(intake::CORRECTING, &code);
        // Where the centre found an answer wanting, that answer is asked first.
        let asked = case.objections.iter().find(|objection| intake::INTAKE.field(&objection.about).is_some());
        let at = asked.map(|objection| objection.about.clone()).unwrap_or_default();
        let purpose = Purpose::Correct(Box::new(case));
        match kept {
            Some(kept) => FormScreen::resume(purpose, kept, cx),
            None => FormScreen::start(purpose, answers, &at, None, cx),
        }
    }

    /// The fee of a case, or an unfinished one.
    pub fn fee(case: Case, cx: &Context) -> FormScreen {
        let code = case.tracking.digits().to_owned();
        let kept = kept_for(FEE_OF, &code, cx);
        let purpose = Purpose::Fee(Box::new(case));
        match kept {
            Some(kept) => FormScreen::resume(purpose, kept, cx),
            None => FormScreen::start(purpose, [(FEE_OF, code)].into_iter().collect(), "", None, cx),
        }
    }

    fn start(purpose: Purpose, draft: Draft, at: &str, id: Option<Uuid>, cx: &Context) -> FormScreen {
        let mut form = FormScreen {
            purpose,
            draft,
            at: "",
            edit: Edit::default(),
            pick: Cursor::default(),
            left: BTreeSet::new(),
            id,
            went_on: false,
            known: None,
        };
        let fields = form.fields(cx);
        let first = fields.iter().position(|field| field.id == at).unwrap_or(0);
        form.left = fields[..first].iter().map(|field| field.id).collect();
        form.enter(fields[first], cx);
        form
    }

    pub(super) fn fields(&self, cx: &Context) -> Vec<&'static Field> {
        let world = self.purpose.world(cx);
        let spec = self.purpose.spec();
        spec.fields.iter().filter(|field| (field.need)(&self.draft, &world) != crate::form::Need::Hidden).collect()
    }

    pub(super) fn field(&self) -> &'static Field {
        let fields = self.purpose.spec().fields;
        fields.iter().find(|field| field.id == self.at).unwrap_or(&fields[0])
    }

    pub(super) fn enter(&mut self, field: &'static Field, cx: &Context) {
        self.at = field.id;
        self.edit = match field.kind {
            Kind::Secret => Edit::secret(field.max),
            _ => Edit::new("", field.max),
        };
        self.edit.set(&in_script(field, self.draft.get(field.id), cx));
        self.pick = Cursor::default();
    }

    /// The direction in which the asked field is typed.
    pub(super) fn base(field: &Field, cx: &Context) -> Base {
        match field.kind {
            Kind::Code | Kind::Date | Kind::Amount | Kind::Secret => Base::Ltr,
            _ => cx.words.lang.base(),
        }
    }

    /// What the pick list of the asked field shows.
    pub(super) fn matches(&self, cx: &Context) -> Vec<Match> {
        match self.field().kind {
            Kind::Pick(list) => pick::matches(list, self.edit.text(), cx.desk.rules(), cx.words),
            _ => Vec::new(),
        }
    }

    /// The faults of the fields that were left.
    pub(super) fn faults(&self, cx: &Context) -> Vec<Fault> {
        let world = self.purpose.world(cx);
        let mut found = self.purpose.spec().faults(&self.draft, &world);
        found.retain(|fault| self.left.contains(fault.field));
        found
    }

    /// Writes down what is typed; true if the answer changed.
    pub(super) fn write_down(&mut self, cx: &Context, decided: bool) -> bool {
        let field = self.field();
        let before = self.draft.get(field.id).to_owned();
        let mut answer = match field.kind {
            Kind::Choice(_) => before.clone(),
            _ => self.edit.text().to_owned(),
        };
        if decided && answer.trim().is_empty() {
            answer = (field.propose)(&self.draft, &self.purpose.world(cx)).unwrap_or_default();
        }
        if let Kind::Pick(_) = field.kind
            && decided
            && !answer.is_empty()
        {
            let exact = clean_answer(field.kind, &answer);
            let matches = self.matches(cx);
            let chosen =
                matches.iter().find(|line| line.value == exact || line.title == exact).or(matches.get(self.pick.at));
            if let Some(line) = chosen {
                answer = line.value.clone();
            }
        }
        let shown = clean_answer(field.kind, &answer);
        self.draft.set(field.id, &shown);
        self.edit.set(&in_script(field, &shown, cx));
        self.draft.get(field.id) != before
    }

    /// Leaves the asked field for the next or the one before.
    pub(super) fn go(&mut self, forward: bool, cx: &Context) -> Step {
        let was = self.at;
        let changed = self.write_down(cx, forward);
        self.left.insert(was);
        let looked_up = if changed { self.look_up(was, cx) } else { None };
        let notice = self.fault_notice(was, cx).or(looked_up);
        let fields = self.fields(cx);
        let at = fields.iter().position(|field| field.id == was).unwrap_or(0);
        let next = if forward { at + 1 } else { at.saturating_sub(1) };
        match fields.get(next) {
            Some(field) => {
                self.enter(field, cx);
                let keep = self.keep(cx);
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
        let fault = self.faults(cx).into_iter().find(|fault| fault.field == id)?;
        let args = [("field", cx.words.field(fault.field)), ("told", cx.words.fault(&fault).whole())];
        let told = cx.words.with("fault-at", &args);
        let tone = if fault.blocks() { Tone::Bad } else { Tone::Warn };
        Some(Notice { tone, text: told })
    }

    /// What the desk already knows about an answer that was just given.
    fn look_up(&mut self, id: &str, cx: &Context) -> Option<Notice> {
        let Purpose::Intake = self.purpose else { return None };
        let words = cx.words;
        match id {
            "national-id" | "foreigner-id" => {
                let person = cx.desk.person(self.draft.get(id)).ok().flatten()?;
                let often = often(person.id.digits(), None, cx);
                let known = words.with("person-known", &[("name", person.full_name())]);
                let notice = Notice::warn(crate::text::phrase(&[&known, &often.unwrap_or_default()]));
                self.known = Some(Box::new(person));
                Some(notice)
            }
            "certificate-number" => {
                let number = self.draft.get(id).to_uppercase();
                let other = cx.desk.open_case_on(&number, None).ok().flatten()?;
                let question = crate::domain::question::Question::CertificateHasOpenCase;
                Some(Notice::warn(words.question(question, Some(&other)).what))
            }
            _ => None,
        }
    }

    pub(super) fn keep(&mut self, cx: &Context) -> Step {
        if !self.purpose.is_kept() || cx.desk.operator().is_none() {
            return Step::Stay;
        }
        let id = *self.id.get_or_insert_with(|| cx.desk.new_draft_id());
        Step::Keep(Unfinished {
            id,
            form: self.purpose.spec().id.to_owned(),
            draft: self.draft.clone(),
            at: self.at.to_owned(),
            touched_ms: 0,
            operator: cx.desk.signed_in().to_owned(),
        })
    }

    pub(super) fn submit(&mut self, cx: &Context) -> Step {
        self.write_down(cx, true);
        let world = self.purpose.world(cx);
        let spec = self.purpose.spec();
        self.left = spec.fields.iter().map(|field| field.id).collect();
        let faults: Vec<Fault> = spec.faults(&self.draft, &world).into_iter().filter(Fault::blocks).collect();
        match faults.is_empty() {
            true => self.purpose.submit(&self.draft, self.id, cx),
            false => self.show(&faults, cx),
        }
    }

    /// Goes to the first fault and says how many there are.
    fn show(&mut self, faults: &[Fault], cx: &Context) -> Step {
        if let Some(field) = faults.first().and_then(|fault| self.purpose.spec().field(fault.field)) {
            let id = field.id;
            if let Some(field) = self.purpose.spec().fields.iter().find(|field| field.id == id) {
                self.enter(field, cx);
            }
        }
        let notice = notice_of(&Reply::Faults(faults.to_vec()), cx.words);
        self.keep(cx).then(Step::Say(notice))
    }

    /// Leaves the form; what is typed stays as a draft where drafts are kept.
    pub(super) fn leave(&mut self, cx: &Context) -> Step {
        self.write_down(cx, false);
        let untold = self.is_untold(&self.draft);
        match (&self.purpose, self.purpose.is_kept() && !untold) {
            (Purpose::Correct(_), _) if untold => match self.id {
                Some(id) => Step::ask(crate::desk::command::Command::DropDraft(id)).then(Step::Back),
                None => Step::Back,
            },
            (_, true) => self.keep(cx).then(Step::BackSaying(Notice::good(cx.words.say("draft-kept")))),
            _ => Step::Back,
        }
    }

    /// Something is offered: a person who is known, another reading of what was typed, a repair.
    fn has_offer(&self, cx: &Context) -> bool {
        self.known.is_some() || self.repair().is_some() || self.faults(cx).iter().any(|fault| fault.offer.is_some())
    }

    /// Nothing was answered yet, or nothing is other than it was before it was to be corrected.
    fn is_untold(&self, draft: &Draft) -> bool {
        let Purpose::Correct(case) = &self.purpose else { return draft.iter().all(|(id, _)| id == FEE_OF) };
        let mut answers = intake::answers(&case.intake);
        answers.set(intake::CORRECTING, case.tracking.digits());
        answers == *draft
    }
}

/// A number as it is read while it is typed: in the digits of the language.
pub(super) fn in_script(field: &Field, text: &str, cx: &Context) -> String {
    match field.kind {
        Kind::Code | Kind::Date | Kind::Amount if field.id != "sign-in" => cx.words.digits(text),
        Kind::Pick(Pick::Subject) => cx.words.subject(text),
        _ => text.to_owned(),
    }
}

/// The unfinished answers about a case, if there are any.
fn kept_for(key: &str, code: &str, cx: &Context) -> Option<Unfinished> {
    cx.desk.drafts().into_iter().find(|kept| kept.draft.get(key) == code)
}

impl Screen for FormScreen {
    fn scopes(&self) -> &'static [Scope] {
        match self.purpose {
            Purpose::SignIn | Purpose::Unlock => &[Scope::SignIn, Scope::Form, Scope::Typing],
            _ => &[Scope::Form, Scope::Typing],
        }
    }

    fn typing(&self) -> bool {
        true
    }

    fn is_modal(&self) -> bool {
        self.purpose.is_modal()
    }

    fn title(&self, cx: &Context) -> String {
        self.purpose.title(cx)
    }

    fn hindrance(&self, action: Action, cx: &Context) -> Option<String> {
        let words = cx.words;
        match action {
            Action::Repeat if cx.desk.last_answers().get(self.at).is_empty() => Some(words.say("why-not-repeat")),
            Action::TakeOffer if !self.has_offer(cx) => Some(words.say("why-not-offer")),
            Action::Lock if cx.desk.operator().is_none() => Some(words.say("why-not-lock")),
            Action::Back if self.is_modal() => Some(words.say("why-not-lock")),
            _ => None,
        }
    }

    fn update(&mut self, input: Input, cx: &Context) -> Step {
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

    fn put_down(&mut self, cx: &Context) -> Step {
        let mut draft = self.draft.clone();
        if !matches!(self.field().kind, Kind::Choice(_)) {
            draft.set(self.at, self.edit.text());
        }
        if self.is_untold(&draft) {
            return Step::Stay;
        }
        let held = std::mem::replace(&mut self.draft, draft);
        let keep = self.keep(cx);
        self.draft = held;
        keep
    }

    fn receive(&mut self, reply: Reply, cx: &Context) -> Step {
        match reply {
            Reply::Done(done) => self.purpose.done(&self.draft, *done, cx),
            Reply::Faults(faults) => self.show(&faults, cx),
            Reply::Fine => Step::Stay,
            other => {
                if let Purpose::SignIn | Purpose::Unlock | Purpose::HandOver = self.purpose {
                    self.draft.set("passphrase", "");
                    self.enter(self.field(), cx);
                }
                Step::Say(notice_of(&other, cx.words))
            }
        }
    }

    fn view(&self, canvas: &mut Canvas, area: Area, cx: &Context) {
        super::form_view::view(self, canvas, area, cx);
    }
}
