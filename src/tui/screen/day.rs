//! The day of work: confirmed before anything else, closed at the end with what it came to.

use super::form::FormScreen;
use super::purpose::Purpose;
use super::queue::QueueScreen;
use super::slip::SlipScreen;
use super::{Context, Input, Notice, Screen, Step, notice_of};
use crate::desk::command::{Backup, Closed, Command, Consent, Reply};
use crate::domain::case::Case;
use crate::domain::event::Sealed;
use crate::domain::operator::Role;
use crate::domain::refusal::Refusal;
use crate::domain::stage::Stage;
use crate::domain::totals::Totals;
use crate::form::Draft;
use crate::store::views::Look;
use crate::text::ltr;
use crate::tui::canvas::{Area, Canvas};
use crate::tui::keys::{Action, Scope};

/// The screen has no more room for one matter; lists have the rest.
const MOST_TOLD: usize = 5;

pub struct DayScreen {
    /// It stands where the queue will be.
    is_first: bool,
    totals: Totals,
    clock: Vec<Sealed>,
    /// Who handed the desk over, and what was counted.
    shifts: Vec<Sealed>,
    unfinished: Vec<(Stage, usize)>,
    overdue: Vec<Case>,
    /// One supervisor, and no envelope: a forgotten passphrase would end the work here.
    is_alone: bool,
}

/// The screen after signing in: the queue, or the day if it has not been opened.
pub fn home(cx: &Context) -> Box<dyn Screen> {
    // Whoever only reads waits for nobody to open the day.
    match cx.desk.day_is_open() || cx.desk.role() == Role::Inspector {
        true => Box::new(QueueScreen::new(cx)),
        false => Box::new(DayScreen { is_first: true, ..DayScreen::new(cx) }),
    }
}

impl DayScreen {
    pub fn new(cx: &Context) -> DayScreen {
        let (clock, shifts, unfinished, overdue) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut screen = DayScreen {
            is_first: false,
            totals: Totals::default(),
            clock,
            shifts,
            unfinished,
            overdue,
            is_alone: false,
        };
        screen.refresh(cx);
        screen
    }

    fn go_on(&self, cx: &Context) -> Step {
        let notice = Step::Say(Notice::good(cx.words.say("day-opened")));
        let next = if self.is_first { Step::replace(QueueScreen::new(cx)) } else { Step::Back };
        match cx.desk.counts_drawer() {
            // Where there is a drawer, it is counted before anything is put into it.
            true => next.then(Step::push(FormScreen::new(Purpose::CountTill, cx))).then(notice),
            false => next.then(notice),
        }
    }

    /// The slip of a day that was closed, and what became of its backup.
    pub(super) fn closed(closed: &Closed, cx: &Context) -> Step {
        let words = cx.words;
        let Some(office) = cx.desk.office() else { return Step::Stay };
        let text = words.day_slip(closed.day, (&closed.totals, closed.tills), (closed.number, &closed.head), office);
        let mut notice = match &closed.backup {
            Backup::NoPlace => Notice::warn(words.say("day-closed-no-place")),
            Backup::Made(path) => {
                let args = [("path", ltr(&path.display().to_string()))];
                Notice::good(words.with("day-closed-backup", &args))
            }
            Backup::Failed(code, args) => {
                let sentence = words.trouble(code, args);
                Notice::bad(&sentence)
            }
        };
        if let Err(error) = cx.desk.keep_paper("day", closed.day, &text) {
            notice = Notice::bad(&words.trouble("slip-not-written", &[("error", error.to_string())]));
        }
        Step::replace(SlipScreen::text(words.say("paper-day-close"), text)).then(Step::Say(notice))
    }

    /// What there is to read, a line each; headings are marked.
    fn lines(&self, cx: &Context) -> Vec<(bool, String)> {
        let (words, today) = (cx.words, cx.desk.today());
        let mut lines = Vec::new();
        match cx.desk.work_day() {
            None => lines.extend([(true, words.day(today)), (false, words.say("day-ask"))]),
            Some(open) if open.day == today => lines.push((true, words.with("day-open", &[("day", words.day(today))]))),
            Some(open) => lines.push((true, words.with("day-left-open", &[("day", words.day(open.day))]))),
        }
        if cx.desk.work_day().is_some() {
            lines.extend(words.totals(&self.totals).into_iter().map(|line| (false, line)));
        }
        if self.is_alone {
            lines.push((false, words.say("day-alone")));
        }
        let told = |sealed: &Sealed| {
            let args = [("moment", words.moment(sealed.envelope.moment.wall_ms)), ("event", words.event(sealed))];
            (false, words.with("day-clock-line", &args))
        };
        lines.extend(self.shifts.iter().skip(self.shifts.len().saturating_sub(MOST_TOLD)).map(told));
        let drafts = cx.desk.drafts().len();
        if drafts > 0 {
            lines.push((true, words.with("day-drafts", &[("count", words.number(drafts))])));
        }
        for (stage, count) in &self.unfinished {
            let args = [("stage", words.choice(*stage)), ("count", words.number(count))];
            lines.push((false, words.with("queue-stage", &args)));
        }
        if !self.overdue.is_empty() {
            lines.push((true, words.say("day-overdue")));
            let told = self.overdue.iter().take(MOST_TOLD).filter_map(|case| {
                let args = [
                    ("tracking", words.tracking(&case.tracking)),
                    ("name", case.intake.applicant.full_name()),
                    ("day", words.date(case.deadline?)),
                ];
                Some((false, words.with("day-overdue-line", &args)))
            });
            lines.extend(told);
            let more = self.overdue.len().saturating_sub(MOST_TOLD);
            if more > 0 {
                lines.push((false, words.with("day-overdue-more", &[("count", words.number(more))])));
            }
        }
        if !self.clock.is_empty() {
            lines.push((true, words.say("day-clock")));
            lines.extend(self.clock.iter().map(told));
        }
        lines
    }
}

