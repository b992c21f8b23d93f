//! The command line: what is asked for, which desk, which exit code.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::{Parser, Subcommand, ValueEnum};

use pishkhan::cli::{self, audit::AuditCommand, case::CaseCommand, exit};
use pishkhan::desk::clock::SystemClock;
use pishkhan::desk::{Desk, demo};
use pishkhan::store::backup::manifest;
use pishkhan::store::place::Place;
use pishkhan::text::caret::Arrows;
use pishkhan::text::{Base, Pen, Shape, paper};
use pishkhan::tui::terminal::Bidi;
use pishkhan::tui::terminal::detect::Detected;
use pishkhan::tui::{self, End, Look, RunError};
use pishkhan::words::{Lang, Sentence, Words};

/// A counter desk for renewing and replacing skill certificates (پیشخوان)
#[derive(Parser)]
#[command(version, about)]
struct Arguments {
    /// The data folder (default: the user's own)
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<PathBuf>,
    /// A folder whose files stand in for the shipped ones: service.toml, documents.toml, tariff.toml, occupations.csv, places.toml
    #[arg(long, global = true, value_name = "DIR")]
    assets: Option<PathBuf>,
    /// The language of every screen and sentence
    #[arg(long, global = true, default_value = "fa")]
    lang: LangArgument,
    /// Who puts Persian in order: this program or the terminal
    #[arg(long, global = true, default_value = "auto")]
    bidi: Bidi,
    /// What letters are drawn with: presentation forms, or the letters themselves
    #[arg(long, global = true, default_value = "forms")]
    shape: ShapeArgument,
    /// What the left and right arrows mean in a line: a side of the screen, or back and forth in the text
    #[arg(long, global = true, default_value = "visual")]
    arrows: ArrowsArgument,
    /// What opens a sealed data folder: a file whose first line is a passphrase or the recovery code
    #[arg(long, global = true, value_name = "FILE", env = "PISHKHAN_UNLOCK")]
    unlock: Option<PathBuf>,
    /// Lock the screen when no key was pressed for so many seconds; 0 never does
    #[arg(long, default_value_t = 600, value_name = "SECONDS")]
    lock_after: u64,
    /// A throw-away desk filled with made-up cases
    #[arg(long)]
    demo: bool,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Look at cases; JSON out
    #[command(subcommand)]
    Case(CaseCommand),
    /// Do what the screens do; JSON lines in, JSON lines out
    #[command(after_help = cli::act::help())]
    Act,
    /// Make a data folder, or seal one
    Init {
        /// Seal it: its files take a passphrase or the recovery code, which is printed once
        #[arg(long)]
        encrypt: bool,
    },
    /// Read the whole journal and compare every entry of the index with it
    Check {
        /// Counts, digests and the first bad record as a JSON object
        #[arg(long)]
        json: bool,
    },
    /// Copy the data folder to another disk, and prove the copy by restoring it; the desk may stay open
    Backup {
        target: PathBuf,
        /// And from now on there whenever a day is closed
        #[arg(long)]
        at_close: bool,
    },
    /// Put a backup into an empty data folder (--data)
    Restore { from: PathBuf },
    /// Everything that a damaged data folder still holds, as JSON lines, and what is missing
    Salvage,
    /// Erase the particulars of cases of which a court's order was recorded (act order-erasure); the chain still verifies
    Erase,
    /// Proof that nothing was changed, and what was done and looked at; the desk may stay open
    #[command(subcommand)]
    Audit(AuditCommand),
    /// What this terminal is, what it is told, and which of two lines reads right in it
    Terminal,
    /// Logical lines in; out, each as a terminal gets it
    Shape {
        #[arg(long, default_value = "rtl")]
        base: BaseArgument,
        /// Wrap to so many columns, and put lines that run from the right to the right edge
        #[arg(long)]
        width: Option<usize>,
    },
}

#[derive(Clone, Copy, ValueEnum)]
enum LangArgument {
    Fa,
    En,
}

#[derive(Clone, Copy, ValueEnum)]
enum ShapeArgument {
    Forms,
    Base,
}

#[derive(Clone, Copy, ValueEnum)]
enum ArrowsArgument {
    Visual,
    Logical,
}

