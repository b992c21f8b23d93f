//! Acts on cases: what the rules need to know is looked up, what they make of it is kept.

use uuid::Uuid;

use super::Desk;
use super::command::{Overrides, Reply, Seen};
use crate::domain::acts::context::{ActContext, Records};
use crate::domain::acts::decision::Decision;
use crate::domain::acts::{Act, ConfirmPayment, Correct, Open, decide};
use crate::domain::case::Case;
use crate::domain::event::{CaseId, Event};
use crate::domain::lineage::PersonRef;
use crate::domain::operator::Role;
use crate::domain::own::Own;
use crate::domain::receipts::{ReceiptDigest, ReceiptUse};
use crate::domain::refusal::Refusal;
use crate::domain::tracking::TrackingCode;
use crate::form::acts::ActForm;
use crate::form::{Answers, FormContext, fee, intake, sign_in};
use crate::store::error::ReadError;
use crate::store::{About, receipt_spelling};
use crate::text::normalize::canonical;

/// A supervisor's word at an act.
pub(super) struct Signed {
    pub by: PersonRef,
    pub reason: String,
}

impl Records for Desk {
    type Error = ReadError;

    fn open_case_on(&self, certificate: &str, except: Option<CaseId>) -> Result<Option<TrackingCode>, ReadError> {
        Desk::open_case_on(self, certificate, except)
    }

    fn unread_cases(&self) -> Result<usize, ReadError> {
        self.store.unread_cases()
    }

    fn receipt_used(&self, numbers: &[&str], case: &Case) -> Result<Option<ReceiptUse>, ReadError> {
        let mut found = Vec::new();
        for number in numbers {
            // The case itself may be one of two.
            found.extend(self.store.by_receipt(number, 2)?);
        }
        let other = found.iter().find(|other| other.id != case.id).or(found.first());
        if let Some(other) = other {
            return Ok(Some(ReceiptUse::In(other.tracking.clone())));
        }
        let keys: Vec<String> = numbers.iter().map(|number| receipt_spelling(number)).collect();
        let shown_in =
            |(id, digest): &(CaseId, ReceiptDigest)| keys.iter().any(|key| ReceiptDigest::of(id.0, key) == *digest);
        Ok(self.left_receipts.iter().any(shown_in).then_some(ReceiptUse::InErased))
    }

    fn receipt_key(&self, number: &str) -> String {
        receipt_spelling(number)
    }

    fn doubts_about(&self, person: &str, except: CaseId) -> Result<Option<TrackingCode>, ReadError> {
        let others = self.store.by_doubted(person, 2)?;
        Ok(others.into_iter().find(|other| other.id != except).map(|other| other.tracking))
    }

    fn is_related(&self, case: &Case, other: &TrackingCode) -> Result<bool, ReadError> {
        Ok(self.related(case)?.iter().any(|found| found.tracking == *other))
    }

    fn is_on_hand(&self, serial: &str) -> Result<bool, ReadError> {
        Ok(self.stock.has(serial))
    }
}

impl Desk {
    pub(super) fn open_case(
        &mut self,
        draft: Option<Uuid>,
        answers: Answers,
        consent: &Overrides,
    ) -> Result<Reply, Reply> {
        let intake = Box::new(intake::parse(&intake::INTAKE.bind(answers, &self.world()), self.rules())?);
        let tracking = self.next_tracking();
        let reply = self.decide_and_commit(None, &Act::Open(Open { tracking, intake }), consent, 0)?;
        if let Reply::Done(done) = &reply {
            self.last_opened = done.case.as_ref().map(|case| case.id);
        }
        self.forget(draft);
        Ok(reply)
    }

    pub(super) fn correct(
        &mut self,
        seen: Seen,
        draft: Option<Uuid>,
        mut answers: Answers,
        consent: &Overrides,
    ) -> Result<Reply, Reply> {
        let case = self.seen(seen)?;
        answers.set(intake::CORRECTING, case.tracking.digits());
        let form = intake::INTAKE.bind(answers, &self.world());
        let intake = Box::new(intake::parse(&form, self.rules())?);
        let act = Act::Correct(Correct { intake, reason: form.get("correction-reason").to_owned() });
        let reply = self.decide_and_commit(Some(&case), &act, consent, seen.version)?;
        self.forget(draft);
        Ok(reply)
    }

