//! Proof from the folder alone, and from heads that were written down on paper: nothing was changed,
//! removed or put in.
//!
//! The chain shows what was changed in the middle. What it cannot show is an old copy of the whole
//! folder put in place of it, or a chain that was made anew from its start: for that the desk signs
//! the head at the close of each day, and the head stands on a slip that lies in a drawer.

pub mod access_log;
pub mod keys;
pub mod sealing;
pub mod trail;

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use super::error::OpenError;
use super::journal::Journal;
use super::journal::chain::{Chain, Last};
use super::layout::{JOURNAL, hex};
use super::vault::Vault;
use crate::domain::audit::Written;
use crate::domain::event::{CaseId, Envelope, Event, PublicKeys, Recorded, Signature};
use crate::domain::lineage::AccessHead;
use crate::domain::own::Own;
use crate::domain::replay::{Breach, Judged, Replay, Why};
use crate::record::Stored;

/// What an inspection found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verified {
    pub events: u64,
    /// Cases of which only a newer program can read how they were opened.
    pub unread_cases: u64,
    pub head: [u8; 32],
    /// Days whose signature holds.
    pub signed: u64,
    /// Written heads that are as they were written.
    pub matched: u64,
    /// Written keys that signed for this desk.
    pub keys: u64,
    /// How many acts were held against the rules.
    pub acts: Judged,
}

/// The first thing that does not hold.
#[derive(Debug, thiserror::Error)]
pub enum Broken {
    #[error(transparent)]
    Folder(#[from] OpenError),
    #[error("event {number} is not the one whose head was written down")]
    Head { number: u64 },
    #[error("the journal ends at event {last}, before {number}")]
    Ends { number: u64, last: u64 },
    #[error("the signature in event {number} does not hold")]
    Signature { number: u64 },
    #[error("event {number} is signed with another key than the days before")]
    Key { number: u64 },
    #[error("no key of this desk begins with {key}")]
    KeyUnknown { key: String },
    #[error("event {number} was erased and nobody ordered it")]
    Erased { number: u64 },
    #[error("event {number} is not what the rules allowed: {why}")]
    Rules { number: u64, why: Why },
    #[error("the access log up to {number} is not the one that event {event} goes on from")]
    AccessLog { number: u64, event: u64 },
    #[error("{file} of the access log is damaged at byte {at}")]
    AccessLogDamaged { file: String, at: u64 },
    #[error("{file} is a link or no plain file")]
    AccessLogNotPlain { file: String },
    #[error("the access log was damaged, put aside as {file} and begun anew")]
    AccessLogAnew { file: String },
}

impl Broken {
    /// The id of its message, and the code that scripts see.
    pub fn code(&self) -> &'static str {
        match self {
            Broken::Folder(error) => error.code(),
            Broken::Head { .. } => "audit-head",
            Broken::Ends { .. } => "audit-ends",
            Broken::Signature { .. } => "audit-signature",
            Broken::Key { .. } => "audit-key",
            Broken::KeyUnknown { .. } => "audit-key-unknown",
            Broken::Erased { .. } => "audit-erased",
            Broken::AccessLog { .. } => "audit-views",
            Broken::Rules { .. } => "audit-rules",
            Broken::AccessLogDamaged { .. } => "audit-views-damaged",
            Broken::AccessLogNotPlain { .. } => "audit-views-link",
            Broken::AccessLogAnew { .. } => "audit-views-anew",
        }
    }

