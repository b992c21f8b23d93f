//! How the desk looks: a terminal, drawn anew after every key.

pub mod keys;
pub mod paint;
pub mod screen;
pub mod shell;
pub mod terminal;
pub mod widget;

use std::io::{self, BufWriter, Stdout};
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crossterm::event::{self, Event, KeyCode, KeyEvent};
use crossterm::{clipboard::CopyToClipboard, execute};
use ratatui::backend::CrosstermBackend;

use self::paint::canvas::Canvas;
use self::paint::page::Page;
use self::paint::theme::Theme;
use self::shell::{Shell, unlock};
use self::terminal::detect::Detected;
use self::terminal::signals::{self, Told};
use self::terminal::{Bidi, Taken};
use crate::desk::command::Command;
use crate::desk::prefs::Prefs;
use crate::desk::{Desk, StartError};
use crate::store::error::OpenError;
use crate::store::vault::Unlock;
use crate::store::{EachStep, Progress};
use crate::text::caret::Arrows;
use crate::text::{Pen, Shape};
use crate::words::{Lang, Words};

pub use terminal::check::{check, report};
pub use terminal::signals::ENDED_BY_SIGNAL;

/// How long a key is waited for before the clock in the bar is looked at again.
const TICK: Duration = Duration::from_millis(200);
/// So many of them without a key are a pause, in which what is half typed is kept too.
const PAUSE: u32 = 10;

/// What was chosen on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    pub lang: Lang,
    pub bidi: Bidi,
    pub shape: Shape,
    pub arrows: Arrows,
    /// Not asked on a throw-away desk.
    pub self_check: bool,
    /// How long nobody may press a key before the screen is locked; never, if there is no such time.
    pub lock_after: Option<Duration>,
}

/// How a session at the terminal ended.
#[derive(Debug, PartialEq, Eq)]
pub enum End {
    Quit,
    /// SIGTERM or SIGHUP.
    Told,
}

/// Why there was no session, or why it broke off.
#[derive(Debug)]
pub enum RunError {
    Start(StartError),
    Terminal(io::Error),
}

/// The page and where it goes.
struct Screen {
    page: Page,
    out: CrosstermBackend<BufWriter<Stdout>>,
}

impl Screen {
    fn new() -> io::Result<Screen> {
        let (columns, rows) = crossterm::terminal::size()?;
        let out = CrosstermBackend::new(BufWriter::with_capacity(1 << 16, io::stdout()));
        Ok(Screen { page: Page::new(columns, rows), out })
    }

    /// Draws a frame and sends what changed.
    fn draw(&mut self, view: impl FnOnce(&mut Page) -> Option<(u16, u16)>) -> io::Result<()> {
        let cursor = view(&mut self.page);
        self.page.send(&mut self.out, cursor)?;
        Ok(())
    }

    /// The terminal may show anything and have any size.
    fn begin_again(&mut self) -> io::Result<()> {
        let (columns, rows) = crossterm::terminal::size()?;
        self.page.resize(columns, rows);
        Ok(())
    }
}

/// Opens a desk on the terminal and works until the operator leaves.
///
/// `open` gets what opens a sealed folder, once it is asked for, and a function that shows how far
/// rebuilding has come.
pub fn run(
    look: Look,
    mut open: impl FnMut(Option<Unlock>, EachStep) -> Result<Desk, StartError>,
) -> Result<End, RunError> {
    let known = Arc::new(Mutex::new(Detected::from_env()));
    let told = signals::watch(&known).map_err(RunError::Terminal)?;
    let taken = Taken::take(&known).map_err(RunError::Terminal)?;
    let detected = terminal::look(&known);
    let mut screen = Screen::new().map_err(RunError::Terminal)?;
    let words = Words::new(look.lang);
    let theme = Theme::from_env();
    let mut typed: Option<unlock::Typed> = None;
    let mut desk = loop {
        let unlock = typed.as_ref().map(unlock::Typed::unlock);
        let mut step = |progress| show_progress(&mut screen, &words, theme, look, progress, &told);
        match open(unlock, &mut step) {
            Ok(desk) => break desk,
            Err(StartError::Store(error @ (OpenError::Locked | OpenError::WrongKey))) => {
                let before = typed.as_ref().map(|typed| (typed, &error));
                typed = unlock::ask(&mut screen, &told, &words, look, before).map_err(RunError::Terminal)?;
                if typed.is_none() {
                    return Ok(if told.must_end() { End::Told } else { End::Quit });
                }
            }
            Err(StartError::Store(OpenError::Cancelled)) => {
                return Ok(if told.must_end() { End::Told } else { End::Quit });
            }
            Err(error) => return Err(RunError::Start(error)),
        }
    };
    // Whoever opened the folder by passphrase need not type it once more.
    if let Some(typed) = typed.filter(|typed| !typed.sign_in.is_empty() && desk.office().is_some()) {
        let answers = [("sign-in", typed.sign_in.as_str()), ("passphrase", typed.secret.text())];
        desk.perform(Command::SignIn {
            answers: answers.map(|(id, text)| (id, text.to_owned())).into_iter().collect(),
        });
    }
    let known = Prefs::load(desk.folder()).terminal_reorders.get(&detected.name).copied();
    let reorders = match look.bidi {
        Bidi::Auto => known.unwrap_or(false),
        Bidi::App => false,
        Bidi::Terminal => true,
    };
    let pen = Pen::for_terminal(look.lang.base(), reorders, look.shape);
    let ask = look.self_check && look.bidi == Bidi::Auto && known.is_none() && desk.office().is_some();
    let mut shell = Shell::new(desk, words, pen, theme, &detected.name).with_arrows(look.arrows);
    if ask {
        shell.check_terminal();
    }
    let end = work(&mut screen, &mut shell, &taken, &told, look.lock_after).map_err(RunError::Terminal);
    drop(taken);
    shell.close();
    end
}

