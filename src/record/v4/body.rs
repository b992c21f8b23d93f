//! The bytes of an event: its code, the version of that event, then its small struct.

use std::borrow::Cow;

use serde::Serialize;

use super::words::Word;
use crate::domain::event::Event;
use crate::record::limits::{TooLarge, Unreadable};
use crate::record::values::value;

/// Makes an event of its small struct.
pub type Reader = fn(&[u8]) -> Result<Event, Unreadable>;

/// Code, version and small struct.
pub fn write<T: Serialize>(code: &'static str, version: u8, part: &T) -> Result<Vec<u8>, TooLarge> {
    value(&(Word::of(code), version, part))
}

/// The same of an event that is only carried.
pub fn foreign(code: &str, version: u8, bytes: &[u8]) -> Result<Vec<u8>, TooLarge> {
    let mut head = value(&(Word(Cow::Owned(code.to_owned())), version))?;
    head.extend_from_slice(bytes);
    Ok(head)
}
