//! Whether the rules allowed what a journal says was done.
//!
//! From the events of one desk, in order, each act is made up again with what was known around it, and
//! [`decide`] is asked once more. What the journal does not say is taken as it should have been: a question
//! that needs no supervisor was answered with yes, blanks were counted right. What was erased is not judged, nor what a
//! newer program wrote, nor what was done before the rules were on record.

mod before;
mod breach;
mod desk;
mod known;
mod rules;

use std::convert::Infallible;

pub use self::breach::{Breach, Why};
use self::desk::DeskState;
use self::known::Known;
pub use self::rules::ReadRules;
use self::rules::RulesByDay;
use super::Choice;
use super::acts::context::{ActContext, Records};
use super::acts::{Act, decide};
use super::backing::decided_among_themselves;
use super::blank::BlankMove;
use super::case::Case;
use super::event::{CaseId, Event};
use super::own::Own;
use super::question::Question;
use super::receipts::ReceiptUse;
use super::refusal::Refusal;
use super::rulebook::Rulebook;
use super::tracking::TrackingCode;

/// The first act among these events of one desk, which come in the order of their numbers from the first on, that
/// the rules would not have allowed.
pub fn replay<'a>(events: impl IntoIterator<Item = &'a Own>, replay: Replay) -> Result<Judged, Breach> {
    let mut replay = replay;
    events.into_iter().try_for_each(|recorded| replay.add(recorded))?;
    replay.finish()
}

/// How many acts were held against the rules, and how many could not be.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Judged {
    pub judged: u64,
    /// The rules of their day are not on record, or something that they go on from was erased or is of a newer program.
    pub unjudged: u64,
    /// How many cases were decided by people of their hands, or on the work of none but the decider's people.
    pub among_themselves: u64,
}

/// The same, event by event. It holds every case as far as it has come.
pub struct Replay {
    rules: RulesByDay,
    cases: Known,
    desk: DeskState,
    /// The events of the act that is being read.
    act: Vec<Own>,
    found: Judged,
    /// Something was written by a program that knew the rules as they are.
    is_now: bool,
}

impl Replay {
    /// `before`: the rules by which is judged what was done before any were adopted; without them it is not judged.
    /// `spelled` folds spellings as the desk does where it looks for a certificate or a receipt.
    pub fn new(before: Option<Rulebook>, read: ReadRules, spelled: fn(&str) -> String) -> Replay {
        Replay {
            rules: RulesByDay::new(before, read),
            cases: Known::new(spelled),
            desk: DeskState::default(),
            act: Vec::new(),
            found: Judged::default(),
            is_now: false,
        }
    }

