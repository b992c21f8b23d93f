//! A case as the fold of the *set* of its events, in causal order.
//!
//! Events of one lineage follow one another; an event of another lineage is known to an act only if the
//! act's envelope names it. So what is known of a case is a set with an order in it, and the case is a
//! function of that set: in whatever order its events arrived, how often, and from where.
//!
//! - An act **waits** as long as something that it goes on from is not here.
//! - Two acts that neither saw the other are **concurrent**. If it makes no difference which came first, both
//!   hold; if they say the same, one of them does; otherwise they are a [`Conflict`], the case stands where
//!   both agree, and what goes on from one of them waits for a decision.
//! - Two different events in one place of one lineage: the lineage was continued twice (a **fork**), and
//!   nothing of it counts from there.
//!
//! Nothing is ever taken out of a history: what waits, or is in conflict, is in it.
//!
//! ## Decisions
//! - What was known is told by what an envelope names and never by clocks: those of two sites do not agree.
//! - Nobody wins by coming later. Which of two acts holds is a decision of the service, so both stand aside until
//!   somebody makes it; only what commutes by the table below needs none, and what is not in it does not.
//! - The events of one act hold together: half an act would be a state that nobody decided.
//! - A lineage that was continued twice counts up to the fork: which of the two is right, no rule can know.
//! - Almost every event goes on from all that is known, so [`Folding`] takes it in one step; the set is gathered only
//!   for cases where one does not.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::case::{Case, Conflict};
use super::correction::Lapse;
use super::event::{CaseId, Envelope, Event, Recorded};
use super::lineage::{EventKey, Lineage};

/// What the set of the events of one case amounts to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    /// None as long as its opening is not here.
    pub case: Option<Case>,
    /// Events that wait for others.
    pub waiting: BTreeSet<EventKey>,
    /// Events that stand aside because they are in conflict, or go on from one that is.
    pub aside: BTreeSet<EventKey>,
    /// Lineages that were continued twice, each with the number from which on they were.
    pub forks: BTreeMap<Lineage, u64>,
}

/// The cases of many events, folded as these come, in the order of one folder.
///
/// Almost every event goes on from all that is known of its case; cases of which one does not are told, to be
/// folded from the set of their events.
#[derive(Debug, Default)]
pub struct Folding {
    cases: BTreeMap<CaseId, Case>,
    tangled: BTreeSet<CaseId>,
}

impl Folding {
    pub fn take(&mut self, recorded: &Recorded) {
        let Some(id) = recorded.envelope.case.filter(|id| !self.tangled.contains(id)) else { return };
        let before = self.cases.remove(&id);
        if follows(before.as_ref(), recorded) {
            self.cases.extend(Case::fold(before, recorded).map(|case| (id, case)));
        } else if before.is_some() || recorded.event != Event::Erased {
            self.tangled.insert(id);
        }
    }

    /// The cases that are folded, and those that have to be folded from the sets of their events.
    pub fn end(self) -> (BTreeMap<CaseId, Case>, BTreeSet<CaseId>) {
        (self.cases, self.tangled)
    }
}

/// Whether an event goes on from all that is known of its case, or begins it, so that [`Case::fold`] is enough.
pub fn follows(before: Option<&Case>, recorded: &Recorded) -> bool {
    before.map_or_else(|| opens(recorded), |case| case.is_followed_by(&recorded.envelope))
}

/// Whether a case can begin with this event.
pub fn opens(recorded: &Recorded) -> bool {
    matches!(recorded.event, Event::Opened { .. })
        && recorded.envelope.case_version == 0
        && recorded.envelope.also.is_empty()
}

/// The events of one act, which hold together or not at all.
struct Act<'a> {
    events: Vec<&'a Recorded>,
    /// By their place in the list of acts, those it goes on from directly.
    parents: BTreeSet<usize>,
    /// Everything it goes on from.
    past: BTreeSet<usize>,
    /// The longest way back to an act that goes on from none.
    depth: usize,
    waits: bool,
}

impl Act<'_> {
    fn first(&self) -> &Envelope {
        &self.events[0].envelope
    }

    fn key(&self) -> EventKey {
        self.first().key()
    }
}

