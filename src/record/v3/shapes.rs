//! The parts of what happened, as versions 1 to 3 stored them.

use serde::Deserialize;

use super::lists::Old;
use crate::domain::blank::BlankMove;
use crate::domain::certificate::{
    Certificate, CertificateMedium, ExamKind, FieldCluster, Occupation, RequestKind, RequestReason,
};
use crate::domain::collector::{Collector, CollectorKind};
use crate::domain::date::JalaliDate;
use crate::domain::documents::{DocumentKind, Verdict, VerdictKind};
use crate::domain::event::{DocumentsOutcome, Signature};
use crate::domain::fees::{Payment, PaymentMethod, Settlement};
use crate::domain::inquiry::{InquiryAnswer, InquiryResult};
use crate::domain::money::Rial;
use crate::domain::objection::Objection;
use crate::domain::office::{Office, OfficeKind, OfficeLevel};
use crate::domain::operator::{Operator, Role};
use crate::domain::person::{Applicant, Booklet, Education, ForeignerId, Gender, MilitaryStatus, NationalId, PersonId};
use crate::domain::produced::{OriginalFate, Produced};
use crate::domain::totals::{Takings, Totals};
use crate::domain::visit::{InPersonReason, Intake, Request, RequestMedium, Venue, Visit};

/// A day; one that the calendar does not have is damage.
#[derive(Deserialize)]
#[serde(try_from = "(u16, u8, u8)")]
pub struct OldDate(pub JalaliDate);

impl TryFrom<(u16, u8, u8)> for OldDate {
    type Error = &'static str;

    fn try_from((year, month, day): (u16, u8, u8)) -> Result<OldDate, &'static str> {
        JalaliDate::new(year, month, day).map(OldDate).map_err(|flaw| flaw.code())
    }
}

#[derive(Deserialize)]
enum OldPersonId {
    National(String),
    Foreign(String),
}

#[derive(Deserialize)]
struct OldBooklet(Option<String>, Option<String>, Option<String>);

#[derive(Deserialize)]
struct OldApplicant {
    id: OldPersonId,
    given_name: String,
    family_name: String,
    father_name: String,
    birth: OldDate,
    gender: Old<Gender>,
    booklet: OldBooklet,
    mobile: Option<String>,
    postal_code: Option<String>,
    address: Option<String>,
    education: Option<Old<Education>>,
    military: Option<Old<MilitaryStatus>>,
}

#[derive(Deserialize)]
struct OldOccupation {
    code: String,
    title: String,
    starred: bool,
    prerequisite: bool,
}

#[derive(Deserialize)]
struct OldCertificate {
    medium: Old<CertificateMedium>,
    number: String,
    occupation: OldOccupation,
    cluster: Old<FieldCluster>,
    issued: OldDate,
    expires: OldDate,
    exam: Old<ExamKind>,
}

#[derive(Deserialize)]
struct OldRequest {
    kind: Old<RequestKind>,
    reason: Old<RequestReason>,
    other: Option<String>,
}

#[derive(Deserialize)]
struct OldVisit {
    medium: Old<RequestMedium>,
    reason: Old<InPersonReason>,
    venue: Old<Venue>,
    place: Option<String>,
}

#[derive(Deserialize)]
pub struct OldIntake {
    request: OldRequest,
    certificate: OldCertificate,
    applicant: OldApplicant,
    visit: OldVisit,
}

#[derive(Deserialize)]
pub struct OldVerdict {
    kind: Old<VerdictKind>,
    text: Option<String>,
}

#[derive(Deserialize)]
pub enum OldOutcome {
    Complete,
    Deficient { missing: Vec<Old<DocumentKind>> },
    Suspect { documents: Vec<Old<DocumentKind>> },
}

#[derive(Deserialize)]
pub struct OldPayment {
    method: Old<PaymentMethod>,
    bank: String,
    order_code: Option<String>,
    trace_number: Option<String>,
    reference_number: Option<String>,
    paid_on: OldDate,
    amount: u64,
}

