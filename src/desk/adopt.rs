//! What supervisors do by two, rules adopted and keys exchanged; and what holds of the rules.

use super::Desk;
use super::command::{Overrides, Reply};
use crate::domain::account::Account;
use crate::domain::acts::RotateKeys;
use crate::domain::case::Case;
use crate::domain::event::{Event, PublicKeys};
use crate::domain::flags;
use crate::domain::refusal::Refusal;
use crate::domain::rulebook::Rulebook;
use crate::domain::stage::Flag;
use crate::form::{self, Answers};
use crate::store::error::AppendError;

impl Desk {
    /// The rules in force.
    pub fn rules(&self) -> &Rulebook {
        self.rules.in_force()
    }

    /// The files of the office that say something else than the rules in force, and wait to be adopted.
    pub fn rules_offered(&self) -> Vec<&str> {
        self.rules.differing()
    }

    /// Whether the rules in force are on record.
    pub fn rules_are_adopted(&self) -> bool {
        self.rules.are_adopted()
    }

    /// What is true of a case beside its stage, as of today.
    pub fn flags(&self, case: &Case) -> Vec<Flag> {
        flags::flags(case, self.today(), self.rules.since(), self.store.accounts())
    }

    /// What the program was started with becomes the rules in force, from a day on.
    pub(super) fn adopt_rules(&mut self, answers: Answers, consent: &Overrides) -> Result<Reply, Reply> {
        self.need_supervisor()?;
        let form = self.check(&form::rules::ADOPT_RULES, answers)?;
        self.sign_again(&form)?;
        let act = self.rules.adoption(form.day("effective").unwrap_or_else(|_| self.today()));
        let (cx, signed) = self.context(consent)?;
        let decision = act.decide(self.other_supervisors(), &cx)?;
        self.commit_decision(None, 0, decision, signed)
    }

    /// The desk signs with the key that it promised, from here on.
    pub(super) fn rotate_keys(&mut self, answers: Answers, consent: &Overrides) -> Result<Reply, Reply> {
        self.need_supervisor()?;
        self.sign_again(&self.check(&form::sign_in::SIGN, answers)?)?;
        let (others, (cx, signed)) = (self.other_supervisors(), self.context(consent)?);
        // Asked before anything of it is on the disk.
        let nothing = PublicKeys { sign: [0; 32], open: [0; 32], next: [0; 32] };
        RotateKeys { keys: nothing, signature: None }.decide(others, &cx)?;
        if self.store.sets_keys() {
            // What these keys are is told first; what comes after them is promised with that.
            self.commit(None, 0, Vec::new(), None)?;
        }
        let set = self.store.rotate_keys().map_err(AppendError::from)?;
        let Event::KeysSet { keys, signature } = set else { return Err(Refusal::NothingChanged.into()) };
        let decision = RotateKeys { keys, signature }.decide(others, &cx)?;
        self.commit_decision(None, 0, decision, signed)
    }

    /// How many others would have to stand beside the supervisor who is signed in.
    pub(super) fn other_supervisors(&self) -> usize {
        let is_other = |account: &&Account| account.counts_as_another() && account.operator.sign_in != self.signed_in();
        self.accounts().filter(is_other).count()
    }
}
