//! Slips: what the person takes home. Plain text in logical order, right for paper.

use super::Words;
use crate::domain::audit::Witness;
use crate::domain::case::Case;
use crate::domain::certificate::{FieldCluster, RequestKind};
use crate::domain::date::JalaliDate;
use crate::domain::documents::{Demand, Facts, Requirement, VerdictKind, not_shown};
use crate::domain::event::SlipKind;
use crate::domain::fees::{Settlement, TariffRow};
use crate::domain::office::Office;
use crate::domain::rulebook::Rulebook;
use crate::domain::stage::Stage;
use crate::text::paper;

/// What «چه بیاورم؟» was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bring {
    pub facts: Facts,
    pub kind: RequestKind,
    pub cluster: FieldCluster,
}

pub(super) const RULE: &str = "----------------------------------------";

impl Words {
    /// The text of a slip. No control characters; digits in the script of the language.
    pub fn slip(&self, kind: SlipKind, case: &Case, office: &Office, rules: &Rulebook, witness: &Witness) -> String {
        let mut lines = self.letterhead(office);
        lines.extend([
            RULE.to_owned(),
            self.choice(kind),
            self.say("paper-tracking"),
            // On a line of its own: behind a Persian word, and without isolates, its groups would change places.
            self.tracking(&case.tracking),
            // The moment of the event, so that a screen shows what the file holds.
            self.with("paper-when", &[("moment", self.moment(case.touched.wall_ms))]),
            RULE.to_owned(),
        ]);
        lines.extend(self.about(case));
        lines.push(RULE.to_owned());
        lines.extend(match kind {
            SlipKind::Receipt => self.receipt(case, rules),
            SlipKind::Deficiency => self.deficiency(case, rules),
            SlipKind::Delivery => vec![self.say("paper-delivered"), String::new(), self.say("paper-signature")],
            SlipKind::Referral => vec![self.say("paper-referral"), self.say("paper-referral-next")],
        });
        lines.extend([RULE.to_owned(), self.say("paper-keep-code")]);
        lines.extend(self.witness(witness, self.short_head(&witness.head)));
        paper(&(lines.join("\n") + "\n"))
    }

    /// So much of the journal's head stands on a paper that whoever keeps it can compare later.
    pub(super) fn witness(&self, witness: &Witness, head: String) -> [String; 2] {
        let typed =
            [("number", witness.number.to_string()), ("head", head), ("key", self.fingerprint(witness.key.as_ref()))];
        [
            self.with("paper-witness", &[("number", self.number(witness.number))]),
            self.with("paper-witness-typed", &typed),
        ]
    }

    /// What stands at the head of every slip.
    pub(super) fn letterhead(&self, office: &Office) -> Vec<String> {
        let mut lines = vec![
            self.say("paper-invocation"),
            self.say("paper-agency"),
            self.with("paper-office", &[("name", office.name.clone()), ("code", self.code(&office.code))]),
        ];
        if office.sample {
            lines.push(self.say("paper-sample"));
        }
        lines
    }

    fn about(&self, case: &Case) -> Vec<String> {
        let (intake, certificate) = (&case.intake, &case.intake.certificate);
        vec![
            self.with(
                "paper-applicant",
                &[("name", intake.applicant.full_name()), ("id", self.code(&intake.applicant.id.last_digits()))],
            ),
            self.with(
                "paper-request",
                &[("kind", self.choice(intake.request.kind)), ("medium", self.choice(certificate.medium))],
            ),
            self.with("paper-certificate", &[("occupation", certificate.occupation.title.clone())]),
            self.code(&certificate.number),
        ]
    }

