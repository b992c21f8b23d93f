//! The events of a case, told one by one.

use super::{Words, hex};
use crate::domain::Choice;
use crate::domain::documents::DocumentKind;
use crate::domain::event::{Event, Recorded};
use crate::domain::inquiry::Inquiry;
use crate::domain::objection::Objection;
use crate::domain::person::mask;
use crate::domain::told::Value;
use crate::domain::visit::Intake;
use crate::form::intake::{INTAKE, answers};
use crate::form::{Field, Kind, Pick};

impl Words {
    /// What happened, in one sentence.
    pub fn event(&self, recorded: &Recorded) -> String {
        let args: Vec<(&str, String)> =
            recorded.event.told().into_iter().map(|(name, value)| (name, self.value(value))).collect();
        let mut told = self.with(&format!("event-{}", recorded.event.code()), &args);
        if let Event::Corrected { before: Some(before), intake, .. } = &recorded.event {
            let changes = self.list(&self.changes(before, intake));
            told = self.with("event-changes", &[("told", told), ("changes", changes)]);
        }
        match &recorded.envelope.approver {
            Some(approver) if recorded.envelope.operator.as_ref().is_none_or(|operator| !operator.is(approver)) => {
                let approved = self.with("event-approved-by", &[("approver", self.code(&approver.sign_in))]);
                format!("{told} {approved}")
            }
            Some(_) | None => told,
        }
    }

    /// A value of a sentence, as it is read.
    fn value(&self, value: Value) -> String {
        let or_empty = |told: Option<String>| told.unwrap_or_else(|| self.say("empty"));
        match value {
            Value::Text(text) => text.to_owned(),
            Value::Remark(text) => or_empty(Some(text.to_owned()).filter(|text| !text.is_empty())),
            Value::Code(code) => self.code(code),
            Value::Bank(bank) => self.bank(bank),
            Value::TrackingIfAny(code) => or_empty(code.map(|code| self.tracking(code))),
            Value::CodeIfAny(code) => or_empty(code.map(|code| self.code(code))),
            Value::Number(number) => self.number(number),
            // Hex, as the head of a chain is written: in Persian digits half of it would be another script.
            Value::Key(key) => crate::text::ltr(&hex(&key[..4])),
            Value::Amount(amount) => self.rial(amount),
            Value::Date(day) => self.date(day),
            Value::Day(day) => self.day(day),
            Value::Choice(kind, id) => self.choice_id(kind, id),
            Value::Tracking(code) => self.tracking(code),
            Value::Documents(list) => {
                self.list(&list.iter().map(|document| self.choice(*document)).collect::<Vec<_>>())
            }
            Value::Verdict(verdict) => self.verdict(verdict),
            Value::Objections(objections) => self.list(&self.objections(objections)),
            Value::Question(question) => self.question(question, None).what,
            Value::Till(till) => self.counted(till),
        }
    }

    /// The name of a paper or of a question; anything else as it is.
    pub fn subject(&self, id: &str) -> String {
        match (DocumentKind::from_id(id), INTAKE.field(id)) {
            (Some(document), _) => self.choice(document),
            (None, Some(field)) => self.field(field.id),
            (None, None) => id.to_owned(),
        }
    }

    /// What the centre found wanting, one by one.
    pub fn objections(&self, objections: &[Objection]) -> Vec<String> {
        let told = |objection: &Objection| {
            let args = [("about", self.subject(&objection.about)), ("reason", objection.reason.clone())];
            self.with("objection", &args)
        };
        objections.iter().map(told).collect()
    }

    /// How often the registry was asked, and what it answered each time.
    pub fn asked_registry(&self, inquiries: &[Inquiry]) -> Vec<String> {
        let told = inquiries.iter().map(|inquiry| {
            let stands = match &inquiry.answer {
                None => self.say("inquiry-open"),
                Some(answer) => {
                    let args = [("result", self.choice(answer.result)), ("day", self.date(answer.on))];
                    self.with("inquiry-answered", &args)
                }
            };
            if inquiry.lapsed { self.with("inquiry-lapsed", &[("inquiry", stands)]) } else { stands }
        });
        if inquiries.is_empty() { vec![self.say("inquiry-none")] } else { told.collect() }
    }

    /// A verdict with its reason, or with the official who holds the paper.
    pub fn verdict(&self, verdict: &crate::domain::documents::Verdict) -> String {
        let name = self.choice(verdict.kind);
        match &verdict.text {
            Some(text) => self.with("verdict-with-text", &[("verdict", name), ("text", text.clone())]),
            None => name,
        }
    }

    /// Which answers a correction changed: field, before, after; of a person's number not all.
    pub fn changes(&self, before: &Intake, after: &Intake) -> Vec<String> {
        let (old, new) = (answers(before), answers(after));
        let told = |field: &Field, value: &str| match field.id {
            "national-id" | "foreigner-id" if !value.is_empty() => self.code(&mask(value)),
            _ => self.answer(field.kind, value),
        };
        INTAKE
            .fields
            .iter()
            .filter(|field| old.get(field.id) != new.get(field.id))
            .map(|field| {
                self.with(
                    "event-change",
                    &[
                        ("field", self.field(field.id)),
                        ("before", told(field, old.get(field.id))),
                        ("after", told(field, new.get(field.id))),
                    ],
                )
            })
            .collect()
    }

    /// An answer as it is read: the name of a choice, a number in its digits.
    pub fn answer(&self, kind: Kind, value: &str) -> String {
        match kind {
            _ if value.is_empty() => self.say("empty"),
            Kind::Choice(list) => self.choice_id(list.kind, value),
            Kind::Code | Kind::Date | Kind::Pick(Pick::Occupation) => self.code(value),
            Kind::Amount => match crate::domain::money::Rial::parse(value) {
                Ok(amount) => self.rial(amount),
                Err(_) => self.code(value),
            },
            Kind::Secret => String::new(),
            Kind::Pick(Pick::Subject) => self.subject(value),
            Kind::Pick(Pick::Bank) => self.bank(value),
            Kind::Text | Kind::Name | Kind::Pick(Pick::Province) => value.to_owned(),
        }
    }
}
