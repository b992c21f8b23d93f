//! What is around every screen: the bars, the notice, the stack of screens, the desk.

use zeroize::Zeroizing;

use crossterm::event::{Event, KeyEventKind, MouseButton, MouseEventKind};

use super::canvas::Area;
use super::keys::{self, Action};
use super::screen::ask::AskScreen;
use super::screen::day::home;
use super::screen::form::FormScreen;
use super::screen::help::HelpScreen;
use super::screen::purpose::Purpose;
use super::screen::self_check::SelfCheck;
use super::screen::{Context, Input, Notice, Screen, Step, notice_of};
use super::theme::Theme;
use crate::desk::command::{Command, Reply};
use crate::desk::prefs::Prefs;
use crate::desk::{Desk, Found};
use crate::domain::question::Question;
use crate::store::views::Look;
use crate::text::caret::Arrows;
use crate::text::keyboard::Script;
use crate::text::{Base, Pen};
use crate::words::Words;

/// Less than this cannot show a screen whole.
pub(super) const LEAST: (u16, u16) = (80, 24);
/// Rows for the notice, and rows for the legend.
pub(super) const NOTICE: u16 = 2;
pub(super) const LEGEND: u16 = 2;

pub struct Shell {
    pub(super) desk: Desk,
    pub(super) words: Words,
    pub(super) pen: Pen,
    pub(super) theme: Theme,
    pub(super) stack: Vec<Box<dyn Screen>>,
    pub(super) notice: Option<Notice>,
    /// The command to which the desk answered with a question.
    pub(super) pending: Option<(Command, Question)>,
    /// Under which the answer to the self-check is remembered.
    pub(super) terminal: String,
    pub(super) size: (u16, u16),
    pub(super) over: bool,
    pub(super) arrows: Arrows,
    /// The keys that the last frame showed at the bottom.
    pub(super) legend: Vec<(Area, Action)>,
    /// The script of the last letter that was typed; no terminal tells the keyboard's layout.
    pub(super) script: Option<Script>,
    /// What was copied here last.
    clip: Zeroizing<String>,
    /// What goes to the terminal's clipboard.
    copied: Option<String>,
    suspended: bool,
    /// Nothing at all is shown until the next key.
    pub(super) blank: bool,
}

impl Shell {
    /// The first screen is whatever the desk needs first.
    pub fn new(desk: Desk, words: Words, pen: Pen, theme: Theme, terminal: &str) -> Shell {
        let mut shell = Shell {
            desk,
            words,
            pen,
            theme,
            stack: Vec::new(),
            notice: None,
            pending: None,
            terminal: terminal.to_owned(),
            size: LEAST,
            over: false,
            arrows: Arrows::default(),
            legend: Vec::new(),
            script: None,
            clip: Zeroizing::default(),
            copied: None,
            suspended: false,
            blank: false,
        };
        let cx = shell.context();
        let first: Box<dyn Screen> = match (cx.desk.office(), cx.desk.operator()) {
            (None, _) => Box::new(FormScreen::new(Purpose::Setup, &cx)),
            (Some(_), None) => Box::new(FormScreen::new(Purpose::SignIn, &cx)),
            (Some(_), Some(_)) => home(&cx),
        };
        let report = cx.desk.report.clone();
        shell.stack.push(first);
        if report.index_elsewhere {
            shell.notice = Some(Notice::warn(shell.words.say("opened-elsewhere")));
        } else if report.torn > 0 {
            shell.notice = Some(Notice::warn(shell.words.say("opened-torn")));
        } else if report.rebuilt {
            shell.notice = Some(Notice::good(shell.words.say("opened-rebuilt")));
        }
        shell
    }

    /// The same, with the arrows as they were asked for.
    pub fn with_arrows(self, arrows: Arrows) -> Shell {
        Shell { arrows, ..self }
    }

    /// What was copied since this was asked last: for the terminal's clipboard.
    pub fn take_copied(&mut self) -> Option<String> {
        self.copied.take()
    }

