//! The arguments: what can be asked for on the command line, and in which words.

use std::path::PathBuf;

use clap::{Parser, Subcommand};

use super::audit::AuditCommand;
use super::case::CaseCommand;
use super::options::{Names, Options, one_of};
use crate::text::Base;

#[derive(Parser)]
#[command(version = crate::VERSION, about)]
pub struct Arguments {
    #[command(flatten)]
    pub options: Options,
    #[command(subcommand)]
    pub command: Option<Command>,
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
        /// Who orders it, where people work in the folder: a file with a supervisor's sign-in name and passphrase, a line each; where there is another supervisor, that one's below
        #[arg(long, value_name = "FILE", requires = "encrypt")]
        supervisor: Option<PathBuf>,
    },
    /// Seal a sealed folder anew: another key, another recovery code. Whoever was suspended or saw the code is put out
    Reseal {
        /// Who orders it: a file with a supervisor's sign-in name and passphrase, a line each; where there is another supervisor, that one's below
        #[arg(long, value_name = "FILE")]
        supervisor: Option<PathBuf>,
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
        /// And from now on there whenever a day is closed: takes a supervisor's passphrase, typed or by --unlock
        #[arg(long)]
        at_close: bool,
        /// With --at-close: which supervisor, where there are several
        #[arg(long, value_name = "SIGN-IN", requires = "at_close")]
        supervisor: Option<String>,
    },
    /// Put a backup into an empty data folder (--data)
    Restore { from: PathBuf },
    /// Everything that a damaged data folder still holds, as JSON lines, and what is missing
    Salvage {
        /// Persons' numbers in full, for a reason that is kept; they are masked otherwise
        #[arg(long, requires = "reason")]
        full: bool,
        #[arg(long, value_name = "TEXT", requires = "full")]
        reason: Option<String>,
    },
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

const BASES: Names<Base> = &[("rtl", None, Base::Rtl), ("ltr", None, Base::Ltr), ("auto", None, Base::Auto)];
