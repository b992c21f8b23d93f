//! Who stands behind whom: what was decided in a case by people of those whose work it was is flagged.
//!
//! Nobody decides on their own work (four eyes), but one person can have been made two: a hand of the case lets an
//! account in that then decides, or a supervisor lets a clerk in who then takes in what the supervisor approves. Neither
//! can be refused, as small offices work so every day; both are shown. What the two accounts have in common in an
//! office of one supervisor, that this one has let in everybody, says nothing and is not flagged.

use std::collections::{BTreeMap, BTreeSet};

use super::account::Account;
use super::case::{Case, Decided};
use super::event::CaseId;
use super::lineage::PersonRef;
use super::own::Own;
use super::stage::Stage;

/// The accounts with those who stood behind them before an event of the desk.
struct Backing<'a> {
    accounts: &'a BTreeMap<String, Account>,
    before: u64,
}

impl<'a> Backing<'a> {
    fn account(&self, person: &PersonRef) -> Option<&'a Account> {
        let account = self.accounts.get(&person.sign_in)?;
        person.person.is_none_or(|id| id == account.person).then_some(account)
    }

    /// The sign-in names of those who stood behind this one.
    fn behind(&self, sign_in: &str) -> impl Iterator<Item = &'a str> {
        let found = self.accounts.get(sign_in).into_iter().flat_map(|account| &account.behind);
        found.filter(|(_, number)| *number < self.before).map(|(by, _)| by.as_str())
    }

    /// Whether nobody stood behind this one but these, and those behind whom nobody stood but these.
    fn rests_on(&self, sign_in: &str, these: &BTreeSet<&str>, seen: &mut BTreeSet<&'a str>) -> bool {
        let mut behind = self.behind(sign_in).peekable();
        behind.peek().is_some()
            && behind.all(|by| these.contains(by) || !seen.insert(by) || self.rests_on(by, these, seen))
    }
}

/// Whether whoever decided this in the case was let in, given a role, given a passphrase or confirmed by a hand of it,
/// or was alone in letting in all of its hands.
fn is_among_themselves(decided: &Decided, case: &Case, accounts: &BTreeMap<String, Account>) -> bool {
    let backing = Backing { accounts, before: decided.number };
    let Some(decider) = backing.account(&decided.by) else { return false };
    let own = decider.operator.sign_in.as_str();
    // What somebody decides on their own work is for four eyes.
    let hands: BTreeSet<&str> =
        case.hands().into_iter().map(|hand| hand.sign_in.as_str()).filter(|hand| *hand != own).collect();
    if hands.is_empty() {
        return false;
    }
    let by_hands =
        backing.behind(own).any(|by| hands.contains(by)) || backing.rests_on(own, &hands, &mut BTreeSet::new());
    let of_decider = |hand: &&str| backing.rests_on(hand, &BTreeSet::from([own]), &mut BTreeSet::new());
    by_hands || (decided.for_centre && hands.iter().all(of_decider))
}

/// Whether anything was decided in this case by people of its hands, or on the work of none but the decider's people.
pub fn decided_among_themselves(case: &Case, accounts: &BTreeMap<String, Account>) -> bool {
    case.decided.iter().any(|decided| is_among_themselves(decided, case, accounts))
}

/// Follows the events of one desk, in order, and tells of each whether it decided something so.
#[derive(Default)]
pub struct Watch {
    accounts: BTreeMap<String, Account>,
    /// Those that may go on.
    cases: BTreeMap<CaseId, Case>,
}

impl Watch {
    pub fn is_among_themselves(&mut self, own: &Own) -> bool {
        Account::fold_into(&mut self.accounts, own);
        let Some(id) = own.envelope.case else { return false };
        let Some(case) = Case::fold(self.cases.remove(&id), own) else { return false };
        let is_this = |decided: &&Decided| decided.number == own.envelope.number;
        let found = case.decided.iter().filter(is_this).any(|it| is_among_themselves(it, &case, &self.accounts));
        if case.stage != Stage::Delivered {
            self.cases.insert(id, case);
        }
        found
    }
}
