//! An operator as the events have it.

use super::event::Event;
use super::lineage::EventKey;
use super::operator::{Operator, Role};
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
}

impl std::fmt::Debug for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        write!(f, "Account({:?}, suspended: {})", self.operator, self.suspended)
    }
}

impl Account {
    /// Whether there is a supervisor in it who may work.
    pub fn is_supervisor(&self) -> bool {
        self.operator.role == Role::Supervisor && !self.suspended
    }

    /// Whose account an event changes.
    #[expect(clippy::wildcard_enum_match_arm, reason = "accounts are changed by these few and by nothing else")]
    pub fn affected_by(event: &Event) -> Option<&str> {
        match event {
            Event::OperatorEnrolled { operator } => Some(&operator.sign_in),
            Event::OperatorSuspended { sign_in, .. }
            | Event::OperatorRestored { sign_in }
            | Event::RoleChanged { sign_in, .. }
            | Event::PassphraseReset { sign_in, .. }
            | Event::RecoveryIssued { sign_in, .. }
            | Event::RecoveryUsed { sign_in, .. } => Some(sign_in),
            _ => None,
        }
    }

    /// The account after one more event.
    #[expect(clippy::wildcard_enum_match_arm, reason = "accounts are changed by these few and by nothing else")]
    pub fn fold(account: Option<Account>, own: &Own) -> Option<Account> {
        if let Event::OperatorEnrolled { operator } = &own.event {
            let person = own.envelope.key();
            return Some(Account { operator: operator.clone(), suspended: false, recovery: None, person });
        }
        let mut account = account?;
        match &own.event {
            Event::OperatorSuspended { .. } => account.suspended = true,
            Event::OperatorRestored { .. } => account.suspended = false,
            Event::RoleChanged { role, .. } => account.operator.role = *role,
            Event::PassphraseReset { passphrase, .. } => account.operator.passphrase.clone_from(&passphrase.0),
            Event::RecoveryIssued { code, .. } => account.recovery = Some(code.0.clone()),
            Event::RecoveryUsed { passphrase, .. } => {
                account.operator.passphrase.clone_from(&passphrase.0);
                account.recovery = None;
            }
            _ => {}
        }
        Some(account)
    }

    /// Whether this may be done to it where so many supervisors may work: a desk without one could never have one
    /// again.
    ///
    /// # Errors
    /// [`Refusal::LastSupervisor`]
    pub fn may_change(&self, event: &Event, supervisors: usize) -> Result<(), Refusal> {
        let loses = matches!(event, Event::OperatorSuspended { .. })
            || matches!(event, Event::RoleChanged { role, .. } if *role != Role::Supervisor);
        if loses && self.is_supervisor() && supervisors <= 1 { Err(Refusal::LastSupervisor) } else { Ok(()) }
    }
}
