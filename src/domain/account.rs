//! An operator as the events have it.
//!
//! What takes two supervisors must not take one who puts the other out first. That a supervisor is suspended cannot wait
//! for another's signature: where there are two, whoever has to go would have to sign for it, and stays; nor for the next
//! day, on which both would put out each other. So it holds at once, is an exception, and gives nothing: until another day
//! is opened whoever was put out still counts as the other one, who cannot sign. That is as long as an account waits
//! where nobody confirms it, and it stands on the closing slip before that.

use std::collections::BTreeMap;

use super::date::JalaliDate;
use super::event::Event;
use super::lineage::EventKey;
use super::operator::{Admission, Operator, Role};
use super::own::Own;
use super::refusal::Refusal;

/// An operator, and whether they may work.
#[derive(Clone, PartialEq, Eq)]
pub struct Account {
    pub operator: Operator,
    pub suspended: bool,
    /// Of the code in the sealed envelope, if there is one.
    pub recovery: Option<String>,
    /// The person's id: the event that enrolled them.
    pub person: EventKey,
    /// The sign-in names of those who enrolled them, let them in again or gave them a role.
    pub made_by: Vec<String>,
    /// The sign-in names of those, others than itself, who ever stood behind it: who let it in, gave it a role, a
    /// passphrase or a code, or confirmed it; each with the number of the event.
    pub behind: Vec<(String, u64)>,
    /// Since when it is no supervisor any more, until another day is opened.
    pub put_out: Option<JalaliDate>,
    /// Since when it waits for a second person, if it does.
    pub waits: Option<JalaliDate>,
}

impl std::fmt::Debug for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        write!(f, "Account({:?}, suspended: {}, waits: {})", self.operator, self.suspended, self.waits.is_some())
    }
}

/// The supervisors among these who may work, and as such.
pub fn supervisors(accounts: &BTreeMap<String, Account>) -> impl Iterator<Item = &Account> {
    accounts.values().filter(|account| account.is_supervisor())
}

impl Account {
    /// Whether there is a supervisor in it who may work, and as one.
    pub fn is_supervisor(&self) -> bool {
        self.operator.role == Role::Supervisor && !self.suspended && self.waits.is_none()
    }

    /// Whether whoever else is a supervisor is not alone: there is this one, or was when the day was opened.
    pub fn counts_as_another(&self) -> bool {
        self.is_supervisor() || self.put_out.is_some()
    }

    /// That a second person stands behind it, where its role gives more than the counter.
    ///
    /// # Errors
    /// [`Refusal::NotConfirmed`]
    pub fn need_confirmed(&self) -> Result<(), Refusal> {
        let sign_in = self.operator.sign_in.clone();
        if self.waits.is_some() { Err(Refusal::NotConfirmed { sign_in }) } else { Ok(()) }
    }

    /// Whose account an event changes. The opening of a day may confirm others: [`Account::confirmed_by_day`].
    #[expect(clippy::wildcard_enum_match_arm, reason = "accounts are changed by these few and by nothing else")]
    pub fn affected_by(event: &Event) -> Option<&str> {
        match event {
            Event::OperatorEnrolled { operator, .. } => Some(&operator.sign_in),
            Event::OperatorSuspended { sign_in, .. }
            | Event::OperatorRestored { sign_in, .. }
            | Event::RoleChanged { sign_in, .. }
            | Event::OperatorConfirmed { sign_in }
            | Event::PassphraseReset { sign_in, .. }
            | Event::RecoveryIssued { sign_in, .. }
            | Event::RecoveryUsed { sign_in, .. } => Some(sign_in),
            _ => None,
        }
    }

    /// All accounts after one more event: of the one that it changes, or of those whom the day that it opens confirms.
    /// What stands in a case says nothing of who works here.
    pub fn fold_into(accounts: &mut BTreeMap<String, Account>, own: &Own) {
        if own.envelope.case.is_some() {
            return;
        }
        if let Event::DayOpened { day } = &own.event {
            accounts.values_mut().for_each(|account| account.put_out = account.put_out.filter(|since| since >= day));
            for sign_in in Account::confirmed_by_day(accounts, *day) {
                accounts.entry(sign_in).and_modify(|account| account.waits = None);
            }
        }
        let Some(sign_in) = Account::affected_by(&own.event) else { return };
        if let Some(account) = Account::fold(accounts.remove(sign_in), own) {
            accounts.insert(sign_in.to_owned(), account);
        }
    }

