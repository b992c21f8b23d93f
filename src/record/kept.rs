//! The frame of every record: which format, what it holds, in which version of that kind.

use super::limits::{LIMIT, TooLarge, Unreadable};
use super::values::{SUM, sum, summed};
use super::{v3, v4};
use crate::domain::event::{Envelope, Event};

/// The first byte of a record that is written now.
pub(super) const FORMAT: u8 = 4;
const HEAD: usize = 3;

/// What a record holds; the second byte of its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Kind {
    Envelope = 1,
    Event = 2,
    Act = 3,
    Case = 4,
    // 5 was somebody who works here, in the index of before.
    Draft = 6,
    Watermark = 7,
    Access = 8,
    /// One event, in the index.
    Entry = 9,
}

impl Kind {
    /// Whether it ends with a checksum of its own. The chain vouches for envelopes and bodies, the journal
    /// for acts and for the access log.
    fn is_summed(self) -> bool {
        match self {
            Kind::Envelope | Kind::Event | Kind::Act | Kind::Access => false,
            Kind::Case | Kind::Draft | Kind::Watermark | Kind::Entry => true,
        }
    }
}

/// What can be kept as a record.
pub trait Kept: Sized {
    const KIND: Kind;
    /// The version of this kind that is written now.
    const VERSION: u8;

    /// The bytes of the value.
    fn write(&self) -> Result<Vec<u8>, TooLarge>;

    /// The value of these bytes, written in this version of the kind, at most [`Self::VERSION`].
    fn read(version: u8, bytes: &[u8]) -> Result<Self, Unreadable>;

    /// The value of a whole record of versions 1 to 3, if any was kept so.
    fn read_old(_: &[u8]) -> Result<Self, Unreadable> {
        Err(Unreadable::Damaged)
    }

    /// What is made of a record of a later version.
    fn newer(version: u8, _: &[u8]) -> Result<Self, Unreadable> {
        Err(Unreadable::Newer(version))
    }
}

/// The bytes of a record.
pub fn encode<T: Kept>(kept: &T) -> Result<Vec<u8>, TooLarge> {
    let value = kept.write()?;
    if value.len() > LIMIT {
        return Err(TooLarge(value.len()));
    }
    let mut bytes = Vec::with_capacity(HEAD + value.len() + SUM);
    bytes.extend_from_slice(&[FORMAT, T::KIND as u8, T::VERSION]);
    bytes.extend_from_slice(&value);
    if T::KIND.is_summed() {
        let sum = sum(&bytes);
        bytes.extend_from_slice(&sum);
    }
    Ok(bytes)
}

/// The value of these bytes, whole or not at all.
pub fn decode<T: Kept>(bytes: &[u8]) -> Result<T, Unreadable> {
    let &[format, kind, version, ..] = bytes else { return Err(Unreadable::Damaged) };
    if v3::is(bytes) {
        return T::read_old(bytes);
    }
    if format > FORMAT {
        return T::newer(format, bytes);
    }
    if format != FORMAT || kind != T::KIND as u8 {
        return Err(Unreadable::Damaged);
    }
    let whole = if T::KIND.is_summed() { summed(bytes)? } else { bytes };
    let value = whole.get(HEAD..).ok_or(Unreadable::Damaged)?;
    match version {
        0 => Err(Unreadable::Damaged),
        version if version > T::VERSION => T::newer(version, whole),
        version => T::read(version, value),
    }
}

impl Kept for Envelope {
    const KIND: Kind = Kind::Envelope;
    const VERSION: u8 = v4::envelope::VERSION;

    fn write(&self) -> Result<Vec<u8>, TooLarge> {
        v4::envelope::bytes(self)
    }

    fn read(version: u8, bytes: &[u8]) -> Result<Envelope, Unreadable> {
        v4::envelope::read(version, bytes)
    }

    /// An envelope only ever grows at its end.
    fn newer(version: u8, record: &[u8]) -> Result<Envelope, Unreadable> {
        match record {
            [FORMAT, _, _, bytes @ ..] => v4::envelope::read(version, bytes),
            _ => Err(Unreadable::Newer(version)),
        }
    }
}

impl Kept for Event {
    const KIND: Kind = Kind::Event;
    const VERSION: u8 = 1;

    fn write(&self) -> Result<Vec<u8>, TooLarge> {
        v4::events::bytes(self)
    }

    fn read(_: u8, bytes: &[u8]) -> Result<Event, Unreadable> {
        v4::reading::event(bytes)
    }

    fn read_old(bytes: &[u8]) -> Result<Event, Unreadable> {
        v3::event(bytes)
    }

    /// Bodies of a later make are carried too.
    fn newer(version: u8, record: &[u8]) -> Result<Event, Unreadable> {
        Ok(Event::Foreign { code: String::new(), version, bytes: record.to_owned() })
    }
}
