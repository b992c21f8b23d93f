//! What an inspector can prove, and what becomes of those who try: the tamperer, the thief, the curious,
//! the bribed.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use pishkhan::desk::ScrubReport;
use pishkhan::record::kept::encode;
use pishkhan::record::{self, Stored, StoredAct};
use pishkhan::store::audit::Broken;
use pishkhan::store::disk::RealDisk;
use pishkhan::store::journal::Journal;
use serde_json::json;

use crate::world::{
    act, another_supervisor, at_centre, at_desk, at_fee, clerk, close_day, codes, command, copy, erasure, fee, folder,
    founded, holds, journal, made_up_id, office, on, on_the_day_after, open, open_day, open_line, readable, run,
    sign_in, signed_because, stored_acts, tracking, two_supervisors, verified, withdraw,
};

fn audit(data: &Path, arguments: &[&str]) -> (i32, String) {
    command(data, &[&["audit"], arguments].concat())
}

/// Closes the day; what stands on its slip: the event's number and the head.
fn closed(data: &Path, blanks: &str) -> String {
    let (code, replies) = act(data, &[sign_in(), close_day(Some(blanks))]);
    assert_eq!(code, 0, "{replies:?}");
    let closed = &replies[1]["closed"];
    let head: String = closed["head"].as_str().expect("a head").chars().take(32).collect();
    format!("{}:{head}", closed["number"])
}

/// Two days of work, each closed; the heads on their slips.
fn two_days() -> (tempfile::TempDir, [String; 2]) {
    let data = office();
    at_centre(data.path(), 1);
    let first = closed(data.path(), "20");
    assert_eq!(codes(data.path(), &[sign_in(), open_day()]), ["ok", "ok"]);
    at_centre(data.path(), 2);
    let second = closed(data.path(), "20");
    (data, [first, second])
}

#[test]
fn what_was_signed_and_written_down_holds() {
    let (data, [first, second]) = two_days();
    let found = verified(data.path(), Some(&second));
    assert_eq!(
        (&found["ok"], &found["signed-days"], &found["heads-matched"]),
        (&true.into(), &2.into(), &1.into()),
        "{found}"
    );
    assert_eq!(verified(data.path(), Some(&first))["heads-matched"], 1);
    // As it stands on the slip, and in words.
    let (number, digits) = second.split_once(':').expect("a pair");
    let spelled: Vec<String> =
        digits.as_bytes().chunks(4).map(|group| String::from_utf8_lossy(group).into_owned()).collect();
    let (code, told) = audit(data.path(), &["verify", "--head", &format!("{number}:{}", spelled.join("-"))]);
    assert!(code == 0 && told.contains("2 signed days"), "{told}");
    let slip = fs::read_dir(data.path().join("slips")).expect("slips").flatten().map(|entry| entry.path());
    let slip = slip.into_iter().find(|path| path.display().to_string().contains("day-")).expect("the slip of the day");
    assert!(fs::read_to_string(slip).expect("kept").contains(&spelled.join("-")), "it is what the slip says");
}

#[test]
fn an_old_copy_of_the_folder_is_found_out_by_the_slip() {
    let data = office();
    at_centre(data.path(), 1);
    let old = folder();
    copy(data.path(), old.path());
    at_centre(data.path(), 2);
    let head = closed(data.path(), "20");
    assert_eq!(verified(old.path(), None)["ok"], true, "by itself the old copy is whole");
    let found = verified(old.path(), Some(&head));
    assert_eq!((&found["ok"], &found["code"]), (&false.into(), &"audit-ends".into()));
    // Work goes on in the old copy until it is as long: the head is another.
    at_centre(old.path(), 3);
    at_centre(old.path(), 4);
    let found = verified(old.path(), Some(&head));
    assert_eq!((&found["ok"], &found["code"]), (&false.into(), &"audit-head".into()));
    assert_eq!(audit(old.path(), &["verify", "--head", &head]).0, 1);
}

#[test]
fn the_tamperer_who_edits_swaps_or_removes_is_named() {
    let (data, [_, head]) = two_days();
    let whole = fs::read(journal(data.path())).expect("the journal");
    let starts: Vec<usize> = pishkhan::store::journal::segment::starts(&whole, 0).collect();
    assert!(starts.len() > 20);
    let write = |bytes: &[u8]| fs::write(journal(data.path()), bytes).expect("written");
    // An edited byte, two records that changed places, one that was taken out.
    let mut edited = whole.clone();
    edited[starts[9] + 60] ^= 1;
    let (a, b, c) = (starts[9], starts[10], starts[11]);
    let swapped = [&whole[..a], &whole[b..c], &whole[a..b], &whole[c..]].concat();
    let removed = [&whole[..a], &whole[b..]].concat();
    for (what, bytes) in [("edited", edited), ("swapped", swapped), ("removed", removed)] {
        write(&bytes);
        let found = verified(data.path(), Some(&head));
        assert_eq!((&found["ok"], &found["code"]), (&false.into(), &"damaged".into()), "{what}: {found}");
        let (code, _) = run(&["--data", &data.path().display().to_string(), "check"], "");
        assert_eq!(code, 3, "{what}");
    }
    // The looks are another stream; what is taken from it shows in the signature of the day.
    write(&whole);
    let looks = data.path().join("views/00000001.journal");
    fs::remove_file(&looks).expect("it goes");
    fs::remove_dir_all(data.path().join("views")).expect("it goes");
    let found = verified(data.path(), None);
    assert_eq!((&found["ok"], &found["code"]), (&false.into(), &"audit-views".into()), "{found}");
}

