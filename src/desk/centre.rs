//! What happens after the counter, and the blanks it is printed on.

use super::Desk;
use super::command::{Consent, Reply, Seen};
use crate::domain::acts::ActKind;
use crate::domain::centre::{BlankMove, Stock, run};
use crate::domain::event::{Event, Sealed};
use crate::domain::operator::Role;
use crate::domain::refusal::Refusal;
use crate::domain::review::CentreAct;
use crate::domain::workflow::Act;
use crate::form::{Draft, Spec, centre};

impl Desk {
    /// The blank certificates, sheet by sheet.
    pub fn stock(&self) -> &Stock {
        &self.stock
    }

    pub(super) fn centre(
        &mut self,
        seen: Seen,
        act: ActKind,
        answers: &Draft,
        consent: &Consent,
    ) -> Result<Reply, Reply> {
        // Before anything is typed for it.
        let role = self.session.as_ref().map_or(Role::Inspector, |operator| operator.role);
        if !act.is_for(role) {
            return Err(Refusal::NotForRole { role, act }.into());
        }
        if let Some(form) = centre::spec(act) {
            self.check(form, answers)?;
        }
        if centre::is_signed(act) {
            self.sign_again(answers)?;
        }
        let asked = centre::parse(act, answers, &self.world())?.ok_or(Refusal::NothingChanged)?;
        let case = self.seen(seen)?;
        let (mut stamp, approver) = self.stamp(consent)?;
        if let CentreAct::IssueCertificate { produced } = &asked {
            stamp.serial_on_hand = produced.serial.as_ref().is_some_and(|serial| self.stock.has(serial));
        }
        self.decide_and_keep(Some(&case), &Act::Centre(asked), (stamp, approver), seen.version)
    }

    /// Who decides for the centre is who signed in: the passphrase once more.
    fn sign_again(&self, answers: &Draft) -> Result<(), Reply> {
        let sign_in = self.session.as_ref().map(|operator| operator.sign_in.clone()).unwrap_or_default();
        let mut signed = answers.clone();
        signed.set("sign-in", &sign_in);
        self.verify(&signed).map(|_| ())
    }

    /// Received, spoiled, given back: by a supervisor.
    pub(super) fn move_blanks(&mut self, form: &'static Spec, answers: &Draft) -> Result<Reply, Reply> {
        self.need_supervisor()?;
        self.check(form, answers)?;
        let moved = centre::blanks(form, answers, &self.world()).ok_or(Refusal::ReasonMissing)?;
        match &moved {
            BlankMove::Received { first, count } => {
                if let Some(serial) = run(first, *count).into_iter().find(|serial| self.stock.knows(serial)) {
                    return Err(Refusal::BlanksKnown { serial }.into());
                }
            }
            BlankMove::Returned { first, count, .. } => {
                if let Some(serial) = run(first, *count).into_iter().find(|serial| !self.stock.has(serial)) {
                    return Err(Refusal::NotOnHand { serial }.into());
                }
            }
            BlankMove::Spoiled { serial, .. } | BlankMove::Used { serial } => {
                if !self.stock.has(serial) {
                    return Err(Refusal::NotOnHand { serial: serial.clone() }.into());
                }
            }
        }
        self.keep(None, 0, vec![Event::BlanksMoved { moved }], None)
    }

    pub(super) fn need_supervisor(&self) -> Result<(), Refusal> {
        match self.session.as_ref().is_some_and(|operator| operator.role == Role::Supervisor) {
            true => Ok(()),
            false => Err(Refusal::NotASupervisor),
        }
    }

    pub(super) fn note_blanks(&mut self, kept: &[Sealed]) {
        for sealed in kept {
            if let Event::BlanksMoved { moved } = &sealed.event {
                self.stock.apply(moved);
            }
        }
    }
}
