//! Keeping an act: its events get their envelopes, one record of the journal has them all.

use uuid::Uuid;

use super::Store;
use super::audit::keys;
use super::disk::random::random;
use super::error::AppendError;
use super::index::Mark;
use super::index::update::Update;
use super::journal::Position;
use crate::domain::case::Case;
use crate::domain::event::{CaseId, Envelope, Event, Moment};
use crate::domain::lineage::{EventKey, PersonRef, ProgramVersion};
use crate::domain::own::Own;
use crate::record::kept::encode;
use crate::record::v4::envelope::event_id;
use crate::record::{self, Stored, StoredAct, later_salt};

/// What an act says of its events; their places, ids and digests are given to them when they are kept.
#[derive(Debug, Clone)]
pub struct Heading {
    pub case: Option<About>,
    /// The version of the case that the operator saw.
    pub case_version: u32,
    pub site: String,
    pub desk: String,
    pub operator: Option<PersonRef>,
    pub approver: Option<PersonRef>,
    pub moment: Moment,
    /// The digest of the rules in force.
    pub rules: Option<[u8; 32]>,
}

/// Which case an event is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// The one that the act opens: its id is the id of the opening.
    Opening,
    Case(CaseId),
}

impl Store {
    /// Keeps the events of one act, all or none. They are on the disk when this returns.
    ///
    /// # Errors
    /// [`AppendError`]; nothing of the act was kept.
    pub fn append(&mut self, act: Vec<(Heading, Event)>) -> Result<Vec<Own>, AppendError> {
        if self.life.begins.is_some() {
            self.life.write(&self.folder, self.vault.origin())?;
        }
        let mut chain = self.chain.clone();
        let (mut kept, mut stored): (Vec<Own>, Vec<Stored>) = (Vec::new(), Vec::new());
        let mut before: Option<Before> = None;
        let access = self.access_log.borrow().head();
        for (heading, event) in act {
            let at = EventKey { lineage: self.life.lineage, number: chain.last.number + 1 };
            let id = event_id(heading.moment.wall_ms, at);
            let case = heading.case.map(|about| match (about, &before) {
                (About::Case(case), _) => case,
                (About::Opening, Some(before)) => before.id,
                (About::Opening, None) => CaseId(id),
            });
            let (salt, also) = match case {
                Some(case) => {
                    let known = before.take().filter(|before| before.id == case);
                    let before = before.insert(known.unwrap_or_else(|| self.before(case, case == CaseId(id))));
                    (before.salt(at)?, std::mem::take(&mut before.heads))
                }
                None => (random()?, Vec::new()),
            };
            let Heading { case_version, site, desk, operator, approver, moment, rules, .. } = heading;
            let envelope = Envelope {
                id,
                case,
                case_version,
                lineage: at.lineage,
                number: at.number,
                also,
                site,
                desk,
                operator,
                approver,
                moment,
                program: ProgramVersion::parse(env!("CARGO_PKG_VERSION")),
                rules,
                access: Some(access),
                digest: [0; 32],
                previous: [0; 32],
            };
            let too_large = |_| AppendError::TooLarge;
            let (event, bytes, hash) = record::link(envelope, event, salt, chain.last.hash).map_err(too_large)?;
            kept.push(chain.take(event, hash).map_err(std::io::Error::other)?);
            stored.push(bytes);
        }
        let act = StoredAct { events: stored };
        let bytes = encode(&act).map_err(|_| AppendError::TooLarge)?;
        self.space.make_room()?;
        let end = match self.journal.append(&bytes) {
            // The system's count of free room may be wrong, or a quota may apply.
            Err(AppendError::DiskFull) if self.space.give_up() => self.journal.append(&bytes)?,
            other => other?,
        };
        (self.chain, self.life.begins) = (chain, None);
        kept.iter().for_each(|own| self.own_line.take(own));
        self.follow(before.and_then(|before| before.case), &kept, &act.events, end);
        if kept.iter().any(|recorded| matches!(recorded.event, Event::KeysSet { .. })) {
            // The act stands: where this fails, the next signature does it.
            let _ = keys::in_force_alone(&self.folder, &self.vault, &self.chain);
        }
        Ok(kept)
    }

    /// Brings the index up to what was just kept. The act stands whether or not sled takes it.
    fn follow(&mut self, before: Option<Case>, kept: &[Own], stored: &[Stored], end: Position) {
        let Some(index) = &self.index else { return };
        let mut update = Update::of(before);
        let added = kept.iter().zip(stored).try_for_each(|(recorded, stored)| update.add(index, recorded, stored));
        let mark = Mark { upto: end, chain: self.chain.clone() };
        if added.and_then(|()| index.apply(update.batch, &mark)).is_err() {
            self.give_up_index();
        }
    }

    /// What an act on a case goes on from, as far as the index can tell.
    fn before(&self, id: CaseId, opens: bool) -> Before {
        let index = self.index.as_ref().filter(|_| !opens);
        let lineage = self.life.lineage;
        let is_opening = |stored: &Stored| {
            record::recorded_of(stored, self.vault.origin()).is_ok_and(|(first, _)| first.envelope.id == id.0)
        };
        let first = index.and_then(|index| index.first_in(id, lineage).ok().flatten()).filter(is_opening);
        let case = index.and_then(|index| index.case(id).ok().flatten());
        let heads = case.as_ref().map(|case| case.heads_beside(lineage)).unwrap_or_default();
        Before { id, case, heads, opens, opening: first.map(|opening| opening.salt()) }
    }
}

/// A case before an act on it.
struct Before {
    id: CaseId,
    /// As the index has it; none where the act opens it.
    case: Option<Case>,
    /// Its last events in other lineages, until one of the act has named them.
    heads: Vec<Uuid>,
    opens: bool,
    /// The salt of its opening, where it was opened in this lineage.
    opening: Option<[u8; 16]>,
}

impl Before {
    /// The salt of the next event: derived from that of the opening, as far as there is one, else a new one.
    fn salt(&mut self, at: EventKey) -> std::io::Result<[u8; 16]> {
        if let Some(opening) = &self.opening {
            return Ok(later_salt(opening, at.lineage, at.number));
        }
        let salt = random()?;
        self.opening = self.opens.then_some(salt);
        Ok(salt)
    }
}
