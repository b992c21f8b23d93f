//! The same desk without a terminal: JSON in, JSON out, documented exit codes.
#![warn(clippy::wildcard_enum_match_arm)]

pub mod act;
pub mod audit;
pub mod case;
pub mod folder;
mod json;
pub mod shape;

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use crate::desk::clock::SystemClock;
use crate::desk::{Desk, StartError};
use crate::store::is_sealed;
use crate::store::place::Place;
use crate::store::vault::Unlock;
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
pub fn open(place: impl Into<Place>, assets: Option<&Path>) -> Result<Desk, StartError> {
    Desk::open(place, assets, Box::new(SystemClock::default()), &mut |_| ControlFlow::Continue(()))
}

/// What opens a sealed folder: the first line of a file, or what is typed at the terminal if there is
/// something to `ask`.
pub fn unlock(folder: &Path, file: Option<&Path>, ask: Option<&str>) -> std::io::Result<Option<Unlock>> {
    if let Some(file) = file {
        let text = Zeroizing::new(std::fs::read_to_string(file)?);
        return Ok(text.lines().next().map(Unlock::new));
    }
    let Some(ask) = ask.filter(|_| is_sealed(folder)) else { return Ok(None) };
    // Where there is no terminal to ask at, the desk says what is missing.
    Ok(rpassword::prompt_password(ask).ok().map(|typed| Unlock::new(&Zeroizing::new(typed))))
}

/// A sentence on standard error, as this terminal shows it right.
pub fn complain(sentence: &Sentence, pen: Pen) {
    let text = sentence.whole();
    for row in pen.wrap(&text, 78) {
        eprintln!("{}", row.visual());
    }
}
