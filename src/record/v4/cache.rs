//! What the index keeps of the fold of events. It is made again from the journal at any time, and so is never
//! read by another version: one part more is one more version of the index.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::body::read;
use super::shapes::{AnswerV1, DateV1, IntakeV1, ObjectionV1, OperatorV1, ProducedV1, SettlementV1, VerdictV1};
use super::words::Listed;
use crate::domain::account::Account;
use crate::domain::case::{Case, Conflict, Head};
use crate::domain::documents::DocumentKind;
use crate::domain::duplicate::DuplicateDecision;
use crate::domain::event::{CaseId, Moment};
use crate::domain::inquiry::{Inquiry, InquiryBy, InquiryWay};
use crate::domain::lineage::{EventKey, Lineage, PersonRef};
use crate::domain::question::Question;
use crate::domain::stage::Stage;
use crate::domain::tracking::TrackingCode;
use crate::record::kept::{Kept, Kind, value};
use crate::record::limits::{TooLarge, Unreadable};
use crate::record::stored::Stored;

type Key = ([u8; 16], u64);

fn key_out(at: EventKey) -> Key {
    (*at.lineage.0.as_bytes(), at.number)
}

fn key_in((lineage, number): Key) -> EventKey {
    EventKey { lineage: Lineage(Uuid::from_bytes(lineage)), number }
}

type Person = (String, String, Option<Key>);

fn person_out(person: &PersonRef) -> Person {
    (person.site.clone(), person.sign_in.clone(), person.person.map(key_out))
}

fn person_in((site, sign_in, person): Person) -> PersonRef {
    PersonRef { site, sign_in, person: person.map(key_in) }
}

type Clock = (i64, u32, u64);

fn clock_out(moment: Moment) -> Clock {
    (moment.wall_ms, moment.boot, moment.mono_ms)
}

fn clock_in((wall_ms, boot, mono_ms): Clock) -> Moment {
    Moment { wall_ms, boot, mono_ms }
}

#[derive(Serialize, Deserialize)]
struct InquiryCache {
    by: Listed<InquiryBy>,
    way: Listed<InquiryWay>,
    asked_by: Option<Person>,
    answer: Option<AnswerV1>,
}

#[derive(Serialize, Deserialize)]
struct HeadCache {
    at: Key,
    id: [u8; 16],
    saw: u32,
    moment: Clock,
}

#[derive(Serialize, Deserialize)]
struct CaseCache {
    id: [u8; 16],
    tracking: String,
    version: u32,
    stage: Listed<Stage>,
    intake: IntakeV1,
    verdicts: BTreeMap<Listed<DocumentKind>, VerdictV1>,
    settlement: Option<SettlementV1>,
    opened: Clock,
    touched: Clock,
    opened_by: Option<Person>,
    involved: Vec<Person>,
    inquiry: Option<InquiryCache>,
    objections: Vec<ObjectionV1>,
    deadline: Option<DateV1>,
    cancelled: Option<SettlementV1>,
    produced: Option<ProducedV1>,
    overrides: Vec<Listed<Question>>,
    duplicates: Vec<(String, Listed<DuplicateDecision>)>,
    four_eyes_override: Vec<Person>,
    heads: Vec<HeadCache>,
    unknown: u32,
    waiting: u32,
    conflicts: Vec<(Key, Key)>,
}

impl From<&Case> for CaseCache {
    fn from(case: &Case) -> CaseCache {
        let inquiry = |inquiry: &Inquiry| InquiryCache {
            by: Listed(inquiry.by),
            way: Listed(inquiry.way),
            asked_by: inquiry.asked_by.as_ref().map(person_out),
            answer: inquiry.answer.as_ref().map(Into::into),
        };
        let head = |head: &Head| HeadCache {
            at: key_out(head.at),
            id: *head.id.as_bytes(),
            saw: head.saw,
            moment: clock_out(head.moment),
        };
        let judged = |(other, decision): &(TrackingCode, _)| (other.digits().to_owned(), Listed(*decision));
        CaseCache {
            id: *case.id.0.as_bytes(),
            tracking: case.tracking.digits().to_owned(),
            version: case.version,
            stage: Listed(case.stage),
            intake: (&case.intake).into(),
            verdicts: case.verdicts.iter().map(|(paper, verdict)| (Listed(*paper), verdict.into())).collect(),
            settlement: case.settlement.as_ref().map(Into::into),
            opened: clock_out(case.opened),
            touched: clock_out(case.touched),
            opened_by: case.opened_by.as_ref().map(person_out),
            involved: case.involved.iter().map(person_out).collect(),
            inquiry: case.inquiry.as_ref().map(inquiry),
            objections: case.objections.iter().map(Into::into).collect(),
            deadline: case.deadline.map(DateV1),
            cancelled: case.cancelled.as_ref().map(Into::into),
            produced: case.produced.as_ref().map(Into::into),
            overrides: case.overrides.iter().copied().map(Listed).collect(),
            duplicates: case.duplicates.iter().map(judged).collect(),
            four_eyes_override: case.four_eyes_override.iter().map(person_out).collect(),
            heads: case.heads.iter().map(head).collect(),
            unknown: case.unknown,
            waiting: case.waiting,
            conflicts: case.conflicts.iter().map(|Conflict(one, other)| (key_out(*one), key_out(*other))).collect(),
        }
    }
}

