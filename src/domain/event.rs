//! What can have happened. Events are never changed and never taken back.

use uuid::Uuid;

use super::blank::BlankMove;
use super::choices;
use super::collector::Collector;
use super::correction::Lapse;
use super::date::JalaliDate;
use super::documents::{DocumentKind, Verdict};
use super::duplicate::DuplicateDecision;
use super::fees::Settlement;
use super::inquiry::{InquiryAnswer, InquiryBy, InquiryWay};
use super::lineage::{AccessHead, EventKey, Lineage, LineageReason, PersonRef, ProgramVersion};
use super::money::Rial;
use super::objection::Objection;
use super::office::Office;
use super::operator::{Admission, Operator, Role};
use super::produced::Produced;
use super::question::Question;
use super::receipts::ReceiptDigest;
use super::rule_file::RuleFile;
use super::totals::Totals;
use super::tracking::TrackingCode;
use super::visit::Intake;

/// Made at the desk that opened the case, ordered by time, unique without a network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CaseId(pub Uuid);

/// When something was done, by every clock the desk has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// Milliseconds since 1970, UTC, as the machine believed.
    pub wall_ms: i64,
    /// How many times this desk has been started.
    pub boot: u32,
    /// Milliseconds by a clock that nobody sets, since some moment that is the same for that start.
    pub mono_ms: u64,
}

choices! {
    SlipKind, "slip", {
        Receipt = "receipt", Deficiency = "deficiency", Referral = "referral", Delivery = "delivery",
    }
}

/// What happened to a case, or to the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// تشکیل پرونده.
    Opened {
        tracking: TrackingCode,
        intake: Box<Intake>,
    },
    /// Answers were corrected; the whole intake as it now reads, and why.
    Corrected {
        intake: Box<Intake>,
        reason: String,
        /// As it read before; it was not noted at first.
        before: Option<Box<Intake>>,
        /// What was said before and falls with it.
        lapse: Option<Lapse>,
    },
    DocumentJudged {
        document: DocumentKind,
        verdict: Verdict,
    },
    DocumentsClosed {
        outcome: DocumentsOutcome,
    },
    FeeSettled {
        settlement: Settlement,
    },
    SlipIssued {
        slip: SlipKind,
    },
    Withdrawn {
        reason: String,
    },
    /// The desk was set up.
    DeskFounded {
        office: Office,
    },
    OperatorEnrolled {
        operator: Operator,
        admission: Admission,
    },
    /// The wall clock showed less than at the event before.
    ClockWentBack {
        by_ms: i64,
    },
    /// The wall clock went forward by more than time did, within one session.
    ClockJumped {
        by_ms: i64,
    },
    /// Somebody said that today is this day.
    DayOpened {
        day: JalaliDate,
    },
    DayClosed {
        day: JalaliDate,
        totals: Totals,
    },
    /// استعلام ثبت احوال.
    InquiryAsked {
        by: InquiryBy,
        way: InquiryWay,
    },
    InquiryAnswered {
        answer: InquiryAnswer,
    },
    /// بررسی مدارک توسط مرکز: it may be produced.
    Approved,
    /// Back to the desk.
    Returned {
        objections: Vec<Objection>,
        until: Option<JalaliDate>,
    },
    Rejected {
        reason: String,
    },
    /// Until when what is missing is waited for.
    DeadlineSet {
        until: JalaliDate,
    },
    CertificateIssued {
        produced: Produced,
    },
    Delivered {
        collector: Collector,
    },
    Uncollected {
        reason: String,
    },
    Reopened {
        reason: String,
    },
    FeeCancelled {
        amount: Rial,
        reason: String,
    },
    Refunded {
        amount: Rial,
        reference: String,
        on: JalaliDate,
    },
    /// A supervisor's word on a question that was asked, and why.
    OverrideUsed {
        question: Question,
        reason: String,
    },
    BlanksMoved {
        moved: BlankMove,
    },
    OperatorSuspended {
        sign_in: String,
        reason: String,
    },
    OperatorRestored {
        sign_in: String,
        admission: Admission,
    },
    RoleChanged {
        sign_in: String,
        role: Role,
        admission: Admission,
    },
    /// A second supervisor stands behind an account that waited for that.
    OperatorConfirmed {
        sign_in: String,
    },
    PassphraseReset {
        sign_in: String,
        passphrase: Hash,
    },
    /// A court ordered that the particulars of a case be erased; `order` names it.
    ErasureOrdered {
        case: CaseId,
        order: String,
        /// What is known of the case when it is erased; it was not noted at first.
        left: Option<LeftBehind>,
    },
    /// What stood here was erased. Never written: it is how an event without a body is read.
    Erased,
    /// From before this event on, the folder's files are encrypted.
    FolderEncrypted,
    /// The head of the chain at the close of a day, signed by the desk.
    HeadSigned {
        number: u64,
        head: [u8; 32],
        /// How far the access log reached.
        access: AccessHead,
        key: [u8; 32],
        signature: Signature,
    },
    /// Two cases that look alike were held side by side, and somebody decided.
    DuplicateJudged {
        other: TrackingCode,
        decision: DuplicateDecision,
        reason: String,
    },
    /// What one office decided on its own work was looked at by somebody else.
    LookedAgain {
        note: String,
    },
    /// What was in the drawer: cash of the office, numbered slips.
    TillCounted {
        cash: Option<Rial>,
        slips: Option<u32>,
    },
    /// One operator leaves the desk to another.
    ShiftHandedOver {
        to: String,
        note: String,
    },
    /// A code was made that lets this operator choose a new passphrase once; it lies in a sealed envelope.
    RecoveryIssued {
        sign_in: String,
        code: Hash,
    },
    RecoveryUsed {
        sign_in: String,
        passphrase: Hash,
    },
    /// From here on the folder goes on as a lineage of its own; the event before is the parent's.
    LineageBegun {
        parent: Lineage,
        /// The last event of the parent here, and the hash of its envelope.
        at: u64,
        head: [u8; 32],
        why: LineageReason,
        /// Tracking codes are counted on from here, so that none is handed out twice; 0 where they go on as they were.
        tracking_from: u64,
    },
    /// The desk's keys from here on; signed with the key before, where there was one.
    KeysSet {
        keys: PublicKeys,
        signature: Option<Signature>,
    },
    /// An event that a newer program wrote, or one with an answer that is not known here: kept as it is.
    /// It folds to nothing.
    Foreign {
        code: String,
        version: u8,
        bytes: Vec<u8>,
    },
    /// These are the office's rules from this day on, until others are adopted.
    RulesAdopted {
        /// Of names and texts, by which events say under which rules they were made.
        digest: [u8; 32],
        /// Those in whose place they come; none at the founding.
        before: Option<[u8; 32]>,
        files: Vec<RuleFile>,
        effective: JalaliDate,
    },
    /// For whoever works on the case next; it changes nothing in it.
    NoteAdded {
        text: String,
    },
    /// From here on each day is backed up there when it is closed.
    BackupPlaceSet {
        target: String,
    },
}