#[derive(Clone, Copy, ValueEnum)]
enum BaseArgument {
    Rtl,
    Ltr,
    Auto,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    // Whatever is made, by a library too, is for its owner only.
    #[cfg(unix)]
    rustix::process::umask(rustix::fs::Mode::RWXG | rustix::fs::Mode::RWXO);
    let lang = match arguments.lang {
        LangArgument::Fa => Lang::Fa,
        LangArgument::En => Lang::En,
    };
    let words = Words::new(lang);
    let code = match &arguments.command {
        Some(Command::Shape { base, width }) => shape(*base, *width),
        Some(Command::Terminal) => terminal(&arguments, lang, &words),
        Some(Command::Init { encrypt }) => told(cli::folder::run_init(&folder(&arguments), *encrypt, &words), &words),
        Some(command @ (Command::Case(_) | Command::Act)) => on_desk(command, &arguments, &words),
        Some(command) => on_folder(command, &arguments, &words),
        None if arguments.demo => demo_screens(&arguments, lang, &words),
        None => screens(&arguments, lang, &words),
    };
    ExitCode::from(code)
}

fn complain(words: &Words, code: &str, args: &[(&str, String)]) {
    explain(words, &words.trouble(code, args));
}

/// A sentence on standard error; as it is where that is no terminal, or one that orders lines itself.
fn explain(words: &Words, sentence: &Sentence) {
    let as_is = !io::stderr().is_terminal() || Detected::from_env().reorders_by_default();
    cli::complain(sentence, Pen::for_terminal(words.lang.base(), as_is, Shape::Forms));
}

fn shape(base: BaseArgument, width: Option<usize>) -> u8 {
    let base = match base {
        BaseArgument::Rtl => Base::Rtl,
        BaseArgument::Ltr => Base::Ltr,
        BaseArgument::Auto => Base::Auto,
    };
    let done = cli::shape::run(io::stdin().lock(), BufWriter::new(io::stdout().lock()), base, width);
    if done.is_ok() { exit::DONE } else { exit::NOT_KEPT }
}

fn folder(arguments: &Arguments) -> PathBuf {
    arguments.data.clone().or_else(cli::default_folder).unwrap_or_else(|| PathBuf::from("pishkhan-data"))
}

/// The data folder and what opens it, asked for if it is sealed; `sealed` is the folder to look at.
fn place(arguments: &Arguments, sealed: &Path, words: &Words) -> Result<Place, u8> {
    let ask = paper(&words.say("unlock-ask"));
    match cli::unlock(sealed, arguments.unlock.as_deref(), Some(&ask)) {
        Ok(unlock) => Ok(Place::from(folder(arguments).as_path()).unlocked_by(unlock)),
        Err(error) => {
            complain(words, "no-unlock-file", &[("error", error.to_string())]);
            Err(exit::NOT_OPENED)
        }
    }
}

fn on_folder(command: &Command, arguments: &Arguments, words: &Words) -> u8 {
    let sealed = match command {
        Command::Restore { from } => manifest(from).map_or_else(|_| from.clone(), |(place, _)| place),
        _ => folder(arguments),
    };
    let place = match place(arguments, &sealed, words) {
        Ok(place) => place,
        Err(code) => return code,
    };
    let done = match command {
        Command::Backup { target, at_close } => cli::folder::run_backup(&place, target, *at_close, words),
        Command::Restore { from } => cli::folder::run_restore(from, &place, words),
        Command::Erase => cli::folder::run_erase(&place, words),
        Command::Salvage => cli::folder::run_salvage(&place, words),
        Command::Audit(command) => cli::audit::run(command, &place, words),
        Command::Check { json } => cli::folder::run_check(&place, *json, words),
        _ => return exit::USAGE,
    };
    told(done, words)
}

fn on_desk(command: &Command, arguments: &Arguments, words: &Words) -> u8 {
    let folder = folder(arguments);
    if let (Command::Case(_), false) = (command, folder.exists()) {
        complain(words, "no-desk", &[("path", folder.display().to_string())]);
        return exit::NOT_OPENED;
    }
    let place = match place(arguments, &folder, words) {
        Ok(place) => place,
        Err(code) => return code,
    };
    let mut desk = match cli::open(place, arguments.assets.as_deref()) {
        Ok(desk) => desk,
        Err(error) => {
            complain(words, error.code(), &error.args());
            return exit::NOT_OPENED;
        }
    };
    let code = match command {
        Command::Case(command) => match cli::case::run(command, &desk, words) {
            Ok(true) => exit::DONE,
            Ok(false) => exit::REFUSED,
            Err(error) => {
                complain(words, "unreadable", &[("error", error.to_string())]);
                exit::NOT_OPENED
            }
        },
        _ => cli::act::run(io::stdin().lock(), io::stdout().lock(), &mut desk, words).unwrap_or(exit::NOT_KEPT),
    };
    desk.close();
    code
}

