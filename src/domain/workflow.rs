//! What may be done to a case, and what it leads to.

use std::cell::RefCell;

use super::acts::ActKind;
use super::case::{Case, Stage};
use super::centre::DuplicateDecision;
use super::date::JalaliDate;
use super::documents::{self, DocumentKind, Standing, Verdict, VerdictKind};
use super::event::{DocumentsOutcome, Event, SlipKind};
use super::fees::{Payment, Settlement};
use super::lineage::PersonRef;
use super::operator::Role;
use super::person::PersonId;
use super::refusal::{Question, Refusal};
use super::review::{self, CentreAct};
use super::rulebook::Rulebook;
use super::tracking::TrackingCode;
use super::visit::Intake;

/// Something an operator asks to be done to a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    Open { tracking: TrackingCode, intake: Box<Intake> },
    Correct { intake: Box<Intake>, reason: String },
    Judge { document: DocumentKind, verdict: Verdict },
    CloseDocuments,
    ConfirmPayment { payment: Payment },
    ConfirmNothingDue,
    IssueSlip { slip: SlipKind },
    Withdraw { reason: String },
    Centre(CentreAct),
}

impl Act {
    pub fn kind(&self) -> ActKind {
        match self {
            Act::Open { .. } => ActKind::Open,
            Act::Correct { .. } => ActKind::Correct,
            Act::Judge { .. } => ActKind::Judge,
            Act::CloseDocuments => ActKind::CloseDocuments,
            Act::ConfirmPayment { .. } => ActKind::ConfirmPayment,
            Act::ConfirmNothingDue => ActKind::ConfirmNothingDue,
            Act::IssueSlip { .. } => ActKind::IssueSlip,
            Act::Withdraw { .. } => ActKind::Withdraw,
            Act::Centre(act) => act.kind(),
        }
    }
}

/// What is known around the act: the day, what the desk's records show, what was agreed to.
#[derive(Debug, Clone)]
pub struct Stamp {
    pub day: JalaliDate,
    /// Another open case on the same certificate.
    pub same_certificate: Option<TrackingCode>,
    /// Another case in which this payment was already used.
    pub reference_used_by: Option<TrackingCode>,
    /// Questions answered with yes.
    pub agreed: Vec<Question>,
    /// Who does it, and as what.
    pub operator: PersonRef,
    pub role: Role,
    /// The supervisor who stands behind those answers.
    pub approver: Option<PersonRef>,
    /// Why two cases that look alike are two, as somebody wrote it.
    pub decision: String,
    /// The other case that is named has the person or the certificate in common with this one.
    pub alike: bool,
    /// The blank that is asked for is on hand.
    pub serial_on_hand: bool,
    /// Questions that were asked and answered with yes.
    pub used: RefCell<Vec<Question>>,
}

impl Stamp {
    /// Whether this question was answered with yes by somebody who may.
    pub fn ask(&self, question: Question, other: Option<&TrackingCode>) -> Result<(), Refusal> {
        let answered = self.agreed.contains(&question) && (self.approver.is_some() || !question.needs_supervisor());
        match answered {
            true => {
                self.used.borrow_mut().push(question);
                Ok(())
            }
            false => Err(Refusal::Asks { question, other: other.cloned() }),
        }
    }
}

/// What the act leads to, or why it is not done. Pure: the same arguments, the same answer.
pub fn decide(case: Option<&Case>, act: &Act, rules: &Rulebook, stamp: &Stamp) -> Result<Vec<Event>, Refusal> {
    let kind = act.kind();
    if !kind.is_for(stamp.role) {
        return Err(Refusal::NotForRole { role: stamp.role, act: kind });
    }
    if let Act::Open { tracking, intake } = act {
        let judged = check_intake(intake, stamp)?;
        let opened = Event::Opened { tracking: tracking.clone(), intake: intake.clone() };
        return Ok(std::iter::once(opened).chain(judged).collect());
    }
    let case = case.ok_or(Refusal::NoSuchCase)?;
    if !allowed(case.stage, act) {
        return Err(Refusal::WrongStage { stage: case.stage });
    }
    match act {
        Act::Open { .. } => Err(Refusal::NoSuchCase),
        Act::Correct { intake, reason } => correct(case, intake, reason, stamp),
        Act::Judge { document, verdict } => judge(case, *document, verdict, rules, stamp),
        Act::CloseDocuments => close_documents(case, rules),
        Act::ConfirmPayment { payment } => confirm_payment(case, payment, rules, stamp),
        Act::ConfirmNothingDue => confirm_nothing_due(case, rules, stamp),
        Act::IssueSlip { slip } => Ok(vec![Event::SlipIssued { slip: *slip }]),
        Act::Withdraw { reason } => match reason.is_empty() {
            true => Err(Refusal::ReasonMissing),
            false => Ok(vec![Event::Withdrawn { reason: reason.clone() }]),
        },
        Act::Centre(act) => review::decide(case, act, rules, stamp),
    }
}