#[test]
fn the_curious_clerk_is_on_record() {
    let data = office();
    let case = at_centre(data.path(), 8);
    let mut term = at_desk(data.path(), &[], "reza", "battery staple");
    term.keys("\x1bOR").see("جستجو").keys("کریمی").see("زهرا کریمی").keys("\r").see("مشخصات");
    let masked = made_up_id(8);
    assert!(!term.screen().contains(&masked), "the number is masked");
    term.keys("v").see("مشخصات").keys("\x1b").see("جستجو").keys("\x1b").see("صف");
    // Whose number it is shows at an intake too, even if nothing comes of it.
    term.keys("\x1bOQ").see("نوع درخواست").keys("11\r\r\r\r").keys(&masked).see("زهرا کریمی").keys("\x1b").see("صف");
    // What was searched for is on record whether or not the search was left.
    term.keys("\x1bOR").see("جستجو").keys("نرگس").see("پیدا نشد").keys("\x1b[21~").see("بیرون").keys("\x1bOQ");
    term.end();
    let (code, shown) = audit(data.path(), &["show", "--operator", "reza"]);
    assert_eq!(code, 0);
    for look in ["SignedIn", "Searched", "Case", "Revealed", "Known", "نرگس"] {
        assert!(shown.contains(look), "{look}: {shown}");
    }
    let (_, of_case) = audit(data.path(), &["show", "--case", &case]);
    assert!(of_case.contains("Revealed") && of_case.contains("\"opened\""), "{of_case}");
    let (_, of_person) = audit(data.path(), &["show", "--person", &made_up_id(8)]);
    assert!(of_person.contains("fee-paid"), "{of_person}");
    let (_, of_other) = audit(data.path(), &["show", "--person", &made_up_id(9)]);
    assert_eq!(of_other.trim(), "");
}

#[test]
fn the_bribed_clerk_gets_nowhere_alone() {
    let data = office();
    let data = data.path();
    let case = at_centre(data, 1);
    let second = at_fee(data, clerk(), 2);
    let receipt = fee(1);
    let own_word = json!({"act": "confirm-payment", "case": second, "answers": receipt});
    let own_word = signed_because(&own_word, &["reference-used"], "reza", "fine");
    let waive = json!({"act": "waive-fee", "case": second});
    let done = codes(
        data,
        &[
            clerk(),
            on(&second, "confirm-payment", receipt),
            own_word.to_string(),
            on(&case, "approve", json!({"passphrase": "battery staple"})),
            on(&case, "cancel-fee", json!({"reason": "x"})),
            json!({"act": "open-day", "day": "1405/01/01"}).to_string(),
            json!({"act": "blanks-received", "answers": {"first-serial": "B-9000", "count": "5"}}).to_string(),
            json!({"act": "delete", "case": case}).to_string(),
            on(&case, "order-erasure", json!({"order": "x", "passphrase": "battery staple"})),
            signed_because(&waive, &["fee-waived"], "reza", "x").to_string(),
            json!({"act": "issue-recovery", "answers": {"sign-in": "sara"}}).to_string(),
        ],
    );
    let expected = [
        "ok",
        "reference-used",
        "not-a-supervisor",
        "not-for-role",
        "not-for-role",
        "other-day",
        "not-a-supervisor",
        "bad-line",
        "not-for-role",
        "not-a-supervisor",
        "not-a-supervisor",
    ];
    assert_eq!(done, expected);
}

#[test]
fn the_thief_with_the_disk_reads_nothing_and_signs_nothing() {
    let data = founded(true);
    let (code, _) = act(data.path(), &[sign_in(), open_line(1, "T-1", &[])]);
    assert_eq!(code, 0);
    let head = closed(data.path(), "");
    assert_eq!(verified(data.path(), Some(&head))["signed-days"], 1);
    let all = readable(data.path());
    for secret in ["کریمی", "sara", "T-1"] {
        assert!(!holds(&all, secret), "{secret}");
    }
    assert_ne!(fs::read(data.path().join("desk.key")).expect("the key").len(), 32, "the key is sealed too");
}

#[test]
fn a_folder_that_is_sealed_later_keeps_its_looks_and_its_signatures() {
    let (data, [_, head]) = two_days();
    let path = data.path().display().to_string();
    let by = two_supervisors();
    let by = by.path().display().to_string();
    let (code, told) = command(data.path(), &["init", "--encrypt", "--supervisor", &by]);
    assert_eq!(code, 0, "{told}");
    let unlock = data.path().join("code");
    fs::write(&unlock, told.lines().next().expect("the code")).expect("written");
    let unlock = unlock.display().to_string();
    let lines = format!("{}\n{}\n", sign_in(), open_day());
    let (code, told) = run(&["--data", &path, "--unlock", &unlock, "act"], &lines);
    assert_eq!(code, 0, "{told}");
    let (code, shown) = audit(data.path(), &["show"]);
    assert!(code == 0 && shown.contains("SignedIn") && shown.contains("folder-sealed"), "{shown}");
    let found = verified(data.path(), Some(&head));
    assert_eq!((&found["ok"], &found["signed-days"]), (&true.into(), &2.into()), "{found}");
}

