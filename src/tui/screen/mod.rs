//! Screens: each holds its cursor and asks the desk for everything else.

mod alike;
pub mod ask;
pub mod card;
pub mod case;
pub mod compare;
pub mod day;
pub mod documents;
pub(super) mod field;
pub mod find;
pub mod form;
mod form_input;
mod form_view;
pub mod help;
mod inspect;
pub mod menu;
mod options;
mod pick;
pub mod purpose;
pub mod queue;
pub mod review;
pub mod self_check;
pub mod slip;
mod table;

use crate::desk::Desk;
use crate::desk::command::{Command, Reply};
use crate::domain::acts::kind::ActKind;
use crate::form::Draft;
use crate::form::draft::Unfinished;
use crate::text::caret::{Arrows, Hand};
use crate::text::keyboard::Script;
use crate::text::{Base, Pen};
use crate::words::{Sentence, Words};

use super::canvas::{Area, Canvas};
use super::keys::{Action, Scope};

/// What a screen may look at.
pub struct Context<'a> {
    pub desk: &'a Desk,
    pub words: &'a Words,
    /// The part of the screen that is the front screen's own.
    pub body: Area,
    /// How this terminal is written to; what is measured here is measured as it is drawn.
    pub pen: Pen,
    /// What the left and right arrows mean in a line.
    pub arrows: Arrows,
    /// The script of the last letter that was typed.
    pub script: Option<Script>,
}

impl Context<'_> {
    /// How a line of this direction is moved in: by what the eye sees, whoever puts it in order.
    pub fn hand(&self, base: Base) -> Hand {
        Hand { pen: Pen::new(base), arrows: self.arrows }
    }

    /// Why this operator cannot do this, whatever the case.
    pub fn why_not(&self, act: ActKind) -> Option<String> {
        self.desk.allows(act).err().map(|refusal| self.words.refusal(&refusal).whole())
    }

    /// Whether this arrow points to where lines of the language run.
    pub fn is_forward(&self, action: Action) -> bool {
        (action == Action::Left) == (self.words.lang.base() == Base::Rtl)
    }
}

/// What came from the operator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    Action(Action),
    Char(char),
    Paste(String),
    /// A click, counted from the start edge and the top.
    Click {
        x: u16,
        y: u16,
    },
    /// The mouse was moved with its button held down.
    Drag {
        x: u16,
        y: u16,
    },
}

/// How a notice is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    Good,
    Warn,
    Bad,
}

/// What is said at the bottom of the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    pub tone: Tone,
    pub text: String,
}

impl Notice {
    pub fn good(text: impl Into<String>) -> Notice {
        Notice { tone: Tone::Good, text: text.into() }
    }

    pub fn warn(text: impl Into<String>) -> Notice {
        Notice { tone: Tone::Warn, text: text.into() }
    }

    pub fn bad(sentence: &Sentence) -> Notice {
        Notice { tone: Tone::Bad, text: sentence.whole() }
    }
}

/// What a screen wants done.
pub enum Step {
    Stay,
    /// Close this screen.
    Back,
    Push(Box<dyn Screen>),
    Replace(Box<dyn Screen>),
    /// Ask the desk; the reply comes to `receive`.
    Ask(Box<Command>),
    /// Keep a draft, and go on without waiting for a word.
    Keep(Unfinished),
    Say(Notice),
    /// Close this screen and say something.
    BackSaying(Notice),
    /// The first, then the second.
    Then(Box<Step>, Box<Step>),
    /// The question that was asked is answered with yes, by a supervisor if one had to.
    Agree(Option<Draft>),
    /// Put this on the clipboard.
    Copy(String),
    /// The screen asked who works here, and that was answered elsewhere.
    SignedIn,
    /// Remember how the terminal reads best.
    TerminalReorders(bool),
    Quit,
}

impl Step {
    pub fn then(self, next: Step) -> Step {
        Step::Then(Box::new(self), Box::new(next))
    }

    pub fn push(screen: impl Screen + 'static) -> Step {
        Step::Push(Box::new(screen))
    }

    pub fn replace(screen: impl Screen + 'static) -> Step {
        Step::Replace(Box::new(screen))
    }

    pub fn ask(command: Command) -> Step {
        Step::Ask(Box::new(command))
    }
}

pub trait Screen {
    /// Which keys it knows, nearest first.
    fn scopes(&self) -> &'static [Scope];

    /// Letters are typed and not commands.
    fn typing(&self) -> bool {
        false
    }

    fn title(&self, cx: &Context) -> String;

    /// Why an action is not possible now; the legend leaves it out and help says why.
    fn hindrance(&self, _action: Action, _cx: &Context) -> Option<String> {
        None
    }

    fn update(&mut self, input: Input, cx: &Context) -> Step;

    /// The desk's answer to what was asked.
    fn receive(&mut self, _reply: Reply, _cx: &Context) -> Step {
        Step::Stay
    }

    /// Called when the screen comes to the front again.
    fn refresh(&mut self, _cx: &Context) {}

    fn view(&self, canvas: &mut Canvas, area: Area, cx: &Context);

    /// Writes down what is typed so far, and changes nothing on the screen.
    fn put_down(&mut self, _cx: &Context) -> Step {
        Step::Stay
    }

    /// It must be answered before anything else.
    fn is_modal(&self) -> bool {
        false
    }
}

/// The row of a list that is chosen, and which part of the list is shown.
#[derive(Debug, Clone, Copy, Default)]
pub struct Cursor {
    pub at: usize,
}

impl Cursor {
    /// Moves within a list of this length; true if the action was a movement.
    pub fn moved(&mut self, action: Action, length: usize, page: usize) -> bool {
        let last = length.saturating_sub(1);
        self.at = match action {
            Action::Up => self.at.saturating_sub(1),
            Action::Down => (self.at + 1).min(last),
            Action::PageUp => self.at.saturating_sub(page),
            Action::PageDown => (self.at + page).min(last),
            Action::Home => 0,
            Action::End => last,
            _ => return false,
        };
        true
    }

    /// The first row shown, so that the chosen one is in sight.
    pub fn first_shown(self, height: usize, length: usize) -> usize {
        let middle = self.at.saturating_sub(height / 2);
        middle.min(length.saturating_sub(height))
    }
}

/// The reply of the desk as a notice, where a screen has nothing better to do with it.
pub fn notice_of(reply: &Reply, words: &Words) -> Notice {
    match reply {
        Reply::Done(_) | Reply::Fine => Notice::good(words.say("saved")),
        Reply::Faults(faults) => Notice::bad(&words.sentence("faults-found", &[("count", words.number(faults.len()))])),
        Reply::Refused(refusal) => Notice::bad(&words.refusal(refusal)),
        Reply::NotKept(error) => Notice::bad(&words.trouble(error.code(), &error.args())),
        Reply::DraftNotKept(error) => Notice::bad(&words.trouble("draft-not-kept", &[("error", error.to_string())])),
        Reply::Unreadable(error) => Notice::bad(&words.trouble("unreadable", &[("error", error.to_string())])),
    }
}
