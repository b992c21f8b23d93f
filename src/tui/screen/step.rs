//! What comes to a screen and what it wants: keys in, steps and routes out; all of it data.

use std::path::PathBuf;

use crate::desk::ReadError;
use crate::desk::command::{Command, Reply, Seen};
use crate::domain::documents::{DocumentKind, VerdictKind};
use crate::domain::event::{CaseId, SlipKind};
use crate::domain::question::Question;
use crate::domain::tracking::TrackingCode;
use crate::form::acts::ActForm;
use crate::form::answers::Draft;
use crate::form::{Answers, Spec};
use crate::tui::keys::Action;
use crate::words::{Sentence, Words};

/// What came from the operator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    Action(Action),
    Char(char),
    Paste(String),
    /// A click, counted from the start edge and the top.
    Click {
        x: u16,
        y: u16,
    },
    /// The mouse was moved with its button held down.
    Drag {
        x: u16,
        y: u16,
    },
}

/// How a notice is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    Good,
    Warn,
    Bad,
}

/// What is said at the bottom of the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    pub tone: Tone,
    pub text: String,
}

impl Notice {
    pub fn good(text: impl Into<String>) -> Notice {
        Notice { tone: Tone::Good, text: text.into() }
    }

    pub fn warn(text: impl Into<String>) -> Notice {
        Notice { tone: Tone::Warn, text: text.into() }
    }

    pub fn bad(sentence: &Sentence) -> Notice {
        Notice { tone: Tone::Bad, text: sentence.whole() }
    }

    /// The reply of the desk, where a screen has nothing better to do with it.
    pub fn of(reply: &Reply, words: &Words) -> Notice {
        match reply {
            Reply::Done(_) | Reply::Ok => Notice::good(words.say("saved")),
            Reply::Faults(faults) => {
                Notice::bad(&words.sentence("faults-found", &[("count", words.number(faults.len()))]))
            }
            Reply::Refused(refusal) => Notice::bad(&words.refusal(refusal)),
            Reply::Failed(failure) => Notice::bad(&words.system_error(failure.code(), &failure.args())),
        }
    }

    /// Something that was asked for could not be read.
    pub fn unreadable(error: &ReadError, words: &Words) -> Notice {
        Notice::bad(&words.system_error(error.code(), &error.args()))
    }
}

/// What a screen wants done.
#[derive(Debug)]
pub enum Step {
    Stay,
    /// Close this screen.
    Back,
    /// Another screen, over this one.
    Go(Route),
    /// Another screen, in the place of this one.
    Replace(Route),
    /// Ask the desk; the reply comes to `receive`.
    Ask(Box<Command>),
    /// Keep a draft, and go on without waiting for a word.
    Keep(Draft),
    Say(Notice),
    /// Close this screen and say something.
    BackSaying(Notice),
    /// The first, then the second.
    Then(Box<Step>, Box<Step>),
    /// The question that was asked is answered with yes, by a supervisor if one had to.
    Agree(Option<Answers>),
    /// Put this on the clipboard.
    Copy(String),
    /// The screen asked who works here, and that was answered elsewhere.
    SignedIn,
    /// Remember how the terminal reads best.
    TerminalReorders(bool),
    Quit,
}

impl Step {
    pub fn then(self, next: Step) -> Step {
        Step::Then(Box::new(self), Box::new(next))
    }

    pub fn ask(command: Command) -> Step {
        Step::Ask(Box::new(command))
    }

    /// The same, with the new screen in the place of this one.
    pub fn replacing(self) -> Step {
        if let Step::Go(route) = self { Step::Replace(route) } else { self }
    }
}

/// A screen that can be gone to, and what it is about; `route` builds it.
///
/// A case is named by its id and read when the screen is built. Where the operator acts on what was seen of it,
/// the version that was seen goes along.
#[derive(Debug)]
pub enum Route {
    /// The queue, or the day where it has not been opened.
    Home,
    Queue,
    Day,
    Find,
    Case(CaseId),
    Documents(CaseId),
    Review(CaseId),
    /// Every other case of the person and on the certificate.
    Related(CaseId),
    Compare {
        own: CaseId,
        other: CaseId,
    },
    /// What is about to be kept, beside the case that it may repeat.
    CompareNew {
        answers: Answers,
        other: TrackingCode,
    },
    /// What a case allows.
    Acts(CaseId),
    Office,
    Inspection,
    /// The form that this draft belongs to.
    Resume(Draft),
    SetUp,
    SignIn,
    Unlock,
    Recover,
    Enrol,
    /// Suspended, let in again, another role, another passphrase.
    Operator(&'static Spec),
    ConfirmOperator,
    IssueRecovery,
    RotateKeys,
    AdoptRules,
    HandOver,
    Intake,
    Correct(CaseId),
    Fee(CaseId),
    Withdraw(Seen),
    Verdict {
        seen: Seen,
        document: DocumentKind,
        verdict: VerdictKind,
    },
    /// An act of the centre that is asked about in a form.
    Act(Seen, ActForm),
    /// Whether the case that was seen is the same request as this other one.
    JudgeDuplicate {
        seen: Seen,
        form: ActForm,
        other: TrackingCode,
    },
    /// Why what is about to be kept is another request than that of this case.
    Distinct(CaseId),
    /// A supervisor's word on a question that was asked.
    Approval,
    /// All that wait and leave nothing to be asked.
    ApproveClean,
    Blanks(&'static Spec),
    CountTill,
    CloseDay,
    /// A head that was written down.
    WrittenHead,
    Trail,
    Bring,
    Slip(CaseId, SlipKind),
    Paper(Paper),
    Card,
    SelfCheck {
        /// What comes after is the day's work, not the screen below.
        first_start: bool,
    },
    /// The tariff states no fee for this case.
    NothingDue(CaseId),
    /// The desk asked before it does what was wanted.
    Rule(Question, Option<TrackingCode>),
    Quit,
}

/// A text to be read.
#[derive(Debug)]
pub struct Paper {
    pub title: String,
    pub text: String,
    /// The file that it is kept as too, if it is.
    pub file: Option<PathBuf>,
}

impl Paper {
    /// A text that is shown and not kept.
    pub fn shown(title: String, text: String) -> Paper {
        Paper { title, text, file: None }
    }
}
