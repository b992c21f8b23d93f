//! What an event is called, and of what sort it is.

use super::centre::{BlankMove, DuplicateDecision};
use super::event::{DocumentsOutcome, Event};
use super::fees::Settlement;

impl Event {
    /// The half of its message id that says what happened.
    pub fn code(&self) -> &'static str {
        match self {
            Event::Opened { .. } => "opened",
            Event::Corrected { .. } => "corrected",
            Event::DocumentJudged { .. } => "document-judged",
            Event::DocumentsClosed { outcome } => match outcome {
                DocumentsOutcome::Complete => "documents-complete",
                DocumentsOutcome::Deficient { .. } => "documents-deficient",
                DocumentsOutcome::Suspect { .. } => "documents-suspect",
            },
            Event::FeeSettled { settlement } => match settlement {
                Settlement::Paid { .. } => "fee-paid",
                Settlement::NothingDue { .. } => "fee-nothing-due",
                Settlement::Waived { .. } => "fee-waived",
            },
            Event::SlipIssued { .. } => "slip-issued",
            Event::Withdrawn { .. } => "withdrawn",
            Event::DeskFounded { .. } => "desk-founded",
            Event::OperatorEnrolled { .. } => "operator-enrolled",
            Event::ClockWentBack { .. } => "clock-went-back",
            Event::ClockJumped { .. } => "clock-jumped",
            Event::DayOpened { .. } => "day-opened",
            Event::DayClosed { .. } => "day-closed",
            Event::InquiryAsked { .. } => "inquiry-asked",
            Event::InquiryAnswered { .. } => "inquiry-answered",
            Event::Approved => "approved",
            Event::Returned { .. } => "returned",
            Event::Rejected { .. } => "rejected",
            Event::DeadlineSet { .. } => "deadline-set",
            Event::CertificateIssued { .. } => "certificate-issued",
            Event::Delivered { .. } => "delivered",
            Event::Uncollected { .. } => "uncollected",
            Event::Reopened { .. } => "reopened",
            Event::FeeCancelled { .. } => "fee-cancelled",
            Event::Refunded { .. } => "refunded",
            Event::OverrideUsed { .. } => "override-used",
            Event::BlanksMoved { moved } => match moved {
                BlankMove::Received { .. } => "blanks-received",
                BlankMove::Used { .. } => "blank-used",
                BlankMove::Spoiled { .. } => "blank-spoiled",
                BlankMove::Returned { .. } => "blanks-returned",
            },
            Event::OperatorSuspended { .. } => "operator-suspended",
            Event::OperatorRestored { .. } => "operator-restored",
            Event::RoleChanged { .. } => "role-changed",
            Event::PassphraseReset { .. } => "passphrase-reset",
            Event::ErasureOrdered { .. } => "erasure-ordered",
            Event::Erased => "erased",
            Event::FolderSealed => "folder-sealed",
            Event::HeadSigned { .. } => "head-signed",
            Event::DuplicateJudged { decision, .. } => match decision {
                DuplicateDecision::Distinct => "duplicate-distinct",
                DuplicateDecision::Same => "duplicate-same",
            },
            Event::LookedAgain { .. } => "looked-again",
            Event::TillCounted { .. } => "till-counted",
            Event::ShiftHandedOver { .. } => "shift-handed-over",
            Event::RecoveryIssued { .. } => "recovery-issued",
            Event::RecoveryUsed { .. } => "recovery-used",
            Event::LineageBegun { .. } => "lineage-begun",
            Event::KeysSet { .. } => "keys-set",
            Event::Foreign { .. } => "foreign",
        }
    }

    /// Every code, for the test that each has its message.
    pub const CODES: &'static [&'static str] = &[
        "opened",
        "corrected",
        "document-judged",
        "documents-complete",
        "documents-deficient",
        "documents-suspect",
        "fee-paid",
        "fee-nothing-due",
        "fee-waived",
        "slip-issued",
        "withdrawn",
        "desk-founded",
        "operator-enrolled",
        "clock-went-back",
        "clock-jumped",
        "day-opened",
        "day-closed",
        "inquiry-asked",
        "inquiry-answered",
        "approved",
        "returned",
        "rejected",
        "deadline-set",
        "certificate-issued",
        "delivered",
        "uncollected",
        "reopened",
        "fee-cancelled",
        "refunded",
        "override-used",
        "blanks-received",
        "blank-used",
        "blank-spoiled",
        "blanks-returned",
        "operator-suspended",
        "operator-restored",
        "role-changed",
        "passphrase-reset",
        "erasure-ordered",
        "erased",
        "folder-sealed",
        "head-signed",
        "duplicate-distinct",
        "duplicate-same",
        "looked-again",
        "till-counted",
        "shift-handed-over",
        "recovery-issued",
        "recovery-used",
        "lineage-begun",
        "keys-set",
        "foreign",
    ];

    /// A supervisor had to sign for it, something that was done was undone, or somebody can act in
    /// another's name by it.
    pub fn is_exception(&self) -> bool {
        matches!(
            self,
            Event::OverrideUsed { .. }
                | Event::Reopened { .. }
                | Event::FeeCancelled { .. }
                | Event::Refunded { .. }
                | Event::ErasureOrdered { .. }
                | Event::PassphraseReset { .. }
                | Event::RecoveryIssued { .. }
                | Event::RecoveryUsed { .. }
                | Event::LineageBegun { .. }
                | Event::ClockWentBack { .. }
                | Event::ClockJumped { .. }
        )
    }

    /// It belongs to no case, whatever led to it.
    pub fn is_of_desk(&self) -> bool {
        matches!(
            self,
            Event::DeskFounded { .. }
                | Event::OperatorEnrolled { .. }
                | Event::ClockWentBack { .. }
                | Event::ClockJumped { .. }
                | Event::DayOpened { .. }
                | Event::DayClosed { .. }
                | Event::BlanksMoved { .. }
                | Event::OperatorSuspended { .. }
                | Event::OperatorRestored { .. }
                | Event::RoleChanged { .. }
                | Event::PassphraseReset { .. }
                | Event::ErasureOrdered { .. }
                | Event::FolderSealed
                | Event::HeadSigned { .. }
                | Event::TillCounted { .. }
                | Event::ShiftHandedOver { .. }
                | Event::RecoveryIssued { .. }
                | Event::RecoveryUsed { .. }
                | Event::LineageBegun { .. }
                | Event::KeysSet { .. }
        )
    }
}
