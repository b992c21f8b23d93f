//! The parts of what happened, as version 4 stores them.
//!
//! Each is frozen when it has been released. A part that changes gets a shape of its own beside the old one
//! (`IntakeV2` beside [`IntakeV1`]), with a `From` each way; see [`crate::record`]. An enum is a layout
//! like a struct: one variant more is a shape of its own too.

use serde::{Deserialize, Serialize};

use super::words::Listed;
use crate::domain::blank::BlankMove;
use crate::domain::certificate::{
    Certificate, CertificateMedium, ExamKind, FieldCluster, Occupation, RequestKind, RequestReason,
};
use crate::domain::collector::{Collector, CollectorKind};
use crate::domain::date::JalaliDate;
use crate::domain::documents::{DocumentKind, Verdict, VerdictKind};
use crate::domain::event::{DocumentsOutcome, LeftBehind, Signature};
use crate::domain::fees::{Payment, PaymentMethod, Settlement};
use crate::domain::inquiry::{InquiryAnswer, InquiryResult};
use crate::domain::money::Rial;
use crate::domain::objection::Objection;
use crate::domain::office::{Office, OfficeKind, OfficeLevel};
use crate::domain::operator::{Operator, Role};
use crate::domain::person::{
    Applicant, Booklet, Education, ForeignerId, Gender, MilitaryStatus, NationalId, PersonId, PersonIdKind,
};
use crate::domain::produced::{OriginalFate, Produced};
use crate::domain::receipts::ReceiptDigest;
use crate::domain::totals::{Takings, Totals};
use crate::domain::tracking::TrackingCode;
use crate::domain::visit::{InPersonReason, Intake, Request, RequestMedium, Venue, Visit};

/// A day; one that the calendar does not have cannot be read.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(try_from = "(u16, u8, u8)", into = "(u16, u8, u8)")]
pub struct DateV1(pub JalaliDate);

impl TryFrom<(u16, u8, u8)> for DateV1 {
    type Error = &'static str;

    fn try_from((year, month, day): (u16, u8, u8)) -> Result<DateV1, &'static str> {
        JalaliDate::new(year, month, day).map(DateV1).map_err(|flaw| flaw.code())
    }
}

impl From<DateV1> for (u16, u8, u8) {
    fn from(DateV1(day): DateV1) -> (u16, u8, u8) {
        (day.year(), day.month(), day.day())
    }
}

