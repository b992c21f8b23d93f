//! What an operator can ask of the desk, and what it answers. Screens and scripts use the same.

use std::path::PathBuf;

use uuid::Uuid;

use crate::catalog::BadAsset;
use crate::domain::Choice;
use crate::domain::audit::Witness;
use crate::domain::case::Case;
use crate::domain::date::JalaliDate;
use crate::domain::day::Till;
use crate::domain::documents::{DocumentKind, VerdictKind};
use crate::domain::event::{CaseId, Event, SlipKind};
use crate::domain::own::Own;
use crate::domain::question::Question;
use crate::domain::refusal::Refusal;
use crate::domain::totals::Totals;
use crate::domain::tracking::TrackingCode;
use crate::form::acts::ActForm;
use crate::form::answers::Draft;
use crate::form::{Answers, Finding, Spec, acts, day, fee, intake, people, rules, setup, sign_in};
use crate::store::error::{AppendError, ReadError};
use crate::store::upkeep::backup::{BackupError, Caution};

/// Questions answered with yes, and the supervisor who stands behind it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overrides {
    pub agreed: Vec<Question>,
    /// Answers to [`crate::form::sign_in::APPROVAL`]: a supervisor signs at the act, even one who is signed in.
    pub supervisor: Option<Answers>,
    /// Why a case that looks like another is another request.
    pub decision: String,
}

/// A case, as the operator last saw it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    pub case: CaseId,
    pub version: u32,
}

impl Seen {
    pub fn of(case: &Case) -> Seen {
        Seen { case: case.id, version: case.version }
    }
}

#[derive(Debug, Clone)]
pub enum Command {
    /// First start: answers to `SETUP`.
    Found {
        answers: Answers,
        sample: bool,
    },
    /// Another operator: answers to `ENROL`.
    Enrol {
        answers: Answers,
    },
    /// Answers to `SIGN_IN_FORM`.
    SignIn {
        answers: Answers,
    },
    SignOut,
    /// Today is this day.
    OpenDay {
        day: JalaliDate,
    },
    /// Answers to `CLOSE_DAY`, where there are blanks to be counted.
    CloseDay {
        answers: Answers,
        consent: Overrides,
    },
    /// An act on a case that has no more to it than its form: answers to that.
    Act {
        seen: Seen,
        form: ActForm,
        answers: Answers,
        consent: Overrides,
    },
    /// Approves every case that waits and leaves nothing to be asked: answers to the form of an approval.
    ApproveClean {
        answers: Answers,
    },
    /// Asks the civil registry about every case that waits for the centre and was not asked about.
    AskInquiries,
    /// Answers to `COUNT_TILL`.
    CountTill {
        answers: Answers,
    },
    /// Answers to `HAND_OVER`: whoever comes next signs in at the desk of whoever goes.
    HandOver {
        answers: Answers,
    },
    /// Answers to `CONFIRM`.
    ConfirmOperator {
        answers: Answers,
    },
    /// Answers to `RECOVERY`.
    IssueRecovery {
        answers: Answers,
    },
    /// Answers to `RECOVER`, by somebody who is not signed in.
    Recover {
        answers: Answers,
    },
    /// Blank certificates: answers to `BLANKS_RECEIVED`, `BLANK_SPOILED` or `BLANKS_RETURNED`.
    MoveBlanks {
        form: &'static Spec,
        answers: Answers,
    },
    /// Answers to `SUSPEND`, `RESTORE`, `CHANGE_ROLE` or `RESET`.
    ChangeOperator {
        form: &'static Spec,
        answers: Answers,
    },
    /// Keeps what is typed so far.
    KeepDraft(Draft),
    DropDraft(Uuid),
    /// Answers to `INTAKE`; the draft they came from goes when they are kept.
    Open {
        draft: Option<Uuid>,
        answers: Answers,
        consent: Overrides,
    },
    Correct {
        seen: Seen,
        draft: Option<Uuid>,
        answers: Answers,
        consent: Overrides,
    },
    /// Answers to `VERDICT_TEXT`, where the verdict needs a text.
    Judge {
        seen: Seen,
        document: DocumentKind,
        verdict: VerdictKind,
        answers: Answers,
        consent: Overrides,
    },
    CloseDocuments {
        seen: Seen,
    },
    /// Answers to `FEE`.
    ConfirmPayment {
        seen: Seen,
        draft: Option<Uuid>,
        answers: Answers,
        consent: Overrides,
    },
    ConfirmNothingDue {
        seen: Seen,
    },
    IssueSlip {
        seen: Seen,
        slip: SlipKind,
    },
    /// Answers to `ADOPT_RULES`: what the program was started with becomes the rules in force.
    AdoptRules {
        answers: Answers,
        consent: Overrides,
    },
    /// The promised signing key takes the place of the one in force. Answers to `SIGN`.
    RotateKeys {
        answers: Answers,
        consent: Overrides,
    },
    /// From now on each day is backed up there when it is closed.
    SetBackupPlace {
        target: PathBuf,
    },
    /// Answers to `WITHDRAW`.
    Withdraw {
        seen: Seen,
        answers: Answers,
    },
}

