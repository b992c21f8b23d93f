//! مدارک: the papers that this case needs, why, and what was seen of each.

use super::case::next_step;
use super::form::FormScreen;
use super::menu::{MenuScreen, ask};
use super::purpose::Purpose;
use super::slip::SlipScreen;
use super::{Context, Cursor, Input, Notice, Screen, Step, notice_of, options};
use crate::desk::command::{Command, Consent, Done, Reply, Seen};
use crate::domain::Choice;
use crate::domain::acts::has_use;
use crate::domain::acts::kind::ActKind;
use crate::domain::case::Case;
use crate::domain::documents::{Demand, Requirement, Standing, VerdictKind, standing};
use crate::domain::objection::Objection;
use crate::domain::refusal::Refusal;
use crate::domain::stage::Stage;
use crate::form::Draft;
use crate::text::normalize::ascii_digits;
use crate::tui::canvas::{Area, Canvas};
use crate::tui::keys::{Action, Scope};

/// Rows of the panel that explains the chosen paper.
const PANEL: u16 = 7;

pub struct DocumentsScreen {
    case: Case,
    list: Vec<Requirement>,
    cursor: Cursor,
}

impl DocumentsScreen {
    pub fn new(case: Case, cx: &Context) -> DocumentsScreen {
        let list = cx.desk.rules().checklist_of(&case.intake);
        let mut screen = DocumentsScreen { case, list, cursor: Cursor::default() };
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
        let area = options::below(cx.body.bottom(PANEL), &notes(&self.case, row, cx), cx);
        options::at(area, &verdicts(row, cx), place, cx).map(|at| row.verdicts[at])
    }

    fn judge(&self, verdict: VerdictKind, cx: &Context) -> Step {
        let Some(row) = self.row() else { return Step::Stay };
        let (seen, document) = (Seen::of(&self.case), row.document);
        if verdict.needs_text() {
            return Step::push(FormScreen::new(Purpose::Verdict { seen, document, verdict }, cx));
        }
        let (answers, consent) = (Draft::default(), Consent::default());
        Step::ask(Command::Judge { seen, document, verdict, answers, consent })
    }

    fn done(&mut self, done: Done, cx: &Context) -> Step {
        let Some(case) = done.case else { return Step::Say(Notice::good(cx.words.say("saved"))) };
        self.case = case;
        let moved_on = self.case.stage == Stage::Fee || self.case.stage == Stage::AwaitingCentre;
        match (done.slips.first(), moved_on) {
            (Some(slip), _) => Step::replace(SlipScreen::of(self.case.clone(), *slip))
                .then(Step::Say(Notice::good(cx.words.say("saved")))),
            (None, true) => next_step(self.case.clone(), cx)
                .map(replacing)
                .unwrap_or(Step::Back)
                .then(Step::Say(Notice::good(cx.words.say("saved-documents")))),
            (None, false) => {
                self.seek_open_row();
                Step::Say(Notice::good(cx.words.say("saved")))
            }
        }
    }
}

/// The same step, with the new screen in the place of this one.
fn replacing(step: Step) -> Step {
    match step {
        Step::Push(screen) => Step::Replace(screen),
        other => other,
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
        match (action, standing(&self.list, &self.case.verdicts)) {
            (Action::CloseDocuments, Standing::Unjudged(documents)) => {
                let names: Vec<String> = documents.iter().map(|document| cx.words.choice(*document)).collect();
                Some(cx.words.with("why-not-close", &[("documents", cx.words.list(&names))]))
            }
            (Action::Open, _) => Some(cx.words.say("why-not-open")),
            (Action::Direct, _) if !has_use(&self.case, ActKind::ConfirmDirect, cx.desk.rules(), cx.desk.today()) => {
                Some(cx.words.refusal(&Refusal::NotDirect).whole())
            }
            _ => None,
        }
    }

    fn refresh(&mut self, cx: &Context) {
        if let Ok(Some(case)) = cx.desk.case(self.case.id) {
            let judged = case.version != self.case.version;
            self.list = cx.desk.rules().checklist_of(&case.intake);
            self.case = case;
            if judged {
                self.seek_open_row();
            }
        }
    }

    fn update(&mut self, input: Input, cx: &Context) -> Step {
        match input {
            Input::Action(action) if self.cursor.moved(action, self.list.len(), 5) => Step::Stay,
            Input::Action(Action::CloseDocuments) => Step::ask(Command::CloseDocuments { seen: Seen::of(&self.case) }),
            Input::Action(Action::Acts) => Step::push(MenuScreen::of_case(self.case.clone())),
            Input::Action(Action::Direct) => ask(&self.case, ActKind::ConfirmDirect, cx),
            Input::Action(Action::Correct) => Step::push(FormScreen::correct(self.case.clone(), cx)),
            Input::Action(Action::Back) => Step::Back,
            Input::Char(c) => {
                let number = ascii_digits(&c.to_string()).parse::<usize>().ok();
                let verdicts = self.row().map(|row| row.verdicts.clone()).unwrap_or_default();
                match number.and_then(|number| verdicts.get(number.checked_sub(1)?).copied()) {
                    Some(verdict) => self.judge(verdict, cx),
                    None => Step::Stay,
                }
            }
            Input::Click { x, y } => {
                if let Some(verdict) = self.verdict_at((x, y), cx) {
                    return self.judge(verdict, cx);
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
        match reply {
            Reply::Done(done) => self.done(*done, cx),
            other => {
                self.refresh(cx);
                Step::Say(notice_of(&other, cx.words))
            }
        }
    }

    fn view(&self, canvas: &mut Canvas, area: Area, cx: &Context) {
        let (words, theme) = (cx.words, canvas.theme);
        canvas.text(area, &about(&self.case, cx), theme.title());
        let of_rows = |objection: &&Objection| self.list.iter().any(|row| objection.about == row.document.id());
        let others: Vec<Objection> =
            self.case.objections.iter().filter(|objection| !of_rows(objection)).cloned().collect();
        canvas.text(area.row(1), &words.list(&words.objections(&others)), theme.warn());
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

/// Whose case it is, on one line.
pub(super) fn about(case: &Case, cx: &Context) -> String {
    let words = cx.words;
    words.with(
        "case-about",
        &[
            ("name", case.intake.applicant.full_name()),
            ("kind", words.choice(case.intake.request.kind)),
            ("occupation", crate::text::isolate(&case.intake.certificate.occupation.title)),
            ("stage", words.choice(case.stage)),
        ],
    )
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
    options::draw(canvas, rest, &verdicts(row, cx), cx);
}