    /// What its message tells.
    pub fn args(&self) -> Vec<(&'static str, String)> {
        match self {
            Broken::Folder(error) => error.args(),
            Broken::KeyUnknown { key } => vec![("key", key.clone())],
            Broken::Ends { number, last } => vec![("number", number.to_string()), ("last", last.to_string())],
            Broken::Rules { number, why } => vec![("number", number.to_string()), ("why", why.to_string())],
            Broken::Head { number }
            | Broken::Signature { number }
            | Broken::Key { number }
            | Broken::Erased { number } => vec![("number", number.to_string())],
            Broken::AccessLog { number, event } => {
                vec![("number", number.to_string()), ("event", event.to_string())]
            }
            Broken::AccessLogDamaged { file, at } => vec![("file", file.clone()), ("at", at.to_string())],
            Broken::AccessLogNotPlain { file } | Broken::AccessLogAnew { file } => vec![("file", file.clone())],
        }
    }
}

impl From<Breach> for Broken {
    fn from(Breach { number, why }: Breach) -> Broken {
        Broken::Rules { number, why }
    }
}

/// What is signed: whose journal, up to where, and how far the access log beside it reached.
fn statement(store: &[u8; 16], number: u64, head: &[u8; 32], access: &AccessHead) -> Vec<u8> {
    let parts: [&[u8]; 6] = [b"pishkhan day", store, &number.to_le_bytes(), head, &access.0.to_le_bytes(), &access.1];
    parts.concat()
}

/// Signs the head at the close of a day.
pub fn sign(folder: &Path, vault: &Vault, chain: &Chain, access: AccessHead) -> io::Result<Event> {
    let keys = keys::in_force_alone(folder, vault, chain)?;
    let Last { number, hash: head, .. } = chain.last;
    let signature = keys.sign(&statement(&vault.store, number, &head, &access));
    Ok(Event::HeadSigned { number, head, access, key: keys.public().sign, signature })
}

/// What has been seen of the chain so far.
struct Walk<'a> {
    store: &'a [u8; 16],
    written: &'a Written,
    key: Option<[u8; 32]>,
    /// Every key that was ever in force.
    keys: BTreeSet<[u8; 32]>,
    /// The digest of the key that was promised to come next.
    next: Option<[u8; 32]>,
    looks: Looks,
    /// The events that were erased. Their orders come later than what they are about.
    erased: Vec<(u64, Option<CaseId>)>,
    ordered: BTreeSet<CaseId>,
    found: Verified,
}

/// How far the access log reached by what envelopes and signatures say, each of which is held against it.
#[derive(Default)]
pub(super) struct Looks {
    /// Up to here the access log was written once more when the folder was encrypted.
    encrypted_at: u64,
    /// With the number of the event that says so; what the event after it says again is not repeated.
    heads: Vec<(u64, AccessHead)>,
    last: u64,
}

impl Looks {
    /// What one more event says.
    pub(super) fn note(&mut self, recorded: &Recorded) {
        self.last = recorded.envelope.number;
        if recorded.event == Event::FolderEncrypted {
            self.encrypted_at = self.last;
        }
        let signed = if let Event::HeadSigned { access, .. } = &recorded.event { Some(*access) } else { None };
        for head in recorded.envelope.access.into_iter().chain(signed) {
            if self.heads.last().is_none_or(|(_, before)| *before != head) {
                self.heads.push((self.last, head));
            }
        }
    }

    /// Whether the log of this folder is the one that was spoken of, and the first event at which it is not.
    /// It is read here, behind the events: what they speak of was there before them, also beside a busy desk.
    pub(super) fn held(mut self, folder: &Path, vault: &Vault) -> Result<(), (u64, Broken)> {
        if let Some(file) = access_log::not_plain(folder) {
            return Err((u64::MAX, Broken::AccessLogNotPlain { file }));
        }
        let log = access_log::sums(folder, vault).map_err(|error| {
            let broken = if let OpenError::Damaged { file, at, .. } = error {
                Broken::AccessLogDamaged { file, at }
            } else if let OpenError::Missing { file } = error {
                Broken::AccessLogDamaged { file, at: 0 }
            } else {
                Broken::Folder(error)
            };
            (u64::MAX, broken)
        })?;
        if vault.is_encrypted() && self.encrypted_at <= sealing::behind(folder, vault) {
            // That it was encrypted, or once more, is told with the next act.
            self.encrypted_at = self.last;
        }
        let differs = |(at, head): &&(u64, AccessHead)| {
            *at > self.encrypted_at && head.0 > 0 && log.get(&head.0) != Some(&head.1)
        };
        let differing = self.heads.iter().find(differs);
        let at = differing.map_or(u64::MAX, |(at, _)| *at);
        if let Some(file) = access_log::put_aside(folder).pop() {
            return Err((at, Broken::AccessLogAnew { file }));
        }
        differing.map_or(Ok(()), |(event, head)| Err((at, Broken::AccessLog { number: head.0, event: *event })))
    }
}

