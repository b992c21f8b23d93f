//! Draft answers: one small file each, replaced whole at every field left.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use uuid::Uuid;

use super::disk::files;
use super::vault::Vault;
use crate::form::answers::Draft;
use crate::record::kept::{decode, encode};

pub struct Drafts {
    folder: PathBuf,
    vault: Vault,
}

/// Longer than any draft.
const LONGEST: u64 = 16 << 20;
/// The kind of place that a draft is for the encryption.
const DRAFT: &str = "draft";

impl Drafts {
    pub fn open(folder: &Path, vault: Vault) -> io::Result<Drafts> {
        files::make_folder(folder)?;
        Ok(Drafts::at(folder, vault))
    }

    /// The drafts that may lie there; the folder is not made.
    pub fn at(folder: &Path, vault: Vault) -> Drafts {
        Drafts { folder: folder.to_owned(), vault }
    }

    fn path(&self, id: Uuid) -> PathBuf {
        self.folder.join(format!("{id}.draft"))
    }

    /// Keeps a draft; it is on the disk when this returns.
    pub fn save(&self, draft: &Draft) -> io::Result<()> {
        let bytes = encode(draft).map_err(io::Error::other)?;
        files::write_whole(&self.path(draft.id), &self.vault.encrypt(DRAFT, draft.id.as_bytes(), &bytes)?)
    }

    /// Takes a draft away, when its answers have become an event or were given up.
    pub fn drop(&self, id: Uuid) -> io::Result<()> {
        match fs::remove_file(self.path(id)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// All drafts that can be read, newest first, and whether there are others.
    pub fn read(&self) -> (Vec<Draft>, bool) {
        let Ok(files) = fs::read_dir(&self.folder) else { return (Vec::new(), true) };
        let (mut found, mut unread) = (Vec::new(), false);
        for entry in files {
            match entry.map(|entry| entry.path()) {
                Ok(path) if path.extension().is_some_and(|extension| extension == "draft") => {
                    let draft = self.draft(&path);
                    unread |= draft.is_none();
                    found.extend(draft);
                }
                Ok(_) => {}
                Err(_) => unread = true,
            }
        }
        found.sort_by_key(|draft: &Draft| std::cmp::Reverse(draft.touched_ms));
        (found, unread)
    }

    /// The draft of this file, if it can be read.
    fn draft(&self, path: &Path) -> Option<Draft> {
        let id = Uuid::parse_str(path.file_stem()?.to_str()?).ok()?;
        let (bytes, _) = files::read_small(path, LONGEST).ok()?;
        decode(&self.vault.decrypt(DRAFT, id.as_bytes(), &bytes)?).ok()
    }
}