/// Folds the events of one case, in any order, with repetitions and gaps.
pub fn fold<'a>(events: impl IntoIterator<Item = &'a Recorded>) -> History {
    let (known, forks) = distinct(events);
    let mut acts = gather(&known, &forks);
    link(&mut acts);
    let (aside, conflicts) = conflicts(&acts);
    let mut order: Vec<usize> = (0..acts.len()).filter(|at| !acts[*at].waits).collect();
    order.sort_by_key(|at| (acts[*at].depth, acts[*at].key()));

    let mut case: Option<Case> = None;
    let mut held: Vec<usize> = Vec::new();
    for at in order {
        let act = &acts[at];
        // One of two that say the same is enough.
        let said = held.iter().any(|other| !act.past.contains(other) && agree(&acts[*other], act));
        for recorded in &act.events {
            let counts = !said && !aside.contains(&at);
            case = step(case, recorded, counts);
        }
        if !aside.contains(&at) {
            held.push(at);
        }
    }
    let keys = |wanted: &dyn Fn(usize) -> bool| -> BTreeSet<EventKey> {
        let found = acts.iter().enumerate().filter(|(at, _)| wanted(*at));
        found.flat_map(|(_, act)| act.events.iter().map(|recorded| recorded.envelope.key())).collect()
    };
    let waiting = keys(&|at| acts[at].waits);
    let aside = keys(&|at| aside.contains(&at));
    if let Some(case) = &mut case {
        case.waiting = u32::try_from(waiting.len()).unwrap_or(u32::MAX);
        case.conflicts = conflicts;
    }
    History { case, waiting, aside, forks }
}

/// The events of one case in causal order: each behind all that it goes on from, and at the end what waits.
pub fn in_order(mut events: Vec<Recorded>) -> Vec<Recorded> {
    let one = events.iter().all(|recorded| recorded.envelope.lineage == events[0].envelope.lineage);
    if one {
        events.sort_by_key(|recorded| recorded.envelope.number);
        return events;
    }
    let places: BTreeMap<EventKey, (bool, usize, EventKey)> = {
        let (known, forks) = distinct(&events);
        let mut acts = gather(&known, &forks);
        link(&mut acts);
        let place = |act: &Act| (act.waits, act.depth, act.key());
        let of = |act: &Act| act.events.iter().map(|recorded| recorded.envelope.key()).collect::<Vec<_>>();
        acts.iter().flat_map(|act| of(act).into_iter().map(move |key| (key, place(act)))).collect()
    };
    let last = |key: EventKey| (true, usize::MAX, key);
    events.sort_by_key(|recorded| {
        let key = recorded.envelope.key();
        (places.get(&key).copied().unwrap_or(last(key)), key.number)
    });
    events
}

/// One more event: in the history always, in what the case says only if it counts.
fn step(case: Option<Case>, recorded: &Recorded, counts: bool) -> Option<Case> {
    match case {
        Some(case) if !counts => Some(case.beside(&recorded.envelope).having_shown(&recorded.event)),
        other => Case::fold(other, recorded),
    }
}

/// Each event once, by its place; and the lineages in one place of which stand two.
fn distinct<'a>(
    events: impl IntoIterator<Item = &'a Recorded>,
) -> (BTreeMap<EventKey, &'a Recorded>, BTreeMap<Lineage, u64>) {
    let mut known: BTreeMap<EventKey, &Recorded> = BTreeMap::new();
    let mut forks: BTreeMap<Lineage, u64> = BTreeMap::new();
    for recorded in events {
        let key = recorded.envelope.key();
        match known.get(&key) {
            // What an event says may have been erased in one place and not in the other.
            Some(there) if there.envelope != recorded.envelope => {
                let from = forks.entry(key.lineage).or_insert(key.number);
                *from = key.number.min(*from);
            }
            Some(there) if there.event == Event::Erased => {}
            _ => drop(known.insert(key, recorded)),
        }
    }
    (known, forks)
}

/// The acts of these events.
fn gather<'a>(known: &BTreeMap<EventKey, &'a Recorded>, forks: &BTreeMap<Lineage, u64>) -> Vec<Act<'a>> {
    let mut acts: Vec<Act> = Vec::new();
    for recorded in known.values() {
        let envelope = &recorded.envelope;
        if forks.get(&envelope.lineage).is_some_and(|from| envelope.number >= *from) {
            continue;
        }
        match acts.last_mut().filter(|act| act.first().act() == envelope.act()) {
            Some(act) => act.events.push(recorded),
            None => acts.push(Act {
                events: vec![recorded],
                parents: BTreeSet::new(),
                past: BTreeSet::new(),
                depth: 0,
                waits: false,
            }),
        }
    }
    acts
}

