//! Why an act was not done, and what must be answered before it can be.

use super::acts::kind::ActKind;
use super::codes;
use super::date::JalaliDate;
use super::documents::DocumentKind;
use super::money::Rial;
use super::operator::Role;
use super::question::Question;
use super::stage::Stage;
use super::tracking::TrackingCode;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// Answered with yes, the act may be asked again.
    Asks {
        question: Question,
        other: Option<TrackingCode>,
    },
    /// Not at this stage.
    WrongStage {
        stage: Stage,
    },
    /// The case has changed since the operator looked at it.
    Stale,
    NoSuchCase,
    /// This paper is not asked for in this case.
    NotAskedFor {
        document: DocumentKind,
    },
    VerdictNotOffered {
        document: DocumentKind,
    },
    VerdictNeedsText {
        document: DocumentKind,
    },
    DocumentsUnjudged {
        documents: Vec<DocumentKind>,
    },
    NoTariffRow,
    FeeIsDue {
        due: Rial,
    },
    NoFeeIsDue,
    Underpaid {
        due: Rial,
        paid: Rial,
    },
    Overpaid {
        due: Rial,
        paid: Rial,
    },
    ReasonMissing,
    NothingChanged,
    NotSignedIn,
    WrongPassphrase,
    NotASupervisor,
    AlreadyFounded,
    NotFounded,
    /// Nobody has said yet which day it is.
    DayNotOpen {
        day: JalaliDate,
    },
    /// An earlier day was not closed.
    DayLeftOpen {
        day: JalaliDate,
    },
    /// Not by somebody with this role.
    NotForRole {
        role: Role,
        act: ActKind,
    },
    /// A second person has to stand behind it.
    SamePerson,
    /// Somebody had a hand in the case, and what is decided of it is for others.
    OwnHands {
        who: String,
    },
    NoInquiryOpen,
    NoFeeConfirmed,
    NothingToRefund,
    /// Not a renewal of which nothing is to be paid and every paper was seen.
    NotDirect,
    SerialMissing,
    SerialNotNeeded,
    NotOnHand {
        serial: String,
    },
    /// These numbers were here before.
    BlanksKnown {
        serial: String,
    },
    Suspended,
    /// An inspector reads everything and changes nothing.
    OnlyReads,
    NoSuchOperator,
    LastSupervisor,
    /// Too many wrong passphrases; to be tried again in so many seconds.
    TooManyTries {
        seconds: u64,
    },
    /// The clock says another day.
    OtherDay {
        today: JalaliDate,
    },
    /// The other case is of another person and another certificate.
    NotRelated,
    /// Nothing of it waits for a second look.
    NoSecondLook,
    /// No code was issued for this operator, or not this one, or it was used.
    WrongRecoveryCode,
    /// A group of the code is mistyped, counted from one.
    RecoveryGroup {
        group: usize,
    },
    /// Neither cash nor slips.
    NothingCounted,
    /// What was confirmed of the fee is not what the rules in force ask for.
    FeeDoesNotStand,
    /// Whoever may decide does so only when a second supervisor has confirmed the account.
    NotConfirmed {
        sign_in: String,
    },
    /// This account waits for nobody.
    NothingToConfirm,
    /// Somebody else is called so, or nearly so.
    NameKnown {
        sign_in: String,
    },
    /// Acts of two lineages cannot both hold, and nobody has decided between them.
    InConflict,
}

impl Refusal {
    /// Whether somebody asked for what is not theirs to do, which is kept on record.
    pub fn is_overstepping(&self) -> bool {
        matches!(
            self,
            Refusal::NotForRole { .. }
                | Refusal::SamePerson
                | Refusal::NotASupervisor
                | Refusal::OnlyReads
                | Refusal::Suspended
        )
    }
}

