//! Keeping an act: its events get their envelopes, one record of the journal has them all.

use uuid::Uuid;

use super::Store;
use super::audit::keys;
use super::disk::random::random;
use super::error::AppendError;
use super::index::Mark;
use super::index::update::Update;
use super::journal::Position;
use crate::domain::event::{CaseId, Envelope, Event, Moment, Recorded};
use crate::domain::lineage::{EventKey, PersonRef, ProgramVersion};
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
    pub fn append(&mut self, act: Vec<(Heading, Event)>) -> Result<Vec<Recorded>, AppendError> {
        if self.life.begins.is_some() {
            self.life.write(&self.folder, self.vault.origin())?;
        }
        let mut chain = self.chain.clone();
        let (mut kept, mut stored): (Vec<Recorded>, Vec<Stored>) = (Vec::new(), Vec::new());
        // The opening of the act, with its salt.
        let mut opening: Option<(CaseId, [u8; 16])> = None;
        let access = self.access_log.borrow().head();
        for (heading, event) in act {
            let at = EventKey { lineage: self.life.lineage, number: chain.last.number + 1 };
            let id = event_id(heading.moment.wall_ms, at);
            let case = heading.case.map(|about| match (about, opening) {
                (About::Case(case), _) | (About::Opening, Some((case, _))) => case,
                (About::Opening, None) => CaseId(id),
            });
            let salt = match (case, opening) {
                (Some(_), Some((_, salt))) => later_salt(&salt, at.lineage, at.number),
                (Some(case), None) => self.salt(case, at)?,
                (None, _) => random()?,
            };
            let is_first = kept.iter().all(|before: &Recorded| before.envelope.case != case);
            let also = case.filter(|_| is_first).map(|case| self.heads_beside(case)).unwrap_or_default();
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
            if case == Some(CaseId(id)) {
                opening = Some((CaseId(id), salt));
            }
            let too_large = |_| AppendError::TooLarge;
            let (event, bytes, hash) = record::link(envelope, event, salt, chain.last.hash).map_err(too_large)?;
            chain.take(&event, hash).map_err(std::io::Error::other)?;
            kept.push(event);
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
        self.follow(&kept, &act.events, end);
        if kept.iter().any(|recorded| matches!(recorded.event, Event::KeysSet { .. })) {
            // The act stands: where this fails, the next signature does it.
            let _ = keys::in_force_alone(&self.folder, &self.vault, &self.chain);
        }
        Ok(kept)
    }

    /// Brings the index up to what was just kept. The act stands whether or not sled takes it.
    fn follow(&mut self, kept: &[Recorded], stored: &[Stored], end: Position) {
        let Some(index) = &self.index else { return };
        let mut update = Update::default();
        let added = kept.iter().zip(stored).try_for_each(|(recorded, stored)| update.add(index, recorded, stored));
        let mark = Mark { upto: end, chain: self.chain.clone() };
        if added.and_then(|()| index.apply(update.batch, &mark)).is_err() {
            self.give_up_index();
        }
    }

    /// The salt of a later event: derived where the case was opened in this lineage, else a new one.
    fn salt(&self, case: CaseId, at: EventKey) -> std::io::Result<[u8; 16]> {
        let first = self.index.as_ref().and_then(|index| index.first_in(case, at.lineage).ok().flatten());
        let is_opening = |stored: &Stored| {
            record::recorded_of(stored, self.vault.origin()).is_ok_and(|(first, _)| first.envelope.id == case.0)
        };
        match first.filter(is_opening) {
            Some(opening) => Ok(later_salt(&opening.salt(), at.lineage, at.number)),
            None => random(),
        }
    }

    /// The last events of a case in other lineages, as far as the index can tell.
    fn heads_beside(&self, case: CaseId) -> Vec<Uuid> {
        let found = self.index.as_ref().and_then(|index| index.case(case).ok().flatten());
        found.map(|case| case.heads_beside(self.life.lineage)).unwrap_or_default()
    }
}
