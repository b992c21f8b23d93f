//! The acknowledged tip: the number and checksum of the last record that was acknowledged, in a file of its own.
//!
//! The last record of a journal has nothing behind it that vouches for it, so this file does.
//! It holds the tip in two slots that are written in turn, after the act is on the disk, and is flushed when
//! the desk is idle: it may lag behind the journal and is never ahead of what was acknowledged. A journal that
//! ends before its tip has lost something.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::segment::Sum;
use crate::store::disk::{Disk, Medium};

/// What the file is called on the disk, from before there were other heads.
const NAME: &str = "head";
const MAGIC: &[u8; 4] = b"PKH1";
const SLOT: usize = 4 + 8 + 16 + 16;
/// The two places lie in different pages, so that one torn write cannot spoil both.
const APART: u64 = 4096;

/// The number of the last acknowledged record and its checksum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tip {
    pub number: u64,
    pub sum: Sum,
}

impl Tip {
    /// A journal that ends with this record reaches as far as was acknowledged, and its last record is the one meant.
    pub fn fits(&self, number: u64, sum: &Sum) -> bool {
        number > self.number || (number == self.number && *sum == self.sum)
    }
}

/// The file, where the folder has one that can be opened.
pub struct TipFile {
    file: Option<Box<dyn Medium>>,
    unflushed: bool,
}

pub fn path(folder: &Path) -> PathBuf {
    folder.join(NAME)
}

fn slot(tip: Tip) -> [u8; SLOT] {
    let mut bytes = [0; SLOT];
    bytes[..4].copy_from_slice(MAGIC);
    bytes[4..12].copy_from_slice(&tip.number.to_le_bytes());
    bytes[12..28].copy_from_slice(&tip.sum);
    let check = blake3::hash(&bytes[..28]);
    bytes[28..].copy_from_slice(&check.as_bytes()[..16]);
    bytes
}

fn read_slot(bytes: &[u8], at: usize) -> Option<Tip> {
    let bytes: &[u8; SLOT] = bytes.get(at..at + SLOT)?.try_into().ok()?;
    let tip = Tip { number: u64::from_le_bytes(bytes[4..12].try_into().ok()?), sum: bytes[12..28].try_into().ok()? };
    (slot(tip) == *bytes).then_some(tip)
}

/// The tip as the file has it; `None` where no slot can be believed.
pub fn read(folder: &Path) -> Option<Tip> {
    let bytes = fs::read(path(folder)).ok()?;
    let slots = [0, APART as usize].into_iter().filter_map(|at| read_slot(&bytes, at));
    slots.max_by_key(|tip| tip.number)
}

impl TipFile {
    pub fn open(disk: &dyn Disk, folder: &Path) -> TipFile {
        TipFile { file: disk.open(&path(folder)).ok(), unflushed: false }
    }

    /// No file: of a folder that cannot be written to.
    pub fn none() -> TipFile {
        TipFile { file: None, unflushed: false }
    }

    /// Notes the tip, not yet flushed. What fails here costs no act: it is noted again with the next.
    pub fn note(&mut self, tip: Tip) {
        if let Some(file) = &mut self.file {
            let _ = file.write_at(tip.number % 2 * APART, &slot(tip));
            self.unflushed = true;
        }
    }

    pub fn flush(&mut self) -> io::Result<()> {
        match &mut self.file {
            Some(file) if std::mem::take(&mut self.unflushed) => file.sync(),
            _ => Ok(()),
        }
    }
}
