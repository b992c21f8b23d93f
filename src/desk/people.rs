//! Setting the desk up, admitting operators, signing in.

use super::command::Reply;
use super::{Desk, passphrase};
use crate::domain::event::Event;
use crate::domain::flaw::Flaw;
use crate::domain::operator::{Operator, Role};
use crate::domain::refusal::Refusal;
use crate::form::{Draft, Fault, Spec, small};

impl Desk {
    /// First start: the office and the first supervisor, who is then signed in.
    pub(super) fn found(&mut self, answers: Draft, sample: bool) -> Result<Reply, Reply> {
        if self.office.is_some() {
            return Err(Refusal::AlreadyFounded.into());
        }
        self.check(&small::SETUP, &answers)?;
        let office = small::office(&answers, &self.world(), sample).ok_or(Refusal::NotFounded)?;
        let operator = self.new_operator(&small::SETUP, &answers, Role::Supervisor)?;
        self.office = Some(office.clone());
        let events = vec![Event::DeskFounded { office }, Event::OperatorEnrolled { operator: operator.clone() }];
        let reply = self.keep(None, 0, events, None);
        match &reply {
            Ok(_) => {
                self.admit(&operator.sign_in, &answers);
                self.session = Some(operator);
            }
            Err(_) => self.office = None,
        }
        reply
    }

    /// Another operator, admitted by the supervisor who is signed in.
    pub(super) fn enrol(&mut self, answers: Draft) -> Result<Reply, Reply> {
        if self.operator().is_none_or(|operator| operator.role != Role::Supervisor) {
            return Err(Refusal::NotASupervisor.into());
        }
        self.check(&small::ENROL, &answers)?;
        let role = answers.choice("role").unwrap_or(Role::Clerk);
        let operator = self.new_operator(&small::ENROL, &answers, role)?;
        let sign_in = operator.sign_in.clone();
        let reply = self.keep(None, 0, vec![Event::OperatorEnrolled { operator }], None)?;
        self.admit(&sign_in, &answers);
        Ok(reply)
    }

    /// Lets the passphrase of these answers open the sealed folder. What fails here is made good when
    /// the operator signs in.
    fn admit(&self, sign_in: &str, answers: &Draft) {
        let (vault, folder) = (self.store.vault(), self.store.folder());
        if !vault.admits(folder, sign_in) {
            let _ = vault.admit(folder, sign_in, answers.get("passphrase"));
        }
    }

    fn new_operator(&self, form: &Spec, answers: &Draft, role: Role) -> Result<Operator, Reply> {
        let clean = form.cleaned(answers, &self.world());
        let sign_in = clean.get("sign-in").to_lowercase();
        if self.store.operator(&sign_in)?.is_some() {
            return Err(vec![Fault::flaw("sign-in", Flaw::SignInTaken)].into());
        }
        let passphrase = passphrase::hash(answers.get("passphrase"))
            .map_err(|error| Reply::Unreadable(crate::store::error::ReadError::Index(error.to_string())))?;
        Ok(Operator { sign_in, name: clean.get("operator-name").to_owned(), role, passphrase })
    }

    pub(super) fn sign_in(&mut self, answers: Draft) -> Result<Reply, Reply> {
        if self.office.is_none() {
            return Err(Refusal::NotFounded.into());
        }
        self.check(&small::SIGN_IN_FORM, &answers)?;
        let operator = self.verify(&answers)?;
        self.admit(&operator.sign_in, &answers);
        self.session = Some(operator);
        Ok(Reply::Done(Box::default()))
    }

    /// The operator whose sign-in name and passphrase these are.
    pub(super) fn verify(&self, answers: &Draft) -> Result<Operator, Reply> {
        let clean = small::SIGN_IN_FORM.cleaned(answers, &self.world());
        let operator = self.store.operator(&clean.get("sign-in").to_lowercase())?;
        operator
            .filter(|operator| passphrase::matches(answers.get("passphrase"), &operator.passphrase))
            .ok_or_else(|| Refusal::WrongPassphrase.into())
    }
}
