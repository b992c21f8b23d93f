//! One file of a journal as it is read: its header, record after record, and what stands behind the last one.

use std::io;

use super::names::{Position, name};
use super::segment::{self, BadHeader, HEADER, Header};
use crate::store::error::OpenError;

/// Reads the segment with this number, wherever it lies.
pub type ReadSegment<'a> = &'a dyn Fn(u64) -> io::Result<Vec<u8>>;

/// A segment that is being read.
pub struct Segment {
    bytes: Vec<u8>,
    number: u64,
    is_last: bool,
}

impl Segment {
    pub fn read(read: ReadSegment, number: u64, is_last: bool) -> io::Result<Segment> {
        Ok(Segment { bytes: read(number)?, number, is_last })
    }

    /// Reads it once more; whether a whole record stands now where none did.
    pub fn has_grown(&mut self, read: ReadSegment, at: usize) -> bool {
        let again = Segment::read(read, self.number, self.is_last).ok();
        let Some(again) = again.filter(|again| segment::read(&again.bytes, at).is_some()) else { return false };
        *self = again;
        true
    }

    pub fn damaged(&self, at: usize, end: &Position) -> OpenError {
        OpenError::Damaged { file: name(self.number), at: offset(at), safe: end.number }
    }

    /// Checks the header; returns where reading starts.
    pub fn enter(&self, store: [u8; 16], end: &mut Position, resumed: bool) -> Result<usize, OpenError> {
        let header = Header::read(&self.bytes).map_err(|bad| match bad {
            BadHeader::Newer => OpenError::Newer { file: name(self.number) },
            BadHeader::Damaged => self.damaged(0, end),
        })?;
        if resumed {
            (end.number, end.sum) = (header.first.saturating_sub(1), header.before);
        }
        if header.store != store || (header.first, header.before) != (end.number + 1, end.sum) {
            return Err(self.damaged(0, end));
        }
        (end.segment, end.offset) = (self.number, offset(HEADER));
        Ok(HEADER)
    }

    /// The next record and where it begins, if one is there; it must continue the one before.
    pub fn next(&self, at: &mut usize, end: &mut Position) -> Result<Option<(usize, &[u8])>, OpenError> {
        let began = *at;
        let Some(found) = segment::read(&self.bytes, began) else { return Ok(None) };
        if found.number != end.number + 1 || found.before != end.sum {
            return Err(self.damaged(began, end));
        }
        *at = found.end;
        *end = Position { segment: self.number, offset: offset(*at), number: found.number, sum: found.sum };
        Ok(Some((began, found.payload)))
    }

    /// Bytes of an unfinished write behind the last record. Anywhere else they are damage.
    pub fn torn(&self, at: usize, end: &Position) -> Result<u64, OpenError> {
        let used = self.bytes[at..].iter().rposition(|b| *b != 0).map_or(0, |last| last + 1);
        if used > 0 && (!self.is_last || segment::any_record_behind(&self.bytes, at)) {
            return Err(self.damaged(at, end));
        }
        Ok(offset(used))
    }
}

fn offset(at: usize) -> u64 {
    u64::try_from(at).unwrap_or(u64::MAX)
}
