//! What happened, as versions 1 to 3 stored it: a kind by its place, then its parts in order.

use serde::Deserialize;
use uuid::Uuid;

use super::lists::Old;
use super::shapes::{
    OldAnswer, OldBlankMove, OldCollector, OldDate, OldIntake, OldObjection, OldOffice, OldOperator, OldOutcome,
    OldProduced, OldSettlement, OldSignature, OldTotals, OldVerdict,
};
use crate::domain::documents::DocumentKind;
use crate::domain::duplicate::DuplicateDecision;
use crate::domain::event::{CaseId, Event, Hash, SlipKind};
use crate::domain::inquiry::{InquiryBy, InquiryWay};
use crate::domain::money::Rial;
use crate::domain::operator::{Admission, Role};
use crate::domain::question::Question;
use crate::domain::tracking::TrackingCode;

/// By their place; `Erased` was never written.
#[derive(Deserialize)]
pub enum OldEvent {
    Opened { tracking: String, intake: Box<OldIntake> },
    Corrected { intake: Box<OldIntake>, reason: String },
    DocumentJudged { document: Old<DocumentKind>, verdict: OldVerdict },
    DocumentsClosed { outcome: OldOutcome },
    FeeSettled { settlement: OldSettlement },
    SlipIssued { slip: Old<SlipKind> },
    Withdrawn { reason: String },
    DeskFounded { office: OldOffice },
    OperatorEnrolled { operator: OldOperator },
    ClockWentBack { by_ms: i64 },
    ClockJumped { by_ms: i64 },
    DayOpened { day: OldDate },
    DayClosed { day: OldDate, totals: OldTotals },
    InquiryAsked { by: Old<InquiryBy>, way: Old<InquiryWay> },
    InquiryAnswered { answer: OldAnswer },
    Approved,
    Returned { objections: Vec<OldObjection>, until: Option<OldDate> },
    Rejected { reason: String },
    DeadlineSet { until: OldDate },
    CertificateIssued { produced: OldProduced },
    Delivered { collector: OldCollector },
    Uncollected { reason: String },
    Reopened { reason: String },
    FeeCancelled { amount: u64, reason: String },
    Refunded { amount: u64, reference: String, on: OldDate },
    OverrideUsed { question: Old<Question>, reason: String },
    BlanksMoved { moved: OldBlankMove },
    OperatorSuspended { sign_in: String, reason: String },
    OperatorRestored { sign_in: String },
    RoleChanged { sign_in: String, role: Old<Role> },
    PassphraseReset { sign_in: String, passphrase: String },
    ErasureOrdered { case: Uuid, order: String },
    Erased,
    FolderEncrypted,
    HeadSigned { number: u64, head: [u8; 32], views: (u64, [u8; 16]), key: [u8; 32], signature: OldSignature },
    DuplicateJudged { other: String, decision: Old<DuplicateDecision>, reason: String },
    LookedAgain { note: String },
    TillCounted { cash: Option<u64>, slips: Option<u32> },
    ShiftHandedOver { to: String, note: String },
    RecoveryIssued { sign_in: String, code: String },
    RecoveryUsed { sign_in: String, passphrase: String },
}

impl From<OldEvent> for Event {
    fn from(old: OldEvent) -> Event {
        use OldEvent as O;
        let (code, rial) = (TrackingCode::as_kept, Rial::new);
        let whole = |intake: Box<OldIntake>| Box::new((*intake).into());
        match old {
            O::Opened { tracking, intake } => Event::Opened { tracking: code(tracking), intake: whole(intake) },
            O::Corrected { intake, reason } => {
                Event::Corrected { intake: whole(intake), reason, before: None, lapse: None }
            }
            O::DocumentJudged { document, verdict } => {
                Event::DocumentJudged { document: document.0, verdict: verdict.into() }
            }
            O::DocumentsClosed { outcome } => Event::DocumentsClosed { outcome: outcome.into() },
            O::FeeSettled { settlement } => Event::FeeSettled { settlement: settlement.into() },
            O::SlipIssued { slip } => Event::SlipIssued { slip: slip.0 },
            O::Withdrawn { reason } => Event::Withdrawn { reason },
            O::DeskFounded { office } => Event::DeskFounded { office: office.into() },
            O::OperatorEnrolled { operator } => {
                Event::OperatorEnrolled { operator: operator.into(), admission: Admission::Before }
            }
            O::ClockWentBack { by_ms } => Event::ClockWentBack { by_ms },
            O::ClockJumped { by_ms } => Event::ClockJumped { by_ms },
            O::DayOpened { day } => Event::DayOpened { day: day.0 },
            O::DayClosed { day, totals } => Event::DayClosed { day: day.0, totals: totals.into() },
            O::InquiryAsked { by, way } => Event::InquiryAsked { by: by.0, way: way.0 },
            O::InquiryAnswered { answer } => Event::InquiryAnswered { answer: answer.into() },
            O::Approved => Event::Approved,
            O::Returned { objections, until } => {
                let objections = objections.into_iter().map(Into::into).collect();
                Event::Returned { objections, until: until.map(|day| day.0) }
            }
            O::Rejected { reason } => Event::Rejected { reason },
            O::DeadlineSet { until } => Event::DeadlineSet { until: until.0 },
            O::CertificateIssued { produced } => Event::CertificateIssued { produced: produced.into() },
            O::Delivered { collector } => Event::Delivered { collector: collector.into() },
            O::Uncollected { reason } => Event::Uncollected { reason },
            O::Reopened { reason } => Event::Reopened { reason },
            O::FeeCancelled { amount, reason } => Event::FeeCancelled { amount: rial(amount), reason },
            O::Refunded { amount, reference, on } => Event::Refunded { amount: rial(amount), reference, on: on.0 },
            O::OverrideUsed { question, reason } => Event::OverrideUsed { question: question.0, reason },
            O::BlanksMoved { moved } => Event::BlanksMoved { moved: moved.into() },
            O::OperatorSuspended { sign_in, reason } => Event::OperatorSuspended { sign_in, reason },
            O::OperatorRestored { sign_in } => Event::OperatorRestored { sign_in, admission: Admission::Before },
            O::RoleChanged { sign_in, role } => {
                Event::RoleChanged { sign_in, role: role.0, admission: Admission::Before }
            }
            O::PassphraseReset { sign_in, passphrase } => {
                Event::PassphraseReset { sign_in, passphrase: Hash(passphrase) }
            }
            O::ErasureOrdered { case, order } => Event::ErasureOrdered { case: CaseId(case), order, left: None },
            O::Erased => Event::Erased,
            O::FolderEncrypted => Event::FolderEncrypted,
            O::HeadSigned { number, head, views: access, key, signature } => {
                Event::HeadSigned { number, head, access, key, signature: signature.into() }
            }
            O::DuplicateJudged { other, decision, reason } => {
                Event::DuplicateJudged { other: code(other), decision: decision.0, reason }
            }
            O::LookedAgain { note } => Event::LookedAgain { note },
            O::TillCounted { cash, slips } => Event::TillCounted { cash: cash.map(rial), slips },
            O::ShiftHandedOver { to, note } => Event::ShiftHandedOver { to, note },
            O::RecoveryIssued { sign_in, code } => Event::RecoveryIssued { sign_in, code: Hash(code) },
            O::RecoveryUsed { sign_in, passphrase } => Event::RecoveryUsed { sign_in, passphrase: Hash(passphrase) },
        }
    }
}