    /// Whether the operator wants the shell below for a while.
    pub fn take_suspend(&mut self) -> bool {
        std::mem::take(&mut self.suspended)
    }

    /// Asks how this terminal reads best before anything else.
    pub fn check_terminal(&mut self) {
        self.stack.push(Box::new(SelfCheck::again()));
    }

    pub fn is_over(&self) -> bool {
        self.over
    }

    /// Lets the desk do what can wait; true if there is something to be told.
    pub fn settle(&mut self) -> bool {
        self.desk.settle();
        let notice = match self.desk.scrub() {
            None | Some(Found::Whole(_)) => return false,
            Some(Found::IndexDiffers(count)) => {
                Notice::warn(self.words.with("scrub-index", &[("count", self.words.number(count))]))
            }
            Some(Found::Damaged(error)) => Notice::bad(&self.words.trouble(error.code(), &error.args())),
        };
        self.notice = Some(notice);
        true
    }

    /// Closes the desk in order.
    pub fn close(self) {
        self.desk.close();
    }

    pub(super) fn body(&self) -> Area {
        let (w, h) = self.size;
        Area::new(1, 1, w.saturating_sub(2), h.saturating_sub(1 + NOTICE + LEGEND))
    }

    pub(super) fn context(&self) -> Context<'_> {
        let (pen, arrows, script) = (self.pen, self.arrows, self.script);
        Context { desk: &self.desk, words: &self.words, body: self.body(), pen, arrows, script }
    }

    /// Takes what came from the terminal; true if the screen may look different now.
    pub fn handle(&mut self, event: &Event) -> bool {
        if self.blank && matches!(event, Event::Key(key) if key.kind != KeyEventKind::Release) {
            // Whichever key it was, it only lights the screen again: what shows then is the lock.
            self.blank = false;
            return true;
        }
        let Some(input) = self.input(event) else { return matches!(event, Event::Resize(..)) };
        if let Input::Char(c) = input {
            self.script = Script::of(c).or(self.script);
        }
        self.notice = None;
        let step = match input {
            Input::Action(action) if self.everywhere(action) => return true,
            input => self.with_top(|screen, cx| screen.update(input, cx)),
        };
        self.apply(step);
        true
    }

    fn input(&self, event: &Event) -> Option<Input> {
        let top = self.stack.last()?;
        match event {
            Event::Key(key) if key.kind != KeyEventKind::Release => {
                let typing = top.typing();
                match keys::action(top.scopes(), key, typing) {
                    Some(Action::Paste) => return Some(Input::Paste(self.clip.to_string())),
                    Some(action) => return Some(Input::Action(action)),
                    None => {}
                }
                let plain = !key
                    .modifiers
                    .intersects(crossterm::event::KeyModifiers::CONTROL | crossterm::event::KeyModifiers::ALT);
                match key.code {
                    crossterm::event::KeyCode::Char(c) if plain => Some(Input::Char(c)),
                    _ => None,
                }
            }
            Event::Paste(text) => Some(Input::Paste(text.clone())),
            Event::Mouse(mouse) => match mouse.kind {
                MouseEventKind::Down(MouseButton::Left) => {
                    let (x, y) = (self.counted(mouse.column), mouse.row);
                    Some(self.legend_at(x, y).map_or(Input::Click { x, y }, Input::Action))
                }
                MouseEventKind::Drag(MouseButton::Left) => {
                    Some(Input::Drag { x: self.counted(mouse.column), y: mouse.row })
                }
                MouseEventKind::ScrollUp => Some(Input::Action(Action::Up)),
                MouseEventKind::ScrollDown => Some(Input::Action(Action::Down)),
                _ => None,
            },
            _ => None,
        }
    }

    /// A column of the terminal, counted from the start edge.
    fn counted(&self, column: u16) -> u16 {
        match self.pen.base {
            Base::Rtl => self.size.0.saturating_sub(column + 1),
            _ => column,
        }
    }

    /// Keys that mean the same on every screen; true if this was one.
    fn everywhere(&mut self, action: Action) -> bool {
        let cx = self.context();
        let Some(top) = self.stack.last() else { return false };
        if let Some(why) = top.hindrance(action, &cx) {
            self.notice = Some(Notice::warn(why));
            return true;
        }
        match action {
            Action::Help => {
                let help = HelpScreen::about(top.as_ref(), &cx);
                self.stack.push(Box::new(help));
            }
            Action::Lock => self.lock(),
            Action::Blank => {
                self.desk.looked(Look::Blanked);
                self.lock();
                self.blank = true;
            }
            Action::Suspend => self.suspended = true,
            Action::Quit => match cx.desk.operator() {
                Some(_) => self.stack.push(Box::new(AskScreen::quit())),
                None => self.over = true,
            },
            _ => return false,
        }
        true
    }

    /// Keeps what is typed in every form, as it stands.
    pub fn put_down(&mut self) {
        let mut stack = std::mem::take(&mut self.stack);
        let steps: Vec<Step> = stack.iter_mut().map(|screen| screen.put_down(&self.context())).collect();
        self.stack = stack;
        steps.into_iter().for_each(|step| self.apply(step));
    }

    /// Hides the screen; what is below stays as it is.
    pub fn lock(&mut self) {
        if self.desk.operator().is_none() {
            return;
        }
        self.put_down();
        self.desk.perform(Command::SignOut);
        self.clip = Zeroizing::default();
        let screen = FormScreen::new(Purpose::Unlock, &self.context());
        self.stack.push(Box::new(screen));
    }

    pub(super) fn with_top(&mut self, work: impl FnOnce(&mut dyn Screen, &Context) -> Step) -> Step {
        let Some(mut top) = self.stack.pop() else { return Step::Quit };
        let step = work(top.as_mut(), &self.context());
        self.stack.push(top);
        step
    }

    fn refresh(&mut self) {
        self.with_top(|screen, cx| {
            screen.refresh(cx);
            Step::Stay
        });
    }

    pub(super) fn apply(&mut self, step: Step) {
        match step {
            Step::Stay => {}
            Step::Then(first, second) => {
                self.apply(*first);
                self.apply(*second);
            }
            Step::Back => self.back(),
            Step::BackSaying(notice) => {
                self.back();
                self.notice = Some(notice);
            }
            Step::Push(screen) => self.stack.push(screen),
            Step::Replace(screen) => {
                self.stack.pop();
                self.stack.push(screen);
            }
            Step::Ask(command) => self.ask(*command),
            Step::Keep(draft) => {
                if let reply @ Reply::DraftNotKept(_) = self.desk.perform(Command::KeepDraft(draft)) {
                    self.notice = Some(notice_of(&reply, &self.words));
                }
            }
            Step::Say(notice) => self.notice = Some(notice),
            Step::Copy(text) => {
                self.clip = Zeroizing::new(text.clone());
                self.copied = Some(text);
                self.notice = Some(Notice::good(self.words.say("copied")));
            }
            Step::Agree(supervisor) => self.agree(supervisor),
            Step::TerminalReorders(reorders) => self.remember(reorders),
            Step::SignedIn => {
                let step = self.with_top(|screen, cx| screen.receive(Reply::Done(Box::default()), cx));
                self.apply(step);
            }
            Step::Quit => match self.stack.len() {
                1 if self.desk.operator().is_some() => self.stack.push(Box::new(AskScreen::quit())),
                _ => self.over = true,
            },
        }
    }

    fn back(&mut self) {
        if self.stack.len() <= 1 {
            return self.apply(Step::Quit);
        }
        self.stack.pop();
        self.pending = None;
        self.refresh();
    }

    fn remember(&mut self, reorders: bool) {
        self.pen = Pen::for_terminal(self.words.lang.base(), reorders, self.pen.shape);
        if let Err(error) = Prefs::remember(self.desk.folder(), &self.terminal, reorders) {
            let sentence = self.words.trouble("disk", &[("error", error.to_string())]);
            self.notice = Some(Notice::bad(&sentence));
        }
    }
}
