//! Two requests side by side: whether they are one, somebody decides and writes why.

use crate::desk::command::Seen;
use crate::domain::acts::kind::ActKind;
use crate::domain::case::Case;
use crate::domain::person::mask;
use crate::form::intake::{INTAKE, answers};
use crate::form::{Answers, acts};
use crate::tui::keys::{Action, Scope};
use crate::tui::paint::canvas::{Area, Canvas};
use crate::tui::screen::{Context, Input, Route, Screen, Step};
use crate::tui::widget::cursor::Cursor;
use crate::tui::widget::table::{self, Column};

pub struct CompareScreen {
    /// What is to be opened, or the answers of a case.
    mine: Answers,
    /// The case, if it is one already.
    own: Option<Case>,
    other: Case,
    top: Cursor,
}

const COLUMNS: &[Column] = &[
    Column { title: "compare-question", least: 22, grow: 1, from: 0 },
    Column { title: "compare-this", least: 26, grow: 1, from: 0 },
    Column { title: "compare-other", least: 26, grow: 1, from: 0 },
];

/// A question, both answers, and whether they are the same.
struct Row {
    cells: Vec<String>,
    same: bool,
}

impl CompareScreen {
    /// What is about to be kept, beside the case that it may repeat.
    pub fn before(mine: Answers, other: Case, cx: &Context) -> CompareScreen {
        CompareScreen::new(INTAKE.bind(mine, &cx.desk.world()).answers(), None, other)
    }

    /// Two cases.
    pub fn of(own: Case, other: Case) -> CompareScreen {
        CompareScreen::new(answers(&own.intake), Some(own), other)
    }

    fn new(mine: Answers, own: Option<Case>, other: Case) -> CompareScreen {
        CompareScreen { mine, own, other, top: Cursor::default() }
    }

    fn rows(&self, cx: &Context) -> Vec<Row> {
        let words = cx.words;
        let theirs = answers(&self.other.intake);
        let code =
            |case: Option<&Case>| case.map_or_else(|| words.say("compare-new"), |case| words.tracking(&case.tracking));
        let stage = |case: Option<&Case>| case.map_or_else(|| words.say("empty"), |case| words.choice(case.stage));
        let both = |title: &str, told: &dyn Fn(Option<&Case>) -> String| Row {
            cells: vec![words.say(title), told(self.own.as_ref()), told(Some(&self.other))],
            same: true,
        };
        let heads = [both("column-tracking", &code), both("column-stage", &stage)];
        let mut rows = Vec::new();
        for field in INTAKE.fields {
            let (one, two) = (self.mine.get(field.id), theirs.get(field.id));
            if one.is_empty() && two.is_empty() {
                continue;
            }
            let shown = |answer: &str| match field.id {
                // Whether they are the same is what matters; the number itself stays masked.
                "national-id" | "foreigner-id" => words.code(&mask(answer)),
                _ => words.answer(field.kind, answer),
            };
            rows.push(Row { cells: vec![words.field(field.id), shown(one), shown(two)], same: one == two });
        }
        // What differs is what is looked for.
        rows.sort_by_key(|row| row.same);
        heads.into_iter().chain(rows).collect()
    }
}

impl Screen for CompareScreen {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Compare, Scope::List]
    }

    fn title(&self, cx: &Context) -> String {
        cx.words.say("title-compare")
    }

    fn hindrance(&self, action: Action, cx: &Context) -> Option<String> {
        let case = self.own.as_ref().filter(|_| action == Action::Yes)?;
        let may = ActKind::JudgeDuplicate.fits(case.stage) && ActKind::JudgeDuplicate.is_for(cx.desk.role());
        (!may).then(|| cx.words.with("why-not-judge", &[("stage", cx.words.choice(case.stage))]))
    }

    fn update(&mut self, input: Input, cx: &Context) -> Step {
        let Input::Action(action) = input else { return Step::Stay };
        match (action, &self.own) {
            (Action::Back, _) => Step::Back,
            (Action::Open, _) => Step::Replace(Route::Case(self.other.id)),
            (Action::Yes, None) => Step::Replace(Route::Distinct(self.other.id)),
            (Action::Yes, Some(own)) => {
                let Some(form) = acts::form(ActKind::JudgeDuplicate) else { return Step::Stay };
                let (seen, other) = (Seen::of(own), self.other.tracking.clone());
                Step::Replace(Route::JudgeDuplicate { seen, form, other })
            }
            (action, _) => {
                self.top.moved(action, self.rows(cx).len(), usize::from(cx.body.h));
                Step::Stay
            }
        }
    }

    fn view(&self, canvas: &mut Canvas, area: Area, cx: &Context) {
        let (words, theme) = (cx.words, canvas.theme);
        let used = canvas.paragraph(area, &words.say("compare-preface"), theme.warn());
        let list = area.below(used + 1);
        let places = table::head(canvas, list, COLUMNS, words);
        let list = list.below(1);
        for (at, row) in self.rows(cx).iter().skip(self.top.at).take(usize::from(list.h)).enumerate() {
            let place = list.row(u16::try_from(at).unwrap_or(0));
            let (mark, style) = if row.same { (" ", theme.quiet()) } else { ("≠", theme.plain()) };
            canvas.text(place.first(1), mark, theme.warn());
            table::row(canvas, place.after(2), &places, &row.cells, style);
        }
    }
}
