//! The queue: what is unfinished and what today brought, by stage, newest first.

use crate::desk::Queue;
use crate::desk::command::{Command, Reply};
use crate::domain::acts::kind::ActKind;
use crate::domain::audit::Accessed;
use crate::domain::case::Case;
use crate::domain::stage::Stage;
use crate::form::answers::Draft;
use crate::text::phrase;
use crate::tui::keys::{Action, Scope};
use crate::tui::paint::canvas::{Area, Canvas, Side};
use crate::tui::screen::case::next::{may, next_act, next_step};
use crate::tui::screen::case::row::{COLUMNS, cells};
use crate::tui::screen::office::{inspect, menu};
use crate::tui::screen::{Context, Input, Notice, Route, Screen, Step};
use crate::tui::widget::cursor::Cursor;
use crate::tui::widget::table;
use crate::words::Words;

pub struct QueueScreen {
    cursor: Cursor,
    /// What waits, unless it could not be read.
    queue: Option<Queue>,
    /// When the last backup was made, told; asked of the disk with the queue and not for every frame.
    backup: String,
    /// Why this operator cannot approve the cases that leave nothing to be asked together.
    why_not_clean: Option<String>,
    /// For whom it was ordered.
    operator: String,
}

enum Line<'a> {
    Drafts(usize),
    /// Something that was begun could not be read.
    DraftsUnread,
    /// Cases that only a newer program can read.
    CasesUnread(usize),
    SecondLooks(usize),
    Stage(Stage, usize),
    Answers(&'a Draft),
    Case(&'a Case),
}

impl QueueScreen {
    pub fn new(cx: &Context) -> QueueScreen {
        let mut screen = QueueScreen {
            cursor: Cursor::default(),
            queue: None,
            backup: String::new(),
            why_not_clean: None,
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
            lines.extend(queue.drafts.iter().map(Line::Answers));
        }
        if queue.drafts_unread {
            lines.push(Line::DraftsUnread);
        }
        if queue.unread_cases > 0 {
            lines.push(Line::CasesUnread(queue.unread_cases));
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
    fn settle_on_row(&mut self, downwards: bool) {
        let lines = self.lines();
        let is_row = |at: usize| matches!(lines.get(at), Some(Line::Answers(_) | Line::Case(_)));
        let from = self.cursor.at.min(lines.len().saturating_sub(1));
        let found = if downwards {
            (from..lines.len()).find(|at| is_row(*at)).or((0..from).rev().find(|at| is_row(*at)))
        } else {
            (0..=from).rev().find(|at| is_row(*at)).or((from..lines.len()).find(|at| is_row(*at)))
        };
        self.cursor.at = found.unwrap_or(0);
    }

    /// Looks for a case that leaves nothing to be asked; why there is none for this operator.
    fn find_clean(&self, cx: &Context) -> Option<String> {
        let Some(queue) = &self.queue else { return Some(cx.words.say("unread-clean")) };
        let waiting = queue.groups.iter().filter(|group| group.stage == Stage::AwaitingCentre);
        for case in waiting.flat_map(|group| &group.cases).filter(|_| may(ActKind::Approve, cx)) {
            match cx.desk.is_clean(case) {
                Ok(true) => return None,
                Ok(false) => {}
                Err(_) => return Some(cx.words.say("unread-clean")),
            }
        }
        Some(cx.words.say("why-not-clean"))
    }

    fn open(&self, cx: &Context) -> Step {
        match self.lines().get(self.cursor.at) {
            Some(Line::Answers(draft)) => Step::Go(Route::Resume((*draft).clone())),
            // What was decided already is looked at, and does not go on.
            Some(Line::Case(case)) if self.is_second_look() => Step::Go(Route::Case(case.id)),
            Some(Line::Case(case)) => next_step(case, cx).unwrap_or(Step::Go(Route::Case(case.id))),
            _ => Step::Stay,
        }
    }

    /// The chosen case stands among those that wait for a second look.
    fn is_second_look(&self) -> bool {
        let lines = self.lines();
        let head = lines[..self.cursor.at].iter().rev().find(|line| !matches!(line, Line::Case(_) | Line::Answers(_)));
        matches!(head, Some(Line::SecondLooks(_)))
    }

    /// The head of the chain, to be compared with what was written down, and the age of the backup.
    fn foot(&self, cx: &Context) -> String {
        let words = cx.words;
        let (number, head) = (words.number(cx.desk.chain_length()), words.short_head(&cx.desk.chain_head()));
        words.with("queue-foot", &[("number", number), ("head", head), ("backup", self.backup.clone())])
    }

    fn chosen_case(&self) -> Option<&Case> {
        match self.lines().get(self.cursor.at) {
            Some(Line::Case(case)) => Some(case),
            _ => None,
        }
    }

    fn chosen_draft(&self) -> Option<&Draft> {
        match self.lines().get(self.cursor.at) {
            Some(Line::Answers(draft)) => Some(draft),
            _ => None,
        }
    }
}

impl Screen for QueueScreen {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Queue, Scope::List]
    }

    fn title(&self, cx: &Context) -> String {
        cx.words.say("title-queue")
    }

    fn refresh(&mut self, cx: &Context) {
        let noted = cx.desk.log_access(Accessed::Listed);
        if self.operator != cx.desk.signed_in() {
            // Whoever comes next begins with their own work.
            (self.operator, self.cursor) = (cx.desk.signed_in().to_owned(), Cursor::default());
        }
        self.queue = noted.and_then(|()| cx.desk.queue()).ok();
        self.why_not_clean = self.find_clean(cx);
        if let Some(queue) = &mut self.queue {
            // Whatever this operator goes on with stands before what others do.
            queue.groups.sort_by_key(|group| !next_act(group.stage).is_some_and(|act| may(act, cx)));
        }
        self.backup = match cx.desk.backup_age() {
            Ok(None) => cx.words.say("backup-never"),
            Ok(Some(0)) => cx.words.say("backup-today"),
            Ok(Some(days)) => cx.words.with("backup-days", &[("days", cx.words.number(days))]),
            Err(_) => cx.words.say("unread-backup"),
        };
        self.settle_on_row(true);
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "nothing is in the way of any other key")]
    fn hindrance(&self, action: Action, cx: &Context) -> Option<String> {
        match action {
            Action::Office => menu::why_not_office(cx),
            Action::Audit => inspect::why_not(cx),
            Action::NewIntake => cx.why_not(ActKind::Open),
            Action::ApproveClean => self.why_not_clean.clone(),
            Action::View if self.chosen_case().is_none() => Some(cx.words.say("why-not-open")),
            Action::DropDraft if self.chosen_draft().is_none() => Some(cx.words.say("why-not-drop")),
            Action::Open if self.lines().is_empty() => Some(cx.words.say("why-not-open")),
            _ => None,
        }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "keys of other screens do nothing here")]
    fn update(&mut self, input: Input, cx: &Context) -> Step {
        let action = match input {
            Input::Action(action) => action,
            Input::Click { y, .. } => {
                let top = cx.body.y + 1;
                let height = usize::from(cx.body.h.saturating_sub(2));
                let first = self.cursor.first_shown(height, self.lines().len());
                self.cursor.at = usize::from(y.saturating_sub(top)) + first;
                self.settle_on_row(true);
                return Step::Stay;
            }
            Input::Char(_) | Input::Paste(_) | Input::Drag { .. } => return Step::Stay,
        };
        let length = self.lines().len();
        if self.cursor.moved(action, length, usize::from(cx.body.h)) {
            self.settle_on_row(!matches!(action, Action::Up | Action::PageUp | Action::Home) || self.cursor.at == 0);
            return Step::Stay;
        }
        match action {
            Action::Open => self.open(cx),
            Action::NewIntake => Step::Go(Route::Intake),
            Action::Find => Step::Go(Route::Find),
            Action::Card => Step::Go(Route::Card),
            Action::Bring => Step::Go(Route::Bring),
            Action::Office => Step::Go(Route::Office),
            Action::Audit => Step::Go(Route::Inspection),
            Action::ApproveClean => Step::Go(Route::ApproveClean),
            Action::Day => Step::Go(Route::Day),
            Action::View => match self.chosen_case() {
                Some(case) => Step::Go(Route::Case(case.id)),
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
        Step::Say(if matches!(reply, Reply::Ok) {
            Notice::good(cx.words.say("draft-dropped"))
        } else {
            Notice::of(&reply, cx.words)
        })
    }

    fn view(&self, canvas: &mut Canvas, area: Area, cx: &Context) {
        let (words, theme) = (cx.words, canvas.theme);
        let places = table::head(canvas, area, COLUMNS, words);
        let list = area.below(1).top(area.h.saturating_sub(2));
        canvas.line(area.bottom(1), &self.foot(cx), theme.quiet(), Side::End);
        let lines = self.lines();
        if lines.is_empty() {
            let (told, style) = match self.queue {
                Some(_) => (words.say("queue-empty"), theme.quiet()),
                None => (cx.unread("queue-unreadable"), theme.bad()),
            };
            canvas.paragraph(list.below(1), &told, style);
        }
        let first = self.cursor.first_shown(usize::from(list.h), lines.len());
        for (at, line) in lines.iter().enumerate().skip(first).take(usize::from(list.h)) {
            let row = list.row(u16::try_from(at - first).unwrap_or(0));
            let style = if at == self.cursor.at { theme.selected() } else { theme.plain() };
            match line {
                Line::Drafts(count) => heading(canvas, row, words.say("queue-drafts"), *count, words),
                Line::DraftsUnread => canvas.text(row, &words.say("unread-drafts"), theme.bad()),
                Line::CasesUnread(count) => {
                    let told = words.with("unread-cases", &[("count", words.number(*count))]);
                    canvas.text(row, &told, theme.bad());
                }
                Line::SecondLooks(count) => heading(canvas, row, words.say("queue-second-looks"), *count, words),
                Line::Stage(stage, count) => heading(canvas, row, words.choice(*stage), *count, words),
                Line::Answers(draft) => {
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

/// The field at which a draft was left.
fn field_name(draft: &Draft, words: &Words) -> String {
    if draft.at.is_empty() { String::new() } else { words.field(&draft.at) }
}
