//! Acts on cases: what the rules need to know is looked up, what they make of it is kept.

use std::cell::RefCell;

use uuid::Uuid;

use super::Desk;
use super::command::{Consent, Reply, Seen};
use crate::domain::case::Case;
use crate::domain::event::Event;
use crate::domain::lineage::PersonRef;
use crate::domain::operator::Role;
use crate::domain::refusal::Refusal;
use crate::domain::tracking::TrackingCode;
use crate::domain::workflow::{Act, Stamp, decide};
use crate::form::{Draft, World, fee, intake, small};
use crate::store::About;

/// A supervisor's word at an act.
pub(super) struct Signed {
    pub by: PersonRef,
    pub reason: String,
}

impl Desk {
    pub(super) fn open_case(
        &mut self,
        draft: Option<Uuid>,
        answers: &Draft,
        consent: &Consent,
    ) -> Result<Reply, Reply> {
        let intake = Box::new(intake::parse(answers, &self.world())?);
        let tracking = self.next_tracking();
        let mut stamp = self.stamp(consent)?;
        stamp.0.same_certificate = self.open_case_on(&intake.certificate.number, None)?;
        let reply = self.decide_and_keep(None, &Act::Open { tracking, intake }, stamp, 0)?;
        self.last_opened = match &reply {
            Reply::Done(done) => done.case.as_ref().map(|case| case.id),
            _ => None,
        };
        self.forget(draft);
        Ok(reply)
    }

    pub(super) fn correct(
        &mut self,
        seen: Seen,
        draft: Option<Uuid>,
        answers: &Draft,
        consent: &Consent,
    ) -> Result<Reply, Reply> {
        let case = self.seen(seen)?;
        let mut answers = answers.clone();
        answers.set(intake::CORRECTING, case.tracking.digits());
        let intake = Box::new(intake::parse(&answers, &self.world())?);
        let reason = crate::text::normalize::canonical(answers.get("correction-reason"));
        let mut stamp = self.stamp(consent)?;
        if intake.certificate.number != case.intake.certificate.number {
            stamp.0.same_certificate = self.open_case_on(&intake.certificate.number, Some(case.id))?;
        }
        let reply = self.decide_and_keep(Some(&case), &Act::Correct { intake, reason }, stamp, seen.version)?;
        self.forget(draft);
        Ok(reply)
    }

    pub(super) fn confirm_payment(
        &mut self,
        seen: Seen,
        draft: Option<Uuid>,
        answers: &Draft,
        consent: &Consent,
    ) -> Result<Reply, Reply> {
        let case = self.seen(seen)?;
        let world = World { due: self.due(&case), ..self.world() };
        let payment = fee::parse(answers, &world)?;
        let mut stamp = self.stamp(consent)?;
        let others = self.store.by_payment(&payment)?;
        stamp.0.reference_used_by = others.into_iter().find(|other| other.id != case.id).map(|other| other.tracking);
        let bank = payment.bank.clone();
        let reply = self.decide_and_keep(Some(&case), &Act::ConfirmPayment { payment }, stamp, seen.version)?;
        self.last_bank = Some(bank);
        self.forget(draft);
        Ok(reply)
    }

    /// The code of a case that is opened next: its opening stands behind what the desk says by itself.
    fn next_tracking(&self) -> TrackingCode {
        let (site, desk) = self.place();
        let number = self.store.next_number() + u64::try_from(self.own_events().len()).unwrap_or(0);
        TrackingCode::new(&site, &desk, self.store.tracking_from() + number)
    }

    /// An act that needs to know nothing but the case.
    pub(super) fn act(&mut self, seen: Seen, act: Act, consent: &Consent) -> Result<Reply, Reply> {
        let case = self.seen(seen)?;
        let stamp = self.stamp(consent)?;
        self.decide_and_keep(Some(&case), &act, stamp, seen.version)
    }

    /// What the rules make of it is kept, with every question that a supervisor had to answer.
    pub(super) fn decide_and_keep(
        &mut self,
        case: Option<&Case>,
        act: &Act,
        (stamp, signed): (Stamp, Option<Signed>),
        version: u32,
    ) -> Result<Reply, Reply> {
        let mut events = decide(case, act, &self.rules, &stamp)?;
        let used = stamp.used.take().into_iter().filter(|question| question.needs_supervisor());
        let reason = signed.as_ref().map(|signed| signed.reason.clone()).unwrap_or_default();
        events.extend(used.map(|question| Event::OverrideUsed { question, reason: reason.clone() }));
        let about = case.map_or(About::Opening, |case| About::Case(case.id));
        self.keep(Some(about), version, events, signed.map(|signed| signed.by))
    }

    /// The case, if it still is as the operator saw it.
    pub(super) fn seen(&self, seen: Seen) -> Result<Case, Reply> {
        let case = self.store.case(seen.case)?.ok_or(Refusal::NoSuchCase)?;
        if case.version == seen.version { Ok(case) } else { Err(Refusal::Stale.into()) }
    }

    /// What is known around an act, and the supervisor who signed for it.
    pub(super) fn stamp(&self, consent: &Consent) -> Result<(Stamp, Option<Signed>), Reply> {
        let signed = match &consent.supervisor {
            None => None,
            Some(answers) => {
                self.check(&small::APPROVAL, answers)?;
                let account = self.verify(answers)?;
                if account.operator.role != Role::Supervisor {
                    return Err(Refusal::NotASupervisor.into());
                }
                let reason = small::APPROVAL.cleaned(answers, &self.world()).get("override-reason").to_owned();
                Some(Signed { by: self.reference(&account), reason })
            }
        };
        let stamp = Stamp {
            day: self.today(),
            same_certificate: None,
            reference_used_by: None,
            agreed: consent.agreed.clone(),
            operator: self.myself().ok_or(Refusal::NotSignedIn)?,
            role: self.role(),
            decision: crate::text::normalize::canonical(&consent.decision),
            alike: false,
            approver: signed.as_ref().map(|signed| signed.by.clone()),
            serial_on_hand: false,
            used: RefCell::default(),
        };
        Ok((stamp, signed))
    }
}
