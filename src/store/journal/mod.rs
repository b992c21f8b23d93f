//! The journal: every act in order, on disk before it is acknowledged.

pub mod chain;

pub mod segment;
pub mod tip;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use self::segment::{BadHeader, HEADER, Header, Sum};
use self::tip::{Tip, TipFile};
use super::disk::{Disk, Medium, files};
use super::error::{AppendError, OpenError};
use super::vault::Vault;

/// A segment is closed when it has grown beyond this.
const SEGMENT: u64 = 8 * 1024 * 1024;
/// The file grows in such steps, so that a write seldom has to.
const STEP: u64 = 256 * 1024;

/// The kind of place that a record is for the encryption.
pub const RECORD: &str = "record";

/// Behind which record something stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Position {
    pub segment: u64,
    pub offset: u64,
    /// The number of the record before this place.
    pub number: u64,
    /// Its checksum.
    pub sum: Sum,
}

pub struct Journal {
    disk: Arc<dyn Disk>,
    folder: PathBuf,
    vault: Vault,
    file: Box<dyn Medium>,
    tip_file: TipFile,
    end: Position,
    /// How far room has been taken.
    room: u64,
    read_only: bool,
}

/// Gets each record: the place behind it, its payload, and the bytes of all segments together.
pub type EachRecord<'a> = &'a mut dyn FnMut(Position, &[u8], u64) -> Result<(), OpenError>;

/// What opening the journal brought to light.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Opened {
    /// Bytes of an unfinished last write that were cut off; it was never acknowledged.
    pub torn: u64,
}

pub fn path(folder: &Path, segment: u64) -> PathBuf {
    folder.join(name(segment))
}

pub fn name(segment: u64) -> String {
    format!("{segment:08}.journal")
}

impl Journal {
    /// Starts a journal in an empty folder.
    pub fn create(disk: Arc<dyn Disk>, folder: &Path, vault: Vault) -> io::Result<Journal> {
        files::make_folder(folder)?;
        let end = Position { segment: 1, ..Position::default() };
        let (file, end, room) = start_segment(&*disk, folder, vault.store, end)?;
        let tip_file = TipFile::open(&*disk, folder);
        Ok(Journal { disk, folder: folder.to_owned(), vault, file, tip_file, end, room, read_only: false })
    }

    /// Opens a journal and reads every record behind `from` to `each`, in order.
    ///
    /// The torn end of a last write is cut off; damage anywhere else stops everything, and so
    /// does a journal that ends before its acknowledged tip.
    pub fn open(
        disk: Arc<dyn Disk>,
        folder: &Path,
        vault: &Vault,
        from: Option<Position>,
        each: EachRecord,
    ) -> Result<(Journal, Opened), OpenError> {
        let doing = |doing| move |error| OpenError::Io { doing, error };
        let (end, opened) = Journal::scan(folder, vault, from, each)?;
        let mut file = disk.open(&path(folder, end.segment)).map_err(doing("opening the journal"))?;
        if opened.torn > 0 {
            file.set_len(end.offset).map_err(doing("cutting off an unfinished write"))?;
        }
        let room = file.length().map_err(doing("opening the journal"))?;
        let mut tip_file = TipFile::open(&*disk, folder);
        if end.number > 0 {
            tip_file.note(Tip { number: end.number, sum: end.sum });
        }
        let vault = vault.clone();
        let journal = Journal { disk, folder: folder.to_owned(), vault, file, tip_file, end, room, read_only: false };
        Ok((journal, opened))
    }

    /// Reads a journal as it lies there and changes nothing; returns where it ends.
    pub fn scan(
        folder: &Path,
        vault: &Vault,
        from: Option<Position>,
        each: EachRecord,
    ) -> Result<(Position, Opened), OpenError> {
        // Before the records: a desk that is open may write some more while they are read.
        let tip = tip::read(folder);
        let segments = list(folder).map_err(|error| OpenError::Io { doing: "listing the journal", error })?;
        let total: u64 =
            segments.iter().map(|number| fs::metadata(path(folder, *number)).map_or(0, |meta| meta.len())).sum();
        let read = |number| fs::read(path(folder, number));
        Journal::scan_segments((&segments, total), &read, tip, vault, from, each)
    }

