//! What the centre decides and what comes of it: inquiry, review, production, delivery, undoing.

use super::acts::ActKind;
use super::case::{Case, Stage};
use super::centre::{
    BlankMove, Collector, DuplicateDecision, InquiryAnswer, InquiryBy, InquiryResult, InquiryWay, Objection, Produced,
};
use super::certificate::{CertificateMedium, RequestKind};
use super::date::JalaliDate;
use super::documents::{Demand, DocumentKind, Standing, Verdict, Verdicts, standing};
use super::event::{DocumentsOutcome, Event, SlipKind};
use super::fees::Settlement;
use super::refusal::{Question, Refusal};
use super::rulebook::Rulebook;
use super::tracking::TrackingCode;
use super::workflow::Stamp;

/// Something that is asked of a case behind the counter, or by whoever answers for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CentreAct {
    AskInquiry { by: InquiryBy, way: InquiryWay },
    AnswerInquiry { answer: InquiryAnswer },
    Approve,
    Return { objections: Vec<Objection>, until: Option<JalaliDate> },
    Reject { reason: String },
    SetDeadline { until: JalaliDate },
    IssueCertificate { produced: Produced },
    Deliver { collector: Collector },
    ReturnUncollected { reason: String },
    Reopen { reason: String },
    CancelFee { reason: String },
    RecordRefund { reference: String, on: JalaliDate },
    ConfirmDirect,
    OrderErasure { order: String },
    JudgeDuplicate { other: TrackingCode, decision: DuplicateDecision, reason: String },
    LookAgain { note: String },
    WaiveFee,
}

impl CentreAct {
    pub fn kind(&self) -> ActKind {
        match self {
            CentreAct::AskInquiry { .. } => ActKind::AskInquiry,
            CentreAct::AnswerInquiry { .. } => ActKind::AnswerInquiry,
            CentreAct::Approve => ActKind::Approve,
            CentreAct::Return { .. } => ActKind::Return,
            CentreAct::Reject { .. } => ActKind::Reject,
            CentreAct::SetDeadline { .. } => ActKind::SetDeadline,
            CentreAct::IssueCertificate { .. } => ActKind::IssueCertificate,
            CentreAct::Deliver { .. } => ActKind::Deliver,
            CentreAct::ReturnUncollected { .. } => ActKind::ReturnUncollected,
            CentreAct::Reopen { .. } => ActKind::Reopen,
            CentreAct::CancelFee { .. } => ActKind::CancelFee,
            CentreAct::RecordRefund { .. } => ActKind::RecordRefund,
            CentreAct::ConfirmDirect => ActKind::ConfirmDirect,
            CentreAct::OrderErasure { .. } => ActKind::OrderErasure,
            CentreAct::JudgeDuplicate { .. } => ActKind::JudgeDuplicate,
            CentreAct::LookAgain { .. } => ActKind::LookAgain,
            CentreAct::WaiveFee => ActKind::WaiveFee,
        }
    }
}

/// The same as [`super::workflow::decide`], for these acts, at a stage where they have a place.
pub fn decide(case: &Case, act: &CentreAct, rules: &Rulebook, stamp: &Stamp) -> Result<Vec<Event>, Refusal> {
    match act {
        CentreAct::AskInquiry { by, way } => match &case.inquiry {
            Some(inquiry) if inquiry.answer.is_none() => Err(Refusal::NothingChanged),
            _ => Ok(vec![Event::InquiryAsked { by: *by, way: *way }]),
        },
        CentreAct::AnswerInquiry { answer } => match &case.inquiry {
            Some(inquiry) if inquiry.answer.is_none() => Ok(vec![Event::InquiryAnswered { answer: answer.clone() }]),
            _ => Err(Refusal::NoInquiryOpen),
        },
        CentreAct::Approve => approve(case, stamp),
        CentreAct::Return { objections, until } => {
            four_eyes(case, stamp)?;
            match objections.is_empty() {
                true => Err(Refusal::ReasonMissing),
                false => Ok(vec![
                    Event::Returned { objections: objections.clone(), until: *until },
                    Event::SlipIssued { slip: SlipKind::Deficiency },
                ]),
            }
        }
        CentreAct::Reject { reason } => {
            four_eyes(case, stamp)?;
            with_reason(reason, |reason| Event::Rejected { reason })
        }
        CentreAct::SetDeadline { until } => match *until < stamp.day {
            true => Err(Refusal::OtherDay { today: stamp.day }),
            false => Ok(vec![Event::DeadlineSet { until: *until }]),
        },
        CentreAct::IssueCertificate { produced } => issue(case, produced, stamp),
        CentreAct::Deliver { collector } => deliver(collector),
        CentreAct::ReturnUncollected { reason } => with_reason(reason, |reason| Event::Uncollected { reason }),
        CentreAct::Reopen { reason } => with_reason(reason, |reason| Event::Reopened { reason }),
        CentreAct::CancelFee { reason } => match &case.settlement {
            None => Err(Refusal::NoFeeConfirmed),
            Some(settlement) => {
                let amount = settlement.amount();
                with_reason(reason, |reason| Event::FeeCancelled { amount, reason })
            }
        },
        CentreAct::RecordRefund { reference, on } => refund(case, reference, *on),
        CentreAct::ConfirmDirect => confirm_direct(case, rules, stamp),
        CentreAct::OrderErasure { order } => with_reason(order, |order| Event::ErasureOrdered { case: case.id, order }),
        CentreAct::JudgeDuplicate { other, decision, reason } => judge_duplicate(other, *decision, reason, stamp),
        CentreAct::LookAgain { note } => look_again(case, note, stamp),
        CentreAct::WaiveFee => waive_fee(case, rules, stamp),
    }
}

