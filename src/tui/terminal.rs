//! The terminal: which one it is, how it is told to keep its hands off, how it is left.
//!
//! Every way out restores it: leaving, a panic, SIGTERM, SIGHUP.

use std::env;
use std::io::{self, Write};

use crossterm::{cursor, event, execute, terminal};

/// A terminal as far as it matters for Persian.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Leaves the order alone, or obeys `CSI 8 l`.
    Obedient,
    Mlterm,
    Konsole,
    /// Reorders, and only its user can stop it.
    Stubborn,
}

/// What is known of the terminal this program runs in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Detected {
    /// Under which its answer to the self-check is remembered.
    pub name: String,
    pub kind: Kind,
    /// Sequences for the terminal itself must be wrapped.
    pub tmux: bool,
}

/// Who puts Persian in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Bidi {
    /// This program, unless the self-check said that the terminal insists on it.
    #[default]
    Auto,
    App,
    Terminal,
}

impl Detected {
    pub fn from_env() -> Detected {
        let is_set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
        let term = env::var("TERM").unwrap_or_default();
        let (name, kind) = match () {
            () if is_set("MLTERM") || term.starts_with("mlterm") => ("mlterm".to_owned(), Kind::Mlterm),
            () if is_set("KONSOLE_VERSION") => ("konsole".to_owned(), Kind::Konsole),
            () if is_set("KITTY_WINDOW_ID") => ("kitty".to_owned(), Kind::Stubborn),
            () if is_set("VTE_VERSION") => ("vte".to_owned(), Kind::Obedient),
            () if is_set("WT_SESSION") => ("windows-terminal".to_owned(), Kind::Obedient),
            () if is_set("XTERM_VERSION") => ("xterm".to_owned(), Kind::Obedient),
            () => match env::var("TERM_PROGRAM") {
                Ok(program) if program == "Apple_Terminal" => ("apple-terminal".to_owned(), Kind::Stubborn),
                Ok(program) if !program.is_empty() && program != "tmux" => (program, Kind::Obedient),
                _ => (term, Kind::Obedient),
            },
        };
        Detected { name, kind, tmux: is_set("TMUX") }
    }

    /// It puts plain Persian lines in order by itself, as when no program has told it otherwise.
    pub fn reorders_by_default(&self) -> bool {
        self.kind != Kind::Obedient || self.name == "vte"
    }

    fn wrapped(&self, sequence: &str) -> String {
        match self.tmux {
            true => format!("{sequence}\u{1B}Ptmux;{}\u{1B}\\", sequence.replace('\u{1B}', "\u{1B}\u{1B}")),
            false => sequence.to_owned(),
        }
    }

    /// Explicit mode, left to right, no autodetection; in words of its own where a terminal has them.
    pub fn hands_off(&self) -> String {
        let own = match self.kind {
            Kind::Mlterm => "\u{1B}]5379;use_ctl=false\u{7}",
            Kind::Konsole => "\u{1B}]50;BidiRenderingEnabled=false\u{7}",
            Kind::Obedient | Kind::Stubborn => "",
        };
        self.wrapped(&format!("\u{1B}[8l\u{1B}[1 k\u{1B}[?2501l{own}"))
    }

    /// As the terminal was before.
    pub fn hands_on(&self) -> String {
        let own = match self.kind {
            Kind::Mlterm => "\u{1B}]5379;use_ctl=true\u{7}",
            Kind::Konsole => "\u{1B}]50;BidiRenderingEnabled=true\u{7}",
            Kind::Obedient | Kind::Stubborn => "",
        };
        self.wrapped(&format!("\u{1B}[8h\u{1B}[0 k{own}"))
    }
}

/// The terminal, taken; given back when this is dropped, on a panic too.
pub struct Taken {
    detected: Detected,
}

impl Taken {
    pub fn take(detected: Detected) -> io::Result<Taken> {
        terminal::enable_raw_mode()?;
        let taken = Taken { detected };
        let mut out = io::stdout();
        execute!(out, terminal::EnterAlternateScreen)?;
        // The clear comes after the switch: otherwise VTE switches only the cursor's row.
        write!(out, "{}\u{1B}[2J", taken.detected.hands_off())?;
        execute!(out, event::EnableBracketedPaste, event::EnableMouseCapture)?;
        let detected = taken.detected.clone();
        let hook = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            give_back(&detected);
            hook(info);
        }));
        Ok(taken)
    }
}

impl Drop for Taken {
    fn drop(&mut self) {
        give_back(&self.detected);
    }
}

/// Leaves nothing behind. What fails here cannot be helped any more.
pub(super) fn give_back(detected: &Detected) {
    let mut out = io::stdout();
    let _ = execute!(out, event::DisableMouseCapture, event::DisableBracketedPaste);
    let _ = write!(out, "{}", detected.hands_on());
    let _ = execute!(out, terminal::LeaveAlternateScreen, cursor::Show);
    let _ = terminal::disable_raw_mode();
    let _ = out.flush();
}
