//! The same desk without a terminal: JSON in, JSON out, documented exit codes.

pub mod act;
pub mod case;
pub mod folder;
mod json;
pub mod shape;

use std::path::{Path, PathBuf};

use crate::desk::clock::SystemClock;
use crate::desk::{Desk, StartError};
use crate::text::Pen;
use crate::words::Sentence;

/// What the exit code says.
pub mod exit {
    pub const DONE: u8 = 0;
    /// The rules said no, or answers had faults.
    pub const REFUSED: u8 = 1;
    /// Arguments or input that could not be understood.
    pub const USAGE: u8 = 2;
    /// The desk could not be opened.
    pub const NOT_OPENED: u8 = 3;
    /// The disk did not keep it.
    pub const NOT_KEPT: u8 = 4;
}

/// The user's own data folder for this program.
pub fn default_folder() -> Option<PathBuf> {
    directories::ProjectDirs::from("ir", "", "pishkhan").map(|dirs| dirs.data_dir().to_owned())
}

/// Opens a desk for a command; one that only looks needs a desk to be there.
pub fn open(folder: &Path, assets: Option<&Path>) -> Result<Desk, StartError> {
    Desk::open(folder, assets, Box::new(SystemClock::default()), &mut |_| {})
}

/// A sentence on standard error, as this terminal shows it right.
pub fn complain(sentence: &Sentence, pen: Pen) {
    let text = sentence.whole();
    for row in pen.wrap(&text, 78) {
        eprintln!("{}", row.visual());
    }
}
