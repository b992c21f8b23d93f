//! One person is not two: who may decide waits for a second person, and is not called like anybody else.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use pishkhan::desk::clock::{Clock, SystemClock};
use pishkhan::domain::event::Event;
use pishkhan::domain::operator::Admission;
use pishkhan::domain::refusal::Refusal;
use pishkhan::domain::replay::Why;
use serde_json::{Value, json};

use crate::world::inside::DAY;
use crate::world::replay::{breach, holds, journal};
use crate::world::{
    ManualClock, approve_clean, at_centre, by, clerk, close_day, code, codes, done, done_all, enrol, enrol_with,
    exceptions, folder, office, on, open_at, open_day, passphrase, place, say, sign_in, signed_because,
};

fn confirm(who: &str, own: &str) -> String {
    json!({"act": "confirm-operator", "answers": {"sign-in": who, "passphrase": own}}).to_string()
}

fn admits(name: &str, sign_in: &str, role: &str) -> String {
    enrol_with(name, sign_in, role, "slow green teapot")
}

fn approve(case: &str, who: &str) -> String {
    on(case, "approve", json!({"passphrase": passphrase(who)}))
}

#[test]
fn who_was_just_admitted_decides_on_nothing_until_another_supervisor_confirms() {
    let data = office();
    let data = data.path();
    let case = at_centre(data, 11);
    let suspend = json!({"act": "suspend", "answers": {"sign-in": "reza", "reason": "x"}}).to_string();
    let judged = json!({"act": "judge", "case": at_centre(data, 12), "document": "national-card",
        "verdict": "accepted-without", "text": "x"});
    let signed = signed_because(&judged, &["paper-waived"], "zari", "x");
    let lines = [
        sign_in(),
        enrol("لیلا پارسا", "leila", "reviewer"),
        enrol("زری پارسا", "zari", "supervisor"),
        by("leila"),
        approve(&case, "leila"),
        approve_clean("leila"),
        by("zari"),
        suspend,
        confirm("leila", passphrase("zari")),
        clerk(),
        signed.to_string(),
        // Not by the one who admitted them, nor with another's passphrase, nor somebody who waits for nobody.
        sign_in(),
        confirm("leila", passphrase("sara")),
        by("parvin"),
        confirm("leila", passphrase("sara")),
        confirm("mina", passphrase("parvin")),
        confirm("leila", passphrase("parvin")),
        by("leila"),
        approve(&case, "leila"),
    ];
    let expected = [
        "ok",
        "ok",
        "ok",
        "ok",
        "not-confirmed",
        "not-confirmed",
        "ok",
        "not-confirmed",
        "not-confirmed",
        "ok",
        "not-confirmed",
        "ok",
        "same-person",
        "ok",
        "wrong-passphrase",
        "nothing-to-confirm",
        "ok",
        "ok",
        "ok",
    ];
    assert_eq!(codes(data, &lines), expected);
    holds(data);
    let shown = exceptions(data);
    for listed in ["operator-enrolled", "operator-confirmed"] {
        let of_leila = |line: &str| line.contains(listed) && (line.contains("leila") || line.contains("لیلا پارسا"));
        assert!(shown.lines().any(of_leila), "{listed} is listed: {shown}");
    }
}

#[test]
fn another_role_and_being_let_in_again_wait_as_well() {
    let data = office();
    let data = data.path();
    let case = at_centre(data, 13);
    let change = |act: &str, answers: Value| json!({"act": act, "answers": answers}).to_string();
    let lines = [
        sign_in(),
        change("change-role", json!({"sign-in": "reza", "role": "reviewer"})),
        change("suspend", json!({"sign-in": "mina", "reason": "x"})),
        change("restore", json!({"sign-in": "mina"})),
        clerk(),
        on(&case, "approve", json!({"passphrase": passphrase("reza")})),
        by("mina"),
        approve(&case, "mina"),
        by("parvin"),
        confirm("mina", passphrase("parvin")),
        by("mina"),
        approve(&case, "mina"),
    ];
    let expected = ["ok", "ok", "ok", "ok", "ok", "not-confirmed", "ok", "not-confirmed", "ok", "ok", "ok", "ok"];
    assert_eq!(codes(data, &lines), expected);
    holds(data);
}

