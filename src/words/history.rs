//! The events of a case, told one by one.

use super::Words;
use crate::domain::Choice;
use crate::domain::centre::{BlankMove, Inquiry, Objection};
use crate::domain::day::Till;
use crate::domain::documents::DocumentKind;
use crate::domain::event::{DocumentsOutcome, Event, Sealed};
use crate::domain::fees::Settlement;
use crate::domain::visit::Intake;
use crate::form::intake::{INTAKE, answers};
use crate::form::{Kind, Pick};

impl Words {
    /// What happened, in one sentence.
    pub fn event(&self, sealed: &Sealed) -> String {
        let names =
            |list: &[DocumentKind]| self.list(&list.iter().map(|document| self.choice(*document)).collect::<Vec<_>>());
        let args: Vec<(&str, String)> = match &sealed.event {
            Event::Opened { tracking, .. } => vec![("tracking", self.tracking(tracking))],
            Event::Corrected { reason, .. } | Event::Withdrawn { reason } => vec![("reason", reason.clone())],
            Event::DocumentJudged { document, verdict } => {
                vec![("document", self.choice(*document)), ("verdict", self.verdict(verdict))]
            }
            Event::DocumentsClosed { outcome } => match outcome {
                DocumentsOutcome::Complete => Vec::new(),
                DocumentsOutcome::Deficient { missing } => vec![("documents", names(missing))],
                DocumentsOutcome::Suspect { documents } => vec![("documents", names(documents))],
            },
            Event::FeeSettled { settlement: Settlement::Paid { payment, .. } } => vec![
                ("amount", self.rial(payment.amount)),
                ("reference", self.code(payment.references().next().map_or("", |(_, number)| number))),
                ("bank", payment.bank.clone()),
                ("day", self.date(payment.paid_on)),
            ],
            Event::FeeSettled { settlement: Settlement::Waived { due, .. } } => vec![("amount", self.rial(*due))],
            Event::SlipIssued { slip } => vec![("slip", self.choice(*slip))],
            Event::OperatorEnrolled { operator } => vec![("name", operator.name.clone())],
            Event::DayOpened { day } => vec![("day", self.day(*day))],
            Event::DayClosed { day, totals } => {
                vec![("day", self.day(*day)), ("amount", self.rial(totals.amount()))]
            }
            Event::ClockWentBack { by_ms } | Event::ClockJumped { by_ms } => {
                vec![("minutes", self.number(by_ms / 60_000))]
            }
            Event::FeeSettled { .. } | Event::DeskFounded { .. } => Vec::new(),
            other => self.event_of_centre(other),
        };
        let told = self.with(&format!("event-{}", sealed.event.code()), &args);
        match &sealed.envelope.approver {
            Some(approver) if sealed.envelope.operator.as_ref().is_none_or(|operator| !operator.is(approver)) => {
                let approved = self.with("event-approved-by", &[("approver", self.code(&approver.sign_in))]);
                format!("{told} {approved}")
            }
            _ => told,
        }
    }

