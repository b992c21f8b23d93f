//! What is known around an act.

use crate::domain::case::Case;
use crate::domain::date::JalaliDate;
use crate::domain::event::CaseId;
use crate::domain::lineage::PersonRef;
use crate::domain::operator::Role;
use crate::domain::question::Question;
use crate::domain::receipts::{ReceiptDigest, ReceiptUse};
use crate::domain::tracking::TrackingCode;

/// The day, who acts, what was agreed to, what the desk's records show.
#[derive(Debug, Clone)]
pub struct ActContext {
    pub day: JalaliDate,
    /// Who does it, and as what.
    pub operator: PersonRef,
    pub role: Role,
    /// Whether a second person stands behind the account; who waits for that does what a clerk does.
    pub confirmed: bool,
    /// Questions answered with yes.
    pub agreed: Vec<Question>,
    /// The supervisor who stands behind those answers.
    pub approver: Option<PersonRef>,
    /// Why two cases that look alike are two, as somebody wrote it.
    pub decision: String,
    /// Another open case on the same certificate.
    pub same_certificate: Option<TrackingCode>,
    /// Cases that only a newer program can read: each may be of anybody.
    pub unread_cases: usize,
    /// Where a number of this receipt was used before.
    pub receipt_used: Option<ReceiptUse>,
    /// Another case in which this person was doubted: a paper is suspected, or the registry did not agree.
    pub person_doubted: Option<TrackingCode>,
    /// What is left of the receipts of a case that is to be erased.
    pub receipts: Vec<ReceiptDigest>,
    /// The other case that is named has the person or the certificate in common with this one.
    pub related: bool,
    /// The blank that is asked for is on hand.
    pub serial_on_hand: bool,
}

impl ActContext {
    /// Somebody acts on this day, with nothing agreed to and nothing looked up.
    pub fn new(day: JalaliDate, operator: PersonRef, role: Role) -> ActContext {
        ActContext {
            day,
            operator,
            role,
            confirmed: true,
            agreed: Vec::new(),
            approver: None,
            decision: String::new(),
            same_certificate: None,
            unread_cases: 0,
            receipt_used: None,
            person_doubted: None,
            receipts: Vec::new(),
            related: false,
            serial_on_hand: false,
        }
    }
}

/// The desk's records, as far as acts look at them: the desk's index, or a journal that is replayed.
pub trait Records {
    type Error;

    /// Another case on this certificate that is not finished.
    fn open_case_on(&self, certificate: &str, except: Option<CaseId>) -> Result<Option<TrackingCode>, Self::Error>;

    /// How many cases are here that only a newer program can read.
    fn unread_cases(&self) -> Result<usize, Self::Error>;

    /// Where a receipt with one of these numbers was used before, whatever became of it: in another case, else in
    /// this one, else in one that was erased.
    fn receipt_used(&self, numbers: &[&str], case: &Case) -> Result<Option<ReceiptUse>, Self::Error>;

    /// A receipt's number in the one spelling of all that are the same.
    fn receipt_key(&self, number: &str) -> String;

    /// Another case in which the person with this number was doubted, and nobody has lifted it.
    fn doubts_about(&self, person: &str, except: CaseId) -> Result<Option<TrackingCode>, Self::Error>;

    /// Whether the other case is of the same person or on the same certificate.
    fn is_related(&self, case: &Case, other: &TrackingCode) -> Result<bool, Self::Error>;

    /// Whether this blank certificate is on hand.
    fn is_on_hand(&self, serial: &str) -> Result<bool, Self::Error>;
}