    /// The same, of segments that may lie anywhere: their numbers and the bytes of all of them together, and
    /// what reads one.
    pub fn scan_segments(
        (segments, total): (&[u64], u64),
        read: &dyn Fn(u64) -> io::Result<Vec<u8>>,
        tip: Option<Tip>,
        vault: &Vault,
        from: Option<Position>,
        each: EachRecord,
    ) -> Result<(Position, Opened), OpenError> {
        let doing = |doing| move |error| OpenError::Io { doing, error };
        let (Some(first), Some(last)) = (segments.first(), segments.last()) else {
            return Err(OpenError::Missing { file: name(1) });
        };
        if let Some(hole) = (1..=*last).find(|number| !segments.contains(number)).or((*first != 1).then_some(1)) {
            return Err(OpenError::Missing { file: name(hole) });
        }
        let mut end = from.unwrap_or(Position { segment: 1, ..Position::default() });
        let mut opened = Opened::default();
        let start = end.segment;
        for number in start..=*last {
            let bytes = read(number).map_err(doing("reading the journal"))?;
            let resumed = from.is_some() && number == start;
            let segment = Segment { bytes, number, is_last: number == *last };
            let mut at = segment.enter(vault.store, &mut end, resumed)?;
            while let Some(payload) = segment.next(&mut at, &mut end)? {
                let opened = vault.decrypt(RECORD, &end.number.to_le_bytes(), payload);
                let before = Position { number: end.number - 1, ..end };
                each(end, &opened.ok_or_else(|| segment.damaged(at, &before))?, total)?;
            }
            opened.torn += segment.torn(at, &end)?;
        }
        if tip.is_some_and(|tip| !tip.fits(end.number, &end.sum)) {
            return Err(OpenError::Damaged { file: name(*last), at: end.offset, safe: end.number });
        }
        Ok((end, opened))
    }

    /// Where the next record will stand, and the number and checksum of the last.
    pub fn end(&self) -> Position {
        self.end
    }

    pub fn is_read_only(&self) -> bool {
        self.read_only
    }

    /// Keeps a record. When this returns, it is on the disk; if it fails, nothing of it is.
    pub fn append(&mut self, payload: &[u8]) -> Result<Position, AppendError> {
        if self.read_only {
            return Err(AppendError::ReadOnly);
        }
        let number = self.end.number + 1;
        let encrypted = self.vault.encrypt(RECORD, &number.to_le_bytes(), payload)?;
        if encrypted.len() > segment::LONGEST {
            return Err(AppendError::TooLarge);
        }
        if self.end.offset >= SEGMENT {
            let next = Position { segment: self.end.segment + 1, ..self.end };
            let (file, end, room) = start_segment(&*self.disk, &self.folder, self.vault.store, next)?;
            (self.file, self.end, self.room) = (file, end, room);
        }
        let (bytes, sum) = segment::record(number, &self.end.sum, &encrypted);
        match self.write(&bytes) {
            Ok(()) => {
                let offset = self.end.offset + u64::try_from(bytes.len()).unwrap_or(0);
                self.end = Position { offset, number, sum, ..self.end };
                self.tip_file.note(Tip { number: self.end.number, sum });
                Ok(self.end)
            }
            Err(error) => {
                // After a failed flush nobody knows what is on the disk but the disk.
                if self.file.set_len(self.end.offset).is_err() {
                    self.read_only = true;
                }
                self.room = self.end.offset;
                Err(error.into())
            }
        }
    }

