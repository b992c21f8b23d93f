//! What the events of the desk amount to in a replay, and what the desk asks of each of them.

use std::collections::BTreeMap;

use super::breach::Why;
use crate::domain::account::{Account, supervisors};
use crate::domain::blank::BlankMove;
use crate::domain::date::JalaliDate;
use crate::domain::day::{self, Tally, WorkDay};
use crate::domain::event::{Envelope, Event, Moment};
use crate::domain::operator::{Admission, Operator, Role};
use crate::domain::own::Own;
use crate::domain::question::Question;
use crate::domain::refusal::Refusal;
use crate::domain::stock::Stock;
use crate::domain::totals::Totals;

/// An act may be asked before midnight and kept behind it.
pub(super) const LATE_MS: i64 = 60_000;

/// The people, the blanks and the day, as far as the journal has come.
#[derive(Default)]
pub(super) struct DeskState {
    founded: bool,
    accounts: BTreeMap<String, Account>,
    stock: Stock,
    day: Option<WorkDay>,
    tally: Tally,
    /// Something of the open day was erased, and its figures cannot be told any more.
    is_torn: bool,
    /// An account was made by a program that asks for a second person: none that does not comes after it.
    has_admissions: bool,
    /// It is a sample desk, where nobody waits for anybody.
    is_sample: bool,
    /// A day was opened once: the first version of the program knew of no days.
    has_days: bool,
}

impl DeskState {
    pub fn accounts(&self) -> &BTreeMap<String, Account> {
        &self.accounts
    }

    pub fn stock(&self) -> &Stock {
        &self.stock
    }

    /// Whether a second person stands behind this account.
    pub fn is_confirmed(&self, sign_in: &str) -> bool {
        self.accounts.get(sign_in).is_some_and(|account| account.waits.is_none())
    }

    /// The role of somebody who may work.
    pub fn worker(&self, sign_in: &str) -> Result<Role, Refusal> {
        if sign_in.is_empty() {
            return Err(Refusal::NotSignedIn);
        }
        let account = self.accounts.get(sign_in).ok_or(Refusal::NoSuchOperator)?;
        if account.suspended {
            return Err(Refusal::Suspended);
        }
        let role = account.operator.role;
        if role == Role::Inspector { Err(Refusal::OnlyReads) } else { Ok(role) }
    }

    fn supervisor(&self, sign_in: &str) -> Result<(), Refusal> {
        if self.worker(sign_in)? != Role::Supervisor {
            return Err(Refusal::NotASupervisor);
        }
        self.account(sign_in)?.need_confirmed()
    }

    /// Whoever signed for it may.
    pub fn approved(&self, envelope: &Envelope) -> Result<(), Refusal> {
        envelope.approver.as_ref().map_or(Ok(()), |approver| self.supervisor(&approver.sign_in))
    }

    /// The day on which an act was done.
    pub fn today(&self, moment: Moment) -> JalaliDate {
        let before = JalaliDate::at(moment.wall_ms - LATE_MS);
        let was_open = self.day.is_some_and(|open| open.day == before);
        if was_open { before } else { JalaliDate::at(moment.wall_ms) }
    }

    /// An act on a case belongs to a day that was opened.
    pub fn need_day(&self, moment: Moment) -> Result<(), Refusal> {
        let day = self.today(moment);
        let is_open = self.day.is_some_and(|open| open.day == day);
        if is_open || !self.has_days { Ok(()) } else { Err(Refusal::DayNotOpen { day }) }
    }

