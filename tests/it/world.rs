//! What tests need: a data folder, the real program in a real pseudo-terminal, its screen read back.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use pishkhan::store::place::Place;
use pishkhan::store::vault::Unlock;
use pishkhan::text::LayoutOptions;
use portable_pty::{CommandBuilder, PtySize, native_pty_system};

pub const PROGRAM: &str = env!("CARGO_BIN_EXE_pishkhan");
/// Long enough for a machine that does other things at the same time.
const PATIENCE: Duration = Duration::from_secs(30);

/// A person's number that only passes the arithmetic: 999 and six digits of one's choice.
pub fn made_up_id(six: u32) -> String {
    let body = format!("999{six:06}");
    let sum: u32 = body.bytes().zip((2..=10).rev()).map(|(b, weight)| u32::from(b - b'0') * weight).sum();
    let check = if sum % 11 < 2 { sum % 11 } else { 11 - sum % 11 };
    format!("{body}{check}")
}

/// The program on a pseudo-terminal of this size.
pub struct Term {
    child: Box<dyn portable_pty::Child + Send + Sync>,
    writer: Box<dyn Write + Send>,
    output: Receiver<Vec<u8>>,
    screen: vt100::Parser,
    /// Everything the program wrote.
    pub raw: Vec<u8>,
    /// Keys that were pressed, not counting what was typed as a name.
    pub pressed: usize,
    master: Box<dyn portable_pty::MasterPty + Send>,
}

impl Term {
    pub fn start(arguments: &[&str], columns: u16, rows: u16) -> Term {
        Term::run(PROGRAM, arguments, columns, rows)
    }

    /// Any program on a terminal of its own.
    pub fn run(program: &str, arguments: &[&str], columns: u16, rows: u16) -> Term {
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
        let mut command = CommandBuilder::new(program);
        command.args(arguments);
        command.env("TERM", "xterm-256color");
        for name in ["TMUX", "VTE_VERSION", "KONSOLE_VERSION", "KITTY_WINDOW_ID", "TERM_PROGRAM", "NO_COLOR"] {
            command.env_remove(name);
        }
        let child = pair.slave.spawn_command(command).expect("the program starts");
        let mut reader = pair.master.try_clone_reader().expect("its output");
        let writer = pair.master.take_writer().expect("its input");
        let (send, output) = channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 65536];
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                if send.send(buffer[..count].to_vec()).is_err() {
                    break;
                }
            }
        });
        let cells = |count| std::num::NonZero::new(count).expect("a screen has cells");
        let screen = vt100::Parser::new(cells(rows), cells(columns), 0);
        Term { child, writer, output, screen, raw: Vec::new(), pressed: 0, master: pair.master }
    }

    fn drain(&mut self, wait: Duration) {
        if let Ok(bytes) = self.output.recv_timeout(wait) {
            self.screen.process(&bytes);
            self.raw.extend(bytes);
        }
        while let Ok(bytes) = self.output.try_recv() {
            self.screen.process(&bytes);
            self.raw.extend(bytes);
        }
    }

    /// The window gets another size.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        self.master.resize(size).expect("it can be resized");
        let cells = |count| std::num::NonZero::new(count).expect("a screen has cells");
        self.screen.screen_mut().set_size(cells(rows), cells(columns));
    }

    /// Types a name: it takes as many keys as the name has.
    pub fn name(&mut self, name: &str) -> &mut Term {
        let before = self.pressed;
        self.keys(name);
        self.pressed = before;
        self
    }

    /// Types this, as it is.
    pub fn keys(&mut self, keys: &str) -> &mut Term {
        // A function key is one key, however many bytes it sends.
        let sequences = keys.matches('\x1b').count();
        let in_sequences: usize = keys.split('\x1b').skip(1).map(sequence_length).sum();
        self.pressed += keys.chars().count() - sequences - in_sequences + sequences;
        self.writer.write_all(keys.as_bytes()).expect("the program reads");
        self.writer.flush().expect("the program reads");
        self
    }

    /// Waits until the program has written these bytes.
    pub fn wrote(&mut self, bytes: &str) -> &mut Term {
        let start = Instant::now();
        while !String::from_utf8_lossy(&self.raw).contains(bytes) {
            self.drain(Duration::from_millis(50));
            assert!(start.elapsed() < PATIENCE, "waiting for {bytes:?}");
        }
        self
    }

    /// The screen, a line a row.
    pub fn screen(&mut self) -> String {
        self.drain(Duration::from_millis(1));
        self.screen.screen().contents()
    }

    /// Waits until the screen shows this text (given in logical order).
    pub fn see(&mut self, text: &str) -> &mut Term {
        self.until(text, |screen, visual| screen.contains(visual));
        self
    }

    /// Waits until the screen no longer shows this text.
    pub fn lose(&mut self, text: &str) -> &mut Term {
        self.until(text, |screen, visual| !screen.contains(visual));
        self
    }

    fn until(&mut self, text: &str, holds: impl Fn(&str, &str) -> bool) {
        let visual = LayoutOptions::default().line(text).visual().to_owned();
        let start = Instant::now();
        loop {
            self.drain(Duration::from_millis(50));
            let screen = self.screen.screen().contents();
            if holds(&screen, &visual) {
                return;
            }
            assert!(start.elapsed() < PATIENCE, "waiting for «{text}»; the screen is\n{screen}");
        }
    }

    pub fn pid(&self) -> i32 {
        i32::try_from(self.child.process_id().expect("it runs")).expect("a process number")
    }

    /// Ends it as a power cut would end a process: at once, with no word.
    pub fn kill(mut self) {
        signal(self.pid(), "KILL");
        let _ = self.child.wait();
    }

    /// Waits for its end; returns the exit code and everything it wrote.
    pub fn end(mut self) -> (u32, Vec<u8>) {
        let start = Instant::now();
        let status = loop {
            self.drain(Duration::from_millis(20));
            match self.child.try_wait().expect("it can be waited for") {
                Some(status) => break status,
                None => assert!(start.elapsed() < PATIENCE, "it does not end; the screen is\n{}", self.screen()),
            }
        };
        self.drain(Duration::from_millis(200));
        (status.exit_code(), self.raw)
    }
}

