//! The arguments: what can be asked for on the command line, and in which words.

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Parser, Subcommand};

use super::audit::AuditCommand;
use super::case::CaseCommand;
use crate::text::line::Arrows;
use crate::text::{Base, Shape};
use crate::tui::terminal::Bidi;
use crate::words::Lang;

#[derive(Parser)]
#[command(version = crate::VERSION, about)]
pub struct Arguments {
    #[command(flatten)]
    pub options: Options,
    #[command(subcommand)]
    pub command: Option<Command>,
}

// No doc comment: clap would take it for what the program is about.
#[derive(clap::Args)]
pub struct Options {
    /// The data folder (default: the user's own)
    #[arg(long, global = true, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// A folder whose files stand in for the shipped ones: service.toml, documents.toml, tariff.toml, occupations.csv, places.toml
    #[arg(long, global = true, value_name = "DIR")]
    pub assets: Option<PathBuf>,
    /// The language of every screen and sentence
    #[arg(long, global = true, default_value = "fa", value_parser = one_of(LANGS))]
    pub lang: Lang,
    /// Who puts Persian in order: this program or the terminal
    #[arg(long, global = true, default_value = "auto", value_parser = one_of(BIDIS))]
    pub bidi: Bidi,
    /// What letters are drawn with: presentation forms, or the letters themselves
    #[arg(long, global = true, default_value = "forms", value_parser = one_of(SHAPES))]
    pub shape: Shape,
    /// What the left and right arrows mean in a line: a side of the screen, or back and forth in the text
    #[arg(long, global = true, default_value = "visual", value_parser = one_of(ARROWS))]
    pub arrows: Arrows,
    /// What opens a sealed data folder: a file whose first line is a passphrase or the recovery code
    #[arg(long, global = true, value_name = "FILE", env = "PISHKHAN_UNLOCK")]
    pub unlock: Option<PathBuf>,
    /// Lock the screen when no key was pressed for so many seconds; 0 never does
    #[arg(long, default_value_t = 600, value_name = "SECONDS")]
    pub lock_after: u64,
    /// A throw-away desk filled with made-up cases
    #[arg(long)]
    pub demo: bool,
}

#[derive(Subcommand)]
pub enum Command {
    /// Look at cases; JSON out
    #[command(subcommand)]
    Case(CaseCommand),
    /// Do what the screens do; JSON lines in, JSON lines out
    #[command(after_help = super::act::help())]
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
        #[arg(long, default_value = "rtl", value_parser = one_of(BASES))]
        base: Base,
        /// Wrap to so many columns, and put lines that run from the right to the right edge
        #[arg(long)]
        width: Option<usize>,
    },
}

/// The values that an argument may have: the name of each, and what more its help says.
type Names<T> = &'static [(&'static str, Option<&'static str>, T)];

const LANGS: Names<Lang> = &[("fa", None, Lang::Fa), ("en", None, Lang::En)];
const BIDIS: Names<Bidi> = &[
    ("auto", Some("This program, unless the self-check said that the terminal insists on it"), Bidi::Auto),
    ("app", None, Bidi::App),
    ("terminal", None, Bidi::Terminal),
];
const SHAPES: Names<Shape> = &[("forms", None, Shape::Forms), ("base", None, Shape::Letters)];
const ARROWS: Names<Arrows> = &[("visual", None, Arrows::Visual), ("logical", None, Arrows::Logical)];
const BASES: Names<Base> = &[("rtl", None, Base::Rtl), ("ltr", None, Base::Ltr), ("auto", None, Base::Auto)];

/// Reads one value of a closed list by its name.
fn one_of<T: Copy + Send + Sync + 'static>(names: Names<T>) -> impl TypedValueParser<Value = T> {
    let values = names.iter().map(|(name, help, _)| match help {
        Some(help) => PossibleValue::new(*name).help(*help),
        None => PossibleValue::new(*name),
    });
    PossibleValuesParser::new(values).try_map(|given| {
        let found = names.iter().find(|(name, ..)| *name == given);
        found.map(|(.., value)| *value).ok_or("no such value")
    })
}
