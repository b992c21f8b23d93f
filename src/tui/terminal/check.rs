//! `pishkhan terminal`: what this terminal is, what it was told, and which line reads right in it.

use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex};

use crossterm::event::{self, Event, KeyCode, KeyEventKind};

use super::detect::Detected;
use super::display::{Display, TICK};
use super::{Taken, signals};
use crate::desk::folder::terminals;
use crate::text::{LayoutOptions, ltr};
use crate::tui::look::Look;
use crate::tui::paint::canvas::{Area, Canvas};
use crate::tui::paint::theme::Theme;
use crate::tui::widget::reading_order;
use crate::words::Words;

/// Shows the check and waits for an answer, which is remembered if there is a desk in `folder`.
/// Returns what is to be printed afterwards, a line each, and the terminal.
#[expect(clippy::wildcard_enum_match_arm, reason = "whatever else a terminal library tells is not heard")]
pub fn check(look: Look, folder: &Path) -> io::Result<(Vec<String>, Detected)> {
    let words = Words::new(look.lang);
    let known = Arc::new(Mutex::new(Detected::from_env()));
    let signals = signals::watch(&known)?;
    let taken = Taken::take(&known)?;
    taken.ask_again()?;
    let detected = super::detected(&known);
    let mut display = Display::new()?;
    let layout = LayoutOptions::for_terminal(look.lang.base(), false, look.shape);
    let mut lines = report(&detected, &words);
    let mut second = false;
    let answer = loop {
        display.draw(|page| {
            let mut canvas = Canvas::new(page, layout, Theme::from_env());
            let theme = canvas.theme;
            let whole = canvas.area();
            let mut rest = reading_order::draw(&mut canvas, Area { x: 1, ..whole }.first(whole.w - 2), &words, second);
            for line in &lines {
                rest = rest.below(canvas.paragraph(rest, line, theme.plain()));
            }
            None
        })?;
        if signals.must_end() {
            break None;
        }
        if !event::poll(TICK)? {
            continue;
        }
        match event::read()? {
            Event::Resize(..) => display.begin_again()?,
            Event::Key(key) if key.kind != KeyEventKind::Release => match key.code {
                KeyCode::Char('1' | '\u{06F1}') => break Some(false),
                KeyCode::Char('2' | '\u{06F2}') => break Some(true),
                KeyCode::Up | KeyCode::Down => second = !second,
                KeyCode::Enter => break Some(second),
                KeyCode::Esc | KeyCode::F(10) => break None,
                _ => {}
            },
            _ => {}
        }
    };
    drop(taken);
    lines.push(match answer {
        None => words.say("terminal-not-answered"),
        Some(_) if !folder.exists() => words.say("terminal-no-desk"),
        Some(reorders) => {
            terminals::remember(folder, &detected.name, reorders)?;
            words.with("terminal-remembered", &[("line", words.number(1 + u8::from(reorders)))])
        }
    });
    Ok((lines, detected))
}

/// What was detected and what was sent, a sentence a line.
pub fn report(detected: &Detected, words: &Words) -> Vec<String> {
    let mut lines = vec![words.with("terminal-is", &[("name", ltr(&detected.name))])];
    lines.push(match &detected.version {
        Some(version) => words.with("terminal-version", &[("version", ltr(version))]),
        None => words.say("terminal-version-none"),
    });
    let mode = match (detected.mode, detected.mode_after) {
        (None, _) => "terminal-mode-silent",
        (Some(0), _) => "terminal-mode-unknown",
        (_, Some(2)) => "terminal-mode-obeys",
        _ => "terminal-mode-keeps",
    };
    lines.push(words.say(mode));
    lines.push(words.with("terminal-sent", &[("sequences", ltr(&spelled(&detected.hands_off())))]));
    lines.push(words.say(if detected.keyboard { "terminal-keyboard" } else { "terminal-keyboard-plain" }));
    if detected.tmux {
        lines.push(words.say("terminal-tmux"));
    }
    lines.extend(detected.advice().map(|id| words.say(id)));
    lines
}

/// A control sequence as it can be read.
fn spelled(sequence: &str) -> String {
    sequence.replace('\u{1B}', " ESC ").replace('\u{7}', " BEL").trim().to_owned()
}
