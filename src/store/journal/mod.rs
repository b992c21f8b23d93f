//! The journal: every act in order, on disk before it is acknowledged.

pub mod chain;
mod names;
mod reading;
pub mod segment;
pub mod tip;

use std::fs::{self, File};
use std::io;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use self::names::{Position, list, locked, name, number, path};
use self::reading::{ReadSegment, Segment};
use self::segment::{HEADER, Header};
use self::tip::{Tip, TipFile};
use super::disk::watched::Watched;
use super::disk::{Disk, LookedAt, Medium, files};
use super::error::{AppendError, OpenError};
use super::vault::Vault;

/// A segment is closed when it has grown beyond this.
const SEGMENT: u64 = 8 * 1024 * 1024;
/// The file grows in such steps, so that a write seldom has to.
const STEP: u64 = 256 * 1024;

/// The kind of place that a record is for the encryption.
pub const RECORD: &str = "record";

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
    /// The file that is written to, as it was opened.
    here: Option<Watched>,
    /// The lock of the folder, where it has one.
    lock: Option<Watched>,
    /// The file that is written to, locked, once it is another than the one that the folder was opened with.
    _locked: Option<File>,
}

/// Gets each record: the place behind it, its payload, and the bytes of all segments together.
pub type EachRecord<'a> = &'a mut dyn FnMut(Position, &[u8], u64) -> Result<(), OpenError>;

/// Gets each record that is read again: the place behind it, and its payload.
pub type EachAgain<'a> = &'a mut dyn FnMut(Position, &[u8]) -> Result<(), OpenError>;

/// What opening the journal brought to light.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Opened {
    /// Bytes of an unfinished last write that were cut off; it was never acknowledged.
    pub torn: u64,
    /// There are records and no tip beside them that can be read: nothing but the records vouches for the last one.
    pub tip_lost: bool,
    /// More was found than the tip or the index tells.
    pub beyond: bool,
}

impl Journal {
    /// Starts a journal in an empty folder.
    pub fn create(disk: Arc<dyn Disk>, folder: &Path, vault: Vault) -> io::Result<Journal> {
        files::make_folder(folder)?;
        let end = Position { segment: 1, ..Position::default() };
        let (file, end, room) = start_segment(&*disk, folder, vault.store, end)?;
        let tip_file = TipFile::open(&*disk, folder);
        Ok(Journal::at(disk, folder, vault, file, tip_file, end, room))
    }

    fn at(
        disk: Arc<dyn Disk>,
        folder: &Path,
        vault: Vault,
        file: Box<dyn Medium>,
        tip_file: TipFile,
        end: Position,
        room: u64,
    ) -> Journal {
        let here = file.id().map(|id| Watched::new(&path(folder, end.segment), id));
        let (folder, read_only, lock, _locked) = (folder.to_owned(), false, None, None);
        Journal { disk, folder, vault, file, tip_file, end, room, read_only, here, lock, _locked }
    }

    /// Opens a journal and reads every record to `each`, in order.
    ///
    /// The torn end of a last write is cut off; damage anywhere else stops everything, and so
    /// does a journal that ends before its acknowledged tip, or in which `known` is no end of a record. What was found beyond them is
    /// on the disk before anything else is told of it.
    pub fn open(
        disk: Arc<dyn Disk>,
        folder: &Path,
        vault: &Vault,
        known: Option<Position>,
        each: EachRecord,
    ) -> Result<(Journal, Opened), OpenError> {
        let doing = |doing| move |error| OpenError::Io { doing, error };
        let (end, opened) = Journal::scan(folder, vault, known, each)?;
        let mut file = disk.open(&path(folder, end.segment)).map_err(doing("opening the journal"))?;
        if opened.torn > 0 {
            file.set_len(end.offset).map_err(doing("cutting off an unfinished write"))?;
        }
        if opened.beyond {
            // Whoever wrote it may have been killed before it was synced.
            file.sync().and_then(|()| disk.sync_folder(folder)).map_err(doing("flushing the journal"))?;
        }
        let room = file.length().map_err(doing("opening the journal"))?;
        let mut tip_file = TipFile::open(&*disk, folder);
        if end.number > 0 {
            tip_file.note(Tip { number: end.number, sum: end.sum });
        }
        Ok((Journal::at(disk, folder, vault.clone(), file, tip_file, end, room), opened))
    }

