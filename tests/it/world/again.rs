//! A test that runs once more in a process of its own, to do there what would end this one.

use std::env;
use std::process::Command;

/// What the process that [`again`] starts finds in its environment.
const TOLD: &str = "PISHKHAN_TEST_TOLD";

/// The test of this full name, in a new process, where [`told_to`] has this word for it.
pub fn again(test: &str, word: &str) -> Command {
    let mut command = Command::new(env::current_exe().expect("this program's path"));
    command.args(["--exact", test, "--nocapture"]).env(TOLD, word);
    command
}

/// The word, in a process that was started by [`again`].
pub fn told_to() -> Option<String> {
    env::var(TOLD).ok()
}
