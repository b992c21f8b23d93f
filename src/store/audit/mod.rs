//! Proof from the folder alone, and from heads that were written down on paper: nothing was changed,
//! removed or put in.
//!
//! The chain shows what was changed in the middle. What it cannot show is an old copy of the whole
//! folder put in place of it, or a chain that was made anew from its start: for that the desk signs
//! the head at the close of each day, and the head stands on a slip that lies in a drawer.

pub mod access_log;
pub mod trail;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;

use ed25519_dalek::{Signer, SigningKey, Verifier, VerifyingKey};

use self::access_log::{self as views, Head};
use super::disk::files;
use super::disk::random::random;
use super::error::OpenError;
use super::journal::Journal;
use super::journal::chain::{self, Last};
use super::journal::segment::Sum;
use super::layout::{DESK_KEY, JOURNAL, hex};
use super::vault::Vault;
use crate::domain::audit::WrittenHead;
use crate::domain::event::{CaseId, Event, Sealed, Signature};
use crate::record::Stored;

/// What an inspection found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verified {
    pub events: u64,
    pub head: [u8; 32],
    /// Days whose signature holds.
    pub signed: u64,
    /// Written heads that are as they were written.
    pub matched: u64,
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
    #[error("event {number} was erased and nobody ordered it")]
    Erased { number: u64 },
    #[error("the looks up to {number} are not those that were signed")]
    Views { number: u64 },
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
            Broken::Erased { .. } => "audit-erased",
            Broken::Views { .. } => "audit-views",
        }
    }

    /// What its message tells.
    pub fn args(&self) -> Vec<(&'static str, String)> {
        match self {
            Broken::Folder(error) => error.args(),
            Broken::Ends { number, last } => vec![("number", number.to_string()), ("last", last.to_string())],
            Broken::Head { number }
            | Broken::Signature { number }
            | Broken::Key { number }
            | Broken::Erased { number }
            | Broken::Views { number } => {
                vec![("number", number.to_string())]
            }
        }
    }
}

/// The desk's own key, made when it is first needed.
fn key(folder: &Path, vault: &Vault) -> io::Result<SigningKey> {
    let path = folder.join(DESK_KEY);
    let stored = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let seed = zeroize::Zeroizing::new(random::<32>()?);
            let bytes = vault.seal("desk-key", &[], &*seed)?.into_owned();
            files::write_whole(&path, &bytes)?;
            bytes
        }
        Err(error) => return Err(error),
    };
    let seed = vault.open("desk-key", &[], &stored).and_then(|seed| <[u8; 32]>::try_from(&*seed).ok());
    Ok(SigningKey::from_bytes(&seed.ok_or(io::ErrorKind::InvalidData)?))
}

/// The desk's key once more, under another seal.
pub fn copy_key(from: (&Path, &Vault), to: (&Path, &Vault)) -> io::Result<()> {
    if !from.0.join(DESK_KEY).exists() {
        return Ok(());
    }
    let seed = zeroize::Zeroizing::new(key(from.0, from.1)?.to_bytes());
    files::write_whole(&to.0.join(DESK_KEY), &to.1.seal("desk-key", &[], &*seed)?)
}

/// What is signed: whose journal, up to where, and the looks beside it.
fn statement(store: &[u8; 16], number: u64, head: &[u8; 32], views: &Head) -> Vec<u8> {
    let parts: [&[u8]; 6] = [b"pishkhan day", store, &number.to_le_bytes(), head, &views.0.to_le_bytes(), &views.1];
    parts.concat()
}

/// Signs the head at the close of a day.
pub fn sign(folder: &Path, vault: &Vault, last: Last, views: Head) -> io::Result<Event> {
    let key = key(folder, vault)?;
    let signed = key.sign(&statement(&vault.store, last.sequence, &last.hash, &views)).to_bytes();
    let (mut first, mut second) = ([0; 32], [0; 32]);
    first.copy_from_slice(&signed[..32]);
    second.copy_from_slice(&signed[32..]);
    Ok(Event::HeadSigned {
        number: last.sequence,
        head: last.hash,
        views,
        key: key.verifying_key().to_bytes(),
        signature: Signature(first, second),
    })
}

/// What has been seen of the chain so far.
struct Walk<'a> {
    store: &'a [u8; 16],
    written: &'a [WrittenHead],
    key: Option<[u8; 32]>,
    /// Up to here the looks were written once more when the folder was sealed.
    sealed_at: u64,
    /// The looks that were signed, with the number of the event that signs them.
    looks: Vec<(u64, Head)>,
    /// The events that were erased. Their orders come later than what they are about.
    erased: Vec<(u64, Option<CaseId>)>,
    ordered: BTreeSet<CaseId>,
    found: Verified,
}

