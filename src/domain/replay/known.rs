//! The cases that a replay has come by.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::case::Case;
use crate::domain::event::CaseId;
use crate::domain::fees::{Payment, Settlement};
use crate::domain::tracking::TrackingCode;

/// Every case as far as it has come, found as the desk finds them.
pub(super) struct Known {
    spelled: fn(&str) -> String,
    /// Nothing of those of which events were erased.
    cases: BTreeMap<CaseId, Option<Case>>,
    by_tracking: BTreeMap<TrackingCode, CaseId>,
    by_certificate: BTreeMap<String, BTreeSet<CaseId>>,
    by_payment: BTreeMap<String, BTreeSet<CaseId>>,
    has_lost: bool,
}

impl Known {
    pub fn new(spelled: fn(&str) -> String) -> Known {
        Known {
            spelled,
            cases: BTreeMap::new(),
            by_tracking: BTreeMap::new(),
            by_certificate: BTreeMap::new(),
            by_payment: BTreeMap::new(),
            has_lost: false,
        }
    }

    pub fn case(&self, id: CaseId) -> Option<&Case> {
        self.cases.get(&id)?.as_ref()
    }

    /// Takes the case as it is now.
    pub fn put(&mut self, case: Case) {
        self.forget(case.id);
        self.by_tracking.insert(case.tracking.clone(), case.id);
        let certificate = (self.spelled)(&case.intake.certificate.number);
        self.by_certificate.entry(certificate).or_default().insert(case.id);
        if let Some(Settlement::Paid { payment, .. }) = &case.settlement {
            for key in self.payment_keys(payment) {
                self.by_payment.entry(key).or_default().insert(case.id);
            }
        }
        self.cases.insert(case.id, Some(case));
    }

    /// Takes it out of where it was found.
    fn forget(&mut self, id: CaseId) {
        let Some(Some(before)) = self.cases.remove(&id) else { return };
        let certificate = (self.spelled)(&before.intake.certificate.number);
        if let Some(ids) = self.by_certificate.get_mut(&certificate) {
            ids.remove(&id);
        }
        if let Some(Settlement::Paid { payment, .. }) = &before.settlement {
            for key in self.payment_keys(payment) {
                if let Some(ids) = self.by_payment.get_mut(&key) {
                    ids.remove(&id);
                }
            }
        }
    }

    /// Events of it were erased: nothing can be told of it any more.
    pub fn lose(&mut self, id: CaseId) {
        self.forget(id);
        self.cases.insert(id, None);
        self.has_lost = true;
    }

    pub fn is_lost(&self, id: CaseId) -> bool {
        matches!(self.cases.get(&id), Some(None))
    }

    pub fn has_lost(&self) -> bool {
        self.has_lost
    }

    /// The code may be that of a case of which events were erased.
    pub fn may_be_lost(&self, code: &TrackingCode) -> bool {
        self.has_lost && self.by_tracking(code).is_none()
    }

    fn by_tracking(&self, code: &TrackingCode) -> Option<&Case> {
        self.case(*self.by_tracking.get(code)?)
    }

    /// Cases on this certificate that are not finished, but for one.
    pub fn open_on(&self, certificate: &str, except: Option<CaseId>) -> impl Iterator<Item = &Case> {
        let ids = self.by_certificate.get(&(self.spelled)(certificate)).into_iter().flatten();
        ids.filter_map(|id| self.case(*id)).filter(move |case| case.stage.is_open() && Some(case.id) != except)
    }

    /// Another case in which this payment is confirmed.
    pub fn paid_with(&self, payment: &Payment, except: CaseId) -> Option<&Case> {
        let keys = self.payment_keys(payment);
        let ids = keys.iter().filter_map(|key| self.by_payment.get(key)).flatten();
        ids.filter(|id| **id != except).find_map(|id| self.case(*id))
    }

    /// Whether the other case is of the same person or on the same certificate.
    pub fn is_related(&self, case: &Case, other: &TrackingCode) -> bool {
        let certificate = |case: &Case| (self.spelled)(&case.intake.certificate.number);
        self.by_tracking(other).is_some_and(|other| {
            let one_person = other.intake.applicant.id.digits() == case.intake.applicant.id.digits();
            other.id != case.id && (one_person || certificate(other) == certificate(case))
        })
    }

    /// A payment is known by bank, number, day and amount together: each of them alone may repeat.
    fn payment_keys(&self, payment: &Payment) -> Vec<String> {
        let (bank, day, amount) = ((self.spelled)(&payment.bank), payment.paid_on, payment.amount.amount());
        let key = |number: &str| format!("{bank}\n{}\n{day}\n{amount}", (self.spelled)(number));
        payment.references().map(|(_, number)| key(number)).collect()
    }
}