#[derive(Deserialize)]
pub enum OldSettlement {
    Paid { due: u64, payment: OldPayment, tariff: String },
    NothingDue { tariff: String },
    Waived { due: u64, tariff: String },
}

#[derive(Deserialize)]
pub struct OldOffice {
    name: String,
    code: String,
    kind: Old<OfficeKind>,
    level: Old<OfficeLevel>,
    province: String,
    contract: Option<String>,
    desk: String,
    sample: bool,
}

#[derive(Deserialize)]
pub struct OldOperator {
    sign_in: String,
    name: String,
    role: Old<Role>,
    passphrase: String,
}

#[derive(Deserialize)]
struct OldTakings {
    operator: String,
    method: Option<Old<PaymentMethod>>,
    count: u32,
    amount: u64,
}

/// Without the fees that were let go, of which these records knew nothing.
#[derive(Deserialize)]
pub struct OldTotals {
    opened: u32,
    complete: u32,
    withdrawn: u32,
    approved: u32,
    delivered: u32,
    cancelled: u32,
    cancelled_amount: u64,
    refunded: u64,
    takings: Vec<OldTakings>,
}

#[derive(Deserialize)]
pub struct OldAnswer {
    result: Old<InquiryResult>,
    on: OldDate,
    note: String,
}

#[derive(Deserialize)]
pub struct OldObjection {
    about: String,
    reason: String,
}

#[derive(Deserialize)]
pub struct OldProduced {
    serial: Option<String>,
    original: Old<OriginalFate>,
}

#[derive(Deserialize)]
pub struct OldCollector {
    kind: Old<CollectorKind>,
    name: String,
    letter: String,
}

#[derive(Deserialize)]
pub enum OldBlankMove {
    Received { first: String, count: u32 },
    Used { serial: String },
    Spoiled { serial: String, reason: String },
    Returned { first: String, count: u32, reason: String },
}

#[derive(Deserialize)]
pub struct OldSignature([u8; 32], [u8; 32]);

impl From<OldIntake> for Intake {
    fn from(old: OldIntake) -> Intake {
        let OldIntake { request, certificate, applicant, visit } = old;
        let occupation = certificate.occupation;
        let OldBooklet(number, series, serial) = applicant.booklet;
        Intake {
            request: Request { kind: request.kind.0, reason: request.reason.0, other: request.other },
            certificate: Certificate {
                medium: certificate.medium.0,
                number: certificate.number,
                occupation: Occupation {
                    code: occupation.code,
                    title: occupation.title,
                    starred: occupation.starred,
                    prerequisite: occupation.prerequisite,
                },
                cluster: certificate.cluster.0,
                issued: certificate.issued.0,
                expires: certificate.expires.0,
                exam: certificate.exam.0,
            },
            applicant: Applicant {
                id: match applicant.id {
                    OldPersonId::National(digits) => PersonId::National(NationalId::as_kept(digits)),
                    OldPersonId::Foreign(digits) => PersonId::Foreign(ForeignerId::as_kept(digits)),
                },
                given_name: applicant.given_name,
                family_name: applicant.family_name,
                father_name: applicant.father_name,
                birth: applicant.birth.0,
                gender: applicant.gender.0,
                booklet: Booklet { number, series, serial },
                mobile: applicant.mobile,
                postal_code: applicant.postal_code,
                address: applicant.address,
                education: applicant.education.map(|list| list.0),
                military: applicant.military.map(|list| list.0),
            },
            visit: Visit { medium: visit.medium.0, reason: visit.reason.0, venue: visit.venue.0, place: visit.place },
        }
    }
}

