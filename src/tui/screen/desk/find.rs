//! Find: by tracking code, person's number, certificate number or name, as one types.

use crate::domain::case::Case;
use crate::store::views::Look;
use crate::text::caret::Edit;
use crate::tui::keys::{Action, Scope};
use crate::tui::paint::canvas::{Area, Canvas};
use crate::tui::screen::case::CaseScreen;
use crate::tui::screen::desk::queue::{COLUMNS, cells};
use crate::tui::screen::{Context, Cursor, Input, Screen, Step};
use crate::tui::widget::field::{self, Typed};
use crate::tui::widget::table;

const LIMIT: usize = 50;
const LONGEST: usize = 60;

pub struct FindScreen {
    edit: Edit,
    found: Vec<Case>,
    cursor: Cursor,
    failed: bool,
    /// What was noted last, so that nothing is noted twice.
    noted: String,
}

impl Default for FindScreen {
    fn default() -> FindScreen {
        let (edit, cursor) = (Edit::new("", LONGEST), Cursor::default());
        FindScreen { edit, found: Vec::new(), cursor, failed: false, noted: String::new() }
    }
}

impl FindScreen {
    /// What was looked for, once it is done with or was there to be read for a while.
    fn note(&mut self, cx: &Context) {
        if !self.edit.is_empty() && self.edit.text() != self.noted {
            self.noted = self.edit.text().to_owned();
            let (query, found) = (self.edit.text().to_owned(), u32::try_from(self.found.len()).unwrap_or(u32::MAX));
            cx.desk.looked(Look::Searched { query, found });
        }
    }

    fn search(&mut self, cx: &Context) {
        let found = cx.desk.find(self.edit.text(), LIMIT);
        self.failed = found.is_err();
        self.found = found.unwrap_or_default();
        self.cursor.at = self.cursor.at.min(self.found.len().saturating_sub(1));
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
        self.search(cx);
    }

    fn put_down(&mut self, cx: &Context) -> Step {
        self.note(cx);
        Step::Stay
    }

    fn hindrance(&self, action: Action, cx: &Context) -> Option<String> {
        (action == Action::Open && self.found.is_empty()).then(|| cx.words.say("why-not-open"))
    }

    fn update(&mut self, input: Input, cx: &Context) -> Step {
        let hand = cx.hand(cx.words.lang.base());
        match input {
            Input::Action(Action::Back) => {
                self.note(cx);
                return Step::Back;
            }
            Input::Action(Action::Open) => {
                self.note(cx);
                return match self.found.get(self.cursor.at) {
                    Some(case) => Step::push(CaseScreen::new(case.clone(), cx)),
                    None => Step::Stay,
                };
            }
            Input::Action(action) => match field::act(&mut self.edit, action, hand) {
                Typed::Nothing => {
                    self.cursor.moved(action, self.found.len(), usize::from(cx.body.h));
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
                self.cursor.at = usize::from(y.saturating_sub(cx.body.y + 3)).min(self.found.len().saturating_sub(1));
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
        table::list(canvas, area.below(2), (COLUMNS, words), &self.found, self.cursor, |case| cells(case, words));
        if self.found.is_empty() {
            let id = match (self.failed, self.edit.is_empty()) {
                (true, _) => "queue-unreadable",
                (_, true) => "find-hint",
                (_, false) => "find-none",
            };
            canvas.paragraph(area.below(3), &words.say(id), theme.quiet());
        }
    }
}
