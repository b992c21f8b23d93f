//! Which terminal this is: by what it answers, then by the environment.
//!
//! The environment may be a lie: a terminal started from another one inherits its variables.
//! So what a terminal says of itself (XTVERSION) goes before them. Whether it implements the
//! mode by which bidirectional terminals are told to keep their hands off is asked too
//! (DECRQM of mode 8). A terminal that answers nothing is waited for once, and not long.

use std::env;

/// What a terminal does with Persian, as far as it can be told something.
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
    /// Sequences for the terminal around it must be wrapped.
    pub tmux: bool,
    /// What it says of itself.
    pub version: Option<String>,
    /// Its answer about mode 8: 0 unknown to it, 1 set, 2 reset; `None` where it does not answer.
    pub mode: Option<u8>,
    /// The same after it was told to keep its hands off; only the check asks again.
    pub mode_after: Option<u8>,
    /// It can tell Shift+Space from a blank (the keyboard protocol that kitty began).
    pub keyboard: bool,
    /// It answers questions at all.
    pub answers: bool,
}

/// Safe questions: mode 8, the keyboard, and one that every terminal answers.
pub(in crate::tui) const FIRST_QUESTIONS: &str = "\u{1B}[8$p\u{1B}[?u\u{1B}[c";
/// AuditQuery only of a terminal that answers: a late reply to this one would look like typing.
pub(in crate::tui) const NAME_QUESTION: &str = "\u{1B}[>0q\u{1B}[c";

/// How XTVERSION begins, in lower case, which is the name here too, and what it is.
const BY_VERSION: &[(&str, Kind)] = &[
    ("mlterm", Kind::Mlterm),
    ("konsole", Kind::Konsole),
    ("kitty", Kind::Stubborn),
    ("vte", Kind::Obedient),
    ("xterm", Kind::Obedient),
    ("foot", Kind::Obedient),
    ("wezterm", Kind::Obedient),
    ("iterm2", Kind::Stubborn),
];

impl Detected {
    pub fn from_env() -> Detected {
        Detected::from_variables(|name| env::var(name).ok().filter(|value| !value.is_empty()))
    }

    /// From the variables of the environment alone.
    pub fn from_variables(get: impl Fn(&str) -> Option<String>) -> Detected {
        let is_set = |name: &str| get(name).is_some();
        let (term, program) = (get("TERM").unwrap_or_default(), get("TERM_PROGRAM"));
        let (name, kind) = match () {
            () if is_set("MLTERM") || term.starts_with("mlterm") => ("mlterm", Kind::Mlterm),
            () if is_set("KONSOLE_VERSION") => ("konsole", Kind::Konsole),
            () if is_set("KITTY_WINDOW_ID") || term == "xterm-kitty" => ("kitty", Kind::Stubborn),
            () if is_set("VTE_VERSION") => ("vte", Kind::Obedient),
            () if is_set("WT_SESSION") => ("windows-terminal", Kind::Obedient),
            () if is_set("XTERM_VERSION") => ("xterm", Kind::Obedient),
            () if term.starts_with("foot") => ("foot", Kind::Obedient),
            () if is_set("ALACRITTY_WINDOW_ID") || term == "alacritty" => ("alacritty", Kind::Obedient),
            () if term.starts_with("putty") => ("putty", Kind::Stubborn),
            () => match program.as_deref() {
                Some("Apple_Terminal") => ("apple-terminal", Kind::Stubborn),
                Some("iTerm.app") => ("iterm2", Kind::Stubborn),
                Some("WezTerm") => ("wezterm", Kind::Obedient),
                Some(program) if program != "tmux" => (program, Kind::Obedient),
                _ => (term.as_str(), Kind::Obedient),
            },
        };
        Detected {
            name: name.to_owned(),
            kind,
            tmux: is_set("TMUX"),
            version: None,
            mode: None,
            mode_after: None,
            keyboard: false,
            answers: false,
        }
    }

