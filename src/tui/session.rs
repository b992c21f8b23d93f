//! A session at the terminal: from opening the desk until the operator leaves.

use std::io;
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crossterm::event::{self, Event, KeyCode, KeyEvent};
use crossterm::{clipboard::CopyToClipboard, execute};

use super::look::Look;
use super::paint::canvas::Canvas;
use super::paint::theme::Theme;
use super::shell::Shell;
use super::shell::unlock::{self, Credentials};
use super::terminal::detect::Detected;
use super::terminal::display::{Display, TICK};
use super::terminal::signals::{self, SignalState};
use super::terminal::{self, Bidi, Taken};
use crate::desk::command::Command;
use crate::desk::folder::terminals;
use crate::desk::folder::{OpenError, Unlock};
use crate::desk::{Desk, StartError};
use crate::desk::{EachStep, Progress};
use crate::text::LayoutOptions;
use crate::words::Words;

/// So many ticks without a key are a pause, in which what is half typed is kept too.
const PAUSE: u32 = 10;
/// So many ticks later the desk is asked again whether something has come to an end.
const FLUSH_AGAIN: u32 = 10;
/// So many ticks later the clock in the bar is drawn again.
const DRAW_AGAIN: u32 = 50;

/// How a session at the terminal ended.
#[derive(Debug, PartialEq, Eq)]
pub enum End {
    Quit,
    /// SIGTERM or SIGHUP.
    Signalled,
}

/// Why there was no session, or why it broke off.
#[derive(Debug)]
pub enum RunError {
    Start(StartError),
    Terminal(io::Error),
}

/// Opens a desk on the terminal and works until the operator leaves.
///
/// `open` gets what opens an encrypted folder, once it is asked for, and a function that shows how far
/// rebuilding has come.
pub fn run(
    look: Look,
    open: impl FnMut(Option<Unlock>, EachStep) -> Result<Desk, StartError>,
) -> Result<End, RunError> {
    let known = Arc::new(Mutex::new(Detected::from_env()));
    let signals = signals::watch(&known).map_err(RunError::Terminal)?;
    let taken = Taken::take(&known).map_err(RunError::Terminal)?;
    let detected = terminal::detected(&known);
    let mut display = Display::new().map_err(RunError::Terminal)?;
    let words = Words::new(look.lang);
    let theme = Theme::from_env();
    let opening = Opening { display: &mut display, words: &words, theme, look, signals: &signals };
    let Some(desk) = opening.desk(open)? else {
        return Ok(if signals.must_end() { End::Signalled } else { End::Quit });
    };
    let known = terminals::reorders(desk.folder(), &detected.name);
    let reorders = match look.bidi {
        Bidi::Auto => known == Some(true),
        Bidi::App => false,
        Bidi::Terminal => true,
    };
    let layout = LayoutOptions::for_terminal(look.lang.base(), reorders, look.shape);
    let ask = look.self_check && look.bidi == Bidi::Auto && known.is_none() && desk.office().is_some();
    let shell = Shell::new(desk, words, layout, theme, &detected.name);
    let mut shell = shell.with_arrows(look.arrows).with_version(crate::VERSION);
    if ask {
        shell.check_terminal();
    }
    let lock_after = look.lock_after.map(ticks);
    let session = Session { display, shell: &mut shell, taken: &taken, signals: &signals, lock_after, idle: 0 };
    let end = session.work().map_err(RunError::Terminal);
    drop(taken);
    shell.close();
    end
}

/// A desk that is being opened.
struct Opening<'a> {
    display: &'a mut Display,
    words: &'a Words,
    theme: Theme,
    look: Look,
    signals: &'a SignalState,
}

