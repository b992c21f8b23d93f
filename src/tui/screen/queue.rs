//! The queue: what is unfinished and what today brought, by stage, newest first.

use super::card::CardScreen;
use super::case::{CaseScreen, may, next_act, next_step};
use super::day::DayScreen;
use super::find::FindScreen;
use super::form::FormScreen;
use super::inspect;
use super::menu::{MenuScreen, why_not_office};
use super::purpose::{FEE_OF, Purpose};
use super::table::{self, Column};
use super::{Context, Cursor, Input, Notice, Screen, Step, notice_of};
use crate::desk::Queue;
use crate::desk::command::{Command, Reply};
use crate::domain::acts::kind::ActKind;
use crate::domain::case::Case;
use crate::domain::stage::Stage;
use crate::form::draft::Unfinished;
use crate::form::intake;
use crate::store::views::Look;
use crate::text::{ltr, phrase};
use crate::tui::canvas::{Area, Canvas, Side};
use crate::tui::keys::{Action, Scope};
use crate::words::Words;

pub struct QueueScreen {
    cursor: Cursor,
    queue: Option<Queue>,
    /// Days since the last backup; asked of the disk with the queue and not for every frame.
    backup_age: Option<i64>,
    /// Some cases leave nothing to be asked, and this operator may approve them.
    any_clean: bool,
    /// For whom it was ordered.
    operator: String,
}

enum Line<'a> {
    Drafts(usize),
    SecondLooks(usize),
    Stage(Stage, usize),
    Draft(&'a Unfinished),
    Case(&'a Case),
}

pub(super) const COLUMNS: &[Column] = &[
    Column { title: "column-tracking", least: 17, grow: 0, from: 0 },
    Column { title: "column-name", least: 20, grow: 3, from: 0 },
    Column { title: "column-request", least: 9, grow: 1, from: 0 },
    Column { title: "column-occupation", least: 18, grow: 2, from: 100 },
    Column { title: "column-person", least: 12, grow: 0, from: 110 },
    Column { title: "column-touched", least: 17, grow: 0, from: 0 },
];

/// The cells of a case, in the order of [`COLUMNS`].
pub(super) fn cells(case: &Case, words: &Words) -> Vec<String> {
    vec![
        words.tracking(&case.tracking),
        case.intake.applicant.full_name(),
        words.choice(case.intake.request.kind),
        case.intake.certificate.occupation.title.clone(),
        words.masked(&case.intake.applicant.id),
        words.moment(case.touched.wall_ms),
    ]
}

impl QueueScreen {
    pub fn new(cx: &Context) -> QueueScreen {
        let mut screen = QueueScreen {
            cursor: Cursor::default(),
            queue: None,
            backup_age: None,
            any_clean: false,
            operator: String::new(),
        };
        screen.refresh(cx);
        screen
    }

    fn lines(&self) -> Vec<Line<'_>> {
        let Some(queue) = &self.queue else { return Vec::new() };
        let mut lines = Vec::new();
        if !queue.drafts.is_empty() {
            lines.push(Line::Drafts(queue.drafts.len()));
            lines.extend(queue.drafts.iter().map(Line::Draft));
        }
        if !queue.second_looks.is_empty() {
            lines.push(Line::SecondLooks(queue.second_looks.len()));
            lines.extend(queue.second_looks.iter().map(Line::Case));
        }
        for group in &queue.groups {
            if group.count > 0 && (group.stage.is_open() || !group.cases.is_empty()) {
                let count = if group.stage.is_open() { group.count } else { group.cases.len() };
                lines.push(Line::Stage(group.stage, count));
                lines.extend(group.cases.iter().map(Line::Case));
            }
        }
        lines
    }

    /// Keeps the cursor off the headings.
    fn settle(&mut self, downwards: bool) {
        let lines = self.lines();
        let is_row = |at: usize| matches!(lines.get(at), Some(Line::Draft(_) | Line::Case(_)));
        let from = self.cursor.at.min(lines.len().saturating_sub(1));
        let found = match downwards {
            true => (from..lines.len()).find(|at| is_row(*at)).or((0..from).rev().find(|at| is_row(*at))),
            false => (0..=from).rev().find(|at| is_row(*at)).or((from..lines.len()).find(|at| is_row(*at))),
        };
        self.cursor.at = found.unwrap_or(0);
    }

    fn open(&self, cx: &Context) -> Step {
        match self.lines().get(self.cursor.at) {
            Some(Line::Draft(draft)) => resume((*draft).clone(), cx),
            // What was decided already is looked at, and does not go on.
            Some(Line::Case(case)) if self.is_second_look() => Step::push(CaseScreen::new((*case).clone(), cx)),
            Some(Line::Case(case)) => {
                next_step((*case).clone(), cx).unwrap_or_else(|| Step::push(CaseScreen::new((*case).clone(), cx)))
            }
            _ => Step::Stay,
        }
    }

    /// The chosen case stands among those that wait for a second look.
    fn is_second_look(&self) -> bool {
        let lines = self.lines();
        let head = lines[..self.cursor.at].iter().rev().find(|line| !matches!(line, Line::Case(_) | Line::Draft(_)));
        matches!(head, Some(Line::SecondLooks(_)))
    }

    fn chosen_case(&self) -> Option<&Case> {
        match self.lines().get(self.cursor.at) {
            Some(Line::Case(case)) => Some(case),
            _ => None,
        }
    }

    fn chosen_draft(&self) -> Option<&Unfinished> {
        match self.lines().get(self.cursor.at) {
            Some(Line::Draft(draft)) => Some(draft),
            _ => None,
        }
    }
}