/// Finds what each act goes on from, and whether all of it is here.
fn link(acts: &mut [Act]) {
    let ids: BTreeMap<Uuid, usize> = acts
        .iter()
        .enumerate()
        .flat_map(|(at, act)| act.events.iter().map(move |recorded| (recorded.envelope.id, at)))
        .collect();
    for at in 0..acts.len() {
        let named: Vec<Option<usize>> = acts[at]
            .events
            .iter()
            .flat_map(|recorded| &recorded.envelope.also)
            .map(|id| ids.get(id).copied())
            .collect();
        let before = at.checked_sub(1).filter(|before| acts[*before].first().lineage == acts[at].first().lineage);
        acts[at].waits = named.contains(&None);
        acts[at].parents = named.into_iter().flatten().chain(before).filter(|parent| *parent != at).collect();
    }
    // Over and over until nothing changes: a parent may stand anywhere in the list.
    let mut done: BTreeSet<usize> = BTreeSet::new();
    loop {
        let ready = |at: &usize| !done.contains(at) && acts[*at].parents.iter().all(|parent| done.contains(parent));
        let next: Vec<usize> = (0..acts.len()).filter(ready).collect();
        if next.is_empty() {
            break;
        }
        for at in next {
            let parents: Vec<usize> = acts[at].parents.iter().copied().collect();
            let past: BTreeSet<usize> =
                parents.iter().flat_map(|parent| acts[*parent].past.iter().copied().chain([*parent])).collect();
            let seen: usize = past.iter().map(|of| acts[*of].events.len()).sum();
            let less = seen < usize::try_from(acts[at].first().case_version).unwrap_or(usize::MAX);
            acts[at].depth = parents.iter().map(|parent| acts[*parent].depth + 1).max().unwrap_or(0);
            acts[at].waits |= less || parents.iter().any(|parent| acts[*parent].waits);
            acts[at].past = past;
            done.insert(at);
        }
    }
    // Acts that name one another in a circle were not made by this program.
    (0..acts.len()).filter(|at| !done.contains(at)).for_each(|at| acts[at].waits = true);
}

/// The acts that stand aside, and the conflicts for which they do.
fn conflicts(acts: &[Act]) -> (BTreeSet<usize>, Vec<Conflict>) {
    let here: Vec<usize> = (0..acts.len()).filter(|at| !acts[*at].waits).collect();
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (from, one) in here.iter().enumerate() {
        for other in &here[from + 1..] {
            let (a, b) = (&acts[*one], &acts[*other]);
            let concurrent = !a.past.contains(other) && !b.past.contains(one);
            if concurrent && !agree(a, b) && !commute(a, b) {
                pairs.push((*one, *other));
            }
        }
    }
    // What goes on from two that are in conflict is no conflict of its own.
    let upto = |before: usize, at: usize| before == at || acts[at].past.contains(&before);
    let below = |(a, b): (usize, usize), (one, other): (usize, usize)| {
        (a, b) != (one, other) && ((upto(a, one) && upto(b, other)) || (upto(b, one) && upto(a, other)))
    };
    let first: Vec<(usize, usize)> =
        pairs.iter().copied().filter(|pair| !pairs.iter().any(|earlier| below(*earlier, *pair))).collect();
    let sides: BTreeSet<usize> = first.iter().flat_map(|(one, other)| [*one, *other]).collect();
    let aside = here.iter().copied().filter(|at| sides.iter().any(|side| upto(*side, *at))).collect();
    let mut found: Vec<Conflict> = first
        .iter()
        .map(|(one, other)| {
            let (one, other) = (acts[*one].key(), acts[*other].key());
            Conflict(one.min(other), one.max(other))
        })
        .collect();
    found.sort();
    (aside, found)
}

/// Whether both say the same.
fn agree(one: &Act, other: &Act) -> bool {
    one.events.iter().map(|recorded| &recorded.event).eq(other.events.iter().map(|recorded| &recorded.event))
}

/// Whether it makes no difference which of two acts came first.
fn commute(one: &Act, other: &Act) -> bool {
    one.events.iter().all(|a| other.events.iter().all(|b| commutes(&a.event, &b.event)))
}

fn commutes(one: &Event, other: &Event) -> bool {
    let neutral = |event: &Event| {
        matches!(
            event,
            Event::SlipIssued { .. }
                | Event::LookedAgain { .. }
                | Event::OverrideUsed { .. }
                | Event::Foreign { .. }
                | Event::Erased
        )
    };
    if neutral(one) || neutral(other) {
        return true;
    }
    match (one, other) {
        (Event::InquiryAsked { .. }, Event::InquiryAnswered { .. })
        | (Event::InquiryAnswered { .. }, Event::InquiryAsked { .. }) => false,
        // It was asked about the particulars that the other changed.
        (Event::InquiryAsked { .. }, Event::Corrected { before: Some(before), intake, .. })
        | (Event::Corrected { before: Some(before), intake, .. }, Event::InquiryAsked { .. }) => {
            Lapse::between(before, intake).is_none()
        }
        (Event::InquiryAsked { .. }, _) | (_, Event::InquiryAsked { .. }) => true,
        (Event::DocumentJudged { document: a, .. }, Event::DocumentJudged { document: b, .. }) => a != b,
        (Event::DuplicateJudged { other: a, .. }, Event::DuplicateJudged { other: b, .. }) => a != b,
        _ => false,
    }
}
