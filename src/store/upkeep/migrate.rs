//! Moving a folder to another way of being kept: from files that lie open to encrypted ones, or to a journal
//! without what a court ordered to be erased.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;

use zeroize::Zeroizing;

use super::check::check;
use super::swap::{self, Papers};
use crate::domain::acts::still_bears;
use crate::domain::case::Case;
use crate::domain::event::{CaseId, Event, LeftBehind};
use crate::domain::lineage::Lineage;
use crate::domain::receipts::ReceiptDigest;
use crate::form::answers::Draft;
use crate::form::fee::FEE_OF;
use crate::form::intake::CORRECTING;
use crate::record::kept::{decode, encode};
use crate::record::{self, StoredAct};
use crate::store::audit::{self, access_log};
use crate::store::disk::{UnsyncedDisk, files};
use crate::store::drafts::Drafts;
use crate::store::error::OpenError;
use crate::store::identity::{Identity, Keeping, vault_at};
use crate::store::journal::Journal;
use crate::store::layout::{DRAFTS, JOURNAL, KEYS, NEW};
use crate::store::open::{EachStep, Progress};
use crate::store::place::Place;
use crate::store::vault::code::spelled;
use crate::store::vault::{Cost, Unlock, Vault};
use crate::store::{Store, receipt_spelling};

/// The answers of a draft that hold the tracking code of the case that it is about.
const ABOUT: [&str; 2] = [CORRECTING, FEE_OF];

/// How a folder is sealed.
pub struct Sealing<'a> {
    /// What a passphrase costs whoever tries it.
    pub cost: Cost,
    /// Who is admitted with it: a sign-in name and its passphrase.
    pub admits: Option<(&'a str, &'a str)>,
}

impl Default for Sealing<'_> {
    fn default() -> Self {
        Sealing { cost: Cost::USUAL, admits: None }
    }
}

/// What was done about the orders of erasure on record, by the tracking codes of the cases.
#[derive(Debug, Default)]
pub struct Carried {
    pub erased: BTreeSet<String>,
    /// Cases in which something was done since they were ordered to be erased.
    pub passed_over: BTreeSet<String>,
}

/// Seals a folder, which is made if it is not there. `show` gets the recovery code before the
/// folder can no longer be opened without it.
///
/// # Errors
/// [`OpenError`]; the folder is then as it was.
pub fn encrypt(
    folder: &Path,
    show: &mut dyn FnMut(&str) -> io::Result<()>,
    progress: EachStep,
) -> Result<(), OpenError> {
    let locked_already = |error| if matches!(error, OpenError::Locked) { OpenError::AlreadyEncrypted } else { error };
    encrypt_as(&Place::from(folder), &Sealing::default(), show, progress).map_err(locked_already)
}

/// The same, and of one that is sealed: with another key and another code.
///
/// # Errors
/// [`OpenError`]; the folder is then as it was.
pub fn encrypt_as(
    place: &Place,
    how: &Sealing,
    show: &mut dyn FnMut(&str) -> io::Result<()>,
    progress: EachStep,
) -> Result<(), OpenError> {
    let folder = place.folder.as_path();
    // It must be whole, and nobody else's for as long as this takes.
    let (store, _) = Store::open(place, progress)?;
    let failed = |doing| move |error| OpenError::Io { doing, error };
    let new = folder.join(NEW);
    swap::clear(folder).map_err(failed("clearing the place of the new files"))?;
    let made = make(&store, &new, how, progress).inspect_err(|_| {
        let _ = fs::remove_dir_all(&new);
    });
    let code = made?;
    let before = check(folder, store.vault())?;
    let again = Place { folder: new.clone(), ..place.clone() }.unlocked_by(Some(Unlock::new(&spelled(&code))));
    let after = check(&new, &vault_at(&again)?)?;
    if (before.digest, before.head, before.drafts) != (after.digest, after.head, after.drafts) {
        return Err(OpenError::Io { doing: "proving the new files", error: io::ErrorKind::InvalidData.into() });
    }
    // Whoever was shown a code believes that it opens the folder.
    store.space.make_room().map_err(failed("looking for room"))?;
    show(&spelled(&code)).map_err(failed("showing the recovery code"))?;
    swap::note(folder, &Papers::Gone).map_err(failed("noting the step"))?;
    put_in_place(store, &Place { folder: folder.to_owned(), ..again }, progress)
}

/// Changes the files and opens the new ones once, with which the old ones go; nobody else gets in between.
fn put_in_place(store: Store, place: &Place, progress: EachStep) -> Result<(), OpenError> {
    match store.let_go() {
        Some(hold) => Store::open_held(place, hold, progress),
        None => Store::open(place, progress),
    }?
    .0
    .close();
    Ok(())
}

