//! What is kept beside the facts: unfinished answers, and the text of slips.

use std::path::PathBuf;

use uuid::Uuid;

use super::Desk;
use super::command::{Done, Failure, Reply};
use crate::domain::audit::Witness;
use crate::domain::case::Case;
use crate::domain::date::JalaliDate;
use crate::domain::event::SlipKind;
use crate::domain::office::Office;
use crate::form::answers::Draft;
use crate::store::disk::files;

impl Desk {
    pub(super) fn keep_draft(&self, mut draft: Draft) -> Result<Reply, Reply> {
        draft.touched_ms = self.clock.wall_ms();
        match self.store.drafts().save(&draft) {
            Ok(()) => Ok(Reply::Ok),
            Err(error) => Err(Reply::Failed(Failure::DraftNotKept(error))),
        }
    }

    pub(super) fn drop_draft(&self, id: Uuid) -> Result<Reply, Reply> {
        self.store.drafts().drop(id).map(|()| Reply::Ok).map_err(|error| Reply::Failed(Failure::DraftNotKept(error)))
    }

    /// The answers are events now; a draft that stays behind would only be offered once more.
    pub(super) fn forget(&self, draft: Option<Uuid>) {
        if let Some(id) = draft {
            let _ = self.store.drafts().drop(id);
        }
    }

    /// A new id for a draft.
    /// Made of the moment and of how many were made in this session: it asks nothing of the system that could fail.
    pub fn new_draft_id(&self) -> Uuid {
        let made = self.drafts_made.get() + 1;
        self.drafts_made.set(made);
        let mut hasher = blake3::Hasher::new_derive_key("pishkhan draft 1");
        hasher.update(&self.store.vault().store).update(&self.boot.to_le_bytes()).update(&made.to_le_bytes());
        hasher.update(&self.clock.wall_ms().to_le_bytes()).update(&self.clock.mono_ms().to_le_bytes());
        let mut id = [0; 16];
        id.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
        uuid::Builder::from_custom_bytes(id).into_uuid()
    }

    /// Where a slip lies; named by the tracking code, never by the person. In an encrypted folder none
    /// is kept: it is shown, and can be shown again.
    pub fn slip_path(&self, case: &Case, slip: SlipKind) -> Option<PathBuf> {
        if self.store.vault().is_encrypted() {
            return None;
        }
        use crate::domain::Choice;
        let name = format!("{}-{}.txt", case.tracking, slip.id());
        Some(self.store.folder().join(crate::store::layout::SLIPS).join(name))
    }

    /// What stands on a slip that is issued by the last act, or shown now.
    pub fn witness(&self) -> Witness {
        let (last, key) = (self.store.last(), self.store.signing_key());
        Witness { number: last.number, head: last.hash, key }
    }

    /// Keeps the slips that an act calls for; `text` writes each in the operator's language. To be called before
    /// the next act, for each says how far the record reached.
    pub fn keep_slips(
        &self,
        done: &Done,
        text: impl Fn(SlipKind, &Case, &Office, &Witness) -> String,
    ) -> std::io::Result<()> {
        let (Some(case), Some(office)) = (&done.case, &self.office) else { return Ok(()) };
        let witness = self.witness();
        done.slips.iter().try_for_each(|slip| self.keep_slip(case, *slip, || text(*slip, case, office, &witness)))
    }

    /// Keeps a paper of a day, named by what it is: its closing slip, a list to be printed. Returns where,
    /// unless the folder is encrypted.
    pub fn keep_paper(&self, what: &str, day: JalaliDate, text: &str) -> std::io::Result<Option<PathBuf>> {
        if self.store.vault().is_encrypted() {
            return Ok(None);
        }
        let name = format!("{what}-{:04}-{:02}-{:02}.txt", day.year(), day.month(), day.day());
        let path = self.store.folder().join(crate::store::layout::SLIPS).join(name);
        files::write_whole(&path, text.as_bytes())?;
        Ok(Some(path))
    }

    /// Keeps the text of a slip as a file of the data folder.
    fn keep_slip(&self, case: &Case, slip: SlipKind, text: impl FnOnce() -> String) -> std::io::Result<()> {
        self.slip_path(case, slip).map_or(Ok(()), |path| files::write_whole(&path, text().as_bytes()))
    }
}
