//! A case as the fold of a set: made-up histories of a case at three sites that send one another what they
//! have, some of it late, twice, in any order or not at all.

use std::collections::{BTreeMap, BTreeSet};

use pishkhan::domain::acts::context::ActContext;
use pishkhan::domain::acts::{Act, Reject, decide};
use pishkhan::domain::case::Case;
use pishkhan::domain::correction::Lapse;
use pishkhan::domain::date::JalaliDate;
use pishkhan::domain::documents::{DocumentKind, DocumentKind as Paper, Verdict, VerdictKind};
use pishkhan::domain::event::{CaseId, DocumentsOutcome, Envelope, Event, Moment, Recorded, SlipKind};
use pishkhan::domain::fees::Settlement;
use pishkhan::domain::flags::flags;
use pishkhan::domain::history::{self, History, fold};
use pishkhan::domain::inquiry::{InquiryBy, InquiryWay};
use pishkhan::domain::lineage::{EventKey, Lineage, PersonRef};
use pishkhan::domain::operator::Role;
use pishkhan::domain::refusal::Refusal;
use pishkhan::domain::stage::{Flag, Stage};
use pishkhan::domain::tracking::TrackingCode;
use pishkhan::record::v4::envelope::event_id;
use proptest::prelude::*;
use uuid::Uuid;

use crate::world::{asked, intake_value};

/// One thing that happens: at a site, somebody acts on what is known there, or what one site has reaches another.
#[derive(Debug, Clone)]
enum Step {
    Acts(usize, usize),
    /// From, to, and which of its events get there.
    Sends(usize, usize, u64),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let site = 0..3_usize;
    let acts = (site.clone(), 0..13_usize).prop_map(|(at, what)| Step::Acts(at, what));
    let sends = (site.clone(), site, any::<u64>()).prop_map(|(from, to, which)| Step::Sends(from, to, which));
    proptest::collection::vec(prop_oneof![3 => acts, 2 => sends], 1..24)
}

fn lineage(site: usize) -> Lineage {
    Lineage(Uuid::from_u128(0x1000 + u128::try_from(site).expect("small")))
}

fn what(which: usize, site: usize) -> Vec<Event> {
    let judged =
        |document: DocumentKind, kind| Event::DocumentJudged { document, verdict: Verdict { kind, text: None } };
    let reason = || format!("reason of site {site}");
    match which {
        0 => vec![judged(Paper::NationalCard, VerdictKind::OriginalSeen)],
        1 => vec![judged(Paper::IdentityBooklet, VerdictKind::OriginalSeen)],
        2 => vec![judged(Paper::NationalCard, VerdictKind::Missing)],
        3 => vec![Event::DocumentsClosed { outcome: DocumentsOutcome::Complete }],
        4 => {
            let settlement = Settlement::NothingDue { tariff: "renewal".into() };
            vec![Event::FeeSettled { settlement }, Event::SlipIssued { slip: SlipKind::Receipt }]
        }
        5 => vec![Event::Approved],
        6 => vec![Event::Rejected { reason: reason() }],
        7 => vec![Event::SlipIssued { slip: SlipKind::Receipt }],
        8 => vec![Event::InquiryAsked { by: InquiryBy::Agency, way: InquiryWay::Batch }],
        9 => vec![Event::Withdrawn { reason: reason() }],
        10 => vec![Event::LookedAgain { note: reason() }],
        11 => vec![Event::Foreign { code: "lent".into(), version: 1, bytes: vec![7] }],
        _ => {
            let mut intake = intake_value();
            intake.applicant.father_name = format!("پدر {site}");
            let before = Some(Box::new(intake_value()));
            vec![Event::Corrected { intake: Box::new(intake), reason: reason(), before, lapse: Some(Lapse::Identity) }]
        }
    }
}

/// What a site knows of the case.
#[derive(Debug, Clone, Default)]
struct Site {
    known: Vec<Recorded>,
    number: u64,
}

impl Site {
    fn has(&self, key: EventKey) -> bool {
        self.known.iter().any(|recorded| recorded.envelope.key() == key)
    }

