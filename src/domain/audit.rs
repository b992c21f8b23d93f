//! Who looked at what: the entries of the access log.

use super::event::CaseId;

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
    Alike {
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
            | Accessed::Alike { case }
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
