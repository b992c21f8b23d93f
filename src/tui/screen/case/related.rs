//! The applicant's history: every other case of the person, and on the certificate.

use super::summary::{renew, visit_frequency_of};
use crate::domain::case::Case;
use crate::tui::keys::{Action, Scope};
use crate::tui::paint::canvas::{Area, Canvas};
use crate::tui::screen::{Context, Input, Route, Screen, Step};
use crate::tui::widget::cursor::Cursor;
use crate::tui::widget::table::{self, Column};
use crate::words::Words;

pub struct RelatedScreen {
    case: Case,
    /// It could not be read again and may have changed since.
    stale: bool,
    /// The other cases, unless they could not be read.
    found: Option<Vec<Case>>,
    cursor: Cursor,
    /// That the person comes often.
    visit_frequency: Option<String>,
}

const COLUMNS: &[Column] = &[
    Column { title: "column-tracking", least: 17, grow: 0, from: 0 },
    Column { title: "column-name", least: 18, grow: 2, from: 105 },
    Column { title: "column-stage", least: 22, grow: 1, from: 0 },
    Column { title: "column-common", least: 16, grow: 0, from: 0 },
    Column { title: "column-touched", least: 17, grow: 0, from: 0 },
];

impl RelatedScreen {
    pub fn new(case: Case, cx: &Context) -> RelatedScreen {
        let mut screen =
            RelatedScreen { case, stale: false, found: None, cursor: Cursor::default(), visit_frequency: None };
        screen.look_beside(cx);
        screen
    }

    /// What is read beside the case itself.
    fn look_beside(&mut self, cx: &Context) {
        self.visit_frequency = visit_frequency_of(&self.case, cx);
        self.found = cx.desk.related(&self.case).ok();
        self.cursor.at = self.cursor.at.min(self.rows().len().saturating_sub(1));
    }

    fn rows(&self) -> &[Case] {
        self.found.as_deref().unwrap_or(&[])
    }

    fn chosen(&self) -> Option<&Case> {
        self.rows().get(self.cursor.at)
    }

    fn cells(&self, other: &Case, words: &Words) -> Vec<String> {
        let person = other.intake.applicant.id == self.case.intake.applicant.id;
        let certificate = other.intake.certificate.number == self.case.intake.certificate.number;
        let common = match (person, certificate) {
            (true, true) => "common-both",
            (true, false) => "common-person",
            _ => "common-certificate",
        };
        vec![
            words.tracking(&other.tracking),
            other.intake.applicant.full_name(),
            words.choice(other.stage),
            words.say(common),
            words.moment(other.touched.wall_ms),
        ]
    }
}

impl Screen for RelatedScreen {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Related, Scope::List]
    }

    fn title(&self, cx: &Context) -> String {
        cx.words.with("title-alike", &[("name", self.case.intake.applicant.full_name())])
    }

    fn refresh(&mut self, cx: &Context) {
        self.stale = !renew(&mut self.case, cx);
        self.look_beside(cx);
    }

    fn hindrance(&self, action: Action, cx: &Context) -> Option<String> {
        let needs_one = matches!(action, Action::Open | Action::Compare);
        (needs_one && self.rows().is_empty()).then(|| cx.words.say("why-not-open"))
    }

    fn update(&mut self, input: Input, cx: &Context) -> Step {
        match (input, self.chosen()) {
            (Input::Action(Action::Back), _) => Step::Back,
            (Input::Action(Action::Open), Some(other)) => Step::Go(Route::Case(other.id)),
            (Input::Action(Action::Compare), Some(other)) => {
                Step::Go(Route::Compare { own: self.case.id, other: other.id })
            }
            (Input::Action(action), _) => {
                self.cursor.moved(action, self.rows().len(), usize::from(cx.body.h));
                Step::Stay
            }
            _ => Step::Stay,
        }
    }

    fn view(&self, canvas: &mut Canvas, area: Area, cx: &Context) {
        let (words, theme) = (cx.words, canvas.theme);
        let mut rest = area;
        if self.stale {
            rest = rest.below(canvas.paragraph(rest, &words.say("unread-case"), theme.bad()));
        }
        if let Some(told) = &self.visit_frequency {
            rest = rest.below(canvas.paragraph(rest, told, theme.warn()) + 1);
        }
        match self.found.as_deref() {
            None => {
                canvas.paragraph(rest, &words.say("unread-related"), theme.bad());
            }
            Some([]) => {
                canvas.paragraph(rest, &words.say("alike-none"), theme.quiet());
            }
            Some(found) => {
                table::list(canvas, rest, (COLUMNS, words), found, self.cursor, |other| self.cells(other, words));
            }
        }
    }
}
