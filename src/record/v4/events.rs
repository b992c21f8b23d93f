//! What happened, as version 4 stores it: a row an event, with its code, its version and its own small struct.
//!
//! A row is frozen when it has been released. See [`crate::record`] for what is done to add a part or an event.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use super::body::{Reader, write};
use super::shapes::{
    AnswerV1, BlankMoveV1, CollectorV1, DateV1, IntakeV1, LeftBehindV1, ObjectionV1, OfficeV1, OperatorV1, OutcomeV1,
    ProducedV1, SettlementV1, SignatureV1, TotalsV1, VerdictV1,
};
use super::words::Listed;
use crate::domain::correction::Lapse;
use crate::domain::documents::DocumentKind;
use crate::domain::duplicate::DuplicateDecision;
use crate::domain::event::{CaseId, Event, Hash, PublicKeys, SlipKind};
use crate::domain::inquiry::{InquiryBy, InquiryWay};
use crate::domain::lineage::{Lineage, LineageReason};
use crate::domain::money::Rial;
use crate::domain::operator::{Admission, Role};
use crate::domain::question::Question;
use crate::domain::rule_file::RuleFile;
use crate::domain::tracking::TrackingCode;
use crate::record::limits::TooLarge;
use crate::record::values::read;

/// A row: the small struct with its code, version and parts in stored order; how an event is written as
/// it; what event it is read as. The first list is what is written now, the second what was written once.
macro_rules! events {
    (
        now { $($name:ident $code:literal $version:literal { $($part:ident: $kind:ty),* }
            write $pattern:pat => { $($out:ident: $value:expr),* }
            read $event:expr;)+ }
        once { $($old:ident $old_code:literal $old_version:literal { $($old_part:ident: $old_kind:ty),* }
            read $old_event:expr;)* }
    ) => {
        $(#[derive(Serialize, Deserialize)] struct $name { $($part: $kind),* })+
        $(#[derive(Deserialize)] struct $old { $($old_part: $old_kind),* })*

        /// Everything that can be read: code, version, reader.
        pub const READERS: &[(&str, u8, Reader)] = &[
            $(($code, $version, |bytes| {
                let $name { $($part),* } = read(bytes)?;
                Ok($event)
            }),)+
            $(($old_code, $old_version, |bytes| {
                let $old { $($old_part),* } = read(bytes)?;
                Ok($old_event)
            }),)*
        ];

        /// The bytes of an event; of what was erased there are none.
        pub fn bytes(event: &Event) -> Result<Vec<u8>, TooLarge> {
            match event {
                $($pattern => write($code, $version, &$name { $($out: $value),* }),)+
                Event::Erased => Ok(Vec::new()),
                Event::Foreign { code, version, bytes } => super::body::foreign(code, *version, bytes),
            }
        }

        /// All of an event, for whoever saves the data: its code, its version and its parts by name.
        pub fn json(event: &Event) -> Value {
            match event {
                $($pattern => json!({"code": $code, "version": $version, "parts": $name { $($out: $value),* }}),)+
                Event::Erased => json!({"code": "erased"}),
                Event::Foreign { code, version, bytes } => json!({"code": code, "version": version, "bytes": bytes}),
            }
        }
    };
}

fn each<'a, T, S: From<&'a T>>(list: &'a [T]) -> Vec<S> {
    list.iter().map(Into::into).collect()
}

fn admission(waits: bool) -> Admission {
    if waits { Admission::Waits } else { Admission::AtOnce }
}

events! {
    now {
        OpenedV1 "opened" 1 { tracking: String, intake: IntakeV1 }
            write Event::Opened { tracking, intake } => { tracking: tracking.digits().to_owned(), intake: (&**intake).into() }
            read Event::Opened { tracking: TrackingCode::as_kept(tracking), intake: Box::new(intake.into()) };
        CorrectedV2 "corrected" 2 { intake: IntakeV1, reason: String, before: Option<IntakeV1>, lapse: Option<Listed<Lapse>> }
            write Event::Corrected { intake, reason, before, lapse } => { intake: (&**intake).into(), reason: reason.clone(), before: before.as_deref().map(Into::into), lapse: lapse.map(Listed) }
            read Event::Corrected { intake: Box::new(intake.into()), reason, before: before.map(|before| Box::new(before.into())), lapse: lapse.map(|lapse| lapse.0) };
        DocumentJudgedV1 "document-judged" 1 { document: Listed<DocumentKind>, verdict: VerdictV1 }
            write Event::DocumentJudged { document, verdict } => { document: Listed(*document), verdict: verdict.into() }
            read Event::DocumentJudged { document: document.0, verdict: verdict.into() };
        DocumentsClosedV1 "documents-closed" 1 { outcome: OutcomeV1 }
            write Event::DocumentsClosed { outcome } => { outcome: outcome.into() }
            read Event::DocumentsClosed { outcome: outcome.into() };
        FeeSettledV1 "fee-settled" 1 { settlement: SettlementV1 }
            write Event::FeeSettled { settlement } => { settlement: settlement.into() }
            read Event::FeeSettled { settlement: settlement.into() };
        SlipIssuedV1 "slip-issued" 1 { slip: Listed<SlipKind> }
            write Event::SlipIssued { slip } => { slip: Listed(*slip) }
            read Event::SlipIssued { slip: slip.0 };
        WithdrawnV1 "withdrawn" 1 { reason: String }
            write Event::Withdrawn { reason } => { reason: reason.clone() }
            read Event::Withdrawn { reason };
        DeskFoundedV1 "desk-founded" 1 { office: OfficeV1 }
            write Event::DeskFounded { office } => { office: office.into() }
            read Event::DeskFounded { office: office.into() };
        OperatorEnrolledV2 "operator-enrolled" 2 { operator: OperatorV1, waits: bool }
            write Event::OperatorEnrolled { operator, admission } => { operator: operator.into(), waits: *admission == Admission::Waits }
            read Event::OperatorEnrolled { operator: operator.into(), admission: admission(waits) };
        ClockWentBackV1 "clock-went-back" 1 { by_ms: i64 }
            write Event::ClockWentBack { by_ms } => { by_ms: *by_ms }
            read Event::ClockWentBack { by_ms };
        ClockJumpedV1 "clock-jumped" 1 { by_ms: i64 }
            write Event::ClockJumped { by_ms } => { by_ms: *by_ms }
            read Event::ClockJumped { by_ms };
        DayOpenedV1 "day-opened" 1 { day: DateV1 }
            write Event::DayOpened { day } => { day: DateV1(*day) }
            read Event::DayOpened { day: day.0 };
        DayClosedV1 "day-closed" 1 { day: DateV1, totals: TotalsV1 }
            write Event::DayClosed { day, totals } => { day: DateV1(*day), totals: totals.into() }
            read Event::DayClosed { day: day.0, totals: totals.into() };
        InquiryAskedV1 "inquiry-asked" 1 { by: Listed<InquiryBy>, way: Listed<InquiryWay> }
            write Event::InquiryAsked { by, way } => { by: Listed(*by), way: Listed(*way) }
            read Event::InquiryAsked { by: by.0, way: way.0 };
        InquiryAnsweredV1 "inquiry-answered" 1 { answer: AnswerV1 }
            write Event::InquiryAnswered { answer } => { answer: answer.into() }
            read Event::InquiryAnswered { answer: answer.into() };
        ApprovedV1 "approved" 1 {}
            write Event::Approved => {}
            read Event::Approved;
        ReturnedV1 "returned" 1 { objections: Vec<ObjectionV1>, until: Option<DateV1> }
            write Event::Returned { objections, until } => { objections: each(objections), until: until.map(DateV1) }
            read Event::Returned { objections: objections.into_iter().map(Into::into).collect(), until: until.map(|day| day.0) };
        RejectedV1 "rejected" 1 { reason: String }
            write Event::Rejected { reason } => { reason: reason.clone() }
            read Event::Rejected { reason };
        DeadlineSetV1 "deadline-set" 1 { until: DateV1 }
            write Event::DeadlineSet { until } => { until: DateV1(*until) }
            read Event::DeadlineSet { until: until.0 };
        CertificateIssuedV1 "certificate-issued" 1 { produced: ProducedV1 }
            write Event::CertificateIssued { produced } => { produced: produced.into() }
            read Event::CertificateIssued { produced: produced.into() };
        DeliveredV1 "delivered" 1 { collector: CollectorV1 }
            write Event::Delivered { collector } => { collector: collector.into() }
            read Event::Delivered { collector: collector.into() };
        UncollectedV1 "uncollected" 1 { reason: String }
            write Event::Uncollected { reason } => { reason: reason.clone() }
            read Event::Uncollected { reason };
        ReopenedV1 "reopened" 1 { reason: String }
            write Event::Reopened { reason } => { reason: reason.clone() }
            read Event::Reopened { reason };
        FeeCancelledV1 "fee-cancelled" 1 { amount: u64, reason: String }
            write Event::FeeCancelled { amount, reason } => { amount: amount.amount(), reason: reason.clone() }
            read Event::FeeCancelled { amount: Rial::new(amount), reason };
        RefundedV1 "refunded" 1 { amount: u64, reference: String, on: DateV1 }
            write Event::Refunded { amount, reference, on } => { amount: amount.amount(), reference: reference.clone(), on: DateV1(*on) }
            read Event::Refunded { amount: Rial::new(amount), reference, on: on.0 };
        OverrideUsedV1 "override-used" 1 { question: Listed<Question>, reason: String }
            write Event::OverrideUsed { question, reason } => { question: Listed(*question), reason: reason.clone() }
            read Event::OverrideUsed { question: question.0, reason };
        BlanksMovedV1 "blanks-moved" 1 { moved: BlankMoveV1 }
            write Event::BlanksMoved { moved } => { moved: moved.into() }
            read Event::BlanksMoved { moved: moved.into() };
        OperatorSuspendedV1 "operator-suspended" 1 { sign_in: String, reason: String }
            write Event::OperatorSuspended { sign_in, reason } => { sign_in: sign_in.clone(), reason: reason.clone() }
            read Event::OperatorSuspended { sign_in, reason };
        OperatorRestoredV2 "operator-restored" 2 { sign_in: String, waits: bool }
            write Event::OperatorRestored { sign_in, admission } => { sign_in: sign_in.clone(), waits: *admission == Admission::Waits }
            read Event::OperatorRestored { sign_in, admission: admission(waits) };
        RoleChangedV2 "role-changed" 2 { sign_in: String, role: Listed<Role>, waits: bool }
            write Event::RoleChanged { sign_in, role, admission } => { sign_in: sign_in.clone(), role: Listed(*role), waits: *admission == Admission::Waits }
            read Event::RoleChanged { sign_in, role: role.0, admission: admission(waits) };
        OperatorConfirmedV1 "operator-confirmed" 1 { sign_in: String }
            write Event::OperatorConfirmed { sign_in } => { sign_in: sign_in.clone() }
            read Event::OperatorConfirmed { sign_in };
        PassphraseResetV1 "passphrase-reset" 1 { sign_in: String, passphrase: String }
            write Event::PassphraseReset { sign_in, passphrase } => { sign_in: sign_in.clone(), passphrase: passphrase.0.clone() }
            read Event::PassphraseReset { sign_in, passphrase: Hash(passphrase) };
        ErasureOrderedV2 "erasure-ordered" 2 { case: [u8; 16], order: String, left: Option<LeftBehindV1> }
            write Event::ErasureOrdered { case, order, left } => { case: *case.0.as_bytes(), order: order.clone(), left: left.as_ref().map(Into::into) }
            read Event::ErasureOrdered { case: CaseId(Uuid::from_bytes(case)), order, left: left.map(Into::into) };
        FolderSealedV1 "folder-sealed" 1 {}
            write Event::FolderEncrypted => {}
            read Event::FolderEncrypted;
        HeadSignedV1 "head-signed" 1 { number: u64, head: [u8; 32], views: (u64, [u8; 16]), key: [u8; 32], signature: SignatureV1 }
            write Event::HeadSigned { number, head, access, key, signature } => { number: *number, head: *head, views: *access, key: *key, signature: signature.into() }
            read Event::HeadSigned { number, head, access: views, key, signature: signature.into() };
        DuplicateJudgedV1 "duplicate-judged" 1 { other: String, decision: Listed<DuplicateDecision>, reason: String }
            write Event::DuplicateJudged { other, decision, reason } => { other: other.digits().to_owned(), decision: Listed(*decision), reason: reason.clone() }
            read Event::DuplicateJudged { other: TrackingCode::as_kept(other), decision: decision.0, reason };
        LookedAgainV1 "looked-again" 1 { note: String }
            write Event::LookedAgain { note } => { note: note.clone() }
            read Event::LookedAgain { note };
        TillCountedV1 "till-counted" 1 { cash: Option<u64>, slips: Option<u32> }
            write Event::TillCounted { cash, slips } => { cash: cash.map(Rial::amount), slips: *slips }
            read Event::TillCounted { cash: cash.map(Rial::new), slips };
        ShiftHandedOverV1 "shift-handed-over" 1 { to: String, note: String }
            write Event::ShiftHandedOver { to, note } => { to: to.clone(), note: note.clone() }
            read Event::ShiftHandedOver { to, note };
        RecoveryIssuedV1 "recovery-issued" 1 { sign_in: String, code: String }
            write Event::RecoveryIssued { sign_in, code } => { sign_in: sign_in.clone(), code: code.0.clone() }
            read Event::RecoveryIssued { sign_in, code: Hash(code) };
        RecoveryUsedV1 "recovery-used" 1 { sign_in: String, passphrase: String }
            write Event::RecoveryUsed { sign_in, passphrase } => { sign_in: sign_in.clone(), passphrase: passphrase.0.clone() }
            read Event::RecoveryUsed { sign_in, passphrase: Hash(passphrase) };
        NoteAddedV1 "note-added" 1 { text: String }
            write Event::NoteAdded { text } => { text: text.clone() }
            read Event::NoteAdded { text };
        LineageBegunV1 "lineage-begun" 1 { parent: [u8; 16], at: u64, head: [u8; 32], why: Listed<LineageReason>, tracking_from: u64 }
            write Event::LineageBegun { parent, at, head, why, tracking_from } => { parent: *parent.0.as_bytes(), at: *at, head: *head, why: Listed(*why), tracking_from: *tracking_from }
            read Event::LineageBegun { parent: Lineage(Uuid::from_bytes(parent)), at, head, why: why.0, tracking_from };
        KeysSetV1 "keys-set" 1 { sign: [u8; 32], open: [u8; 32], next: [u8; 32], signature: Option<SignatureV1> }
            write Event::KeysSet { keys, signature } => { sign: keys.sign, open: keys.open, next: keys.next, signature: signature.as_ref().map(Into::into) }
            read Event::KeysSet { keys: PublicKeys { sign, open, next }, signature: signature.map(Into::into) };
        RulesAdoptedV1 "rules-adopted" 1 { digest: [u8; 32], before: Option<[u8; 32]>, files: Vec<(String, String)>, effective: DateV1 }
            write Event::RulesAdopted { digest, before, files, effective } => { digest: *digest, before: *before, files: files.iter().map(|file| (file.name.clone(), file.text.clone())).collect(), effective: DateV1(*effective) }
            read Event::RulesAdopted { digest, before, files: files.into_iter().map(|(name, text)| RuleFile { name, text }).collect(), effective: effective.0 };
        BackupPlaceSetV1 "backup-place-set" 1 { target: String }
            write Event::BackupPlaceSet { target } => { target: target.clone() }
            read Event::BackupPlaceSet { target };
    }
    once {
        OperatorEnrolledV1 "operator-enrolled" 1 { operator: OperatorV1 }
            read Event::OperatorEnrolled { operator: operator.into(), admission: Admission::Before };
        OperatorRestoredV1 "operator-restored" 1 { sign_in: String }
            read Event::OperatorRestored { sign_in, admission: Admission::Before };
        RoleChangedV1 "role-changed" 1 { sign_in: String, role: Listed<Role> }
            read Event::RoleChanged { sign_in, role: role.0, admission: Admission::Before };
        // What a correction changed was not noted, and what was said before stayed as it was.
        CorrectedV1 "corrected" 1 { intake: IntakeV1, reason: String }
            read Event::Corrected { intake: Box::new(intake.into()), reason, before: None, lapse: None };
        // One supervisor was enough, and of the case nothing was left but its id.
        ErasureOrderedV1 "erasure-ordered" 1 { case: [u8; 16], order: String }
            read Event::ErasureOrdered { case: CaseId(Uuid::from_bytes(case)), order, left: None };
    }
}
