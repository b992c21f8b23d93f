//! The access log as versions 1 to 3 stored it.

use serde::Deserialize;
use uuid::Uuid;

use super::Holds;
use crate::domain::audit::{AccessEntry, Accessed};
use crate::domain::event::CaseId;
use crate::record::limits::Unreadable;

#[derive(Deserialize)]
struct OldView {
    operator: String,
    wall_ms: i64,
    what: OldLook,
}

#[derive(Deserialize)]
enum OldLook {
    SignedIn,
    SignInFailed { sign_in: String },
    SignedOut,
    Case { case: Uuid },
    Revealed { case: Uuid },
    Searched { query: String, found: u32 },
    Listed,
    Alike { case: Uuid },
    Blanked,
    Inspected,
    Known { case: Uuid },
}

/// What was looked at.
pub fn read(bytes: &[u8]) -> Result<AccessEntry, Unreadable> {
    let OldView { operator, wall_ms, what } = super::read(Holds::View, bytes)?;
    let what = match what {
        OldLook::SignedIn => Accessed::SignedIn,
        OldLook::SignInFailed { sign_in } => Accessed::SignInFailed { sign_in },
        OldLook::SignedOut => Accessed::SignedOut,
        OldLook::Case { case } => Accessed::Case { case: CaseId(case) },
        OldLook::Revealed { case } => Accessed::Revealed { case: CaseId(case) },
        OldLook::Searched { query, found } => Accessed::Searched { query, found },
        OldLook::Listed => Accessed::Listed,
        OldLook::Alike { case } => Accessed::Related { case: CaseId(case) },
        OldLook::Blanked => Accessed::Blanked,
        OldLook::Inspected => Accessed::Inspected,
        OldLook::Known { case } => Accessed::Known { case: CaseId(case) },
    };
    Ok(AccessEntry { operator, wall_ms, what })
}
