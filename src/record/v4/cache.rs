//! What the index keeps of the fold of events. It is made again from the journal at any time, and so is never
//! read by another version: one part more is one more version of the index.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::envelope::event_id;
use super::shapes::{AnswerV1, DateV1, IntakeV1, ObjectionV1, ProducedV1, SettlementV1, VerdictV1};
use super::words::Listed;
use crate::domain::case::{Case, Conflict, Decided, Head, Mark};
use crate::domain::documents::{DocumentKind, VerdictKind};
use crate::domain::duplicate::DuplicateDecision;
use crate::domain::event::{CaseId, Moment};
use crate::domain::inquiry::{Inquiry, InquiryBy, InquiryWay};
use crate::domain::lineage::{EventKey, Lineage, PersonRef};
use crate::domain::question::Question;
use crate::domain::stage::Stage;
use crate::domain::tracking::TrackingCode;
use crate::record::kept::{Kept, Kind};
use crate::record::limits::{TooLarge, Unreadable};
use crate::record::stored::Stored;
use crate::record::values::{read, value};

type Key = ([u8; 16], u64);

fn key_in((lineage, number): Key) -> EventKey {
    EventKey { lineage: Lineage(Uuid::from_bytes(lineage)), number }
}

/// A place in a list of [`Named`].
type Nth = u32;
type At = (Nth, u64);
type Person = (String, String, Option<At>);

/// The lineages and persons that a case names, each once.
#[derive(Default, Serialize, Deserialize)]
struct Named {
    lineages: Vec<[u8; 16]>,
    persons: Vec<Person>,
}

/// The place of a value in a list, at its end if it was not there.
fn nth<T: PartialEq>(list: &mut Vec<T>, value: T) -> Nth {
    let at = list.iter().position(|one| *one == value).unwrap_or_else(|| {
        list.push(value);
        list.len() - 1
    });
    Nth::try_from(at).unwrap_or(Nth::MAX)
}

fn get<T>(list: &[T], at: Nth) -> Option<&T> {
    list.get(usize::try_from(at).ok()?)
}

impl Named {
    fn at(&mut self, at: EventKey) -> At {
        (nth(&mut self.lineages, *at.lineage.0.as_bytes()), at.number)
    }

    fn key(&self, (lineage, number): At) -> Option<EventKey> {
        Some(key_in((*get(&self.lineages, lineage)?, number)))
    }

    fn person(&mut self, person: &PersonRef) -> Nth {
        let enrolled = person.person.map(|at| self.at(at));
        nth(&mut self.persons, (person.site.clone(), person.sign_in.clone(), enrolled))
    }

    fn person_at(&self, at: Nth) -> Option<PersonRef> {
        let (site, sign_in, enrolled) = get(&self.persons, at)?.clone();
        Some(PersonRef { site, sign_in, person: or_none(enrolled, |at| self.key(at))? })
    }

    fn persons<'a>(&mut self, persons: impl IntoIterator<Item = &'a PersonRef>) -> Vec<Nth> {
        persons.into_iter().map(|person| self.person(person)).collect()
    }

    fn persons_at<T: FromIterator<PersonRef>>(&self, persons: &[Nth]) -> Option<T> {
        persons.iter().map(|at| self.person_at(*at)).collect()
    }
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
    about: String,
    asked_by: Option<Nth>,
    answer: Option<AnswerV1>,
    answered_by: Option<Nth>,
    lapsed: bool,
    lifted: bool,
}

/// Who decided, the number of the event, and whether for the centre.
type DecidedCache = (Nth, u64, bool);
type MarkCache = (Listed<VerdictKind>, BTreeSet<String>);

#[derive(Serialize, Deserialize)]
struct HeadCache {
    at: At,
    /// None where it is derived.
    id: Option<[u8; 16]>,
    saw: u32,
    /// None where the case was last touched with it.
    moment: Option<Clock>,
}