impl Walk<'_> {
    /// The event at this number has this hash.
    fn head(&mut self, number: u64, hash: &[u8; 32]) -> Result<(), Broken> {
        for written in self.written.heads.iter().filter(|written| written.number == number) {
            if !hex(hash).starts_with(&written.digits) {
                return Err(Broken::Head { number });
            }
            self.found.matched += 1;
        }
        Ok(())
    }

    /// What can only be judged once the whole chain is known.
    #[expect(clippy::wildcard_enum_match_arm, reason = "whatever else happened stands by itself")]
    fn note(&mut self, recorded: &Recorded) {
        let at = recorded.envelope.number;
        self.found.events += 1;
        self.found.unread_cases += u64::from(recorded.is_unread_opening());
        self.looks.note(recorded);
        match &recorded.event {
            Event::Erased => self.erased.push((at, recorded.envelope.case)),
            Event::ErasureOrdered { case, .. } => {
                self.ordered.insert(*case);
            }
            _ => {}
        }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "no other event says anything of keys or heads")]
    fn event(&mut self, recorded: &Recorded) -> Result<(), Broken> {
        let envelope = &recorded.envelope;
        self.head(envelope.number - 1, &envelope.previous)?;
        let at = envelope.number;
        let (number, head, access, key, signature) = match &recorded.event {
            Event::HeadSigned { number, head, access, key, signature } => (number, head, access, key, signature),
            Event::KeysSet { keys, signature } => return self.keys(envelope, keys, signature.as_ref()),
            Event::LineageBegun { .. } => {
                // What was promised was promised for the lineage that ends here.
                self.next = None;
                return Ok(());
            }
            _ => return Ok(()),
        };
        // What is signed is the event before, whose hash this one carries.
        let said = statement(self.store, *number, head, access);
        if !keys::holds(key, &said, signature) || (*number, *head) != (at - 1, envelope.previous) {
            return Err(Broken::Signature { number: at });
        }
        if *self.key.get_or_insert(*key) != *key {
            return Err(Broken::Key { number: at });
        }
        self.keys.insert(*key);
        self.found.signed += 1;
        Ok(())
    }

    /// Other keys are only those that the key before signed for, and that were promised.
    fn keys(&mut self, at: &Envelope, keys: &PublicKeys, signature: Option<&Signature>) -> Result<(), Broken> {
        if let Some(before) = self.key.filter(|before| *before != keys.sign) {
            let said = keys::statement(self.store, at.lineage, keys);
            let signed = signature.is_some_and(|signature| keys::holds(&before, &said, signature));
            let promised = self.next.is_none_or(|next| next == keys::promise(&keys.sign));
            if !signed || !promised {
                return Err(Broken::Key { number: at.number });
            }
        }
        (self.key, self.next) = (Some(keys.sign), Some(keys.next));
        self.keys.insert(keys.sign);
        Ok(())
    }

    /// What was written down is of this chain, which was followed to its end: no head lies behind it, and every key
    /// is one that it tells of.
    fn written(mut self, last: u64) -> Result<Verified, Broken> {
        if let Some(head) = self.written.heads.iter().find(|head| head.number > last || head.number == 0) {
            return Err(Broken::Ends { number: head.number, last });
        }
        for written in &self.written.keys {
            if !self.keys.iter().any(|key| hex(key).starts_with(&written.digits)) {
                return Err(Broken::KeyUnknown { key: written.digits.clone() });
            }
            self.found.keys += 1;
        }
        Ok(self.found)
    }

    /// The first event that was erased without an order.
    fn unordered(&self) -> Option<(u64, Broken)> {
        let unordered = |case: &Option<CaseId>| case.is_none_or(|case| !self.ordered.contains(&case));
        let erased = self.erased.iter().find(|(_, case)| unordered(case));
        erased.map(|(at, _)| (*at, Broken::Erased { number: *at }))
    }
}

