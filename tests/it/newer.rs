//! What a newer program wrote goes through a desk of this version: its acts, its answers, its envelopes.

use std::path::Path;

use pishkhan::domain::event::{CaseId, Envelope, Event, Moment, Recorded};
use pishkhan::record::kept::{decode, encode};
use pishkhan::record::{self, Stored, later_salt};
use pishkhan::store::{About, Heading, Store};
use serde_json::json;

use crate::world::{
    at_centre, backed_up, case_at, clerk, codes, command, erasure, go_on, holds, intake, is_whole, office, on, open,
    place, readable, replay, restored, reviewer, sign_in, stored_acts, verified, withdraw,
};

fn foreign(events: &[Recorded]) -> Vec<Event> {
    events.iter().map(|recorded| recorded.event.clone()).filter(|event| event.code() == "foreign").collect()
}

/// What a newer program did in a case of this folder, as it lies there.
fn write_newer(data: &Path, id: CaseId, done: &[Event]) {
    let last =
        replay::journal(data).into_iter().rfind(|recorded| recorded.envelope.case == Some(id)).expect("the case");
    let seen =
        u32::try_from(replay::journal(data).iter().filter(|one| one.envelope.case == Some(id)).count()).expect("few");
    let envelope = last.envelope;
    let heading = Heading {
        case: Some(About::Case(id)),
        case_version: seen,
        site: envelope.site,
        desk: envelope.desk,
        operator: envelope.operator,
        approver: None,
        moment: Moment { wall_ms: envelope.moment.wall_ms + 1, ..envelope.moment },
        rules: envelope.rules,
    };
    let (mut store, _) = Store::open(&place(data), &mut go_on).expect("it opens");
    store.append(done.iter().map(|event| (heading.clone(), event.clone())).collect()).expect("written");
    store.close();
}

/// A newer program opened a case in this folder: not even its tracking code can be read here.
fn open_newer(data: &Path) {
    let last = replay::journal(data).pop().expect("something was done").envelope;
    let heading = Heading {
        case: Some(About::Opening),
        case_version: 0,
        site: last.site,
        desk: last.desk,
        operator: last.operator,
        approver: None,
        moment: Moment { wall_ms: last.moment.wall_ms + 1, ..last.moment },
        rules: last.rules,
    };
    let opened = Event::Foreign { code: "opened".into(), version: 9, bytes: b"of somebody".to_vec() };
    let (mut store, _) = Store::open(&place(data), &mut go_on).expect("it opens");
    store.append(vec![(heading, opened)]).expect("written");
    store.close();
}

#[test]
fn a_case_that_a_newer_program_opened_is_counted_and_asked_about() {
    let data = office();
    at_centre(data.path(), 63);
    open_newer(data.path());
    let (code, told) = command(data.path(), &["check", "--json"]);
    let told: serde_json::Value = serde_json::from_str(&told).expect("an object");
    assert_eq!((code, &told["unread-cases"], &told["cases"]), (0, &1.into(), &1.into()), "{told}");
    assert!(command(data.path(), &["check", "--lang", "en"]).1.contains("only a newer version"));
    assert_eq!(verified(data.path(), None)["unread-cases"], 1);
    replay::holds(data.path());

    // Whoever opens another case is told that its certificate may be in that one.
    let mut line = json!({"act": "open", "answers": intake(64, "C-64", &[])});
    assert_eq!(codes(data.path(), &[sign_in(), line.to_string()]), ["ok", "unread-cases"]);
    line["agreed"] = json!(["unread-cases"]);
    assert_eq!(codes(data.path(), &[sign_in(), line.to_string()]), ["ok", "ok"]);
    replay::holds(data.path());

    let desk = open(data.path()).expect("it opens");
    assert_eq!(desk.queue().expect("read").unread_cases, 1, "the queue says so");
    desk.close();
}

/// An event of a code nobody here knows, one of a later version with a part more in its middle, and one of a
/// known version with an answer that was put into the middle of its list.
fn newer_events() -> [Event; 3] {
    let known = |event: Event| encode(&event).expect("small");
    let withdrawn = known(Event::Withdrawn { reason: "plain words".into() });
    let part = withdrawn.windows(5).position(|five| five == b"plain").expect("the reason") - 1;
    let asked = known(Event::InquiryAsked {
        by: pishkhan::domain::inquiry::InquiryBy::Agency,
        way: pishkhan::domain::inquiry::InquiryWay::Batch,
    });
    [
        Event::Foreign { code: "certificate-lent".into(), version: 5, bytes: b"\x0ahidden-one".to_vec() },
        Event::Foreign {
            code: "withdrawn".into(),
            version: 2,
            bytes: [&withdrawn[part..], b"\x0ahidden-two"].concat(),
        },
        Event::Foreign {
            code: "inquiry-asked".into(),
            version: 1,
            bytes: [b"\x06pigeon".to_vec(), asked[asked.len() - 2..].to_vec()].concat(),
        },
    ]
}

