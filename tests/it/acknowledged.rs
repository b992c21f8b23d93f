//! Nothing acknowledged is lost, and nothing is acknowledged behind a loss or where nobody would find it again.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use pishkhan::desk::clock::{Clock, SystemClock};
use pishkhan::store::identity::vault_at;
use pishkhan::store::journal::segment;
use pishkhan::store::upkeep::check::{check, check_in_parts};
use serde_json::Value;

use crate::world::{
    Kept, cases_of, close_day, command, copy, desk_with, desk_with_as, done_all, folder, is_whole, journal, open,
    open_at, open_line, place, report, rotate_keys, run_act, say, sign_in, tracking, verified,
};

/// Something that is done to a data folder, and what it is called.
type Harm<'a> = (&'a str, &'a dyn Fn(&Path));

/// How many bytes of a journal file are header and records.
fn used(data: &Path) -> usize {
    segment::used(&fs::read(journal(data)).expect("the journal"))
}

fn tip(data: &Path) -> PathBuf {
    data.join("journal/head")
}

/// Changes the bytes of the journal's file.
fn spoil(data: &Path, change: impl FnOnce(&mut Vec<u8>)) {
    let mut bytes = fs::read(journal(data)).expect("the journal");
    change(&mut bytes);
    fs::write(journal(data), bytes).expect("the damage is done");
}

/// The desk is refused with a word that names a file and says what is safe, and nothing is written.
fn is_refused(data: &Path, what: &str) {
    let before = fs::read(journal(data)).ok();
    // Each in turn: they all come in by one door.
    let arguments = [&["act"][..], &["case", "list"], &["case", "find", "x"]][what.len() % 3];
    let (code, told) = command(data, arguments);
    let named = told.contains(".journal is damaged at byte") && told.contains("safe") || told.contains("is missing");
    assert!(code == 3 && named, "{what}, {arguments:?}: {code} {told}");
    assert_eq!(fs::read(journal(data)).ok(), before, "{what}: something was written");
}

#[test]
fn nothing_is_written_behind_a_hole_of_which_only_the_index_knows() {
    for encrypted in [false, true] {
        let data = desk_with_as(3, encrypted);
        let early = folder();
        copy(data.path(), early.path());
        done_all(data.path(), &cases_of(10..14));
        let whole = Kept::of(data.path());
        let end = used(data.path());
        let lose: [Harm; 8] = [
            ("64 bytes", &|data| spoil(data, |bytes| bytes[end - 64..].fill(0))),
            ("400 bytes", &|data| spoil(data, |bytes| bytes[end - 400..].fill(0))),
            ("a whole record and more", &|data| spoil(data, |bytes| bytes[end - 1500..].fill(0))),
            ("cut off", &|data| spoil(data, |bytes| bytes.truncate(end - 1))),
            ("a bit in the middle", &|data| spoil(data, |bytes| bytes[end / 2] ^= 4)),
            ("a bit in the last record", &|data| spoil(data, |bytes| bytes[end - 40] ^= 1)),
            ("an hour ago", &|data| assert!(fs::copy(journal(early.path()), journal(data)).is_ok())),
            ("gone", &|data| fs::remove_file(journal(data)).expect("it goes")),
        ];
        // Each way in a folder that lies open; where a passphrase takes its time, every third.
        for (what, lose) in lose.into_iter().step_by(if encrypted { 3 } else { 1 }) {
            for without_tip in [true, false] {
                let data = folder();
                whole.lay_out(data.path());
                if without_tip {
                    fs::remove_file(tip(data.path())).expect("it goes");
                }
                lose(data.path());
                is_refused(data.path(), what);
            }
            // The tip of then, as a program that brings files back one by one leaves it.
            let data = folder();
            whole.lay_out(data.path());
            fs::copy(tip(early.path()), tip(data.path())).expect("put back");
            lose(data.path());
            is_refused(data.path(), what);
        }
    }
}