/// How many characters behind an ESC belong to its key.
fn sequence_length(rest: &str) -> usize {
    match rest.chars().next() {
        Some('O') => 2,
        Some('[') => 2 + rest.chars().skip(1).take_while(|c| !c.is_ascii_alphabetic() && *c != '~').count(),
        _ => 0,
    }
}

/// Sends a signal to a process by its number.
pub fn signal(pid: i32, name: &str) {
    let sent = Command::new("kill").arg(format!("-{name}")).arg(pid.to_string()).status().expect("kill runs");
    assert!(sent.success(), "kill -{name} {pid}");
}

/// A data folder of its own.
pub fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

/// A data folder with the office and its people, sealed or not.
pub fn founded(sealed: bool) -> tempfile::TempDir {
    let data = folder();
    if sealed {
        let path = data.path().display().to_string();
        let (code, told) = run(&["--data", &path, "--lang", "en", "init", "--encrypt"], "");
        assert_eq!(code, 0, "{told}");
        let kept = data.path().join("code");
        std::fs::write(&kept, told.lines().next().expect("the recovery code")).expect("written");
        let unlock = kept.display().to_string();
        let lines = set_up().join("\n") + "\n";
        let (code, told) = run(&["--data", &path, "--lang", "en", "--unlock", &unlock, "act"], &lines);
        assert_eq!(code, 0, "{told}");
        std::fs::remove_file(kept).expect("the code goes");
    } else {
        let (code, replies) = act(data.path(), &set_up());
        assert_eq!(code, 0, "{replies:?}");
    }
    data
}

/// The folder, and the supervisor's passphrase in case it is sealed.
pub fn place(data: &Path) -> Place {
    Place::from(data).unlocked_by(Some(Unlock::new(PASSPHRASE)))
}

/// Opening is never broken off.
pub fn go_on(_: pishkhan::store::Progress) -> std::ops::ControlFlow<()> {
    std::ops::ControlFlow::Continue(())
}

const PASSPHRASE: &str = "correct horse";