impl From<OldSettlement> for Settlement {
    fn from(old: OldSettlement) -> Settlement {
        match old {
            OldSettlement::Paid { due, payment, tariff } => Settlement::Paid {
                due: Rial::new(due),
                payment: Payment {
                    method: payment.method.0,
                    bank: payment.bank,
                    order_code: payment.order_code,
                    trace_number: payment.trace_number,
                    reference_number: payment.reference_number,
                    paid_on: payment.paid_on.0,
                    amount: Rial::new(payment.amount),
                },
                tariff,
            },
            OldSettlement::NothingDue { tariff } => Settlement::NothingDue { tariff },
            OldSettlement::Waived { due, tariff } => Settlement::Waived { due: Rial::new(due), tariff },
        }
    }
}

impl From<OldTotals> for Totals {
    fn from(old: OldTotals) -> Totals {
        let takings = |old: OldTakings| Takings {
            operator: old.operator,
            method: old.method.map(|list| list.0),
            count: old.count,
            amount: Rial::new(old.amount),
        };
        Totals {
            opened: old.opened,
            complete: old.complete,
            withdrawn: old.withdrawn,
            approved: old.approved,
            delivered: old.delivered,
            cancelled: old.cancelled,
            cancelled_amount: Rial::new(old.cancelled_amount),
            refunded: Rial::new(old.refunded),
            waived: 0,
            waived_amount: Rial::new(0),
            takings: old.takings.into_iter().map(takings).collect(),
        }
    }
}

impl From<OldOffice> for Office {
    fn from(old: OldOffice) -> Office {
        let OldOffice { name, code, kind, level, province, contract, desk, sample } = old;
        Office { name, code, kind: kind.0, level: level.0, province, contract, desk, sample }
    }
}

impl From<OldBlankMove> for BlankMove {
    fn from(old: OldBlankMove) -> BlankMove {
        match old {
            OldBlankMove::Received { first, count } => BlankMove::Received { first, count },
            OldBlankMove::Used { serial } => BlankMove::Used { serial },
            OldBlankMove::Spoiled { serial, reason } => BlankMove::Spoiled { serial, reason },
            OldBlankMove::Returned { first, count, reason } => BlankMove::Returned { first, count, reason },
        }
    }
}

impl From<OldOutcome> for DocumentsOutcome {
    fn from(old: OldOutcome) -> DocumentsOutcome {
        let plain = |list: Vec<Old<DocumentKind>>| list.into_iter().map(|document| document.0).collect();
        match old {
            OldOutcome::Complete => DocumentsOutcome::Complete,
            OldOutcome::Deficient { missing } => DocumentsOutcome::Deficient { missing: plain(missing) },
            OldOutcome::Suspect { documents } => DocumentsOutcome::Suspect { documents: plain(documents) },
        }
    }
}

impl From<OldVerdict> for Verdict {
    fn from(old: OldVerdict) -> Verdict {
        Verdict { kind: old.kind.0, text: old.text }
    }
}

impl From<OldOperator> for Operator {
    fn from(old: OldOperator) -> Operator {
        Operator { sign_in: old.sign_in, name: old.name, role: old.role.0, passphrase: old.passphrase }
    }
}

impl From<OldAnswer> for InquiryAnswer {
    fn from(old: OldAnswer) -> InquiryAnswer {
        InquiryAnswer { result: old.result.0, on: old.on.0, note: old.note }
    }
}

impl From<OldObjection> for Objection {
    fn from(old: OldObjection) -> Objection {
        Objection { about: old.about, reason: old.reason }
    }
}

impl From<OldProduced> for Produced {
    fn from(old: OldProduced) -> Produced {
        Produced { serial: old.serial, original: old.original.0 }
    }
}

impl From<OldCollector> for Collector {
    fn from(old: OldCollector) -> Collector {
        Collector { kind: old.kind.0, name: old.name, letter: old.letter }
    }
}

impl From<OldSignature> for Signature {
    fn from(OldSignature(first, second): OldSignature) -> Signature {
        Signature(first, second)
    }
}
