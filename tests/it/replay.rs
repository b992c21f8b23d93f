//! Histories held against the rules: what was done through the program replays clean, what was forged is named.

use std::collections::BTreeMap;

use pishkhan::domain::acts::kind::ActKind;
use pishkhan::domain::blank::BlankMove;
use pishkhan::domain::event::{CaseId, Event, Moment, Recorded, SlipKind};
use pishkhan::domain::fees::Settlement;
use pishkhan::domain::operator::Role;
use pishkhan::domain::question::Question;
use pishkhan::domain::refusal::Refusal;
use pishkhan::domain::replay::{Breach, Why};
use pishkhan::domain::stage::Stage;
use pishkhan::domain::totals::Totals;
use serde_json::json;

use crate::world::replay::{breach, holds, journal, own};
use crate::world::{
    at_centre, at_fee, by, clerk, close_day, codes, copy, data, fee, folder, office, on, person, reviewer, sign_in,
};

/// Numbers and versions as they would be, had it been so from the start.
fn renumbered(mut events: Vec<Recorded>) -> Vec<Recorded> {
    let mut versions: BTreeMap<CaseId, u32> = BTreeMap::new();
    // What belonged together does so still: one case, one moment, one version seen.
    type Own = (Option<CaseId>, Moment, u32);
    let mut act: Option<(Own, u32)> = None;
    for (at, recorded) in events.iter_mut().enumerate() {
        let envelope = &mut recorded.envelope;
        envelope.number = at as u64 + 1;
        let Some(id) = envelope.case else { continue };
        let version = versions.entry(id).or_default();
        let own = (Some(id), envelope.moment, envelope.case_version);
        let seen = act.filter(|(of, _)| *of == own).map_or(*version, |(_, seen)| seen);
        act = Some((own, seen));
        envelope.case_version = seen;
        *version += 1;
    }
    events
}

fn at(events: &[Recorded], fits: impl Fn(&Event) -> bool) -> usize {
    events.iter().position(|recorded| fits(&recorded.event)).expect("it happened")
}

/// Two cases to the fee and the centre, one of them to its holder, and one that a supervisor took in.
fn history() -> (tempfile::TempDir, Vec<Recorded>) {
    let data = office();
    let path = data.path();
    let first = at_centre(path, 1);
    let given = json!({"collector": "holder", "identity-seen": "yes", "signed-for": "yes"});
    let done = codes(
        path,
        &[
            reviewer(),
            on(&first, "approve", json!({"passphrase": "staple battery"})),
            on(&first, "issue-certificate", json!({"serial": "B-0098", "original-fate": "surrendered"})),
            clerk(),
            on(&first, "deliver", given),
        ],
    );
    assert_eq!(done, ["ok"; 5]);
    at_centre(path, 2);
    let own = at_fee(path, sign_in(), 3);
    let done = codes(
        path,
        &[
            sign_in(),
            on(&own, "confirm-payment", fee(3)),
            by("parvin"),
            on(&own, "approve", json!({"passphrase": "another key"})),
            sign_in(),
            close_day(Some("19")),
        ],
    );
    assert_eq!(done, ["ok"; 6]);
    let events = journal(path);
    (data, events)
}