fn with_reason(reason: &str, event: impl FnOnce(String) -> Event) -> Result<Vec<Event>, Refusal> {
    match reason.is_empty() {
        true => Err(Refusal::ReasonMissing),
        false => Ok(vec![event(reason.to_owned())]),
    }
}

/// Whoever took the case in, saw its papers or confirmed its fee does not decide on it. Where there is
/// nobody else, a second person stands behind it, and it is listed.
fn four_eyes(case: &Case, stamp: &Stamp) -> Result<(), Refusal> {
    if !case.is_in_hands_of(&stamp.operator) {
        return Ok(());
    }
    if stamp.approver.as_ref().is_some_and(|approver| approver.is(&stamp.operator)) {
        return Err(Refusal::SamePerson);
    }
    stamp.ask(Question::FourEyes, None)
}

/// Two requests go on side by side; of one that was made twice, this one ends.
fn judge_duplicate(
    other: &TrackingCode,
    decision: DuplicateDecision,
    reason: &str,
    stamp: &Stamp,
) -> Result<Vec<Event>, Refusal> {
    if !stamp.alike {
        return Err(Refusal::NotAlike);
    }
    let judged = |reason| Event::DuplicateJudged { other: other.clone(), decision, reason };
    let mut events = with_reason(reason, judged)?;
    if decision == DuplicateDecision::Same {
        events.push(Event::Withdrawn { reason: reason.to_owned() });
    }
    Ok(events)
}

/// By neither of the two who decided, and nobody through whose hands it went.
fn look_again(case: &Case, note: &str, stamp: &Stamp) -> Result<Vec<Event>, Refusal> {
    if case.own_work.is_empty() {
        return Err(Refusal::NoSecondLook);
    }
    if case.own_work.iter().any(|by| by.is(&stamp.operator)) || case.is_in_hands_of(&stamp.operator) {
        return Err(Refusal::SamePerson);
    }
    with_reason(note, |note| Event::LookedAgain { note })
}

fn waive_fee(case: &Case, rules: &Rulebook, stamp: &Stamp) -> Result<Vec<Event>, Refusal> {
    let (kind, cluster) = (case.intake.request.kind, case.intake.certificate.cluster);
    let row = rules.tariff_row(kind, cluster, stamp.day).ok_or(Refusal::NoTariffRow)?;
    let due = row.amount.ok_or(Refusal::NoFeeIsDue)?;
    stamp.ask(Question::FeeWaived, None)?;
    let settlement = Settlement::Waived { due, tariff: row.id.clone() };
    Ok(vec![Event::FeeSettled { settlement }, Event::SlipIssued { slip: SlipKind::Receipt }])
}

fn approve(case: &Case, stamp: &Stamp) -> Result<Vec<Event>, Refusal> {
    four_eyes(case, stamp)?;
    match case.inquiry.as_ref().map(|inquiry| &inquiry.answer) {
        None => {}
        Some(None) => stamp.ask(Question::InquiryPending, None)?,
        Some(Some(answer)) if answer.result != InquiryResult::Match => stamp.ask(Question::RegistryMismatch, None)?,
        Some(Some(_)) => {}
    }
    Ok(vec![Event::Approved])
}

fn issue(case: &Case, produced: &Produced, stamp: &Stamp) -> Result<Vec<Event>, Refusal> {
    let issued = Event::CertificateIssued { produced: produced.clone() };
    match (case.intake.certificate.medium, &produced.serial) {
        (CertificateMedium::Paper, None) => Err(Refusal::SerialMissing),
        (CertificateMedium::Electronic, Some(_)) => Err(Refusal::SerialNotNeeded),
        (CertificateMedium::Electronic, None) => Ok(vec![issued]),
        (CertificateMedium::Paper, Some(serial)) if !stamp.serial_on_hand => {
            Err(Refusal::NotOnHand { serial: serial.clone() })
        }
        (CertificateMedium::Paper, Some(serial)) => {
            Ok(vec![issued, Event::BlanksMoved { moved: BlankMove::Used { serial: serial.clone() } }])
        }
    }
}

