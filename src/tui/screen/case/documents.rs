//! مدارک: the papers that this case needs, why, and what was seen of each.

use super::next::{act_step, next_step};
use super::summary::{self, renew};
use crate::desk::command::{Command, Done, Overrides, Reply, Seen};
use crate::domain::Choice;
use crate::domain::acts::has_use;
use crate::domain::acts::kind::ActKind;
use crate::domain::case::Case;
use crate::domain::documents::{Demand, Requirement, Standing, VerdictKind};
use crate::domain::objection::Objection;
use crate::domain::refusal::Refusal;
use crate::domain::stage::Stage;
use crate::form::Answers;
use crate::text::normalize::ascii_digits;
use crate::tui::keys::{Action, Scope};
use crate::tui::paint::canvas::{Area, Canvas};
use crate::tui::screen::{Context, Input, Notice, Route, Screen, Step};
use crate::tui::widget::cursor::Cursor;
use crate::tui::widget::options::{self, Options};

/// Rows of the panel that explains the chosen paper.
const PANEL: u16 = 7;

pub struct DocumentsScreen {
    case: Case,
    /// It could not be read again and may have changed since.
    stale: bool,
    list: Vec<Requirement>,
    cursor: Cursor,
}

impl DocumentsScreen {
    pub fn new(case: Case, cx: &Context) -> DocumentsScreen {
        let list = cx.desk.rules().checklist_for(&case);
        let mut screen = DocumentsScreen { case, stale: false, list, cursor: Cursor::default() };
        screen.seek_open_row();
        // What the centre found wanting comes before the rest.
        if let Some(at) = screen.list.iter().position(|row| screen.objects_to(row)) {
            screen.cursor.at = at;
        }
        screen
    }

    fn objects_to(&self, row: &Requirement) -> bool {
        self.case.objections.iter().any(|objection| objection.about == row.document.id())
    }

    /// To the first paper that lacks a word.
    fn seek_open_row(&mut self) {
        let open = |row: &Requirement| match self.case.verdicts.get(&row.document) {
            None => row.demand != Demand::Optional,
            Some(verdict) => !verdict.kind.satisfies() && self.case.stage == Stage::Deficient,
        };
        let after = self.list.iter().skip(self.cursor.at).position(open).map(|at| at + self.cursor.at);
        if let Some(at) = after.or(self.list.iter().position(open)) {
            self.cursor.at = at;
        }
    }

    fn row(&self) -> Option<&Requirement> {
        self.list.get(self.cursor.at)
    }

    /// The verdict that stands at this place of the screen.
    fn verdict_at(&self, place: (u16, u16), cx: &Context) -> Option<VerdictKind> {
        let row = self.row()?;
        let area = options::below(cx.body.bottom(PANEL), &notes(&self.case, row, cx), cx.layout);
        let told = verdicts(row, cx);
        Options { answers: &told, words: cx.words, layout: cx.layout }.at(area, place).map(|at| row.verdicts[at])
    }

    fn judge(&self, verdict: VerdictKind) -> Step {
        let Some(row) = self.row() else { return Step::Stay };
        let (seen, document) = (Seen::of(&self.case), row.document);
        if verdict.needs_text() {
            return Step::Go(Route::Verdict { seen, document, verdict });
        }
        let (answers, consent) = (Answers::default(), Overrides::default());
        Step::ask(Command::Judge { seen, document, verdict, answers, consent })
    }

    fn done(&mut self, done: Done, cx: &Context) -> Step {
        let Some(case) = done.case else {
            self.stale = true;
            return Step::Say(Notice::warn(cx.words.say("saved-unread")));
        };
        self.case = case;
        let moved_on = self.case.stage == Stage::Fee || self.case.stage == Stage::AwaitingCentre;
        match (done.slips.first(), moved_on) {
            (Some(slip), _) => {
                Step::Replace(Route::Slip(self.case.id, *slip)).then(Step::Say(Notice::good(cx.words.say("saved"))))
            }
            (None, true) => next_step(&self.case, cx)
                .map_or(Step::Back, Step::replacing)
                .then(Step::Say(Notice::good(cx.words.say("saved-documents")))),
            (None, false) => {
                self.seek_open_row();
                Step::Say(Notice::good(cx.words.say("saved")))
            }
        }
    }
}