    /// Whether the desk would have taken this event, which came behind these in the same moment.
    #[expect(clippy::wildcard_enum_match_arm, reason = "what nobody vouches for here is named as a breach")]
    pub fn check(&self, before: &[Own], recorded: &Own) -> Result<(), Why> {
        let (envelope, by) = (&recorded.envelope, recorded.envelope.signed_in());
        self.approved(envelope)?;
        match &recorded.event {
            // What the desk does by itself, and what nobody can read any more.
            Event::ClockWentBack { .. } | Event::ClockJumped { .. } | Event::FolderEncrypted | Event::Erased => {}
            Event::LineageBegun { .. } | Event::Foreign { .. } => {}
            // The desk sets keys by itself where it has none yet, or begins a lineage.
            Event::KeysSet { .. } if by.is_empty() => {}
            Event::KeysSet { .. } => self.by_two(Question::NewKeys, envelope, by)?,
            // With the desk, by nobody yet; later by two, where there are two.
            Event::RulesAdopted { before: None, .. } if self.accounts.is_empty() && by.is_empty() => {}
            Event::RulesAdopted { .. } => self.by_two(Question::NewRules, envelope, by)?,
            Event::DeskFounded { .. } if self.founded => return Err(Refusal::AlreadyFounded.into()),
            Event::DeskFounded { .. } => {}
            Event::OperatorEnrolled { operator, admission } => self.may_enrol(operator, *admission, by)?,
            Event::DayOpened { day } => {
                self.worker(by)?;
                let late = JalaliDate::at(envelope.moment.wall_ms - LATE_MS) == *day;
                let today = if late { *day } else { JalaliDate::at(envelope.moment.wall_ms) };
                WorkDay::may_open(*day, today, self.day.as_ref())?;
            }
            Event::DayClosed { day, totals } => self.may_close(*day, totals, by)?,
            Event::BlanksMoved { moved: BlankMove::Used { .. } } => return Err(Why::OtherEvents),
            Event::BlanksMoved { moved } => {
                self.supervisor(by)?;
                self.need_day(envelope.moment)?;
                self.stock.allows(moved)?;
            }
            event
            @ (Event::OperatorRestored { sign_in, admission } | Event::RoleChanged { sign_in, admission, .. }) => {
                self.may_change(sign_in, event, by)?;
                let role = match event {
                    Event::RoleChanged { role, .. } => *role,
                    _ => self.account(sign_in)?.operator.role,
                };
                self.is_admitted_so(*admission, role)?;
            }
            Event::OperatorConfirmed { sign_in } => {
                self.supervisor(by)?;
                self.account(sign_in)?.may_be_confirmed(self.account(by)?)?;
            }
            event @ (Event::OperatorSuspended { sign_in, .. }
            | Event::PassphraseReset { sign_in, .. }
            | Event::RecoveryIssued { sign_in, .. }) => {
                self.may_change(sign_in, event, by)?;
            }
            Event::RecoveryUsed { sign_in, .. } => self.may_recover(sign_in, by)?,
            Event::BackupPlaceSet { .. } => self.supervisor(by)?,
            Event::HeadSigned { .. } => drop(self.worker(by)?),
            Event::TillCounted { .. } => {
                self.worker(by)?;
                self.day.ok_or(Refusal::DayNotOpen { day: self.today(envelope.moment) })?;
            }
            Event::ShiftHandedOver { to, .. } if to == by => return Err(Refusal::SamePerson.into()),
            Event::ShiftHandedOver { to, .. } => {
                self.worker(by)?;
                self.need_day(envelope.moment)?;
                self.worker(to)?;
            }
            Event::OverrideUsed { question, .. } => may_override(*question, before, envelope)?,
            // It belongs to a case, or its rule does not stand here yet.
            _ => return Err(Why::OtherEvents),
        }
        Ok(())
    }

    fn account(&self, sign_in: &str) -> Result<&Account, Refusal> {
        self.accounts.get(sign_in).ok_or(Refusal::NoSuchOperator)
    }

    /// The first supervisor comes with the desk; everybody else is admitted by one, under a name that is new.
    fn may_enrol(&self, operator: &Operator, admission: Admission, by: &str) -> Result<(), Why> {
        let first = self.founded && self.accounts.is_empty() && by.is_empty() && operator.role == Role::Supervisor;
        if !first {
            self.supervisor(by)?;
            self.is_admitted_so(admission, operator.role)?;
        }
        if self.accounts.contains_key(&operator.sign_in) { Err(Why::OtherEvents) } else { Ok(()) }
    }