    /// What is told of an event behind the counter.
    fn event_of_centre(&self, event: &Event) -> Vec<(&'static str, String)> {
        match event {
            Event::InquiryAsked { by, way } => vec![("by", self.choice(*by)), ("way", self.choice(*way))],
            Event::InquiryAnswered { answer } => {
                vec![("result", self.choice(answer.result)), ("day", self.date(answer.on))]
            }
            Event::Returned { objections, .. } => vec![("objections", self.list(&self.objections(objections)))],
            Event::Rejected { reason } | Event::Uncollected { reason } | Event::Reopened { reason } => {
                vec![("reason", reason.clone())]
            }
            Event::DeadlineSet { until } => vec![("day", self.date(*until))],
            Event::CertificateIssued { produced } => {
                let serial = produced.serial.as_deref().map_or_else(|| self.say("empty"), |serial| self.code(serial));
                vec![("serial", serial), ("original", self.choice(produced.original))]
            }
            Event::Delivered { collector } => vec![("collector", self.choice(collector.kind))],
            Event::FeeCancelled { amount, reason } => {
                vec![("amount", self.rial(*amount)), ("reason", reason.clone())]
            }
            Event::Refunded { amount, reference, on } => {
                vec![("amount", self.rial(*amount)), ("reference", self.code(reference)), ("day", self.date(*on))]
            }
            Event::OverrideUsed { question, reason } => {
                vec![("question", self.question(*question, None).what), ("reason", reason.clone())]
            }
            Event::BlanksMoved { moved } => self.blanks(moved),
            Event::OperatorSuspended { sign_in, reason } => {
                vec![("sign-in", self.code(sign_in)), ("reason", reason.clone())]
            }
            Event::OperatorRestored { sign_in } | Event::PassphraseReset { sign_in, .. } => {
                vec![("sign-in", self.code(sign_in))]
            }
            Event::RoleChanged { sign_in, role } => {
                vec![("sign-in", self.code(sign_in)), ("role", self.choice(*role))]
            }
            Event::LineageBegun { why, at, .. } => {
                vec![("why", self.choice(*why)), ("number", self.number(at))]
            }
            Event::KeysSet { keys, .. } => vec![("key", self.code(&short(&keys.sign)))],
            Event::Foreign { code, version, .. } => {
                vec![("code", self.code(code)), ("version", self.number(version))]
            }
            Event::ErasureOrdered { order, .. } => vec![("order", order.clone())],
            Event::HeadSigned { number, .. } => vec![("number", self.number(number))],
            Event::DuplicateJudged { other, reason, .. } => {
                vec![("other", self.tracking(other)), ("reason", reason.clone())]
            }
            Event::LookedAgain { note } => vec![("note", note.clone())],
            Event::TillCounted { cash, slips } => {
                vec![("counted", self.counted(Till { cash: *cash, slips: *slips }))]
            }
            Event::ShiftHandedOver { to, note } => {
                let note = if note.is_empty() { self.say("empty") } else { note.clone() };
                vec![("to", self.code(to)), ("note", note)]
            }
            Event::RecoveryIssued { sign_in, .. } | Event::RecoveryUsed { sign_in, .. } => {
                vec![("sign-in", self.code(sign_in))]
            }
            _ => Vec::new(),
        }
    }

    fn blanks(&self, moved: &BlankMove) -> Vec<(&'static str, String)> {
        match moved {
            BlankMove::Received { first, count } => vec![("first", self.code(first)), ("count", self.number(count))],
            BlankMove::Used { serial } => vec![("serial", self.code(serial))],
            BlankMove::Spoiled { serial, reason } => vec![("serial", self.code(serial)), ("reason", reason.clone())],
            BlankMove::Returned { first, count, reason } => {
                vec![("first", self.code(first)), ("count", self.number(count)), ("reason", reason.clone())]
            }
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

    /// Where an inquiry stands.
    pub fn inquiry(&self, inquiry: Option<&Inquiry>) -> String {
        match inquiry.map(|inquiry| &inquiry.answer) {
            None => self.say("inquiry-none"),
            Some(None) => self.say("inquiry-open"),
            Some(Some(answer)) => {
                let args = [("result", self.choice(answer.result)), ("day", self.date(answer.on))];
                self.with("inquiry-answered", &args)
            }
        }
    }

    /// A verdict with its reason, or with the official who holds the paper.
    pub fn verdict(&self, verdict: &crate::domain::documents::Verdict) -> String {
        let name = self.choice(verdict.kind);
        match &verdict.text {
            Some(text) => self.with("verdict-with-text", &[("verdict", name), ("text", text.clone())]),
            None => name,
        }
    }

    /// Which answers a correction changed: field, before, after.
    pub fn changes(&self, before: &Intake, after: &Intake) -> Vec<String> {
        let (old, new) = (answers(before), answers(after));
        INTAKE
            .fields
            .iter()
            .filter(|field| old.get(field.id) != new.get(field.id))
            .map(|field| {
                self.with(
                    "event-change",
                    &[
                        ("field", self.field(field.id)),
                        ("before", self.answer(field.kind, old.get(field.id))),
                        ("after", self.answer(field.kind, new.get(field.id))),
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
            Kind::Text | Kind::Name | Kind::Pick(Pick::Province) => value.to_owned(),
        }
    }
}

/// The first bytes of a key, by which two can be told apart.
fn short(key: &[u8; 32]) -> String {
    key[..4].iter().map(|byte| format!("{byte:02x}")).collect()
}
