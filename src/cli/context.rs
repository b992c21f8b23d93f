//! What every subcommand works with: what was chosen on the command line, and the words of its language.

use std::fmt::Display;
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::exit;
use super::options::Options;
use crate::desk::clock::SystemClock;
use crate::desk::folder::{OpenError, Place, Unlock, is_encrypted};
use crate::desk::{Desk, StartError};
use crate::text::paper;
use crate::words::{Sentence, Words};

pub struct Context {
    pub options: Options,
    pub words: Words,
}

/// Why a command did not do what was asked: its exit code, and what is told about it.
pub struct Complaint {
    pub code: u8,
    pub sentence: Sentence,
}

/// The exit code of a command that has said all it has to say, or what is the matter.
pub type Outcome = Result<u8, Complaint>;

impl Context {
    pub fn new(options: Options) -> Context {
        let words = Words::new(options.lang);
        Context { options, words }
    }

    /// The data folder: the one that was named, or the user's own.
    pub fn folder(&self) -> PathBuf {
        self.options.data.clone().or_else(default_folder).unwrap_or_else(|| PathBuf::from("pishkhan-data"))
    }

    /// The data folder and what opens it, asked for if it is encrypted.
    pub fn place(&self) -> Result<Place, Complaint> {
        self.place_like(&self.folder())
    }

    /// The same, for a data folder that will take the secret that `folder` takes.
    pub fn place_like(&self, folder: &Path) -> Result<Place, Complaint> {
        let unlock = self.unlock_from_file().map_err(|error| self.io("no-unlock-file", error, exit::NOT_OPENED))?;
        let unlock = unlock.or_else(|| {
            // Where there is no terminal to ask at, the desk says what is missing.
            let ask = || rpassword::prompt_password(paper(&self.words.say("unlock-ask"))).ok().map(Zeroizing::new);
            let typed = if self.options.unlock.is_none() && is_encrypted(folder) { ask() } else { None };
            typed.map(|typed| Unlock::new(&typed))
        });
        Ok(Place::from(self.folder().as_path()).unlocked_by(unlock))
    }

    /// What opens an encrypted folder, if a file was named: its first line.
    pub fn unlock_from_file(&self) -> io::Result<Option<Unlock>> {
        let Some(file) = &self.options.unlock else { return Ok(None) };
        let text = Zeroizing::new(std::fs::read_to_string(file)?);
        Ok(text.lines().next().map(Unlock::new))
    }

    /// Opens the desk for as long as `work` takes.
    pub fn at_desk(&self, work: impl FnOnce(&mut Desk) -> Outcome) -> Outcome {
        let opened = open(self.place()?, self.options.assets.as_deref());
        let mut desk = opened.map_err(|error| self.not_started(&error))?;
        self.words.learn(desk.rules());
        let outcome = work(&mut desk);
        desk.close();
        outcome
    }

    /// A failure whose message this code names.
    pub fn failure(&self, code: u8, id: &str, args: &[(&str, String)]) -> Complaint {
        Complaint { code, sentence: self.words.system_error(id, args) }
    }

    /// A failure of the system, told by a message that takes its words.
    pub fn io(&self, id: &str, error: impl Display, code: u8) -> Complaint {
        self.failure(code, id, &[("error", error.to_string())])
    }

    pub fn not_opened(&self, error: &OpenError) -> Complaint {
        self.failure(exit::NOT_OPENED, error.code(), &error.args())
    }

    pub fn not_started(&self, error: &StartError) -> Complaint {
        self.failure(exit::NOT_OPENED, error.code(), &error.args())
    }
}

/// Opens a desk for a command, with the system's clock.
pub fn open(place: impl Into<Place>, assets: Option<&Path>) -> Result<Desk, StartError> {
    Desk::open(place, assets, Box::new(SystemClock::default()), &mut |_| ControlFlow::Continue(()))
}

/// The user's own data folder for this program.
fn default_folder() -> Option<PathBuf> {
    directories::ProjectDirs::from("ir", "", "pishkhan").map(|dirs| dirs.data_dir().to_owned())
}
