//! What an event is called, and of what sort it is: a row each.

use super::blank::BlankMove;
use super::duplicate::DuplicateDecision;
use super::event::{DocumentsOutcome, Event};
use super::fees::Settlement;
use super::operator::{Admission, Role};

/// Of what sort an event is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    /// It belongs to a case.
    Case,
    /// It belongs to no case, whatever led to it.
    Desk,
    /// The same two, where an inspector is shown it unasked.
    CaseException,
    DeskException,
}

/// The code of every event and its sort, a row each; a new event without a row does not compile.
macro_rules! kinds {
    ($($pattern:pat => $code:literal, $sort:ident;)+) => {
        impl Event {
            /// Every code, for the test that each has its message.
            pub const CODES: &'static [&'static str] = &[$($code),+];

            /// The half of its message id that says what happened.
            pub fn code(&self) -> &'static str {
                match self { $($pattern => $code),+ }
            }

            fn sort(&self) -> Sort {
                match self { $($pattern => Sort::$sort),+ }
            }
        }
    };
}

kinds! {
    Event::Opened { .. } => "opened", Case;
    Event::Corrected { lapse: None, .. } => "corrected", Case;
    Event::Corrected { lapse: Some(_), .. } => "recast", CaseException;
    Event::DocumentJudged { .. } => "document-judged", Case;
    Event::DocumentsClosed { outcome: DocumentsOutcome::Complete } => "documents-complete", Case;
    Event::DocumentsClosed { outcome: DocumentsOutcome::Deficient { .. } } => "documents-deficient", Case;
    Event::DocumentsClosed { outcome: DocumentsOutcome::Suspect { .. } } => "documents-suspect", Case;
    Event::FeeSettled { settlement: Settlement::Paid { .. } } => "fee-paid", Case;
    Event::FeeSettled { settlement: Settlement::NothingDue { .. } } => "fee-nothing-due", Case;
    Event::FeeSettled { settlement: Settlement::Waived { .. } } => "fee-waived", Case;
    Event::SlipIssued { .. } => "slip-issued", Case;
    Event::Withdrawn { .. } => "withdrawn", Case;
    Event::DeskFounded { .. } => "desk-founded", Desk;
    Event::OperatorEnrolled { .. } => "operator-enrolled", Desk;
    Event::ClockWentBack { .. } => "clock-went-back", DeskException;
    Event::ClockJumped { .. } => "clock-jumped", DeskException;
    Event::DayOpened { .. } => "day-opened", Desk;
    Event::DayClosed { .. } => "day-closed", Desk;
    Event::InquiryAsked { .. } => "inquiry-asked", Case;
    Event::InquiryAnswered { .. } => "inquiry-answered", Case;
    Event::Approved => "approved", Case;
    Event::Returned { .. } => "returned", Case;
    Event::Rejected { .. } => "rejected", Case;
    Event::DeadlineSet { .. } => "deadline-set", Case;
    Event::CertificateIssued { .. } => "certificate-issued", Case;
    Event::Delivered { .. } => "delivered", Case;
    Event::Uncollected { .. } => "uncollected", Case;
    Event::Reopened { .. } => "reopened", CaseException;
    Event::FeeCancelled { .. } => "fee-cancelled", CaseException;
    Event::Refunded { .. } => "refunded", CaseException;
    Event::OverrideUsed { .. } => "override-used", CaseException;
    Event::BlanksMoved { moved: BlankMove::Received { .. } } => "blanks-received", Desk;
    Event::BlanksMoved { moved: BlankMove::Used { .. } } => "blank-used", Desk;
    Event::BlanksMoved { moved: BlankMove::Spoiled { .. } } => "blank-spoiled", DeskException;
    Event::BlanksMoved { moved: BlankMove::Returned { .. } } => "blanks-returned", DeskException;
    Event::OperatorSuspended { .. } => "operator-suspended", DeskException;
    Event::OperatorRestored { .. } => "operator-restored", DeskException;
    Event::RoleChanged { .. } => "role-changed", DeskException;
    Event::OperatorConfirmed { .. } => "operator-confirmed", DeskException;
    Event::PassphraseReset { .. } => "passphrase-reset", DeskException;
    Event::ErasureOrdered { .. } => "erasure-ordered", DeskException;
    Event::Erased => "erased", Case;
    Event::FolderEncrypted => "folder-sealed", DeskException;
    Event::HeadSigned { .. } => "head-signed", Desk;
    Event::DuplicateJudged { decision: DuplicateDecision::Distinct, .. } => "duplicate-distinct", Case;
    Event::DuplicateJudged { decision: DuplicateDecision::Same, .. } => "duplicate-same", Case;
    Event::LookedAgain { .. } => "looked-again", Case;
    Event::TillCounted { .. } => "till-counted", Desk;
    Event::ShiftHandedOver { .. } => "shift-handed-over", Desk;
    Event::RecoveryIssued { .. } => "recovery-issued", DeskException;
    Event::RecoveryUsed { .. } => "recovery-used", DeskException;
    Event::LineageBegun { .. } => "lineage-begun", DeskException;
    Event::KeysSet { .. } => "keys-set", Desk;
    Event::RulesAdopted { before: None, .. } => "rules-set", Desk;
    Event::RulesAdopted { before: Some(_), .. } => "rules-adopted", DeskException;
    Event::Foreign { .. } => "foreign", Case;
    Event::NoteAdded { .. } => "note-added", Case;
    Event::BackupPlaceSet { .. } => "backup-place-set", DeskException;
}

impl Event {
    /// A supervisor had to sign for it, something that was done was undone, or somebody can act in
    /// another's name by it.
    pub fn is_exception(&self) -> bool {
        // But for the first one, whom the desk is founded with; what older programs recorded stands as it was shown.
        let enrols = matches!(self, Event::OperatorEnrolled { operator, admission }
            if *admission == Admission::Waits || (*admission == Admission::AtOnce && operator.role != Role::Supervisor));
        enrols || matches!(self.sort(), Sort::CaseException | Sort::DeskException)
    }

    /// It belongs to no case, whatever led to it.
    pub fn is_of_desk(&self) -> bool {
        matches!(self.sort(), Sort::Desk | Sort::DeskException)
    }
}