/// A desk of one supervisor, by a clock that is set.
fn alone() -> (tempfile::TempDir, Arc<AtomicI64>) {
    let (data, now) = (folder(), Arc::new(AtomicI64::new(SystemClock::default().wall_ms())));
    let mut desk = open_at(place(data.path()), ManualClock::at(&now)).expect("it opens");
    for line in crate::world::set_up() {
        done(&mut desk, &line);
    }
    done(&mut desk, &enrol("زری پارسا", "zari", "supervisor"));
    desk.close();
    (data, now)
}

#[test]
fn where_there_is_no_other_supervisor_the_next_day_confirms_and_not_the_same_one() {
    let (data, now) = alone();
    let mut desk = open_at(place(data.path()), ManualClock::at(&now)).expect("it opens");
    let received =
        |first: &str| json!({"act": "blanks-received", "answers": {"first-serial": first, "count": "2"}}).to_string();
    done(&mut desk, &by("zari"));
    let closed = done(&mut desk, &close_day(None));
    assert!(closed["closed"].is_object());
    // The same day once more is no next day.
    done(&mut desk, &open_day());
    assert_eq!(code(&say(&mut desk, &received("A-01"))), "not-confirmed");
    done(&mut desk, &close_day(None));
    now.fetch_add(DAY, Ordering::SeqCst);
    done(&mut desk, &open_day());
    assert_eq!(code(&say(&mut desk, &received("A-01"))), "ok", "in the session that saw the day opened too");
    desk.close();
    holds(data.path());
    let slips: Vec<String> = crate::world::files_below(&data.path().join("slips"))
        .iter()
        .map(|slip| std::fs::read_to_string(slip).expect("a slip"))
        .collect();
    assert!(slips.iter().any(|slip| slip.contains("زری پارسا")), "it stands on the closing slip: {slips:?}");
}

#[test]
fn where_there_is_another_supervisor_a_day_that_passes_confirms_nobody() {
    let data = office();
    let lines = [sign_in(), enrol("زری پارسا", "zari", "supervisor"), close_day(Some("20"))];
    done_all(data.path(), &lines);
    let now = Arc::new(AtomicI64::new(SystemClock::default().wall_ms() + DAY));
    let mut desk = open_at(place(data.path()), ManualClock::at(&now)).expect("it opens");
    done(&mut desk, &by("zari"));
    done(&mut desk, &open_day());
    let reset = json!({"act": "issue-recovery", "answers": {"sign-in": "reza"}}).to_string();
    assert_eq!(code(&say(&mut desk, &reset)), "not-confirmed");
    desk.close();
}

#[test]
fn a_journal_in_which_somebody_decided_too_soon_is_a_breach() {
    let data = office();
    let case = at_centre(data.path(), 14);
    done_all(data.path(), &[by("mina"), approve(&case, "mina")]);
    let events = journal(data.path());
    assert_eq!(breach(&events), None);
    let enrolled =
        |event: &Event, who: &str| matches!(event, Event::OperatorEnrolled { operator, .. } if operator.sign_in == who);
    // As if the day between had not been: nobody has confirmed the reviewer then.
    let mut same_day = events.clone();
    let opened = same_day.iter().find(|one| matches!(one.event, Event::DayOpened { .. })).expect("a day").clone();
    for one in &mut same_day {
        if enrolled(&one.event, "mina") {
            one.envelope.moment.wall_ms = opened.envelope.moment.wall_ms;
        }
    }
    let found = breach(&same_day).expect("a breach");
    assert_eq!(found.why, Why::Refused(Refusal::NotConfirmed { sign_in: "mina".into() }));
    // As if an older program had admitted the reviewer, or a decider had been admitted as if none.
    for admission in [Admission::Before, Admission::AtOnce] {
        let mut older = events.clone();
        for one in &mut older {
            if let Event::OperatorEnrolled { operator, admission: at } = &mut one.event
                && operator.sign_in == "mina"
            {
                *at = admission;
            }
        }
        assert_eq!(breach(&older).map(|found| found.why), Some(Why::OtherEvents), "{admission:?}");
    }
}

