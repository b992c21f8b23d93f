//! Sorted entries on sled, with a write-back cache; in an encrypted folder values are encrypted and keys blinded.
//!
//! The journal is what must be on the disk at once; its index may follow a few acts later. So
//! what an act changes waits in memory, where every look-up finds it, until nobody waits for
//! anything or enough has gathered. A program that ends before that reads those acts from the
//! journal again.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeMap;

use super::{blinding, keys};
use crate::domain::case::Case;
use crate::record::kept::decode;
use crate::record::{Stored, Unreadable};
use crate::store::error::ReadError;
use crate::store::vault::Vault;

/// The kind of place that an entry is for the encryption.
const VALUE: &str = "index";
/// So many acts wait at most.
const WAITING: usize = 64;

/// Gets a key and what stands there; tells whether it wants more.
pub type Each<'a> = &'a mut dyn FnMut(&[u8], &[u8]) -> bool;

/// New values; none takes the entry away. In the order in which sled takes many of them fastest.
pub type Entries = BTreeMap<Vec<u8>, Option<Vec<u8>>>;

pub struct Table {
    db: sled::Db,
    vault: Vault,
    /// By the place where they will lie, not encrypted.
    waiting: RefCell<(Entries, usize)>,
    /// In an encrypted folder, words of names are in memory only, once they are asked for.
    names: RefCell<Option<BTreeMap<Vec<u8>, Vec<u8>>>>,
}

impl Table {
    pub fn new(db: sled::Db, vault: &Vault) -> Table {
        Table { db, vault: vault.clone(), waiting: RefCell::default(), names: RefCell::default() }
    }

    /// Takes the changes of an act; they go into sled with others, all or none.
    pub fn put(&self, entries: Entries) -> Result<(), ReadError> {
        let full = {
            let mut waiting = self.waiting.borrow_mut();
            for (key, value) in entries {
                match blinding::entry(&self.vault, &key).map(Cow::into_owned) {
                    Some(place) => drop(waiting.0.insert(place, value)),
                    None => self.name(key, value),
                }
            }
            waiting.1 += 1;
            waiting.1 >= WAITING
        };
        if full { self.flush_waiting() } else { Ok(()) }
    }

    /// Puts what waits into sled.
    pub fn flush_waiting(&self) -> Result<(), ReadError> {
        let (entries, _) = self.waiting.take();
        let mut batch = sled::Batch::default();
        for (place, value) in entries {
            match value {
                Some(value) => {
                    let encrypted = self.vault.encrypt(VALUE, &place, &value)?.into_owned();
                    batch.insert(place, encrypted);
                }
                None => batch.remove(place),
            }
        }
        Ok(self.db.apply_batch(batch)?)
    }

    /// Puts many changes in one by one, which takes less memory; not all or none.
    pub fn put_each(&self, entries: Entries) -> Result<(), ReadError> {
        for (key, value) in entries {
            let Some(place) = blinding::entry(&self.vault, &key) else { continue };
            match value {
                Some(value) => drop(self.db.insert(&place, self.vault.encrypt(VALUE, &place, &value)?.as_ref())?),
                None => drop(self.db.remove(&place)?),
            }
        }
        Ok(())
    }

    /// Keeps the words of names that are in memory as they should be.
    fn name(&self, key: Vec<u8>, value: Option<Vec<u8>>) {
        if let Some(names) = self.names.borrow_mut().as_mut() {
            match value {
                Some(value) => drop(names.insert(key, value)),
                None => drop(names.remove(&key)),
            }
        }
    }

    pub fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, ReadError> {
        let Some(place) = blinding::entry(&self.vault, key) else {
            return self.with_names(|names| names.get(key).cloned());
        };
        if let Some(value) = self.waiting.borrow().0.get(place.as_ref()) {
            return Ok(value.clone());
        }
        let found = self.db.get(&place)?;
        found.map(|bytes| opened(&self.vault, &place, &bytes).map(Cow::into_owned)).transpose()
    }

    /// Gives every entry whose key starts so to `each`, in order, until it has had enough.
    ///
    /// In an encrypted folder a key ends as it always does, but need not begin so.
    pub fn scan(&self, prefix: &[u8], each: Each) -> Result<(), ReadError> {
        self.scan_from(prefix, prefix, each)
    }

