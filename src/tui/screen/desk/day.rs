//! The day of work: confirmed before anything else, closed at the end with what it came to.

use super::closing::closed;
use crate::desk::command::{Command, Overrides, Reply};
use crate::domain::audit::Accessed;
use crate::domain::case::Case;
use crate::domain::event::Recorded;
use crate::domain::operator::Role;
use crate::domain::own::Own;
use crate::domain::refusal::Refusal;
use crate::domain::stage::Stage;
use crate::domain::totals::Totals;
use crate::form::Answers;
use crate::tui::keys::{Action, Scope};
use crate::tui::paint::canvas::{Area, Canvas};
use crate::tui::screen::{Context, Input, Notice, Route, Screen, Step};

/// The screen has no more room for one matter; lists have the rest.
const MOST_TOLD: usize = 5;

/// Everything that the desk was asked; none where it could not be read.
#[derive(Default)]
struct Read {
    totals: Option<Totals>,
    clock: Vec<Own>,
    /// Who handed the desk over, and what was counted.
    shifts: Vec<Own>,
    /// Draft answers that could be read, and whether there are others.
    drafts: usize,
    drafts_unread: bool,
    unfinished: Option<Vec<(Stage, usize)>>,
    overdue: Option<Vec<Case>>,
    /// One supervisor, and no envelope: a forgotten passphrase would end the work here.
    is_alone: bool,
}

pub struct DayScreen {
    /// It stands where the queue will be.
    is_first: bool,
    read: Read,
}

/// A line to be read, and how it is meant.
enum Line {
    Heading(String),
    Plain(String),
    /// It tells that something could not be read.
    Unread(String),
}

impl DayScreen {
    pub fn new(is_first: bool, cx: &Context) -> DayScreen {
        let mut screen = DayScreen { is_first, read: Read::default() };
        screen.refresh(cx);
        screen
    }

    fn go_on(&self, cx: &Context) -> Step {
        let next = if self.is_first { Step::Replace(Route::Queue) } else { Step::Back };
        let opened = Step::Say(Notice::good(cx.words.say("day-opened")));
        // Where there is a drawer, it is counted before anything is put into it.
        if cx.desk.counts_drawer() { next.then(Step::Go(Route::CountTill)).then(opened) } else { next.then(opened) }
    }

    /// What there is to read, a line each.
    fn lines(&self, cx: &Context) -> Vec<Line> {
        let (words, today) = (cx.words, cx.desk.today());
        let mut lines = Vec::new();
        match cx.desk.work_day() {
            None => lines.extend([Line::Heading(words.day(today)), Line::Plain(words.say("day-ask"))]),
            Some(open) if open.day == today => {
                lines.push(Line::Heading(words.with("day-open", &[("day", words.day(today))])));
            }
            Some(open) => lines.push(Line::Heading(words.with("day-left-open", &[("day", words.day(open.day))]))),
        }
        if cx.desk.work_day().is_some() {
            lines.extend(part(&self.read.totals, "unread-totals", cx, |totals| {
                words.totals(totals).into_iter().map(Line::Plain).collect()
            }));
        }
        lines.extend(self.read.is_alone.then(|| Line::Plain(words.say("day-alone"))));
        let shifts = &self.read.shifts;
        lines.extend(shifts.iter().skip(shifts.len().saturating_sub(MOST_TOLD)).map(|recorded| told(recorded, cx)));
        if self.read.drafts > 0 {
            lines.push(Line::Heading(words.with("day-drafts", &[("count", words.number(self.read.drafts))])));
        }
        if self.read.drafts_unread {
            lines.push(Line::Unread(words.say("unread-drafts")));
        }
        lines.extend(part(&self.read.unfinished, "unread-stages", cx, |stages| {
            let told = |(stage, count): &(Stage, usize)| {
                let args = [("stage", words.choice(*stage)), ("count", words.number(count))];
                Line::Plain(words.with("queue-stage", &args))
            };
            stages.iter().map(told).collect()
        }));
        lines.extend(part(&self.read.overdue, "unread-overdue", cx, |overdue| overdue_lines(overdue, cx)));
        let clock = &self.read.clock;
        lines.extend((!clock.is_empty()).then(|| Line::Heading(words.say("day-clock"))));
        lines.extend(clock.iter().map(|recorded| told(recorded, cx)));
        if lines.iter().any(|line| matches!(line, Line::Unread(_))) {
            lines.push(Line::Unread(words.say("unread-remedy")));
        }
        lines
    }
}