    /// Takes the next event. An act is judged when the next one begins.
    ///
    /// # Errors
    /// The [`Breach`] of the act before; there is nothing to be gone on with then.
    pub fn add(&mut self, recorded: &Own) -> Result<(), Breach> {
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
    pub fn finish(mut self) -> Result<Judged, Breach> {
        self.judge()?;
        let flagged = self.cases.all().filter(|case| decided_among_themselves(case, self.desk.accounts()));
        self.found.among_themselves = u64::try_from(flagged.count()).unwrap_or(u64::MAX);
        Ok(self.found)
    }

    fn judge(&mut self) -> Result<(), Breach> {
        let act = std::mem::take(&mut self.act);
        let Some(first) = act.first() else { return Ok(()) };
        self.is_now |= !before::is_from_before(&first.envelope);
        if let Some(id) = first.envelope.case {
            let breach = |why| Breach { number: first.envelope.number, why };
            return self.judge_on_case(id, &act).map_err(breach);
        }
        // What the desk did in one moment is judged one by one.
        for (at, recorded) in act.iter().enumerate() {
            let breach = |why| Breach { number: recorded.envelope.number, why };
            if let Event::ErasureOrdered { case, left, .. } = &recorded.event {
                let signed = |next: &&Own| matches!(next.event, Event::OverrideUsed { .. });
                let signatures = act[at + 1..].iter().take_while(signed).count();
                self.judge_on_case(*case, &act[at..=at + signatures]).map_err(breach)?;
                left.iter().for_each(|left| self.cases.note_order(*case, left));
            } else if is_erasure_signed(&recorded.event) && at > 0 && is_order(&act[at - 1].event) {
                // It was judged with the order.
            } else {
                self.judge_of_desk(&act[..at], recorded).map_err(breach)?;
            }
        }
        Ok(())
    }

    fn judge_of_desk(&mut self, before: &[Own], own: &Own) -> Result<(), Why> {
        let judged = self.rules.are_known();
        if judged {
            self.desk.check(before, own)?;
            self.rules.check(own)?;
        }
        if own.envelope.operator.is_some() {
            self.count(judged);
        }
        self.rules.note(own);
        self.desk.apply(own);
        Ok(())
    }

    fn count(&mut self, judged: bool) {
        self.found.judged += u64::from(judged);
        self.found.unjudged += u64::from(!judged);
    }

    fn judge_on_case(&mut self, id: CaseId, act: &[Own]) -> Result<(), Why> {
        if self.cases.is_lost(id)
            || act.iter().any(|recorded| matches!(recorded.event, Event::Erased | Event::Foreign { .. }))
        {
            self.cases.lose(id);
            self.count(false);
        } else {
            let judged = self.check_on_case(id, act)?;
            self.count(judged);
            let folded = act.iter().filter(|recorded| recorded.envelope.case == Some(id));
            if let Some(case) = folded.fold(self.cases.case(id).cloned(), |case, own| Case::fold(case, own)) {
                self.cases.put(case);
            }
        }
        act.iter().for_each(|recorded| self.desk.apply(recorded));
        Ok(())
    }

    /// Whether the act that led to these events was allowed, and leads to them; false where nobody can tell.
    fn check_on_case(&self, id: CaseId, act: &[Own]) -> Result<bool, Why> {
        let (Some(first), case) = (act.first(), self.cases.case(id)) else { return Ok(true) };
        let envelope = &first.envelope;
        let Some(rules) = self.rules.of_act(envelope)? else { return Ok(false) };
        let role = self.desk.worker(envelope.signed_in())?;
        self.desk.approved(envelope)?;
        self.desk.need_day(envelope.moment)?;
        if case.is_none() && !matches!(first.event, Event::Opened { .. }) {
            return Err(Refusal::NoSuchCase.into());
        }
        if case.map_or(0, |case| case.version) != envelope.case_version {
            return Err(Refusal::Stale.into());
        }
        let then = case.filter(|_| !self.is_now).map(before::as_then);
        let case = then.as_ref().or(case);
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
        if !self.is_now && matches!(first.event, Event::Corrected { .. } | Event::ErasureOrdered { .. }) {
            cx.agreed.extend(before::NOT_ASKED);
            cx.approver.get_or_insert_with(before::nobody);
        }
        let shown = Shown { cases: &self.cases, desk: &self.desk, events: &events, is_now: self.is_now };
        let Ok(()) = asked.look_up(case, &shown, &mut cx);
        let mut led_to = decide(case, &asked, rules, &cx)?.into_events(reason);
        if !self.is_now {
            led_to = led_to.into_iter().filter_map(before::written_then).collect();
        }
        if led_to == events { Ok(true) } else { Err(Why::OtherEvents) }
    }
}

/// Whether the event goes on with the act: one person in one moment on one version of one case, and the blank that
/// a certificate was printed on.
fn is_one_act(act: &[Own], next: &Own) -> bool {
    let (Some(first), Some(last)) = (act.first(), act.last()) else { return true };
    let (first, last, next, event) = (&first.envelope, &last.envelope, &next.envelope, &next.event);
    let used = matches!(event, Event::BlanksMoved { moved: BlankMove::Used { .. } }) && first.case.is_some();
    let one_case = first.case == next.case || used;
    let one_moment = (first.moment, last.number + 1) == (next.moment, next.number);
    let one_person = (&first.operator, &first.approver) == (&next.operator, &next.approver);
    one_case && one_moment && one_person && first.case_version == next.case_version
}

fn is_order(event: &Event) -> bool {
    matches!(event, Event::ErasureOrdered { .. })
}

fn is_erasure_signed(event: &Event) -> bool {
    matches!(event, Event::OverrideUsed { question: Question::ErasureSigned, .. })
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
    is_now: bool,
}

impl Shown<'_> {
    /// A question was answered that a case may have raised of which nothing is known any more.
    fn may_be_of_lost(&self, question: Question) -> bool {
        self.cases.has_lost() && signed_for(self.events).0.contains(&question)
    }
}

impl Records for Shown<'_> {
    type Error = Infallible;

    fn open_case_on(&self, certificate: &str, except: Option<CaseId>) -> Result<Option<TrackingCode>, Infallible> {
        let open: Vec<&TrackingCode> = self.cases.open_on(certificate, except).map(|case| &case.tracking).collect();
        let named = judged(self.events).map(|(other, _)| other);
        let named = named.filter(|other| open.contains(other) || self.cases.may_be_lost(other));
        Ok(named.or(open.first().copied()).cloned())
    }

    /// Whether somebody went on beside them is not on record.
    fn unread_cases(&self) -> Result<usize, Infallible> {
        Ok(0)
    }

    fn receipt_used(&self, numbers: &[&str], case: &Case) -> Result<Option<ReceiptUse>, Infallible> {
        // A number that was there before was asked about only where everything beside it was the same.
        let asked = self.is_now || signed_for(self.events).0.contains(&Question::ReferenceUsed);
        let used = self.cases.receipt_used(numbers, case.id).filter(|_| asked);
        // Whether another number only looks the same is not asked here, as programs of before did not ask it: where
        // somebody signed for it, that is believed.
        let signed = || signed_for(self.events).0.contains(&Question::ReferenceUsed);
        Ok(used.or_else(|| signed().then_some(ReceiptUse::InErased)))
    }

    fn receipt_key(&self, number: &str) -> String {
        self.cases.receipt_key(number)
    }

    fn doubts_about(&self, person: &str, except: CaseId) -> Result<Option<TrackingCode>, Infallible> {
        let doubts = self.cases.doubts_about(person, except).filter(|_| self.is_now);
        let found = doubts.map(|case| case.tracking.clone());
        let lost = || self.may_be_of_lost(Question::PersonDoubted).then(|| TrackingCode::as_kept(String::new()));
        Ok(found.or_else(lost))
    }

    fn is_related(&self, case: &Case, other: &TrackingCode) -> Result<bool, Infallible> {
        Ok(self.cases.is_related(case, other) || self.cases.may_be_lost(other))
    }

    fn is_on_hand(&self, serial: &str) -> Result<bool, Infallible> {
        Ok(self.desk.stock().has(serial))
    }
}