    /// The same, from a key on that starts so; of a table that hides nothing.
    pub fn scan_from(&self, prefix: &[u8], from: &[u8], each: Each) -> Result<(), ReadError> {
        let Some(place) = blinding::prefix(&self.vault, prefix) else {
            return self.with_names(|names| {
                let starting = names.range(prefix.to_vec()..).take_while(|(key, _)| key.starts_with(prefix));
                let _ = starting.map(|(key, value)| each(key, value)).take_while(|more| *more).count();
            });
        };
        let start = if from == prefix { place.to_vec() } else { from.to_vec() };
        let waiting = self.waiting.borrow();
        let mut new = waiting.0.range(start.clone()..).take_while(|(key, _)| key.starts_with(&place)).peekable();
        let mut give = |key: &[u8], value: Option<&Vec<u8>>| value.is_none_or(|value| each(key, value));
        for entry in self.db.range(start..) {
            let (key, bytes) = entry?;
            if !key.starts_with(&place) {
                break;
            }
            while let Some((earlier, value)) = new.next_if(|(new, _)| new.as_slice() < key.as_ref()) {
                if !give(earlier, value.as_ref()) {
                    return Ok(());
                }
            }
            let more = match new.next_if(|(new, _)| new.as_slice() == key.as_ref()) {
                Some((_, value)) => give(&key, value.as_ref()),
                None => give(&key, Some(&opened(&self.vault, &key, &bytes)?.into_owned())),
            };
            if !more {
                return Ok(());
            }
        }
        for (key, value) in new {
            if !give(key, value.as_ref()) {
                break;
            }
        }
        Ok(())
    }

    /// Reads every case once for the words of its names, which are not on the disk.
    fn with_names<T>(&self, work: impl FnOnce(&BTreeMap<Vec<u8>, Vec<u8>>) -> T) -> Result<T, ReadError> {
        let mut names = self.names.borrow_mut();
        if names.is_none() {
            let (mut found, mut bad) = (BTreeMap::new(), false);
            self.scan(&keys::CASES.prefix(), &mut |_, bytes| {
                match decode::<Case>(bytes) {
                    Ok(case) => found.extend(keys::entries(&case).into_iter().filter(|(key, _)| keys::is_name(key))),
                    Err(_) => bad = true,
                }
                !bad
            })?;
            if bad {
                return Err(Unreadable::Damaged.into());
            }
            *names = Some(found);
        }
        Ok(work(names.get_or_insert_default()))
    }

    pub fn has(&self, key: &[u8]) -> bool {
        self.get(key).is_ok_and(|value| value.is_some())
    }

    /// How an entry stands on the disk that should have this value there; `None` if it must not lie on the disk at all.
    pub fn compared(&self, key: &[u8], value: &[u8]) -> Option<Compared> {
        let place = blinding::entry(&self.vault, key)?;
        Some(match self.db.get(&place).ok().flatten() {
            None => Compared::Missing,
            Some(bytes) if opened(&self.vault, &place, &bytes).is_ok_and(|found| *found == *value) => Compared::Same,
            Some(_) => Compared::Other,
        })
    }

    /// So many entries are on the disk, whatever they are.
    pub fn count_all(&self) -> usize {
        let trees = self.db.tree_names().into_iter().filter_map(|name| self.db.open_tree(name).ok());
        trees.map(|tree| tree.len()).sum()
    }

    /// Flushes everything; true if sled says that it did.
    pub fn close(self) -> bool {
        self.flush_waiting().is_ok() && self.db.flush().is_ok()
    }

    /// Reads from another thread what is in sled.
    pub fn reader(&self) -> Reader {
        Reader { db: self.db.clone(), vault: self.vault.clone() }
    }
}

/// How an entry stands that should be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compared {
    Same,
    /// Something else stands there, or nothing that could be read.
    Other,
    Missing,
}

/// Reads entries away from the desk's own thread.
pub struct Reader {
    db: sled::Db,
    vault: Vault,
}

impl Reader {
    /// Whether this event can be read under this key as it was stored.
    pub fn has(&self, key: &[u8], stored: &Stored) -> bool {
        let bytes = self.db.get(key).ok().flatten();
        let found = bytes.and_then(|bytes| decode(&opened(&self.vault, key, &bytes).ok()?).ok());
        found.as_ref() == Some(stored)
    }
}

fn opened<'a>(vault: &Vault, place: &[u8], bytes: &'a [u8]) -> Result<Cow<'a, [u8]>, ReadError> {
    vault.decrypt(VALUE, place, bytes).ok_or(ReadError::Unreadable(Unreadable::Damaged))
}
