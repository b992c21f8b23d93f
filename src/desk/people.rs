//! Setting the desk up, admitting operators, signing in.

use super::command::{Command, Failure, Reply};
use super::tried::tried;
use super::{Desk, names, passphrase};
use crate::domain::account::{self, Account};
use crate::domain::acts::kind::ActKind;
use crate::domain::audit::Accessed;
use crate::domain::event::{Event, Hash};
use crate::domain::flaw::FieldError;
use crate::domain::operator::{Admission, Operator, Role};
use crate::domain::own::Own;
use crate::domain::refusal::Refusal;
use crate::form::{Answers, BoundForm, Finding, Spec, people, setup, sign_in};
use crate::store::error::AppendError;

impl Desk {
    /// First start: the office and the first supervisor, who is then signed in.
    pub(super) fn found(&mut self, answers: Answers, sample: bool) -> Result<Reply, Reply> {
        if self.office.is_some() {
            return Err(Refusal::AlreadyFounded.into());
        }
        let form = self.check(&setup::SETUP, answers)?;
        let office = setup::office(&form, sample).ok_or(Refusal::NotFounded)?;
        let operator = self.new_operator(&form, Role::Supervisor, sample)?;
        self.office = Some(office.clone());
        let rules = self.rules.first(self.today());
        let first = Event::OperatorEnrolled { operator: operator.clone(), admission: Admission::AtOnce };
        let events = vec![rules, Event::DeskFounded { office }, first];
        let reply = self.commit(None, 0, events, None);
        match &reply {
            Ok(_) => {
                self.admit(&operator.sign_in, form.get("passphrase"));
                self.session = self.store.account(&operator.sign_in);
            }
            Err(_) => self.office = None,
        }
        reply
    }

    /// Another operator, admitted by the supervisor who is signed in.
    pub(super) fn enrol(&mut self, answers: Answers) -> Result<Reply, Reply> {
        self.need_supervisor()?;
        let form = self.check(&people::ENROL, answers)?;
        let operator = self.new_operator(&form, form.choice("role").unwrap_or(Role::Clerk), self.is_sample())?;
        let (sign_in, admission) = (operator.sign_in.clone(), self.admission_of(operator.role));
        let reply = self.commit(None, 0, vec![Event::OperatorEnrolled { operator, admission }], None)?;
        self.admit(&sign_in, form.get("passphrase"));
        Ok(reply)
    }

    /// Lets the passphrase open the encrypted folder. What fails here is made good when the operator signs in.
    pub(super) fn admit(&self, sign_in: &str, passphrase: &str) {
        let (vault, folder) = (self.store.vault(), self.store.folder());
        if !vault.admits(folder, sign_in) {
            let _ = vault.admit(folder, sign_in, passphrase);
        }
    }

    fn new_operator(&self, form: &BoundForm, role: Role, sample: bool) -> Result<Operator, Reply> {
        let (sign_in, name) = (form.get("sign-in").to_lowercase(), form.get("operator-name").to_owned());
        if self.store.account(&sign_in).is_some() {
            return Err(vec![Finding::flaw("sign-in", FieldError::SignInTaken)].into());
        }
        names::must_be_new(self.accounts(), &sign_in, &name)?;
        // That of a sample desk stands on its screen.
        let passphrase = if sample {
            hashed(form.get("passphrase"))?
        } else {
            new_passphrase(form.get("passphrase"), &sign_in, &name)?
        };
        Ok(Operator { sign_in, name, role, passphrase })
    }

    fn is_sample(&self) -> bool {
        self.office.as_ref().is_some_and(|office| office.sample)
    }

    /// Whether somebody who is given this role decides at once. At a sample desk nobody waits for anybody.
    fn admission_of(&self, role: Role) -> Admission {
        if role.decides() && !self.is_sample() { Admission::Waits } else { Admission::AtOnce }
    }

    /// A second supervisor stands behind an account, with the passphrase.
    pub(super) fn confirm_operator(&mut self, answers: Answers) -> Result<Reply, Reply> {
        self.need_supervisor()?;
        let form = self.check(&people::CONFIRM, answers)?;
        let sign_in = form.get("sign-in").to_lowercase();
        let account = self.store.account(&sign_in).ok_or(Refusal::NoSuchOperator)?;
        account.may_be_confirmed(self.session.as_ref().ok_or(Refusal::NotSignedIn)?)?;
        self.sign_again(&form)?;
        self.commit(None, 0, vec![Event::OperatorConfirmed { sign_in }], None)
    }

