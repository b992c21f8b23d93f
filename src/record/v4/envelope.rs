//! What is true of an event beside what happened: the envelope, its second version.
//!
//! **An envelope only ever grows at its end**, so one of a later version is read as far as it is known
//! here; the chain hashes all of its bytes.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::event::{CaseId, Envelope, Moment};
use crate::domain::lineage::{AccessHead, EventKey, Lineage, PersonRef, ProgramVersion};
use crate::record::limits::{TooLarge, Unreadable};
use crate::record::values::{begun, value};

/// Version 1 is the one of [`crate::record::v3`].
pub const VERSION: u8 = 2;

/// Which case an event belongs to.
#[derive(Serialize, Deserialize)]
enum CaseV2 {
    None,
    /// The one that it opens, whose id is the event's own.
    Own,
    Of([u8; 16]),
}

/// A person; without a site, of the envelope's own, and without a lineage, enrolled in it.
#[derive(Serialize, Deserialize)]
struct PersonV2 {
    site: Option<String>,
    sign_in: String,
    person: Option<(Option<[u8; 16]>, u64)>,
}

#[derive(Serialize, Deserialize)]
struct EnvelopeV2 {
    lineage: [u8; 16],
    number: u64,
    case: CaseV2,
    case_version: u32,
    also: Vec<[u8; 16]>,
    site: String,
    desk: String,
    operator: Option<PersonV2>,
    approver: Option<PersonV2>,
    moment: (i64, u32, u64),
    program: Option<(u16, u16, u16)>,
    rules: Option<[u8; 32]>,
    access: Option<AccessHead>,
    digest: [u8; 32],
    previous: [u8; 32],
}

/// The id of the event at this place: a UUIDv7 whose random bits are derived, so that it need not be kept.
///
/// 74 bits of `blake3("event" ‖ lineage ‖ number)`, the number in eight bytes, little-endian.
pub fn event_id(wall_ms: i64, at: EventKey) -> Uuid {
    let mut hasher = blake3::Hasher::new();
    hasher.update(b"event").update(at.lineage.0.as_bytes()).update(&at.number.to_le_bytes());
    let mut ten = [0; 10];
    ten.copy_from_slice(&hasher.finalize().as_bytes()[..10]);
    uuid::Builder::from_unix_timestamp_millis(u64::try_from(wall_ms).unwrap_or(0), &ten).into_uuid()
}

fn person_out(person: &PersonRef, site: &str, own: Lineage) -> PersonV2 {
    PersonV2 {
        site: (person.site != site).then(|| person.site.clone()),
        sign_in: person.sign_in.clone(),
        person: person.person.map(|at| ((at.lineage != own).then(|| *at.lineage.0.as_bytes()), at.number)),
    }
}

fn person_in(person: PersonV2, site: &str, own: Lineage) -> PersonRef {
    let lineage = |bytes: Option<[u8; 16]>| bytes.map_or(own, |bytes| Lineage(Uuid::from_bytes(bytes)));
    PersonRef {
        site: person.site.unwrap_or_else(|| site.to_owned()),
        sign_in: person.sign_in,
        person: person.person.map(|(of, number)| EventKey { lineage: lineage(of), number }),
    }
}

/// The bytes of an envelope, without its kind and version.
pub fn bytes(envelope: &Envelope) -> Result<Vec<u8>, TooLarge> {
    let (site, own) = (&envelope.site, envelope.lineage);
    let shape = EnvelopeV2 {
        lineage: *own.0.as_bytes(),
        number: envelope.number,
        case: match envelope.case {
            None => CaseV2::None,
            Some(CaseId(id)) if id == envelope.id => CaseV2::Own,
            Some(CaseId(id)) => CaseV2::Of(*id.as_bytes()),
        },
        case_version: envelope.case_version,
        also: envelope.also.iter().map(|id| *id.as_bytes()).collect(),
        site: site.clone(),
        desk: envelope.desk.clone(),
        operator: envelope.operator.as_ref().map(|person| person_out(person, site, own)),
        approver: envelope.approver.as_ref().map(|person| person_out(person, site, own)),
        moment: (envelope.moment.wall_ms, envelope.moment.boot, envelope.moment.mono_ms),
        program: envelope.program.map(|ProgramVersion(major, minor, patch)| (major, minor, patch)),
        rules: envelope.rules,
        access: envelope.access,
        digest: envelope.digest,
        previous: envelope.previous,
    };
    value(&shape)
}

/// The envelope of these bytes; of one of a later version, what is known of it here.
pub fn read(version: u8, bytes: &[u8]) -> Result<Envelope, Unreadable> {
    let (shape, more): (EnvelopeV2, _) = begun(bytes)?;
    if version == VERSION && !more.is_empty() {
        return Err(Unreadable::Damaged);
    }
    let lineage = Lineage(Uuid::from_bytes(shape.lineage));
    let (wall_ms, boot, mono_ms) = shape.moment;
    let id = event_id(wall_ms, EventKey { lineage, number: shape.number });
    let site = &shape.site;
    Ok(Envelope {
        id,
        case: match shape.case {
            CaseV2::None => None,
            CaseV2::Own => Some(CaseId(id)),
            CaseV2::Of(case) => Some(CaseId(Uuid::from_bytes(case))),
        },
        case_version: shape.case_version,
        lineage,
        number: shape.number,
        also: shape.also.into_iter().map(Uuid::from_bytes).collect(),
        operator: shape.operator.map(|person| person_in(person, site, lineage)),
        approver: shape.approver.map(|person| person_in(person, site, lineage)),
        site: shape.site.clone(),
        desk: shape.desk,
        moment: Moment { wall_ms, boot, mono_ms },
        program: shape.program.map(|(major, minor, patch)| ProgramVersion(major, minor, patch)),
        rules: shape.rules,
        access: shape.access,
        digest: shape.digest,
        previous: shape.previous,
    })
}