impl Walk<'_> {
    /// The event at this number has this hash.
    fn head(&mut self, number: u64, hash: &[u8; 32]) -> Result<(), Broken> {
        for written in self.written.iter().filter(|written| written.number == number) {
            if !hex(hash).starts_with(&written.digits) {
                return Err(Broken::Head { number });
            }
            self.found.matched += 1;
        }
        Ok(())
    }

    /// What can only be judged once the whole chain is known.
    fn note(&mut self, sealed: &Sealed) {
        let at = sealed.envelope.sequence;
        self.found.events += 1;
        match &sealed.event {
            Event::FolderSealed => self.sealed_at = at,
            Event::Erased => self.erased.push((at, sealed.envelope.case)),
            Event::HeadSigned { views, .. } => self.looks.push((at, *views)),
            Event::ErasureOrdered { case, .. } => {
                self.ordered.insert(*case);
            }
            _ => {}
        }
    }

    fn event(&mut self, sealed: &Sealed) -> Result<(), Broken> {
        let envelope = &sealed.envelope;
        self.head(envelope.sequence - 1, &envelope.previous)?;
        let Event::HeadSigned { number, head, views, key, signature } = &sealed.event else { return Ok(()) };
        let at = envelope.sequence;
        // What is signed is the event before, whose hash this one carries.
        let said = statement(self.store, *number, head, views);
        let Signature(first, second) = signature;
        let signature = ed25519_dalek::Signature::from_components(*first, *second);
        let holds = VerifyingKey::from_bytes(key).is_ok_and(|key| key.verify(&said, &signature).is_ok());
        if !holds || (*number, *head) != (at - 1, envelope.previous) {
            return Err(Broken::Signature { number: at });
        }
        if *self.key.get_or_insert(*key) != *key {
            return Err(Broken::Key { number: at });
        }
        self.found.signed += 1;
        Ok(())
    }

    /// The first event that was erased without an order, and the first looks that are not those that were
    /// signed, each with the number at which it shows.
    fn afterwards(&self, looks: &BTreeMap<u64, Sum>) -> [Option<(u64, Broken)>; 2] {
        let unordered = |case: &Option<CaseId>| case.is_none_or(|case| !self.ordered.contains(&case));
        let erased = self.erased.iter().find(|(_, case)| unordered(case));
        let differs =
            |(at, views): &&(u64, Head)| *at > self.sealed_at && views.0 > 0 && looks.get(&views.0) != Some(&views.1);
        let differing = self.looks.iter().find(differs);
        [
            erased.map(|(at, _)| (*at, Broken::Erased { number: *at })),
            differing.map(|(at, views)| (*at, Broken::Views { number: views.0 })),
        ]
    }
}

/// Every event of a folder, in order, each proved by the chain; returns where it ends.
///
/// # Errors
/// As reading a journal.
pub fn events(folder: &Path, vault: &Vault, each: &mut dyn FnMut(&Sealed)) -> Result<Last, OpenError> {
    follow(folder, vault, &mut |sealed, _| {
        each(sealed);
        Ok(())
    })
}

/// What is done with an event, and with how it is stored.
type Beside<'a> = &'a mut dyn FnMut(&Sealed, &Stored) -> Result<(), OpenError>;

fn follow(folder: &Path, vault: &Vault, each: Beside) -> Result<Last, OpenError> {
    let mut last = Last::default();
    Journal::scan(&folder.join(JOURNAL), vault, None, &mut |at, payload, _| {
        chain::follow(&mut last, at, payload, |sealed, stored| each(&sealed, stored))
    })?;
    Ok(last)
}

/// Follows the whole chain and holds it against its signatures and what was written down.
///
/// # Errors
/// [`Broken`], the first thing that does not hold.
pub fn verify(folder: &Path, vault: &Vault, written: &[WrittenHead]) -> Result<Verified, Broken> {
    verify_beside(folder, vault, written, &mut |_, _| Ok(()))
}

/// The same; what is done beside it reads the journal no second time.
pub fn verify_beside(
    folder: &Path,
    vault: &Vault,
    written: &[WrittenHead],
    beside: Beside,
) -> Result<Verified, Broken> {
    let (looks, erased, ordered) = (Vec::new(), Vec::new(), BTreeSet::new());
    let (key, sealed_at, found) = (None, 0, Verified::default());
    let mut walk = Walk { store: &vault.store, written, key, sealed_at, looks, erased, ordered, found };
    let mut broken = None;
    let last = follow(folder, vault, &mut |sealed, stored| {
        walk.note(sealed);
        if broken.is_none() {
            broken = walk.event(sealed).err().map(|error| (sealed.envelope.sequence, error));
        }
        beside(sealed, stored)
    })?;
    // After the events: what was signed of the looks was there before it was signed, also beside a busy desk.
    let afterwards = walk.afterwards(&views::sums(folder, vault)?);
    let first = std::iter::once(broken).chain(afterwards).flatten().min_by_key(|(at, _)| *at);
    if let Some((_, broken)) = first {
        return Err(broken);
    }
    walk.head(last.sequence, &last.hash)?;
    walk.found.head = last.hash;
    match written.iter().find(|head| head.number > last.sequence || head.number == 0) {
        Some(head) => Err(Broken::Ends { number: head.number, last: last.sequence }),
        None => Ok(walk.found),
    }
}
