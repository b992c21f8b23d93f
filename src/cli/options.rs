//! What can be said with every command: which folder, which language, how the terminal is written to.

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use crate::text::Shape;
use crate::text::line::Arrows;
use crate::tui::terminal::Bidi;
use crate::words::Lang;

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
    /// Who reads on the command line: a file whose first line is the sign-in name, the second the passphrase
    #[arg(long = "as", global = true, value_name = "FILE", env = "PISHKHAN_AS")]
    pub reads_as: Option<PathBuf>,
    /// Lock the screen when no key was pressed for so many seconds; 0 never does
    #[arg(long, default_value_t = 600, value_name = "SECONDS")]
    pub lock_after: u64,
    /// A throw-away desk filled with made-up cases
    #[arg(long)]
    pub demo: bool,
}

/// The values that an argument may have: the name of each, and what more its help says.
pub type Names<T> = &'static [(&'static str, Option<&'static str>, T)];

const LANGS: Names<Lang> = &[("fa", None, Lang::Fa), ("en", None, Lang::En)];
const BIDIS: Names<Bidi> = &[
    ("auto", Some("This program, unless the self-check said that the terminal insists on it"), Bidi::Auto),
    ("app", None, Bidi::App),
    ("terminal", None, Bidi::Terminal),
];
const SHAPES: Names<Shape> = &[("forms", None, Shape::Forms), ("base", None, Shape::Letters)];
const ARROWS: Names<Arrows> = &[("visual", None, Arrows::Visual), ("logical", None, Arrows::Logical)];

/// Reads one value of a closed list by its name.
pub fn one_of<T: Copy + Send + Sync + 'static>(names: Names<T>) -> impl TypedValueParser<Value = T> {
    let values = names.iter().map(|(name, help, _)| match help {
        Some(help) => PossibleValue::new(*name).help(*help),
        None => PossibleValue::new(*name),
    });
    PossibleValuesParser::new(values).try_map(|given| {
        let found = names.iter().find(|(name, ..)| *name == given);
        found.map(|(.., value)| *value).ok_or("no such value")
    })
}
