//! A form bound to its answers: each answer is cleaned and checked once, when it changes.

use zeroize::Zeroizing;

use super::{Answers, Field, Finding, FormContext, Need, Spec, clean_answer};
use crate::domain::Choice;
use crate::domain::date::JalaliDate;
use crate::domain::day::Till;
use crate::domain::flaw::{FieldError, FieldWarning};
use crate::domain::money::Rial;

/// A form bound to its answers: what was typed, what would be stored, and what is found of it.
///
/// Whoever needs an answer asks here, and nobody cleans or checks one again. What looks at nothing but its own
/// answer is done anew when that answer changes; what looks across answers, when any of them changes.
pub struct BoundForm {
    spec: &'static Spec,
    /// As typed: what a draft keeps.
    typed: Answers,
    /// As stored, of rows that are not asked too: what the rows look at.
    clean: Answers,
    /// One for each row of the form, in its order.
    checked: Vec<Checked>,
    /// Of the rows that are asked, in their order.
    findings: Vec<Finding>,
    checked_in: Surroundings,
}

/// What is known of the answer to one row.
struct Checked {
    /// What the row's own check says, which looks at no other answer.
    alone: Result<Option<FieldWarning>, FieldError>,
    need: Need,
    finding: Option<Finding>,
    proposal: Option<String>,
}

/// What of its context a form was checked in; the rules stay the same as long as the program runs.
#[derive(PartialEq, Eq)]
struct Surroundings {
    today: JalaliDate,
    due: Option<Rial>,
    blank: Option<String>,
    till: Till,
    bank: Option<String>,
}

impl Surroundings {
    fn of(cx: &FormContext) -> Surroundings {
        let FormContext { rules: _, today, due, blank, till, bank } = *cx;
        Surroundings { today, due, blank: blank.map(str::to_owned), till, bank: bank.map(str::to_owned) }
    }
}

impl Spec {
    /// The form with these answers, cleaned and checked.
    pub fn bind(&'static self, typed: Answers, cx: &FormContext) -> BoundForm {
        BoundForm::new(self, typed, cx)
    }
}

impl BoundForm {
    fn new(spec: &'static Spec, typed: Answers, cx: &FormContext) -> BoundForm {
        let unchecked = || Checked { alone: Ok(None), need: Need::Hidden, finding: None, proposal: None };
        let mut form = BoundForm {
            spec,
            clean: typed.clone(),
            typed,
            checked: spec.fields.iter().map(|_| unchecked()).collect(),
            findings: Vec::new(),
            checked_in: Surroundings::of(cx),
        };
        for field in spec.fields {
            form.clean(field, cx);
        }
        form.check_all(cx);
        form
    }

