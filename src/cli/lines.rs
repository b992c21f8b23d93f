//! What comes in on standard input, a line at a time: bounded, whatever its bytes are.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, BufRead};

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};

/// A line is read no further than this; no act says as much.
pub const LONGEST: usize = 1024 * 1024;

/// What was found where a line was expected.
#[derive(Debug, PartialEq, Eq)]
pub enum Line {
    Text(String),
    /// It was longer than any that is read; the rest of it was passed over.
    TooLong,
    NotUtf8,
}

/// The next line; `None` at the end. No more is held of it than the longest line.
pub fn next(input: &mut impl BufRead) -> io::Result<Option<Line>> {
    let (mut bytes, mut too_long) = (Vec::new(), false);
    loop {
        let found = match input.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            other => other?,
        };
        if found.is_empty() && bytes.is_empty() && !too_long {
            return Ok(None);
        }
        let end = found.iter().position(|byte| *byte == b'\n');
        let part = &found[..end.unwrap_or(found.len())];
        too_long |= bytes.len() + part.len() > LONGEST;
        if too_long {
            bytes.clear()
        } else {
            bytes.extend_from_slice(part)
        }
        let (used, is_last) = (part.len() + usize::from(end.is_some()), end.is_some() || found.is_empty());
        input.consume(used);
        if is_last {
            break;
        }
    }
    if too_long {
        return Ok(Some(Line::TooLong));
    }
    Ok(Some(String::from_utf8(bytes).map_or(Line::NotUtf8, Line::Text)))
}

/// Answers by the ids of their fields, and the ids that stand there more than once.
#[derive(Debug, Clone, Default)]
pub struct Answered {
    pub answers: BTreeMap<String, String>,
    pub twice: Vec<String>,
}

impl<'de> Deserialize<'de> for Answered {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Answered, D::Error> {
        struct Pairs;
        impl<'de> Visitor<'de> for Pairs {
            type Value = Answered;

            fn expecting(&self, told: &mut fmt::Formatter) -> fmt::Result {
                told.write_str("answers by the ids of their fields")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut pairs: A) -> Result<Answered, A::Error> {
                let mut found = Answered::default();
                while let Some((id, answer)) = pairs.next_entry::<String, String>()? {
                    if found.answers.insert(id.clone(), answer).is_some() && !found.twice.contains(&id) {
                        found.twice.push(id);
                    }
                }
                Ok(found)
            }
        }
        from.deserialize_map(Pairs)
    }
}
