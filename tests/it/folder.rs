//! The data folder looked over, copied, damaged in every way and saved.

use std::fs;
use std::path::Path;

use pishkhan::desk::{Desk, ScrubReport, StartError};
use pishkhan::store::audit::Broken;
use pishkhan::store::error::OpenError;
use pishkhan::store::journal::segment;
use serde_json::Value;

use crate::world::{
    Kept, Term, act, cases_of, close_day, command, desk_with, desk_with_as, files_below, folder, founded, journal,
    open, open_day, report, rounds, run_act, sign_in, tracking,
};

fn checked(data: &Path) -> Value {
    report(data, &["check"])
}

fn add_cases(data: &Path, people: std::ops::Range<u32>) {
    let (code, replies) = act(data, &cases_of(people));
    assert_eq!(code, 0, "{replies:?}");
}

#[test]
fn check_counts_and_compares_every_entry() {
    let data = desk_with(12);
    let found = checked(data.path());
    assert_eq!(
        (&found["ok"], &found["cases"], &found["index"]),
        (&true.into(), &12.into(), &"agrees".into()),
        "{found}"
    );
    assert_eq!(found["torn-bytes"], 0);
    let (code, told) = command(data.path(), &["check"]);
    assert!(code == 0 && told.contains("12 cases") && told.contains("agrees"), "{told}");
    // An index that lags is built again; the check says so and changes nothing of the journal.
    fs::remove_file(data.path().join("index.state")).expect("the state goes");
    assert_eq!(checked(data.path())["index"], "absent");
    assert_eq!(tracking(data.path()).len(), 12);
    let mut bytes = fs::read(journal(data.path())).expect("the journal");
    bytes[2000] ^= 1;
    fs::write(journal(data.path()), bytes).expect("the damage is done");
    let found = checked(data.path());
    assert_eq!((&found["ok"], &found["code"]), (&false.into(), &"damaged".into()));
    assert_eq!(found["first-bad"]["file"], "00000001.journal");
    assert_eq!(command(data.path(), &["check"]).0, 3);
}

#[test]
fn a_backup_is_proved_grows_and_comes_back_whole() {
    let (data, target) = (desk_with(5), folder());
    let place = target.path().display().to_string();
    let (code, told) = command(data.path(), &["backup", &place]);
    assert!(code == 0 && told.contains("5 cases"), "{told}");
    let again = command(data.path(), &["backup", &place]).1;
    assert!(again.contains(" 0 files copied"), "nothing has changed: {again}");
    add_cases(data.path(), 100..103);
    // As if the stick were pulled out after the journal was copied and before the manifest was.
    let below = fs::read_dir(target.path()).expect("the target").flatten().next().expect("a backup").path();
    fs::copy(journal(data.path()), journal(&below)).expect("copied");
    let early = folder();
    let back = early.path().join("desk");
    assert_eq!(command(&back, &["restore", &place]).0, 0);
    assert_eq!(tracking(&back).len(), 5, "the earlier backup still holds");
    let (code, told) = command(data.path(), &["backup", &place]);
    assert!(code == 0 && told.contains("8 cases"), "{told}");
    let late = folder();
    let back = late.path().join("desk");
    let (code, told) = command(&back, &["restore", &place]);
    assert!(code == 0 && told.contains("8 cases"), "{told}");
    assert_eq!(tracking(&back), tracking(data.path()));
    assert_eq!(checked(&back)["digest"], checked(data.path())["digest"]);
    // Into a folder that holds something, nothing is restored.
    assert_eq!(command(data.path(), &["restore", &place]).0, 4);
}

#[test]
fn a_day_that_is_closed_is_added_up_and_backed_up() {
    let (data, target) = (desk_with(3), folder());
    let (place, path) = (target.path().display().to_string(), data.path().display().to_string());
    let close = |data: &Path| {
        let (code, mut replies) = act(data, &[sign_in(), close_day(None)]);
        assert_eq!(code, 0, "{replies:?}");
        replies.remove(1)["closed"].clone()
    };
    let closed = close(data.path());
    assert_eq!((&closed["totals"]["opened"], &closed["backup"]), (&3.into(), &Value::Null), "{closed}");
    let slip = fs::read_dir(data.path().join("slips")).expect("slips").flatten();
    let slip = slip.map(|entry| entry.path()).find(|path| path.display().to_string().contains("day-"));
    let text = fs::read_to_string(slip.expect("the slip of the day")).expect("it is kept");
    let head: String = closed["head"].as_str().expect("the head").chars().take(4).collect();
    assert!(text.contains(&head), "the head of the chain is on it: {text}");
    let (code, told) = command(data.path(), &["backup", &place, "--at-close"]);
    assert!(code == 0 && told.contains("From now on"), "{told}");
    act(data.path(), &[sign_in(), open_day()]);
    add_cases(data.path(), 50..52);
    let closed = close(data.path());
    assert_eq!((&closed["totals"]["opened"], &closed["backup"]["ok"]), (&2.into(), &true.into()), "{closed}");
    let back = folder();
    let desk = back.path().join("desk");
    assert_eq!(command(&desk, &["restore", &place]).0, 0);
    assert_eq!(tracking(&desk).len(), 5);
    // The stick is gone: the day is closed all the same, and it is said.
    drop(target);
    fs::write(&place, "a file in its place").expect("written");
    act(data.path(), &[sign_in(), open_day()]);
    let closed = close(data.path());
    assert_eq!((&closed["backup"]["ok"], &closed["backup"]["code"]), (&false.into(), &"backup-disk".into()), "{path}");
    fs::remove_file(&place).expect("it goes");
}

