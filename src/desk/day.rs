//! The day of work: confirmed when it is opened, added up and backed up when it is closed.

use super::Desk;
use super::command::{Backup, Closed, Command, Consent, Reply};
use crate::domain::Choice;
use crate::domain::case::{Case, Stage};
use crate::domain::date::JalaliDate;
use crate::domain::day::{self, Totals, WorkDay};
use crate::domain::event::{Event, Sealed};
use crate::domain::refusal::{Question, Refusal};
use crate::form::{Draft, centre};
use crate::store::backup;
use crate::store::error::{AppendError, ReadError};

/// So many of those that wait for papers are looked at for a deadline.
const MOST_REMINDED: usize = 500;

impl Desk {
    /// The day that is open, whichever it is.
    pub fn work_day(&self) -> Option<WorkDay> {
        self.day
    }

    /// Whether work may go on: today was opened.
    pub fn day_is_open(&self) -> bool {
        self.day.is_some_and(|open| open.day == self.today())
    }

    /// What the open day has come to so far.
    pub fn totals(&self) -> Result<Totals, ReadError> {
        let Some(open) = self.day else { return Ok(Totals::default()) };
        Ok(Totals::of(self.store.since(open.since)?.iter()))
    }

    /// Cases whose deadline has passed, the last touched first.
    pub fn overdue(&self) -> Result<Vec<Case>, ReadError> {
        let today = self.today();
        let mut waiting = self.store.at_stage(Stage::Deficient, MOST_REMINDED)?;
        waiting.retain(|case| case.deadline.is_some_and(|until| until < today));
        Ok(waiting)
    }

    /// How many cases are at each stage that somebody has to go on with.
    pub fn unfinished(&self) -> Result<Vec<(Stage, usize)>, ReadError> {
        let open = Stage::ALL.iter().filter(|stage| stage.is_open());
        let counted = open.map(|stage| Ok((*stage, self.store.count(*stage)?)));
        counted.filter(|found: &Result<_, ReadError>| found.as_ref().map_or(true, |(_, count)| *count > 0)).collect()
    }

    /// How often the clock was set since the day before was opened, and by how much.
    pub fn clock_events(&self) -> Result<Vec<Sealed>, ReadError> {
        let events = self.store.desk_events()?;
        let opened: Vec<u64> = events
            .iter()
            .filter(|sealed| matches!(sealed.event, Event::DayOpened { .. }))
            .map(|sealed| sealed.envelope.sequence)
            .collect();
        let since = opened.iter().rev().nth(1).copied().unwrap_or(0);
        let is_clock =
            |sealed: &Sealed| matches!(sealed.event, Event::ClockWentBack { .. } | Event::ClockJumped { .. });
        Ok(events.into_iter().filter(|sealed| sealed.envelope.sequence > since && is_clock(sealed)).collect())
    }

    /// An act on a case belongs to a day that was opened.
    pub(super) fn need_day(&self, command: &Command) -> Result<(), Refusal> {
        match command {
            Command::OpenDay { .. } | Command::CloseDay { .. } => Ok(()),
            Command::Enrol { .. } | Command::ChangeOperator { .. } => Ok(()),
            Command::KeepDraft(_) | Command::DropDraft(_) => Ok(()),
            Command::Found { .. } | Command::SignIn { .. } | Command::SignOut => Ok(()),
            _ if self.day_is_open() => Ok(()),
            _ => Err(Refusal::DayNotOpen { day: self.today() }),
        }
    }

    pub(super) fn open_day(&mut self, day: JalaliDate) -> Result<Reply, Reply> {
        if day != self.today() {
            return Err(Refusal::OtherDay { today: self.today() }.into());
        }
        match self.day {
            Some(open) if open.day == day => return Ok(Reply::Fine),
            Some(open) => return Err(Refusal::DayLeftOpen { day: open.day }.into()),
            None => {}
        }
        self.keep(None, 0, vec![Event::DayOpened { day }], None)
    }

    pub(super) fn close_day(&mut self, answers: &Draft, consent: &Consent) -> Result<Reply, Reply> {
        let Some(open) = self.day else { return Err(Refusal::DayNotOpen { day: self.today() }.into()) };
        let (stamp, signed) = self.stamp(consent)?;
        let mut events = Vec::new();
        if self.stock.on_hand() > 0 {
            self.check(&centre::CLOSE_DAY, answers)?;
            let counted = centre::CLOSE_DAY.cleaned(answers, &self.world()).get("blanks-counted").parse::<usize>();
            if counted != Ok(self.stock.on_hand()) {
                stamp.ask(Question::StockDiffers, None)?;
                let reason = signed.as_ref().map(|signed| signed.reason.clone()).unwrap_or_default();
                events.push(Event::OverrideUsed { question: Question::StockDiffers, reason });
            }
        }
        let totals = self.totals()?;
        let event = Event::DayClosed { day: open.day, totals: totals.clone() };
        events.insert(0, event);
        let mut reply = self.keep(None, 0, events, signed.map(|signed| signed.by))?;
        if let Reply::Done(done) = &mut reply {
            let last = self.store.last();
            let signed = self.store.sign_head().map_err(|error| Reply::NotKept(AppendError::Disk(error)));
            if let Ok(Reply::Done(more)) = signed.and_then(|event| self.keep(None, 0, vec![event], None)) {
                done.events.extend(more.events);
            }
            let backup = self.back_up();
            done.closed = Some(Closed { day: open.day, totals, number: last.sequence, head: last.hash, backup });
        }
        Ok(reply)
    }

    /// To where it was set that days are backed up.
    fn back_up(&mut self) -> Backup {
        self.store.settle();
        let Some(target) = backup::target(self.folder()) else { return Backup::NoPlace };
        match backup::backup(self.folder(), self.store.vault(), &target, self.now_ms()) {
            Ok(made) => Backup::Made(made.place),
            Err(error) => Backup::Failed(error.code(), error.args()),
        }
    }

    /// Keeps up with the days that were opened and closed.
    pub(super) fn note_days(&mut self, kept: &[Sealed]) {
        self.day = kept.iter().fold(self.day, day::fold);
    }
}
