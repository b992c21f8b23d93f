//! Accountability: who did what, who looked at what, and what an inspector asks about it.

use super::date::JalaliDate;
use super::event::{CaseId, Recorded};
use super::tracking::TrackingCode;

/// One entry of the access log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessEntry {
    /// The sign-in name; empty for a command that was started without one.
    pub operator: String,
    pub wall_ms: i64,
    pub what: Accessed,
}

/// What was looked at, or tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Accessed {
    SignedIn,
    SignInFailed {
        sign_in: String,
    },
    SignedOut,
    Case {
        case: CaseId,
    },
    /// A person's number in full.
    Revealed {
        case: CaseId,
    },
    Searched {
        query: String,
        found: u32,
    },
    Listed,
    /// The other cases of a person and a certificate.
    Related {
        case: CaseId,
    },
    /// The screen was blanked in a hurry.
    Blanked,
    /// What was done and looked at.
    Inspected,
    /// Who has this number, as their last case tells: offered while an intake is typed.
    Known {
        case: CaseId,
    },
}

impl Accessed {
    /// The case that was looked at, if it was one.
    pub fn case(&self) -> Option<CaseId> {
        match self {
            Accessed::Case { case }
            | Accessed::Revealed { case }
            | Accessed::Related { case }
            | Accessed::Known { case } => Some(*case),
            Accessed::SignedIn
            | Accessed::SignInFailed { .. }
            | Accessed::SignedOut
            | Accessed::Searched { .. }
            | Accessed::Listed
            | Accessed::Blanked
            | Accessed::Inspected => None,
        }
    }
}

/// One thing that somebody did or looked at.
#[derive(Debug)]
pub enum Trace<'a> {
    Act(&'a Recorded),
    Access(&'a AccessEntry),
}

/// What an inspector asks for: what is not given is not narrowed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditQuery {
    /// The sign-in name.
    pub operator: Option<String>,
    pub case: Option<TrackingCode>,
    /// The person's number, whole.
    pub person: Option<String>,
    pub day: Option<JalaliDate>,
    /// Only what a supervisor had to sign for, and what was taken back.
    pub exceptions: bool,
}

/// A head of the chain as somebody wrote it down: the number of the event, and the first hex digits of its hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenHead {
    pub number: u64,
    pub digits: String,
}

impl WrittenHead {
    /// Of `43:747b-39a4…`; dashes and blanks do not count.
    pub fn parse(text: &str) -> Option<WrittenHead> {
        let (number, digits) = text.split_once(':')?;
        WrittenHead::of(number, digits)
    }

    /// Of the two as they stand apart from one another.
    pub fn of(number: &str, digits: &str) -> Option<WrittenHead> {
        let digits: String = digits.to_lowercase().chars().filter(|c| !matches!(c, '-' | ' ')).collect();
        let right = digits.len() >= 8 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        Some(WrittenHead { number: number.trim().parse().ok()?, digits }).filter(|_| right)
    }
}
