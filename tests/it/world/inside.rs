//! The program's screens in this process: keys in, pictures out, and a clock that stands still.
//!
//! A picture is the text of the screen as its cells show it, with what looks other than plain below it.
//! Whatever comes from chance or from this machine is masked.

use std::collections::BTreeMap;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use pishkhan::desk::Desk;
use pishkhan::desk::clock::Clock;
use pishkhan::text::{LayoutOptions, Shape};
use pishkhan::tui::paint::page::Page;
use pishkhan::tui::paint::theme::Theme;
use pishkhan::tui::shell::Shell;
use pishkhan::words::{Lang, Words};
use ratatui::backend::CrosstermBackend;

use super::done;

/// The first of Azar 1405, ten o'clock in Tehran.
const MORNING: i64 = 1_795_329_000_000;
pub const MINUTE: i64 = 60_000;
pub const DAY: i64 = 24 * 60 * MINUTE;

/// A clock that moves when it is told to.
#[derive(Clone)]
pub struct Standing(Arc<AtomicI64>);

impl Default for Standing {
    fn default() -> Standing {
        Standing(Arc::new(AtomicI64::new(MORNING)))
    }
}

impl Standing {
    pub fn pass(&self, ms: i64) {
        self.0.fetch_add(ms, Ordering::SeqCst);
    }

    /// How long it has gone on.
    pub fn since_morning(&self) -> i64 {
        self.wall_ms() - MORNING
    }
}

impl Clock for Standing {
    fn wall_ms(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }

    fn mono_ms(&self) -> u64 {
        u64::try_from(self.since_morning()).expect("it only goes on")
    }
}

/// The desk in this folder, at this time.
pub fn desk(folder: &Path, clock: &Standing) -> Desk {
    Desk::open(folder, None, Box::new(clock.clone()), &mut |_| ControlFlow::Continue(())).expect("the desk opens")
}

/// Does what the lines ask, a minute each; returns the replies.
pub fn act(desk: &mut Desk, clock: &Standing, lines: &[String]) -> Vec<serde_json::Value> {
    let mut next = |line: &String| {
        clock.pass(MINUTE);
        done(desk, line)
    };
    lines.iter().map(&mut next).collect()
}

/// Somebody at the screen.
pub struct Seat {
    pub shell: Shell,
    page: Page,
    pub clock: Standing,
    size: (u16, u16),
    /// The name that chance gave to the data folder.
    chance: String,
}

impl Seat {
    /// The program in this folder, on a terminal of this size.
    pub fn at(folder: &Path, clock: &Standing, lang: Lang, size: (u16, u16)) -> Seat {
        let pen = LayoutOptions::for_terminal(lang.base(), false, Shape::Forms);
        let shell = Shell::new(desk(folder, clock), Words::new(lang), pen, Theme { colour: true }, "picture");
        let chance = folder.file_name().expect("a name").to_string_lossy().into_owned();
        let mut seat = Seat { shell, page: Page::new(size.0, size.1), clock: clock.clone(), size, chance };
        seat.draw();
        seat
    }

    /// Presses keys: letters as they are, others by name, as in `<F2>`, `<Enter>`, `<C-a>`.
    pub fn keys(&mut self, keys: &str) -> &mut Seat {
        let mut rest = keys;
        while let Some(c) = rest.chars().next() {
            let (event, used) = match rest.strip_prefix('<').and_then(|named| named.split_once('>')) {
                Some((name, _)) => (named(name), name.len() + 2),
                None => (KeyEvent::from(KeyCode::Char(c)), c.len_utf8()),
            };
            self.shell.handle(&Event::Key(event));
            self.draw();
            rest = &rest[used..];
        }
        self
    }

    pub fn sign_in(&mut self, name: &str, passphrase: &str) -> &mut Seat {
        self.keys(name).keys("<Enter>").keys(passphrase).keys("<Enter>")
    }

    fn draw(&mut self) -> Option<(u16, u16)> {
        self.shell.draw(&mut self.page)
    }

    /// What stands on the screen.
    pub fn picture(&mut self) -> String {
        let cells = |count| std::num::NonZero::new(count).expect("a screen has cells");
        let mut screen = vt100::Parser::new(cells(self.size.1), cells(self.size.0), 0);
        self.page.resize(self.size.0, self.size.1);
        let cursor = self.draw();
        let mut bytes = Vec::new();
        self.page.send(&mut CrosstermBackend::new(&mut bytes), cursor).expect("it is drawn");
        screen.process(&bytes);
        let screen = screen.screen();
        let rows = |part: &dyn Fn(&vt100::Cell) -> String| -> Vec<String> {
            let cell = |row, column| screen.cell(row, column).map(part).unwrap_or_default();
            let row = |row| (0..self.size.0).map(|column| cell(row, column)).collect::<String>().trim_end().to_owned();
            (0..self.size.1).map(row).collect()
        };
        let shown = |cell: &vt100::Cell| match cell.contents() {
            "" => " ".to_owned(),
            contents => contents.to_owned(),
        };
        let text = self.masked(&rows(&shown).join("\n"));
        let styles = rows(&|cell| style(cell).to_string()).join("\n");
        let cursor = cursor.map_or_else(String::new, |(x, y)| format!("cursor {x},{y}\n"));
        format!("{text}\n{}\n{styles}\n{cursor}", "=".repeat(usize::from(self.size.0)))
    }