/// What was forged, the event at which it shows, and what the rules say to it.
type Forgery = (&'static str, fn(&mut Vec<Recorded>) -> usize, Why);

fn paid(event: &Event) -> bool {
    matches!(event, Event::FeeSettled { settlement: Settlement::Paid { .. } })
}

/// Acts on cases that were never done so.
fn of_cases(events: &[Recorded]) -> Vec<Forgery> {
    let Event::Opened { tracking: first, .. } =
        &events[at(events, |event| matches!(event, Event::Opened { .. }))].event
    else {
        panic!("a case was opened")
    };
    let asks = |question, other| Why::Refused(Refusal::Asks { question, other });
    vec![
        (
            "the clerk approves what they took in",
            |events| {
                let at = at(events, |event| *event == Event::Approved);
                events[at].envelope.operator = Some(person("reza"));
                at
            },
            Why::Refused(Refusal::NotForRole { role: Role::Clerk, act: ActKind::Approve }),
        ),
        (
            "a supervisor approves what they took in",
            |events| {
                let at = events.iter().rposition(|recorded| recorded.event == Event::Approved).expect("approved");
                events[at].envelope.operator = Some(person("sara"));
                at
            },
            asks(Question::FourEyes, None),
        ),
        (
            "the fee before the papers",
            |events| {
                let (closed, paid) = (at(events, |e| matches!(e, Event::DocumentsClosed { .. })), at(events, paid));
                let act: Vec<Recorded> = events.drain(paid..paid + 2).collect();
                events.splice(closed..closed, act);
                closed
            },
            Why::Refused(Refusal::WrongStage { stage: Stage::Documents }),
        ),
        (
            "a receipt twice",
            |events| receipt_twice(events, |bank| bank),
            asks(Question::ReferenceUsed, Some(first.clone())),
        ),
        (
            "a receipt twice, spelled otherwise",
            |events| receipt_twice(events, |bank| bank.replace('\u{06CC}', "\u{064A}")),
            asks(Question::ReferenceUsed, Some(first.clone())),
        ),
        (
            "approved before it was waiting",
            |events| {
                let paid = at(events, paid);
                events.drain(paid..paid + 2);
                at(events, |event| *event == Event::Approved)
            },
            Why::Refused(Refusal::WrongStage { stage: Stage::Fee }),
        ),
        ("who signs is no supervisor", |events| signed_by_a_clerk(events), Why::Refused(Refusal::NotASupervisor)),
        ("half an act", half_an_act, Why::OtherEvents),
        ("a slip of another stage", another_slip, Why::Refused(Refusal::WrongStage { stage: Stage::AwaitingCentre })),
        ("an act was left out", left_out, Why::Refused(Refusal::Stale)),
    ]
}

/// People, blanks and days that were not as they are told.
fn of_the_desk(events: &[Recorded]) -> Vec<Forgery> {
    vec![
        (
            "a blank that was never received",
            |events| {
                let at = at(events, |event| matches!(event, Event::CertificateIssued { .. }));
                let Event::CertificateIssued { produced } = &mut events[at].event else { panic!("issued") };
                produced.serial = Some("B-9999".into());
                events[at + 1].event = Event::BlanksMoved { moved: BlankMove::Used { serial: "B-9999".into() } };
                at
            },
            Why::Refused(Refusal::NotOnHand { serial: "B-9999".into() }),
        ),
        (
            "somebody who was suspended",
            |events| {
                let at = at(events, |event| matches!(event, Event::DocumentJudged { .. }));
                let mut suspended = events[0].clone();
                suspended.envelope.operator = Some(person("sara"));
                suspended.event = Event::OperatorSuspended { sign_in: "reza".into(), reason: "x".into() };
                events.insert(at, suspended);
                at + 1
            },
            Why::Refused(Refusal::Suspended),
        ),
        ("another figure on the slip of the day", |events| other_figures(events), Why::OtherEvents),
        ("the last supervisor goes", last_supervisor, Why::Refused(Refusal::LastSupervisor)),
        ("a clerk receives blanks", |events| clerk_receives(events), Why::Refused(Refusal::NotASupervisor)),
        ("a blank leaves by itself", blank_leaves, Why::OtherEvents),
        ("work on a closed day", closed_day, Why::Refused(Refusal::DayNotOpen { day: day_of(events) })),
    ]
}

/// The second payment is made with the receipt of the first, the bank spelled like this.
fn receipt_twice(events: &mut [Recorded], spelled: fn(String) -> String) -> usize {
    let paid: Vec<usize> = (0..events.len()).filter(|at| paid(&events[*at].event)).collect();
    let Event::FeeSettled { settlement: Settlement::Paid { payment, .. } } = events[paid[0]].event.clone() else {
        panic!("it was paid")
    };
    let Event::FeeSettled { settlement: Settlement::Paid { payment: second, .. } } = &mut events[paid[1]].event else {
        panic!("it was paid")
    };
    *second = payment;
    second.bank = spelled(second.bank.clone());
    paid[1]
}

fn signed_by_a_clerk(events: &mut [Recorded]) -> usize {
    let at = events.iter().rposition(|recorded| recorded.event == Event::Approved).expect("approved");
    events[at].envelope.approver = Some(person("reza"));
    at
}

fn half_an_act(events: &mut Vec<Recorded>) -> usize {
    let paid = at(events, paid);
    events.remove(paid + 1);
    paid
}

fn another_slip(events: &mut Vec<Recorded>) -> usize {
    let paid = at(events, paid);
    let mut slip = events[paid].clone();
    slip.envelope.moment.wall_ms += 1;
    slip.event = Event::SlipIssued { slip: SlipKind::Delivery };
    events.insert(paid + 2, slip);
    paid + 2
}

fn other_figures(events: &mut [Recorded]) -> usize {
    let at = at(events, |event| matches!(event, Event::DayClosed { .. }));
    let Event::DayClosed { totals, .. } = &mut events[at].event else { panic!("closed") };
    totals.opened -= 1;
    at
}

fn last_supervisor(events: &mut Vec<Recorded>) -> usize {
    let mut suspended = events.last().expect("something").clone();
    suspended.envelope.operator = Some(person("sara"));
    for sign_in in ["parvin", "sara"] {
        suspended.event = Event::OperatorSuspended { sign_in: sign_in.into(), reason: "x".into() };
        events.push(suspended.clone());
    }
    events.len() - 1
}

/// One paper was never looked at, and the versions go on as they were.
fn left_out(events: &mut Vec<Recorded>) -> usize {
    let at = at(events, |event| matches!(event, Event::DocumentJudged { .. }));
    let case = events[at].envelope.case;
    events.remove(at);
    events.iter().skip(at).position(|recorded| recorded.envelope.case == case).expect("more of it") + at
}

fn clerk_receives(events: &mut [Recorded]) -> usize {
    let at = at(events, |event| matches!(event, Event::BlanksMoved { .. }));
    events[at].envelope.operator = Some(person("reza"));
    at
}

fn blank_leaves(events: &mut Vec<Recorded>) -> usize {
    let opened = at(events, |event| matches!(event, Event::Opened { .. }));
    let mut used = events[0].clone();
    used.envelope.operator = Some(person("sara"));
    used.event = Event::BlanksMoved { moved: BlankMove::Used { serial: "B-0100".into() } };
    events.insert(opened, used);
    opened
}

fn closed_day(events: &mut Vec<Recorded>) -> usize {
    let day = events.iter().position(|recorded| matches!(recorded.event, Event::DayClosed { .. })).expect("closed");
    let opened = at(events, |event| matches!(event, Event::Opened { .. }));
    let mut closed = events.remove(day);
    let Event::DayClosed { totals, .. } = &mut closed.event else { panic!("closed") };
    *totals = Default::default();
    events.insert(opened, closed);
    opened + 1
}

fn day_of(events: &[Recorded]) -> pishkhan::domain::date::JalaliDate {
    let opened = events.iter().find_map(|recorded| match recorded.event {
        Event::DayOpened { day } => Some(day),
        _ => None,
    });
    opened.expect("a day was opened")
}

#[test]
fn what_was_forged_is_named_at_its_number() {
    let (_data, events) = history();
    assert_eq!(breach(&events), None, "as it was done it holds");
    assert_eq!(breach(&renewed(&events)), None, "and so it does with its numbers made anew");
    for (name, forge, why) in of_cases(&events).into_iter().chain(of_the_desk(&events)) {
        let mut forged = events.clone();
        let at = forge(&mut forged);
        if name != "an act was left out" {
            forged = renumbered(forged);
        }
        let found = breach(&forged);
        assert_eq!(found, Some(Breach { number: forged[at].envelope.number, why }), "{name}");
    }
}

fn renewed(events: &[Recorded]) -> Vec<Recorded> {
    renumbered(events.to_vec())
}

#[test]
fn what_a_court_had_erased_accuses_nobody() {
    let (_data, mut events) = history();
    let erased = events[at(&events, |event| matches!(event, Event::Opened { .. }))].envelope.case;
    for recorded in events.iter_mut().filter(|recorded| recorded.envelope.case == erased) {
        recorded.event = Event::Erased;
    }
    assert_eq!(breach(&events), None);
    // The others are judged as before.
    let at = events.iter().rposition(|recorded| recorded.event == Event::Approved).expect("approved");
    events[at].envelope.operator = Some(person("sara"));
    let why = Why::Refused(Refusal::Asks { question: Question::FourEyes, other: None });
    assert_eq!(breach(&events), Some(Breach { number: events[at].envelope.number, why }));
}

#[test]
fn what_earlier_versions_wrote_was_allowed() {
    for name in ["golden-v1", "golden-v2", "golden-v2-sealed"] {
        let target = folder();
        copy(&data(name), target.path());
        holds(target.path());
    }
}

#[test]
fn two_acts_in_one_millisecond_are_two() {
    let (_data, mut events) = history();
    let before = Totals::of(own(&events).iter());
    // The clerk closes the papers and confirms the fee faster than the clock goes on.
    let paid = at(&events, paid);
    assert!(matches!(events[paid - 1].event, Event::DocumentsClosed { .. }));
    let moment = events[paid - 1].envelope.moment;
    events[paid..paid + 2].iter_mut().for_each(|recorded| recorded.envelope.moment = moment);
    assert_eq!(Totals::of(own(&events).iter()), before);
    assert_eq!(breach(&events), None);
}