    /// Somebody here does this, knowing what is known here.
    fn act(&mut self, at: usize, clock: i64, events: Vec<Event>) {
        let before = fold(&self.known).case;
        let own = lineage(at);
        // As the index does it: heads in other lineages are named by the first event of the act.
        let also = before.as_ref().map(|case| case.heads_beside(own)).unwrap_or_default();
        let saw = before.as_ref().map_or(0, |case| case.version);
        for (nth, event) in events.into_iter().enumerate() {
            self.number += 1;
            let key = EventKey { lineage: own, number: self.number };
            let id = event_id(clock, key);
            let envelope = Envelope {
                id,
                case: Some(CaseId(Uuid::from_u128(1))),
                case_version: saw,
                lineage: own,
                number: self.number,
                also: if nth == 0 { also.clone() } else { Vec::new() },
                site: format!("0000{at}"),
                desk: "01".into(),
                operator: Some(PersonRef { site: format!("0000{at}"), sign_in: "sara".into(), person: None }),
                approver: None,
                moment: Moment { wall_ms: clock, boot: 1, mono_ms: u64::try_from(clock).expect("small") },
                program: None,
                rules: None,
                access: None,
                digest: [u8::try_from(self.number % 251).expect("small"); 32],
                previous: [0; 32],
            };
            self.known.push(Recorded { envelope, event });
        }
    }

    fn take(&mut self, recorded: &Recorded) {
        if !self.has(recorded.envelope.key()) {
            self.known.push(recorded.clone());
        }
    }
}

/// Plays the steps; the case is opened at the first site.
fn play(steps: &[Step]) -> [Site; 3] {
    let mut sites: [Site; 3] = Default::default();
    let opened = Event::Opened { tracking: TrackingCode::new("1", "1", 1), intake: Box::new(intake_value()) };
    sites[0].act(0, 1, vec![opened]);
    for (clock, step) in (2_i64..).zip(steps) {
        match step {
            // Where nothing but later events are known, nobody can act on the case.
            Step::Acts(at, _) if fold(&sites[*at].known).case.is_none() => {}
            Step::Acts(at, which) => sites[*at].act(*at, clock, what(*which, *at)),
            Step::Sends(from, to, which) => {
                let sent = sites[*from].known.clone();
                for (nth, recorded) in sent.iter().enumerate() {
                    if which >> (nth % 64) & 1 == 1 || which.is_multiple_of(5) {
                        sites[*to].take(recorded);
                    }
                }
            }
        }
    }
    sites
}

/// Everything that any site knows.
fn all(sites: &[Site; 3]) -> Vec<Recorded> {
    let mut all = Site::default();
    sites.iter().flat_map(|site| &site.known).for_each(|recorded| all.take(recorded));
    all.known
}

fn keys(events: &[Recorded]) -> BTreeSet<EventKey> {
    events.iter().map(|recorded| recorded.envelope.key()).collect()
}

/// As the index folds: what follows is applied, anything else folds the set anew.
fn one_by_one(events: &[Recorded]) -> Option<Case> {
    let mut case: Option<Case> = None;
    for (at, recorded) in events.iter().enumerate() {
        let follows = history::follows(case.as_ref(), recorded) && (case.is_some() || at == 0);
        case = if follows { Case::fold(case, recorded) } else { fold(&events[..=at]).case };
    }
    case
}

fn shuffled(events: &[Recorded], seed: u64) -> Vec<Recorded> {
    let mut mixed: Vec<Recorded> = events.iter().chain(events.iter().step_by(2)).cloned().collect();
    let mut chance = seed | 1;
    for at in (1..mixed.len()).rev() {
        chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        mixed.swap(at, usize::try_from(chance >> 33).expect("small") % (at + 1));
    }
    mixed
}