/// Whether such an act has a place at this stage; screens show only what has one.
pub fn allowed(stage: Stage, act: &Act) -> bool {
    match act {
        Act::IssueSlip { slip } => slip_fits(stage, *slip),
        act => act.kind().fits(stage),
    }
}

/// Whether this slip has a place at this stage.
pub fn slip_fits(stage: Stage, slip: SlipKind) -> bool {
    match slip {
        SlipKind::Receipt => matches!(stage, Stage::Fee | Stage::AwaitingCentre),
        SlipKind::Deficiency => stage == Stage::Deficient,
        SlipKind::Referral => stage == Stage::Referred,
        SlipKind::Delivery => stage == Stage::Delivered,
    }
}

/// What somebody wrote of another open case on the same certificate, if there is one.
fn check_intake(intake: &Intake, stamp: &Stamp) -> Result<Option<Event>, Refusal> {
    if let PersonId::National(id) = &intake.applicant.id
        && id.is_repeated()
    {
        stamp.ask(Question::NationalIdRepeated, None)?;
    }
    let Some(other) = &stamp.same_certificate else { return Ok(None) };
    stamp.ask(Question::CertificateHasOpenCase, Some(other))?;
    match stamp.decision.is_empty() {
        true => Err(Refusal::ReasonMissing),
        false => Ok(Some(Event::DuplicateJudged {
            other: other.clone(),
            decision: DuplicateDecision::Distinct,
            reason: stamp.decision.clone(),
        })),
    }
}

fn correct(case: &Case, intake: &Intake, reason: &str, stamp: &Stamp) -> Result<Vec<Event>, Refusal> {
    if reason.is_empty() {
        return Err(Refusal::ReasonMissing);
    }
    if *intake == case.intake {
        return Err(Refusal::NothingChanged);
    }
    let judged = check_intake(intake, stamp)?;
    let corrected = Event::Corrected { intake: Box::new(intake.clone()), reason: reason.to_owned() };
    Ok(std::iter::once(corrected).chain(judged).collect())
}

fn judge(
    case: &Case,
    document: DocumentKind,
    verdict: &Verdict,
    rules: &Rulebook,
    stamp: &Stamp,
) -> Result<Vec<Event>, Refusal> {
    let list = rules.checklist_of(&case.intake);
    let row = list.iter().find(|row| row.document == document).ok_or(Refusal::NotAskedFor { document })?;
    if !row.verdicts.contains(&verdict.kind) {
        return Err(Refusal::VerdictNotOffered { document });
    }
    if verdict.kind.needs_text() && verdict.text.as_deref().is_none_or(str::is_empty) {
        return Err(Refusal::VerdictNeedsText { document });
    }
    if verdict.kind == VerdictKind::Substitute {
        stamp.ask(Question::MilitarySubstitute, None)?;
    }
    if verdict.kind == VerdictKind::AcceptedWithout {
        stamp.ask(Question::PaperWaived, None)?;
    }
    let before = case.verdicts.get(&document);
    if before == Some(verdict) {
        return Err(Refusal::NothingChanged);
    }
    // Whoever suspects a forgery need not be the one who takes it back.
    if before.is_some_and(|verdict| verdict.kind == VerdictKind::SuspectedForged) && case.stage == Stage::Referred {
        stamp.ask(Question::SuspicionLifted, None)?;
    }
    Ok(vec![Event::DocumentJudged { document, verdict: verdict.clone() }])
}