    pub(super) fn sign_in(&mut self, answers: Answers) -> Result<Reply, Reply> {
        // Whoever fails to sign in does not go on in the name of whoever was there before.
        self.session = None;
        if self.office.is_none() {
            return Err(Refusal::NotFounded.into());
        }
        let form = self.check(&sign_in::SIGN_IN_FORM, answers)?;
        let account = self.verify(&form)?;
        self.admit(&account.operator.sign_in, form.get("passphrase"));
        self.session = Some(account);
        if let Err(error) = self.log_access(Accessed::SignedIn) {
            self.session = None;
            return Err(error.into());
        }
        Ok(Reply::Done(Box::default()))
    }

    /// Signs somebody in by name and passphrase, as the command does.
    ///
    /// # Errors
    /// What the desk answered instead.
    pub fn sign_in_as(&mut self, sign_in: &str, passphrase: &str) -> Result<(), Reply> {
        let answers = [("sign-in", sign_in), ("passphrase", passphrase)].into_iter().collect();
        match self.perform(Command::SignIn { answers }) {
            Reply::Done(_) | Reply::Ok => Ok(()),
            reply @ (Reply::Faults(_) | Reply::Refused(_) | Reply::Failed(_)) => Err(reply),
        }
    }

    /// The operator whose sign-in name and passphrase are in this form.
    pub(super) fn verify(&self, form: &BoundForm) -> Result<Account, Reply> {
        self.look_up(form.get("sign-in"), form.get("passphrase"))
    }

    /// The operator of this sign-in name, if the secret is theirs that is tried: [`tried`].
    pub(super) fn guarded(
        &self,
        sign_in: &str,
        fits: impl FnOnce(Option<&Account>) -> bool,
        wrong: Refusal,
    ) -> Result<Account, Reply> {
        let account = self.store.accounts().get(sign_in);
        let tried = tried((&self.tries, self.clock.wall_ms()), sign_in, account, fits, wrong);
        tried.cloned().map_err(|failed| {
            if let Some(sign_in) = failed.noted {
                // It shows nothing, so that it fails whether or not it can be noted.
                let _ = self.log_access(Accessed::SignInFailed { sign_in });
            }
            failed.refusal.into()
        })
    }

    /// The operator of this sign-in name, whose passphrase it is.
    pub(super) fn look_up(&self, sign_in: &str, passphrase: &str) -> Result<Account, Reply> {
        self.guarded(&sign_in.to_lowercase(), passphrase::fits(passphrase), Refusal::WrongPassphrase)
    }

    /// Suspended, let in again, another role, another passphrase: by a supervisor.
    pub(super) fn change_operator(&mut self, form: &'static Spec, answers: Answers) -> Result<Reply, Reply> {
        self.need_supervisor()?;
        let form = self.check(form, answers)?;
        let sign_in = form.get("sign-in").to_lowercase();
        let account = self.store.account(&sign_in).ok_or(Refusal::NoSuchOperator)?;
        let reason = form.get("reason").to_owned();
        let event = match form.spec().id {
            "suspend" => Event::OperatorSuspended { sign_in: sign_in.clone(), reason },
            "restore" => {
                let admission = self.admission_of(account.operator.role);
                Event::OperatorRestored { sign_in: sign_in.clone(), admission }
            }
            "change-role" => {
                let role = form.choice("role").unwrap_or(Role::Clerk);
                Event::RoleChanged { sign_in: sign_in.clone(), role, admission: self.admission_of(role) }
            }
            _ => {
                let passphrase = new_passphrase(form.get("passphrase"), &sign_in, &account.operator.name)?;
                Event::PassphraseReset { sign_in: sign_in.clone(), passphrase: Hash(passphrase) }
            }
        };
        account.may_change(&event, self.supervisors().count())?;
        let (suspends, resets) =
            (matches!(event, Event::OperatorSuspended { .. }), matches!(event, Event::PassphraseReset { .. }));
        let mut reply = if suspends || resets {
            self.commit_without_slot(&sign_in, event)?
        } else {
            self.commit(None, 0, vec![event], None)?
        };
        if resets {
            // What fails here is made good when the operator signs in.
            let _ = self.store.vault().admit(self.store.folder(), &sign_in, form.get("passphrase"));
        }
        if let Reply::Done(done) = &mut reply {
            done.reseal = suspends && self.store.vault().is_encrypted();
        }
        if let Some(session) = self.session.take().filter(|session| session.operator.sign_in != sign_in) {
            self.session = Some(session);
        } else {
            self.session = self.store.account(&sign_in).filter(|account| !account.suspended);
        }
        Ok(reply)
    }