/// `PISHKHAN_HISTORIES=100000 cargo test causal` for the long run.
fn histories() -> u32 {
    u32::try_from(asked("PISHKHAN_HISTORIES", 400)).expect("so many at most")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: histories(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_case_is_a_function_of_the_set_of_its_events(steps in steps(), seed in any::<u64>()) {
        let sites = play(&steps);
        let events = all(&sites);
        let whole = fold(&events);
        let mixed = shuffled(&events, seed);
        // In any order, with repetitions; as the union is in any order.
        prop_assert_eq!(&fold(&mixed), &whole);
        prop_assert_eq!(&one_by_one(&shuffled(&events, seed ^ 0xABCD)), &whole.case, "one by one");
        // Whoever has everything agrees with whoever else has.
        for site in &sites {
            let mut more = site.clone();
            mixed.iter().for_each(|recorded| more.take(recorded));
            prop_assert_eq!(&fold(&more.known), &whole);
        }
        prop_assert!(whole.forks.is_empty() && whole.waiting.is_empty(), "everything is here");
        let ordered = history::in_order(mixed);
        prop_assert_eq!(keys(&ordered), keys(&events));
        prop_assert_eq!(history::in_order(events.clone()).len(), events.len());
    }

    #[test]
    fn with_gaps_nothing_is_lost_and_nothing_is_made_up(steps in steps(), which in any::<u64>()) {
        let events = all(&play(&steps));
        // An act is one record of the journal, and is there whole or not at all.
        let act = |recorded: &Recorded| {
            let first = events.iter().position(|first| first.envelope.act() == recorded.envelope.act());
            first.expect("it is among them")
        };
        let some: Vec<Recorded> =
            events.iter().filter(|recorded| which >> (act(recorded) % 64) & 1 == 1).cloned().collect();
        let part = fold(&some);
        // What is not said by the case waits or stands aside, and is in the history.
        let counted = part.case.as_ref().map_or(0, |case| usize::try_from(case.version).expect("small"));
        prop_assert_eq!(counted + part.waiting.len(), some.len());
        prop_assert!(part.waiting.is_subset(&keys(&some)) && part.aside.is_subset(&keys(&some)));
        prop_assert_eq!(&fold(&shuffled(&some, which)), &part);
        prop_assert_eq!(keys(&history::in_order(some.clone())), keys(&some));
        // Nothing that is known waits for what is known; what the case says comes from events that are whole.
        let whole = fold(&events);
        prop_assert!(part.aside.is_subset(&whole.aside), "more knowledge takes back no conflict");
    }

    #[test]
    fn a_lone_lineage_folds_one_event_after_the_other(whiches in proptest::collection::vec(0..13_usize, 0..20)) {
        let mut site = play(&[])[0].clone();
        for (clock, which) in (2..).zip(whiches) {
            site.act(0, clock, what(which, 0));
        }
        let straight = site.known.iter().fold(None, Case::fold);
        let History { case, waiting, aside, forks } = fold(&site.known);
        prop_assert_eq!(&case, &straight);
        prop_assert!(waiting.is_empty() && aside.is_empty() && forks.is_empty());
        prop_assert_eq!(one_by_one(&site.known), straight);
    }

    #[test]
    fn both_sides_of_a_conflict_are_named_and_neither_holds(steps in steps()) {
        let events = all(&play(&steps));
        let whole = fold(&events);
        let conflicts = whole.case.as_ref().map(|case| case.conflicts.clone()).unwrap_or_default();
        prop_assert_eq!(conflicts.is_empty(), whole.aside.is_empty());
        for conflict in &conflicts {
            prop_assert!(conflict.0 < conflict.1);
            prop_assert!(whole.aside.contains(&conflict.0) && whole.aside.contains(&conflict.1));
            // Without one side and what goes on from it, the other holds.
            prop_assert_ne!(conflict.0.lineage, conflict.1.lineage);
        }
        // The case says what it says without everything that stands aside.
        let rest: Vec<Recorded> =
            events.iter().filter(|recorded| !whole.aside.contains(&recorded.envelope.key())).cloned().collect();
        let agreed = fold(&rest);
        if agreed.waiting.is_empty() {
            let stage = |history: &History| history.case.as_ref().map(|case| (case.stage, case.intake.clone()));
            prop_assert_eq!(stage(&agreed), stage(&whole));
        }
    }

    #[test]
    fn what_is_erased_in_one_place_is_erased_in_all(steps in steps(), seed in any::<u64>()) {
        let events = all(&play(&steps));
        let erased = |recorded: &Recorded| Recorded { event: Event::Erased, ..recorded.clone() };
        let gone: Vec<Recorded> = events.iter().map(erased).collect();
        let both: Vec<Recorded> = events.iter().chain(&gone).cloned().collect();
        prop_assert_eq!(fold(&shuffled(&both, seed)), fold(&gone));
        prop_assert_eq!(fold(&gone).case, None);
    }

    #[test]
    fn clocks_change_nothing_but_the_times_that_are_shown(steps in steps(), ahead in -90_000_000_i64..90_000_000) {
        let events = all(&play(&steps));
        let moved: Vec<Recorded> = events
            .iter()
            .map(|recorded| {
                let mut other = recorded.clone();
                let site = i64::from(other.envelope.lineage == lineage(1));
                other.envelope.moment.wall_ms += ahead * site;
                other
            })
            .collect();
        let shown = |history: History| {
            let case = history.case.map(|case| {
                let never = Moment { wall_ms: 0, boot: 0, mono_ms: 0 };
                let heads = case.heads.iter().map(|head| head.at).collect::<BTreeSet<_>>();
                let case = Case { opened: never, touched: never, heads: Vec::new(), ..case };
                (case, heads)
            });
            (case, history.waiting, history.aside, history.forks)
        };
        prop_assert_eq!(shown(fold(&events)), shown(fold(&moved)));
    }
}

#[test]
fn two_decisions_that_cannot_both_hold_are_a_conflict() {
    // Both sites know the case as it waits for the centre; one approves, the other lets it be withdrawn.
    let mut sites = play(&[Step::Acts(0, 3), Step::Acts(0, 4), Step::Sends(0, 1, 0)]);
    sites[0].act(0, 50, what(9, 0));
    sites[1].act(1, 51, what(5, 1));
    let one = fold(&sites[0].known).case.expect("a case");
    let other = fold(&sites[1].known).case.expect("a case");
    assert_eq!((one.stage, other.stage), (Stage::Withdrawn, Stage::Production));
    let together = fold(&all(&sites)).case.expect("a case");
    assert_eq!(together.stage, Stage::AwaitingCentre, "where both agree");
    assert_eq!(together.conflicts.len(), 1);
    assert_eq!(together.version, 6, "nothing is taken out of the history");
    // It is shown, and nothing is decided until somebody has decided between the two.
    let day = JalaliDate::new(1405, 9, 3).expect("a day");
    assert!(flags(&together, day, None, &BTreeMap::new()).contains(&Flag::InConflict));
    let who = PersonRef { site: "1".into(), sign_in: "mina".into(), person: None };
    let cx = ActContext::new(day, who, Role::Reviewer);
    let rules = pishkhan::catalog::load(None).expect("the assets");
    let decided = |case: &Case| decide(Some(case), &Act::Reject(Reject { reason: "no".into() }), &rules, &cx);
    assert_eq!(decided(&together).err(), Some(Refusal::InConflict));
    let before = play(&[Step::Acts(0, 3), Step::Acts(0, 4)])[0].clone();
    assert!(decided(&fold(&before.known).case.expect("a case")).is_ok());
}

#[test]
fn what_makes_no_difference_is_no_conflict() {
    let mut sites = play(&[Step::Sends(0, 1, 0)]);
    sites[0].act(0, 50, what(0, 0));
    sites[1].act(1, 51, what(1, 1));
    let together = fold(&all(&sites)).case.expect("a case");
    assert!(together.conflicts.is_empty());
    assert_eq!(together.verdicts.len(), 2);
    assert_eq!(together.heads.len(), 2, "the next act names both");
}

#[test]
fn a_lineage_that_was_continued_twice_counts_up_to_there() {
    let before = play(&[Step::Acts(0, 0)])[0].clone();
    let (mut one, mut other) = (before.clone(), before.clone());
    one.act(0, 60, what(1, 0));
    other.act(0, 61, what(9, 0));
    let mut events = one.known.clone();
    events.extend(other.known);
    let found = fold(&events);
    let expected = fold(&before.known).case;
    assert_eq!(found.case, expected, "neither of the two counts");
    assert_eq!(found.forks.get(&lineage(0)), Some(&3));
    events.reverse();
    assert_eq!(fold(&events), found);
}

#[test]
fn nothing_is_dropped_because_it_came_before_the_opening() {
    let site = play(&[Step::Acts(0, 0), Step::Acts(0, 3)])[0].clone();
    let late: Vec<Recorded> = site.known.iter().rev().cloned().collect();
    assert_eq!(fold(&late[..2]).case, None);
    assert_eq!(fold(&late[..2]).waiting.len(), 2);
    assert_eq!(fold(&late).case.expect("a case").stage, Stage::Fee);
    assert_eq!(one_by_one(&late), fold(&site.known).case);
}