    /// The account after one more event.
    #[expect(clippy::wildcard_enum_match_arm, reason = "accounts are changed by these few and by nothing else")]
    fn fold(account: Option<Account>, own: &Own) -> Option<Account> {
        let (envelope, event) = (&own.envelope, &own.event);
        let since = |of: &Admission| (*of == Admission::Waits).then(|| JalaliDate::at(envelope.moment.wall_ms));
        if let Event::OperatorEnrolled { operator, admission } = event {
            let mut account = Account {
                operator: operator.clone(),
                suspended: false,
                recovery: None,
                person: envelope.key(),
                made_by: Vec::new(),
                behind: Vec::new(),
                put_out: None,
                waits: since(admission),
            };
            account.is_made_by(envelope.signed_in());
            account.is_backed(own);
            return Some(account);
        }
        let mut account = account?;
        let supervised = account.is_supervisor();
        match event {
            Event::OperatorSuspended { .. } => account.suspended = true,
            Event::OperatorRestored { admission, .. } => {
                account.suspended = false;
                // What waited for somebody before still does.
                account.waits = since(admission).or(account.waits);
                account.is_made_by(envelope.signed_in());
            }
            Event::RoleChanged { role, admission, .. } => {
                account.operator.role = *role;
                account.waits = since(admission);
                account.is_made_by(envelope.signed_in());
            }
            Event::OperatorConfirmed { .. } => account.waits = None,
            Event::PassphraseReset { passphrase, .. } => account.operator.passphrase.clone_from(&passphrase.0),
            Event::RecoveryIssued { code, .. } => account.recovery = Some(code.0.clone()),
            Event::RecoveryUsed { passphrase, .. } => {
                account.operator.passphrase.clone_from(&passphrase.0);
                account.recovery = None;
            }
            _ => {}
        }
        if supervised && !account.is_supervisor() {
            account.put_out = Some(JalaliDate::at(envelope.moment.wall_ms));
        }
        if !matches!(event, Event::OperatorSuspended { .. }) {
            account.is_backed(own);
        }
        Some(account)
    }

    fn is_backed(&mut self, own: &Own) {
        let by = own.envelope.signed_in();
        if !by.is_empty() && *by != self.operator.sign_in {
            self.behind.push((by.to_owned(), own.envelope.number));
        }
    }

    fn is_made_by(&mut self, sign_in: &str) {
        if !sign_in.is_empty() && !self.made_by.iter().any(|by| by == sign_in) {
            self.made_by.push(sign_in.to_owned());
        }
    }

    /// The sign-in names of those of `accounts` that are confirmed by this day being opened: they wait since an
    /// earlier one, and there is no other supervisor who could have confirmed them.
    fn confirmed_by_day(accounts: &BTreeMap<String, Account>, day: JalaliDate) -> Vec<String> {
        let waited = accounts.iter().filter(|(_, account)| account.waits.is_some_and(|since| since < day));
        let alone = waited.filter(|(_, account)| !accounts.values().any(|other| other.could_confirm(account)));
        alone.map(|(sign_in, _)| sign_in.clone()).collect()
    }

    /// Whether this supervisor may stand behind the other account: somebody else, who has not made it.
    pub fn could_confirm(&self, other: &Account) -> bool {
        let own = &self.operator.sign_in;
        self.is_supervisor() && *own != other.operator.sign_in && !other.made_by.contains(own)
    }

    /// Whether this may be done to it where so many supervisors may work: a desk without one could never have one
    /// again.
    ///
    /// # Errors
    /// [`Refusal::LastSupervisor`]; [`Refusal::NothingChanged`] where nobody is let in again, who would then wait.
    pub fn may_change(&self, event: &Event, supervisors: usize) -> Result<(), Refusal> {
        if matches!(event, Event::OperatorRestored { .. }) && !self.suspended {
            return Err(Refusal::NothingChanged);
        }
        let loses = matches!(event, Event::OperatorSuspended { .. })
            || matches!(event, Event::RoleChanged { role, .. } if *role != Role::Supervisor);
        if loses && self.is_supervisor() && supervisors <= 1 { Err(Refusal::LastSupervisor) } else { Ok(()) }
    }

    /// Whether `by` may stand behind it.
    ///
    /// # Errors
    /// [`Refusal::NothingToConfirm`], [`Refusal::NotASupervisor`], and [`Refusal::SamePerson`] for whoever made it.
    pub fn may_be_confirmed(&self, by: &Account) -> Result<(), Refusal> {
        if self.waits.is_none() {
            return Err(Refusal::NothingToConfirm);
        }
        if by.operator.role != Role::Supervisor {
            return Err(Refusal::NotASupervisor);
        }
        by.need_confirmed()?;
        if by.could_confirm(self) { Ok(()) } else { Err(Refusal::SamePerson) }
    }
}
