//! The real program in a real pseudo-terminal, driven by keys, its screen read back.

use std::io::{Read, Write};
use std::path::Path;
use std::process::Command;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use pishkhan::text::LayoutOptions;
use portable_pty::{CommandBuilder, PtySize, native_pty_system};

use super::people::{PASSPHRASE, made_up_id};
use super::program::{PROGRAM, signal};

pub const F2: &str = "\x1bOQ";
pub const F3: &str = "\x1bOR";
pub const F4: &str = "\x1bOS";
pub const F6: &str = "\x1b[17~";
pub const F9: &str = "\x1b[20~";
pub const F10: &str = "\x1b[21~";

/// Long enough for a machine that does other things at the same time.
const PATIENCE: Duration = Duration::from_secs(30);

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
        let mut command = Command::new(program);
        command.args(arguments);
        Term::of(command, columns, rows)
    }

    /// What this command would start.
    pub fn of(command: Command, columns: u16, rows: u16) -> Term {
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
        let mut inside = CommandBuilder::new(command.get_program());
        inside.args(command.get_args());
        inside.env("TERM", "xterm-256color");
        for name in ["TMUX", "VTE_VERSION", "KONSOLE_VERSION", "KITTY_WINDOW_ID", "TERM_PROGRAM", "NO_COLOR"] {
            inside.env_remove(name);
        }
        for (name, value) in command.get_envs() {
            inside.env(name, value.expect("nothing is taken away"));
        }
        let child = pair.slave.spawn_command(inside).expect("the program starts");
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

    /// Whether the screen shows this text now.
    pub fn shows(&mut self, text: &str) -> bool {
        let visual = LayoutOptions::default().line(text).visual().to_owned();
        self.screen().contains(&visual)
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

/// The supervisor at a desk that is set up, the terminal's self-check answered.
pub fn signed_in(data: &Path, columns: u16, rows: u16) -> Term {
    let mut term = Term::start(&["--data", &data.display().to_string()], columns, rows);
    term.see("آزمون پایانه").keys("1").see("نام کاربری").keys("sara\r").keys(PASSPHRASE).keys("\r").see("صف");
    term
}

/// The program at a terminal, with this person signed in; nothing is asked of the terminal.
pub fn at_desk(data: &Path, more: &[&str], sign_in: &str, passphrase: &str) -> Term {
    let path = data.display().to_string();
    let mut arguments = vec!["--data", &path, "--bidi", "app"];
    arguments.extend(more);
    let mut term = Term::start(&arguments, 80, 24);
    term.see("نام کاربری").keys(sign_in).keys("\r").keys(passphrase).keys("\r").see("صف");
    term
}

/// Quits, from any screen.
pub fn leave(mut term: Term) {
    term.keys(F10).see("بیرون").keys("y");
    assert_eq!(term.end().0, 0);
}

/// A new person's answers, typed up to the papers; `kind` 1 is a renewal, 2 a replacement.
pub fn type_intake(term: &mut Term, kind: &str, person: u32, certificate: &str) {
    type_intake_to(term, kind, person, certificate);
    term.see("هنوز دیده نشده");
}

/// The same, up to its last key.
pub fn type_intake_to(term: &mut Term, kind: &str, person: u32, certificate: &str) {
    term.keys(F2).see("نوع درخواست").keys(kind).keys("1\r\r\r\r").keys(&made_up_id(person)).see("نام پدر");
    term.name("زهرا").keys("\r").name("کریمی").keys("\r").name("محمدرضا").keys("\r");
    // Over what need not be answered, with the key that goes on to what is missing.
    term.keys("137004122").keys(F2).keys("091200010001458710000").keys(F2);
    // Education and the certificate, which nobody but the paper knows.
    term.keys("6").see("نوع گواهینامه").keys("2").keys(certificate).keys("\r").name("برق").keys("\r\r");
    term.keys("13951103\r1");
}