/// Prints what a command tells, each line as this terminal shows it right.
fn told(told: cli::folder::Told, words: &Words) -> u8 {
    match told {
        Ok(lines) => {
            print(&lines, Detected::from_env().reorders_by_default(), words);
            exit::DONE
        }
        Err((code, sentence)) => {
            explain(words, &sentence);
            code
        }
    }
}

fn print(lines: &[String], reorders: bool, words: &Words) {
    let mut out = io::stdout().lock();
    let pen = Pen::for_terminal(words.lang.base(), reorders, Shape::Forms);
    let rows: Vec<String> = match out.is_terminal() {
        false => lines.iter().map(|line| paper(line)).collect(),
        true => lines.iter().flat_map(|line| pen.wrap(line, 78)).map(|row| row.visual().to_owned()).collect(),
    };
    // Whoever closes the pipe has read enough.
    let _ = rows.iter().try_for_each(|row| writeln!(out, "{row}"));
}

fn look(arguments: &Arguments, lang: Lang) -> Look {
    let shape = match arguments.shape {
        ShapeArgument::Forms => Shape::Forms,
        ShapeArgument::Base => Shape::Letters,
    };
    let arrows = match arguments.arrows {
        ArrowsArgument::Visual => Arrows::Visual,
        ArrowsArgument::Logical => Arrows::Logical,
    };
    let lock_after = (arguments.lock_after > 0).then(|| Duration::from_secs(arguments.lock_after));
    Look { lang, bidi: arguments.bidi, shape, arrows, self_check: !arguments.demo, lock_after }
}

/// The check on the screen; where there is none, what the environment tells.
fn terminal(arguments: &Arguments, lang: Lang, words: &Words) -> u8 {
    let checked = match io::stdin().is_terminal() && io::stdout().is_terminal() {
        true => tui::check(look(arguments, lang), &folder(arguments)),
        false => {
            let detected = Detected::from_env();
            Ok((tui::report(&detected, words), detected))
        }
    };
    match checked {
        Ok((lines, detected)) => {
            print(&lines, detected.reorders_by_default(), words);
            exit::DONE
        }
        Err(error) => {
            complain(words, "terminal", &[("error", error.to_string())]);
            exit::NOT_OPENED
        }
    }
}

fn screens(arguments: &Arguments, lang: Lang, words: &Words) -> u8 {
    let (folder, assets) = (folder(arguments), arguments.assets.as_deref());
    let ran = tui::run(look(arguments, lang), |unlock, progress| {
        let from_file = || cli::unlock(&folder, arguments.unlock.as_deref(), None).ok().flatten();
        let unlock = unlock.or_else(from_file);
        let place = Place::from(folder.as_path()).unlocked_by(unlock);
        Desk::open(place, assets, Box::new(SystemClock::default()), progress)
    });
    ended(ran, words)
}

fn demo_screens(arguments: &Arguments, lang: Lang, words: &Words) -> u8 {
    let folder = match tempfile::tempdir() {
        Ok(folder) => folder,
        Err(error) => {
            complain(words, "disk", &[("error", error.to_string())]);
            return exit::NOT_OPENED;
        }
    };
    let ran = tui::run(look(arguments, lang), |_, progress| {
        let clock = Box::new(SystemClock::default());
        let mut desk = Desk::open(folder.path(), arguments.assets.as_deref(), clock, progress)?;
        demo::fill(&mut desk).map_err(|error| pishkhan::catalog::BadAsset {
            file: "sample/cases.toml".into(),
            line: 0,
            problem: error,
        })?;
        Ok(desk)
    });
    ended(ran, words)
}

fn ended(ran: Result<End, RunError>, words: &Words) -> u8 {
    match ran {
        Ok(End::Quit) => exit::DONE,
        Ok(End::Told) => tui::ENDED_BY_SIGNAL,
        Err(RunError::Start(error)) => {
            complain(words, error.code(), &error.args());
            exit::NOT_OPENED
        }
        Err(RunError::Terminal(error)) => {
            complain(words, "terminal", &[("error", error.to_string())]);
            exit::NOT_OPENED
        }
    }
}