codes! {
    Refusal,
    Refusal::Asks { .. } => "asks", Refusal::Asks { question: Question::ReferenceUsed, other: None };
    Refusal::WrongStage { .. } => "wrong-stage", Refusal::WrongStage { stage: Stage::Fee };
    Refusal::Stale => "stale", Refusal::Stale;
    Refusal::NoSuchCase => "no-such-case", Refusal::NoSuchCase;
    Refusal::NotAskedFor { .. } => "not-asked-for", Refusal::NotAskedFor { document: DocumentKind::NationalCard };
    Refusal::VerdictNotOffered { .. } => "verdict-not-offered", Refusal::VerdictNotOffered { document: DocumentKind::NationalCard };
    Refusal::VerdictNeedsText { .. } => "verdict-needs-text", Refusal::VerdictNeedsText { document: DocumentKind::NationalCard };
    Refusal::DocumentsUnjudged { .. } => "documents-unjudged", Refusal::DocumentsUnjudged { documents: vec![DocumentKind::NationalCard] };
    Refusal::FeeDoesNotStand => "fee-does-not-stand", Refusal::FeeDoesNotStand;
    Refusal::NoTariffRow => "no-tariff-row", Refusal::NoTariffRow;
    Refusal::FeeIsDue { .. } => "fee-is-due", Refusal::FeeIsDue { due: Rial::new(2) };
    Refusal::NoFeeIsDue => "no-fee-is-due", Refusal::NoFeeIsDue;
    Refusal::Underpaid { .. } => "underpaid", Refusal::Underpaid { due: Rial::new(2), paid: Rial::new(1) };
    Refusal::Overpaid { .. } => "overpaid", Refusal::Overpaid { due: Rial::new(2), paid: Rial::new(1) };
    Refusal::ReasonMissing => "reason-missing", Refusal::ReasonMissing;
    Refusal::NothingChanged => "nothing-changed", Refusal::NothingChanged;
    Refusal::NotSignedIn => "not-signed-in", Refusal::NotSignedIn;
    Refusal::WrongPassphrase => "wrong-passphrase", Refusal::WrongPassphrase;
    Refusal::NotASupervisor => "not-a-supervisor", Refusal::NotASupervisor;
    Refusal::AlreadyFounded => "already-founded", Refusal::AlreadyFounded;
    Refusal::NotFounded => "not-founded", Refusal::NotFounded;
    Refusal::DayNotOpen { .. } => "day-not-open", Refusal::DayNotOpen { day: JalaliDate::at(0) };
    Refusal::DayLeftOpen { .. } => "day-left-open", Refusal::DayLeftOpen { day: JalaliDate::at(0) };
    Refusal::NotForRole { .. } => "not-for-role", Refusal::NotForRole { role: Role::Clerk, act: ActKind::Approve };
    Refusal::SamePerson => "same-person", Refusal::SamePerson;
    Refusal::OwnHands { .. } => "own-hands", Refusal::OwnHands { who: String::new() };
    Refusal::NoInquiryOpen => "no-inquiry-open", Refusal::NoInquiryOpen;
    Refusal::NoFeeConfirmed => "no-fee-confirmed", Refusal::NoFeeConfirmed;
    Refusal::NothingToRefund => "nothing-to-refund", Refusal::NothingToRefund;
    Refusal::NotDirect => "not-direct", Refusal::NotDirect;
    Refusal::SerialMissing => "serial-missing", Refusal::SerialMissing;
    Refusal::SerialNotNeeded => "serial-not-needed", Refusal::SerialNotNeeded;
    Refusal::NotOnHand { .. } => "not-on-hand", Refusal::NotOnHand { serial: String::new() };
    Refusal::BlanksKnown { .. } => "blanks-known", Refusal::BlanksKnown { serial: String::new() };
    Refusal::Suspended => "suspended", Refusal::Suspended;
    Refusal::OnlyReads => "only-reads", Refusal::OnlyReads;
    Refusal::NoSuchOperator => "no-such-operator", Refusal::NoSuchOperator;
    Refusal::LastSupervisor => "last-supervisor", Refusal::LastSupervisor;
    Refusal::TooManyTries { .. } => "too-many-tries", Refusal::TooManyTries { seconds: 5 };
    Refusal::OtherDay { .. } => "other-day", Refusal::OtherDay { today: JalaliDate::at(0) };
    Refusal::NotRelated => "not-alike", Refusal::NotRelated;
    Refusal::NoSecondLook => "no-second-look", Refusal::NoSecondLook;
    Refusal::WrongRecoveryCode => "wrong-recovery-code", Refusal::WrongRecoveryCode;
    Refusal::RecoveryGroup { .. } => "recovery-group", Refusal::RecoveryGroup { group: 2 };
    Refusal::NothingCounted => "nothing-counted", Refusal::NothingCounted;
    Refusal::NotConfirmed { .. } => "not-confirmed", Refusal::NotConfirmed { sign_in: String::new() };
    Refusal::NothingToConfirm => "nothing-to-confirm", Refusal::NothingToConfirm;
    Refusal::NameKnown { .. } => "name-known", Refusal::NameKnown { sign_in: String::new() };
    Refusal::InConflict => "in-conflict", Refusal::InConflict;
}