    pub(super) fn confirm_payment(
        &mut self,
        seen: Seen,
        draft: Option<Uuid>,
        answers: Answers,
        consent: &Overrides,
    ) -> Result<Reply, Reply> {
        let case = self.seen(seen)?;
        let world = FormContext { due: self.due(&case), ..self.world() };
        let payment = fee::parse(&fee::FEE.bind(answers, &world))?;
        let bank = payment.bank.clone();
        let act = Act::ConfirmPayment(ConfirmPayment { payment });
        let reply = self.decide_and_commit(Some(&case), &act, consent, seen.version)?;
        self.last_bank = Some(bank);
        self.forget(draft);
        Ok(reply)
    }

    /// An act that has no more to it than its form.
    pub(super) fn act_by_form(
        &mut self,
        seen: Seen,
        form: ActForm,
        answers: Answers,
        consent: &Overrides,
    ) -> Result<Reply, Reply> {
        // Before anything is typed for it.
        self.allows(form.act)?;
        let answered = self.check(form.spec, answers)?;
        if form.is_signed() {
            self.sign_again(&answered)?;
        }
        let act = form.act_of(&answered)?;
        self.act(seen, &act, consent)
    }

    /// The code of a case that is opened next: its opening stands behind what the desk says by itself.
    fn next_tracking(&self) -> TrackingCode {
        let (site, desk) = self.place();
        let number = self.store.next_number() + u64::try_from(self.own_events().len()).unwrap_or(0);
        TrackingCode::new(&site, &desk, self.store.tracking_from() + number)
    }

    /// An act on a case as the operator saw it.
    pub(super) fn act(&mut self, seen: Seen, act: &Act, consent: &Overrides) -> Result<Reply, Reply> {
        let case = self.seen(seen)?;
        self.decide_and_commit(Some(&case), act, consent, seen.version)
    }

    /// What the rules make of an act is kept.
    pub(super) fn decide_and_commit(
        &mut self,
        case: Option<&Case>,
        act: &Act,
        consent: &Overrides,
        version: u32,
    ) -> Result<Reply, Reply> {
        let (mut cx, signed) = self.context(consent)?;
        act.look_up(case, self, &mut cx)?;
        let decision = decide(case, act, self.rules(), &cx)?;
        let about = case.map_or(About::Opening, |case| About::Case(case.id));
        if !decision.events.iter().all(Event::is_of_desk) {
            return self.commit_decision(Some(about), version, decision, signed);
        }
        // What is done about a case and not to it: a signature that stood in it would be erased with it.
        let mut reply = self.commit_decision(None, version, decision, signed)?;
        if let Reply::Done(done) = &mut reply {
            done.case = case.cloned();
        }
        Ok(reply)
    }

    /// Takes in what is left of the receipts of cases that are ordered to be erased.
    pub(super) fn note_left_receipts(&mut self, events: &[Own]) {
        for recorded in events {
            if let Event::ErasureOrdered { case, left: Some(left), .. } = &recorded.event {
                self.left_receipts.extend(left.receipts.iter().map(|digest| (*case, *digest)));
            }
        }
    }

    /// Keeps what was decided, with the supervisor's word on every question that took one.
    pub(super) fn commit_decision(
        &mut self,
        case: Option<About>,
        version: u32,
        decision: Decision,
        signed: Option<Signed>,
    ) -> Result<Reply, Reply> {
        let (by, reason) = signed.map(|signed| (signed.by, signed.reason)).unzip();
        self.commit(case, version, decision.into_events(&reason.unwrap_or_default()), by)
    }

    /// The case, if it still is as the operator saw it.
    pub(super) fn seen(&self, seen: Seen) -> Result<Case, Reply> {
        let case = self.store.case(seen.case)?.ok_or(Refusal::NoSuchCase)?;
        if case.version == seen.version { Ok(case) } else { Err(Refusal::Stale.into()) }
    }

    /// What is known around an act before its records are looked up, and the supervisor who signed for it.
    pub(super) fn context(&self, consent: &Overrides) -> Result<(ActContext, Option<Signed>), Reply> {
        let signed = match &consent.supervisor {
            None => None,
            Some(answers) => {
                let form = self.check(&sign_in::APPROVAL, answers.clone())?;
                let account = self.verify(&form)?;
                if account.operator.role != Role::Supervisor {
                    return Err(Refusal::NotASupervisor.into());
                }
                account.need_confirmed()?;
                Some(Signed { by: self.reference(&account), reason: form.get("override-reason").to_owned() })
            }
        };
        let cx = ActContext {
            agreed: consent.agreed.clone(),
            decision: canonical(&consent.decision),
            confirmed: self.session.as_ref().is_some_and(|account| account.waits.is_none()),
            approver: signed.as_ref().map(|signed| signed.by.clone()),
            ..ActContext::new(self.today(), self.myself().ok_or(Refusal::NotSignedIn)?, self.role())
        };
        Ok((cx, signed))
    }
}
