//! How a form looks: preface, questions, and below them what helps with the one that is asked.

use ratatui::style::Style;

use super::state::FormScreen;
use crate::form::{ChoiceList, Field, Finding, Kind, Pick, Severity};
use crate::text::keyboard::Script;
use crate::text::line::Edit;
use crate::text::phrase;
use crate::tui::paint::canvas::{Area, Canvas, Side};
use crate::tui::paint::theme::Theme;
use crate::tui::screen::Context;
use crate::tui::widget::options::{self, Options};
use crate::tui::widget::pick;

/// Rows of the help panel below the questions.
const PANEL: u16 = 6;
const LABEL: u16 = 26;
const ANSWER: u16 = LABEL + 3;
/// From this width on, all faults stand beside the questions.
const WIDE: u16 = 110;
const ASIDE: u16 = 40;

enum Line {
    Section(&'static str),
    Question(&'static Field),
}

fn lines(form: &FormScreen) -> Vec<Line> {
    let mut found = Vec::new();
    for field in form.form.asked() {
        found.extend(field.section.map(Line::Section));
        found.push(Line::Question(field));
    }
    found
}

struct Layout {
    preface: Area,
    questions: Area,
    panel: Area,
    aside: Option<Area>,
}

fn layout(area: Area, preface_rows: u16) -> Layout {
    let (area, aside) =
        if area.w >= WIDE { (area.first(area.w - ASIDE - 2), Some(area.after(area.w - ASIDE))) } else { (area, None) };
    let panel = PANEL.min(area.h / 3);
    let preface = area.top(preface_rows);
    let rest = area.below(preface_rows);
    Layout { preface, questions: rest.top(rest.h.saturating_sub(panel + 1)), panel: area.bottom(panel), aside }
}

fn preface_rows(form: &FormScreen, width: u16, cx: &Context) -> u16 {
    let rows: usize = form.task.preface.iter().map(|text| cx.layout.wrap(text, usize::from(width)).len()).sum();
    u16::try_from(rows).unwrap_or(0)
}

fn first_line(form: &FormScreen, lines: &[Line], height: u16) -> usize {
    let at = lines.iter().position(|line| matches!(line, Line::Question(field) if field.id == form.at)).unwrap_or(0);
    let height = usize::from(height.max(1));
    // Three lines ahead stay in sight.
    (at + 4).saturating_sub(height).min(lines.len().saturating_sub(height)).min(at)
}

/// The question on this row of the screen, and where its answer stands.
pub(super) fn field_at(form: &FormScreen, y: u16, cx: &Context) -> Option<(&'static Field, Area)> {
    let area = parts(form, cx.body, cx).questions;
    let lines = lines(form);
    let row = y.checked_sub(area.y).filter(|row| *row < area.h)?;
    let at = usize::from(row) + first_line(form, &lines, area.h);
    match lines.get(at)? {
        Line::Question(field) => Some((field, area.row(row).after(ANSWER))),
        Line::Section(_) => None,
    }
}

fn parts(form: &FormScreen, area: Area, cx: &Context) -> Layout {
    let text_width = if area.w >= WIDE { area.w - ASIDE - 2 } else { area.w };
    layout(area, preface_rows(form, text_width, cx))
}

pub(super) fn view(form: &FormScreen, canvas: &mut Canvas, area: Area, cx: &Context) {
    let parts = parts(form, area, cx);
    let mut rest = parts.preface;
    for text in &form.task.preface {
        let used = canvas.paragraph(rest, text, canvas.theme.title());
        rest = rest.below(used);
    }
    let faults: Vec<&Finding> = form.faults().collect();
    let lines = lines(form);
    let first = first_line(form, &lines, parts.questions.h);
    for (at, line) in lines.iter().skip(first).take(usize::from(parts.questions.h)).enumerate() {
        let row = parts.questions.row(u16::try_from(at).unwrap_or(0));
        match line {
            Line::Section(id) => {
                let title = cx.words.say(&format!("section-{id}"));
                canvas.text(row, &title, canvas.theme.section());
            }
            Line::Question(field) => question(form, field, canvas, row, &faults, cx),
        }
    }
    let rule = Area { y: parts.panel.y.saturating_sub(1), h: 1, ..parts.panel };
    canvas.rule(rule, canvas.theme.quiet());
    panel(form, canvas, parts.panel, &faults, cx);
    if let Some(aside) = parts.aside {
        all_faults(canvas, aside, &faults, cx);
    }
}

fn question(
    form: &FormScreen,
    field: &'static Field,
    canvas: &mut Canvas,
    row: Area,
    faults: &[&Finding],
    cx: &Context,
) {
    let theme = canvas.theme;
    let fault = faults.iter().find(|fault| fault.field == field.id);
    let (mark, style) = match fault.map(|fault| fault.blocks()) {
        Some(true) => ("×", theme.bad()),
        Some(false) => ("!", theme.warn()),
        None => (" ", theme.plain()),
    };
    canvas.text(row.first(1), mark, style);
    let open = form.form.is_required(field.id) && form.answered(field).is_empty();
    let asked = field.id == form.at;
    let name = cx.words.field(field.id);
    let label = if open { cx.words.with("field-required", &[("field", name)]) } else { name };
    canvas.text(row.after(2).first(LABEL), &label, if asked { theme.title() } else { theme.plain() });
    let place = row.after(ANSWER);
    if asked && !matches!(field.kind, Kind::Choice(_)) {
        return typed(form, field, canvas, place, cx);
    }
    let proposal = form.form.proposal(field.id).filter(|_| form.answered(field).is_empty());
    let shown = match proposal {
        Some(value) => cx.words.answer(field.kind, value),
        None => answer(field, form.answered(field), cx),
    };
    let style = match (asked, proposal.is_some()) {
        (true, _) => theme.selected(),
        (false, true) => theme.quiet(),
        (false, false) => theme.plain(),
    };
    if asked {
        // The cursor goes where the eye should be.
        canvas.cursor = None;
        canvas.badge(place, &shown, style);
    } else {
        canvas.text(place, &shown, style);
    }
}

/// An answer that is not being typed, as it is read.
fn answer(field: &Field, value: &str, cx: &Context) -> String {
    match field.kind {
        _ if value.is_empty() => String::new(),
        Kind::Secret => "•".repeat(value.chars().count()),
        Kind::Pick(list) => match pick::title(list, value, cx.desk.rules()) {
            Some(title) => phrase(&[&cx.words.code(value), &title]),
            None => cx.words.answer(field.kind, value),
        },
        kind @ (Kind::Text | Kind::Name | Kind::Code | Kind::Date | Kind::Amount | Kind::Choice(_)) => {
            cx.words.answer(kind, value)
        }
    }
}

fn typed(form: &FormScreen, field: &Field, canvas: &mut Canvas, place: Area, cx: &Context) {
    let base = FormScreen::base(field, cx);
    let style = canvas.theme.input();
    if let Kind::Secret = field.kind {
        let dots = Edit::new(&"•".repeat(form.edit.len()), field.max);
        return canvas.field(place, &dots, base, style);
    }
    canvas.field(place, &form.edit, base, style);
    if let Some(meant) = form.repair() {
        // Behind what was typed and the caret, as far as there is room.
        let typed = canvas.measure(form.edit.text()) + 3;
        let told = cx.words.with("field-repair", &[("meant", meant)]);
        canvas.text(place.after(typed), &told, canvas.theme.quiet());
    }
    if form.edit.is_empty()
        && let Some(proposal) = form.form.proposal(field.id)
    {
        let shown = cx.words.answer(field.kind, proposal);
        canvas.text(place.after(2), &shown, canvas.theme.quiet());
    }
}

/// What is said of the asked field: an offer, its fault, or how it is answered.
fn notes(form: &FormScreen, faults: &[&Finding], theme: Theme, cx: &Context) -> Vec<(String, Style)> {
    let words = cx.words;
    let mut notes = Vec::new();
    if let Some(person) = &form.known {
        notes.push((words.with("person-offer", &[("name", person.full_name())]), theme.warn()));
    }
    if let Some(fault) = faults.iter().find(|fault| fault.field == form.at) {
        let style = if fault.blocks() { theme.bad() } else { theme.warn() };
        notes.push((words.fault(fault).whole(), style));
    } else if let Some(hint) = words.hint(form.field().id) {
        notes.push((hint, theme.quiet()));
    }
    notes
}

fn choices(list: &ChoiceList, cx: &Context) -> Vec<String> {
    (list.ids)().iter().map(|id| cx.words.choice_id(list.kind, id)).collect()
}

/// The answer of a closed list that stands at this place of the screen.
pub(super) fn choice_at(form: &FormScreen, place: (u16, u16), cx: &Context) -> Option<&'static str> {
    let Kind::Choice(list) = form.field().kind else { return None };
    let told: Vec<String> = notes(form, &form.faults().collect::<Vec<_>>(), Theme { colour: false }, cx)
        .into_iter()
        .map(|(told, _)| told)
        .collect();
    let area = options::below(parts(form, cx.body, cx).panel, &told, cx.layout);
    let answers = choices(list, cx);
    Options { answers: &answers, words: cx.words, layout: cx.layout }.at(area, place).map(|at| (list.ids)()[at])
}

fn panel(form: &FormScreen, canvas: &mut Canvas, area: Area, faults: &[&Finding], cx: &Context) {
    let (field, theme, words) = (form.field(), canvas.theme, cx.words);
    let mut rest = area;
    if !matches!(field.kind, Kind::Choice(_) | Kind::Secret) {
        let script = match cx.script {
            Some(Script::Persian) => words.say("script-fa"),
            Some(Script::Latin) => words.say("script-en"),
            None => String::new(),
        };
        let args = [("used", words.number(form.edit.len())), ("max", words.number(field.max)), ("script", script)];
        canvas.line(rest, &words.with("field-used", &args), theme.quiet(), Side::End);
        rest.w = rest.w.saturating_sub(14);
    }
    for (told, style) in notes(form, faults, canvas.theme, cx) {
        rest = rest.below(canvas.paragraph(rest, &told, style));
    }
    match field.kind {
        Kind::Choice(list) => {
            Options { answers: &choices(list, cx), words: cx.words, layout: cx.layout }.draw(canvas, rest);
        }
        Kind::Pick(_) => pick_list(form, canvas, rest, cx),
        Kind::Text | Kind::Name | Kind::Code | Kind::Date | Kind::Amount | Kind::Secret => {}
    }
}

fn pick_list(form: &FormScreen, canvas: &mut Canvas, area: Area, cx: &Context) {
    let matches = form.matches(cx);
    let first = form.pick.first_shown(usize::from(area.h), matches.len());
    for (at, line) in matches.iter().enumerate().skip(first).take(usize::from(area.h)) {
        let row = area.row(u16::try_from(at - first).unwrap_or(0));
        let style = if at == form.pick.at { canvas.theme.selected() } else { canvas.theme.plain() };
        let shown = if matches!(form.field().kind, Kind::Pick(Pick::Occupation)) {
            phrase(&[&cx.words.code(&line.value), &line.title])
        } else {
            line.title.clone()
        };
        canvas.text(row, &shown, style);
    }
    if matches.is_empty() && !matches!(form.field().kind, Kind::Pick(Pick::Subject)) {
        canvas.text(area, &cx.words.say("pick-none"), canvas.theme.warn());
    }
}

fn all_faults(canvas: &mut Canvas, area: Area, faults: &[&Finding], cx: &Context) {
    let theme = canvas.theme;
    canvas.frame(area, &cx.words.say("faults-title"), theme.quiet());
    let mut rest = area.inner();
    if faults.is_empty() {
        canvas.text(rest, &cx.words.say("faults-none"), theme.quiet());
    }
    for fault in faults {
        let style = if matches!(fault.trouble, Severity::FieldError(_)) { theme.bad() } else { theme.warn() };
        let args = [("field", cx.words.field(fault.field)), ("told", cx.words.fault(fault).what)];
        let told = cx.words.with("fault-at", &args);
        rest = rest.below(canvas.paragraph(rest, &told, style));
    }
}
