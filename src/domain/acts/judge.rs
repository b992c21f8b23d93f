//! One paper is looked at, and something is said of it.

use std::collections::BTreeSet;

use super::context::ActContext;
use super::decision::Decision;
use super::kind::ActKind;
use super::verb::{DESK, PAPERS, Rule, Verb, rule};
use crate::domain::case::{Case, Mark};
use crate::domain::documents::{DocumentKind, Verdict, VerdictKind};
use crate::domain::event::{Envelope, Event};
use crate::domain::question::Question;
use crate::domain::refusal::Refusal;
use crate::domain::rulebook::Rulebook;
use crate::domain::told::{Told, Value, choice};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judge {
    pub document: DocumentKind,
    pub verdict: Verdict,
}

impl Verb for Judge {
    const RULE: Rule = rule(ActKind::Judge, PAPERS, DESK);

    fn decide(&self, case: &Case, rules: &Rulebook, cx: &ActContext) -> Result<Decision, Refusal> {
        let Judge { document, verdict } = self;
        let list = rules.checklist_for(case);
        let row = list.iter().find(|row| row.document == *document);
        let row = row.ok_or(Refusal::NotAskedFor { document: *document })?;
        if !row.verdicts.contains(&verdict.kind) {
            return Err(Refusal::VerdictNotOffered { document: *document });
        }
        if verdict.kind.needs_text() && verdict.text.as_deref().is_none_or(str::is_empty) {
            return Err(Refusal::VerdictNeedsText { document: *document });
        }
        let judged = Event::DocumentJudged { document: *document, verdict: verdict.clone() };
        let mut decision = Decision::from([judged]);
        if verdict.kind == VerdictKind::Substitute {
            decision.ask(Question::MilitarySubstitute, None, cx)?;
        }
        if verdict.kind == VerdictKind::AcceptedWithout {
            decision.ask(Question::PaperWaived, None, cx)?;
        }
        let before = case.verdicts.get(document);
        // Of a case that became another one a paper may be looked at once more, and found the same.
        if before == Some(verdict) && !case.recast {
            return Err(Refusal::NothingChanged);
        }
        // Whoever suspects a forgery, or refuses a paper, need not be the one who takes it back.
        let mark = case.marks.get(document).map(|mark| mark.kind).filter(|mark| lifts(verdict.kind, *mark));
        match mark {
            Some(VerdictKind::SuspectedForged) => decision.ask(Question::SuspicionLifted, None, cx)?,
            Some(_) => decision.ask(Question::RefusalLifted, None, cx)?,
            None => {}
        }
        Ok(decision)
    }

    /// Papers that were seen together with the close of all belong to a direct renewal.
    fn led_to(events: &[Event], _: &Case) -> Option<Judge> {
        let [Event::DocumentJudged { document, verdict }, rest @ ..] = events else { return None };
        let closes = rest.iter().any(|event| matches!(event, Event::DocumentsClosed { .. }));
        (!closes).then(|| Judge { document: *document, verdict: verdict.clone() })
    }
}

/// How bad it is that this was said of a paper; nothing of what needs nobody to lift it.
fn weight(kind: VerdictKind) -> u8 {
    match kind {
        VerdictKind::SuspectedForged => 2,
        VerdictKind::Refused => 1,
        VerdictKind::OriginalSeen | VerdictKind::CopyMatches | VerdictKind::CopyTaken => 0,
        VerdictKind::Attested | VerdictKind::Substitute | VerdictKind::AcceptedWithout => 0,
        VerdictKind::Missing => 0,
    }
}

/// Whether this verdict would take back what was said before.
fn lifts(verdict: VerdictKind, before: VerdictKind) -> bool {
    weight(verdict) < weight(before)
}

/// Only what a supervisor signs for takes a suspicion or a refusal back.
pub(super) fn judged(case: &mut Case, document: DocumentKind, verdict: &Verdict, by: &Envelope) {
    case.handled(by);
    let held = case.marks.get(&document).is_some_and(|mark| lifts(verdict.kind, mark.kind));
    if held && by.approver.is_some() {
        case.marks.remove(&document);
    }
    if weight(verdict.kind) > 0 && (!held || by.approver.is_some()) {
        let mark = case.marks.entry(document).or_insert(Mark { kind: verdict.kind, about: BTreeSet::new() });
        mark.kind = verdict.kind;
        mark.about.insert(case.intake.applicant.id.digits().to_owned());
    }
    case.verdicts.insert(document, verdict.clone());
}

pub(super) fn told(document: DocumentKind, verdict: &Verdict) -> Told<'_> {
    vec![("document", choice(document)), ("verdict", Value::Verdict(verdict))]
}