impl Screen for DocumentsScreen {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Documents, Scope::List]
    }

    fn title(&self, cx: &Context) -> String {
        cx.words.with("title-documents", &[("tracking", cx.words.tracking(&self.case.tracking))])
    }

    fn hindrance(&self, action: Action, cx: &Context) -> Option<String> {
        if let Action::CloseDocuments | Action::Correct | Action::Direct = action
            && let Some(why) = cx.why_not(ActKind::Judge)
        {
            return Some(why);
        }
        if action == Action::CloseDocuments {
            let Standing::Unjudged(documents) = cx.desk.rules().standing_of(&self.case) else { return None };
            let names: Vec<String> = documents.iter().map(|document| cx.words.choice(*document)).collect();
            return Some(cx.words.with("why-not-close", &[("documents", cx.words.list(&names))]));
        }
        if action == Action::Open {
            return Some(cx.words.say("why-not-open"));
        }
        let indirect = || !has_use(&self.case, ActKind::ConfirmDirect, cx.desk.rules(), cx.desk.today());
        (action == Action::Direct && indirect()).then(|| cx.words.refusal(&Refusal::NotDirect).whole())
    }

    fn refresh(&mut self, cx: &Context) {
        let before = self.case.version;
        self.stale = !renew(&mut self.case, cx);
        self.list = cx.desk.rules().checklist_for(&self.case);
        if self.case.version != before {
            self.seek_open_row();
        }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "keys of other screens do nothing here")]
    fn update(&mut self, input: Input, cx: &Context) -> Step {
        match input {
            Input::Action(action) if self.cursor.moved(action, self.list.len(), 5) => Step::Stay,
            Input::Action(Action::CloseDocuments) => Step::ask(Command::CloseDocuments { seen: Seen::of(&self.case) }),
            Input::Action(Action::Acts) => Step::Go(Route::Acts(self.case.id)),
            Input::Action(Action::Direct) => act_step(&self.case, ActKind::ConfirmDirect),
            Input::Action(Action::Correct) => Step::Go(Route::Correct(self.case.id)),
            Input::Action(Action::Back) => Step::Back,
            Input::Char(c) => {
                let number = ascii_digits(&c.to_string()).parse::<usize>().ok();
                let verdict = |number: usize| self.row()?.verdicts.get(number.checked_sub(1)?).copied();
                match number.and_then(verdict) {
                    Some(verdict) => self.judge(verdict),
                    None => Step::Stay,
                }
            }
            Input::Click { x, y } => {
                if let Some(verdict) = self.verdict_at((x, y), cx) {
                    return self.judge(verdict);
                }
                let row = usize::from(y.saturating_sub(cx.body.y + 2));
                if row < self.list.len() {
                    self.cursor.at = row;
                }
                Step::Stay
            }
            _ => Step::Stay,
        }
    }

    fn receive(&mut self, reply: Reply, cx: &Context) -> Step {
        if let Reply::Done(done) = reply {
            return self.done(*done, cx);
        }
        self.refresh(cx);
        Step::Say(Notice::of(&reply, cx.words))
    }

    fn view(&self, canvas: &mut Canvas, area: Area, cx: &Context) {
        let (words, theme) = (cx.words, canvas.theme);
        summary::head(canvas, area, (&self.case, self.stale), cx);
        let of_rows = |objection: &&Objection| self.list.iter().any(|row| objection.about == row.document.id());
        let others: Vec<Objection> =
            self.case.objections.iter().filter(|objection| !of_rows(objection)).cloned().collect();
        if !self.stale {
            canvas.text(area.row(1), &words.list(&words.objections(&others)), theme.warn());
        }
        let list = area.below(2).top(area.h.saturating_sub(PANEL + 3));
        let first = self.cursor.first_shown(usize::from(list.h), self.list.len());
        for (at, row) in self.list.iter().enumerate().skip(first).take(usize::from(list.h)) {
            let place = list.row(u16::try_from(at - first).unwrap_or(0));
            let verdict = self.case.verdicts.get(&row.document);
            let (mark, told) = match verdict {
                Some(verdict) if verdict.kind.satisfies() => ("✓", words.verdict(verdict)),
                Some(verdict) => ("×", words.verdict(verdict)),
                None if row.demand == Demand::Optional => (" ", words.say("document-optional")),
                None => ("•", words.say("document-open")),
            };
            let style = if at == self.cursor.at { theme.selected() } else { theme.plain() };
            canvas.fill(place, style);
            canvas.text(place.first(2), mark, style);
            let half = (place.w - 2) / 2;
            let args = [("presentation", words.choice(row.presentation)), ("document", words.choice(row.document))];
            let name = words.with("document-row", &args);
            canvas.text(place.after(2).first(half), &name, style);
            canvas.text(place.after(3 + half), &told, style);
        }
        let panel = area.bottom(PANEL);
        canvas.rule(Area { y: panel.y.saturating_sub(1), h: 1, ..panel }, theme.quiet());
        if let Some(row) = self.row() {
            explain(&self.case, row, canvas, panel, cx);
        }
    }
}

/// Why this paper is asked for, and what must be known of it; the last may be a warning.
fn notes(case: &Case, row: &Requirement, cx: &Context) -> Vec<String> {
    let words = cx.words;
    let of_row: Vec<Objection> =
        case.objections.iter().filter(|objection| objection.about == row.document.id()).cloned().collect();
    let mut notes = words.objections(&of_row);
    notes.push(words.why(row));
    if matches!(row.demand, Demand::OneOf { .. }) {
        notes.push(words.choice(cx.desk.rules().reading));
    }
    if row.document.is_identity() {
        notes.push(words.say("no-identity-copies"));
    }
    notes
}

fn verdicts(row: &Requirement, cx: &Context) -> Vec<String> {
    row.verdicts.iter().map(|verdict| cx.words.choice(*verdict)).collect()
}

/// The notes on this paper, and what may be said of it.
fn explain(case: &Case, row: &Requirement, canvas: &mut Canvas, area: Area, cx: &Context) {
    let theme = canvas.theme;
    let notes = notes(case, row, cx);
    let mut rest = area;
    for (at, note) in notes.iter().enumerate() {
        let warns = row.document.is_identity() && at + 1 == notes.len();
        rest = rest.below(canvas.paragraph(rest, note, if warns { theme.warn() } else { theme.quiet() }));
    }
    Options { answers: &verdicts(row, cx), words: cx.words, layout: cx.layout }.draw(canvas, rest);
}
