//! In which lineage a folder goes on.
//!
//! A copy of a folder that goes on by itself would hand out numbers and codes that the other one hands out
//! too. So a backup that is restored, and a folder that lies on another machine than before, begin a lineage of
//! their own, with keys of their own and tracking codes that the other one never comes to.
//!
//! ## Decisions
//! - The lineage is written in a file of the folder that no backup holds: a copy without it is a copy, and says so.
//! - The machine is part of it, as a digest that tells nothing elsewhere: a folder that was copied file by file, with
//!   this file, is noticed on the other machine. On the same machine nothing can tell two copies apart.
//! - It begins with the next act and not at the opening: whoever only looks changes nothing.
//! - Tracking codes go on from a block that is left to chance, far beyond the parent's: nobody can be asked which blocks
//!   are taken, and codes must not meet when both folders come together.

use std::fs;
use std::io;
use std::path::Path;

use super::disk::files::write_whole;
use super::disk::random::random;
use super::identity::new_id;
use super::journal::chain::Chain;
use super::layout::{LINEAGE, hex};
use crate::domain::Choice;
use crate::domain::event::Event;
use crate::domain::lineage::{Lineage, LineageReason};
use crate::record::files;

/// Tracking codes of a new lineage begin at a multiple of this.
const BLOCK: u64 = 10_000;
/// The parent may hand out so many blocks more before it comes to where another lineage could begin.
const APART: u64 = 100;
/// Where among so many blocks a lineage begins is left to chance: two copies of one backup do not meet.
const BLOCKS: u64 = 90_000;

/// The lineage that a folder is in, or that begins with the next act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Life {
    pub lineage: Lineage,
    /// How it begins, as long as nothing was kept in it.
    pub begins: Option<Begins>,
}

/// How a lineage begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Begins {
    pub why: LineageReason,
    /// From where tracking codes are counted on.
    pub tracking_from: u64,
}

impl Life {
    /// The lineage of a new folder.
    pub fn first(origin: Lineage) -> Life {
        Life { lineage: origin, begins: None }
    }

    /// The lineage in which this folder goes on.
    ///
    /// # Errors
    /// If there is no randomness for the id of a new one.
    pub fn of(folder: &Path, chain: &Chain) -> io::Result<Life> {
        let Some(current) = chain.descent.current() else { return Ok(Life::first(chain.origin)) };
        let text = fs::read_to_string(folder.join(LINEAGE));
        let Ok(file) = text.and_then(|text| files::of_text::<files::LineageFile>(&text)) else {
            let why = if chain.is_old { LineageReason::Upgraded } else { LineageReason::Unknown };
            return Life::new(why, chain);
        };
        let here = machine(chain.origin);
        if file.machine.is_some() && here.is_some() && file.machine != here {
            return Life::new(LineageReason::Moved, chain);
        }
        let lineage = Lineage(file.lineage);
        if lineage == current {
            return Ok(Life { lineage, begins: None });
        }
        // It was begun and nothing was kept in it yet, or the act that would have begun it was cut off.
        let why = file.why.as_deref().and_then(LineageReason::from_id).unwrap_or(LineageReason::Unknown);
        Ok(Life { lineage, begins: Some(Begins::new(why, chain)?) })
    }

    fn new(why: LineageReason, chain: &Chain) -> io::Result<Life> {
        Ok(Life { lineage: fresh()?, begins: Some(Begins::new(why, chain)?) })
    }

    /// Says on the disk that the folder goes on in this lineage, on this machine.
    pub fn write(&self, folder: &Path, origin: Lineage) -> io::Result<()> {
        write(folder, self.lineage, self.begins.map(|begins| begins.why), origin)
    }

    /// The event with which it begins, right behind the end of this chain.
    pub fn event(&self, chain: &Chain) -> Option<Event> {
        let (Begins { why, tracking_from }, parent) = (self.begins?, chain.descent.current()?);
        let (at, head) = (chain.last.number, chain.last.hash);
        Some(Event::LineageBegun { parent, at, head, why, tracking_from })
    }
}

impl Begins {
    fn new(why: LineageReason, chain: &Chain) -> io::Result<Begins> {
        let tracking_from = match why {
            // The folder is where it was: nobody else goes on from here.
            LineageReason::Upgraded => chain.tracking_from,
            LineageReason::Restored | LineageReason::Moved | LineageReason::Unknown => {
                let far = u64::from_le_bytes(random()?) % BLOCKS;
                (chain.tracking_from + chain.last.number).next_multiple_of(BLOCK) + (APART + far) * BLOCK
            }
        };
        Ok(Begins { why, tracking_from })
    }
}

fn fresh() -> io::Result<Lineage> {
    Ok(Lineage(uuid::Uuid::from_bytes(new_id()?)))
}

fn write(folder: &Path, lineage: Lineage, why: Option<LineageReason>, origin: Lineage) -> io::Result<()> {
    let why = why.map(|why| why.id().to_owned());
    let file = files::LineageFile { lineage: lineage.0, why, machine: machine(origin) };
    write_whole(&folder.join(LINEAGE), files::text(&file)?.as_bytes())
}

/// A folder that a backup was put into goes on in a lineage of its own.
pub fn restored(folder: &Path, origin: Lineage) -> io::Result<()> {
    write(folder, fresh()?, Some(LineageReason::Restored), origin)
}

/// A digest of the machine's own id that tells nothing of it elsewhere; `None` where the system has none.
fn machine(origin: Lineage) -> Option<String> {
    let id =
        if cfg!(windows) { std::env::var("COMPUTERNAME").ok() } else { fs::read_to_string("/etc/machine-id").ok() };
    let id = id.map(|id| id.trim().to_owned()).filter(|id| !id.is_empty())?;
    let mut hasher = blake3::Hasher::new_derive_key("pishkhan machine 1");
    hasher.update(origin.0.as_bytes()).update(id.as_bytes());
    Some(hex(&hasher.finalize().as_bytes()[..16]))
}