/// Opens the form that a draft belongs to.
fn resume(draft: Unfinished, cx: &Context) -> Step {
    let of_case = |key: &str| {
        let code = draft.draft.get(key);
        cx.desk.by_tracking(code).ok().flatten()
    };
    if let Some(case) = of_case(FEE_OF) {
        return Step::push(FormScreen::fee(case, cx));
    }
    if let Some(case) = of_case(intake::CORRECTING) {
        return Step::push(FormScreen::correct(case, cx));
    }
    Step::push(FormScreen::resume(Purpose::Intake, draft, cx))
}

impl Screen for QueueScreen {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Queue, Scope::List]
    }

    fn title(&self, cx: &Context) -> String {
        cx.words.say("title-queue")
    }

    fn refresh(&mut self, cx: &Context) {
        cx.desk.looked(Look::Listed);
        if self.operator != cx.desk.signed_in() {
            // Whoever comes next begins with their own work.
            (self.operator, self.cursor) = (cx.desk.signed_in().to_owned(), Cursor::default());
        }
        self.queue = cx.desk.queue().ok();
        let waiting = self.queue.iter().flat_map(|queue| &queue.groups);
        let mut waiting = waiting.filter(|group| group.stage == Stage::AwaitingCentre).flat_map(|group| &group.cases);
        self.any_clean = may(ActKind::Approve, cx) && waiting.any(|case| cx.desk.is_clean(case));
        if let Some(queue) = &mut self.queue {
            // Whatever this operator goes on with stands before what others do.
            queue.groups.sort_by_key(|group| !next_act(group.stage).is_some_and(|act| may(act, cx)));
        }
        self.backup_age = cx.desk.backup_age();
        self.settle(true);
    }

    fn hindrance(&self, action: Action, cx: &Context) -> Option<String> {
        match action {
            Action::Office => why_not_office(cx),
            Action::Audit => inspect::why_not(cx),
            Action::NewIntake => cx.why_not(ActKind::Open),
            Action::ApproveClean if !self.any_clean => Some(cx.words.say("why-not-clean")),
            Action::View if self.chosen_case().is_none() => Some(cx.words.say("why-not-open")),
            Action::DropDraft if self.chosen_draft().is_none() => Some(cx.words.say("why-not-drop")),
            Action::Open if self.lines().is_empty() => Some(cx.words.say("why-not-open")),
            _ => None,
        }
    }

    fn update(&mut self, input: Input, cx: &Context) -> Step {
        let action = match input {
            Input::Action(action) => action,
            Input::Click { y, .. } => {
                let top = cx.body.y + 1;
                let height = usize::from(cx.body.h.saturating_sub(2));
                let first = self.cursor.first_shown(height, self.lines().len());
                self.cursor.at = usize::from(y.saturating_sub(top)) + first;
                self.settle(true);
                return Step::Stay;
            }
            _ => return Step::Stay,
        };
        let length = self.lines().len();
        if self.cursor.moved(action, length, usize::from(cx.body.h)) {
            self.settle(!matches!(action, Action::Up | Action::PageUp | Action::Home) || self.cursor.at == 0);
            return Step::Stay;
        }
        match action {
            Action::Open => self.open(cx),
            Action::NewIntake => Step::push(FormScreen::new(Purpose::Intake, cx)),
            Action::Find => Step::push(FindScreen::default()),
            Action::Card => Step::push(CardScreen::default()),
            Action::Bring => Step::push(FormScreen::new(Purpose::Bring, cx)),
            Action::Office => Step::push(MenuScreen::of_office()),
            Action::Audit => Step::push(MenuScreen::of_inspection()),
            Action::ApproveClean => Step::push(FormScreen::new(Purpose::approve_clean(cx), cx)),
            Action::Day => Step::push(DayScreen::new(cx)),
            Action::View => match self.chosen_case() {
                Some(case) => Step::push(CaseScreen::new(case.clone(), cx)),
                None => Step::Stay,
            },
            Action::DropDraft => match self.chosen_draft() {
                Some(draft) => Step::ask(Command::DropDraft(draft.id)),
                None => Step::Stay,
            },
            Action::Back | Action::Quit => Step::Quit,
            _ => Step::Stay,
        }
    }

    fn receive(&mut self, reply: Reply, cx: &Context) -> Step {
        self.refresh(cx);
        match reply {
            Reply::Fine => Step::Say(Notice::good(cx.words.say("draft-dropped"))),
            other => Step::Say(notice_of(&other, cx.words)),
        }
    }

    fn view(&self, canvas: &mut Canvas, area: Area, cx: &Context) {
        let (words, theme) = (cx.words, canvas.theme);
        let places = table::head(canvas, area, COLUMNS, words);
        let list = area.below(1).top(area.h.saturating_sub(2));
        canvas.line(area.bottom(1), &foot(self.backup_age, cx), theme.quiet(), Side::End);
        let lines = self.lines();
        if lines.is_empty() {
            let id = if self.queue.is_some() { "queue-empty" } else { "queue-unreadable" };
            canvas.paragraph(list.below(1), &words.say(id), theme.quiet());
        }
        let first = self.cursor.first_shown(usize::from(list.h), lines.len());
        for (at, line) in lines.iter().enumerate().skip(first).take(usize::from(list.h)) {
            let row = list.row(u16::try_from(at - first).unwrap_or(0));
            let style = if at == self.cursor.at { theme.selected() } else { theme.plain() };
            match line {
                Line::Drafts(count) => heading(canvas, row, words.say("queue-drafts"), *count, words),
                Line::SecondLooks(count) => heading(canvas, row, words.say("queue-second-looks"), *count, words),
                Line::Stage(stage, count) => heading(canvas, row, words.choice(*stage), *count, words),
                Line::Draft(draft) => {
                    let name = phrase(&[draft.draft.get("given-name"), draft.draft.get("family-name")]);
                    let form = words.say(&format!("form-{}", draft.form));
                    let cells = vec![
                        form,
                        name,
                        field_name(draft, words),
                        String::new(),
                        String::new(),
                        words.moment(draft.touched_ms),
                    ];
                    table::row(canvas, row.after(2), &places, &cells, style);
                }
                Line::Case(case) => table::row(canvas, row.after(2), &places, &cells(case, words), style),
            }
        }
    }
}

fn heading(canvas: &mut Canvas, row: Area, name: String, count: usize, words: &Words) {
    let told = words.with("queue-stage", &[("stage", name), ("count", words.number(count))]);
    canvas.text(row, &told, canvas.theme.section());
}

/// The head of the chain, to be compared with what was written down, and the age of the backup.
fn foot(backup_age: Option<i64>, cx: &Context) -> String {
    let words = cx.words;
    let backup = match backup_age {
        None => words.say("backup-never"),
        Some(0) => words.say("backup-today"),
        Some(days) => words.with("backup-days", &[("days", words.number(days))]),
    };
    let args =
        [("number", words.number(cx.desk.chain_length())), ("head", ltr(&cx.desk.chain_head())), ("backup", backup)];
    words.with("queue-foot", &args)
}

/// The field at which a draft was left.
fn field_name(draft: &Unfinished, words: &Words) -> String {
    if draft.at.is_empty() { String::new() } else { words.field(&draft.at) }
}
