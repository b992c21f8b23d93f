//! The program: its arguments, its exit code.

use std::process::ExitCode;

use clap::Parser;

use pishkhan::cli;
use pishkhan::cli::args::Arguments;

fn main() -> ExitCode {
    let arguments = Arguments::try_parse().unwrap_or_else(|error| cli::misused(&error));
    // Whatever is made, by a library too, is for its owner only.
    #[cfg(unix)]
    rustix::process::umask(rustix::fs::Mode::RWXG | rustix::fs::Mode::RWXO);
    cli::keep_out_of_core_dumps();
    ExitCode::from(cli::run(arguments))
}
