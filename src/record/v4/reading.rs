//! The event of its bytes.

use super::events::READERS;
use super::words::Word;
use crate::domain::event::Event;
use crate::record::limits::Unreadable;
use crate::record::values::begun;

/// The event of these bytes, which were proved to be those that were written.
///
/// What this program does not know, a code, a version of it or an answer in it, is no damage: it is
/// carried as it is, as [`Event::Foreign`].
pub fn event(bytes: &[u8]) -> Result<Event, Unreadable> {
    let ((Word(code), version), part): ((Word, u8), _) = begun(bytes)?;
    let known = READERS.iter().find(|(known, of, _)| *known == code && *of == version);
    let read = known.and_then(|(_, _, read)| read(part).ok());
    Ok(read.unwrap_or_else(|| Event::Foreign { code: code.into_owned(), version, bytes: part.to_owned() }))
}