fn close_documents(case: &Case, rules: &Rulebook) -> Result<Vec<Event>, Refusal> {
    let list = rules.checklist_of(&case.intake);
    let closed = |outcome| Event::DocumentsClosed { outcome };
    let mut events = match documents::standing(&list, &case.verdicts) {
        Standing::Unjudged(documents) => return Err(Refusal::DocumentsUnjudged { documents }),
        Standing::Complete => vec![closed(DocumentsOutcome::Complete)],
        Standing::Deficient(missing) => {
            vec![closed(DocumentsOutcome::Deficient { missing }), Event::SlipIssued { slip: SlipKind::Deficiency }]
        }
        Standing::Suspect(documents) => {
            vec![closed(DocumentsOutcome::Suspect { documents }), Event::SlipIssued { slip: SlipKind::Referral }]
        }
    };
    // A fee that was confirmed before a correction is not asked for twice.
    if let (Some(Event::DocumentsClosed { outcome: DocumentsOutcome::Complete }), Some(settlement)) =
        (events.first(), &case.settlement)
        && still_covers(settlement, case, rules)
    {
        events.push(Event::FeeSettled { settlement: settlement.clone() });
        events.push(Event::SlipIssued { slip: SlipKind::Receipt });
    }
    Ok(events)
}

/// The settlement is what the case as it now reads would be asked for on the day it was paid.
fn still_covers(settlement: &Settlement, case: &Case, rules: &Rulebook) -> bool {
    let (kind, cluster) = (case.intake.request.kind, case.intake.certificate.cluster);
    match settlement {
        Settlement::Paid { due, payment, tariff } => match rules.tariff_row(kind, cluster, payment.paid_on) {
            Some(row) => row.amount == Some(*due),
            // What nobody has a row for stays what a supervisor took for right.
            None => tariff.is_empty(),
        },
        Settlement::Waived { due, tariff } => rules
            .tariff_row(kind, cluster, JalaliDate::at(case.opened.wall_ms))
            .is_some_and(|row| row.amount == Some(*due) && row.id == *tariff),
        Settlement::NothingDue { tariff } => rules
            .tariff_row(kind, cluster, JalaliDate::at(case.opened.wall_ms))
            .is_some_and(|row| row.amount.is_none() && row.id == *tariff),
    }
}

fn confirm_payment(case: &Case, payment: &Payment, rules: &Rulebook, stamp: &Stamp) -> Result<Vec<Event>, Refusal> {
    let (kind, cluster) = (case.intake.request.kind, case.intake.certificate.cluster);
    let row = rules.tariff_row(kind, cluster, payment.paid_on);
    let due = match row {
        Some(row) => row.amount.ok_or(Refusal::NoFeeIsDue)?,
        // The amount on the receipt is what a supervisor takes for right.
        None => {
            stamp.ask(Question::TariffUnknown, None)?;
            payment.amount
        }
    };
    let mut payment = payment.clone();
    if payment.amount.looks_like_toman(due) {
        stamp.ask(Question::TomanMeant, None)?;
        payment.amount = due;
    }
    let paid = payment.amount;
    if paid < due {
        return Err(Refusal::Underpaid { due, paid });
    }
    if paid > due {
        return Err(Refusal::Overpaid { due, paid });
    }
    if let Some(other) = &stamp.reference_used_by {
        stamp.ask(Question::ReferenceUsed, Some(other))?;
    }
    let tariff = row.map(|row| row.id.clone()).unwrap_or_default();
    let settlement = Settlement::Paid { due, payment, tariff };
    Ok(vec![Event::FeeSettled { settlement }, Event::SlipIssued { slip: SlipKind::Receipt }])
}

fn confirm_nothing_due(case: &Case, rules: &Rulebook, stamp: &Stamp) -> Result<Vec<Event>, Refusal> {
    let (kind, cluster) = (case.intake.request.kind, case.intake.certificate.cluster);
    let row = rules.tariff_row(kind, cluster, stamp.day).ok_or(Refusal::NoTariffRow)?;
    match row.amount {
        Some(due) => Err(Refusal::FeeIsDue { due }),
        None => Ok(vec![
            Event::FeeSettled { settlement: Settlement::NothingDue { tariff: row.id.clone() } },
            Event::SlipIssued { slip: SlipKind::Receipt },
        ]),
    }
}
