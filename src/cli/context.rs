//! What every subcommand works with: what was chosen on the command line, and the words of its language.

use std::fmt::Display;
use std::io::{self, BufRead, IsTerminal, Read};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::exit;
use super::options::Options;
use crate::desk::clock::SystemClock;
use crate::desk::command::Reply;
use crate::desk::folder::{OpenError, Place, Unlock, is_encrypted, secret_file};
use crate::desk::reader::{ReaderError, SignIn};
use crate::desk::{Desk, StartError};
use crate::domain::refusal::Refusal;
use crate::text::paper;
use crate::words::{Sentence, Words};

/// Of a sign-in name that is typed no more is read.
const MOST_TYPED: u64 = 256;

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

    /// Who reads, where a file says so: sign-in name and passphrase, a line each.
    pub fn reader(&self) -> Result<Option<SignIn>, Complaint> {
        let Some(file) = &self.options.reads_as else { return Ok(None) };
        let bad = |error| self.io("no-sign-in-file", error, exit::USAGE);
        let (text, by_others) = secret_file(file).map_err(bad)?;
        if by_others {
            self.complain(&self.words.system_error("file-of-others", &[("path", file.display().to_string())]));
        }
        let mut lines = text.lines();
        let (Some(name), Some(passphrase)) = (lines.next(), lines.next()) else {
            return Err(bad(io::ErrorKind::UnexpectedEof.into()));
        };
        Ok(Some(SignIn { name: name.trim().to_owned(), passphrase: Zeroizing::new(passphrase.to_owned()) }))
    }

    /// Who reads, asked for where somebody sits at a terminal.
    pub fn ask_reader(&self) -> Option<SignIn> {
        if !io::stdin().is_terminal() {
            return None;
        }
        self.ask_person("sign-in-ask", "passphrase-ask").ok()?
    }

    /// A name and a passphrase that are typed; nobody where the name is left empty. What is asked stands beside the
    /// answers of a command, not in them.
    ///
    /// # Errors
    /// Those of the terminal.
    pub fn ask_person(&self, name_id: &str, passphrase_id: &str) -> io::Result<Option<SignIn>> {
        eprint!("{}", paper(&self.words.say(name_id)));
        let mut name = String::new();
        io::stdin().lock().take(MOST_TYPED).read_line(&mut name)?;
        if name.trim().is_empty() {
            return Ok(None);
        }
        let passphrase = rpassword::prompt_password(paper(&self.words.say(passphrase_id)))?;
        Ok(Some(SignIn { name: name.trim().to_owned(), passphrase: Zeroizing::new(passphrase) }))
    }

    /// That the desk did not do what was ordered; `faulty` is told of answers that could not be taken.
    pub fn not_taken(&self, reply: &Reply, faulty: &str) -> Complaint {
        match reply {
            Reply::Refused(refusal) => Complaint { code: exit::REFUSED, sentence: self.words.refusal(refusal) },
            Reply::Failed(failure) => self.failure(exit::NOT_KEPT, failure.code(), &failure.args()),
            Reply::Done(_) | Reply::Ok | Reply::Faults(_) => self.failure(exit::REFUSED, faulty, &[]),
        }
    }

    /// That the desk refused whoever wanted to read.
    fn turned_away(&self, reply: &Reply) -> Complaint {
        match reply {
            Reply::Refused(refusal) => self.refused(refusal),
            Reply::Failed(failure) => self.failure(exit::NOT_OPENED, failure.code(), &failure.args()),
            Reply::Faults(_) | Reply::Done(_) | Reply::Ok => self.refused(&Refusal::WrongPassphrase),
        }
    }

    /// A refusal, told with what is to be done on the command line.
    pub fn refused(&self, refusal: &Refusal) -> Complaint {
        if *refusal == Refusal::NotSignedIn {
            return self.failure(exit::REFUSED, "sign-in-needed", &[]);
        }
        Complaint { code: exit::REFUSED, sentence: self.words.refusal(refusal) }
    }

    /// Why somebody who reads was shown nothing, or not all.
    pub fn not_read(&self, error: &ReaderError) -> Complaint {
        match error {
            ReaderError::Folder(error) => self.not_opened(error),
            ReaderError::Refused(refusal) => self.refused(refusal),
            ReaderError::NotAnInspector => self.failure(exit::REFUSED, "not-an-inspector", &[]),
            ReaderError::NotNoted(error) => self.io("access-not-noted", error, exit::NOT_OPENED),
            ReaderError::Broken(broken) => self.failure(exit::REFUSED, broken.code(), &broken.args()),
            ReaderError::Io(error) => self.io("disk", error, exit::NOT_KEPT),
        }
    }

    /// Opens the desk for somebody who reads and says who they are.
    pub fn at_desk_as_reader(&self, work: impl FnOnce(&mut Desk) -> Outcome) -> Outcome {
        let (place, who) = (self.place()?, self.reader()?);
        self.at_desk_in(place.clone(), |desk| {
            let signed_in = desk.sign_in_reader(&place, who, || self.ask_reader());
            signed_in.map_err(|reply| self.turned_away(&reply)).and_then(|()| work(desk))
        })
    }

    /// The same, for a data folder that will take the secret that `folder` takes.
    pub fn place_like(&self, folder: &Path) -> Result<Place, Complaint> {
        let read = self.unlock_file().map_err(|error| self.io("no-unlock-file", error, exit::NOT_OPENED))?;
        if let (Some(file), Some((_, true))) = (&self.options.unlock, &read) {
            self.complain(&self.words.system_error("file-of-others", &[("path", file.display().to_string())]));
        }
        let unlock = read.and_then(|(secret, _)| secret).map(|secret| Unlock::new(&secret)).or_else(|| {
            // Where there is no terminal to ask at, the desk says what is missing.
            let asks = self.options.unlock.is_none() && is_encrypted(folder);
            let typed = asks.then(|| self.asked("unlock-ask")).flatten();
            typed.map(|typed| Unlock::new(&typed))
        });
        Ok(Place::from(self.folder().as_path()).unlocked_by(unlock))
    }

    /// What opens an encrypted folder, if a file was named: its first line.
    pub fn unlock_from_file(&self) -> io::Result<Option<Unlock>> {
        Ok(self.secret_from_file()?.map(|secret| Unlock::new(&secret)))
    }

    /// The first line of that file, as it stands there.
    pub fn secret_from_file(&self) -> io::Result<Option<Zeroizing<String>>> {
        Ok(self.unlock_file()?.and_then(|(secret, _)| secret))
    }

    /// The first line of that file, and whether others may read it.
    fn unlock_file(&self) -> io::Result<Option<(Option<Zeroizing<String>>, bool)>> {
        let Some(file) = &self.options.unlock else { return Ok(None) };
        let (text, by_others) = secret_file(file)?;
        Ok(Some((text.lines().next().map(|line| Zeroizing::new(line.to_owned())), by_others)))
    }

    /// A secret that somebody types unseen; `None` where there is no terminal to ask at.
    pub fn asked(&self, id: &str) -> Option<Zeroizing<String>> {
        rpassword::prompt_password(paper(&self.words.say(id))).ok().map(Zeroizing::new)
    }

    /// Opens the desk for as long as `work` takes.
    pub fn at_desk(&self, work: impl FnOnce(&mut Desk) -> Outcome) -> Outcome {
        self.at_desk_in(self.place()?, work)
    }

    fn at_desk_in(&self, place: Place, work: impl FnOnce(&mut Desk) -> Outcome) -> Outcome {
        let opened = open(place, self.options.assets.as_deref());
        let mut desk = opened.map_err(|error| self.not_started(&error))?;
        if desk.report.tip_lost && desk.report.begins.is_none() {
            self.complain(&self.words.system_error("tip-lost", &[]));
        }
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