impl Command {
    /// What is asked, by the name that scripts give it, and of which case.
    pub fn told(&self) -> (&'static str, Option<CaseId>) {
        match self {
            Command::Found { .. } => ("set-up", None),
            Command::Enrol { .. } => ("enrol", None),
            Command::ConfirmOperator { .. } => ("confirm-operator", None),
            Command::SignIn { .. } => ("sign-in", None),
            Command::SignOut => ("sign-out", None),
            Command::OpenDay { .. } => ("open-day", None),
            Command::CloseDay { .. } => ("close-day", None),
            Command::Act { seen, form, .. } => (form.act.id(), Some(seen.case)),
            Command::ApproveClean { .. } => ("approve-clean", None),
            Command::AskInquiries => ("ask-inquiries", None),
            Command::RotateKeys { .. } => ("rotate-keys", None),
            Command::SetBackupPlace { .. } => ("backup-at-close", None),
            Command::AdoptRules { .. } => ("adopt-rules", None),
            Command::CountTill { .. } => ("count-till", None),
            Command::HandOver { .. } => ("hand-over", None),
            Command::IssueRecovery { .. } => ("issue-recovery", None),
            Command::Recover { .. } => ("recover", None),
            Command::MoveBlanks { form, .. } | Command::ChangeOperator { form, .. } => (form.id, None),
            Command::KeepDraft(_) => ("keep-draft", None),
            Command::DropDraft(_) => ("drop-draft", None),
            Command::Open { .. } => ("open", None),
            Command::Correct { seen, .. } => ("correct", Some(seen.case)),
            Command::Judge { seen, .. } => ("judge", Some(seen.case)),
            Command::CloseDocuments { seen } => ("close-documents", Some(seen.case)),
            Command::ConfirmPayment { seen, .. } => ("confirm-payment", Some(seen.case)),
            Command::ConfirmNothingDue { seen } => ("confirm-nothing-due", Some(seen.case)),
            Command::IssueSlip { seen, .. } => ("issue-slip", Some(seen.case)),
            Command::Withdraw { seen, .. } => ("withdraw", Some(seen.case)),
        }
    }

    /// The form whose answers it takes, where it takes any.
    pub fn form(&self) -> Option<&'static Spec> {
        match self {
            Command::Found { .. } => Some(&setup::SETUP),
            Command::Enrol { .. } => Some(&people::ENROL),
            Command::SignIn { .. } => Some(&sign_in::SIGN_IN_FORM),
            Command::CloseDay { .. } => Some(&day::CLOSE_DAY),
            Command::Act { form, .. } => Some(form.spec),
            Command::AdoptRules { .. } => Some(&rules::ADOPT_RULES),
            Command::ApproveClean { .. } | Command::RotateKeys { .. } => Some(&sign_in::SIGN),
            Command::CountTill { .. } => Some(&day::COUNT_TILL),
            Command::HandOver { .. } => Some(&day::HAND_OVER),
            Command::ConfirmOperator { .. } => Some(&people::CONFIRM),
            Command::IssueRecovery { .. } => Some(&people::RECOVERY),
            Command::Recover { .. } => Some(&sign_in::RECOVER),
            Command::MoveBlanks { form, .. } | Command::ChangeOperator { form, .. } => Some(form),
            Command::Open { .. } | Command::Correct { .. } => Some(&intake::INTAKE),
            Command::Judge { .. } => Some(&acts::VERDICT_TEXT),
            Command::ConfirmPayment { .. } => Some(&fee::FEE),
            Command::Withdraw { .. } => Some(&acts::WITHDRAW),
            Command::SignOut | Command::OpenDay { .. } | Command::AskInquiries => None,
            Command::SetBackupPlace { .. } => None,
            Command::KeepDraft(_) | Command::DropDraft(_) => None,
            Command::CloseDocuments { .. } | Command::ConfirmNothingDue { .. } | Command::IssueSlip { .. } => None,
        }
    }
}

