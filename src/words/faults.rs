//! What is said when something is wrong: what happened, and what to do next.

use super::Words;
use crate::domain::Choice;
use crate::domain::documents::DocumentKind;
use crate::domain::flaw::{FieldError, FieldWarning};
use crate::domain::question::Question;
use crate::domain::refusal::Refusal;
use crate::domain::tracking::TrackingCode;
use crate::form::{Finding, Severity};

/// What happened, and what to do next.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sentence {
    pub what: String,
    pub next: String,
}

impl Sentence {
    /// Both in a row.
    pub fn whole(&self) -> String {
        format!("{} {}", self.what, self.next).trim_end().to_owned()
    }
}

impl Words {
    /// The message with its attribute «next».
    pub fn sentence(&self, id: &str, args: super::Args) -> Sentence {
        Sentence { what: self.with(id, args), next: self.attribute(id, "next", args).unwrap_or_default() }
    }

    pub fn flaw(&self, flaw: &FieldError) -> Sentence {
        let args: Vec<(&str, String)> = match flaw {
            FieldError::TooLong { max } => vec![("max", self.number(max))],
            FieldError::PassphraseShort { min } | FieldError::HeadShort { min } => vec![("min", self.number(min))],
            FieldError::UnknownBank { known } => vec![("known", crate::text::ltr(known))],
            FieldError::WrongLength { want, got } => vec![("want", self.number(want)), ("got", self.number(got))],
            FieldError::Required
            | FieldError::NotDigits
            | FieldError::NationalIdCheckDigit
            | FieldError::NationalIdZero
            | FieldError::NotPersian
            | FieldError::NameShape
            | FieldError::NoLetters
            | FieldError::MobileShape
            | FieldError::PostalShape
            | FieldError::BookletSeries
            | FieldError::CodeShape
            | FieldError::UnknownChoice
            | FieldError::DateShape
            | FieldError::DateYear
            | FieldError::NoSuchDate
            | FieldError::DateInFuture
            | FieldError::ExpiryBeforeIssue
            | FieldError::IssueBeforeBirth
            | FieldError::AmountShape
            | FieldError::AmountZero
            | FieldError::NoReference
            | FieldError::CardNumber
            | FieldError::AccountNumber
            | FieldError::LegalIdCheckDigit
            | FieldError::PassphraseMismatch
            | FieldError::PassphraseCommon
            | FieldError::PassphraseHasName
            | FieldError::SignInTaken
            | FieldError::DateInPast => Vec::new(),
        };
        self.sentence(&format!("flaw-{}", flaw.code()), &args)
    }

    pub fn caution(&self, caution: &FieldWarning) -> Sentence {
        self.sentence(&format!("caution-{}", caution.code()), &[])
    }

    /// A fault of a field, with what is offered instead.
    pub fn fault(&self, fault: &Finding) -> Sentence {
        let mut sentence = match &fault.trouble {
            Severity::FieldError(flaw) => self.flaw(flaw),
            Severity::FieldWarning(caution) => self.caution(caution),
        };
        if let Some(offer) = &fault.offer {
            sentence.next = self.with("fault-offer", &[("offer", crate::text::isolate(offer))]);
        }
        sentence
    }

    pub fn question(&self, question: Question, other: Option<&TrackingCode>) -> Sentence {
        let id = match (question, other) {
            (Question::ReferenceUsed, None) => "question-reference-used-erased".to_owned(),
            _ => format!("question-{}", question.id()),
        };
        let other = other.map(|code| self.tracking(code)).unwrap_or_default();
        self.sentence(&id, &[("other", other)])
    }

    pub fn refusal(&self, refusal: &Refusal) -> Sentence {
        let documents = |list: &[DocumentKind]| {
            let names: Vec<String> = list.iter().map(|document| self.choice(*document)).collect();
            self.list(&names)
        };
        let args: Vec<(&str, String)> = match refusal {
            Refusal::Asks { question, other } => return self.question(*question, other.as_ref()),
            Refusal::WrongStage { stage } => vec![("stage", self.choice(*stage))],
            Refusal::NotAskedFor { document }
            | Refusal::VerdictNotOffered { document }
            | Refusal::VerdictNeedsText { document } => vec![("document", self.choice(*document))],
            Refusal::DocumentsUnjudged { documents: list } => vec![("documents", documents(list))],
            Refusal::FeeIsDue { due } => vec![("due", self.rial(*due))],
            Refusal::Underpaid { due, paid } | Refusal::Overpaid { due, paid } => {
                vec![("due", self.rial(*due)), ("paid", self.rial(*paid))]
            }
            Refusal::NotForRole { role, act } => vec![("role", self.choice(*role)), ("act", self.choice(*act))],
            Refusal::NotOnHand { serial } | Refusal::BlanksKnown { serial } => vec![("serial", self.code(serial))],
            Refusal::OwnHands { who } => vec![("who", self.code(who))],
            Refusal::NotConfirmed { sign_in } | Refusal::NameKnown { sign_in } => {
                vec![("sign-in", self.code(sign_in))]
            }
            Refusal::RecoveryGroup { group } => vec![("group", self.number(group))],
            Refusal::TooManyTries { seconds } => vec![("seconds", self.number(seconds))],
            Refusal::DayNotOpen { day } | Refusal::DayLeftOpen { day } | Refusal::OtherDay { today: day } => {
                vec![("day", self.day(*day))]
            }
            Refusal::Stale
            | Refusal::NothingToConfirm
            | Refusal::NoSuchCase
            | Refusal::NoTariffRow
            | Refusal::NoFeeIsDue
            | Refusal::ReasonMissing
            | Refusal::NothingChanged
            | Refusal::InConflict
            | Refusal::NotSignedIn
            | Refusal::WrongPassphrase
            | Refusal::NotASupervisor
            | Refusal::AlreadyFounded
            | Refusal::NotFounded
            | Refusal::SamePerson
            | Refusal::FeeDoesNotStand
            | Refusal::NoInquiryOpen
            | Refusal::NoFeeConfirmed
            | Refusal::NothingToRefund
            | Refusal::NotDirect
            | Refusal::SerialMissing
            | Refusal::SerialNotNeeded
            | Refusal::Suspended
            | Refusal::OnlyReads
            | Refusal::NoSuchOperator
            | Refusal::LastSupervisor
            | Refusal::NotRelated
            | Refusal::NoSecondLook
            | Refusal::WrongRecoveryCode
            | Refusal::NothingCounted => Vec::new(),
        };
        self.sentence(&format!("refusal-{}", refusal.code()), &args)
    }

    /// A trouble outside the rules: disk, files, terminal. `code` names its message.
    pub fn system_error(&self, code: &str, args: super::Args) -> Sentence {
        self.sentence(&format!("trouble-{code}"), args)
    }
}
