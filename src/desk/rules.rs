//! The rules in force: those that were adopted, whatever the program was started with.

use std::path::Path;

use crate::catalog::{self, BadAsset};
use crate::domain::acts::AdoptRules;
use crate::domain::date::JalaliDate;
use crate::domain::event::Event;
use crate::domain::own::Own;
use crate::domain::rule_file::RuleFile;
use crate::domain::rulebook::Rulebook;

/// Rules with the files that they were read from.
struct Book {
    files: Vec<RuleFile>,
    rules: Rulebook,
}

impl Book {
    fn of(files: Vec<RuleFile>) -> Result<Book, BadAsset> {
        Ok(Book { rules: catalog::rulebook(&files)?, files })
    }
}

struct Adopted {
    effective: JalaliDate,
    digest: [u8; 32],
    wall_ms: i64,
    is_first: bool,
    book: Result<Book, BadAsset>,
}

/// What the program was started with, what was adopted, and which of it holds today.
///
/// Whoever starts the program names the folder of the office's files, so what is in them binds nobody until a
/// supervisor has adopted it; then it is in the journal, and the folder may change or be lost.
pub(super) struct Rules {
    offered: Book,
    shipped: Book,
    adopted: Vec<Adopted>,
    founded: bool,
    /// The digest under which the desk wrote last, of a folder from before rules were adopted.
    last: Option<[u8; 32]>,
    today: Option<JalaliDate>,
    at: Option<usize>,
}

impl Rules {
    pub fn read(assets: Option<&Path>) -> Result<Rules, BadAsset> {
        let (offered, shipped) = (Book::of(catalog::files(assets)?)?, Book::of(catalog::files(None)?)?);
        Ok(Rules { offered, shipped, adopted: Vec::new(), founded: false, last: None, today: None, at: None })
    }

    /// Keeps up with what was adopted.
    pub fn note(&mut self, kept: &[Own]) {
        for own in kept {
            self.founded |= matches!(own.event, Event::DeskFounded { .. });
            self.last = own.envelope.rules.or(self.last);
            if let Event::RulesAdopted { digest, before, files, effective } = &own.event {
                let (effective, wall_ms) = (*effective, own.envelope.moment.wall_ms);
                let book = Book::of(files.clone());
                let is_first = before.is_none_or(|before| before == *digest);
                self.adopted.push(Adopted { effective, digest: *digest, wall_ms, is_first, book });
                self.today = None;
            }
        }
    }

    /// Goes on to the rules of this day.
    ///
    /// # Errors
    /// [`BadAsset`] where those that hold cannot be read by this program.
    pub fn turn(&mut self, today: JalaliDate) -> Result<(), BadAsset> {
        if self.today != Some(today) {
            let at = self.adopted.iter().rposition(|adopted| adopted.effective <= today);
            if let Some(Err(bad)) = at.map(|at| &self.adopted[at].book) {
                return Err(bad.clone());
            }
            (self.today, self.at) = (Some(today), at);
        }
        Ok(())
    }

    fn book(&self) -> &Book {
        let adopted = self.at.and_then(|at| self.adopted[at].book.as_ref().ok());
        // Where none were adopted yet, it goes on by those it went on by; other ones are not believed.
        let believed = !self.founded || self.last == Some(self.offered.rules.digest);
        adopted.unwrap_or(if believed { &self.offered } else { &self.shipped })
    }

    pub fn in_force(&self) -> &Rulebook {
        &self.book().rules
    }

    /// The files that were offered and say something else than the rules in force.
    pub fn differing(&self) -> Vec<&str> {
        let in_force = &self.book().files;
        let differs = |file: &&RuleFile| !in_force.contains(file);
        self.offered.files.iter().filter(differs).map(|file| file.name.as_str()).collect()
    }

    /// Whether the rules in force are on record.
    pub fn are_adopted(&self) -> bool {
        !self.adopted.is_empty()
    }

    /// Since when, in milliseconds of the wall clock, rules hold that were adopted after those of the founding.
    pub fn since(&self) -> Option<i64> {
        let at = self.at?;
        Some(&self.adopted[at]).filter(|adopted| !adopted.is_first).map(|adopted| adopted.wall_ms)
    }

    /// The act that makes what was offered the rules in force, from a day on.
    pub fn adoption(&self, effective: JalaliDate) -> AdoptRules {
        let Book { files, rules } = &self.offered;
        // What was adopted last and waits for its day can be taken back by it.
        let last = self.adopted.last().map(|adopted| adopted.digest);
        let (before, on_record) = (last.unwrap_or(self.in_force().digest), self.are_adopted());
        AdoptRules { digest: rules.digest, before, on_record, files: files.clone(), effective }
    }

    /// The event with which a desk that is founded takes what it was started with.
    pub fn first(&self, today: JalaliDate) -> Event {
        let Book { files, rules } = &self.offered;
        Event::RulesAdopted { digest: rules.digest, before: None, files: files.clone(), effective: today }
    }
}