/// What stays known of a case that is erased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftBehind {
    pub tracking: TrackingCode,
    /// Of every receipt that was shown in it.
    pub receipts: Vec<ReceiptDigest>,
}

/// The public halves of a desk's keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublicKeys {
    /// Ed25519: signs heads, and the next keys.
    pub sign: [u8; 32],
    /// X25519: opens what is encrypted for this desk.
    pub open: [u8; 32],
    /// The digest of the signing key that comes after this one.
    pub next: [u8; 32],
}

/// Of a passphrase: not to be printed by anything.
#[derive(Clone, PartialEq, Eq)]
pub struct Hash(pub String);

impl std::fmt::Debug for Hash {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str("Hash")
    }
}

/// Ed25519, in two halves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signature(pub [u8; 32], pub [u8; 32]);

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DocumentsOutcome {
    Complete,
    Deficient { missing: Vec<DocumentKind> },
    Suspect { documents: Vec<DocumentKind> },
}

/// What is true of an event beside what happened; the chain runs over these.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    pub id: Uuid,
    pub case: Option<CaseId>,
    /// The version of the case that the operator saw.
    pub case_version: u32,
    pub lineage: Lineage,
    /// Without gaps, in this lineage.
    pub number: u64,
    /// The last events of the case in other lineages that were known; the own one before is not named.
    pub also: Vec<Uuid>,
    pub site: String,
    pub desk: String,
    /// Nobody for what the desk does by itself.
    pub operator: Option<PersonRef>,
    /// The supervisor who agreed, where one had to.
    pub approver: Option<PersonRef>,
    pub moment: Moment,
    /// The program that wrote it; unknown of what was recorded before this was noted, as the two that follow.
    pub program: Option<ProgramVersion>,
    /// The digest of the rules in force.
    pub rules: Option<[u8; 32]>,
    /// How far the access log reached.
    pub access: Option<AccessHead>,
    /// Salted digest of the body: the body can be erased and the chain still verifies.
    pub digest: [u8; 32],
    /// Hash of the envelope before.
    pub previous: [u8; 32],
}

impl Envelope {
    /// What the events of one act on a case have in common, and those of no other: the lineage, the version of
    /// the case that was seen, and the moment.
    pub fn act(&self) -> (Lineage, u32, Moment) {
        (self.lineage, self.case_version, self.moment)
    }

    /// Where the event stands.
    pub fn key(&self) -> EventKey {
        EventKey { lineage: self.lineage, number: self.number }
    }

    /// The sign-in name of who did it; empty for the desk itself.
    pub fn signed_in(&self) -> &str {
        self.operator.as_ref().map_or("", |person| &person.sign_in)
    }
}

/// An event as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    pub envelope: Envelope,
    pub event: Event,
}

impl Recorded {
    /// It opened a case and was written by a newer program: whose case that is, nobody here can tell.
    pub fn is_unread_opening(&self) -> bool {
        let opens = self.envelope.case == Some(CaseId(self.envelope.id));
        opens && matches!(self.event, Event::Foreign { .. })
    }
}
