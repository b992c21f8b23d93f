//! The day of work: confirmed when it is opened, added up and backed up when it is closed.

use std::io;
use std::path::Path;

use super::Desk;
use super::command::{Backup, Closed, Command, Failure, Overrides, Reply};
use crate::domain::Choice;
use crate::domain::account::Account;
use crate::domain::acts::CloseDay;
use crate::domain::audit::{Accessed, Witness};
use crate::domain::case::Case;
use crate::domain::date::JalaliDate;
use crate::domain::day::{self, Till, WorkDay};
use crate::domain::event::Event;
use crate::domain::operator::Role;
use crate::domain::own::Own;
use crate::domain::refusal::Refusal;
use crate::domain::stage::Stage;
use crate::domain::totals::Totals;
use crate::form::{self, Answers};
use crate::store::error::{AppendError, ReadError};
use crate::store::upkeep::backup;

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

    /// Whether anything is counted before the day is closed: blanks, the drawer.
    pub fn counts_at_close(&self) -> bool {
        self.stock.on_hand() > 0 || self.day.is_some_and(|open| open.last != Till::default())
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

    /// Cases whose papers or whose holder is waited for, for the list by which people are called: those
    /// that lack papers by their deadline, then the certificates that nobody has fetched.
    pub fn reminders(&self) -> Result<(Vec<Case>, Vec<Case>), ReadError> {
        self.log_access(Accessed::Listed)?;
        let mut lacking = self.store.at_stage(Stage::Deficient, MOST_REMINDED)?;
        lacking.sort_by_key(|case| (case.deadline.is_none(), case.deadline, case.touched.wall_ms));
        let mut lying = self.store.at_stage(Stage::Delivery, MOST_REMINDED)?;
        lying.extend(self.store.at_stage(Stage::Uncollected, MOST_REMINDED)?);
        lying.sort_by_key(|case| case.touched.wall_ms);
        Ok((lacking, lying))
    }

    /// How many cases are at each stage that somebody has to go on with.
    pub fn unfinished(&self) -> Result<Vec<(Stage, usize)>, ReadError> {
        let open = Stage::ALL.iter().filter(|stage| stage.is_open());
        let counted = open.map(|stage| Ok((*stage, self.store.count(*stage)?)));
        counted.filter(|found: &Result<_, ReadError>| found.as_ref().map_or(true, |(_, count)| *count > 0)).collect()
    }

    /// How often the clock was set since the day before was opened, and by how much.
    pub fn clock_events(&self) -> Vec<Own> {
        let events = self.store.desk_events();
        let opened: Vec<u64> = events
            .iter()
            .filter(|recorded| matches!(recorded.event, Event::DayOpened { .. }))
            .map(|recorded| recorded.envelope.number)
            .collect();
        let since = opened.iter().rev().nth(1).copied().unwrap_or(0);
        let is_clock =
            |recorded: &Own| matches!(recorded.event, Event::ClockWentBack { .. } | Event::ClockJumped { .. });
        let later = events.iter().filter(|recorded| recorded.envelope.number > since && is_clock(recorded));
        later.cloned().collect()
    }

    /// An act on a case belongs to a day that was opened.
    pub(super) fn need_day(&self, command: &Command) -> Result<(), Refusal> {
        match command {
            Command::OpenDay { .. } | Command::CloseDay { .. } => Ok(()),
            Command::Enrol { .. } | Command::ChangeOperator { .. } | Command::IssueRecovery { .. } => Ok(()),
            Command::ConfirmOperator { .. } => Ok(()),
            Command::RotateKeys { .. } | Command::AdoptRules { .. } | Command::SetBackupPlace { .. } => Ok(()),
            Command::KeepDraft(_) | Command::DropDraft(_) => Ok(()),
            Command::Found { .. } | Command::SignIn { .. } | Command::Recover { .. } | Command::SignOut => Ok(()),
            Command::Act { .. }
            | Command::ApproveClean { .. }
            | Command::AskInquiries
            | Command::CountTill { .. }
            | Command::HandOver { .. }
            | Command::MoveBlanks { .. }
            | Command::Open { .. }
            | Command::Correct { .. }
            | Command::Judge { .. }
            | Command::CloseDocuments { .. }
            | Command::ConfirmPayment { .. }
            | Command::ConfirmNothingDue { .. }
            | Command::IssueSlip { .. }
            | Command::Withdraw { .. } => {
                let today = self.today();
                if self.day_is_open() { Ok(()) } else { Err(Refusal::DayNotOpen { day: today }) }
            }
        }
    }

    pub(super) fn open_day(&mut self, day: JalaliDate) -> Result<Reply, Reply> {
        let today = self.today();
        if day == today && self.day_is_open() {
            return Ok(Reply::Ok);
        }
        WorkDay::may_open(day, today, self.day.as_ref())?;
        self.commit(None, 0, vec![Event::DayOpened { day }], None)
    }

    pub(super) fn close_day(&mut self, answers: Answers, consent: &Overrides) -> Result<Reply, Reply> {
        let Some(open) = self.day else { return Err(Refusal::DayNotOpen { day: self.today() }.into()) };
        let (cx, signed) = self.context(consent)?;
        let form = self.check(&form::day::CLOSE_DAY, answers)?;
        let (blanks, till) = (form.get("blanks-counted").parse().ok(), form::day::till(&form));
        let (totals, people) = (self.totals()?, self.people_changed(open.day));
        let close = CloseDay { day: open.day, totals: totals.clone(), till, blanks };
        let decision = close.decide(self.stock.on_hand(), &cx)?;
        let tills = (till != Till::default()).then_some((open.first, till));
        let mut reply = self.commit_decision(None, 0, decision, signed)?;
        if let Reply::Done(done) = &mut reply {
            let closed = self.witness();
            let signed = self.store.sign_head().map_err(|error| Reply::from(AppendError::from(error)));
            if let Ok(Reply::Done(more)) = signed.and_then(|event| self.commit(None, 0, vec![event], None)) {
                done.events.extend(more.events);
            }
            let backup = self.back_up();
            // Where there was no key yet, the signature made one.
            let witness = Witness { key: self.witness().key, ..closed };
            done.closed = Some(Closed { day: open.day, totals, tills, people, witness, backup });
        }
        Ok(reply)
    }

    /// What was done to accounts that an inspector is shown unasked, since another day was closed: of a day that is
    /// closed twice the second slip takes the place of the first.
    fn people_changed(&self, today: JalaliDate) -> Vec<Own> {
        let events = self.store.desk_events();
        let of_before = |recorded: &Own| matches!(recorded.event, Event::DayClosed { day, .. } if day != today);
        let closed = events.iter().rposition(of_before);
        let since = events.iter().skip(closed.map_or(0, |at| at + 1));
        let told = |event: &Event| Account::affected_by(event).is_some() && event.is_exception();
        since.filter(|recorded| told(&recorded.event)).cloned().collect()
    }

    /// Whether the drawer was counted on the day before, and not yet on this one.
    pub fn counts_drawer(&self) -> bool {
        let Some(open) = self.day.filter(|open| open.last == Till::default()) else { return false };
        let events = self.store.desk_events();
        let before = events.iter().rev().filter(|recorded| recorded.envelope.number < open.since);
        let mut of_the_day = before.take_while(|recorded| !matches!(recorded.event, Event::DayOpened { .. }));
        of_the_day.any(|recorded| matches!(recorded.event, Event::TillCounted { .. }))
    }

    /// What is in the drawer.
    pub(super) fn count_till(&mut self, answers: Answers) -> Result<Reply, Reply> {
        let Till { cash, slips } = form::day::till(&self.check(&form::day::COUNT_TILL, answers)?);
        match (cash, slips) {
            (None, None) => Err(Refusal::NothingCounted.into()),
            _ => self.commit(None, 0, vec![Event::TillCounted { cash, slips }], None),
        }
    }

    /// Whoever comes next signs in; what is half done stays as it is, and the note says what must be known.
    pub(super) fn hand_over(&mut self, answers: Answers) -> Result<Reply, Reply> {
        let form = self.check(&form::day::HAND_OVER, answers)?;
        let next = self.verify(&form)?;
        if self.operator().is_some_and(|operator| operator.sign_in == next.operator.sign_in) {
            return Err(Refusal::SamePerson.into());
        }
        if next.operator.role == Role::Inspector {
            return Err(Refusal::OnlyReads.into());
        }
        let note = form.get("hand-over-note").to_owned();
        let reply =
            self.commit(None, 0, vec![Event::ShiftHandedOver { to: next.operator.sign_in.clone(), note }], None)?;
        // The hand-over itself is an event.
        let _ = self.log_access(Accessed::SignedOut);
        self.admit(&next.operator.sign_in, form.get("passphrase"));
        self.session = Some(next);
        let _ = self.log_access(Accessed::SignedIn);
        Ok(reply)
    }

    /// Who handed the desk over to whom since the day was opened, and what was counted.
    pub fn shifts(&self) -> Vec<Own> {
        let Some(open) = self.day else { return Vec::new() };
        let of_shift =
            |recorded: &Own| matches!(recorded.event, Event::ShiftHandedOver { .. } | Event::TillCounted { .. });
        let events = self.store.desk_events().iter();
        events.filter(|recorded| recorded.envelope.number > open.since && of_shift(recorded)).cloned().collect()
    }

    /// From now on each day is backed up there when it is closed: by a supervisor, since whoever has that place has
    /// the whole desk.
    pub(super) fn set_backup_place(&mut self, target: &Path) -> Result<Reply, Reply> {
        self.need_supervisor()?;
        let failed = |error| Reply::Failed(Failure::NoBackupPlace(error));
        backup::may_be_target(self.folder(), target).map_err(failed)?;
        let full = std::path::absolute(target).map_err(AppendError::from)?;
        // As text, in which the event and the note of the folder say the same.
        let Some(text) = full.to_str() else {
            return Err(AppendError::Disk(io::ErrorKind::InvalidFilename.into()).into());
        };
        let reply = self.commit(None, 0, vec![Event::BackupPlaceSet { target: text.to_owned() }], None)?;
        backup::set_target(self.folder(), &full).map_err(AppendError::from)?;
        Ok(reply)
    }

    /// Where a supervisor said that days are backed up to, as the record tells it last.
    fn told_backup_place(&self) -> Option<&str> {
        self.store.desk_events().iter().rev().find_map(|own| {
            let Event::BackupPlaceSet { target } = &own.event else { return None };
            Some(target.as_str())
        })
    }

    /// To where it was set that days are backed up.
    fn back_up(&mut self) -> Backup {
        self.store.flush_waiting();
        let failed = |error: backup::BackupError| Backup::Failed(error.code(), error.args());
        let target = match backup::target(self.folder()) {
            Ok(None) => return Backup::NoPlace,
            Ok(Some(target)) => target,
            Err(error) => return failed(error),
        };
        // The note is a file like any other; folders of before the record told the place have nothing but it.
        if self.told_backup_place().is_some_and(|told| Path::new(told) != target) {
            return Backup::Failed("backup-place-changed", vec![("path", target.display().to_string())]);
        }
        backup::at_close(self.folder(), self.store.vault(), &target, self.now_ms())
            .map_or_else(failed, |made| Backup::Made(made.place, made.cautions))
    }

    /// Keeps up with the days that were opened and closed.
    pub(super) fn note_days(&mut self, kept: &[Own]) {
        self.day = kept.iter().fold(self.day, day::fold);
    }
}
