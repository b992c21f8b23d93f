//! What is known around an act.

use crate::domain::case::Case;
use crate::domain::date::JalaliDate;
use crate::domain::event::CaseId;
use crate::domain::fees::Payment;
use crate::domain::lineage::PersonRef;
use crate::domain::operator::Role;
use crate::domain::question::Question;
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
    /// Another case in which this payment was already used.
    pub reference_used_by: Option<TrackingCode>,
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
            reference_used_by: None,
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

    /// Another case in which this payment is confirmed.
    fn payment_used_by(&self, payment: &Payment, except: CaseId) -> Result<Option<TrackingCode>, Self::Error>;

    /// Whether the other case is of the same person or on the same certificate.
    fn is_related(&self, case: &Case, other: &TrackingCode) -> Result<bool, Self::Error>;

    /// Whether this blank certificate is on hand.
    fn is_on_hand(&self, serial: &str) -> Result<bool, Self::Error>;
}
