//! Who an event comes from: one life of one data folder, and the people of a site.

use uuid::Uuid;

use super::choices;

/// One life of one data folder: from its founding, or from the moment at which a copy of it (a restored
/// backup, a folder on another machine) went on by itself.
///
/// An event is known everywhere by its lineage and its number in it, never by clock, site or desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lineage(pub Uuid);

/// Where an event stands: its number in its lineage, without gaps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventKey {
    pub lineage: Lineage,
    pub number: u64,
}

choices! {
    /// Why a folder goes on in a lineage of its own.
    LineageReason, "lineage-reason", {
        /// A backup was put into an empty folder.
        Restored = "restored",
        /// The folder lies on another machine than before.
        Moved = "moved",
        /// It was begun by a version of this program that knew no lineages.
        Upgraded = "upgraded",
        /// Nothing says any more which lineage it was in.
        Unknown = "unknown",
    }
}

/// The version of the program that wrote an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ProgramVersion(pub u16, pub u16, pub u16);

impl ProgramVersion {
    /// Of three numbers with points between them; what follows is not told.
    pub fn parse(text: &str) -> Option<ProgramVersion> {
        let mut parts = text.split(['.', '-', '+']).map(|part| part.parse::<u16>().ok());
        Some(ProgramVersion(parts.next()??, parts.next()??, parts.next()??))
    }
}

impl std::fmt::Display for ProgramVersion {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        write!(f, "{}.{}.{}", self.0, self.1, self.2)
    }
}

/// How far the access log reached when an event was written: the number of its last record, and its checksum.
pub type AccessHead = (u64, [u8; 16]);

/// Somebody who works at a site, as envelopes name them.
///
/// A sign-in name is unique within a site only, so it never stands alone.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonRef {
    pub site: String,
    pub sign_in: String,
    /// The person's id: the event that enrolled them. What was recorded before there were ids has none.
    pub person: Option<EventKey>,
}

impl PersonRef {
    /// Whether both are one person, as far as this is known: in doubt they are.
    pub fn is(&self, other: &PersonRef) -> bool {
        let same_name = self.site == other.site && self.sign_in == other.sign_in;
        same_name || (self.person.is_some() && self.person == other.person)
    }
}

/// The lineages that one folder was in, each with the number of its first event: its line of descent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Descent {
    lives: Vec<(Lineage, u64)>,
}

impl Descent {
    pub fn new(lives: Vec<(Lineage, u64)>) -> Descent {
        Descent { lives }
    }

    pub fn lives(&self) -> &[(Lineage, u64)] {
        &self.lives
    }

    /// The lineage in which the folder is now.
    pub fn current(&self) -> Option<Lineage> {
        self.lives.last().map(|(lineage, _)| *lineage)
    }

    /// From the event with this number on the folder is in this lineage.
    pub fn begin(&mut self, lineage: Lineage, first: u64) {
        self.lives.push((lineage, first));
    }

    /// Whether an event is of this folder: written here, or before a copy of it went on.
    pub fn owns(&self, key: EventKey) -> bool {
        self.lives.iter().enumerate().any(|(at, (lineage, first))| {
            let end = self.lives.get(at + 1).map_or(u64::MAX, |(_, next)| *next);
            *lineage == key.lineage && (*first..end).contains(&key.number)
        })
    }
}