    /// The same of a journal that cannot be written to: nothing of it is changed.
    pub fn look(
        disk: Arc<dyn Disk>,
        folder: &Path,
        vault: &Vault,
        each: EachRecord,
    ) -> Result<(Journal, Opened), OpenError> {
        let (end, opened) = Journal::scan(folder, vault, None, each)?;
        let journal = Journal::at(disk, folder, vault.clone(), Box::new(LookedAt), TipFile::none(), end, end.offset);
        Ok((Journal { read_only: true, ..journal }, opened))
    }

    /// From now on nothing is acknowledged unless this lock is still there.
    pub fn held_by(&mut self, lock: Option<Watched>) {
        self.lock = lock;
    }

    /// Reads a journal as it lies there and changes nothing; returns where it ends.
    ///
    /// All of it, so that nothing of what it says is ever taken from anywhere else; the record that ended at `known`
    /// has to end there.
    pub fn scan(
        folder: &Path,
        vault: &Vault,
        known: Option<Position>,
        each: EachRecord,
    ) -> Result<(Position, Opened), OpenError> {
        // Before the records: a desk that is open may write some more while they are read.
        let tip = tip::read(folder);
        let segments = list(folder).map_err(|error| OpenError::Io { doing: "listing the journal", error })?;
        let total: u64 =
            segments.iter().map(|number| fs::metadata(path(folder, *number)).map_or(0, |meta| meta.len())).sum();
        let read = |number| fs::read(path(folder, number));
        Journal::scan_segments((&segments, total), &read, tip, vault, known, each)
    }

    /// The same, of segments that may lie anywhere: their numbers and the bytes of all of them together, and
    /// what reads one.
    pub fn scan_segments(
        (segments, total): (&[u64], u64),
        read: ReadSegment,
        tip: Option<Tip>,
        vault: &Vault,
        known: Option<Position>,
        each: EachRecord,
    ) -> Result<(Position, Opened), OpenError> {
        let doing = |doing| move |error| OpenError::Io { doing, error };
        let (Some(first), Some(last)) = (segments.first(), segments.last()) else {
            return Err(OpenError::Missing { file: name(1) });
        };
        let hole = (1..=*last).find(|number| !segments.contains(number)).or((*first != 1).then_some(1));
        let start = Position { segment: 1, ..Position::default() };
        let known = known.unwrap_or(start);
        if let Some(hole) = hole.or((known.segment > *last).then_some(known.segment)) {
            return Err(OpenError::Missing { file: name(hole) });
        }
        let (mut end, mut opened) = (start, Opened::default());
        for number in 1..=*last {
            let mut segment = Segment::read(read, number, number == *last).map_err(doing("reading the journal"))?;
            let mut at = segment.enter(vault.store, &mut end, false)?;
            loop {
                while let Some((began, payload)) = segment.next(&mut at, &mut end)? {
                    let before = Position { number: end.number - 1, ..end };
                    let is_other = (end.number == known.number && end != known)
                        || tip.is_some_and(|tip| tip.number == end.number && tip.sum != end.sum);
                    if is_other {
                        return Err(segment.damaged(began, &before));
                    }
                    let opened = vault.decrypt(RECORD, &end.number.to_le_bytes(), payload);
                    each(end, &opened.ok_or_else(|| segment.damaged(began, &before))?, total)?;
                }
                match segment.torn(at, &end) {
                    Ok(0) => break,
                    // A desk that is open was writing just here when it was read.
                    _ if segment.has_grown(read, at) => {}
                    Ok(torn) => {
                        opened.torn += torn;
                        break;
                    }
                    Err(error) => return Err(error),
                }
            }
            if number >= known.segment && end.number < known.number {
                return Err(segment.damaged(at, &end));
            }
        }
        if tip.is_some_and(|tip| !tip.fits(end.number, &end.sum)) {
            return Err(OpenError::Damaged { file: name(*last), at: end.offset, safe: end.number });
        }
        opened.tip_lost = tip.is_none() && end.number > 0;
        opened.beyond = end.number > tip.map_or(0, |tip| tip.number) || end.number > known.number;
        Ok((end, opened))
    }

