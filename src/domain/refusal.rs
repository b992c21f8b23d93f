//! Why an act was not done, and what must be answered before it can be.

use super::acts::ActKind;
use super::case::Stage;
use super::choices;
use super::date::JalaliDate;
use super::documents::DocumentKind;
use super::money::Rial;
use super::operator::Role;
use super::tracking::TrackingCode;

choices! {
    /// Something that only a person can decide.
    Question, "question", {
        NationalIdRepeated = "national-id-repeated", ReferenceUsed = "reference-used",
        MilitarySubstitute = "military-substitute", SuspicionLifted = "suspicion-lifted",
        CertificateHasOpenCase = "certificate-has-open-case", TomanMeant = "toman-meant", FourEyes = "four-eyes",
        RegistryMismatch = "registry-mismatch", InquiryPending = "inquiry-pending", StockDiffers = "stock-differs",
        FeeWaived = "fee-waived", TariffUnknown = "tariff-unknown", PaperWaived = "paper-waived",
    }
}

impl Question {
    pub fn needs_supervisor(self) -> bool {
        !matches!(self, Question::CertificateHasOpenCase | Question::TomanMeant)
    }
}

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
    NotAlike,
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
}

impl Refusal {
    /// The id of its message, and the code that scripts see.
    pub fn code(&self) -> &'static str {
        match self {
            Refusal::Asks { .. } => "asks",
            Refusal::WrongStage { .. } => "wrong-stage",
            Refusal::Stale => "stale",
            Refusal::NoSuchCase => "no-such-case",
            Refusal::NotAskedFor { .. } => "not-asked-for",
            Refusal::VerdictNotOffered { .. } => "verdict-not-offered",
            Refusal::VerdictNeedsText { .. } => "verdict-needs-text",
            Refusal::DocumentsUnjudged { .. } => "documents-unjudged",
            Refusal::NoTariffRow => "no-tariff-row",
            Refusal::FeeIsDue { .. } => "fee-is-due",
            Refusal::NoFeeIsDue => "no-fee-is-due",
            Refusal::Underpaid { .. } => "underpaid",
            Refusal::Overpaid { .. } => "overpaid",
            Refusal::ReasonMissing => "reason-missing",
            Refusal::NothingChanged => "nothing-changed",
            Refusal::NotSignedIn => "not-signed-in",
            Refusal::WrongPassphrase => "wrong-passphrase",
            Refusal::NotASupervisor => "not-a-supervisor",
            Refusal::AlreadyFounded => "already-founded",
            Refusal::NotFounded => "not-founded",
            Refusal::DayNotOpen { .. } => "day-not-open",
            Refusal::DayLeftOpen { .. } => "day-left-open",
            Refusal::OtherDay { .. } => "other-day",
            Refusal::NotForRole { .. } => "not-for-role",
            Refusal::SamePerson => "same-person",
            Refusal::NoInquiryOpen => "no-inquiry-open",
            Refusal::NoFeeConfirmed => "no-fee-confirmed",
            Refusal::NothingToRefund => "nothing-to-refund",
            Refusal::NotDirect => "not-direct",
            Refusal::SerialMissing => "serial-missing",
            Refusal::SerialNotNeeded => "serial-not-needed",
            Refusal::NotOnHand { .. } => "not-on-hand",
            Refusal::BlanksKnown { .. } => "blanks-known",
            Refusal::Suspended => "suspended",
            Refusal::OnlyReads => "only-reads",
            Refusal::NoSuchOperator => "no-such-operator",
            Refusal::LastSupervisor => "last-supervisor",
            Refusal::TooManyTries { .. } => "too-many-tries",
            Refusal::NotAlike => "not-alike",
            Refusal::NoSecondLook => "no-second-look",
            Refusal::WrongRecoveryCode => "wrong-recovery-code",
            Refusal::RecoveryGroup { .. } => "recovery-group",
            Refusal::NothingCounted => "nothing-counted",
        }
    }

    /// One of each, for the test that every message exists.
    pub fn examples() -> Vec<Refusal> {
        use Refusal::*;
        let (document, due, paid) = (DocumentKind::NationalCard, Rial::new(2), Rial::new(1));
        let day = JalaliDate::at(0);
        vec![
            Asks { question: Question::ReferenceUsed, other: None },
            WrongStage { stage: Stage::Fee },
            Stale,
            NoSuchCase,
            NotAskedFor { document },
            VerdictNotOffered { document },
            VerdictNeedsText { document },
            DocumentsUnjudged { documents: vec![document] },
            NoTariffRow,
            FeeIsDue { due },
            NoFeeIsDue,
            Underpaid { due, paid },
            Overpaid { due, paid },
            ReasonMissing,
            NothingChanged,
            NotSignedIn,
            WrongPassphrase,
            NotASupervisor,
            AlreadyFounded,
            NotFounded,
            DayNotOpen { day },
            DayLeftOpen { day },
            OtherDay { today: day },
            NotForRole { role: Role::Clerk, act: ActKind::Approve },
            SamePerson,
            NoInquiryOpen,
            NoFeeConfirmed,
            NothingToRefund,
            NotDirect,
            SerialMissing,
            SerialNotNeeded,
            NotOnHand { serial: String::new() },
            BlanksKnown { serial: String::new() },
            Suspended,
            OnlyReads,
            NoSuchOperator,
            LastSupervisor,
            TooManyTries { seconds: 5 },
            NotAlike,
            NoSecondLook,
            WrongRecoveryCode,
            RecoveryGroup { group: 2 },
            NothingCounted,
        ]
    }
}
