//! What is true of an event beside what happened: the envelope, its second version.
//!
//! **An envelope only ever grows at its end**, so one of a later version is read as far as it is known
//! here; the chain hashes all of its bytes.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::event::{CaseId, Envelope, Moment};
use crate::domain::lineage::{AccessHead, EventKey, Lineage, PersonRef, ProgramVersion};
use crate::record::limits::{TooLarge, Unreadable};
use crate::record::link::Link;
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
struct PersonV2<'a> {
    #[serde(borrow)]
    site: Option<Cow<'a, str>>,
    #[serde(borrow)]
    sign_in: Cow<'a, str>,
    person: Option<(Option<[u8; 16]>, u64)>,
}

#[derive(Serialize, Deserialize)]
struct EnvelopeV2<'a> {
    lineage: [u8; 16],
    number: u64,
    case: CaseV2,
    case_version: u32,
    also: Vec<[u8; 16]>,
    #[serde(borrow)]
    site: Cow<'a, str>,
    #[serde(borrow)]
    desk: Cow<'a, str>,
    #[serde(borrow)]
    operator: Option<PersonV2<'a>>,
    #[serde(borrow)]
    approver: Option<PersonV2<'a>>,
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

fn person_out<'a>(person: &'a PersonRef, site: &str, own: Lineage) -> PersonV2<'a> {
    PersonV2 {
        site: (person.site != site).then_some(Cow::Borrowed(person.site.as_str())),
        sign_in: Cow::Borrowed(&person.sign_in),
        person: person.person.map(|at| ((at.lineage != own).then(|| *at.lineage.0.as_bytes()), at.number)),
    }
}

fn person_in(person: PersonV2, site: &str, own: Lineage) -> PersonRef {
    let lineage = |bytes: Option<[u8; 16]>| bytes.map_or(own, |bytes| Lineage(Uuid::from_bytes(bytes)));
    PersonRef {
        site: person.site.map_or_else(|| site.to_owned(), Cow::into_owned),
        sign_in: person.sign_in.into_owned(),
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
        site: Cow::Borrowed(site),
        desk: Cow::Borrowed(&envelope.desk),
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

fn shape(version: u8, bytes: &[u8]) -> Result<EnvelopeV2<'_>, Unreadable> {
    let (shape, more) = begun(bytes)?;
    if version == VERSION && !more.is_empty() { Err(Unreadable::Damaged) } else { Ok(shape) }
}

/// The link of an envelope of these bytes, of which nothing is copied.
pub fn link(version: u8, bytes: &[u8]) -> Result<Link, Unreadable> {
    let EnvelopeV2 { lineage, number, case, moment, program, previous, .. } = shape(version, bytes)?;
    let (wall_ms, boot, mono_ms) = moment;
    Ok(Link {
        lineage: Lineage(Uuid::from_bytes(lineage)),
        number,
        previous,
        moment: Moment { wall_ms, boot, mono_ms },
        is_of_case: !matches!(case, CaseV2::None),
        is_old: program.is_none(),
    })
}

/// The envelope of these bytes; of one of a later version, what is known of it here.
pub fn read(version: u8, bytes: &[u8]) -> Result<Envelope, Unreadable> {
    let shape = shape(version, bytes)?;
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
        site: site.clone().into_owned(),
        desk: shape.desk.into_owned(),
        moment: Moment { wall_ms, boot, mono_ms },
        program: shape.program.map(|(major, minor, patch)| ProgramVersion(major, minor, patch)),
        rules: shape.rules,
        access: shape.access,
        digest: shape.digest,
        previous: shape.previous,
    })
}