#[test]
fn the_newest_file_of_many_may_not_be_missing() {
    let data = desk_with(2);
    let (code, told) = command(data.path(), &["check"]);
    assert_eq!(code, 0, "{told}");
    // As if there had been a second file, up to which the index followed.
    let second = data.path().join("journal/00000002.journal");
    fs::rename(journal(data.path()), &second).expect("renamed");
    is_refused(data.path(), "the first of two");
    fs::rename(&second, journal(data.path())).expect("renamed");
    assert_eq!(tracking(data.path()).len(), 2);
}

#[test]
fn a_tip_that_is_lost_is_told_and_written_anew() {
    let data = desk_with(3);
    let whole = Kept::of(data.path());
    for garbage in [None, Some(vec![7; 5000]), Some(Vec::new())] {
        let data = folder();
        whole.lay_out(data.path());
        match &garbage {
            None => fs::remove_file(tip(data.path())).expect("it goes"),
            Some(bytes) => fs::write(tip(data.path()), bytes).expect("written"),
        }
        assert_eq!(report(data.path(), &["check"])["head-file-lost"], true);
        let (code, told) = command(data.path(), &["case", "list"]);
        assert!(code == 0 && told.contains("“head”"), "{told}");
        let (code, told) = command(data.path(), &["case", "list"]);
        assert!(code == 0 && !told.contains("“head”"), "it is there again: {told}");
        assert_eq!(report(data.path(), &["check"])["head-file-lost"], false);
        is_whole(data.path());
    }
}

/// What may be done to the files of a desk that is open, and whether the desk's own files are then as they were.
#[test]
fn what_is_pulled_from_under_an_open_desk_is_not_written_to() {
    let pull: [Harm; 5] = [
        ("the lock removed", &|data| fs::remove_file(data.join("lock")).expect("it goes")),
        ("another lock", &|data| {
            fs::remove_file(data.join("lock")).expect("it goes");
            fs::write(data.join("lock"), "").expect("written");
        }),
        ("the journal removed", &|data| fs::remove_file(journal(data)).expect("it goes")),
        ("its copy in its place", &|data| {
            let copied = data.join("journal/copy");
            fs::copy(journal(data), &copied).and_then(|_| fs::rename(&copied, journal(data))).expect("replaced");
        }),
        ("the folder moved away", &|data| fs::rename(data.join("journal"), data.join("moved")).expect("moved")),
    ];
    for (what, pull) in pull {
        let data = desk_with(1);
        let before = fs::read(journal(data.path())).expect("the journal");
        let mut desk = open(data.path()).expect("the desk opens");
        assert_eq!(say(&mut desk, &sign_in())["ok"], true);
        pull(data.path());
        if what.contains("lock") {
            let (code, told) = command(data.path(), &["case", "list"]);
            assert!(code == 3 && told.contains("open in another program"), "{what}: {told}");
            assert_eq!(report(data.path(), &["check"])["index"], "in-use", "{what}");
        }
        for person in 50..52 {
            let reply = say(&mut desk, &open_line(person, &format!("A-{person}"), &[]));
            let code = if person == 50 { "pulled-away" } else { "read-only" };
            assert_eq!((&reply["ok"], &reply["code"]), (&false.into(), &code.into()), "{what}: {reply}");
        }
        drop(desk);
        if what.contains("lock") || what.contains("copy") {
            let now = fs::read(journal(data.path())).expect("the journal");
            assert_eq!(segment::used(&now), segment::used(&before), "{what}: nothing of it stays");
            assert_eq!(tracking(data.path()).len(), 1, "{what}");
        }
    }
}