    /// Whoever may decide waits for a second person; what an older program recorded stands before all that.
    fn is_admitted_so(&self, admission: Admission, role: Role) -> Result<(), Why> {
        let right = match admission {
            Admission::Before => !self.has_admissions,
            Admission::AtOnce => self.is_sample || !role.decides(),
            Admission::Waits => role.decides(),
        };
        if right { Ok(()) } else { Err(Why::OtherEvents) }
    }

    fn may_change(&self, sign_in: &str, event: &Event, by: &str) -> Result<(), Refusal> {
        self.supervisor(by)?;
        let supervisors = supervisors(&self.accounts).count();
        self.account(sign_in)?.may_change(event, supervisors)
    }

    /// It is the day that is open, with the figures that its events come to.
    fn may_close(&self, day: JalaliDate, totals: &Totals, by: &str) -> Result<(), Why> {
        self.worker(by)?;
        if self.day.is_none_or(|open| open.day != day) {
            return Err(Refusal::DayNotOpen { day }.into());
        }
        let right = self.is_torn || totals.kept() == self.tally.totals().kept();
        if right { Ok(()) } else { Err(Why::OtherEvents) }
    }

    /// By a supervisor, and by another one where there is one.
    fn by_two(&self, question: Question, envelope: &Envelope, by: &str) -> Result<(), Refusal> {
        self.supervisor(by)?;
        let alone = supervisors(&self.accounts).all(|account| account.operator.sign_in == by);
        match &envelope.approver {
            Some(approver) if envelope.operator.as_ref().is_some_and(|operator| approver.is(operator)) => {
                Err(Refusal::SamePerson)
            }
            None if !alone => Err(Refusal::Asks { question, other: None }),
            Some(_) | None => Ok(()),
        }
    }

    /// By whoever holds the code, which is used once.
    fn may_recover(&self, sign_in: &str, by: &str) -> Result<(), Why> {
        let account = self.account(sign_in)?;
        if account.suspended {
            return Err(Refusal::Suspended.into());
        }
        if account.recovery.is_none() {
            return Err(Refusal::WrongRecoveryCode.into());
        }
        if sign_in == by { Ok(()) } else { Err(Why::OtherEvents) }
    }

    /// Takes in what was done.
    pub fn apply(&mut self, recorded: &Own) {
        self.founded |= matches!(recorded.event, Event::DeskFounded { .. });
        self.is_sample |= matches!(&recorded.event, Event::DeskFounded { office } if office.sample);
        self.has_admissions |= has_admission(&recorded.event);
        Account::fold_into(&mut self.accounts, recorded);
        self.stock.apply(recorded);
        if let Event::DayOpened { .. } = &recorded.event {
            (self.tally, self.is_torn, self.has_days) = (Tally::default(), false, true);
        }
        self.day = day::fold(self.day, recorded);
        self.is_torn |= recorded.event == Event::Erased;
        if recorded.envelope.case.is_some() {
            self.tally.add(recorded);
        }
    }
}

/// Whether the event is by a program that asks for a second person behind an account.
#[expect(clippy::wildcard_enum_match_arm, reason = "accounts are made by these few and by nothing else")]
fn has_admission(event: &Event) -> bool {
    match event {
        Event::OperatorEnrolled { admission, .. }
        | Event::OperatorRestored { admission, .. }
        | Event::RoleChanged { admission, .. } => *admission != Admission::Before,
        Event::OperatorConfirmed { .. } => true,
        _ => false,
    }
}

/// A supervisor's word that belongs to no case is that on blanks that are not as many as they should be, or on other
/// rules.
fn may_override(question: Question, before: &[Own], envelope: &Envelope) -> Result<(), Why> {
    let asked = match before.last().map(|recorded| &recorded.event) {
        Some(Event::DayClosed { .. }) => question == Question::StockDiffers,
        Some(Event::RulesAdopted { .. }) => question == Question::NewRules,
        Some(Event::KeysSet { .. }) => question == Question::NewKeys,
        Some(_) | None => false,
    };
    if !asked {
        return Err(Why::OtherEvents);
    }
    let asks = Refusal::Asks { question, other: None };
    envelope.approver.as_ref().map(|_| ()).ok_or(Why::Refused(asks))
}