    pub fn spec(&self) -> &'static Spec {
        self.spec
    }

    /// The answers as they were typed.
    pub fn typed(&self) -> &Answers {
        &self.typed
    }

    /// The answers that are asked for, as they are stored.
    pub fn answers(&self) -> Answers {
        self.asked().map(|field| (field.id, self.clean.get(field.id))).collect()
    }

    /// The answer as it is stored; empty if there is none, or if it is not asked for.
    pub fn get(&self, id: &str) -> &str {
        if self.is_asked(id) { self.clean.get(id) } else { "" }
    }

    /// The answer to a closed list, where it is asked for.
    pub fn choice<T: Choice>(&self, id: &str) -> Option<T> {
        T::from_id(self.get(id))
    }

    /// The answer, if there is one.
    pub(super) fn given(&self, id: &str) -> Option<String> {
        Some(self.get(id).to_owned()).filter(|text| !text.is_empty())
    }

    /// The answer to a closed list, or the id of the row that lacks it.
    pub(super) fn picked<T: Choice>(&self, id: &'static str) -> Result<T, &'static str> {
        self.choice(id).ok_or(id)
    }

    /// The day that was answered, or the id of the row that lacks it.
    pub fn day(&self, id: &'static str) -> Result<JalaliDate, &'static str> {
        JalaliDate::parse(self.get(id)).map_err(|_| id)
    }

    /// The rows that these answers ask for.
    pub fn asked(&self) -> impl Iterator<Item = &'static Field> {
        let rows = self.spec.fields.iter().zip(&self.checked);
        rows.filter(|(_, checked)| checked.need != Need::Hidden).map(|(field, _)| field)
    }

    pub fn is_asked(&self, id: &str) -> bool {
        self.checked(id).is_some_and(|checked| checked.need != Need::Hidden)
    }

    pub fn is_required(&self, id: &str) -> bool {
        self.checked(id).is_some_and(|checked| checked.need == Need::Required)
    }

    /// The answer that Enter takes in an empty field.
    pub fn proposal(&self, id: &str) -> Option<&str> {
        self.checked(id)?.proposal.as_deref()
    }

    /// What is found of the answer to this row alone, whether it is asked for or not.
    pub fn finding(&self, id: &str) -> Option<&Finding> {
        self.checked(id)?.finding.as_ref()
    }

    /// Everything that is found of the rows that are asked, in their order.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// The findings that keep the form from being taken.
    ///
    /// # Errors
    /// All of them at once, in the order of the rows.
    pub fn validate(&self) -> Result<(), Vec<Finding>> {
        let flaws: Vec<Finding> = self.findings.iter().filter(|finding| finding.blocks()).cloned().collect();
        if flaws.is_empty() { Ok(()) } else { Err(flaws) }
    }

    /// The answer is right and as long as it can be, so the form may go on by itself.
    pub fn is_complete(&self, id: &str) -> bool {
        let full = self.spec.field(id).map_or(0, |field| field.full);
        let is_full = full > 0 && self.clean.get(id).chars().count() == full;
        is_full && self.finding(id).is_none_or(|finding| !finding.blocks())
    }

    /// Takes another answer as it is typed.
    pub fn set(&mut self, id: &str, typed: &str, cx: &FormContext) {
        if self.typed.get(id) == typed {
            return;
        }
        self.typed.set(id, typed);
        match self.spec.fields.iter().position(|field| field.id == id) {
            Some(at) => {
                self.clean(&self.spec.fields[at], cx);
                self.check_alone(at, cx);
            }
            // It says what the answers are about, and nobody types it.
            None => self.clean.set(id, typed),
        }
        self.check_across(cx);
    }

    /// What was typed is done with: it reads as it is stored from here on.
    pub fn settle(&mut self, id: &str) {
        self.typed.set(id, self.clean.get(id));
    }

    /// Checks again what was checked in another context: on the day before, with another fee due.
    pub fn renew(&mut self, cx: &FormContext) {
        let now = Surroundings::of(cx);
        if self.checked_in != now {
            self.checked_in = now;
            self.check_all(cx);
        }
    }

    fn checked(&self, id: &str) -> Option<&Checked> {
        self.checked.get(self.spec.fields.iter().position(|field| field.id == id)?)
    }

    fn clean(&mut self, field: &Field, cx: &FormContext) {
        let clean = Zeroizing::new(clean_answer(field.kind, self.typed.get(field.id), cx.rules));
        self.clean.set(field.id, &clean);
    }

    fn check_all(&mut self, cx: &FormContext) {
        for at in 0..self.checked.len() {
            self.check_alone(at, cx);
        }
        self.check_across(cx);
    }

    fn check_alone(&mut self, at: usize, cx: &FormContext) {
        let field = &self.spec.fields[at];
        self.checked[at].alone = match self.clean.get(field.id) {
            "" => Ok(None),
            value => field.check_alone(value, cx),
        };
    }

    /// What depends on more than one answer: which rows are asked, what is proposed, what is found.
    fn check_across(&mut self, cx: &FormContext) {
        let clean = &self.clean;
        self.findings.clear();
        for (field, checked) in self.spec.fields.iter().zip(&mut self.checked) {
            checked.need = (field.need)(clean, cx);
            checked.proposal = (field.propose)(clean, cx);
            checked.finding = field.finding(&checked.alone, checked.need, clean, cx);
            if checked.need != Need::Hidden {
                self.findings.extend(checked.finding.clone());
            }
        }
        for finding in (self.spec.across)(clean, cx) {
            let flawed = self.findings.iter().any(|found| found.field == finding.field && found.blocks());
            if !flawed {
                self.findings.push(finding);
            }
        }
        let fields = self.spec.fields;
        self.findings.sort_by_key(|finding| fields.iter().position(|field| field.id == finding.field));
    }
}