#[test]
fn acts_of_a_newer_program_are_carried_through_the_desk_its_backup_and_its_erasure() {
    let data = office();
    let case = at_centre(data.path(), 61);
    let other = at_centre(data.path(), 62);
    let before = case_at(data.path(), &case);
    let written = newer_events();
    write_newer(data.path(), before.id, &written);

    let found = case_at(data.path(), &case);
    assert_eq!((found.unknown, found.waiting, found.stage), (3, 0, before.stage));
    assert_eq!(
        (&found.intake, &found.verdicts, &found.settlement),
        (&before.intake, &before.verdicts, &before.settlement)
    );
    assert_eq!(foreign(&replay::journal(data.path())), written, "to the byte");
    is_whole(data.path());
    let (code, shown) = command(data.path(), &["case", "show", &case]);
    assert!(code == 0 && shown.contains("newer-acts"), "{shown}");

    // What is approved together is what nothing is to be noticed of.
    let desk = open(data.path()).expect("it opens");
    assert!(!desk.is_clean(&found).expect("read"));
    desk.close();

    let elsewhere = restored(backed_up(data.path()).path());
    assert_eq!(foreign(&replay::journal(elsewhere.path())), written);
    assert_eq!(case_at(elsewhere.path(), &case).unknown, 3);

    // The service goes on in that case, and in others.
    let approve = on(&other, "approve", json!({"passphrase": "staple battery"}));
    assert_eq!(codes(data.path(), &[reviewer(), approve, clerk(), withdraw(&case)]), ["ok"; 4]);
    assert_eq!(foreign(&replay::journal(data.path())), written);
    is_whole(data.path());

    let bytes = |data: &Path| readable(&data.join("journal"));
    assert!(holds(&bytes(data.path()), "hidden-one") && holds(&bytes(data.path()), "hidden-two"));
    let order = erasure(&case, "123");
    let done = codes(data.path(), &[sign_in(), order]);
    assert_eq!(done.last().map(String::as_str), Some("ok"), "{done:?}");
    let (code, told) = command(data.path(), &["erase"]);
    assert!(code == 0 && told.contains("1 cases"), "{told}");
    assert!(!holds(&bytes(data.path()), "hidden-one") && !holds(&bytes(data.path()), "hidden-two"));
    is_whole(data.path());
}

#[test]
fn an_envelope_of_a_later_version_is_read_as_far_as_it_is_known() {
    let data = office();
    at_centre(data.path(), 61);
    for recorded in replay::journal(data.path()) {
        let now = encode(&recorded.envelope).expect("small");
        let mut later = now.clone();
        later[2] += 1;
        later.extend(b"what nobody knows yet");
        assert_eq!(decode::<Envelope>(&later).expect("as far as it goes"), recorded.envelope);
        // What this version wrote has no more than it says.
        assert!(decode::<Envelope>(&[&now[..], b"more"].concat()).is_err());
    }
}

/// Every event of a folder with what the digest of its body was made with.
fn salts(data: &Path) -> Vec<(Recorded, [u8; 16])> {
    let (acts, vault) = stored_acts(data);
    let salt = |stored: &Stored| (record::recorded_of(stored, vault.origin()).expect("an event").0, stored.salt());
    acts.iter().flat_map(|act| &act.events).map(salt).collect()
}

#[test]
fn nothing_of_an_erased_case_is_left_from_which_its_digests_could_be_guessed() {
    let data = office();
    let case = at_centre(data.path(), 61);
    let id = case_at(data.path(), &case).id;
    let order = erasure(&case, "123");
    let done = codes(data.path(), &[clerk(), withdraw(&case), sign_in(), order]);
    assert_eq!(done.last().map(String::as_str), Some("ok"), "{done:?}");

    let of_case = |(recorded, _): &(Recorded, [u8; 16])| recorded.envelope.case == Some(id);
    let before: Vec<_> = salts(data.path()).into_iter().filter(of_case).collect();
    let opening = before[0].1;
    for (recorded, salt) in &before[1..] {
        // The salts are derived, and only from the opening's.
        assert_eq!(*salt, later_salt(&opening, recorded.envelope.lineage, recorded.envelope.number));
    }
    let everything = |data: &Path| ["journal", "index", "slips"].map(|below| readable(&data.join(below))).concat();
    let is_there = |bytes: &[u8], salt: &[u8]| bytes.windows(salt.len()).any(|window| window == salt);
    assert!(is_there(&everything(data.path()), &opening));
    let (code, told) = command(data.path(), &["erase"]);
    assert!(code == 0, "{told}");
    let left = everything(data.path());
    for (_, salt) in &before {
        assert!(!is_there(&left, salt), "a salt is left");
    }
    let after: Vec<_> = salts(data.path()).into_iter().filter(of_case).collect();
    assert_eq!(after.len(), before.len());
    let ordered = |event: &Event| event.code() == "erasure-ordered";
    assert!(
        after
            .iter()
            .all(|(recorded, salt)| ordered(&recorded.event) || (recorded.event == Event::Erased && *salt == [0; 16]))
    );
    is_whole(data.path());
}
