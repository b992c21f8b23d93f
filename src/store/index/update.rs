//! What an act changes in the index.

use std::collections::HashMap;

use super::{Batch, Index, encoded, keys};
use crate::domain::case::Case;
use crate::domain::event::{CaseId, Event, Recorded};
use crate::domain::history;
use crate::domain::own::Own;
use crate::record::kept::decode;
use crate::record::{self, Stored};
use crate::store::error::ReadError;

/// Events that go into sled as one batch while it is built.
const CHUNK: usize = 4000;

/// Changes to the index that belong together with the place up to which they follow the journal.
#[derive(Default)]
pub struct Update {
    pub batch: Batch,
    cases: HashMap<CaseId, Case>,
    events: usize,
}

impl Update {
    /// Changes that begin with an act on this case, as the index has it.
    pub fn of(case: Option<Case>) -> Update {
        Update { cases: case.into_iter().map(|case| (case.id, case)).collect(), ..Update::default() }
    }

    /// Adds what one event of this folder changes; of one that belongs to no case the index knows nothing.
    pub fn add(&mut self, index: &Index, recorded: &Own, stored: &Stored) -> Result<(), ReadError> {
        self.events += 1;
        let Some(id) = recorded.envelope.case else { return Ok(()) };
        let at = recorded.envelope.key();
        self.put(keys::event(at, id), encoded(stored)?);
        self.put(keys::number(at, id), Vec::new());
        if recorded.is_unread_opening() {
            self.put(keys::unread(id), Vec::new());
        }
        self.add_to_case(index, id, recorded)
    }

    fn add_to_case(&mut self, index: &Index, id: CaseId, recorded: &Recorded) -> Result<(), ReadError> {
        let before = match self.cases.get(&id) {
            Some(case) => Some(case.clone()),
            None => index.case(id)?,
        };
        if before.is_none() && recorded.event == Event::Erased {
            return Ok(());
        }
        let follows = history::follows(before.as_ref(), recorded);
        // What was here before its opening waits for it.
        let waited = || Ok::<_, ReadError>(index.has_events(id)? || self.coming(id).count() > 1);
        let (case, answered) = if follows && (before.is_some() || !waited()?) {
            let answered = matches!(recorded.event, Event::Opened { .. } | Event::Corrected { .. });
            (Case::fold(before.clone(), recorded), answered)
        } else {
            (history::fold(&self.events_of(index, id)?).case, true)
        };
        match case {
            Some(case) => self.replace(before.as_ref(), case, answered),
            None => Ok(()),
        }
    }

    /// Every event of a case, those that are only on their way into the index too.
    fn events_of(&self, index: &Index, id: CaseId) -> Result<Vec<Recorded>, ReadError> {
        let mut events = index.history(id)?;
        for bytes in self.coming(id) {
            events.push(record::recorded_of(&decode::<Stored>(bytes)?, index.origin())?.0);
        }
        Ok(events)
    }

    /// The events of a case that are on their way into the index.
    fn coming(&self, id: CaseId) -> impl Iterator<Item = &Vec<u8>> {
        let prefix = keys::history_of(id);
        let from = self.batch.entries.range(prefix.clone()..);
        from.take_while(move |(key, _)| key.starts_with(&prefix)).filter_map(|(_, value)| value.as_ref())
    }

    /// Puts a case in the place of what it was. `answered`: what it is found by may be other than before.
    fn replace(&mut self, before: Option<&Case>, case: Case, answered: bool) -> Result<(), ReadError> {
        let mut old = before.map(keys::of_progress).unwrap_or_default();
        let mut new = keys::of_progress(&case);
        if answered {
            old.extend(before.map(keys::of_answers).unwrap_or_default());
            new.extend(keys::of_answers(&case));
        }
        for gone in old.keys().filter(|key| !new.contains_key(*key)) {
            self.batch.entries.insert(gone.clone(), None);
        }
        for (key, value) in new {
            if old.get(&key) != Some(&value) {
                self.put(key, value);
            }
        }
        for (stage, more) in [(before.map(|case| case.stage), -1), (Some(case.stage), 1)] {
            *stage.map_or(&mut 0, |stage| self.batch.stages.entry(stage).or_default()) += more;
        }
        self.put(keys::case(case.id), encoded(&case)?);
        self.cases.insert(case.id, case);
        Ok(())
    }

    fn put(&mut self, key: Vec<u8>, value: Vec<u8>) {
        self.batch.entries.insert(key, Some(value));
    }

    /// So many events that they should go in before more are added.
    pub fn is_full(&self) -> bool {
        self.events >= CHUNK
    }
}