impl Opening<'_> {
    /// The desk, once whoever may open an encrypted folder did; none if the operator left before.
    fn desk(
        mut self,
        mut open: impl FnMut(Option<Unlock>, EachStep) -> Result<Desk, StartError>,
    ) -> Result<Option<Desk>, RunError> {
        let mut typed: Option<Credentials> = None;
        loop {
            let unlock = typed.as_ref().map(Credentials::unlock);
            match open(unlock, &mut |progress| self.show_progress(progress)) {
                Ok(desk) => return Ok(Some(signed_in(desk, typed))),
                Err(StartError::Store(
                    error @ (OpenError::Locked | OpenError::WrongKey | OpenError::TooManyTries { .. }),
                )) => {
                    let before = typed.as_ref().map(|typed| (typed, &error));
                    let asked = unlock::ask(self.display, self.signals, self.words, self.look, before);
                    typed = asked.map_err(RunError::Terminal)?;
                    if typed.is_none() {
                        return Ok(None);
                    }
                }
                Err(StartError::Store(OpenError::Cancelled)) => return Ok(None),
                Err(error) => return Err(RunError::Start(error)),
            }
        }
    }

    /// Shows how far it has come; broken off by Esc, F10 or a signal, and begun again at the next start.
    fn show_progress(&mut self, progress: Progress) -> ControlFlow<()> {
        let (words, look) = (self.words, self.look);
        // What cannot be drawn does not stop what is being done.
        let _ = self.display.draw(|page| {
            let mut canvas =
                Canvas::new(page, LayoutOptions::for_terminal(look.lang.base(), false, look.shape), self.theme);
            let area = canvas.area();
            let row = area.below(area.h / 2).after(area.w / 4).first(area.w / 2);
            let percent = progress.done * 100 / progress.total.max(1);
            let told = words.with("rebuilding", &[("percent", crate::text::percent(&words.number(percent)))]);
            canvas.text(row, &told, self.theme.title());
            let done = u16::try_from(u64::from(row.w) * percent.min(100) / 100).unwrap_or(0);
            canvas.rule(row.below(1), self.theme.quiet());
            canvas.fill(row.below(1).first(done).top(1), self.theme.selected());
            canvas.text(row.below(3), &words.say("rebuilding-leave"), self.theme.quiet());
            None
        });
        let mut leave = self.signals.must_end();
        while let Ok(true) = event::poll(Duration::ZERO) {
            let Ok(Event::Key(key)) = event::read() else { continue };
            leave |= matches!(key.code, KeyCode::Esc | KeyCode::F(10));
        }
        if leave { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}

/// Whoever opened the folder by passphrase need not type it once more.
fn signed_in(mut desk: Desk, typed: Option<Credentials>) -> Desk {
    if let Some(typed) = typed.filter(|typed| !typed.sign_in.is_empty() && desk.office().is_some()) {
        let answers = [("sign-in", typed.sign_in.as_str()), ("passphrase", typed.secret.text())];
        desk.perform(Command::SignIn {
            answers: answers.map(|(id, text)| (id, text.to_owned())).into_iter().collect(),
        });
    }
    desk
}

/// Work at the desk: keys in, pictures out.
struct Session<'a> {
    display: Display,
    shell: &'a mut Shell,
    taken: &'a Taken,
    signals: &'a SignalState,
    /// After so many ticks without a key the screen is locked.
    lock_after: Option<u32>,
    /// So many ticks no key was pressed.
    idle: u32,
}

impl Session<'_> {
    fn work(mut self) -> io::Result<End> {
        for c in self.taken.typed_ahead.chars() {
            self.shell.handle(&typed_ahead(c));
        }
        let mut dirty = true;
        let mut end = End::Quit;
        while !self.shell.is_over() {
            if self.signals.must_end() {
                end = End::Signalled;
                break;
            }
            dirty |= self.come_back()?;
            if let Some(text) = self.shell.take_copied() {
                execute!(self.display.out, CopyToClipboard::to_clipboard_from(text))?;
            }
            if dirty {
                self.display.draw(|page| self.shell.draw(page))?;
            }
            dirty = if event::poll(TICK)? { self.take_events()? } else { self.pass_tick() };
        }
        self.shell.save_unsaved_input();
        Ok(end)
    }

    /// Leaves the terminal to the shell below if that is wanted, and takes it again after that or after a stop.
    fn come_back(&mut self) -> io::Result<bool> {
        let suspended = self.shell.take_suspend();
        if suspended {
            self.taken.suspend();
        }
        let again = suspended || self.signals.went_on();
        if again {
            self.taken.take_again()?;
            self.display.begin_again()?;
        }
        Ok(again)
    }

    /// Takes everything that was typed ahead, in order, before the next picture; true if there is one to be drawn.
    fn take_events(&mut self) -> io::Result<bool> {
        self.idle = 0;
        let mut dirty = false;
        loop {
            let event = event::read()?;
            if let Event::Resize(..) = event {
                self.display.begin_again()?;
            }
            dirty |= self.shell.handle(&event);
            if self.shell.is_over() || !event::poll(Duration::ZERO)? {
                return Ok(dirty);
            }
        }
    }

    /// Does what can wait until nobody presses a key; true if there is something else to be drawn.
    fn pass_tick(&mut self) -> bool {
        self.idle += 1;
        // At once, and then now and again: what was begun may have come to an end.
        let flushes = self.idle == 1 || self.idle.is_multiple_of(FLUSH_AGAIN);
        let told = flushes && self.shell.flush_waiting();
        if self.idle == PAUSE {
            self.shell.save_unsaved_input();
        }
        // Whoever left the desk left nothing to be read on it.
        let leaves = self.lock_after == Some(self.idle);
        if leaves {
            self.shell.lock();
        }
        told || leaves || self.idle.is_multiple_of(DRAW_AGAIN)
    }
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