#[test]
fn what_a_court_orders_is_erased_and_the_chain_still_holds() {
    let data = office();
    let case = at_centre(data.path(), 61);
    let other = at_centre(data.path(), 62);
    let order = erasure(&case, "شعبه ۳، ۱۲۳");
    let done = codes(data.path(), &[clerk(), order.clone(), withdraw(&case), sign_in(), order]);
    assert_eq!(done, ["ok", "not-for-role", "ok", "ok", "ok"]);
    let head = closed(data.path(), "20");
    let path = data.path().display().to_string();
    let remains = |person: u32| {
        let everything = ["journal", "slips"].map(|below| readable(&data.path().join(below))).concat();
        holds(&everything, &made_up_id(person))
    };
    assert!(remains(61) && remains(62));
    let (code, told) = run(&["--data", &path, "--lang", "en", "erase"], "");
    assert!(code == 0 && told.contains("1 cases"), "{told}");
    assert!(!remains(61) && remains(62), "that person is gone and nobody else");
    let (_, found) = run(&["--data", &path, "case", "find", "کریمی"], "");
    assert!(!found.contains(&case) && found.contains(&other), "{found}");
    let found = verified(data.path(), Some(&head));
    assert_eq!((&found["ok"], &found["heads-matched"]), (&true.into(), &1.into()), "{found}");
    let (_, told) = run(&["--data", &path, "--lang", "en", "check"], "");
    assert!(told.contains("agrees"), "{told}");
    let (code, told) = run(&["--data", &path, "--lang", "en", "erase"], "");
    assert!(code == 0 && told.contains("0 cases"), "{told}");
    crate::world::replay::holds(data.path());
}

/// Writes the journal anew without what the events of cases say, every checksum right.
fn strip(data: &Path) {
    let (acts, vault) = stored_acts(data);
    let origin = vault.origin();
    let aside = folder();
    let mut anew = Journal::create(Arc::new(RealDisk), &aside.path().join("journal"), vault).expect("a journal");
    for act in acts {
        let strip = |stored: Stored| {
            let of_case = record::recorded_of(&stored, origin).expect("an event").0.envelope.case.is_some();
            if of_case { stored.erased() } else { stored }
        };
        let act = StoredAct { events: act.events.into_iter().map(strip).collect() };
        anew.append(&encode(&act).expect("small")).expect("written");
    }
    anew.flush_waiting().expect("settled");
    fs::remove_dir_all(data.join("journal")).expect("it goes");
    copy(&aside.path().join("journal"), &data.join("journal"));
}

#[test]
fn who_empties_events_that_nobody_ordered_erased_is_named() {
    let (data, [_, head]) = two_days();
    strip(data.path());
    let found = verified(data.path(), Some(&head));
    assert_eq!((&found["ok"], &found["code"]), (&false.into(), &"audit-erased".into()), "{found}");
    // The index does not go with it, and the desk does not open. If that was taken away too, the desk finds it
    // by itself on the first quiet moment of a day.
    assert!(open(data.path()).is_err());
    fs::remove_dir_all(data.path().join("index")).expect("it goes");
    fs::remove_file(data.path().join("index.state")).expect("it goes");
    let mut desk = open(data.path()).expect("the desk opens");
    let found = loop {
        match desk.scrub() {
            Some(found) => break found,
            None => std::thread::sleep(std::time::Duration::from_millis(5)),
        }
    };
    assert!(matches!(found, ScrubReport::Damaged(Broken::Erased { .. })), "{found:?}");
    desk.close();
}

#[test]
fn erasing_in_a_sealed_folder_leaves_both_copies_of_its_keys() {
    let data = founded(true);
    let opened = open_line(71, "E-71", &[]);
    assert_eq!(codes(data.path(), &[clerk(), opened, sign_in(), another_supervisor(), close_day(None)]), ["ok"; 5]);
    let case = tracking(data.path()).remove(0);
    let order = erasure(&case, "شعبه ۳، ۱۲۴");
    // The next day stands behind the other supervisor.
    on_the_day_after(data.path(), &[sign_in(), open_day(), clerk(), withdraw(&case), sign_in(), order]);
    let (code, told) = run(&["--data", &data.path().display().to_string(), "--lang", "en", "erase"], "");
    assert!(code == 0 && told.contains("1 cases"), "{told}");
    let copies = ["keys.toml", "journal/keys.toml"].map(|name| fs::read(data.path().join(name)).expect("a copy"));
    assert_eq!(copies[0], copies[1]);
    assert_eq!(verified(data.path(), None)["ok"], true);
}