/// Every event of a folder, in order, each proved by the chain; returns where it ends.
///
/// # Errors
/// As reading a journal.
pub fn events(folder: &Path, vault: &Vault, each: &mut dyn FnMut(&Own)) -> Result<Last, OpenError> {
    follow(folder, vault, &mut |recorded, _| {
        each(recorded);
        Ok(())
    })
}

/// Every event of a folder's own line that belongs to no case, in order, each proved by the chain.
///
/// # Errors
/// As reading a journal.
pub fn desk_events(folder: &Path, vault: &Vault, each: &mut dyn FnMut(&Own)) -> Result<(), OpenError> {
    let mut chain = Chain::new(vault.origin());
    Journal::scan(&folder.join(JOURNAL), vault, None, &mut |at, payload, _| chain.pass(at, payload, |own| each(&own)))?;
    Ok(())
}

/// What is done with an event, and with how it is stored.
type Beside<'a> = &'a mut dyn FnMut(&Own, &Stored) -> Result<(), OpenError>;

fn follow(folder: &Path, vault: &Vault, each: Beside) -> Result<Last, OpenError> {
    let mut chain = Chain::new(vault.origin());
    Journal::scan(&folder.join(JOURNAL), vault, None, &mut |at, payload, _| {
        chain.follow(at, payload, |recorded, stored| each(&recorded, stored))
    })?;
    Ok(chain.last)
}

/// Follows the whole chain and holds it against its signatures, what was written down, and the rules.
///
/// # Errors
/// [`Broken`]: the first thing that does not hold in the chain itself, else the first act that was not allowed.
pub fn verify(folder: &Path, vault: &Vault, written: &Written, replay: Replay) -> Result<Verified, Broken> {
    let (mut replay, mut breach) = (replay, None);
    let mut found = verify_beside(folder, vault, written, &mut |own, _| {
        if breach.is_none() {
            breach = replay.add(own).err();
        }
        Ok(())
    })?;
    found.acts = breach.map_or_else(|| replay.finish(), Err)?;
    Ok(found)
}

/// The same without the rules; what is done beside it reads the journal no second time.
pub fn verify_beside(folder: &Path, vault: &Vault, written: &Written, beside: Beside) -> Result<Verified, Broken> {
    let (looks, erased, ordered) = (Looks::default(), Vec::new(), BTreeSet::new());
    let (key, keys, found) = (None, BTreeSet::new(), Verified::default());
    let mut walk = Walk { store: &vault.store, written, key, keys, next: None, looks, erased, ordered, found };
    let mut broken = None;
    let last = follow(folder, vault, &mut |recorded, stored| {
        walk.note(recorded);
        if broken.is_none() {
            broken = walk.event(recorded).err().map(|error| (recorded.envelope.number, error));
        }
        beside(recorded, stored)
    })?;
    let looks = std::mem::take(&mut walk.looks).held(folder, vault).err();
    let first = [broken, walk.unordered(), looks].into_iter().flatten().min_by_key(|(at, _)| *at);
    if let Some((_, broken)) = first {
        return Err(broken);
    }
    walk.head(last.number, &last.hash)?;
    walk.found.head = last.hash;
    walk.written(last.number)
}