/// The same file under the same name, and another content in it.
#[test]
fn what_is_written_over_under_an_open_desk_is_not_gone_on_from() {
    let early = desk_with(1);
    let first = fs::read(journal(early.path())).expect("the journal");
    let over: [Harm; 5] = [
        ("an older one copied over it", &|data| fs::write(journal(data), &first).expect("written over")),
        ("emptied", &|data| fs::write(journal(data), "").expect("emptied")),
        ("cut off", &|data| {
            let file = fs::OpenOptions::new().write(true).open(journal(data)).expect("the journal");
            file.set_len(used(data) as u64 - 1).expect("cut off");
        }),
        ("its end zeroed", &|data| {
            let end = used(data);
            spoil(data, |bytes| bytes[end - 700..].fill(0));
        }),
        ("zeroed", &|data| spoil(data, |bytes| bytes.fill(0))),
    ];
    for encrypted in [false, true] {
        for (what, harm) in over.iter().step_by(if encrypted { 3 } else { 1 }) {
            let data = desk_with_as(2, encrypted);
            let mut desk = open(data.path()).expect("the desk opens");
            assert_eq!(say(&mut desk, &sign_in())["ok"], true);
            assert_eq!(say(&mut desk, &open_line(40, "A-40", &[]))["ok"], true, "{what}");
            harm(data.path());
            let left = fs::read(journal(data.path())).expect("the journal");
            for code in ["pulled-away", "read-only"] {
                let reply = say(&mut desk, &open_line(50, "A-50", &[]));
                assert_eq!((&reply["ok"], &reply["code"]), (&false.into(), &code.into()), "{what}: {reply}");
            }
            assert_eq!(fs::read(journal(data.path())).expect("the journal"), left, "{what}: nothing was written");
            drop(desk);
            is_refused(data.path(), what);
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_cannot_be_written_to_is_looked_at() {
    for encrypted in [false, true] {
        let data = desk_with_as(3, encrypted);
        let case = tracking(data.path())[0].clone();
        let path = data.path().display().to_string();
        let mounted =
            |arguments: &[&str]| Command::new("mount").args(arguments).status().is_ok_and(|done| done.success());
        if !mounted(&["--bind", &path, &path]) || !mounted(&["-o", "remount,bind,ro", &path]) {
            let _ = Command::new("umount").arg(&path).status();
            return eprintln!("NOT RUN: nothing can be mounted here (root)");
        }
        let shown = [
            command(data.path(), &["case", "list"]),
            command(data.path(), &["case", "show", &case]),
            command(data.path(), &["case", "find", "کریمی"]),
            command(data.path(), &["check"]),
            command(data.path(), &["audit", "verify"]),
        ];
        let (_, acted) = run_act(data.path(), &cases_of(70..71));
        let desk = open(data.path()).expect("screens have something to show");
        assert!(desk.report.read_only);
        desk.close();
        assert!(Command::new("umount").arg(&path).status().is_ok_and(|done| done.success()));
        for (code, told) in shown {
            assert_eq!(code, 0, "{told}");
        }
        assert_eq!(acted.last().expect("a reply")["code"], "read-only", "{acted:?}");
        is_whole(data.path());
        assert_eq!(tracking(data.path()).len(), 3);
    }
}

#[test]
fn half_written_files_are_swept_and_nothing_else_is() {
    let data = desk_with(1);
    let half = [".tmpA1b2C3", "journal/.tmpZZZZZZ", "drafts/.tmp000000", "slips/.tmpabcdef", "views/.tmp9Q9Q9Q"];
    let others = [".tmp", ".tmpA1b2C3D", ".tmpA1b2C!", "drafts/tmpA1b2C3"];
    for name in half.iter().chain(&others) {
        fs::write(data.path().join(name), "a name").expect("written");
    }
    fs::create_dir(data.path().join(".tmpFOLDER")).expect("made");
    // A desk that is open may be writing just now.
    let holding = fs::File::open(data.path().join("lock")).expect("the lock");
    holding.lock().expect("held");
    assert_eq!(command(data.path(), &["case", "list"]).0, 3);
    assert!(half.iter().all(|name| data.path().join(name).exists()), "not those of a program that is at work");
    drop(holding);
    assert_eq!(tracking(data.path()).len(), 1);
    assert!(half.iter().all(|name| !data.path().join(name).exists()), "swept");
    assert!(others.iter().all(|name| data.path().join(name).exists()), "not ours");
    assert!(data.path().join(".tmpFOLDER").exists());
}

/// The machine's clocks: one that is set, one that counts, and which start of the machine it is.
struct Machine {
    wall: Arc<AtomicI64>,
    counted: Arc<AtomicI64>,
    start: &'static str,
}

impl Clock for Machine {
    fn wall_ms(&self) -> i64 {
        self.wall.load(Ordering::SeqCst)
    }

    fn mono_ms(&self) -> u64 {
        u64::try_from(self.counted.load(Ordering::SeqCst)).expect("it counts up")
    }

    fn machine_start(&self) -> Option<String> {
        Some(self.start.to_owned())
    }
}

#[test]
fn a_clock_that_was_set_ahead_between_two_starts_is_told_and_an_absence_is_not() {
    const HOUR: i64 = 3_600_000;
    let data = desk_with(1);
    let at = |wall: i64, counted: i64, start| {
        let clock = Machine { wall: Arc::new(wall.into()), counted: Arc::new(counted.into()), start };
        let mut desk = open_at(place(data.path()), clock).expect("the desk opens");
        let known = desk.clock_events().len();
        assert_eq!(say(&mut desk, &sign_in())["ok"], true);
        // Any act that is kept will do.
        let reply = say(&mut desk, &rotate_keys());
        let told = desk.clock_events().len() - known;
        desk.close();
        assert_eq!(reply["ok"], true, "{reply}");
        told
    };
    let now = SystemClock::default().wall_ms();
    assert_eq!(at(now, 1_000, "one"), 0, "what was before nobody can tell");
    assert_eq!(at(now + HOUR, 1_000 + HOUR, "one"), 0, "an hour passed by both");
    assert_eq!(at(now + 2 * HOUR, 1_000 + HOUR, "one"), 1, "an hour passed by one");
    assert_eq!(at(now + 900 * HOUR, 1_000 + 899 * HOUR, "one"), 0, "many days, by both");
    assert_eq!(at(now + 40_000 * HOUR, 1_000 + 899 * HOUR, "one"), 1, "years, by one");
    assert_eq!(at(now + 40_200 * HOUR, 5, "two"), 0, "the machine was restarted: nothing is invented");
    assert_eq!(at(now + 40_200 * HOUR + 2 * HOUR, 5, "two"), 1, "and from there on it counts again");
}

#[test]
fn a_folder_that_was_just_sealed_is_not_accused() {
    let data = desk_with(2);
    done_all(data.path(), &[sign_in(), close_day(None)]);
    assert_eq!(verified(data.path(), None)["signed-days"], 1);
    let (code, told) = command(data.path(), &["init", "--encrypt"]);
    assert_eq!(code, 0, "{told}");
    let unlock = folder();
    let file = unlock.path().join("code");
    fs::write(&file, told.lines().next().expect("the code")).expect("written");
    let file = file.display().to_string();
    let (code, told) = command(data.path(), &["--unlock", &file, "audit", "verify", "--json"]);
    let found: Value = serde_json::from_str(told.lines().next().expect("an object")).expect("JSON");
    assert_eq!((code, &found["ok"], &found["signed-days"]), (0, &true.into(), &1.into()), "{found}");
}

#[test]
fn a_check_in_parts_finds_what_a_check_at_once_finds() {
    let data = desk_with(9);
    let vault = vault_at(&place(data.path())).expect("it opens");
    let whole = check(data.path(), &vault).expect("whole");
    assert_eq!(whole.cases, 9);
    for at_once in [1, 2, 4, 8, 9] {
        assert_eq!(check_in_parts(data.path(), &vault, at_once).expect("whole"), whole, "{at_once} at a time");
    }
}
