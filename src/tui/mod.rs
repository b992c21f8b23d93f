//! How the desk looks: a terminal, drawn anew after every key.

pub mod canvas;
pub mod keys;
pub mod screen;
pub mod shell;
mod shell_view;
pub mod terminal;
pub mod theme;

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crossterm::event;
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;

use self::canvas::Canvas;
use self::shell::Shell;
use self::terminal::{Bidi, Detected, Taken};
use self::theme::Theme;
use crate::desk::prefs::Prefs;
use crate::desk::{Desk, StartError};
use crate::store::Progress;
use crate::text::{Pen, Shape};
use crate::words::{Lang, Words};

/// How long a key is waited for before the clock in the bar is looked at again.
const TICK: Duration = Duration::from_millis(200);

/// How long a session has to hear a signal.
const DEAF: Duration = Duration::from_millis(1500);
/// 128 and SIGTERM.
pub const ENDED_BY_SIGNAL: u8 = 143;

/// What was chosen on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    pub lang: Lang,
    pub bidi: Bidi,
    pub shape: Shape,
    /// Not asked on a throw-away desk.
    pub self_check: bool,
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

type Screen = Terminal<CrosstermBackend<io::Stdout>>;

/// Opens a desk on the terminal and works until the operator leaves.
///
/// `open` gets a function that shows how far rebuilding has come.
pub fn run(
    look: Look,
    open: impl FnOnce(&mut dyn FnMut(Progress)) -> Result<Desk, StartError>,
) -> Result<End, RunError> {
    let detected = Detected::from_env();
    let told = watch_signals(&detected).map_err(RunError::Terminal)?;
    let taken = Taken::take(detected.clone()).map_err(RunError::Terminal)?;
    let mut terminal = Terminal::new(CrosstermBackend::new(io::stdout())).map_err(RunError::Terminal)?;
    let words = Words::new(look.lang);
    let theme = Theme::from_env();
    let desk =
        open(&mut |progress| show_progress(&mut terminal, &words, theme, look, progress)).map_err(RunError::Start)?;
    let known = Prefs::load(desk.folder()).terminal_reorders.get(&detected.name).copied();
    let reorders = match look.bidi {
        Bidi::Auto => known.unwrap_or(false),
        Bidi::App => false,
        Bidi::Terminal => true,
    };
    let pen = Pen::for_terminal(look.lang.base(), reorders, look.shape);
    let ask = look.self_check && look.bidi == Bidi::Auto && known.is_none() && desk.office().is_some();
    let mut shell = Shell::new(desk, words, pen, theme, &detected.name);
    if ask {
        shell.check_terminal();
    }
    let end = work(&mut terminal, &mut shell, &told).map_err(RunError::Terminal);
    drop(taken);
    shell.close();
    end
}

fn work(terminal: &mut Screen, shell: &mut Shell, told: &Told) -> io::Result<End> {
    let mut dirty = true;
    let mut idle = 0_u32;
    while !shell.is_over() {
        if told.to_end.load(Ordering::SeqCst) {
            told.heard.store(true, Ordering::SeqCst);
            return Ok(End::Told);
        }
        if dirty {
            terminal.draw(|frame| {
                let cursor = shell.draw(frame.buffer_mut());
                if let Some(at) = cursor {
                    frame.set_cursor_position(at);
                }
            })?;
        }
        dirty = false;
        if event::poll(TICK)? {
            // Everything that was typed ahead is taken in order before the next picture.
            loop {
                dirty |= shell.handle(&event::read()?);
                if shell.is_over() || !event::poll(Duration::ZERO)? {
                    break;
                }
            }
            idle = 0;
        } else {
            idle += 1;
            dirty = idle.is_multiple_of(50);
        }
    }
    Ok(End::Quit)
}

fn show_progress(terminal: &mut Screen, words: &Words, theme: Theme, look: Look, progress: Progress) {
    let _ = terminal.draw(|frame| {
        let mut canvas = Canvas::new(frame.buffer_mut(), Pen::for_terminal(look.lang.base(), false, look.shape), theme);
        let area = canvas.area();
        let row = area.below(area.h / 2).after(area.w / 4).first(area.w / 2);
        let percent = progress.done * 100 / progress.total.max(1);
        let told = words.with("rebuilding", &[("percent", crate::text::percent(&words.number(percent)))]);
        canvas.text(row, &told, theme.title());
        let done = u16::try_from(u64::from(row.w) * percent.min(100) / 100).unwrap_or(0);
        canvas.rule(row.below(1), theme.quiet());
        canvas.fill(row.below(1).first(done).top(1), theme.selected());
    });
}

/// What the thread that waits for signals and the session tell each other.
#[derive(Default)]
struct Told {
    to_end: AtomicBool,
    heard: AtomicBool,
}

/// SIGTERM and SIGHUP end the session in order.
///
/// When the terminal is gone, reading from it may never come back (crossterm reads the end
/// of the file over and over). So a session that does not hear is ended from here: what was
/// acknowledged is on the disk, and what was not is cut off at the next start.
fn watch_signals(detected: &Detected) -> io::Result<Arc<Told>> {
    let told = Arc::new(Told::default());
    #[cfg(unix)]
    {
        use signal_hook::consts::{SIGHUP, SIGTERM};
        let mut signals = signal_hook::iterator::Signals::new([SIGTERM, SIGHUP])?;
        let (told, detected) = (Arc::clone(&told), detected.clone());
        std::thread::spawn(move || {
            for _ in signals.forever() {
                told.to_end.store(true, Ordering::SeqCst);
                std::thread::sleep(DEAF);
                if !told.heard.load(Ordering::SeqCst) {
                    terminal::give_back(&detected);
                    std::process::exit(i32::from(ENDED_BY_SIGNAL));
                }
            }
        });
    }
    #[cfg(not(unix))]
    let _ = detected;
    Ok(told)
}
