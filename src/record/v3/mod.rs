//! What versions 1 to 3 wrote, as it lies: every value by its position. Frozen; read, and never written again.
//!
//! 2 added kinds of events and roles to 1, and 3 to 2, each at the end, so one set of shapes reads all three.

mod events;
pub mod lists;
pub mod looks;
mod shapes;

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::limits::Unreadable;
use super::values::{self, summed};
use crate::domain::event::{CaseId, Envelope, Event, Moment};
use crate::domain::lineage::{Lineage, PersonRef};
use crate::form::answers::{Answers, Draft};

const OLDEST: u8 = 1;
pub const NEWEST: u8 = 3;

/// The second byte of such a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Holds {
    Envelope = 1,
    Event = 2,
    Act = 3,
    Draft = 6,
    View = 8,
}

/// Whether these bytes begin as such a record.
pub fn is(bytes: &[u8]) -> bool {
    matches!(bytes.first(), Some(OLDEST..=NEWEST))
}

/// The value of such a record, whole or not at all.
pub fn read<T: DeserializeOwned>(holds: Holds, bytes: &[u8]) -> Result<T, Unreadable> {
    match summed(bytes)? {
        [_, kind, value @ ..] if *kind == holds as u8 => values::read(value),
        _ => Err(Unreadable::Damaged),
    }
}

#[derive(Deserialize)]
struct OldMoment {
    wall_ms: i64,
    boot: u32,
    mono_ms: u64,
}

/// An envelope from before there were lineages.
#[derive(Deserialize)]
struct OldEnvelope {
    id: Uuid,
    case: Option<Uuid>,
    case_version: u32,
    site: String,
    desk: String,
    sequence: u64,
    operator: String,
    approver: Option<String>,
    moment: OldMoment,
    digest: [u8; 32],
    previous: [u8; 32],
}

/// The envelope of these bytes. `origin` is the first lineage of the folder: it was the only one then.
pub fn envelope(bytes: &[u8], origin: Lineage) -> Result<Envelope, Unreadable> {
    let old: OldEnvelope = read(Holds::Envelope, bytes)?;
    let person = |sign_in: String| PersonRef { site: old.site.clone(), sign_in, person: None };
    let OldMoment { wall_ms, boot, mono_ms } = old.moment;
    Ok(Envelope {
        id: old.id,
        case: old.case.map(CaseId),
        case_version: old.case_version,
        lineage: origin,
        number: old.sequence,
        also: Vec::new(),
        operator: (!old.operator.is_empty()).then(|| person(old.operator.clone())),
        approver: old.approver.clone().map(person),
        site: old.site,
        desk: old.desk,
        moment: Moment { wall_ms, boot, mono_ms },
        program: None,
        rules: None,
        access: None,
        digest: old.digest,
        previous: old.previous,
    })
}

/// The event of these bytes.
pub fn event(bytes: &[u8]) -> Result<Event, Unreadable> {
    Ok(read::<events::OldEvent>(Holds::Event, bytes)?.into())
}

#[derive(Deserialize)]
pub struct OldStored {
    pub envelope: Vec<u8>,
    pub salt: [u8; 16],
    pub body: Option<Vec<u8>>,
}

/// The events of one act.
pub fn act(bytes: &[u8]) -> Result<Vec<OldStored>, Unreadable> {
    #[derive(Deserialize)]
    struct OldAct {
        events: Vec<OldStored>,
    }
    Ok(read::<OldAct>(Holds::Act, bytes)?.events)
}

/// Answers that were not finished.
pub fn draft(bytes: &[u8]) -> Result<Draft, Unreadable> {
    #[derive(Deserialize)]
    struct OldAnswers {
        answers: BTreeMap<String, String>,
    }
    #[derive(Deserialize)]
    struct OldDraft {
        id: Uuid,
        form: String,
        draft: OldAnswers,
        at: String,
        touched_ms: i64,
        operator: String,
    }
    let OldDraft { id, form, draft, at, touched_ms, operator } = read(Holds::Draft, bytes)?;
    let draft: Answers = draft.answers.into_iter().collect();
    Ok(Draft { id, form, draft, at, touched_ms, operator })
}