    /// Flushes the tip file: when nothing else is to be done, and at the end.
    pub fn flush_waiting(&mut self) -> io::Result<()> {
        self.tip_file.flush()
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        let end = self.end.offset + u64::try_from(bytes.len()).unwrap_or(0);
        if end > self.room {
            let room = end.next_multiple_of(STEP);
            // Zeros, and not room that the file system only promises: writing over what is there
            // leaves no metadata to flush, which is most of what an act costs.
            self.file.write_at(self.room, &vec![0; usize::try_from(room - self.room).unwrap_or(0)])?;
            self.room = room;
        }
        self.file.write_at(self.end.offset, bytes)?;
        self.file.sync()
    }
}

/// A segment that is being read.
struct Segment {
    bytes: Vec<u8>,
    number: u64,
    is_last: bool,
}

fn offset(at: usize) -> u64 {
    u64::try_from(at).unwrap_or(u64::MAX)
}

impl Segment {
    fn damaged(&self, at: usize, end: &Position) -> OpenError {
        OpenError::Damaged { file: name(self.number), at: offset(at), safe: end.number }
    }

    /// Checks the header; returns where reading starts.
    fn enter(&self, store: [u8; 16], end: &mut Position, resumed: bool) -> Result<usize, OpenError> {
        let header = Header::read(&self.bytes).map_err(|bad| match bad {
            BadHeader::Newer => OpenError::Newer { file: name(self.number) },
            BadHeader::Damaged => self.damaged(0, end),
        })?;
        let fits = header.store == store && (resumed || (header.first == end.number + 1 && header.before == end.sum));
        if !fits {
            return Err(self.damaged(0, end));
        }
        let at = if resumed { usize::try_from(end.offset).unwrap_or(usize::MAX) } else { HEADER };
        (end.segment, end.offset) = (self.number, offset(at));
        // A file shorter than what was already read from it has lost something.
        if at > self.bytes.len() { Err(self.damaged(self.bytes.len(), end)) } else { Ok(at) }
    }

    /// The next record, if one is there; it must continue the one before.
    fn next(&self, at: &mut usize, end: &mut Position) -> Result<Option<&[u8]>, OpenError> {
        let Some(found) = segment::read(&self.bytes, *at) else { return Ok(None) };
        if found.number != end.number + 1 || found.before != end.sum {
            return Err(self.damaged(*at, end));
        }
        *at = found.end;
        *end = Position { segment: self.number, offset: offset(*at), number: found.number, sum: found.sum };
        Ok(Some(found.payload))
    }

    /// Bytes of an unfinished write behind the last record. Anywhere else they are damage.
    fn torn(&self, at: usize, end: &Position) -> Result<u64, OpenError> {
        let used = self.bytes[at..].iter().rposition(|b| *b != 0).map_or(0, |last| last + 1);
        if used > 0 && (!self.is_last || segment::any_record_behind(&self.bytes, at)) {
            return Err(self.damaged(at, end));
        }
        Ok(offset(used))
    }
}

/// The numbers of the segments that are there, ascending.
pub fn list(folder: &Path) -> io::Result<Vec<u64>> {
    let mut found: Vec<u64> = fs::read_dir(folder)?
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.strip_suffix(".journal")?.parse().ok())
        .collect();
    found.sort_unstable();
    Ok(found)
}

/// A new segment behind `end`, whole on disk before it is used.
fn start_segment(
    disk: &dyn Disk,
    folder: &Path,
    store: [u8; 16],
    end: Position,
) -> io::Result<(Box<dyn Medium>, Position, u64)> {
    let header = Header { store, first: end.number + 1, before: end.sum };
    let path = path(folder, end.segment);
    // A crash between creation and rename leaves only a temporary file behind.
    disk.write_whole(&path, &header.bytes())?;
    let file = disk.open(&path)?;
    let offset = u64::try_from(HEADER).unwrap_or(0);
    Ok((file, Position { offset, ..end }, offset))
}