    fn receipt(&self, case: &Case, rules: &Rulebook) -> Vec<String> {
        let mut lines = vec![self.say("paper-done")];
        for row in rules.checklist_of(&case.intake) {
            if let Some(verdict) = case.verdicts.get(&row.document).filter(|verdict| verdict.kind.satisfies()) {
                let name = self.choice(row.document);
                lines.push(self.with("paper-item", &[("item", format!("{name}: {}", self.choice(verdict.kind)))]));
            }
        }
        match &case.settlement {
            Some(Settlement::Paid { payment, .. }) => {
                lines.push(self.with(
                    "paper-paid",
                    &[("amount", self.rial(payment.amount)), ("words", self.rial_in_words(payment.amount))],
                ));
                for (kind, number) in payment.references() {
                    lines.push(self.with(
                        "paper-reference",
                        &[
                            ("kind", self.choice(kind)),
                            ("number", self.code(number)),
                            ("bank", self.bank(&payment.bank)),
                            ("day", self.date(payment.paid_on)),
                        ],
                    ));
                }
            }
            Some(Settlement::NothingDue { .. }) => lines.push(self.say("paper-nothing-due")),
            Some(Settlement::Waived { due, .. }) => {
                lines.push(self.with("paper-waived", &[("amount", self.rial(*due))]));
            }
            None => lines.push(self.say("paper-fee-open")),
        }
        let waits = case.stage == Stage::AwaitingCentre;
        lines.push(self.say(if waits { "paper-next-centre" } else { "paper-next-fee" }));
        lines
    }

    fn deficiency(&self, case: &Case, rules: &Rulebook) -> Vec<String> {
        let mut lines = vec![self.say("paper-deficient")];
        let list = rules.checklist_of(&case.intake);
        let either = |row: &Requirement| matches!(row.demand, Demand::OneOf { .. });
        for row in not_shown(&list, &case.verdicts) {
            let verdict = case.verdicts.get(&row.document);
            let mut item = self.bring_line(row);
            if let Some(text) = verdict.filter(|v| v.kind == VerdictKind::Refused).and_then(|v| v.text.as_ref()) {
                item = self.with("paper-refused", &[("item", item), ("reason", text.clone())]);
            }
            lines.push(self.with("paper-item", &[("item", item)]));
        }
        if list.iter().any(either) {
            lines.push(self.say("paper-either"));
        }
        for objection in self.objections(&case.objections) {
            lines.push(self.with("paper-item", &[("item", objection)]));
        }
        if let Some(until) = case.deadline {
            lines.push(self.with("paper-until", &[("day", self.day(until))]));
        }
        lines.push(self.say("paper-deficient-next"));
        lines
    }

    /// One paper and how to bring it: «کپی گواهینامه پیش‌نیاز».
    fn bring_line(&self, row: &Requirement) -> String {
        self.with(
            "bring-item",
            &[("presentation", self.choice(row.presentation)), ("document", self.choice(row.document))],
        )
    }

    /// Why a paper is asked for, and from which line of the form.
    pub fn why(&self, row: &Requirement) -> String {
        format!("{} {}", self.choice(row.condition), self.source(&row.source))
    }

    /// The answer to «چه بیاورم؟». It names nobody.
    pub fn bring(&self, asked: &Bring, rules: &Rulebook, today: JalaliDate) -> String {
        let list = rules.checklist(&asked.facts);
        let mut lines = vec![
            self.say("bring-title"),
            self.with("bring-for", &[("kind", self.choice(asked.kind)), ("cluster", self.choice(asked.cluster))]),
            RULE.to_owned(),
        ];
        for row in list.iter().filter(|row| row.demand != Demand::Optional) {
            let either =
                if matches!(row.demand, Demand::OneOf { .. }) { self.say("bring-one-of") } else { String::new() };
            let item = format!("{} — {} {either}", self.bring_line(row), self.why(row));
            lines.push(self.with("paper-item", &[("item", item.trim().to_owned())]));
        }
        lines.push(RULE.to_owned());
        lines.extend(rules.tariff_row(asked.kind, asked.cluster, today).into_iter().flat_map(|row| self.tariff(row)));
        lines.push(self.say("bring-once"));
        lines.join("\n")
    }

    /// A tariff row told: the amount in figures and in words, or that none is stated, and why.
    pub fn tariff(&self, row: &TariffRow) -> Vec<String> {
        let mut lines = match row.amount {
            Some(amount) => vec![
                self.with("tariff-amount", &[("amount", self.rial(amount)), ("words", self.rial_in_words(amount))]),
            ],
            None => vec![self.say("tariff-none")],
        };
        lines.push(format!("{} {}", self.choice(row.note), self.source(&row.source)));
        lines
    }
}
