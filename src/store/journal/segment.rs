//! One file of the journal: a header, then records one after another, then zeros.
//!
//! ```text
//! header  "PISHKHAN" | format u16 | store id 16 | first number u64 | sum before 16 | checksum 16
//! record  "PKJ1" | length u32 | number u64 | sum before 16 | payload | checksum 16
//! ```
//! Numbers are little-endian. A record's checksum covers all of it before the checksum,
//! the checksum of the record before included, so records cannot change places.

pub const FORMAT: u16 = 1;
const FILE_MAGIC: &[u8; 8] = b"PISHKHAN";
const RECORD_MAGIC: &[u8; 4] = b"PKJ1";
pub const HEADER: usize = 8 + 2 + 16 + 8 + 16 + 16;
const RECORD_HEAD: usize = 4 + 4 + 8 + 16;
const SUM: usize = 16;
/// An act is a few kilobytes; more is damage.
pub const LONGEST: usize = 1024 * 1024;

pub type Sum = [u8; SUM];

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    pub store: [u8; 16],
    /// The number of the first record.
    pub first: u64,
    /// The checksum of the last record of the segment before; zeros in the first.
    pub before: Sum,
}

#[derive(Debug, PartialEq, Eq)]
pub enum BadHeader {
    Newer,
    Damaged,
}

/// A record as it lies in a segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found<'a> {
    pub number: u64,
    pub payload: &'a [u8],
    pub before: Sum,
    pub sum: Sum,
    /// Where the next record starts.
    pub end: usize,
}

fn sum(bytes: &[u8]) -> Sum {
    let mut out = [0; SUM];
    out.copy_from_slice(&blake3::hash(bytes).as_bytes()[..SUM]);
    out
}

fn array<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..at + N)?.try_into().ok()
}

impl Header {
    pub fn bytes(&self) -> Vec<u8> {
        let mut out = FILE_MAGIC.to_vec();
        out.extend_from_slice(&FORMAT.to_le_bytes());
        out.extend_from_slice(&self.store);
        out.extend_from_slice(&self.first.to_le_bytes());
        out.extend_from_slice(&self.before);
        out.extend_from_slice(&sum(&out));
        out
    }

    pub fn read(bytes: &[u8]) -> Result<Header, BadHeader> {
        let header = bytes.get(..HEADER).ok_or(BadHeader::Damaged)?;
        let format = array(header, 8).map_or(0, u16::from_le_bytes);
        if header.starts_with(FILE_MAGIC) && format > FORMAT {
            return Err(BadHeader::Newer);
        }
        let whole = header.starts_with(FILE_MAGIC) && sum(&header[..HEADER - SUM])[..] == header[HEADER - SUM..];
        let read = || {
            Some(Header {
                store: array(header, 10)?,
                first: u64::from_le_bytes(array(header, 26)?),
                before: array(header, 34)?,
            })
        };
        read().filter(|_| whole && format == FORMAT).ok_or(BadHeader::Damaged)
    }
}

/// Where the checksum lies that whatever begins at this offset goes on from: of the record before, or, where there is
/// none in this file, as its header repeats it.
pub fn sum_before(offset: u64) -> u64 {
    let header = HEADER as u64;
    if offset == header { header - 2 * SUM as u64 } else { offset.saturating_sub(SUM as u64) }
}

/// The bytes of a record, and its checksum.
pub fn record(number: u64, before: &Sum, payload: &[u8]) -> (Vec<u8>, Sum) {
    let mut out = Vec::with_capacity(RECORD_HEAD + payload.len() + SUM);
    out.extend_from_slice(RECORD_MAGIC);
    out.extend_from_slice(&u32::try_from(payload.len()).unwrap_or(u32::MAX).to_le_bytes());
    out.extend_from_slice(&number.to_le_bytes());
    out.extend_from_slice(before);
    out.extend_from_slice(payload);
    let checksum = sum(&out);
    out.extend_from_slice(&checksum);
    (out, checksum)
}

/// The record that starts here, if one does and is whole.
pub fn read(bytes: &[u8], at: usize) -> Option<Found<'_>> {
    let head = bytes.get(at..at + RECORD_HEAD)?;
    if !head.starts_with(RECORD_MAGIC) {
        return None;
    }
    let length = usize::try_from(u32::from_le_bytes(array(head, 4)?)).ok().filter(|length| *length <= LONGEST)?;
    let (from, to) = (at + RECORD_HEAD, at + RECORD_HEAD + length);
    let checksum = array(bytes, to)?;
    if sum(&bytes[at..to]) != checksum {
        return None;
    }
    Some(Found {
        number: u64::from_le_bytes(array(head, 8)?),
        before: array(head, 16)?,
        payload: &bytes[from..to],
        sum: checksum,
        end: to + SUM,
    })
}

/// How many bytes of a segment are header and whole records; behind them is room, or damage.
pub fn used(bytes: &[u8]) -> usize {
    let mut at = HEADER.min(bytes.len());
    while let Some(found) = read(bytes, at) {
        at = found.end;
    }
    at
}

/// Whether a whole record stands anywhere behind this place.
///
/// If one does, what stands here is damage and not the torn end of the last write.
pub fn any_record_behind(bytes: &[u8], at: usize) -> bool {
    starts(bytes, at).any(|at| read(bytes, at).is_some())
}

/// Where records may begin, from this place on.
pub fn starts(bytes: &[u8], from: usize) -> impl Iterator<Item = usize> + '_ {
    let rest = bytes.get(from..).unwrap_or_default();
    let windows = rest.windows(RECORD_MAGIC.len()).enumerate();
    windows.filter(|(_, window)| *window == RECORD_MAGIC).map(move |(offset, _)| from + offset)
}