/// A file with the supervisor's passphrase, for programs that are started; what is not sealed takes no notice.
pub fn unlock_file() -> &'static Path {
    static FILE: std::sync::OnceLock<tempfile::NamedTempFile> = std::sync::OnceLock::new();
    let file = FILE.get_or_init(|| {
        let mut file = tempfile::NamedTempFile::new().expect("a file");
        file.write_all(PASSPHRASE.as_bytes()).expect("written");
        file
    });
    file.path()
}

pub const SUPERVISOR: &str = r#"{"sign-in":"sara","passphrase":"correct horse"}"#;

/// Lines that set a desk up, with a supervisor «sara» and a clerk «reza».
pub fn set_up() -> Vec<String> {
    vec![
        r#"{"act":"set-up","answers":{"office-name":"دفتر آزمون","office-code":"123","office-kind":"counter-office","office-level":"county","province":"یزد","desk-number":"1","operator-name":"سارا امینی","sign-in":"sara","passphrase":"correct horse","passphrase-again":"correct horse"}}"#.to_owned(),
        r#"{"act":"enrol","answers":{"operator-name":"رضا راد","sign-in":"reza","role":"clerk","passphrase":"battery staple","passphrase-again":"battery staple"}}"#.to_owned(),
        r#"{"act":"open-day"}"#.to_owned(),
    ]
}

/// A number from the environment: how long, how often, from which seed.
pub fn asked(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(otherwise)
}

/// The line that signs the supervisor in.
pub fn sign_in() -> String {
    format!(r#"{{"act":"sign-in","answers":{SUPERVISOR}}}"#)
}

/// A replacement that is right in every answer; `change` changes some.
pub fn intake(person: u32, certificate: &str, change: &[(&str, &str)]) -> serde_json::Value {
    let mut answers = serde_json::json!({
        "request-kind": "replacement", "request-reason": "lost", "venue": "counter",
        "request-medium": "counter-office", "in-person-reason": "authenticate-person",
        "person-id-kind": "national", "national-id": made_up_id(person), "given-name": "زهرا",
        "family-name": "کریمی", "father-name": "محمد", "birth-date": "1370/04/12", "gender": "female",
        "mobile": "09120001000", "postal-code": "1458710000", "education": "bachelor", "medium": "paper",
        "certificate-number": certificate, "occupation": "3-01", "cluster": "industry",
        "issue-date": "1400/11/03", "expiry-date": "1405/11/03", "exam": "periodic",
    });
    for (id, answer) in change {
        answers[*id] = serde_json::json!(answer);
    }
    answers
}

/// Runs `pishkhan act` on these lines; returns the exit code and the replies.
pub fn act(data: &Path, lines: &[String]) -> (i32, Vec<serde_json::Value>) {
    let (code, output) =
        run(&["--data", &data.display().to_string(), "--lang", "en", "act"], &(lines.join("\n") + "\n"));
    let read = |line: &str| serde_json::from_str(line).unwrap_or_else(|_| panic!("a JSON object a line, not {line}"));
    let replies = output.lines().map(read).collect();
    (code, replies)
}

/// Runs the program with this input; returns the exit code and what it printed.
pub fn run(arguments: &[&str], input: &str) -> (i32, String) {
    let mut child = Command::new(PROGRAM)
        .args(arguments)
        .env("PISHKHAN_UNLOCK", unlock_file())
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

/// Where data files of the tests lie.
pub fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/data").join(name)
}

/// An intake as the rules see it.
pub fn intake_value() -> pishkhan::domain::visit::Intake {
    let rules = pishkhan::catalog::load(None).expect("the shipped assets are right");
    let today = pishkhan::domain::date::JalaliDate::new(1405, 9, 1).expect("a day");
    let world =
        pishkhan::form::World { rules: &rules, today, due: None, blank: None, bank: None, till: Default::default() };
    let answers = intake(1, "A-1", &[]);
    let answers = answers.as_object().expect("an object").iter();
    let draft = answers.map(|(id, answer)| (id.clone(), answer.as_str().unwrap_or_default())).collect();
    pishkhan::form::intake::parse(&draft, &world).expect("a right intake")
}