    /// Keeps that somebody's passphrase holds no longer, and only if it opens the encrypted folder no longer either.
    pub(super) fn commit_without_slot(&mut self, sign_in: &str, event: Event) -> Result<Reply, Reply> {
        let dismissed = self.store.vault().dismiss(self.store.folder(), sign_in).map_err(AppendError::from)?;
        match self.commit(None, 0, vec![event], None) {
            Ok(reply) => Ok(reply),
            Err(reply) => {
                // Where this fails too, the next sign-in makes it good.
                let _ = self.store.vault().put_back(self.store.folder(), sign_in, dismissed);
                Err(reply)
            }
        }
    }

    /// Who decides for the centre is who signed in: the passphrase once more.
    pub(super) fn sign_again(&self, form: &BoundForm) -> Result<(), Reply> {
        self.look_up(self.signed_in(), form.get("passphrase")).map(|_| ())
    }

    /// Of whoever is signed in; nobody may do more than look.
    pub fn role(&self) -> Role {
        self.operator().map_or(Role::Inspector, |operator| operator.role)
    }

    /// Whether whoever is signed in may do this at all.
    ///
    /// # Errors
    /// [`Refusal::NotForRole`]
    pub fn allows(&self, act: ActKind) -> Result<(), Refusal> {
        let role = self.role();
        if !act.is_for(role) {
            return Err(Refusal::NotForRole { role, act });
        }
        if act.is_for(Role::Clerk) { Ok(()) } else { self.need_confirmed() }
    }

    pub(super) fn need_supervisor(&self) -> Result<(), Refusal> {
        if self.role() == Role::Supervisor { self.need_confirmed() } else { Err(Refusal::NotASupervisor) }
    }

    /// Whoever may decide does so only with a second person behind the account.
    pub(super) fn need_confirmed(&self) -> Result<(), Refusal> {
        self.session.as_ref().map_or(Ok(()), Account::need_confirmed)
    }

    /// Who works here may have been changed by what was kept.
    pub(super) fn note_people(&mut self, kept: &[Own]) {
        let changes = |recorded: &Own| {
            matches!(recorded.event, Event::DayOpened { .. }) || Account::affected_by(&recorded.event).is_some()
        };
        if let Some(session) = self.session.take_if(|_| kept.iter().any(changes)) {
            self.session = self.store.account(&session.operator.sign_in);
        }
    }

    /// Everybody who was ever admitted.
    pub fn accounts(&self) -> impl Iterator<Item = &Account> {
        self.store.accounts().values()
    }

    /// The supervisors who may work, and as such.
    pub fn supervisors(&self) -> impl Iterator<Item = &Account> {
        account::supervisors(self.store.accounts())
    }

    /// Who only reads, only reads.
    pub(super) fn may(&self, command: &Command) -> Result<(), Refusal> {
        let inspects = self.operator().is_some_and(|operator| operator.role == Role::Inspector);
        let changes = !matches!(command, Command::SignIn { .. } | Command::Recover { .. } | Command::SignOut);
        if inspects && changes { Err(Refusal::OnlyReads) } else { Ok(()) }
    }
}

/// The hash of a new passphrase, of somebody who is called so.
pub(super) fn new_passphrase(secret: &str, sign_in: &str, name: &str) -> Result<String, Reply> {
    passphrase::judge(secret, sign_in, name).map_err(|flaw| vec![Finding::flaw("passphrase", flaw)])?;
    hashed(secret)
}

pub(super) fn hashed(secret: &str) -> Result<String, Reply> {
    passphrase::hash(secret).map_err(|error| Reply::Failed(Failure::NotHashed(error.to_string())))
}
