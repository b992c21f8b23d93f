//! A question with yes or no.

use crate::desk::command::{Command, Reply, Seen};
use crate::domain::case::Case;
use crate::domain::question::Question;
use crate::domain::tracking::TrackingCode;
use crate::tui::keys::{Action, Scope};
use crate::tui::paint::canvas::{Area, Canvas};
use crate::tui::screen::{Context, Input, Notice, Route, Screen, Step};

pub struct AskScreen {
    about: About,
}

enum About {
    /// The desk asked before it does what was wanted.
    Rule {
        question: Question,
        other: Option<TrackingCode>,
    },
    /// The tariff states no fee for this case.
    NothingDue(Box<Case>),
    Quit,
}

impl AskScreen {
    pub fn rule(question: Question, other: Option<TrackingCode>) -> AskScreen {
        AskScreen { about: About::Rule { question, other } }
    }

    pub fn nothing_due(case: Case) -> AskScreen {
        AskScreen { about: About::NothingDue(Box::new(case)) }
    }

    pub fn quit() -> AskScreen {
        AskScreen { about: About::Quit }
    }

    fn lines(&self, cx: &Context) -> Vec<String> {
        let words = cx.words;
        match &self.about {
            About::Rule { question, other } => {
                let sentence = words.question(*question, other.as_ref());
                vec![sentence.what, sentence.next]
            }
            About::NothingDue(case) => {
                let tariff = cx.desk.tariff(case).into_iter().flat_map(|row| words.tariff(row));
                tariff.chain([words.say("ask-nothing-due")]).collect()
            }
            About::Quit => vec![words.say("ask-quit")],
        }
    }
}

impl Screen for AskScreen {
    fn scopes(&self) -> &'static [Scope] {
        match self.about {
            About::Rule { .. } => &[Scope::Rule],
            About::NothingDue(_) | About::Quit => &[Scope::Ask],
        }
    }

    fn title(&self, cx: &Context) -> String {
        match &self.about {
            About::NothingDue(case) => cx.words.with("title-fee", &[("tracking", cx.words.tracking(&case.tracking))]),
            About::Rule { .. } | About::Quit => cx.words.say("title-ask"),
        }
    }

    fn hindrance(&self, action: Action, cx: &Context) -> Option<String> {
        (action == Action::Quit).then(|| cx.words.say("why-not-quit"))
    }

    fn update(&mut self, input: Input, _: &Context) -> Step {
        match (input, &self.about) {
            (Input::Action(Action::No | Action::Back), _) => Step::Back,
            (Input::Action(Action::Yes), About::Rule { .. }) => Step::Agree(None),
            (Input::Action(Action::Yes), About::NothingDue(case)) => {
                Step::ask(Command::ConfirmNothingDue { seen: Seen::of(case) })
            }
            (Input::Action(Action::Yes), About::Quit) => Step::Quit,
            _ => Step::Stay,
        }
    }

    fn receive(&mut self, reply: Reply, cx: &Context) -> Step {
        match reply {
            Reply::Done(done) => match (done.case, done.slips.first()) {
                (Some(case), Some(slip)) => Step::Replace(Route::Slip(case.id, *slip)),
                (Some(_), None) => Step::Back,
                (None, _) => Step::BackSaying(Notice::warn(cx.words.say("saved-unread"))),
            },
            Reply::Ok | Reply::Faults(_) | Reply::Refused(_) | Reply::Failed(_) => {
                Step::Say(Notice::of(&reply, cx.words))
            }
        }
    }

    fn view(&self, canvas: &mut Canvas, area: Area, cx: &Context) {
        let box_w = area.w.min(70);
        let lines = self.lines(cx);
        let inner_w = box_w.saturating_sub(4);
        let rows: usize = lines.iter().map(|line| canvas.rows(line, inner_w)).sum();
        let h = (u16::try_from(rows).unwrap_or(area.h) + 4).min(area.h);
        let frame = Area::new(area.x + (area.w - box_w) / 2, area.y + (area.h - h) / 2, box_w, h);
        canvas.frame(frame, &self.title(cx), canvas.theme.title());
        let mut rest = frame.inner().after(1);
        rest.w = inner_w;
        rest = rest.below(1);
        for line in lines {
            rest = rest.below(canvas.paragraph(rest, &line, canvas.theme.plain()));
        }
    }
}