impl From<CaseCache> for Case {
    fn from(cache: CaseCache) -> Case {
        let inquiry = |inquiry: InquiryCache| Inquiry {
            by: inquiry.by.0,
            way: inquiry.way.0,
            asked_by: inquiry.asked_by.map(person_in),
            answer: inquiry.answer.map(Into::into),
        };
        let head = |head: HeadCache| Head {
            at: key_in(head.at),
            id: Uuid::from_bytes(head.id),
            saw: head.saw,
            moment: clock_in(head.moment),
        };
        Case {
            id: CaseId(Uuid::from_bytes(cache.id)),
            tracking: TrackingCode::as_kept(cache.tracking),
            version: cache.version,
            stage: cache.stage.0,
            intake: cache.intake.into(),
            verdicts: cache.verdicts.into_iter().map(|(paper, verdict)| (paper.0, verdict.into())).collect(),
            settlement: cache.settlement.map(Into::into),
            opened: clock_in(cache.opened),
            touched: clock_in(cache.touched),
            opened_by: cache.opened_by.map(person_in),
            involved: cache.involved.into_iter().map(person_in).collect(),
            inquiry: cache.inquiry.map(inquiry),
            objections: cache.objections.into_iter().map(Into::into).collect(),
            deadline: cache.deadline.map(|day| day.0),
            cancelled: cache.cancelled.map(Into::into),
            produced: cache.produced.map(Into::into),
            overrides: cache.overrides.into_iter().map(|listed| listed.0).collect(),
            duplicates: cache
                .duplicates
                .into_iter()
                .map(|(other, decision): (String, Listed<DuplicateDecision>)| {
                    (TrackingCode::as_kept(other), decision.0)
                })
                .collect(),
            four_eyes_override: cache.four_eyes_override.into_iter().map(person_in).collect(),
            heads: cache.heads.into_iter().map(head).collect(),
            unknown: cache.unknown,
            waiting: cache.waiting,
            conflicts: cache.conflicts.into_iter().map(|(one, other)| Conflict(key_in(one), key_in(other))).collect(),
        }
    }
}

impl Kept for Case {
    const KIND: Kind = Kind::Case;
    const VERSION: u8 = 1;

    fn write(&self) -> Result<Vec<u8>, TooLarge> {
        value(&CaseCache::from(self))
    }

    fn read(_: u8, bytes: &[u8]) -> Result<Case, Unreadable> {
        Ok(read::<CaseCache>(bytes)?.into())
    }
}

impl Kept for Account {
    const KIND: Kind = Kind::Account;
    const VERSION: u8 = 1;

    fn write(&self) -> Result<Vec<u8>, TooLarge> {
        let operator: OperatorV1 = (&self.operator).into();
        value(&(operator, self.suspended, &self.recovery, key_out(self.person)))
    }

    fn read(_: u8, bytes: &[u8]) -> Result<Account, Unreadable> {
        let (operator, suspended, recovery, person): (OperatorV1, _, _, _) = read(bytes)?;
        Ok(Account { operator: operator.into(), suspended, recovery, person: key_in(person) })
    }
}

/// Up to where the index follows the journal.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Watermark {
    pub segment: u64,
    pub offset: u64,
    pub record: u64,
    pub record_sum: [u8; 16],
    /// The last event: its number, the hash of its envelope, and the clocks then.
    pub number: u64,
    pub hash: [u8; 32],
    pub clock: (i64, u32, u64),
    /// The lineages that the folder was in, each with the number of its first event.
    pub lives: Vec<([u8; 16], u64)>,
    /// The key that signs for the desk, and the digest of the one after it.
    pub signing: (Option<[u8; 32]>, Option<[u8; 32]>),
    pub tracking_from: u64,
    pub is_old: bool,
}

impl Kept for Watermark {
    const KIND: Kind = Kind::Watermark;
    const VERSION: u8 = 1;

    fn write(&self) -> Result<Vec<u8>, TooLarge> {
        value(self)
    }

    fn read(_: u8, bytes: &[u8]) -> Result<Watermark, Unreadable> {
        read(bytes)
    }
}

/// One event, as it lies in the journal.
impl Kept for Stored {
    const KIND: Kind = Kind::Entry;
    const VERSION: u8 = 1;

    fn write(&self) -> Result<Vec<u8>, TooLarge> {
        value(self)
    }

    fn read(_: u8, bytes: &[u8]) -> Result<Stored, Unreadable> {
        read(bytes)
    }
}
