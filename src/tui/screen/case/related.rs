//! The applicant's history: every other case of the person, and on the certificate.

use crate::domain::case::Case;
use crate::domain::event::CaseId;
use crate::store::views::Look;
use crate::tui::keys::{Action, Scope};
use crate::tui::paint::canvas::{Area, Canvas};
use crate::tui::screen::case::CaseScreen;
use crate::tui::screen::case::compare::CompareScreen;
use crate::tui::screen::{Context, Cursor, Input, Screen, Step};
use crate::tui::widget::table::{self, Column};
use crate::words::Words;

pub struct AlikeScreen {
    case: Case,
    found: Vec<Case>,
    cursor: Cursor,
    /// That the person comes often.
    often: Option<String>,
}

const COLUMNS: &[Column] = &[
    Column { title: "column-tracking", least: 17, grow: 0, from: 0 },
    Column { title: "column-name", least: 18, grow: 2, from: 105 },
    Column { title: "column-stage", least: 22, grow: 1, from: 0 },
    Column { title: "column-common", least: 16, grow: 0, from: 0 },
    Column { title: "column-touched", least: 17, grow: 0, from: 0 },
];

impl AlikeScreen {
    pub fn new(case: Case, cx: &Context) -> AlikeScreen {
        cx.desk.looked(Look::Alike { case: case.id });
        let mut screen = AlikeScreen { case, found: Vec::new(), cursor: Cursor::default(), often: None };
        screen.refresh(cx);
        screen
    }

    fn chosen(&self) -> Option<&Case> {
        self.found.get(self.cursor.at)
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

/// How often a person comes, where that is worth a look.
pub(in crate::tui) fn often(digits: &str, except: Option<CaseId>, cx: &Context) -> Option<String> {
    let spans = cx.desk.frequency(digits, except).ok()?;
    cx.words.frequency(spans, cx.desk.rules().requests_per_span)
}

/// The same of the person of a case, which does not count itself.
pub(in crate::tui) fn frequency(case: &Case, cx: &Context) -> Option<String> {
    often(case.intake.applicant.id.digits(), Some(case.id), cx)
}

impl Screen for AlikeScreen {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Alike, Scope::List]
    }

    fn title(&self, cx: &Context) -> String {
        cx.words.with("title-alike", &[("name", self.case.intake.applicant.full_name())])
    }

    fn refresh(&mut self, cx: &Context) {
        if let Ok(Some(case)) = cx.desk.case(self.case.id) {
            self.case = case;
        }
        self.often = frequency(&self.case, cx);
        self.found = cx.desk.alike(&self.case).unwrap_or_default();
        self.cursor.at = self.cursor.at.min(self.found.len().saturating_sub(1));
    }

    fn hindrance(&self, action: Action, cx: &Context) -> Option<String> {
        let needs_one = matches!(action, Action::Open | Action::Compare);
        (needs_one && self.found.is_empty()).then(|| cx.words.say("why-not-open"))
    }

    fn update(&mut self, input: Input, cx: &Context) -> Step {
        match (input, self.chosen()) {
            (Input::Action(Action::Back), _) => Step::Back,
            (Input::Action(Action::Open), Some(other)) => Step::push(CaseScreen::new(other.clone(), cx)),
            (Input::Action(Action::Compare), Some(other)) => {
                Step::push(CompareScreen::of(self.case.clone(), other.clone(), cx))
            }
            (Input::Action(action), _) => {
                self.cursor.moved(action, self.found.len(), usize::from(cx.body.h));
                Step::Stay
            }
            _ => Step::Stay,
        }
    }

    fn view(&self, canvas: &mut Canvas, area: Area, cx: &Context) {
        let (words, theme) = (cx.words, canvas.theme);
        let mut rest = area;
        if let Some(told) = &self.often {
            rest = rest.below(canvas.paragraph(rest, told, theme.warn()) + 1);
        }
        if self.found.is_empty() {
            canvas.paragraph(rest, &words.say("alike-none"), theme.quiet());
            return;
        }
        table::list(canvas, rest, (COLUMNS, words), &self.found, self.cursor, |other| self.cells(other, words));
    }
}