    /// The text of the screen without what is another at every run.
    fn masked(&self, text: &str) -> String {
        let text = text.replace(&self.chance, &"#".repeat(self.chance.len()));
        let rows: Vec<String> = text.split('\n').map(masked).collect();
        rows.join("\n")
    }

    /// Closes in order.
    pub fn close(self) {
        self.shell.close();
    }
}

/// One sign for how a cell looks.
fn style(cell: &vt100::Cell) -> char {
    let colour = match cell.fgcolor() {
        vt100::Color::Idx(at) => char::from(b'a' + at),
        _ => '-',
    };
    match (cell.inverse(), cell.bold(), cell.underline(), colour) {
        (true, false, false, '-') => '#',
        (false, true, false, '-') => '+',
        (false, false, true, '-') => '_',
        (false, false, false, '-') => ' ',
        (false, false, false, colour) => colour,
        (false, true, false, colour) => colour.to_ascii_uppercase(),
        _ => '?',
    }
}

/// Heads of the chain and recovery codes: groups of so many signs, joined.
fn masked(row: &str) -> String {
    let digit = |c: char| c.is_ascii_digit() || ('\u{6F0}'..='\u{6F9}').contains(&c);
    let hex = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
    let of_chance = |word: &str| {
        let groups: Vec<&str> = word.split('-').collect();
        let all = |length, fits: &dyn Fn(char) -> bool| {
            groups.iter().all(|group| group.chars().count() == length && group.chars().all(fits))
        };
        match groups.len() {
            1 => word.len() == 8 && all(8, &hex),
            5 => all(5, &digit),
            count => (count == 4 || count > 5) && all(4, &hex),
        }
    };
    let mut out = String::new();
    let mut rest = row;
    while !rest.is_empty() {
        let ends = |c: char| !(c.is_alphanumeric() || c == '-');
        let end = rest.find(ends).map_or(rest.len(), |at| at.max(1));
        let end = (end..=rest.len()).find(|at| rest.is_char_boundary(*at)).unwrap_or(rest.len());
        let word = &rest[..end];
        if of_chance(word) {
            out.extend(word.chars().map(|c| if c == '-' { '-' } else { '#' }))
        } else {
            out.push_str(word)
        }
        rest = &rest[end..];
    }
    out
}

fn named(name: &str) -> KeyEvent {
    let code = match name.strip_prefix('F').and_then(|number| number.parse().ok()) {
        Some(number) => KeyCode::F(number),
        None => match name {
            "Enter" => KeyCode::Enter,
            "Esc" => KeyCode::Esc,
            "Tab" => KeyCode::Tab,
            "Up" => KeyCode::Up,
            "Down" => KeyCode::Down,
            "Left" => KeyCode::Left,
            "Home" => KeyCode::Home,
            "End" => KeyCode::End,
            "Backspace" => KeyCode::Backspace,
            "PgUp" => KeyCode::PageUp,
            "PgDn" => KeyCode::PageDown,
            _ => match name.strip_prefix("C-").and_then(|letter| letter.chars().next()) {
                Some(letter) => return KeyEvent::new(KeyCode::Char(letter), KeyModifiers::CONTROL),
                None => panic!("no key is called {name}"),
            },
        },
    };
    KeyEvent::from(code)
}

/// Pictures by name, held against the files that were kept of them.
pub struct Album {
    folder: PathBuf,
    taken: BTreeMap<&'static str, String>,
}

impl Album {
    pub fn of(name: &str) -> Album {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/screens").join(name);
        Album { folder, taken: BTreeMap::new() }
    }

    pub fn take(&mut self, name: &'static str, seat: &mut Seat) {
        let before = self.taken.insert(name, seat.picture());
        assert!(before.is_none(), "{name} was taken twice");
    }

    /// Compares; with `PISHKHAN_SCREENS=write` in the environment, keeps the pictures instead.
    pub fn compare(self) {
        let path = |name: &str| self.folder.join(format!("{name}.txt"));
        if std::env::var_os("PISHKHAN_SCREENS").is_some_and(|value| value == "write") {
            let _ = fs::remove_dir_all(&self.folder);
            fs::create_dir_all(&self.folder).expect("a folder");
            self.taken.iter().for_each(|(name, picture)| fs::write(path(name), picture).expect("written"));
            return;
        }
        let kept = fs::read_dir(&self.folder).expect("the pictures").flatten().map(|entry| entry.path());
        let unknown = kept.filter(|kept| !self.taken.keys().any(|name| path(name) == *kept));
        let mut found: Vec<String> = unknown.map(|path| format!("{} was not taken", path.display())).collect();
        for (name, picture) in &self.taken {
            let kept = fs::read_to_string(path(name)).unwrap_or_default();
            if kept != *picture {
                found.push(format!("{}\n{}", path(name).display(), differences(&kept, picture)));
            }
        }
        let how = "if that is how it should look, keep the pictures with PISHKHAN_SCREENS=write";
        assert!(found.is_empty(), "{}\n{how}", found.join("\n"));
    }
}

/// The rows in which two pictures differ.
fn differences(kept: &str, taken: &str) -> String {
    let (kept, taken): (Vec<&str>, Vec<&str>) = (kept.lines().collect(), taken.lines().collect());
    let at = |rows: &[&str], at: usize| (*rows.get(at).unwrap_or(&"")).to_owned();
    let rows = (0..kept.len().max(taken.len())).filter(|row| at(&kept, *row) != at(&taken, *row));
    rows.map(|row| format!("{row:3} - {}\n    + {}\n", at(&kept, row), at(&taken, row))).collect()
}
