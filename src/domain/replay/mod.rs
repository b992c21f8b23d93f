//! Whether the rules allowed what a journal says was done.
//!
//! From the events of one desk, in order, each act is made up again with what was known around it, and
//! [`decide`] is asked once more. What the journal does not say is taken as it should have been: a question
//! that needs no supervisor was answered with yes, blanks were counted right. What was erased is not judged.

mod breach;
mod desk;
mod known;

use std::convert::Infallible;

pub use self::breach::{Breach, Why};
use self::desk::DeskState;
use self::known::Known;
use super::Choice;
use super::acts::context::{ActContext, Records};
use super::acts::{Act, decide};
use super::case::Case;
use super::event::{CaseId, Event, Recorded};
use super::fees::Payment;
use super::question::Question;
use super::refusal::Refusal;
use super::rulebook::Rulebook;
use super::stock::BlankMove;
use super::tracking::TrackingCode;

/// The first act among these events of one desk, which come in the order of their numbers from the first on, that
/// the rules would not have allowed. `spelled` folds spellings as the desk does where it looks for a certificate or
/// a receipt.
pub fn replay<'a>(
    events: impl IntoIterator<Item = &'a Recorded>,
    rules: &Rulebook,
    spelled: fn(&str) -> String,
) -> Option<Breach> {
    let mut replay = Replay::new(rules, spelled);
    let added = events.into_iter().try_for_each(|recorded| replay.add(recorded));
    added.and_then(|()| replay.finish()).err()
}

/// The same, event by event. It holds every case as far as it has come.
pub struct Replay<'a> {
    rules: &'a Rulebook,
    cases: Known,
    desk: DeskState,
    /// The events of the act that is being read.
    act: Vec<Recorded>,
}