    /// Reads some files of a journal once more that was just scanned, up to the record of this number.
    pub fn read_again(
        folder: &Path,
        vault: &Vault,
        files: RangeInclusive<u64>,
        upto: u64,
        each: EachAgain,
    ) -> Result<(), OpenError> {
        for number in files {
            let reading = |error| OpenError::Io { doing: "reading the journal", error };
            let segment = Segment::read(&|number| fs::read(path(folder, number)), number, true).map_err(reading)?;
            let mut end = Position::default();
            let mut at = segment.enter(vault.store, &mut end, true)?;
            while let Some((began, payload)) = segment.next(&mut at, &mut end)?.filter(|_| end.number <= upto) {
                let opened = vault.decrypt(RECORD, &end.number.to_le_bytes(), payload);
                each(end, &opened.ok_or_else(|| segment.damaged(began, &end))?)?;
            }
        }
        Ok(())
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
        // Somebody else may have been let in, who writes just here; or has laid another file over this one.
        self.is_held().and_then(|()| self.is_as_written())?;
        if self.end.offset >= SEGMENT {
            let next = Position { segment: self.end.segment + 1, ..self.end };
            let (file, end, room) = start_segment(&*self.disk, &self.folder, self.vault.store, next)?;
            (self.file, self.end, self.room) = (file, end, room);
            self.here = self.file.id().map(|id| Watched::new(&path(&self.folder, end.segment), id));
            if self.lock.is_some() {
                self._locked =
                    locked(&path(&self.folder, end.segment)).map_err(|_| self.not_ours(name(end.segment)))?;
            }
        }
        let (bytes, sum) = segment::record(number, &self.end.sum, &encrypted);
        match self.write(&bytes).map_err(AppendError::from).and_then(|()| self.is_ours()) {
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
                Err(error)
            }
        }
    }

    /// The file that is written to is the one that lies under its name.
    pub fn is_there(&self) -> bool {
        self.here.as_ref().is_none_or(Watched::is_there)
    }

    /// The lock is the one that was taken: nobody else was let in.
    fn is_held(&mut self) -> Result<(), AppendError> {
        match self.lock.as_ref().filter(|lock| !lock.is_there()).map(Watched::name) {
            Some(file) => Err(self.not_ours(file)),
            None => Ok(()),
        }
    }

    /// The same, and the file that is written to is the one that was opened, no other in its place, and as it was.
    fn is_ours(&mut self) -> Result<(), AppendError> {
        self.is_held()?;
        match self.here.as_ref().filter(|here| !here.is_there()).map(Watched::name) {
            Some(file) => Err(self.not_ours(file)),
            None => self.is_as_written(),
        }
    }

    /// The last record still ends where it ended: nobody wrote over the file, emptied it or cut it off.
    fn is_as_written(&mut self) -> Result<(), AppendError> {
        let is_there = self.file.holds(segment::sum_before(self.end.offset), &self.end.sum)?;
        if is_there { Ok(()) } else { Err(self.not_ours(name(self.end.segment))) }
    }

    /// Nothing is written any more: somebody else may write there, or nobody would find it.
    fn not_ours(&mut self, file: String) -> AppendError {
        self.read_only = true;
        AppendError::Gone { file }
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