#[derive(Serialize, Deserialize)]
struct CaseCache {
    named: Named,
    id: [u8; 16],
    tracking: String,
    version: u32,
    stage: Listed<Stage>,
    intake: IntakeV1,
    verdicts: BTreeMap<Listed<DocumentKind>, VerdictV1>,
    settlement: Option<SettlementV1>,
    opened: Clock,
    touched: Clock,
    opened_by: Option<Nth>,
    involved: Vec<Nth>,
    acted: Vec<Nth>,
    inquiries: Vec<InquiryCache>,
    marks: BTreeMap<Listed<DocumentKind>, MarkCache>,
    recast: bool,
    reopened: bool,
    receipts: BTreeSet<String>,
    objections: Vec<ObjectionV1>,
    deadline: Option<DateV1>,
    cancelled: Option<SettlementV1>,
    produced: Option<ProducedV1>,
    overrides: Vec<Listed<Question>>,
    duplicates: Vec<(String, Listed<DuplicateDecision>)>,
    four_eyes_override: Vec<Nth>,
    decided: Vec<DecidedCache>,
    heads: Vec<HeadCache>,
    unknown: u32,
    waiting: u32,
    conflicts: Vec<(At, At)>,
}

impl HeadCache {
    fn of(head: &Head, touched: Moment, named: &mut Named) -> HeadCache {
        HeadCache {
            at: named.at(head.at),
            id: (head.id != event_id(head.moment.wall_ms, head.at)).then(|| *head.id.as_bytes()),
            saw: head.saw,
            moment: (head.moment != touched).then(|| clock_out(head.moment)),
        }
    }

    fn head(self, touched: Moment, named: &Named) -> Option<Head> {
        let (at, moment) = (named.key(self.at)?, self.moment.map_or(touched, clock_in));
        let id = self.id.map_or_else(|| event_id(moment.wall_ms, at), Uuid::from_bytes);
        Some(Head { at, id, saw: self.saw, moment })
    }
}

impl InquiryCache {
    fn of(inquiry: &Inquiry, named: &mut Named) -> InquiryCache {
        InquiryCache {
            by: Listed(inquiry.by),
            way: Listed(inquiry.way),
            about: inquiry.about.clone(),
            asked_by: inquiry.asked_by.as_ref().map(|person| named.person(person)),
            answer: inquiry.answer.as_ref().map(Into::into),
            answered_by: inquiry.answered_by.as_ref().map(|person| named.person(person)),
            lapsed: inquiry.lapsed,
            lifted: inquiry.lifted,
        }
    }

    fn inquiry(self, named: &Named) -> Option<Inquiry> {
        Some(Inquiry {
            by: self.by.0,
            way: self.way.0,
            about: self.about,
            asked_by: or_none(self.asked_by, |at| named.person_at(at))?,
            answer: self.answer.map(Into::into),
            answered_by: or_none(self.answered_by, |at| named.person_at(at))?,
            lapsed: self.lapsed,
            lifted: self.lifted,
        })
    }
}

/// What is not there may be missing; what is there must be readable.
fn or_none<A, B>(value: Option<A>, read: impl FnOnce(A) -> Option<B>) -> Option<Option<B>> {
    value.map_or(Some(None), |value| read(value).map(Some))
}

