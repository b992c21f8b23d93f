//! What is around every screen: the bars, the notice, the stack of screens, the desk.

mod ask;
mod frame;
pub mod unlock;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEventKind};
use zeroize::Zeroizing;

use crate::desk::command::{Command, Failure, Reply};
use crate::desk::folder::terminals;
use crate::desk::{Desk, ScrubReport};
use crate::domain::audit::Accessed;
use crate::domain::lineage::LineageReason;
use crate::domain::question::Question;
use crate::text::keyboard::Script;
use crate::text::line::Arrows;
use crate::text::{Base, LayoutOptions};
use crate::tui::keys::{self, Action};
use crate::tui::paint::canvas::Area;
use crate::tui::paint::theme::Theme;
use crate::tui::screen::{Context, Input, Notice, Route, Screen, Step, route};
use crate::words::Words;

/// Less than this cannot show a screen whole.
const LEAST: (u16, u16) = (80, 24);
/// Rows for the notice, and rows for the legend.
const NOTICE: u16 = 2;
const LEGEND: u16 = 2;

pub struct Shell {
    desk: Desk,
    words: Words,
    layout: LayoutOptions,
    theme: Theme,
    stack: Vec<Box<dyn Screen>>,
    notice: Option<Notice>,
    /// The command to which the desk answered with a question.
    pending: Option<(Command, Question)>,
    /// Under which the answer to the self-check is remembered.
    terminal: String,
    size: (u16, u16),
    over: bool,
    arrows: Arrows,
    /// The program's version, as the help tells it.
    version: Option<&'static str>,
    /// The keys that the last frame showed at the bottom.
    legend: Vec<(Area, Action)>,
    /// The script of the last letter that was typed; no terminal tells the keyboard's layout.
    script: Option<Script>,
    /// What was copied here last.
    clip: Zeroizing<String>,
    /// What goes to the terminal's clipboard.
    copied: Option<String>,
    suspended: bool,
    /// Nothing at all is shown until the next key.
    blank: bool,
}

impl Shell {
    /// The first screen is whatever the desk needs first.
    pub fn new(desk: Desk, words: Words, layout: LayoutOptions, theme: Theme, terminal: &str) -> Shell {
        words.learn(desk.rules());
        let mut shell = Shell {
            desk,
            words,
            layout,
            theme,
            stack: Vec::new(),
            notice: None,
            pending: None,
            terminal: terminal.to_owned(),
            size: LEAST,
            over: false,
            arrows: Arrows::default(),
            version: None,
            legend: Vec::new(),
            script: None,
            clip: Zeroizing::default(),
            copied: None,
            suspended: false,
            blank: false,
        };
        let first = route::first(&shell.context());
        shell.go(first);
        let report = shell.desk.report.clone();
        if report.read_only {
            shell.notice = Some(Notice::warn(shell.words.say("opened-read-only")));
        } else if report.tip_lost && report.begins.is_none() {
            shell.notice = Some(Notice::warn(shell.words.say("trouble-tip-lost")));
        } else if report.index_elsewhere {
            shell.notice = Some(Notice::warn(shell.words.say("opened-elsewhere")));
        } else if report.torn > 0 {
            shell.notice = Some(Notice::warn(shell.words.say("opened-torn")));
        } else if let Some(why) = report.begins.filter(|why| *why != LineageReason::Upgraded) {
            let args = [("why", shell.words.choice(why))];
            shell.notice = Some(Notice::warn(shell.words.with("opened-begins", &args)));
        } else if !shell.desk.rules_offered().is_empty() {
            shell.notice = Some(Notice::warn(shell.words.say("opened-other-rules")));
        } else if report.rebuilt {
            shell.notice = Some(Notice::good(shell.words.say("opened-rebuilt")));
        }
        shell
    }

    /// The same, with the arrows as they were asked for.
    pub fn with_arrows(self, arrows: Arrows) -> Shell {
        Shell { arrows, ..self }
    }

    /// The same, with the version of the program for its help.
    pub fn with_version(self, version: &'static str) -> Shell {
        Shell { version: Some(version), ..self }
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
        self.go(Route::SelfCheck { first_start: false });
    }

    pub fn is_over(&self) -> bool {
        self.over
    }

    /// Lets the desk do what can wait; true if there is something to be told.
    pub fn flush_waiting(&mut self) -> bool {
        self.desk.flush_waiting();
        let notice = match self.desk.scrub() {
            None | Some(ScrubReport::Whole(_)) => return false,
            Some(ScrubReport::IndexDiffers(count)) => {
                Notice::warn(self.words.with("scrub-index", &[("count", self.words.number(count))]))
            }
            Some(ScrubReport::Damaged(error)) => Notice::bad(&self.words.system_error(error.code(), &error.args())),
        };
        self.notice = Some(notice);
        true
    }

    /// Closes the desk in order.
    pub fn close(self) {
        self.desk.close();
    }