/// What became of a command.
#[derive(Debug)]
pub enum Reply {
    /// Done, and on the disk.
    Done(Box<Done>),
    /// Nothing was to be kept, or only a draft was.
    Ok,
    /// Answers that cannot be taken; nothing was kept.
    Faults(Vec<Finding>),
    /// The rules say no, or ask something first; nothing was kept.
    Refused(Refusal),
    /// Something outside the rules went wrong; it was not acknowledged.
    Failed(Failure),
}

/// What went wrong outside the rules, named by what was attempted.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// An act could not be kept.
    #[error(transparent)]
    NotKept(#[from] AppendError),
    #[error("the draft could not be kept: {0}")]
    DraftNotKept(std::io::Error),
    /// The desk's own records could not be read.
    #[error(transparent)]
    Unreadable(#[from] ReadError),
    /// The place is none for a backup.
    #[error(transparent)]
    NoBackupPlace(#[from] BackupError),
    /// Of a passphrase or a recovery code.
    #[error("the hash could not be made: {0}")]
    NotHashed(String),
    /// The rules that are in force from today on.
    #[error(transparent)]
    Rules(BadAsset),
}

impl Failure {
    /// The id of its message, and the code that scripts see.
    pub fn code(&self) -> &'static str {
        match self {
            Failure::NotKept(error) => error.code(),
            Failure::DraftNotKept(_) => "draft-not-kept",
            Failure::Unreadable(error) => error.code(),
            Failure::NoBackupPlace(error) => error.code(),
            Failure::NotHashed(_) => "not-hashed",
            Failure::Rules(_) => "asset",
        }
    }

    /// What its message tells.
    pub fn args(&self) -> Vec<(&'static str, String)> {
        match self {
            Failure::NotKept(error) => error.args(),
            Failure::DraftNotKept(error) => vec![("error", error.to_string())],
            Failure::Rules(bad) => bad.args(),
            Failure::Unreadable(error) => error.args(),
            Failure::NoBackupPlace(error) => error.args(),
            Failure::NotHashed(error) => vec![("error", error.clone())],
        }
    }
}

#[derive(Debug, Default)]
pub struct Done {
    /// The case as it now is.
    pub case: Option<Case>,
    pub events: Vec<Own>,
    /// Slips that the act calls for.
    pub slips: Vec<SlipKind>,
    /// The cases to which something was done together.
    pub together: Vec<Case>,
    /// The cases of which the rules said no on the way.
    pub left: Vec<TrackingCode>,
    /// A recovery code, told once.
    pub code: Option<String>,
    /// Somebody was put out whose older copies of the encrypted folder hold its key: it may be sealed anew.
    pub reseal: bool,
    /// The day that was closed.
    pub closed: Option<Closed>,
}

impl Done {
    /// What was asked for: neither what the desk had to say before it, nor that somebody signed for it.
    pub fn main_event(&self) -> Option<&Own> {
        let asked = |own: &&Own| own.envelope.operator.is_some() && !matches!(own.event, Event::OverrideUsed { .. });
        self.events.iter().find(asked)
    }
}

/// A day that was closed, with what stands on its slip.
#[derive(Debug, Clone)]
pub struct Closed {
    pub day: JalaliDate,
    pub totals: Totals,
    /// The drawer in the morning and in the evening, where it was counted.
    pub tills: Option<(Till, Till)>,
    /// Who was given decisions, another role or passphrase, or taken out, since the day before was closed.
    pub people: Vec<Own>,
    /// As of the event that closed it.
    pub witness: Witness,
    pub backup: Backup,
}

/// What became of the backup at the close of a day.
#[derive(Debug, Clone)]
pub enum Backup {
    /// No place is set for it.
    NoPlace,
    Made(PathBuf, Vec<Caution>),
    /// The code of what is the matter, and what its message tells.
    Failed(&'static str, Vec<(&'static str, String)>),
}

impl From<Refusal> for Reply {
    fn from(refusal: Refusal) -> Reply {
        Reply::Refused(refusal)
    }
}

impl From<AppendError> for Reply {
    fn from(error: AppendError) -> Reply {
        Reply::Failed(error.into())
    }
}

impl From<ReadError> for Reply {
    fn from(error: ReadError) -> Reply {
        Reply::Failed(error.into())
    }
}

impl From<Vec<Finding>> for Reply {
    fn from(faults: Vec<Finding>) -> Reply {
        Reply::Faults(faults)
    }
}
