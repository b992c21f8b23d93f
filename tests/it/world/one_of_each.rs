//! One made-up example of everything that is written: no two answers alike, none the default, what may be
//! missing once there and once not.

use pishkhan::domain::blank::BlankMove;
use pishkhan::domain::certificate::{
    Certificate, CertificateMedium, ExamKind, FieldCluster, Occupation, RequestKind, RequestReason,
};
use pishkhan::domain::collector::{Collector, CollectorKind};
use pishkhan::domain::correction::Lapse;
use pishkhan::domain::date::JalaliDate;
use pishkhan::domain::documents::{DocumentKind, Verdict, VerdictKind};
use pishkhan::domain::duplicate::DuplicateDecision;
use pishkhan::domain::event::{
    CaseId, DocumentsOutcome, Envelope, Event, LeftBehind, Moment, PublicKeys, Signature, SlipKind,
};
use pishkhan::domain::fees::{Payment, PaymentMethod, Settlement};
use pishkhan::domain::inquiry::{InquiryAnswer, InquiryBy, InquiryResult, InquiryWay};
use pishkhan::domain::lineage::{Lineage, LineageReason};
use pishkhan::domain::money::Rial;
use pishkhan::domain::objection::Objection;
use pishkhan::domain::office::{Office, OfficeKind, OfficeLevel};
use pishkhan::domain::person::{
    Applicant, Booklet, Education, ForeignerId, Gender, MilitaryStatus, NationalId, PersonId,
};
use pishkhan::domain::produced::{OriginalFate, Produced};
use pishkhan::domain::question::Question;
use pishkhan::domain::receipts::ReceiptDigest;
use pishkhan::domain::rule_file::RuleFile;
use pishkhan::domain::totals::{Takings, Totals};
use pishkhan::domain::tracking::TrackingCode;
use pishkhan::domain::visit::{InPersonReason, Intake, Request, RequestMedium, Venue, Visit};
use pishkhan::form::answers::Draft;
use pishkhan::record::{self, StoredAct};
use uuid::Uuid;

use super::{made_up_id, person};

fn day(month: u8, day: u8) -> JalaliDate {
    JalaliDate::new(1404, month, day).expect("a day")
}

pub fn case(number: u128) -> CaseId {
    CaseId(Uuid::from_u128(0x0198_0000_0000_7000_8000_0000_0000_0000 + number))
}

fn tracking(number: u64) -> TrackingCode {
    TrackingCode::new("00123", "04", number)
}