    fn body(&self) -> Area {
        let (w, h) = self.size;
        Area::new(1, 1, w.saturating_sub(2), h.saturating_sub(1 + NOTICE + LEGEND))
    }

    fn context(&self) -> Context<'_> {
        let Shell { desk, words, layout, arrows, script, version, .. } = self;
        let (layout, arrows, script, version) = (*layout, *arrows, *script, *version);
        Context { desk, words, body: self.body(), layout, arrows, script, version }
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
        if let Input::Action(action) = input
            && self.everywhere(action)
        {
            return true;
        }
        let step = self.with_top(|screen, cx| screen.update(input, cx));
        self.apply(step);
        true
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "whatever else a terminal library tells is not heard")]
    fn input(&self, event: &Event) -> Option<Input> {
        match event {
            Event::Key(key) if key.kind != KeyEventKind::Release => self.pressed(key),
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

    /// What a key means on the screen in front.
    fn pressed(&self, key: &KeyEvent) -> Option<Input> {
        let top = self.stack.last()?;
        match (keys::action(top.scopes(), key, top.typing()), key.code) {
            (Some(Action::Paste), _) => Some(Input::Paste(self.clip.to_string())),
            (Some(action), _) => Some(Input::Action(action)),
            (None, KeyCode::Char(c)) if !key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT) => {
                Some(Input::Char(c))
            }
            (None, _) => None,
        }
    }

    /// A column of the terminal, counted from the start edge.
    fn counted(&self, column: u16) -> u16 {
        match self.layout.base {
            Base::Rtl => self.size.0.saturating_sub(column + 1),
            Base::Ltr | Base::Auto => column,
        }
    }

    /// Keys that mean the same on every screen; true if this was one.
    #[expect(clippy::wildcard_enum_match_arm, reason = "every other key is the screen's")]
    fn everywhere(&mut self, action: Action) -> bool {
        let cx = self.context();
        let Some(top) = self.stack.last() else { return false };
        if let Some(why) = top.hindrance(action, &cx) {
            self.notice = Some(Notice::warn(why));
            return true;
        }
        match action {
            Action::Help => {
                let help = route::help(top.as_ref(), &cx);
                self.stack.push(help);
            }
            Action::Lock => self.lock(),
            Action::Blank => {
                // It shows nothing: the screen goes dark whether or not this is noted.
                let _ = self.desk.log_access(Accessed::Blanked);
                self.lock();
                self.blank = true;
            }
            Action::Suspend => self.suspended = true,
            Action::Quit => match cx.desk.operator() {
                Some(_) => self.go(Route::Quit),
                None => self.over = true,
            },
            _ => return false,
        }
        true
    }

    /// Keeps what is typed in every form, as it stands.
    pub fn save_unsaved_input(&mut self) {
        let mut stack = std::mem::take(&mut self.stack);
        let steps: Vec<Step> = stack.iter_mut().map(|screen| screen.save_unsaved_input(&self.context())).collect();
        self.stack = stack;
        steps.into_iter().for_each(|step| self.apply(step));
    }

    /// Hides the screen; what is below stays as it is.
    pub fn lock(&mut self) {
        if self.desk.operator().is_none() {
            return;
        }
        self.save_unsaved_input();
        self.desk.perform(Command::SignOut);
        self.clip = Zeroizing::default();
        self.go(Route::Unlock);
    }

    fn with_top(&mut self, work: impl FnOnce(&mut dyn Screen, &Context) -> Step) -> Step {
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

    fn apply(&mut self, step: Step) {
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
            Step::Go(route) => self.go(route),
            Step::Replace(route) => self.replace(route),
            Step::Ask(command) => self.ask(*command),
            Step::Keep(draft) => {
                if let reply @ Reply::Failed(Failure::DraftNotKept(_)) = self.desk.perform(Command::KeepDraft(draft)) {
                    self.notice = Some(Notice::of(&reply, &self.words));
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
                1 if self.desk.operator().is_some() => self.go(Route::Quit),
                _ => self.over = true,
            },
        }
    }

    /// Opens a screen over the one in front; what cannot be read is told instead.
    fn go(&mut self, route: Route) {
        match route::open(route, &self.context()) {
            Ok(screen) => self.stack.push(screen),
            Err(notice) => self.notice = Some(notice),
        }
    }

    /// Opens a screen in the place of the one in front, which is done with in any case.
    fn replace(&mut self, route: Route) {
        match route::open(route, &self.context()) {
            Ok(screen) => {
                self.stack.pop();
                self.stack.push(screen);
            }
            Err(notice) => {
                self.back();
                self.notice = Some(notice);
            }
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
        self.layout = LayoutOptions::for_terminal(self.words.lang.base(), reorders, self.layout.shape);
        if let Err(error) = terminals::remember(self.desk.folder(), &self.terminal, reorders) {
            let sentence = self.words.system_error("disk", &[("error", error.to_string())]);
            self.notice = Some(Notice::bad(&sentence));
        }
    }
}
