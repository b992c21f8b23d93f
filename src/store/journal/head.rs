//! A second witness of the journal's head: how far it was acknowledged.
//!
//! The last record of a journal has nothing behind it that vouches for it. So its number and
//! checksum are also kept in a file of their own, in two places that are written in turn.
//! The file is written after the act is on the disk and flushed when the desk is idle: it may
//! lag behind the journal and is never ahead of what was acknowledged. A journal that ends
//! before its witness has lost something.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::segment::Sum;
use crate::store::disk::{Disk, Medium};

const NAME: &str = "head";
const MAGIC: &[u8; 4] = b"PKH1";
const SLOT: usize = 4 + 8 + 16 + 16;
/// The two places lie in different pages, so that one torn write cannot spoil both.
const APART: u64 = 4096;

/// The number of the last acknowledged record and its checksum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    pub number: u64,
    pub sum: Sum,
}

impl Head {
    /// A journal that ends with this record reaches as far as was acknowledged, and its last record is the one meant.
    pub fn fits(&self, number: u64, sum: &Sum) -> bool {
        number > self.number || (number == self.number && *sum == self.sum)
    }
}

pub struct TipFile {
    file: Option<Box<dyn Medium>>,
    unflushed: bool,
}

pub fn path(folder: &Path) -> PathBuf {
    folder.join(NAME)
}

fn slot(head: Head) -> [u8; SLOT] {
    let mut bytes = [0; SLOT];
    bytes[..4].copy_from_slice(MAGIC);
    bytes[4..12].copy_from_slice(&head.number.to_le_bytes());
    bytes[12..28].copy_from_slice(&head.sum);
    let check = blake3::hash(&bytes[..28]);
    bytes[28..].copy_from_slice(&check.as_bytes()[..16]);
    bytes
}

fn read_slot(bytes: &[u8], at: usize) -> Option<Head> {
    let bytes: &[u8; SLOT] = bytes.get(at..at + SLOT)?.try_into().ok()?;
    let head = Head { number: u64::from_le_bytes(bytes[4..12].try_into().ok()?), sum: bytes[12..28].try_into().ok()? };
    (slot(head) == *bytes).then_some(head)
}

/// What the witness says; `None` where there is none that can be believed.
pub fn read(folder: &Path) -> Option<Head> {
    let bytes = fs::read(path(folder)).ok()?;
    let slots = [0, APART as usize].into_iter().filter_map(|at| read_slot(&bytes, at));
    slots.max_by_key(|head| head.number)
}

impl TipFile {
    pub fn open(disk: &dyn Disk, folder: &Path) -> TipFile {
        TipFile { file: disk.open(&path(folder)).ok(), unflushed: false }
    }

    /// Notes the head, not yet flushed. What fails here costs no act: it is noted again with the next.
    pub fn note(&mut self, head: Head) {
        if let Some(file) = &mut self.file {
            let _ = file.write_at(head.number % 2 * APART, &slot(head));
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
