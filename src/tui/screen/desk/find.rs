//! Find: by tracking code, person's number, certificate number or name, as one types.

use std::collections::BTreeSet;

use crate::desk::{Desk, ReadError};
use crate::domain::audit::Accessed;
use crate::domain::case::Case;
use crate::domain::event::CaseId;
use crate::text::line::Edit;
use crate::tui::keys::{Action, Scope};
use crate::tui::paint::canvas::{Area, Canvas};
use crate::tui::screen::case::row::{COLUMNS, cells};
use crate::tui::screen::{Context, Input, Route, Screen, Step};
use crate::tui::widget::cursor::Cursor;
use crate::tui::widget::field::{self, Typed};
use crate::tui::widget::table;

const LIMIT: usize = 50;
const LONGEST: usize = 60;

pub struct FindScreen {
    edit: Edit,
    /// What was found, unless it could not be read.
    found: Option<Vec<Case>>,
    cursor: Cursor,
    /// What was noted last, so that nothing is noted twice.
    noted: String,
    /// Cases that were shown for what was noted.
    shown: BTreeSet<CaseId>,
}

impl Default for FindScreen {
    fn default() -> FindScreen {
        let (edit, cursor) = (Edit::new("", LONGEST), Cursor::default());
        FindScreen { edit, found: Some(Vec::new()), cursor, noted: String::new(), shown: BTreeSet::new() }
    }
}

impl FindScreen {
    /// What was looked for, once it is done with or was there to be read for a while.
    fn note(&mut self, cx: &Context) {
        if !self.edit.is_empty() && self.edit.text() != self.noted {
            // Whatever it showed was noted before.
            let _ = self.log(self.rows().len(), cx);
        }
    }

    fn log(&mut self, found: usize, cx: &Context) -> Result<(), ReadError> {
        let (query, found) = (Desk::query(self.edit.text()), u32::try_from(found).unwrap_or(u32::MAX));
        cx.desk.log_access(Accessed::Searched { query, found })?;
        self.edit.text().clone_into(&mut self.noted);
        Ok(())
    }

    /// Nothing is shown that was not noted: what is found for a longer query was mostly shown for a shorter one.
    fn search(&mut self, cx: &Context) {
        let found = cx.desk.find(self.edit.text(), LIMIT).and_then(|found| {
            let ids: Vec<CaseId> = found.iter().map(|case| case.id).collect();
            if ids.iter().any(|id| !self.shown.contains(id)) {
                self.log(ids.len(), cx)?;
                self.shown.extend(ids);
            }
            Ok(found)
        });
        self.found = found.ok();
        self.cursor.at = self.cursor.at.min(self.rows().len().saturating_sub(1));
    }

    fn rows(&self) -> &[Case] {
        self.found.as_deref().unwrap_or(&[])
    }
}

impl Screen for FindScreen {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::List, Scope::Typing]
    }

    fn typing(&self) -> bool {
        true
    }

    fn title(&self, cx: &Context) -> String {
        cx.words.say("title-find")
    }

    fn refresh(&mut self, cx: &Context) {
        // Whoever looks now may be somebody else.
        self.shown.clear();
        self.search(cx);
    }

    fn save_unsaved_input(&mut self, cx: &Context) -> Step {
        self.note(cx);
        Step::Stay
    }

    fn hindrance(&self, action: Action, cx: &Context) -> Option<String> {
        (action == Action::Open && self.rows().is_empty()).then(|| cx.words.say("why-not-open"))
    }

    fn update(&mut self, input: Input, cx: &Context) -> Step {
        let mode = cx.caret_mode(cx.words.lang.base());
        match input {
            Input::Action(Action::Back) => {
                self.note(cx);
                return Step::Back;
            }
            Input::Action(Action::Open) => {
                self.note(cx);
                return match self.rows().get(self.cursor.at) {
                    Some(case) => Step::Go(Route::Case(case.id)),
                    None => Step::Stay,
                };
            }
            Input::Action(action) => match field::act(&mut self.edit, action, mode) {
                Typed::Nothing => {
                    self.cursor.moved(action, self.rows().len(), usize::from(cx.body.h));
                    return Step::Stay;
                }
                Typed::Copied(text) => {
                    self.search(cx);
                    return Step::Copy(text);
                }
                Typed::Moved => return Step::Stay,
                Typed::Changed => {}
            },
            Input::Char(c) => {
                self.edit.insert(c);
            }
            Input::Paste(text) => {
                self.edit.paste(&text);
            }
            Input::Click { y, .. } => {
                self.cursor.at = usize::from(y.saturating_sub(cx.body.y + 3)).min(self.rows().len().saturating_sub(1));
                return Step::Stay;
            }
            Input::Drag { .. } => return Step::Stay,
        }
        self.search(cx);
        Step::Stay
    }

    fn view(&self, canvas: &mut Canvas, area: Area, cx: &Context) {
        let (words, theme) = (cx.words, canvas.theme);
        let label = words.field("query");
        let used = canvas.measure(&label) + 2;
        canvas.text(area, &label, theme.title());
        canvas.field(area.after(used).first(LONGEST as u16), &self.edit, words.lang.base(), theme.input());
        table::list(canvas, area.below(2), (COLUMNS, words), self.rows(), self.cursor, |case| cells(case, words));
        let (told, style) = match &self.found {
            None => (cx.unread("unread-found"), theme.bad()),
            Some(found) if !found.is_empty() => return,
            Some(_) if self.edit.is_empty() => (words.say("find-hint"), theme.quiet()),
            Some(_) => (words.say("find-none"), theme.quiet()),
        };
        canvas.paragraph(area.below(3), &told, style);
    }
}