/// A shape that says the same as a value of the domain, part by part.
macro_rules! same_as {
    ($($shape:ident = $domain:ident { $($part:ident $(: $how:ident)?),+ $(,)? })+) => { $(
        impl From<&$domain> for $shape {
            fn from(value: &$domain) -> $shape {
                $shape { $($part: same_as!(@out value.$part $(, $how)?)),+ }
            }
        }
        impl From<$shape> for $domain {
            fn from(shape: $shape) -> $domain {
                $domain { $($part: same_as!(@in shape.$part $(, $how)?)),+ }
            }
        }
    )+ };
    (@out $value:expr) => { $value.clone() };
    (@in $value:expr) => { $value };
    (@out $value:expr, id) => { Listed($value) };
    (@in $value:expr, id) => { $value.0 };
    (@out $value:expr, maybe_id) => { $value.map(Listed) };
    (@in $value:expr, maybe_id) => { $value.map(|listed| listed.0) };
    (@out $value:expr, day) => { DateV1($value) };
    (@in $value:expr, day) => { $value.0 };
    (@out $value:expr, rial) => { $value.amount() };
    (@in $value:expr, rial) => { Rial::new($value) };
    (@out $value:expr, part) => { (&$value).into() };
    (@in $value:expr, part) => { $value.into() };
    (@out $value:expr, each) => { $value.iter().map(Into::into).collect() };
    (@in $value:expr, each) => { $value.into_iter().map(Into::into).collect() };
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PersonIdV1 {
    kind: Listed<PersonIdKind>,
    digits: String,
}

impl From<&PersonId> for PersonIdV1 {
    fn from(id: &PersonId) -> PersonIdV1 {
        PersonIdV1 { kind: Listed(id.kind()), digits: id.digits().to_owned() }
    }
}

impl From<PersonIdV1> for PersonId {
    fn from(PersonIdV1 { kind, digits }: PersonIdV1) -> PersonId {
        match kind.0 {
            PersonIdKind::National => PersonId::National(NationalId::as_kept(digits)),
            PersonIdKind::Foreign => PersonId::Foreign(ForeignerId::as_kept(digits)),
        }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct BookletV1 {
    number: Option<String>,
    series: Option<String>,
    serial: Option<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ApplicantV1 {
    id: PersonIdV1,
    given_name: String,
    family_name: String,
    father_name: String,
    birth: DateV1,
    gender: Listed<Gender>,
    booklet: BookletV1,
    mobile: Option<String>,
    postal_code: Option<String>,
    address: Option<String>,
    education: Option<Listed<Education>>,
    military: Option<Listed<MilitaryStatus>>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct OccupationV1 {
    code: String,
    title: String,
    starred: bool,
    prerequisite: bool,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CertificateV1 {
    medium: Listed<CertificateMedium>,
    number: String,
    occupation: OccupationV1,
    cluster: Listed<FieldCluster>,
    issued: DateV1,
    expires: DateV1,
    exam: Listed<ExamKind>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RequestV1 {
    kind: Listed<RequestKind>,
    reason: Listed<RequestReason>,
    other: Option<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct VisitV1 {
    medium: Listed<RequestMedium>,
    reason: Listed<InPersonReason>,
    venue: Listed<Venue>,
    place: Option<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct IntakeV1 {
    request: RequestV1,
    certificate: CertificateV1,
    applicant: ApplicantV1,
    visit: VisitV1,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct VerdictV1 {
    kind: Listed<VerdictKind>,
    text: Option<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PaymentV1 {
    method: Listed<PaymentMethod>,
    bank: String,
    order_code: Option<String>,
    trace_number: Option<String>,
    reference_number: Option<String>,
    paid_on: DateV1,
    amount: u64,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct OfficeV1 {
    name: String,
    code: String,
    kind: Listed<OfficeKind>,
    level: Listed<OfficeLevel>,
    province: String,
    contract: Option<String>,
    desk: String,
    sample: bool,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct OperatorV1 {
    sign_in: String,
    name: String,
    role: Listed<Role>,
    passphrase: String,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TakingsV1 {
    operator: String,
    method: Option<Listed<PaymentMethod>>,
    count: u32,
    amount: u64,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TotalsV1 {
    opened: u32,
    complete: u32,
    withdrawn: u32,
    approved: u32,
    delivered: u32,
    cancelled: u32,
    cancelled_amount: u64,
    refunded: u64,
    waived: u32,
    waived_amount: u64,
    takings: Vec<TakingsV1>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AnswerV1 {
    result: Listed<InquiryResult>,
    on: DateV1,
    note: String,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LeftBehindV1 {
    tracking: String,
    receipts: Vec<[u8; 16]>,
}

impl From<&LeftBehind> for LeftBehindV1 {
    fn from(left: &LeftBehind) -> LeftBehindV1 {
        let receipts = left.receipts.iter().map(|digest| digest.0).collect();
        LeftBehindV1 { tracking: left.tracking.digits().to_owned(), receipts }
    }
}

impl From<LeftBehindV1> for LeftBehind {
    fn from(LeftBehindV1 { tracking, receipts }: LeftBehindV1) -> LeftBehind {
        let receipts = receipts.into_iter().map(ReceiptDigest).collect();
        LeftBehind { tracking: TrackingCode::as_kept(tracking), receipts }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ObjectionV1 {
    about: String,
    reason: String,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ProducedV1 {
    serial: Option<String>,
    original: Listed<OriginalFate>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CollectorV1 {
    kind: Listed<CollectorKind>,
    name: String,
    letter: String,
}

same_as! {
    BookletV1 = Booklet { number, series, serial }
    ApplicantV1 = Applicant { id: part, given_name, family_name, father_name, birth: day, gender: id, booklet: part, mobile, postal_code, address, education: maybe_id, military: maybe_id }
    OccupationV1 = Occupation { code, title, starred, prerequisite }
    CertificateV1 = Certificate { medium: id, number, occupation: part, cluster: id, issued: day, expires: day, exam: id }
    RequestV1 = Request { kind: id, reason: id, other }
    VisitV1 = Visit { medium: id, reason: id, venue: id, place }
    IntakeV1 = Intake { request: part, certificate: part, applicant: part, visit: part }
    VerdictV1 = Verdict { kind: id, text }
    PaymentV1 = Payment { method: id, bank, order_code, trace_number, reference_number, paid_on: day, amount: rial }
    OfficeV1 = Office { name, code, kind: id, level: id, province, contract, desk, sample }
    OperatorV1 = Operator { sign_in, name, role: id, passphrase }
    TakingsV1 = Takings { operator, method: maybe_id, count, amount: rial }
    TotalsV1 = Totals { opened, complete, withdrawn, approved, delivered, cancelled, cancelled_amount: rial, refunded: rial, waived, waived_amount: rial, takings: each }
    AnswerV1 = InquiryAnswer { result: id, on: day, note }
    ObjectionV1 = Objection { about, reason }
    ProducedV1 = Produced { serial, original: id }
    CollectorV1 = Collector { kind: id, name, letter }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum OutcomeV1 {
    Complete,
    Deficient { missing: Vec<Listed<DocumentKind>> },
    Suspect { documents: Vec<Listed<DocumentKind>> },
}

impl From<&DocumentsOutcome> for OutcomeV1 {
    fn from(outcome: &DocumentsOutcome) -> OutcomeV1 {
        let listed = |list: &[DocumentKind]| list.iter().copied().map(Listed).collect();
        match outcome {
            DocumentsOutcome::Complete => OutcomeV1::Complete,
            DocumentsOutcome::Deficient { missing } => OutcomeV1::Deficient { missing: listed(missing) },
            DocumentsOutcome::Suspect { documents } => OutcomeV1::Suspect { documents: listed(documents) },
        }
    }
}

impl From<OutcomeV1> for DocumentsOutcome {
    fn from(shape: OutcomeV1) -> DocumentsOutcome {
        let plain = |list: Vec<Listed<DocumentKind>>| list.into_iter().map(|listed| listed.0).collect();
        match shape {
            OutcomeV1::Complete => DocumentsOutcome::Complete,
            OutcomeV1::Deficient { missing } => DocumentsOutcome::Deficient { missing: plain(missing) },
            OutcomeV1::Suspect { documents } => DocumentsOutcome::Suspect { documents: plain(documents) },
        }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum SettlementV1 {
    Paid { due: u64, payment: PaymentV1, tariff: String },
    NothingDue { tariff: String },
    Waived { due: u64, tariff: String },
}

impl From<&Settlement> for SettlementV1 {
    fn from(settlement: &Settlement) -> SettlementV1 {
        match settlement {
            Settlement::Paid { due, payment, tariff } => {
                SettlementV1::Paid { due: due.amount(), payment: payment.into(), tariff: tariff.clone() }
            }
            Settlement::NothingDue { tariff } => SettlementV1::NothingDue { tariff: tariff.clone() },
            Settlement::Waived { due, tariff } => SettlementV1::Waived { due: due.amount(), tariff: tariff.clone() },
        }
    }
}

impl From<SettlementV1> for Settlement {
    fn from(shape: SettlementV1) -> Settlement {
        match shape {
            SettlementV1::Paid { due, payment, tariff } => {
                Settlement::Paid { due: Rial::new(due), payment: payment.into(), tariff }
            }
            SettlementV1::NothingDue { tariff } => Settlement::NothingDue { tariff },
            SettlementV1::Waived { due, tariff } => Settlement::Waived { due: Rial::new(due), tariff },
        }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum BlankMoveV1 {
    Received { first: String, count: u32 },
    Used { serial: String },
    Spoiled { serial: String, reason: String },
    Returned { first: String, count: u32, reason: String },
}

impl From<&BlankMove> for BlankMoveV1 {
    fn from(moved: &BlankMove) -> BlankMoveV1 {
        match moved.clone() {
            BlankMove::Received { first, count } => BlankMoveV1::Received { first, count },
            BlankMove::Used { serial } => BlankMoveV1::Used { serial },
            BlankMove::Spoiled { serial, reason } => BlankMoveV1::Spoiled { serial, reason },
            BlankMove::Returned { first, count, reason } => BlankMoveV1::Returned { first, count, reason },
        }
    }
}

impl From<BlankMoveV1> for BlankMove {
    fn from(shape: BlankMoveV1) -> BlankMove {
        match shape {
            BlankMoveV1::Received { first, count } => BlankMove::Received { first, count },
            BlankMoveV1::Used { serial } => BlankMove::Used { serial },
            BlankMoveV1::Spoiled { serial, reason } => BlankMove::Spoiled { serial, reason },
            BlankMoveV1::Returned { first, count, reason } => BlankMove::Returned { first, count, reason },
        }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SignatureV1([u8; 32], [u8; 32]);

impl From<&Signature> for SignatureV1 {
    fn from(Signature(first, second): &Signature) -> SignatureV1 {
        SignatureV1(*first, *second)
    }
}

impl From<SignatureV1> for Signature {
    fn from(SignatureV1(first, second): SignatureV1) -> Signature {
        Signature(first, second)
    }
}