impl<'a> Replay<'a> {
    pub fn new(rules: &'a Rulebook, spelled: fn(&str) -> String) -> Replay<'a> {
        Replay { rules, cases: Known::new(spelled), desk: DeskState::default(), act: Vec::new() }
    }

    /// Takes the next event. An act is judged when the next one begins.
    ///
    /// # Errors
    /// The [`Breach`] of the act before; there is nothing to be gone on with then.
    pub fn add(&mut self, recorded: &Recorded) -> Result<(), Breach> {
        if !is_one_act(&self.act, recorded) {
            self.judge()?;
        }
        self.act.push(recorded.clone());
        Ok(())
    }

    /// Judges the last act.
    ///
    /// # Errors
    /// Its [`Breach`].
    pub fn finish(mut self) -> Result<(), Breach> {
        self.judge()
    }

    fn judge(&mut self) -> Result<(), Breach> {
        let act = std::mem::take(&mut self.act);
        let Some(first) = act.first() else { return Ok(()) };
        if let Some(id) = first.envelope.case {
            let breach = |why| Breach { number: first.envelope.number, why };
            return self.judge_on_case(id, &act).map_err(breach);
        }
        // What the desk did in one moment is judged one by one.
        for (at, recorded) in act.iter().enumerate() {
            let breach = |why| Breach { number: recorded.envelope.number, why };
            if let Event::ErasureOrdered { case, .. } = &recorded.event {
                self.judge_on_case(*case, &act[at..=at]).map_err(breach)?;
            } else {
                self.desk.check(&act[..at], recorded).map_err(breach)?;
                self.desk.apply(recorded);
            }
        }
        Ok(())
    }

    fn judge_on_case(&mut self, id: CaseId, act: &[Recorded]) -> Result<(), Why> {
        if self.cases.is_lost(id) || act.iter().any(|recorded| recorded.event == Event::Erased) {
            self.cases.lose(id);
        } else {
            self.check_on_case(id, act)?;
            let folded = act.iter().filter(|recorded| recorded.envelope.case == Some(id));
            if let Some(case) = folded.fold(self.cases.case(id).cloned(), Case::fold) {
                self.cases.put(case);
            }
        }
        act.iter().for_each(|recorded| self.desk.apply(recorded));
        Ok(())
    }

    /// Whether the act that led to these events was allowed, and leads to them.
    fn check_on_case(&self, id: CaseId, act: &[Recorded]) -> Result<(), Why> {
        let (Some(first), case) = (act.first(), self.cases.case(id)) else { return Ok(()) };
        let envelope = &first.envelope;
        let role = self.desk.worker(envelope.signed_in())?;
        self.desk.approved(envelope)?;
        self.desk.need_day(envelope.moment)?;
        if case.is_none() && !matches!(first.event, Event::Opened { .. }) {
            return Err(Refusal::NoSuchCase.into());
        }
        if case.map_or(0, |case| case.version) != envelope.case_version {
            return Err(Refusal::Stale.into());
        }
        let events: Vec<Event> = act.iter().map(|recorded| recorded.event.clone()).collect();
        let asked = Act::led_to(&events, case).ok_or(Why::OtherEvents)?;
        let (signed, reason) = signed_for(&events);
        let unsigned = Question::ALL.iter().copied().filter(|question| !question.needs_supervisor());
        let operator = envelope.operator.clone().ok_or(Refusal::NotSignedIn)?;
        let mut cx = ActContext {
            agreed: signed.into_iter().chain(unsigned).collect(),
            approver: envelope.approver.clone(),
            confirmed: self.desk.is_confirmed(envelope.signed_in()),
            decision: judged(&events).map(|(_, reason)| reason.to_owned()).unwrap_or_default(),
            ..ActContext::new(self.desk.today(envelope.moment), operator, role)
        };
        let shown = Shown { cases: &self.cases, desk: &self.desk, events: &events };
        let Ok(()) = asked.look_up(case, &shown, &mut cx);
        let decision = decide(case, &asked, self.rules, &cx)?;
        if decision.into_events(reason) == events { Ok(()) } else { Err(Why::OtherEvents) }
    }
}

/// Whether the event goes on with the act: one person in one moment on one version of one case, and the blank that
/// a certificate was printed on.
fn is_one_act(act: &[Recorded], next: &Recorded) -> bool {
    let (Some(first), Some(last)) = (act.first(), act.last()) else { return true };
    let (first, last, next, event) = (&first.envelope, &last.envelope, &next.envelope, &next.event);
    let used = matches!(event, Event::BlanksMoved { moved: BlankMove::Used { .. } }) && first.case.is_some();
    let one_case = first.case == next.case || used;
    let one_moment = (first.moment, last.number + 1) == (next.moment, next.number);
    let one_person = (&first.operator, &first.approver) == (&next.operator, &next.approver);
    one_case && one_moment && one_person && first.case_version == next.case_version
}

/// The questions for which a supervisor signed, and why.
fn signed_for(events: &[Event]) -> (Vec<Question>, &str) {
    let mut reason = "";
    let mut signed = Vec::new();
    for event in events {
        if let Event::OverrideUsed { question, reason: why } = event {
            signed.push(*question);
            reason = why;
        }
    }
    (signed, reason)
}

/// The other case that these events name as another request, and what was written of it.
fn judged(events: &[Event]) -> Option<(&TrackingCode, &str)> {
    events.iter().find_map(|event| {
        let Event::DuplicateJudged { other, reason, .. } = event else { return None };
        Some((other, reason.as_str()))
    })
}

/// What the records showed when these events were decided. Of what was erased since, the events are believed.
struct Shown<'a> {
    cases: &'a Known,
    desk: &'a DeskState,
    events: &'a [Event],
}

impl Records for Shown<'_> {
    type Error = Infallible;

    fn open_case_on(&self, certificate: &str, except: Option<CaseId>) -> Result<Option<TrackingCode>, Infallible> {
        let open: Vec<&TrackingCode> = self.cases.open_on(certificate, except).map(|case| &case.tracking).collect();
        let named = judged(self.events).map(|(other, _)| other);
        let named = named.filter(|other| open.contains(other) || self.cases.may_be_lost(other));
        Ok(named.or(open.first().copied()).cloned())
    }

    fn payment_used_by(&self, payment: &Payment, except: CaseId) -> Result<Option<TrackingCode>, Infallible> {
        if let Some(other) = self.cases.paid_with(payment, except) {
            return Ok(Some(other.tracking.clone()));
        }
        let signed = signed_for(self.events).0.contains(&Question::ReferenceUsed) && self.cases.has_lost();
        Ok(self.cases.case(except).filter(|_| signed).map(|case| case.tracking.clone()))
    }

    fn is_related(&self, case: &Case, other: &TrackingCode) -> Result<bool, Infallible> {
        Ok(self.cases.is_related(case, other) || self.cases.may_be_lost(other))
    }

    fn is_on_hand(&self, serial: &str) -> Result<bool, Infallible> {
        Ok(self.desk.stock().has(serial))
    }
}