/// The lines of something that was asked, or that it could not be read.
fn part<T>(read: &Option<T>, unread: &str, cx: &Context, lines: impl Fn(&T) -> Vec<Line>) -> Vec<Line> {
    match read {
        Some(read) => lines(read),
        None => vec![Line::Unread(cx.words.say(unread))],
    }
}

/// An event of the day, with its moment.
fn told(recorded: &Recorded, cx: &Context) -> Line {
    let words = cx.words;
    let args = [("moment", words.moment(recorded.envelope.moment.wall_ms)), ("event", words.event(recorded))];
    Line::Plain(words.with("day-clock-line", &args))
}

/// Whose deadline has passed.
fn overdue_lines(overdue: &[Case], cx: &Context) -> Vec<Line> {
    let words = cx.words;
    let told = overdue.iter().take(MOST_TOLD).filter_map(|case| {
        let args = [
            ("tracking", words.tracking(&case.tracking)),
            ("name", case.intake.applicant.full_name()),
            ("day", words.date(case.deadline?)),
        ];
        Some(Line::Plain(words.with("day-overdue-line", &args)))
    });
    let heading = (!overdue.is_empty()).then(|| Line::Heading(words.say("day-overdue")));
    let more = overdue.len().saturating_sub(MOST_TOLD);
    let rest = (more > 0).then(|| Line::Plain(words.with("day-overdue-more", &[("count", words.number(more))])));
    heading.into_iter().chain(told).chain(rest).collect()
}

/// The list by which people are called.
fn reminders(cx: &Context) -> Step {
    match (cx.desk.reminders(), cx.desk.office()) {
        (Ok((lacking, lying)), Some(office)) => {
            let text = cx.words.reminders((&lacking, &lying), office, cx.desk.rules(), cx.desk.today());
            cx.go_to_list("reminders", cx.words.say("title-reminders"), text)
        }
        (Err(error), _) => Step::Say(Notice::unreadable(&error, cx.words)),
        (Ok(_), None) => Step::Stay,
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
        let (drafts, drafts_unread) = cx.desk.drafts_read();
        let overdue = cx.desk.overdue().and_then(|overdue| {
            if !overdue.is_empty() {
                cx.desk.log_access(Accessed::Listed)?;
            }
            Ok(overdue)
        });
        self.read = Read {
            totals: cx.desk.totals().ok(),
            clock: cx.desk.clock_events(),
            shifts: cx.desk.shifts(),
            drafts: drafts.len(),
            drafts_unread,
            unfinished: cx.desk.unfinished().ok(),
            overdue: overdue.ok(),
            is_alone: cx.desk.hangs_on_one_passphrase(),
        };
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

    #[expect(clippy::wildcard_enum_match_arm, reason = "keys of other screens do nothing here")]
    fn update(&mut self, input: Input, cx: &Context) -> Step {
        match input {
            Input::Action(Action::Yes) => Step::ask(Command::OpenDay { day: cx.desk.today() }),
            Input::Action(Action::HandOver) => Step::Go(Route::HandOver),
            Input::Action(Action::CountTill) => Step::Go(Route::CountTill),
            Input::Action(Action::Reminders) => reminders(cx),
            Input::Action(Action::CloseDay) => {
                if cx.desk.counts_at_close() {
                    Step::Go(Route::CloseDay)
                } else {
                    Step::ask(Command::CloseDay { answers: Answers::default(), consent: Overrides::default() })
                }
            }
            Input::Action(Action::No) => Step::Say(Notice::warn(cx.words.say("day-set-clock"))),
            Input::Action(Action::Back) => Step::Back,
            _ => Step::Stay,
        }
    }

    fn receive(&mut self, reply: Reply, cx: &Context) -> Step {
        match reply {
            Reply::Done(done) => match done.closed {
                Some(day) => closed(&day, cx),
                None => self.go_on(cx),
            },
            Reply::Ok => self.go_on(cx),
            Reply::Faults(_) | Reply::Refused(_) | Reply::Failed(_) => Step::Say(Notice::of(&reply, cx.words)),
        }
    }

    fn view(&self, canvas: &mut Canvas, area: Area, cx: &Context) {
        let mut rest = area.below(1);
        for line in self.lines(cx) {
            let (text, style, gap) = match line {
                Line::Heading(text) => (text, canvas.theme.title(), 1),
                Line::Plain(text) => (text, canvas.theme.plain(), 0),
                Line::Unread(text) => (text, canvas.theme.bad(), 0),
            };
            let used = canvas.paragraph(rest, &text, style);
            rest = rest.below(used + gap);
        }
    }
}