fn work(
    screen: &mut Screen,
    shell: &mut Shell,
    taken: &Taken,
    told: &Told,
    lock_after: Option<Duration>,
) -> io::Result<End> {
    let mut dirty = true;
    let mut idle = 0_u32;
    for c in taken.typed_ahead.chars() {
        shell.handle(&typed_ahead(c));
    }
    while !shell.is_over() {
        if told.must_end() {
            shell.put_down();
            return Ok(End::Told);
        }
        let suspended = shell.take_suspend();
        if suspended {
            taken.suspend();
        }
        if suspended || told.went_on() {
            taken.take_again()?;
            screen.begin_again()?;
            dirty = true;
        }
        if let Some(text) = shell.take_copied() {
            execute!(screen.out, CopyToClipboard::to_clipboard_from(text))?;
        }
        if dirty {
            screen.draw(|page| shell.draw(page))?;
        }
        dirty = false;
        if event::poll(TICK)? {
            // Everything that was typed ahead is taken in order before the next picture.
            loop {
                let event = event::read()?;
                if let Event::Resize(..) = event {
                    screen.begin_again()?;
                }
                dirty |= shell.handle(&event);
                if shell.is_over() || !event::poll(Duration::ZERO)? {
                    break;
                }
            }
            idle = 0;
        } else {
            idle += 1;
            // At once, and then now and again: what was begun may have come to an end.
            let told = (idle == 1 || idle.is_multiple_of(10)) && shell.settle();
            if idle == PAUSE {
                shell.put_down();
            }
            // Whoever left the desk left nothing to be read on it.
            let leaves = lock_after.is_some_and(|after| idle == ticks(after));
            if leaves {
                shell.lock();
            }
            dirty = told || leaves || idle.is_multiple_of(50);
        }
    }
    shell.put_down();
    Ok(End::Quit)
}

/// How many ticks without a key make so long a time, at least one.
fn ticks(time: Duration) -> u32 {
    u32::try_from(time.as_millis().div_ceil(TICK.as_millis()).max(1)).unwrap_or(u32::MAX)
}

/// A character that came before the first picture, as the key that it is.
fn typed_ahead(c: char) -> Event {
    let code = match c {
        '\r' | '\n' => KeyCode::Enter,
        '\t' => KeyCode::Tab,
        '\u{1B}' => KeyCode::Esc,
        '\u{7F}' => KeyCode::Backspace,
        c => KeyCode::Char(c),
    };
    Event::Key(KeyEvent::from(code))
}

/// Shows how far it has come; broken off by Esc, F10 or a signal, and begun again at the next start.
fn show_progress(
    screen: &mut Screen,
    words: &Words,
    theme: Theme,
    look: Look,
    progress: Progress,
    told: &Told,
) -> ControlFlow<()> {
    let _ = screen.draw(|page| {
        let mut canvas = Canvas::new(page, Pen::for_terminal(look.lang.base(), false, look.shape), theme);
        let area = canvas.area();
        let row = area.below(area.h / 2).after(area.w / 4).first(area.w / 2);
        let percent = progress.done * 100 / progress.total.max(1);
        let told = words.with("rebuilding", &[("percent", crate::text::percent(&words.number(percent)))]);
        canvas.text(row, &told, theme.title());
        let done = u16::try_from(u64::from(row.w) * percent.min(100) / 100).unwrap_or(0);
        canvas.rule(row.below(1), theme.quiet());
        canvas.fill(row.below(1).first(done).top(1), theme.selected());
        canvas.text(row.below(3), &words.say("rebuilding-leave"), theme.quiet());
        None
    });
    let mut leave = told.must_end();
    while let Ok(true) = event::poll(Duration::ZERO) {
        let Ok(Event::Key(key)) = event::read() else { continue };
        leave |= matches!(key.code, KeyCode::Esc | KeyCode::F(10));
    }
    if leave { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
}
