//! شناسنامه خدمت: every field of the form with its value, where it comes from, and what is wrong with it.

use crate::domain::rulebook::{CardRow, Provenance};
use crate::tui::keys::{Action, Scope};
use crate::tui::paint::canvas::{Area, Canvas};
use crate::tui::screen::{Context, Input, Route, Screen, Step};
use crate::tui::widget::cursor::Cursor;
use crate::words::{Lang, Words};

const PANEL: u16 = 8;
const NAME: u16 = 30;
const SOURCE: u16 = 16;

#[derive(Default)]
pub struct CardScreen {
    cursor: Cursor,
}

fn name(row: &CardRow, words: &Words) -> String {
    match words.lang {
        Lang::Fa => row.field.clone(),
        Lang::En => row.english.clone(),
    }
}

fn note(row: &CardRow, words: &Words) -> String {
    match words.lang {
        Lang::Fa => row.note.clone(),
        Lang::En => row.note_english.clone(),
    }
}

/// The value, or that there is none.
fn value(row: &CardRow, words: &Words) -> String {
    let isolated =
        |text: &str| if text.starts_with("http") { crate::text::ltr(text) } else { crate::text::isolate(text) };
    match row.provenance {
        Provenance::Unknown => words.say("card-unknown"),
        Provenance::Blank => words.say("card-blank"),
        Provenance::Given | Provenance::Erroneous | Provenance::Office => {
            match [&row.corrected, &row.value].into_iter().find(|text| !text.is_empty()) {
                Some(text) => isolated(text),
                None => words.say("card-blank"),
            }
        }
    }
}

impl Screen for CardScreen {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Card, Scope::List]
    }

    fn title(&self, cx: &Context) -> String {
        cx.words.say("title-card")
    }

    fn hindrance(&self, action: Action, cx: &Context) -> Option<String> {
        (action == Action::Open).then(|| cx.words.say("why-not-open"))
    }

    fn update(&mut self, input: Input, cx: &Context) -> Step {
        match input {
            Input::Action(Action::Back) => Step::Back,
            Input::Action(Action::Bring) => Step::Go(Route::Bring),
            Input::Action(action) => {
                self.cursor.moved(action, cx.desk.rules().card.len(), usize::from(cx.body.h / 2));
                Step::Stay
            }
            Input::Click { y, .. } => {
                let list = list_area(cx.body);
                let length = cx.desk.rules().card.len();
                let first = self.cursor.first_shown(usize::from(list.h), length);
                self.cursor.at = (usize::from(y.saturating_sub(list.y)) + first).min(length.saturating_sub(1));
                Step::Stay
            }
            Input::Char(_) | Input::Paste(_) | Input::Drag { .. } => Step::Stay,
        }
    }

    fn view(&self, canvas: &mut Canvas, area: Area, cx: &Context) {
        let (words, theme) = (cx.words, canvas.theme);
        let rows = &cx.desk.rules().card;
        let list = list_area(area);
        let first = self.cursor.first_shown(usize::from(list.h), rows.len());
        for (at, row) in rows.iter().enumerate().skip(first).take(usize::from(list.h)) {
            let place = list.row(u16::try_from(at - first).unwrap_or(0));
            let style = match (at == self.cursor.at, row.provenance) {
                (true, _) => theme.selected(),
                (_, Provenance::Erroneous) => theme.bad(),
                (_, Provenance::Unknown | Provenance::Blank) => theme.quiet(),
                _ => theme.plain(),
            };
            canvas.fill(place, style);
            canvas.text(place.first(NAME), &name(row, words), style);
            let width = place.w.saturating_sub(NAME + SOURCE + 2);
            canvas.text(place.after(NAME + 1).first(width), &value(row, words), style);
            canvas.text(place.after(NAME + width + 2), &words.choice(row.provenance), style);
        }
        let panel = area.bottom(PANEL);
        canvas.rule(Area { y: panel.y - 1, h: 1, ..panel }, theme.quiet());
        if let Some(row) = rows.get(self.cursor.at) {
            detail(row, canvas, panel, cx);
        }
    }
}

fn list_area(area: Area) -> Area {
    area.top(area.h.saturating_sub(PANEL + 1))
}

fn detail(row: &CardRow, canvas: &mut Canvas, area: Area, cx: &Context) {
    let (words, theme) = (cx.words, canvas.theme);
    let args = [("provenance", words.choice(row.provenance)), ("lines", words.code(&row.lines))];
    let mut lines = vec![(words.with("card-source", &args), theme.quiet())];
    lines.push((value(row, words), theme.title()));
    if row.provenance == Provenance::Unknown && !row.value.is_empty() {
        lines.push((words.with("card-options", &[("options", row.value.clone())]), theme.plain()));
    }
    if !row.corrected.is_empty() {
        lines.push((words.with("card-as-printed", &[("value", crate::text::ltr(&row.value))]), theme.bad()));
    }
    lines.push((note(row, words), theme.warn()));
    let mut rest = area;
    for (line, style) in lines.into_iter().filter(|(line, _)| !line.is_empty()) {
        rest = rest.below(canvas.paragraph(rest, &line, style));
    }
}
