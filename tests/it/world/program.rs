//! The real program as a process.

use std::io::Write;
use std::path::Path;
use std::process::{ChildStdin, Command, Stdio};
use std::thread::JoinHandle;
use std::time::Duration;

use serde_json::Value;

use super::people::{PASSPHRASE, open_line, sign_in};

pub const PROGRAM: &str = env!("CARGO_BIN_EXE_pishkhan");

/// A file with the supervisor's passphrase, for programs that are started; what is not encrypted takes no notice.
pub fn unlock_file() -> &'static Path {
    static FILE: std::sync::OnceLock<tempfile::NamedTempFile> = std::sync::OnceLock::new();
    let file = FILE.get_or_init(|| {
        let mut file = tempfile::NamedTempFile::new().expect("a file");
        file.write_all(PASSPHRASE.as_bytes()).expect("written");
        file
    });
    file.path()
}

/// A file with the supervisor's sign-in name and passphrase, for whoever reads on the command line.
fn sign_in_file() -> &'static Path {
    static FILE: std::sync::OnceLock<tempfile::NamedTempFile> = std::sync::OnceLock::new();
    let file = FILE.get_or_init(|| {
        let mut file = tempfile::NamedTempFile::new().expect("a file");
        write!(file, "sara\n{PASSPHRASE}\n").expect("written");
        file
    });
    file.path()
}

/// A command on a data folder, its output in English.
pub fn command(data: &Path, arguments: &[&str]) -> (i32, String) {
    let path = data.display().to_string();
    run(&[&["--data", path.as_str(), "--lang", "en"], arguments].concat(), "")
}

/// Runs the program with this input; returns the exit code and what it printed.
pub fn run(arguments: &[&str], input: &str) -> (i32, String) {
    let mut child = Command::new(PROGRAM)
        .args(arguments)
        .env("PISHKHAN_UNLOCK", unlock_file())
        .env("PISHKHAN_AS", sign_in_file())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("its input");
    let input = input.to_owned();
    let writing = std::thread::spawn(move || {
        let _ = stdin.write_all(input.as_bytes());
    });
    let output = child.wait_with_output().expect("the program ends");
    writing.join().expect("the input was written");
    let text = String::from_utf8(output.stdout).expect("UTF-8") + &String::from_utf8(output.stderr).expect("UTF-8");
    (output.status.code().unwrap_or(-1), text)
}

/// Whether another program ends well; one that is not here does not.
pub fn succeeds(program: &str, arguments: &[&str]) -> bool {
    Command::new(program).args(arguments).output().is_ok_and(|output| output.status.success())
}

/// Runs `pishkhan act` on these lines; returns the exit code and the replies.
pub fn run_act(data: &Path, lines: &[String]) -> (i32, Vec<Value>) {
    let (code, output) =
        run(&["--data", &data.display().to_string(), "--lang", "en", "act"], &(lines.join("\n") + "\n"));
    let read = |line: &str| serde_json::from_str(line).unwrap_or_else(|_| panic!("a JSON object a line, not {line}"));
    (code, output.lines().map(read).collect())
}

/// Types to a program that runs: the supervisor signs in and takes in one person after another, `pause` apart,
/// until it is gone.
pub fn feed(mut input: ChildStdin, people: std::ops::Range<u32>, pause: Duration) -> JoinHandle<()> {
    std::thread::spawn(move || {
        let _ = writeln!(input, "{}", sign_in());
        for person in people {
            if writeln!(input, "{}", open_line(person, &format!("A-{person}"), &[])).is_err() {
                break;
            }
            std::thread::sleep(pause);
        }
    })
}

/// Sends a signal to a process by its number.
pub fn signal(pid: i32, name: &str) {
    let sent = Command::new("kill").arg(format!("-{name}")).arg(pid.to_string()).status().expect("kill runs");
    assert!(sent.success(), "kill -{name} {pid}");
}