    /// Takes in what the terminal sent; returns what was no answer: typed ahead.
    pub fn read(&mut self, replies: &[u8]) -> Vec<u8> {
        let mut typed = Vec::new();
        let mut rest = replies;
        while let Some((first, behind)) = rest.split_first() {
            match rest {
                [0x1B, b'P', b'>', b'|', text @ ..] => {
                    let end = text.windows(2).position(|pair| pair == b"\x1B\\").unwrap_or(text.len());
                    self.is_called(&String::from_utf8_lossy(&text[..end]));
                    rest = text.get(end + 2..).unwrap_or_default();
                }
                [0x1B, b'[', text @ ..] => {
                    let end = text.iter().position(|byte| (0x40..=0x7E).contains(byte)).unwrap_or(text.len());
                    self.is_told(&text[..(end + 1).min(text.len())]);
                    rest = text.get(end + 1..).unwrap_or_default();
                }
                _ => {
                    typed.push(*first);
                    rest = behind;
                }
            }
        }
        typed
    }

    /// One control sequence, without its introducer.
    fn is_told(&mut self, sequence: &[u8]) {
        match sequence {
            [b'?', .., b'c'] => self.answers = true,
            [b'?', .., b'u'] => self.keyboard = true,
            [b'8', b';', mode @ b'0'..=b'9', b'$', b'y'] => self.mode = Some(mode - b'0'),
            _ => {}
        }
    }

    fn is_called(&mut self, version: &str) {
        let small = version.to_lowercase();
        self.version = Some(version.chars().filter(|c| !c.is_control()).take(60).collect());
        if small.starts_with("tmux") {
            self.tmux = true;
        } else if let Some((name, kind)) = BY_VERSION.iter().find(|(name, _)| small.starts_with(name)) {
            (self.name, self.kind) = ((*name).to_owned(), *kind);
        }
    }

    /// It puts plain Persian lines in order by itself, as when no program has told it otherwise.
    pub fn reorders_by_default(&self) -> bool {
        self.kind != Kind::Obedient || self.name == "vte" || matches!(self.mode, Some(1 | 2))
    }

    /// The message that says what its user must set, if there is something.
    pub fn advice(&self) -> Option<&'static str> {
        match self.name.as_str() {
            "kitty" => Some("terminal-advice-kitty"),
            "putty" => Some("terminal-advice-putty"),
            "iterm2" => Some("terminal-advice-iterm2"),
            "apple-terminal" => Some("terminal-advice-apple"),
            // tmux hides the terminal around it; outside of VTE nothing is needed.
            _ if self.tmux => Some("terminal-advice-tmux"),
            _ => None,
        }
    }

    fn wrapped(&self, sequence: &str) -> String {
        if self.tmux {
            format!("{sequence}\u{1B}Ptmux;{}\u{1B}\\", sequence.replace('\u{1B}', "\u{1B}\u{1B}"))
        } else {
            sequence.to_owned()
        }
    }

    /// Explicit mode, left to right, no autodetection; in words of its own where a terminal has them.
    pub fn hands_off(&self) -> String {
        self.wrapped(&format!("\u{1B}[8l\u{1B}[1 k\u{1B}[?2501l{}", self.own_words(false)))
    }

    /// As the terminal was before.
    pub fn hands_on(&self) -> String {
        self.wrapped(&format!("\u{1B}[8h\u{1B}[0 k{}", self.own_words(true)))
    }

    /// What switches a terminal's own order, where it knows no mode for it. Konsole's goes to
    /// Konsole only: in xterm it would set the font.
    fn own_words(&self, on: bool) -> String {
        match self.kind {
            Kind::Mlterm => format!("\u{1B}]5379;use_ctl={on}\u{7}"),
            Kind::Konsole => format!("\u{1B}]50;BidiRenderingEnabled={on}\u{7}"),
            Kind::Obedient | Kind::Stubborn => String::new(),
        }
    }
}
