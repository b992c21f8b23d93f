//! What happens after the counter, and the blanks it is printed on.

use super::Desk;
use super::command::{Consent, Done, Reply, Seen};
use crate::domain::acts::ActKind;
use crate::domain::audit::Accessed;
use crate::domain::case::{Case, Stage};
use crate::domain::centre::{BlankMove, InquiryBy, InquiryResult, InquiryWay, Stock, run};
use crate::domain::event::{Event, Sealed};
use crate::domain::operator::Role;
use crate::domain::refusal::Refusal;
use crate::domain::review::{CentreAct, flags};
use crate::domain::workflow::Act;
use crate::form::{Draft, Spec, centre, office};
use crate::store::error::ReadError;

/// No more are approved at once.
const MOST_TOGETHER: usize = 200;

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
        self.allows(act)?;
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
        if let CentreAct::JudgeDuplicate { other, .. } = &asked {
            stamp.alike = self.alike(&case)?.iter().any(|found| found.tracking == *other);
        }
        self.decide_and_keep(Some(&case), &Act::Centre(asked), (stamp, approver), seen.version)
    }

    /// The cases that wait for the centre, of which nothing is to be asked and which did not go through
    /// the operator's own hands.
    pub fn clean(&self) -> Result<Vec<Case>, ReadError> {
        let mut clean = Vec::new();
        for case in self.store.at_stage(Stage::AwaitingCentre, MOST_TOGETHER)? {
            if self.is_clean(&case)? {
                clean.push(case);
            }
        }
        Ok(clean)
    }

    /// Whether this case, which waits for the centre, is one of those.
    pub fn is_clean(&self, case: &Case) -> Result<bool, ReadError> {
        let answer = case.inquiry.as_ref().map(|inquiry| inquiry.answer.as_ref().map(|answer| answer.result));
        let registry = matches!(answer, None | Some(Some(InquiryResult::Match)));
        let others = self.myself().is_none_or(|person| !case.is_in_hands_of(&person));
        if !(registry && others && flags(case, self.today()).is_empty() && case.objections.is_empty()) {
            return Ok(false);
        }
        // A reviewer looks at two requests for one certificate side by side.
        Ok(self.open_case_on(&case.intake.certificate.number, Some(case.id))?.is_none())
    }

    /// Each is an act of its own, with its own event; one passphrase signs for all of them.
    pub(super) fn approve_clean(&mut self, answers: &Draft) -> Result<Reply, Reply> {
        self.allows(ActKind::Approve)?;
        self.check(&centre::NOTHING, answers)?;
        self.sign_again(answers)?;
        let mut done = Done::default();
        for case in self.clean()? {
            self.one_of_many(&case, &CentreAct::Approve, &mut done)?;
        }
        Ok(Reply::Done(Box::new(done)))
    }

    /// Does to one case what is done to many together.
    fn one_of_many(&mut self, case: &Case, act: &CentreAct, done: &mut Done) -> Result<(), Reply> {
        let stamp = self.stamp(&Consent::default())?;
        if let Reply::Done(one) = self.decide_and_keep(Some(case), &Act::Centre(act.clone()), stamp, case.version)? {
            done.events.extend(one.events);
            // A list that lacks a case because it could not be read would say something else than it does.
            done.together.extend(self.store.case(case.id)?);
        }
        Ok(())
    }

    /// A list for the civil registry, carried there by hand: every case that waits is asked about, and on the list
    /// are all that were asked about so and not answered, however often it is made.
    pub(super) fn ask_inquiries(&mut self) -> Result<Reply, Reply> {
        let act = CentreAct::AskInquiry { by: InquiryBy::Agency, way: InquiryWay::Batch };
        let mut waiting = self.store.at_stage(Stage::AwaitingCentre, MOST_TOGETHER)?;
        let asked = |case: &Case| {
            case.inquiry.as_ref().is_some_and(|asked| asked.way == InquiryWay::Batch && asked.answer.is_none())
        };
        waiting.retain(|case| case.inquiry.is_none() || asked(case));
        waiting.sort_by_key(|case| case.id);
        let mut done = Done::default();
        for case in waiting {
            // The registry needs the number in full.
            let access = Accessed::Revealed { case: case.id };
            match asked(&case) {
                true => done.together.push(case),
                false => self.one_of_many(&case, &act, &mut done)?,
            }
            self.log_access(access);
        }
        Ok(Reply::Done(Box::new(done)))
    }

    /// Who decides for the centre is who signed in: the passphrase once more.
    fn sign_again(&self, answers: &Draft) -> Result<(), Reply> {
        let mut signed = answers.clone();
        signed.set("sign-in", self.signed_in());
        self.verify(&signed).map(|_| ())
    }

    /// Received, spoiled, given back: by a supervisor.
    pub(super) fn move_blanks(&mut self, form: &'static Spec, answers: &Draft) -> Result<Reply, Reply> {
        self.need_supervisor()?;
        self.check(form, answers)?;
        let moved = office::blanks(form, answers, &self.world()).ok_or(Refusal::ReasonMissing)?;
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
        if act.is_for(role) { Ok(()) } else { Err(Refusal::NotForRole { role, act }) }
    }

    pub(super) fn need_supervisor(&self) -> Result<(), Refusal> {
        match self.role() == Role::Supervisor {
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
