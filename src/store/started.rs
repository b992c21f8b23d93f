//! Since which event the machine runs without a restart.
//!
//! Its counter goes on as long as it runs, whatever is done to the clock; so from one session to the next it
//! tells how long that was, where both were in one run of the machine. After a restart nobody knows, and nothing
//! is said. The note is written before the first act of a run and names it by number: cut off in between, it speaks of
//! no event that is there.

use std::fs;
use std::io;
use std::path::Path;

use super::disk::files::write_whole;
use super::layout::MACHINE_START;
use crate::record::files::{MachineStart, of_text, text};

/// What is known of the machine's last start.
pub struct Started {
    known: Option<MachineStart>,
}

impl Started {
    /// As it is written in this folder; nothing where that cannot be read.
    pub fn read(folder: &Path) -> Started {
        Started { known: fs::read_to_string(folder.join(MACHINE_START)).and_then(|text| of_text(&text)).ok() }
    }

    /// Whether the event of this number was written since the machine was started as it is now.
    pub fn covers(&self, start: &str, number: u64) -> bool {
        self.known.as_ref().is_some_and(|known| known.start == start && number >= known.from)
    }

    /// Notes that the events from this number on are written in this run of the machine.
    pub fn note(&mut self, folder: &Path, start: &str, from: u64) -> io::Result<()> {
        if self.known.as_ref().is_some_and(|known| known.start == start && known.from <= from) {
            return Ok(());
        }
        let note = MachineStart { start: start.to_owned(), from };
        write_whole(&folder.join(MACHINE_START), text(&note)?.as_bytes())?;
        self.known = Some(note);
        Ok(())
    }
}
