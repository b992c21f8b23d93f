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
use self::shell::{Shell, pen_for};
use self::terminal::{Bidi, Detected, Taken};
use self::theme::Theme;
use crate::desk::prefs::Prefs;
use crate::desk::{Desk, StartError};
use crate::store::Progress;
use crate::text::Shape;
use crate::words::{Lang, Words};

/// How long a key is waited for before the clock in the bar is looked at again.
const TICK: Duration = Duration::from_millis(200);

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
    let told = watch_signals().map_err(RunError::Terminal)?;
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
    let pen = pen_for(look.lang.base(), reorders, look.shape);
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

fn work(terminal: &mut Screen, shell: &mut Shell, told: &AtomicBool) -> io::Result<End> {
    let mut dirty = true;
    let mut idle = 0_u32;
    while !shell.is_over() {
        if told.load(Ordering::Relaxed) {
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
        let mut canvas = Canvas::new(frame.buffer_mut(), pen_for(look.lang.base(), false, look.shape), theme);
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

/// SIGTERM and SIGHUP end the session in order.
fn watch_signals() -> io::Result<Arc<AtomicBool>> {
    let told = Arc::new(AtomicBool::new(false));
    signal_hook::flag::register(signal_hook::consts::SIGTERM, Arc::clone(&told))?;
    #[cfg(unix)]
    signal_hook::flag::register(signal_hook::consts::SIGHUP, Arc::clone(&told))?;
    Ok(told)
}
