//! What an act changes in the index.

use std::collections::{BTreeMap, HashMap};

use super::error::ReadError;
use super::index::{Index, encode};
use super::keys;
use super::shelf::Entries;
use crate::domain::account::Account;
use crate::domain::case::Case;
use crate::domain::event::{CaseId, Event, Sealed};
use crate::domain::stage::Stage;
use crate::record::{Holds, Stored};

/// Events that go into sled as one batch while it is built.
const CHUNK: usize = 4000;

/// Changes to the index that belong together with the place up to which they follow the journal.
#[derive(Default)]
pub struct Changes {
    /// In the order of the keys, which is how sled takes many of them fastest; no value removes.
    pub(super) entries: Entries,
    cases: HashMap<CaseId, Case>,
    accounts: HashMap<String, Account>,
    /// How many cases more, or fewer, are at a stage.
    pub(super) stages: BTreeMap<Stage, i64>,
    events: usize,
}

impl Changes {
    /// Adds what one event changes.
    pub fn add(&mut self, index: &Index, sealed: &Sealed, stored: &Stored) -> Result<(), ReadError> {
        self.events += 1;
        let bytes = encode(Holds::Act, stored)?;
        let Some(id) = sealed.envelope.case else {
            self.put(keys::DESK_EVENTS.key(&[&sealed.envelope.sequence.to_be_bytes()]), bytes);
            if let Some(sign_in) = Account::named(&sealed.event) {
                let before = match self.accounts.get(sign_in) {
                    Some(account) => Some(account.clone()),
                    None => index.account(sign_in)?,
                };
                if let Some(account) = Account::fold(before, &sealed.event) {
                    let key = keys::OPERATORS.key(&[sign_in.as_bytes()]);
                    self.put(key, encode(Holds::Operator, &account)?);
                    self.accounts.insert(sign_in.to_owned(), account);
                }
            }
            return Ok(());
        };
        let before = match self.cases.get(&id) {
            Some(case) => Some(case.clone()),
            None => index.case(id)?,
        };
        let left = before.as_ref().map(|case| case.stage);
        let mut old = before.as_ref().map(keys::of_progress).unwrap_or_default();
        let answered = matches!(sealed.event, Event::Opened { .. } | Event::Corrected { .. });
        if let Some(before) = before.as_ref().filter(|_| answered) {
            old.extend(keys::of_answers(before));
        }
        let Some(case) = Case::fold(before, sealed) else { return Ok(()) };
        let mut new = keys::of_progress(&case);
        if answered {
            new.extend(keys::of_answers(&case));
        }
        for gone in old.keys().filter(|key| !new.contains_key(*key)) {
            self.entries.insert(gone.clone(), None);
        }
        for (key, value) in new {
            if old.get(&key) != Some(&value) {
                self.put(key, value);
            }
        }
        for (stage, more) in [(left, -1), (Some(case.stage), 1)] {
            *stage.map_or(&mut 0, |stage| self.stages.entry(stage).or_default()) += more;
        }
        self.put(keys::number(sealed.envelope.sequence, id), Vec::new());
        self.put(keys::history(id, case.version), bytes);
        self.put(keys::case(id), encode(Holds::Case, &case)?);
        self.cases.insert(id, case);
        Ok(())
    }

    fn put(&mut self, key: Vec<u8>, value: Vec<u8>) {
        self.entries.insert(key, Some(value));
    }

    /// So many events that they should go in before more are added.
    pub fn is_full(&self) -> bool {
        self.events >= CHUNK
    }
}
