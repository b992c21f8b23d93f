//! Screens: each holds its cursor and asks the desk for everything else.
//!
//! No screen makes another one: it says where to go ([`Route`]), and [`route`] builds what is there. A new screen is
//! its file and `mod` line, a variant of [`Route`] with its arm in [`route::open`], and its keys.

pub mod ask;
pub mod case;
pub mod desk;
pub mod form;
pub mod office;
pub mod reading;
pub mod route;
mod step;

pub use step::{Input, Notice, Paper, Route, Step, Tone};

use crate::desk::Desk;
use crate::desk::command::Reply;
use crate::domain::acts::kind::ActKind;
use crate::text::keyboard::Script;
use crate::text::line::{Arrows, CaretMode};
use crate::text::{Base, LayoutOptions};
use crate::tui::keys::{Action, Scope};
use crate::tui::paint::canvas::{Area, Canvas};
use crate::words::Words;

/// What a screen may look at.
pub struct Context<'a> {
    pub desk: &'a Desk,
    pub words: &'a Words,
    /// The part of the screen that is the front screen's own.
    pub body: Area,
    /// How this terminal is written to; what is measured here is measured as it is drawn.
    pub layout: LayoutOptions,
    /// What the left and right arrows mean in a line.
    pub arrows: Arrows,
    /// The script of the last letter that was typed.
    pub script: Option<Script>,
    /// The program's version, if it is to be told.
    pub version: Option<&'static str>,
}

impl Context<'_> {
    /// How a line of this direction is moved in: by what the eye sees, whoever puts it in order.
    pub fn caret_mode(&self, base: Base) -> CaretMode {
        CaretMode { layout: LayoutOptions::new(base), arrows: self.arrows }
    }

    /// Why this operator cannot do this, whatever the case.
    pub fn why_not(&self, act: ActKind) -> Option<String> {
        self.desk.allows(act).err().map(|refusal| self.words.refusal(&refusal).whole())
    }

    /// That something could not be read: by this message, or because the look at it could not be noted.
    pub fn unread(&self, id: &str) -> String {
        if self.desk.shows_nothing() { self.words.say("unread-unnoted") } else { self.words.say(id) }
    }

    /// Whether this arrow points to where lines of the language run.
    pub fn is_forward(&self, action: Action) -> bool {
        (action == Action::Left) == (self.words.lang.base() == Base::Rtl)
    }

    /// To a list of today that is kept as a file too, to be printed.
    pub fn go_to_list(&self, what: &str, title: String, text: String) -> Step {
        let (file, failed) = match self.desk.keep_paper(what, self.desk.today(), &text) {
            Ok(path) => (path, None),
            Err(error) => (None, Some(self.words.system_error("slip-not-written", &[("error", error.to_string())]))),
        };
        let shown = Step::Go(Route::Paper(Paper { title, text, file }));
        match failed {
            Some(sentence) => shown.then(Step::Say(Notice::bad(&sentence))),
            None => shown,
        }
    }
}

/// What fills the middle of the terminal: one thing that an operator works with.
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
    fn save_unsaved_input(&mut self, _cx: &Context) -> Step {
        Step::Stay
    }

    /// It must be answered before anything else.
    fn is_modal(&self) -> bool {
        false
    }
}
