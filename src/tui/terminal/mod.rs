//! The terminal, taken and given back.
//!
//! Every way out restores it: leaving, a panic, SIGTERM, SIGHUP, a suspension.

pub mod check;
pub mod detect;
pub mod display;
pub mod signals;

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use crossterm::event::{KeyboardEnhancementFlags, PopKeyboardEnhancementFlags, PushKeyboardEnhancementFlags};
use crossterm::{cursor, event, execute, terminal};

use self::detect::{Detected, FIRST_QUESTIONS, NAME_QUESTION};

/// Who puts Persian in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Bidi {
    /// This program, unless the self-check said that the terminal insists on it.
    #[default]
    Auto,
    App,
    Terminal,
}

/// What is known of the terminal, for all who may have to give it back.
pub(in crate::tui) type Known = Arc<Mutex<Detected>>;

pub(in crate::tui) fn detected(known: &Known) -> Detected {
    known.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

fn note(known: &Known, detected: Detected) {
    *known.lock().unwrap_or_else(PoisonError::into_inner) = detected;
}

/// How long an answer is waited for, in milliseconds. Over a slow line the answer comes later
/// and is dropped; then the environment alone decides.
const PATIENCE: i32 = 300;

/// The terminal, taken; given back when this is dropped, on a panic too.
pub(in crate::tui) struct Taken {
    known: Known,
    /// What was typed before the first picture.
    pub typed_ahead: String,
}

impl Taken {
    pub fn take(known: &Known) -> io::Result<Taken> {
        terminal::enable_raw_mode()?;
        let mut taken = Taken { known: Arc::clone(known), typed_ahead: String::new() };
        execute!(io::stdout(), terminal::EnterAlternateScreen)?;
        taken.typed_ahead = ask(known)?;
        set_up(&detected(known))?;
        let known = Arc::clone(known);
        let hook = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            give_back(&detected(&known));
            hook(info);
        }));
        Ok(taken)
    }

    /// Asks about mode 8 once more, now that the terminal has been told.
    pub fn ask_again(&self) -> io::Result<()> {
        let mut detected = detected(&self.known);
        if detected.answers {
            let mut now = Detected { answers: false, ..detected.clone() };
            exchange(&mut now, FIRST_QUESTIONS)?;
            detected.mode_after = now.mode;
            note(&self.known, detected);
        }
        Ok(())
    }

    /// Gives the terminal to the shell until it lets this program go on.
    pub fn suspend(&self) {
        give_back(&detected(&self.known));
        stop();
    }

    /// Takes the terminal again.
    pub fn take_again(&self) -> io::Result<()> {
        terminal::enable_raw_mode()?;
        execute!(io::stdout(), terminal::EnterAlternateScreen)?;
        set_up(&detected(&self.known))
    }
}

impl Drop for Taken {
    fn drop(&mut self) {
        give_back(&detected(&self.known));
    }
}

/// Tells the terminal what it must know. The clear comes after the switch: otherwise VTE
/// switches only the cursor's row.
fn set_up(detected: &Detected) -> io::Result<()> {
    let mut out = io::stdout();
    write!(out, "{}\u{1B}[2J", detected.hands_off())?;
    execute!(out, event::EnableBracketedPaste, event::EnableMouseCapture)?;
    if detected.keyboard {
        execute!(out, PushKeyboardEnhancementFlags(KeyboardEnhancementFlags::DISAMBIGUATE_ESCAPE_CODES))?;
    }
    Ok(())
}

/// Leaves nothing behind. What fails here cannot be helped any more.
pub(in crate::tui) fn give_back(detected: &Detected) {
    let mut out = io::stdout();
    if detected.keyboard {
        let _ = execute!(out, PopKeyboardEnhancementFlags);
    }
    let _ = execute!(out, event::DisableMouseCapture, event::DisableBracketedPaste);
    let _ = write!(out, "{}", detected.hands_on());
    let _ = execute!(out, terminal::LeaveAlternateScreen, cursor::Show);
    let _ = terminal::disable_raw_mode();
    let _ = out.flush();
}

/// Asks the terminal about itself; returns what was typed in the meantime.
fn ask(known: &Known) -> io::Result<String> {
    let mut detected = detected(known);
    let mut typed = exchange(&mut detected, FIRST_QUESTIONS)?;
    if detected.answers {
        detected.answers = false;
        typed.extend(exchange(&mut detected, NAME_QUESTION)?);
        detected.answers = true;
    }
    note(known, detected);
    Ok(String::from_utf8_lossy(&typed).into_owned())
}

/// Sends questions of which the last is always answered, and reads until it is.
#[cfg(unix)]
fn exchange(detected: &mut Detected, questions: &str) -> io::Result<Vec<u8>> {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use std::os::fd::AsFd;

    /// More than this is no answer.
    const MOST: usize = 4096;

    let stdin = io::stdin();
    if !io::IsTerminal::is_terminal(&stdin) {
        return Ok(Vec::new());
    }
    let mut out = io::stdout();
    write!(out, "{questions}")?;
    out.flush()?;
    let (mut replies, mut typed) = (Vec::new(), Vec::new());
    let patience = Timespec { tv_sec: 0, tv_nsec: i64::from(PATIENCE) * 1_000_000 };
    while replies.len() < MOST {
        let mut fds = [PollFd::new(&stdin, PollFlags::IN)];
        if poll(&mut fds, Some(&patience)).unwrap_or(0) == 0 {
            break;
        }
        let mut buffer = [0; 1024];
        let count = rustix::io::read(stdin.as_fd(), &mut buffer)?;
        if count == 0 {
            break;
        }
        replies.extend(&buffer[..count]);
        let mut seen = detected.clone();
        typed = seen.read(&replies);
        if seen.answers {
            break;
        }
    }
    detected.read(&replies);
    Ok(typed)
}

#[cfg(not(unix))]
fn exchange(_: &mut Detected, _: &str) -> io::Result<Vec<u8>> {
    Ok(Vec::new())
}

/// Stops all that runs in the foreground, as the terminal does at Ctrl+Z where it is not raw.
///
/// Where no shell waits to let it go on (a kiosk), the system ignores this and nothing happens.
#[cfg(unix)]
fn stop() {
    use rustix::process::{Signal, kill_current_process_group};
    let _ = kill_current_process_group(Signal::TSTP);
    // The signal may reach another thread first.
    std::thread::sleep(std::time::Duration::from_millis(50));
}

#[cfg(not(unix))]
fn stop() {}