impl From<&Case> for CaseCache {
    fn from(case: &Case) -> CaseCache {
        let mut named = Named::default();
        let judged = |(other, decision): &(TrackingCode, _)| (other.digits().to_owned(), Listed(*decision));
        let marked = |(paper, mark): (&DocumentKind, &Mark)| (Listed(*paper), (Listed(mark.kind), mark.about.clone()));
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
            opened_by: case.opened_by.as_ref().map(|person| named.person(person)),
            involved: named.persons(&case.involved),
            acted: named.persons(&case.acted),
            inquiries: case.inquiries.iter().map(|inquiry| InquiryCache::of(inquiry, &mut named)).collect(),
            marks: case.marks.iter().map(marked).collect(),
            recast: case.recast,
            reopened: case.reopened,
            receipts: case.receipts.clone(),
            objections: case.objections.iter().map(Into::into).collect(),
            deadline: case.deadline.map(DateV1),
            cancelled: case.cancelled.as_ref().map(Into::into),
            produced: case.produced.as_ref().map(Into::into),
            overrides: case.overrides.iter().copied().map(Listed).collect(),
            duplicates: case.duplicates.iter().map(judged).collect(),
            four_eyes_override: named.persons(&case.four_eyes_override),
            decided: case.decided.iter().map(|one| (named.person(&one.by), one.number, one.for_centre)).collect(),
            heads: case.heads.iter().map(|head| HeadCache::of(head, case.touched, &mut named)).collect(),
            unknown: case.unknown,
            waiting: case.waiting,
            conflicts: case.conflicts.iter().map(|Conflict(one, other)| (named.at(*one), named.at(*other))).collect(),
            named,
        }
    }
}

impl CaseCache {
    /// The case, if everything that it names is there.
    fn case(self) -> Option<Case> {
        let (named, touched) = (self.named, clock_in(self.touched));
        let judged =
            |(other, decision): (String, Listed<DuplicateDecision>)| (TrackingCode::as_kept(other), decision.0);
        let marked =
            |(paper, (kind, about)): (Listed<DocumentKind>, MarkCache)| (paper.0, Mark { kind: kind.0, about });
        let decided =
            |(by, number, for_centre): DecidedCache| Some(Decided { by: named.person_at(by)?, number, for_centre });
        let conflict = |(one, other): (At, At)| Some(Conflict(named.key(one)?, named.key(other)?));
        Some(Case {
            id: CaseId(Uuid::from_bytes(self.id)),
            tracking: TrackingCode::as_kept(self.tracking),
            version: self.version,
            stage: self.stage.0,
            intake: self.intake.into(),
            verdicts: self.verdicts.into_iter().map(|(paper, verdict)| (paper.0, verdict.into())).collect(),
            settlement: self.settlement.map(Into::into),
            opened: clock_in(self.opened),
            touched,
            opened_by: or_none(self.opened_by, |at| named.person_at(at))?,
            involved: named.persons_at(&self.involved)?,
            acted: named.persons_at(&self.acted)?,
            inquiries: self.inquiries.into_iter().map(|inquiry| inquiry.inquiry(&named)).collect::<Option<_>>()?,
            marks: self.marks.into_iter().map(marked).collect(),
            recast: self.recast,
            reopened: self.reopened,
            receipts: self.receipts,
            objections: self.objections.into_iter().map(Into::into).collect(),
            deadline: self.deadline.map(|day| day.0),
            cancelled: self.cancelled.map(Into::into),
            produced: self.produced.map(Into::into),
            overrides: self.overrides.into_iter().map(|listed| listed.0).collect(),
            duplicates: self.duplicates.into_iter().map(judged).collect(),
            four_eyes_override: named.persons_at(&self.four_eyes_override)?,
            decided: self.decided.into_iter().map(decided).collect::<Option<_>>()?,
            heads: self.heads.into_iter().map(|head| head.head(touched, &named)).collect::<Option<_>>()?,
            unknown: self.unknown,
            waiting: self.waiting,
            conflicts: self.conflicts.into_iter().map(conflict).collect::<Option<_>>()?,
        })
    }
}

impl Kept for Case {
    const KIND: Kind = Kind::Case;
    const VERSION: u8 = 3;

    fn write(&self) -> Result<Vec<u8>, TooLarge> {
        value(&CaseCache::from(self))
    }

    fn read(_: u8, bytes: &[u8]) -> Result<Case, Unreadable> {
        read::<CaseCache>(bytes)?.case().ok_or(Unreadable::Damaged)
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
