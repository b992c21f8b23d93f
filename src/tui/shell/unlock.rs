//! An encrypted folder, before there is a desk: who opens it, and with what.

use std::io;
use std::time::Duration;

use crossterm::event::{self, Event, KeyCode, KeyEventKind};

use crate::desk::folder::{OpenError, Unlock};
use crate::desk::patience;
use crate::domain::refusal::Refusal;
use crate::text::line::{CaretMode, Edit};
use crate::text::{Base, LayoutOptions, ltr};
use crate::tui::keys::{self, Scope};
use crate::tui::look::Look;
use crate::tui::paint::canvas::{Area, Canvas};
use crate::tui::paint::theme::Theme;
use crate::tui::terminal::display::{Display, TICK};
use crate::tui::terminal::signals::SignalState;
use crate::tui::widget::field;
use crate::words::Words;

/// What was typed to open the folder.
pub(in crate::tui) struct Credentials {
    pub sign_in: String,
    pub secret: Edit,
    /// How often in a row it was the wrong one.
    pub wrong: u32,
}

impl Default for Credentials {
    fn default() -> Credentials {
        Credentials { sign_in: String::new(), secret: Edit::secret(128), wrong: 0 }
    }
}

impl Credentials {
    pub fn unlock(&self) -> Unlock {
        Unlock::new(self.secret.text())
    }
}

/// Asks until something is typed; `None` if the operator leaves. `refused` is why it is asked again.
#[expect(clippy::wildcard_enum_match_arm, reason = "whatever else a terminal library tells is not heard")]
pub(in crate::tui) fn ask(
    display: &mut Display,
    signals: &SignalState,
    words: &Words,
    look: Look,
    before: Option<(&Credentials, &OpenError)>,
) -> io::Result<Option<Credentials>> {
    let layout = LayoutOptions::for_terminal(look.lang.base(), false, look.shape);
    let sign_in = before.map(|(typed, _)| typed.sign_in.as_str()).unwrap_or_default();
    let mut lines = [Edit::new(sign_in, 24), Edit::secret(128)];
    let mut at = usize::from(!sign_in.is_empty());
    let notice = before.map(|(typed, error)| complaint(typed, error, words));
    let too_soon = before.and_then(|(_, error)| match error {
        OpenError::TooManyTries { seconds } => Some(*seconds),
        _ => None,
    });
    let wrong = before.map_or(0, |(typed, _)| typed.wrong + u32::from(too_soon.is_none()));
    wait(display, signals, words, layout, too_soon.unwrap_or(patience(wrong)))?;
    loop {
        display.draw(|page| {
            let mut canvas = Canvas::new(page, layout, Theme::from_env());
            draw(&mut canvas, words, &lines, at, notice.as_deref());
            canvas.cursor
        })?;
        if signals.must_end() {
            return Ok(None);
        }
        if !event::poll(TICK)? {
            continue;
        }
        match event::read()? {
            Event::Resize(..) => display.begin_again()?,
            Event::Paste(text) => drop(lines[at].paste(&text)),
            Event::Key(key) if key.kind != KeyEventKind::Release => match key.code {
                KeyCode::Esc | KeyCode::F(10) => return Ok(None),
                KeyCode::Enter | KeyCode::Tab | KeyCode::Down if at == 0 => at = 1,
                KeyCode::Up | KeyCode::BackTab | KeyCode::Tab => at = 0,
                KeyCode::Enter if !lines[1].is_empty() => {
                    let [sign_in, secret] = lines;
                    return Ok(Some(Credentials { sign_in: sign_in.text().trim().to_lowercase(), secret, wrong }));
                }
                code => match (keys::action(&[Scope::Form], &key, true), code) {
                    (Some(action), _) => {
                        field::act(
                            &mut lines[at],
                            action,
                            CaretMode { layout: LayoutOptions::new(Base::Ltr), arrows: look.arrows },
                        );
                    }
                    (None, KeyCode::Char(c)) => drop(lines[at].insert(c)),
                    _ => {}
                },
            },
            _ => {}
        }
    }
}

/// Whoever guesses waits, from the third wrong one on longer and longer; what is typed meanwhile is not heard.
fn wait(
    display: &mut Display,
    signals: &SignalState,
    words: &Words,
    layout: LayoutOptions,
    seconds: u64,
) -> io::Result<()> {
    const TICKS_A_SECOND: u64 = 5;
    for ticks in (1..=seconds * TICKS_A_SECOND).rev() {
        if signals.must_end() {
            return Ok(());
        }
        let left = ticks.div_ceil(TICKS_A_SECOND);
        let notice = words.refusal(&Refusal::TooManyTries { seconds: left }).whole();
        display.draw(|page| {
            draw(&mut Canvas::new(page, layout, Theme::from_env()), words, &Default::default(), 2, Some(&notice));
            None
        })?;
        std::thread::sleep(TICK);
    }
    while seconds > 0 && event::poll(Duration::ZERO)? {
        event::read()?;
    }
    Ok(())
}

/// Why what was typed did not open the folder.
fn complaint(typed: &Credentials, error: &OpenError, words: &Words) -> String {
    match typed.unlock().mistyped_group() {
        Some(group) => words.with("unlock-group", &[("group", words.number(group))]),
        None => words.system_error(error.code(), &error.args()).whole(),
    }
}

fn draw(canvas: &mut Canvas, words: &Words, lines: &[Edit; 2], at: usize, notice: Option<&str>) {
    let theme = canvas.theme;
    let whole = canvas.area();
    let w = whole.w.min(72);
    let h = 11.min(whole.h);
    let frame = Area::new((whole.w - w) / 2, (whole.h - h) / 2, w, h);
    canvas.frame(frame, &words.say("title-locked"), theme.title());
    let inside = frame.inner().after(1);
    let inside = Area { w: inside.w.saturating_sub(1), ..inside };
    let used = canvas.paragraph(inside, &words.say("unlock-preface"), theme.plain());
    let mut rest = inside.below(used + 1);
    for (number, (line, id)) in lines.iter().zip(["field-sign-in", "unlock-secret"]).enumerate() {
        canvas.text(rest.top(1).first(28), &words.say(id), theme.plain());
        let area = rest.top(1).after(30);
        let dots = "•".repeat(line.len());
        let shown = if number == 1 { &Edit::new(&dots, 128) } else { line };
        if number == at {
            canvas.field(area, shown, Base::Ltr, theme.input())
        } else {
            canvas.text(area, &ltr(shown.text()), theme.plain())
        }
        rest = rest.below(1);
    }
    if let Some(notice) = notice {
        canvas.paragraph(rest.below(1), notice, theme.bad());
    }
}