/// Erases what was ordered to be erased: the bodies of those cases' events. The envelopes stay, and with
/// them the chain and every head that was written down. A case that went on since it was ordered is passed over.
///
/// # Errors
/// [`OpenError`]; the folder is then as it was.
pub fn erase(place: &Place, progress: EachStep) -> Result<Carried, OpenError> {
    let failed = |error| OpenError::Io { doing: "erasing", error };
    let (store, _) = Store::open(place, progress)?;
    let folder = place.folder.as_path();
    let (mut cases, mut codes, mut carried) = (BTreeSet::new(), BTreeSet::new(), Carried::default());
    for recorded in store.desk_events() {
        let Event::ErasureOrdered { case: id, left, .. } = &recorded.event else { continue };
        let Some(case) = store.case(*id).map_err(OpenError::Unreadable)? else { continue };
        if still_bears(&case, &recorded.envelope) && is_covered(&case, left) {
            codes.insert(case.tracking.digits().to_owned());
            cases.insert(*id);
            carried.erased.insert(case.tracking.to_string());
        } else {
            carried.passed_over.insert(case.tracking.to_string());
        }
    }
    // Of several orders one is enough.
    carried.passed_over.retain(|case| !carried.erased.contains(case));
    if cases.is_empty() {
        store.close();
        return Ok(carried);
    }
    let new = folder.join(NEW);
    swap::clear(folder).map_err(failed)?;
    let journals = new.join(JOURNAL);
    files::make_folder(&new).map_err(failed)?;
    rewrite(
        &store,
        &journals,
        store.vault(),
        &mut |payload| without(payload, &cases, store.vault().origin()),
        progress,
    )?;
    // The second copy of the keys lies beside the records.
    let keys = Path::new(JOURNAL).join(KEYS);
    if folder.join(&keys).exists() {
        fs::copy(folder.join(&keys), new.join(&keys)).map_err(failed)?;
    }
    files::sync_all_in(&journals).and_then(|()| files::sync_folder(&new)).map_err(failed)?;
    let (before, after) = (check(folder, store.vault())?, check(&new, store.vault())?);
    let fewer = before.cases - cases.len() as u64;
    if (before.head, before.events, fewer) != (after.head, after.events, after.cases) {
        return Err(failed(io::ErrorKind::InvalidData.into()));
    }
    // Before the cases: cut off in between, whoever erases again would not find them any more.
    let about = |draft: &Draft| ABOUT.iter().any(|id| codes.contains(draft.draft.get(id)));
    for draft in store.drafts().read().0.iter().filter(|draft| about(draft)) {
        store.drafts().drop(draft.id).map_err(failed)?;
    }
    files::sync_folder(&folder.join(DRAFTS)).map_err(failed)?;
    let slips: Vec<String> = carried.erased.iter().cloned().collect();
    swap::note(folder, &Papers::GoneOf(&slips)).map_err(failed)?;
    put_in_place(store, place, progress)?;
    Ok(carried)
}

/// Whether an order leaves of this case what has to be left of it, also where another folder's acts came in since:
/// else nobody would know of a receipt that was shown there.
fn is_covered(case: &Case, left: &Option<LeftBehind>) -> bool {
    let Some(left) = left else { return true };
    let digest = |number: &String| ReceiptDigest::of(case.id.0, &receipt_spelling(number));
    case.receipts.iter().all(|number| left.receipts.contains(&digest(number)))
}

/// The whole journal once more in another folder, each record as `change` makes it, encrypted by `vault`.
fn rewrite(
    store: &Store,
    journals: &Path,
    vault: &Vault,
    change: &mut dyn FnMut(&[u8]) -> io::Result<Vec<u8>>,
    progress: EachStep,
) -> Result<(), OpenError> {
    let failed = |error| OpenError::Io { doing: "writing the journal anew", error };
    let mut journal = Journal::create(Arc::new(UnsyncedDisk), journals, vault.clone()).map_err(failed)?;
    let mut done = 0;
    Journal::scan(&store.folder.join(JOURNAL), store.vault(), None, &mut |_, payload, total| {
        let bytes = change(payload).map_err(failed)?;
        journal.append(&bytes).map_err(|error| failed(io::Error::other(error)))?;
        done += payload.len() as u64;
        if progress(Progress { done, total }).is_break() { Err(OpenError::Cancelled) } else { Ok(()) }
    })?;
    journal.flush_waiting().map_err(failed)
}

/// A record without the bodies of these cases' events.
fn without(payload: &[u8], cases: &BTreeSet<CaseId>, origin: Lineage) -> io::Result<Vec<u8>> {
    let mut act: StoredAct = decode(payload).map_err(io::Error::other)?;
    let mut kept = Vec::new();
    for stored in act.events {
        let (recorded, _) = record::recorded_of(&stored, origin).map_err(io::Error::other)?;
        let erased = recorded.envelope.case.is_some_and(|case| cases.contains(&case));
        kept.push(if erased { stored.erased() } else { stored });
    }
    act.events = kept;
    encode(&act).map_err(io::Error::other)
}

/// The whole folder once more, encrypted.
fn make(store: &Store, new: &Path, how: &Sealing, progress: EachStep) -> Result<Zeroizing<String>, OpenError> {
    let failed = |error| OpenError::Io { doing: "making the new files", error };
    let id = store.vault().store;
    files::make_folder(new).map_err(failed)?;
    let journals = new.join(JOURNAL);
    let (vault, code) = Vault::make(new, id, how.cost).map_err(failed)?;
    if let Some((sign_in, passphrase)) = how.admits {
        vault.admit(new, sign_in, passphrase).map_err(failed)?;
    }
    rewrite(store, &journals, &vault, &mut |payload| Ok(payload.to_vec()), progress)?;
    let drafts = new.join(DRAFTS);
    let encrypted = Drafts::open(&drafts, vault.clone()).map_err(failed)?;
    store.drafts().read().0.iter().try_for_each(|draft| encrypted.save(draft)).map_err(failed)?;
    let (from, to) = ((store.folder.as_path(), store.vault()), (new, &vault));
    access_log::copy(from, to)?;
    audit::keys::copy(from, to).map_err(failed)?;
    files::sync_all_in(&journals).map_err(failed)?;
    audit::sealing::note(new, &vault, store.last().number).map_err(failed)?;
    Identity { store: id, kept: Keeping::KeyByUse }.write(new).map_err(failed)?;
    [new, journals.as_path(), drafts.as_path()].into_iter().try_for_each(files::sync_folder).map_err(failed)?;
    Ok(code)
}