#[cfg(unix)]
#[test]
fn every_file_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    for encrypted in [false, true] {
        let data = founded(encrypted);
        // What the program itself makes, and not this test.
        fs::remove_dir_all(data.path().join("index")).expect("it goes");
        assert_eq!(run_act(data.path(), &cases_of(1..3)).0, 0);
        for path in files_below(data.path()) {
            let mode = |path: &Path| fs::metadata(path).expect("it is there").permissions().mode() & 0o077;
            assert_eq!(mode(&path), 0, "{}", path.display());
            let parent = path.parent().expect("a folder");
            // The folder itself was there before.
            assert!(parent == data.path() || mode(parent) == 0, "{}", parent.display());
        }
    }
}

#[test]
fn the_quiet_look_finds_what_is_wrong() {
    let data = desk_with(4);
    let mut desk = open(data.path()).expect("the desk opens");
    let found = |desk: &mut Desk| loop {
        if let Some(found) = desk.scrub() {
            break found;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    };
    assert!(
        matches!(found(&mut desk), ScrubReport::Whole(scrubbed) if scrubbed.events == 10),
        "keys, rules, office, people, day, cases"
    );
    desk.close();
    let mut bytes = fs::read(journal(data.path())).expect("the journal");
    bytes[2000] ^= 1;
    let mut desk = open(data.path()).expect("the index is trusted, and the records before its mark are not read");
    fs::write(journal(data.path()), bytes).expect("the damage is done");
    assert!(matches!(found(&mut desk), ScrubReport::Damaged(Broken::Folder(OpenError::Damaged { .. }))));
}

#[test]
fn a_record_that_ends_with_a_zero_is_not_taken_for_room() {
    let header = segment::Header { store: [1; 16], first: 1, before: [0; 16] }.bytes();
    let ends_with_zero = (0..=u32::MAX).map(|number| segment::record(1, &[0; 16], &number.to_le_bytes()).0);
    let record = ends_with_zero.into_iter().find(|bytes| bytes.ends_with(&[0])).expect("one of some hundred");
    let whole = [header, record].concat();
    let with_room = [whole.clone(), vec![0; 5000]].concat();
    assert_eq!(segment::used(&with_room), whole.len(), "a backup would lose the last act");
}

#[test]
fn a_backup_that_is_damaged_is_never_restored_as_if_it_were_whole() {
    let (data, target) = (desk_with(3), folder());
    let place = target.path().display().to_string();
    assert_eq!(command(data.path(), &["backup", &place]).0, 0);
    for path in files_below(target.path()) {
        let whole = fs::read(&path).expect("a file of the backup");
        let mut bytes = whole.clone();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 16;
        fs::write(&path, &bytes).expect("the damage is done");
        let back = folder();
        let desk = back.path().join("desk");
        let (code, told) = command(&desk, &["restore", &place]);
        let whole_again = code == 0 && tracking(&desk).len() == 3;
        assert!(code == 4 && told.contains("manifest") || whole_again, "{}: {code} {told}", path.display());
        fs::write(&path, &whole).expect("it is whole again");
    }
    assert_eq!(command(&folder().path().join("x"), &["restore", "/nowhere"]).0, 4);
}

#[test]
fn a_backup_may_be_taken_while_the_desk_is_open() {
    let (data, target) = (desk_with(2), folder());
    let path = data.path().display().to_string();
    let mut term = Term::start(&["--data", &path, "--bidi", "app"], 80, 24);
    term.see("نام کاربری");
    let (code, told) = command(data.path(), &["backup", &target.path().display().to_string()]);
    assert!(code == 0 && told.contains("2 cases"), "{told}");
    assert_eq!(checked(data.path())["index"], "in-use");
}

#[test]
fn salvage_finds_what_is_whole_and_names_what_is_not() {
    let data = desk_with(9);
    let (_, whole) = command(data.path(), &["salvage"]);
    let summary = |output: &str| -> Value {
        let line = output.lines().find(|line| line.starts_with("{\"summary\"")).expect("the summary");
        serde_json::from_str::<Value>(line).expect("JSON")["summary"].clone()
    };
    let first = summary(&whole);
    assert_eq!((&first["missing-records"], &first["damaged"]), (&serde_json::json!([]), &serde_json::json!([])));
    let records = first["records"].as_u64().expect("a number");
    // One record in the middle is hurt: it and no other is missing.
    let clean = fs::read(journal(data.path())).expect("the journal");
    let used = clean.iter().rposition(|byte| *byte != 0).expect("records");
    let mut bytes = clean.clone();
    bytes[used / 2] ^= 1;
    fs::write(journal(data.path()), &bytes).expect("the damage is done");
    let found = summary(&command(data.path(), &["salvage"]).1);
    assert_eq!(found["records"], records - 1);
    assert_eq!(found["missing-records"].as_array().map(Vec::len), Some(1));
    assert_eq!(found["damaged"].as_array().map(Vec::len), Some(1));
    // The head of the file and the last record gone: the witness knows how many there were.
    let mut bytes = clean.clone();
    bytes[..40].fill(0);
    bytes.truncate(used - 50);
    fs::write(journal(data.path()), &bytes).expect("the damage is done");
    let found = summary(&command(data.path(), &["salvage"]).1);
    assert_eq!(found["missing-records"], serde_json::json!([[records, records]]));
}

/// Everything is there, or it is refused with a sentence that names a file: nothing in between.
fn opens_whole_or_is_refused(data: &Path, before: &[String], what: &str) {
    match open(data) {
        Ok(desk) => {
            desk.close();
            assert_eq!(tracking(data), before, "{what}: silently fewer");
        }
        Err(StartError::Store(error)) => {
            let named = match &error {
                OpenError::Damaged { file, .. } | OpenError::Newer { file } | OpenError::Missing { file } => {
                    !file.is_empty()
                }
                OpenError::NotOurs { .. } | OpenError::NotWritable { .. } => true,
                _ => false,
            };
            assert!(named, "{what}: {error:?} names no file");
        }
        Err(other) => panic!("{what}: {other:?}"),
    }
}

/// Every file of a folder, in every way: `PISHKHAN_CRASH_ROUNDS=100` flips 200 bits and cuts at 50 places.
#[test]
fn any_damage_to_any_file_is_told_or_costs_nothing() {
    any_damage(false);
}

#[test]
fn any_damage_to_any_file_of_a_sealed_folder_is_told_or_costs_nothing() {
    any_damage(true);
}

fn any_damage(encrypted: bool) {
    let base = desk_with_as(4, encrypted);
    // A draft, a remembered terminal, an index that was not closed in order.
    fs::write(base.path().join("terminals.toml"), "[terminal_reorders]\nxterm = false\n").expect("written");
    let before = tracking(base.path());
    let kept = Kept::of(base.path());
    let (flips, cuts) = if rounds() >= 100 { (200, 50) } else { (7, 4) };
    for path in files_below(base.path()) {
        let name = path.strip_prefix(base.path()).expect("below").to_owned();
        let whole = fs::read(&path).expect("a file");
        let used = whole.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
        let mut ways: Vec<(String, Option<Vec<u8>>)> =
            vec![("emptied".into(), Some(Vec::new())), ("deleted".into(), None)];
        for at in 0..if used > 0 { flips } else { 0 } {
            let mut bytes = whole.clone();
            bytes[at * (used - 1) / flips] ^= 1 << (at % 8);
            ways.push((format!("bit {at} flipped"), Some(bytes)));
        }
        for at in 1..if used > 4 { cuts } else { 0 } {
            ways.push((format!("cut {at}"), Some(whole[..used * at / cuts].to_vec())));
        }
        let mut zeroed = whole.clone();
        let page = (used / 2).min(zeroed.len());
        let end = (page + 4096).min(zeroed.len());
        zeroed[page..end].fill(0);
        ways.push(("a page of zeros".into(), Some(zeroed)));
        for (way, bytes) in ways {
            let data = folder();
            kept.lay_out(data.path());
            match bytes {
                Some(bytes) => fs::write(data.path().join(&name), bytes).expect("the damage is done"),
                None => fs::remove_file(data.path().join(&name)).expect("it goes"),
            }
            opens_whole_or_is_refused(data.path(), &before, &format!("{} {way}", name.display()));
        }
        for renamed in [true, false] {
            let data = folder();
            kept.lay_out(data.path());
            let (from, to) = (data.path().join(&name), data.path().join(name.with_file_name("00000002.journal")));
            let done = if renamed { fs::rename(&from, &to) } else { fs::copy(&from, &to).map(|_| ()) };
            done.expect("the damage is done");
            opens_whole_or_is_refused(data.path(), &before, &format!("{} renamed {renamed}", name.display()));
        }
    }
}
