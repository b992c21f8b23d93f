//! The same desk without a terminal: JSON in, JSON out, documented exit codes.

pub mod act;
pub mod args;
mod audit;
mod backup;
mod case;
mod check;
mod context;
mod erase;
pub mod exit;
mod init;
mod json;
pub mod lines;
mod mask;
mod options;
mod print;
mod salvage;
mod screens;
mod shape;
mod terminal;

use self::args::{Arguments, Command};
use self::context::Context;
pub use self::context::open;

/// Tells what is wrong with the arguments, or helps; what was typed steers no terminal.
pub fn misused(error: &clap::Error) -> ! {
    let told: Vec<String> = error.render().to_string().lines().map(print::tame_all).collect();
    let told = told.join("\n");
    if error.use_stderr() {
        eprintln!("{told}")
    } else {
        println!("{told}")
    }
    std::process::exit(error.exit_code())
}

/// What is in memory, the key of a folder for one, is not written to the disk when the program ends badly. Where the
/// system does not take it, nothing is said: the desk works all the same.
pub fn keep_out_of_core_dumps() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    }
    #[cfg(target_os = "linux")]
    let _ = rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable);
}

/// Does what the arguments ask for; returns the exit code.
pub fn run(arguments: Arguments) -> u8 {
    print::name_version_in_panics();
    let cx = Context::new(arguments.options);
    let outcome = match arguments.command {
        None if cx.options.demo => screens::demo(&cx),
        None => screens::run(&cx),
        Some(Command::Case(command)) => case::run(&command, &cx),
        Some(Command::Act) => act::run_on_input(&cx),
        Some(Command::Init { encrypt, supervisor }) => init::run(encrypt, supervisor.as_deref(), &cx),
        Some(Command::Reseal { supervisor }) => init::reseal(supervisor.as_deref(), &cx),
        Some(Command::Check { json }) => check::run(json, &cx),
        Some(Command::Backup { target, at_close, supervisor }) => {
            backup::run(&target, at_close.then_some(supervisor.as_deref()), &cx)
        }
        Some(Command::Restore { from }) => backup::restore(&from, &cx),
        Some(Command::Salvage { reason, .. }) => salvage::run(reason, &cx),
        Some(Command::Erase) => erase::run(&cx),
        Some(Command::Audit(command)) => audit::run(&command, &cx),
        Some(Command::Terminal) => terminal::run(&cx),
        Some(Command::Shape { base, width }) => shape::run(base, width),
    };
    outcome.unwrap_or_else(|complaint| {
        cx.complain(&complaint.sentence);
        complaint.code
    })
}