/// The list by which people are called.
fn reminders(cx: &Context) -> Step {
    match (cx.desk.reminders(), cx.desk.office()) {
        (Ok((lacking, lying)), Some(office)) => {
            let text = cx.words.reminders((&lacking, &lying), office, cx.desk.rules(), cx.desk.today());
            SlipScreen::kept("reminders", cx.words.say("title-reminders"), text, cx)
        }
        _ => Step::Say(Notice::warn(cx.words.say("queue-unreadable"))),
    }
}

impl Screen for DayScreen {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Day]
    }

    fn title(&self, cx: &Context) -> String {
        cx.words.say("title-day")
    }

    fn refresh(&mut self, cx: &Context) {
        self.totals = cx.desk.totals().unwrap_or_default();
        self.clock = cx.desk.clock_events().unwrap_or_default();
        self.shifts = cx.desk.shifts().unwrap_or_default();
        self.unfinished = cx.desk.unfinished().unwrap_or_default();
        self.overdue = cx.desk.overdue().unwrap_or_default();
        self.is_alone = cx.desk.hangs_on_one_passphrase();
        if !self.overdue.is_empty() {
            cx.desk.looked(Look::Listed);
        }
    }

    fn hindrance(&self, action: Action, cx: &Context) -> Option<String> {
        if let Action::Yes | Action::CloseDay | Action::HandOver | Action::CountTill = action
            && cx.desk.role() == Role::Inspector
        {
            return Some(cx.words.refusal(&Refusal::OnlyReads).whole());
        }
        match (action, cx.desk.work_day()) {
            (Action::Yes, Some(open)) => Some(cx.words.with("why-not-open-day", &[("day", cx.words.day(open.day))])),
            (Action::CloseDay, None) => Some(cx.words.say("why-not-close-day")),
            (Action::HandOver | Action::CountTill, _) if !cx.desk.day_is_open() => {
                Some(cx.words.say("why-not-close-day"))
            }
            (Action::No, Some(_)) => Some(cx.words.say("why-not-wrong-day")),
            _ => None,
        }
    }

    fn update(&mut self, input: Input, cx: &Context) -> Step {
        match input {
            Input::Action(Action::Yes) => Step::ask(Command::OpenDay { day: cx.desk.today() }),
            Input::Action(Action::HandOver) => Step::push(FormScreen::new(Purpose::HandOver, cx)),
            Input::Action(Action::CountTill) => Step::push(FormScreen::new(Purpose::CountTill, cx)),
            Input::Action(Action::Reminders) => reminders(cx),
            Input::Action(Action::CloseDay) => match cx.desk.counts_at_close() {
                false => Step::ask(Command::CloseDay { answers: Draft::default(), consent: Consent::default() }),
                true => Step::push(FormScreen::new(Purpose::CloseDay, cx)),
            },
            Input::Action(Action::No) => Step::Say(Notice::warn(cx.words.say("day-set-clock"))),
            Input::Action(Action::Back) => Step::Back,
            _ => Step::Stay,
        }
    }

    fn receive(&mut self, reply: Reply, cx: &Context) -> Step {
        match reply {
            Reply::Done(done) => match done.closed {
                Some(closed) => DayScreen::closed(&closed, cx),
                None => self.go_on(cx),
            },
            Reply::Fine => self.go_on(cx),
            other => Step::Say(notice_of(&other, cx.words)),
        }
    }

    fn view(&self, canvas: &mut Canvas, area: Area, cx: &Context) {
        let mut rest = area.below(1);
        for (heading, line) in self.lines(cx) {
            let style = if heading { canvas.theme.title() } else { canvas.theme.plain() };
            let used = canvas.paragraph(rest, &line, style);
            rest = rest.below(used + u16::from(heading));
        }
    }
}