/// 32 bytes that differ from one another.
fn bytes(first: u8) -> [u8; 32] {
    std::array::from_fn(|at| first + u8::try_from(at).expect("small"))
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn intake() -> Intake {
    Intake {
        request: Request {
            kind: RequestKind::Replacement,
            reason: RequestReason::Other,
            other: some("گواهینامه خیس شد"),
        },
        certificate: Certificate {
            medium: CertificateMedium::Paper,
            number: "ص-1390/77".into(),
            occupation: Occupation {
                code: "7-22/1".into(),
                title: "جوشکار نمونه".into(),
                starred: false,
                prerequisite: true,
            },
            cluster: FieldCluster::Industry,
            issued: day(2, 3),
            expires: day(4, 5),
            exam: ExamKind::EndOfCourse,
        },
        applicant: Applicant {
            id: PersonId::National(NationalId::parse(&made_up_id(321)).expect("it passes").0),
            given_name: "پروانه".into(),
            family_name: "نمونه‌زاده".into(),
            father_name: "بهرام".into(),
            birth: day(6, 7),
            gender: Gender::Female,
            booklet: Booklet { number: some("4711"), series: some("ب/12"), serial: some("654321") },
            mobile: some("09120000001"),
            postal_code: some("1458710001"),
            address: some("یزد، کوچه نمونه"),
            education: Some(Education::Associate),
            military: Some(MilitaryStatus::TemporarilyExempt),
        },
        visit: Visit {
            medium: RequestMedium::CallCentre,
            reason: InPersonReason::NoInfrastructure,
            venue: Venue::Prison,
            place: some("Z-9"),
        },
    }
}

/// Of somebody with a foreigner's number and nothing that may be missing.
fn bare_intake() -> Intake {
    let full = intake();
    Intake {
        request: Request { kind: RequestKind::Renewal, reason: RequestReason::Expired, other: None },
        applicant: Applicant {
            id: PersonId::Foreign(ForeignerId::parse("999000111222").expect("twelve digits")),
            gender: Gender::Male,
            booklet: Booklet::default(),
            mobile: None,
            postal_code: None,
            address: None,
            education: None,
            military: None,
            ..full.applicant
        },
        visit: Visit { place: None, venue: Venue::IndustrySite, ..full.visit },
        ..full
    }
}

fn payment() -> Payment {
    Payment {
        method: PaymentMethod::BankDeposit,
        bank: "بانک نمونه".into(),
        order_code: some("O-11"),
        trace_number: some("T-22"),
        reference_number: some("R-33"),
        paid_on: day(8, 9),
        amount: Rial::new(1_234_567),
    }
}

/// Of every kind of event that there is, whatever has a layout of its own once.
pub fn one_of_each() -> Vec<(&'static str, Event)> {
    [
        at_the_counter(),
        in_the_centre(),
        undone(),
        of_the_desk(),
        super::one_of_people::of_operators(),
        since_version_3(),
    ]
    .concat()
}

fn at_the_counter() -> Vec<(&'static str, Event)> {
    let judged = |document, kind, text| Event::DocumentJudged { document, verdict: Verdict { kind, text } };
    let closed = |outcome| Event::DocumentsClosed { outcome };
    let settled = |settlement| Event::FeeSettled { settlement };
    let bare = Payment { order_code: None, trace_number: None, reference_number: None, ..payment() };
    let missing = vec![DocumentKind::LastDegree, DocumentKind::NationalCard];
    let documents = vec![DocumentKind::FailureCertificate, DocumentKind::IdentityBooklet];
    vec![
        ("opened", Event::Opened { tracking: tracking(61), intake: Box::new(intake()) }),
        ("opened-bare", Event::Opened { tracking: tracking(62), intake: Box::new(bare_intake()) }),
        ("corrected", corrected(None, None, "شماره درست شد")),
        ("document-judged", judged(DocumentKind::RelatedHigherDegree, VerdictKind::Refused, some("مهر ندارد"))),
        ("document-judged-bare", judged(DocumentKind::PreviousCertificate, VerdictKind::CopyTaken, None)),
        ("documents-complete", closed(DocumentsOutcome::Complete)),
        ("documents-deficient", closed(DocumentsOutcome::Deficient { missing })),
        ("documents-suspect", closed(DocumentsOutcome::Suspect { documents })),
        (
            "fee-paid",
            settled(Settlement::Paid { due: Rial::new(1_234_568), payment: payment(), tariff: "row-1".into() }),
        ),
        ("fee-paid-bare", settled(Settlement::Paid { due: Rial::new(77), payment: bare, tariff: "row-2".into() })),
        ("fee-nothing-due", settled(Settlement::NothingDue { tariff: "row-3".into() })),
        ("fee-waived", settled(Settlement::Waived { due: Rial::new(2_345_678), tariff: "row-4".into() })),
        ("slip-issued", Event::SlipIssued { slip: SlipKind::Referral }),
        ("withdrawn", Event::Withdrawn { reason: "به شهر دیگری رفت".into() }),
        ("deadline-set", Event::DeadlineSet { until: day(10, 11) }),
        (
            "duplicate-distinct",
            Event::DuplicateJudged {
                other: tracking(63),
                decision: DuplicateDecision::Distinct,
                reason: "گواهینامه دیگری است".into(),
            },
        ),
        (
            "duplicate-same",
            Event::DuplicateJudged {
                other: tracking(64),
                decision: DuplicateDecision::Same,
                reason: "دو بار آمد".into(),
            },
        ),
    ]
}

fn in_the_centre() -> Vec<(&'static str, Event)> {
    let objections = vec![
        Objection { about: "national-card".into(), reason: "خوانا نیست".into() },
        Objection { about: "mobile".into(), reason: "پاسخ نمی‌دهد".into() },
    ];
    let one = vec![Objection { about: "همه پرونده".into(), reason: "ناتمام".into() }];
    let answer =
        InquiryAnswer { result: InquiryResult::NoRecord, on: day(3, 12), note: "دفتر سوخته است".into() };
    let collector =
        Collector {
            kind: CollectorKind::Representative, name: "نماینده نمونه".into(), letter: "نامه ۱۲".into()
        };
    let produced = |serial, original| Event::CertificateIssued { produced: Produced { serial, original } };
    vec![
        ("inquiry-asked", Event::InquiryAsked { by: InquiryBy::Applicant, way: InquiryWay::Batch }),
        ("inquiry-answered", Event::InquiryAnswered { answer }),
        ("approved", Event::Approved),
        ("returned", Event::Returned { objections, until: Some(day(5, 13)) }),
        ("returned-bare", Event::Returned { objections: one, until: None }),
        ("rejected", Event::Rejected { reason: "شرایط ندارد".into() }),
        ("certificate-issued", produced(some("B-0101"), OriginalFate::DeclaredLost)),
        ("certificate-issued-bare", produced(None, OriginalFate::Electronic)),
        ("delivered", Event::Delivered { collector }),
        ("uncollected", Event::Uncollected { reason: "سه ماه نیامد".into() }),
        ("looked-again", Event::LookedAgain { note: "همه درست بود".into() }),
    ]
}

fn undone() -> Vec<(&'static str, Event)> {
    vec![
        ("reopened", Event::Reopened { reason: "برگشت".into() }),
        ("fee-cancelled", Event::FeeCancelled { amount: Rial::new(345_678), reason: "برای دیگری بود".into() }),
        ("refunded", Event::Refunded { amount: Rial::new(456_789), reference: "P-44".into(), on: day(7, 14) }),
        ("override-used", Event::OverrideUsed { question: Question::RegistryMismatch, reason: "نام قدیم است".into() }),
        ("erasure-ordered", Event::ErasureOrdered { case: case(65), order: "شعبه ۳، ۱۲۳".into(), left: None }),
        ("erased", Event::Erased),
    ]
}

fn of_the_desk() -> Vec<(&'static str, Event)> {
    let office = Office {
        name: "دفتر نمونه".into(),
        code: "00123".into(),
        kind: OfficeKind::Prison,
        level: OfficeLevel::Provincial,
        province: "یزد".into(),
        contract: some("Q-55"),
        desk: "04".into(),
        sample: true,
    };
    let bare = Office { contract: None, sample: false, ..office.clone() };
    // What is not kept with a closed day stays at nothing.
    let totals = Totals {
        opened: 11,
        complete: 12,
        withdrawn: 13,
        approved: 14,
        delivered: 15,
        cancelled: 16,
        cancelled_amount: Rial::new(17_000),
        refunded: Rial::new(18_000),
        takings: vec![
            Takings {
                operator: "reza".into(),
                method: Some(PaymentMethod::CardTerminal),
                count: 19,
                amount: Rial::new(20_000),
            },
            Takings { operator: "mina".into(), method: None, count: 21, amount: Rial::new(22_000) },
        ],
        ..Totals::default()
    };
    let blanks = |moved| Event::BlanksMoved { moved };
    vec![
        ("desk-founded", Event::DeskFounded { office }),
        ("desk-founded-bare", Event::DeskFounded { office: bare }),
        ("clock-went-back", Event::ClockWentBack { by_ms: 66_001 }),
        ("clock-jumped", Event::ClockJumped { by_ms: 77_002 }),
        ("day-opened", Event::DayOpened { day: day(9, 15) }),
        ("day-closed", Event::DayClosed { day: day(9, 16), totals: totals.clone() }),
        ("day-closed-waived", Event::DayClosed { day: day(9, 17), totals: waived(totals) }),
        ("blanks-received", blanks(BlankMove::Received { first: "B-0201".into(), count: 50 })),
        ("blank-used", blanks(BlankMove::Used { serial: "B-0202".into() })),
        ("blank-spoiled", blanks(BlankMove::Spoiled { serial: "B-0203".into(), reason: "پاره شد".into() })),
        (
            "blanks-returned",
            blanks(BlankMove::Returned { first: "B-0204".into(), count: 5, reason: "زیاد بود".into() }),
        ),
        ("folder-sealed", Event::FolderEncrypted),
        (
            "head-signed",
            Event::HeadSigned {
                number: 88,
                head: bytes(1),
                access: (99, std::array::from_fn(|at| 40 + u8::try_from(at).expect("small"))),
                key: bytes(60),
                signature: Signature(bytes(100), bytes(150)),
            },
        ),
        ("till-counted", Event::TillCounted { cash: Some(Rial::new(500_000)), slips: Some(120) }),
        ("till-counted-cash", Event::TillCounted { cash: Some(Rial::new(600_000)), slips: None }),
        ("till-counted-slips", Event::TillCounted { cash: None, slips: Some(130) }),
        ("shift-handed-over", Event::ShiftHandedOver { to: "leila".into(), note: "رسید ۱۲ در کشو است".into() }),
    ]
}

/// The same day on which fees were let go, of which nothing was kept with a day before version 4.
fn waived(totals: Totals) -> Totals {
    Totals { waived: 23, waived_amount: Rial::new(24_000), ..totals }
}

fn corrected(before: Option<&str>, lapse: Option<Lapse>, reason: &str) -> Event {
    let mut other = intake();
    other.applicant.father_name = before.unwrap_or_default().into();
    Event::Corrected { intake: intake().into(), reason: reason.into(), before: before.map(|_| other.into()), lapse }
}

/// What came with version 4, and what a newer program wrote.
fn since_version_3() -> Vec<(&'static str, Event)> {
    let keys = |first| PublicKeys { sign: bytes(first), open: bytes(first + 32), next: bytes(first + 64) };
    let begun = Event::LineageBegun {
        parent: Lineage(Uuid::from_u128(0x55)),
        at: 4_320,
        head: bytes(11),
        why: LineageReason::Restored,
        tracking_from: 1_230_000,
    };
    let files = vec![RuleFile { name: "tariff.toml".into(), text: "made up".into() }];
    let rules = |before| Event::RulesAdopted { digest: bytes(25), before, files: files.clone(), effective: day(9, 18) };
    let left = LeftBehind { tracking: tracking(66), receipts: vec![ReceiptDigest([5; 16]), ReceiptDigest([6; 16])] };
    let erasure = Event::ErasureOrdered { case: case(67), order: "شعبه ۴".into(), left: Some(left) };
    vec![
        ("lineage-begun", begun),
        ("keys-set", Event::KeysSet { keys: keys(21), signature: Some(Signature(bytes(22), bytes(23))) }),
        ("keys-set-unsigned", Event::KeysSet { keys: keys(24), signature: None }),
        ("rules-set", rules(None)),
        ("rules-adopted", rules(Some(bytes(26)))),
        ("note-added", Event::NoteAdded { text: "فردا می‌آید".into() }),
        ("recast", corrected(Some("پیشین"), Some(Lapse::Identity), "نام")),
        ("erasure-ordered-left", erasure),
        ("foreign", Event::Foreign { code: "certificate-lent".into(), version: 3, bytes: vec![1, 2, 3] }),
    ]
}

/// The envelope of an act on a case that a supervisor signed for.
pub fn envelope() -> Envelope {
    Envelope {
        id: case(71).0,
        case: Some(case(72)),
        case_version: 7,
        site: "00123".into(),
        desk: "04".into(),
        lineage: Lineage(Uuid::from_u128(1)),
        number: 4_321,
        also: Vec::new(),
        operator: Some(person("reza")),
        approver: Some(person("sara")),
        moment: Moment { wall_ms: 1_795_500_000_123, boot: 17, mono_ms: 456_789 },
        program: None,
        rules: None,
        access: None,
        digest: bytes(3),
        previous: bytes(33),
    }
}

/// The envelope of something that the desk did by itself, before 1970 by its clock.
pub fn bare_envelope() -> Envelope {
    Envelope {
        case: None,
        operator: None,
        approver: None,
        moment: Moment { wall_ms: -5, boot: 18, mono_ms: 9 },
        ..envelope()
    }
}

/// One record of the journal: an event that is whole, and one whose body was erased.
pub fn stored_act() -> StoredAct {
    let salt = |first: u8| std::array::from_fn(|at| first + u8::try_from(at).expect("small"));
    let withdrawn = Event::Withdrawn { reason: "به شهر دیگری رفت".into() };
    let (_, first, hash) = record::link(envelope(), withdrawn, salt(5), bytes(7)).expect("small");
    let (_, second, _) = record::link(bare_envelope(), Event::Approved, salt(50), hash).expect("small");
    StoredAct { events: vec![first, second.erased()] }
}

/// An intake that was left at its second question.
pub fn draft() -> Draft {
    Draft {
        id: case(73).0,
        form: "intake".into(),
        draft: [("request-kind", "renewal"), ("given-name", "نیمه")].into_iter().collect(),
        at: "request-reason".into(),
        touched_ms: 1_795_500_000_456,
        operator: "mina".into(),
    }
}
