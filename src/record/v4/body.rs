//! The bytes of an event: its code, the version of that event, then its small struct.

use std::borrow::Cow;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::words::Word;
use crate::domain::event::Event;
use crate::record::limits::{LIMIT, TooLarge, Unreadable, config};

/// Makes an event of its small struct.
pub type Reader = fn(&[u8]) -> Result<Event, Unreadable>;

/// The value of these bytes, all of them.
pub fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Unreadable> {
    let (value, used) = bincode::serde::decode_from_slice(bytes, config()).map_err(|_| Unreadable::Damaged)?;
    if used == bytes.len() { Ok(value) } else { Err(Unreadable::Damaged) }
}

/// Code, version and small struct.
pub fn write<T: Serialize>(code: &'static str, version: u8, part: &T) -> Result<Vec<u8>, TooLarge> {
    bincode::serde::encode_to_vec((Word::of(code), version, part), config()).map_err(|_| TooLarge(LIMIT))
}

/// The same of an event that is only carried.
pub fn foreign(code: &str, version: u8, bytes: &[u8]) -> Result<Vec<u8>, TooLarge> {
    let mut head = bincode::serde::encode_to_vec((Word(Cow::Owned(code.to_owned())), version), config())
        .map_err(|_| TooLarge(LIMIT))?;
    head.extend_from_slice(bytes);
    Ok(head)
}