fn deliver(collector: &Collector) -> Result<Vec<Event>, Refusal> {
    use super::centre::CollectorKind;
    let unnamed = collector.name.is_empty() || collector.letter.is_empty();
    match collector.kind == CollectorKind::Representative && unnamed {
        true => Err(Refusal::ReasonMissing),
        false => {
            Ok(vec![Event::Delivered { collector: collector.clone() }, Event::SlipIssued { slip: SlipKind::Delivery }])
        }
    }
}

fn refund(case: &Case, reference: &str, on: JalaliDate) -> Result<Vec<Event>, Refusal> {
    let amount = case.cancelled.as_ref().map(Settlement::amount).filter(|amount| amount.amount() > 0);
    let amount = amount.ok_or(Refusal::NothingToRefund)?;
    if reference.is_empty() {
        return Err(Refusal::ReasonMissing);
    }
    Ok(vec![Event::Refunded { amount, reference: reference.to_owned(), on }])
}

/// A renewal of which nothing is to be paid, and of whose papers each was seen as it should be: all in one.
fn confirm_direct(case: &Case, rules: &Rulebook, stamp: &Stamp) -> Result<Vec<Event>, Refusal> {
    let (seen, tariff) = is_direct(case, rules, stamp.day).ok_or(Refusal::NotDirect)?;
    let mut events: Vec<Event> =
        seen.into_iter().map(|(document, verdict)| Event::DocumentJudged { document, verdict }).collect();
    events.push(Event::DocumentsClosed { outcome: DocumentsOutcome::Complete });
    events.push(Event::FeeSettled { settlement: Settlement::NothingDue { tariff } });
    events.push(Event::SlipIssued { slip: SlipKind::Receipt });
    Ok(events)
}

/// The papers of such a renewal with what is said of each, and its tariff row; `None` if it is not one.
fn is_direct(case: &Case, rules: &Rulebook, day: JalaliDate) -> Option<(Seen, String)> {
    let (kind, cluster) = (case.intake.request.kind, case.intake.certificate.cluster);
    let row = rules.tariff_row(kind, cluster, day)?;
    let fits = kind == RequestKind::Renewal && row.amount.is_none() && case.verdicts.is_empty();
    let seen = directly_seen(case, rules);
    let verdicts: Verdicts = seen.iter().cloned().collect();
    let complete = standing(&rules.checklist_of(&case.intake), &verdicts) == Standing::Complete;
    (fits && complete).then(|| (seen, row.id.clone()))
}

type Seen = Vec<(DocumentKind, Verdict)>;

/// The papers that a direct renewal declares seen, each as it is first asked for.
fn directly_seen(case: &Case, rules: &Rulebook) -> Seen {
    let list = rules.checklist_of(&case.intake);
    let asked = list.iter().filter(|row| row.demand == Demand::Required);
    asked
        .filter_map(|row| Some((row.document, Verdict { kind: *row.verdicts.first()?, text: None })))
        .filter(|(_, verdict)| verdict.kind.satisfies() && !verdict.kind.needs_text())
        .collect()
}

/// Whether an act that has a place at this stage has anything to do in this case.
pub fn has_use(case: &Case, act: ActKind, rules: &Rulebook, stamp_day: JalaliDate) -> bool {
    let open = case.inquiry.as_ref().is_some_and(|inquiry| inquiry.answer.is_none());
    match act {
        ActKind::AskInquiry => !open,
        ActKind::AnswerInquiry => open,
        ActKind::CancelFee => case.settlement.is_some(),
        ActKind::RecordRefund => case.cancelled.as_ref().is_some_and(|settlement| settlement.amount().amount() > 0),
        ActKind::ConfirmDirect => is_direct(case, rules, stamp_day).is_some(),
        ActKind::LookAgain => !case.own_work.is_empty(),
        ActKind::WaiveFee => {
            let (kind, cluster) = (case.intake.request.kind, case.intake.certificate.cluster);
            rules.tariff_row(kind, cluster, stamp_day).is_some_and(|row| row.amount.is_some())
        }
        _ => true,
    }
}

/// What is true of a case beside its stage.
pub fn flags(case: &Case, today: JalaliDate) -> Vec<super::case::Flag> {
    use super::case::Flag;
    let overdue = case.deadline.is_some_and(|until| until < today && case.stage == Stage::Deficient);
    let pending = case.inquiry.as_ref().is_some_and(|inquiry| inquiry.answer.is_none());
    [
        (Flag::DeficiencyOpen, case.stage == Stage::Deficient),
        (Flag::Overdue, overdue),
        (Flag::InquiryPending, pending && case.stage.is_open()),
        (Flag::PaymentDisputed, case.cancelled.is_some()),
        (Flag::PossibleDuplicate, !case.duplicates.is_empty() && case.stage.is_open()),
        (Flag::OverrideUsed, case.overrides.iter().any(|question| question.needs_supervisor())),
        (Flag::SecondLookDue, !case.own_work.is_empty()),
    ]
    .into_iter()
    .filter_map(|(flag, holds)| holds.then_some(flag))
    .collect()
}
