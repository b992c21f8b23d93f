//! The cases that a replay has come by.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::case::Case;
use crate::domain::event::{CaseId, LeftBehind};
use crate::domain::receipts::{ReceiptDigest, ReceiptUse, receipt_key};
use crate::domain::tracking::TrackingCode;

/// Every case as far as it has come, found as the desk finds them.
pub(super) struct Known {
    spelled: fn(&str) -> String,
    /// Nothing of those of which events were erased.
    cases: BTreeMap<CaseId, Option<Case>>,
    by_tracking: BTreeMap<TrackingCode, CaseId>,
    by_certificate: BTreeMap<String, BTreeSet<CaseId>>,
    by_receipt: BTreeMap<String, BTreeSet<CaseId>>,
    by_doubted: BTreeMap<String, BTreeSet<CaseId>>,
    /// What was noted of receipts when their cases were ordered to be erased.
    left: BTreeMap<CaseId, Vec<ReceiptDigest>>,
    has_lost: bool,
}

impl Known {
    pub fn new(spelled: fn(&str) -> String) -> Known {
        Known {
            spelled,
            cases: BTreeMap::new(),
            by_tracking: BTreeMap::new(),
            by_certificate: BTreeMap::new(),
            by_receipt: BTreeMap::new(),
            by_doubted: BTreeMap::new(),
            left: BTreeMap::new(),
            has_lost: false,
        }
    }

    pub fn case(&self, id: CaseId) -> Option<&Case> {
        self.cases.get(&id)?.as_ref()
    }

    /// Every case of which nothing was erased.
    pub fn all(&self) -> impl Iterator<Item = &Case> {
        self.cases.values().flatten()
    }

    /// Takes the case as it is now.
    pub fn put(&mut self, case: Case) {
        self.forget(case.id);
        self.by_tracking.insert(case.tracking.clone(), case.id);
        let certificate = (self.spelled)(&case.intake.certificate.number);
        self.by_certificate.entry(certificate).or_default().insert(case.id);
        for number in &case.receipts {
            self.by_receipt.entry(self.receipt_key(number)).or_default().insert(case.id);
        }
        for person in case.doubted() {
            self.by_doubted.entry(person.to_owned()).or_default().insert(case.id);
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
        for number in &before.receipts {
            let key = self.receipt_key(number);
            self.by_receipt.entry(key).or_default().remove(&id);
        }
        for person in before.doubted() {
            self.by_doubted.entry(person.to_owned()).or_default().remove(&id);
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

    /// Where a receipt with one of these numbers was used before.
    pub fn receipt_used(&self, numbers: &[&str], case: CaseId) -> Option<ReceiptUse> {
        let keys: Vec<String> = numbers.iter().map(|number| self.receipt_key(number)).collect();
        let ids = || keys.iter().filter_map(|key| self.by_receipt.get(key)).flatten();
        let found = ids().find(|id| **id != case).or_else(|| ids().next()).and_then(|id| self.case(*id));
        let erased =
            |id: &CaseId, left: &[ReceiptDigest]| keys.iter().any(|key| left.contains(&ReceiptDigest::of(id.0, key)));
        let lost = || self.left.iter().any(|(id, left)| self.is_lost(*id) && erased(id, left));
        found.map(|case| ReceiptUse::In(case.tracking.clone())).or_else(|| lost().then_some(ReceiptUse::InErased))
    }

    pub fn receipt_key(&self, number: &str) -> String {
        receipt_key(&(self.spelled)(number))
    }

    /// Another case in which this person was doubted.
    pub fn doubts_about(&self, person: &str, except: CaseId) -> Option<&Case> {
        let ids = self.by_doubted.get(person).into_iter().flatten();
        ids.filter(|id| **id != except).find_map(|id| self.case(*id))
    }

    /// What an order of erasure notes of the case.
    pub fn note_order(&mut self, id: CaseId, left: &LeftBehind) {
        self.left.entry(id).or_default().extend(&left.receipts);
    }

    /// Whether the other case is of the same person or on the same certificate.
    pub fn is_related(&self, case: &Case, other: &TrackingCode) -> bool {
        let certificate = |case: &Case| (self.spelled)(&case.intake.certificate.number);
        self.by_tracking(other).is_some_and(|other| {
            let one_person = other.intake.applicant.id.digits() == case.intake.applicant.id.digits();
            other.id != case.id && (one_person || certificate(other) == certificate(case))
        })
    }
}