#[test]
fn nobody_is_called_like_somebody_else() {
    let data = office();
    // A dot, a dash, a digit that looks like a letter; the same name, with an Arabic yeh, with blanks, in part of
    // another script; somebody's sign-in name as a name.
    let alike = [
        ("نام دیگر", "sara."),
        ("نام دیگر", "s-a_ra"),
        ("نام دیگر", "n1ma"),
        ("سارا امینی", "other"),
        ("سارا ام\u{064A}ني", "other"),
        ("سارا\u{200C}امینی", "other"),
        ("reza", "other"),
        ("r\u{0435}z\u{0430}", "other"),
        ("SARA", "other"),
        // The words the other way round, also where they are parted by something else.
        ("امینی سارا", "other"),
        ("امینی\u{200C}سارا", "other"),
        // A capital I in the place of a small l.
        ("Ilia Omid", "other"),
        ("0mid-llia", "other"),
    ];
    let mut lines = vec![sign_in(), admits("نیما کیان", "nlma", "clerk"), admits("llia Omid", "llia", "clerk")];
    lines.extend(alike.iter().map(|(name, sign_in)| admits(name, sign_in, "clerk")));
    lines.push(admits("نام دیگر", "other", "clerk"));
    let mut expected = vec!["ok", "ok", "ok"];
    expected.extend(alike.iter().map(|_| "name-known"));
    expected.push("ok");
    assert_eq!(codes(data.path(), &lines), expected);
}

#[test]
fn nobody_is_made_to_wait_by_being_let_in_again() {
    let data = office();
    let restore = json!({"act": "restore", "answers": {"sign-in": "parvin"}}).to_string();
    assert_eq!(codes(data.path(), &[sign_in(), restore]), ["ok", "nothing-changed"]);
    // Whoever is admitted is told to the inspector, whatever the role.
    let enrol = enrol("تارا نمونه", "leila", "clerk");
    assert_eq!(codes(data.path(), &[sign_in(), enrol]), ["ok", "ok"]);
    let told = exceptions(data.path());
    assert!(told.contains("تارا نمونه"), "{told}");
}

#[test]
fn who_puts_the_other_supervisor_out_is_not_alone_before_another_day() {
    let change = |act: &str, answers: Value| json!({"act": act, "answers": answers}).to_string();
    let rotate = json!({"act": "rotate-keys", "answers": {"passphrase": passphrase("sara")}}).to_string();
    let ways = [
        (vec![change("suspend", json!({"sign-in": "parvin", "reason": "x"}))], "ok"),
        (vec![change("change-role", json!({"sign-in": "parvin", "role": "clerk"}))], "ok"),
        // The same role once more, which then waits; put out and let in again: on the next day it is another one again.
        (vec![change("change-role", json!({"sign-in": "parvin", "role": "supervisor"}))], "new-keys"),
        (
            vec![
                change("suspend", json!({"sign-in": "parvin", "reason": "x"})),
                change("restore", json!({"sign-in": "parvin"})),
            ],
            "new-keys",
        ),
    ];
    for (way, next_day) in ways {
        let data = office();
        let lines =
            [vec![sign_in()], way, vec![rotate.clone(), close_day(Some("20")), open_day(), rotate.clone()]].concat();
        let found = codes(data.path(), &lines);
        assert_eq!(found[found.len() - 4..], ["new-keys", "ok", "ok", "new-keys"], "{lines:?}");
        let now = Arc::new(AtomicI64::new(SystemClock::default().wall_ms() + DAY));
        let mut desk = open_at(place(data.path()), ManualClock::at(&now)).expect("it opens");
        for line in [sign_in(), close_day(Some("20")), open_day()] {
            done(&mut desk, &line);
        }
        assert_eq!(code(&say(&mut desk, &rotate)), next_day, "{lines:?}");
        desk.close();
        holds(data.path());
        assert!(exceptions(data.path()).contains("parvin"), "it is listed");
    }
}
