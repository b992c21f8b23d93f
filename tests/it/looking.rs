//! Nobody looks without a trace: what cannot be noted is not shown, and a log that was doctored is named.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use pishkhan::domain::audit::{AccessEntry, Accessed};
use pishkhan::store::audit::access_log;
use pishkhan::store::disk::RealDisk;
use pishkhan::store::identity::vault_at;
use pishkhan::store::journal::Journal;
use serde_json::{Value, json};

use crate::world::{
    PROGRAM, act, clerk, codes, command, desk_with, desk_with_as, enrol_with, folder, made_up_id, office, open,
    open_line, place, reviewer, run, say, sign_in, tracking, unlock_file, verified,
};

/// The log as it lies there.
fn looks(data: &Path) -> Vec<AccessEntry> {
    let vault = vault_at(&place(data)).expect("it opens").of_access_log();
    let mut found = Vec::new();
    access_log::read(data, &vault, &mut |entry| found.push(entry)).expect("it is read");
    found
}

/// A command of whoever has these two lines, or of nobody.
fn by(data: &Path, who: Option<&str>, arguments: &[&str]) -> (i32, String) {
    let mut command = Command::new(PROGRAM);
    command.args(["--lang", "en", "--data"]).arg(data).args(arguments);
    command.env_remove("PISHKHAN_UNLOCK").env_remove("PISHKHAN_AS");
    let file = folder();
    if let Some(who) = who {
        fs::write(file.path().join("who"), who).expect("written");
        command.arg("--as").arg(file.path().join("who"));
    }
    let output = command.stdin(std::process::Stdio::null()).output().expect("it runs");
    let told = [output.stdout, output.stderr].concat();
    (output.status.code().unwrap_or(-1), String::from_utf8(told).expect("UTF-8"))
}

const SARA: &str = "sara\ncorrect horse\n";
const REZA: &str = "reza\nbattery staple\n";

#[test]
fn a_look_that_is_too_long_is_cut_and_never_dropped() {
    let data = desk_with(3);
    for (query, found) in
        [(format!("کریمی{}", " ".repeat(66_000)), 3), (format!("{}{}", made_up_id(2), " ".repeat(90_000)), 1)]
    {
        let before = looks(data.path()).len();
        let (code, shown) = command(data.path(), &["case", "find", &query]);
        assert_eq!((code, shown.lines().count()), (0, found), "{shown:.200}");
        let noted = looks(data.path()).split_off(before);
        let query = query.trim_end().to_owned();
        let expected = Accessed::Searched { query, found: u32::try_from(found).expect("few") };
        assert!(noted.iter().any(|entry| entry.what == expected && entry.operator == "sara"), "{noted:?}");
    }
}

/// What it is called, and how it is done.
type Way<'a> = (&'static str, Box<dyn Fn() + 'a>);

/// Ways to have looks kept nowhere.
fn blinded(data: &Path) -> Vec<Way<'_>> {
    let log = data.join("views");
    let gone = move || fs::remove_dir_all(data.join("views")).expect("it goes");
    let segment = log.join("00000001.journal");
    vec![
        (
            "a file",
            Box::new(move || {
                gone();
                fs::write(data.join("views"), "").expect("written")
            }),
        ),
        (
            "a link",
            Box::new(move || {
                gone();
                symlink("/dev/null", data.join("views")).expect("linked")
            }),
        ),
        (
            "a link to a folder",
            Box::new(move || {
                fs::rename(data.join("views"), data.join("slips/views")).expect("moved");
                symlink(data.join("slips/views"), data.join("views")).expect("linked");
            }),
        ),
        (
            "a file of it is a link",
            Box::new(move || {
                fs::remove_file(&segment).expect("it goes");
                symlink("/dev/null", &segment).expect("linked");
            }),
        ),
        (
            "a pipe",
            Box::new(move || {
                gone();
                assert!(Command::new("mkfifo").arg(data.join("views")).status().expect("it runs").success());
            }),
        ),
    ]
}

#[test]
fn what_cannot_be_noted_is_not_shown() {
    for at in 0..5 {
        let data = desk_with(2);
        let ways = blinded(data.path());
        let (what, blind) = &ways[at];
        let case = tracking(data.path()).remove(0);
        blind();
        for reading in [
            &["case", "find", "کریمی"][..],
            &["case", "list"],
            &["case", "show", &case],
            &["audit", "show"],
            &["salvage"],
        ] {
            let (code, told) = command(data.path(), reading);
            assert!(code == 3 && told.contains("could not be noted"), "{what}, {reading:?}: {code} {told}");
            assert!(!told.contains("کریمی") && !told.contains(&case), "{what}, {reading:?}: {told}");
        }
        let (_, replies) = act(data.path(), &[sign_in()]);
        assert_eq!(replies[0]["code"], "access-not-noted", "{what}");
        let found = verified(data.path(), None);
        assert_eq!((&found["ok"], &found["code"]), (&false.into(), &"audit-views-link".into()), "{what}: {found}");
    }
}

#[test]
fn a_log_that_goes_while_the_desk_is_open_is_begun_anew_and_named() {
    let data = desk_with(2);
    let mut desk = open(data.path()).expect("it opens");
    assert_eq!(say(&mut desk, &sign_in())["ok"], true);
    fs::rename(data.path().join("views"), data.path().join("slips/views")).expect("moved");
    let case = desk.find("کریمی", 1).expect("found").remove(0);
    desk.log_access(Accessed::Case { case: case.id }).expect("noted");
    assert_eq!(looks(data.path()).len(), 1, "it is where it is looked for");
    desk.close();
    assert_eq!(verified(data.path(), None)["code"], "audit-views");
}

/// The payloads of the log.
fn payloads(data: &Path) -> Vec<Vec<u8>> {
    let vault = vault_at(&place(data)).expect("it opens").of_access_log();
    let mut found = Vec::new();
    Journal::scan(&data.join("views"), &vault, None, &mut |_, payload, _| {
        found.push(payload.to_vec());
        Ok(())
    })
    .expect("it is read");
    found
}

/// Writes the log anew, every checksum right.
fn rewritten(data: &Path, payloads: &[Vec<u8>]) {
    let vault = vault_at(&place(data)).expect("it opens").of_access_log();
    fs::remove_dir_all(data.join("views")).expect("it goes");
    let mut journal = Journal::create(Arc::new(RealDisk), &data.join("views"), vault).expect("a journal");
    for payload in payloads {
        journal.append(payload).expect("written");
    }
    journal.flush_waiting().expect("flushed");
}

/// The code that names it, and how it is done.
type Doctored<'a> = (&'static str, &'a dyn Fn(&Path));

#[test]
fn a_doctored_log_is_named() {
    for encrypted in [false, true] {
        let whole = desk_with_as(3, encrypted);
        // Looks, and an act that says how far they reached.
        for query in ["کریمی", "زهرا", "A-1"] {
            assert_eq!(command(whole.path(), &["case", "find", query]).0, 0);
        }
        assert_eq!(codes(whole.path(), &[sign_in(), open_line(9, "L-9", &[])]), ["ok", "ok"]);
        assert_eq!(verified(whole.path(), None)["ok"], true);
        let kept = crate::world::Kept::of(whole.path());
        let all = payloads(whole.path());
        assert!(all.len() > 1, "there is something to be removed");
        let segment = |data: &Path| data.join("views/00000001.journal");
        let middle = |data: &Path| rewritten(data, &[&all[..all.len() / 2], &all[all.len() / 2 + 1..]].concat());
        let tail = |data: &Path| rewritten(data, &all[..1]);
        let replaced = |data: &Path| rewritten(data, &vec![all[0].clone(); all.len()]);
        let emptied = |data: &Path| fs::write(segment(data), "").expect("written");
        let gone = |data: &Path| fs::remove_dir_all(data.join("views")).expect("it goes");
        let zeroed = |data: &Path| {
            let mut bytes = fs::read(segment(data)).expect("the log");
            bytes[66..].fill(0);
            fs::write(segment(data), bytes).expect("written");
        };
        let ways: [Doctored; 6] = [
            ("audit-views", &middle),
            ("audit-views", &tail),
            ("audit-views", &replaced),
            ("audit-views-damaged", &emptied),
            ("audit-views", &gone),
            ("audit-views-damaged", &zeroed),
        ];
        for (at, (code, doctor)) in ways.into_iter().enumerate() {
            let data = folder();
            kept.lay_out(data.path());
            doctor(data.path());
            let found = verified(data.path(), None);
            assert_eq!((&found["ok"], &found["code"]), (&false.into(), &code.into()), "{at}: {found}");
            let (exit, told) = command(data.path(), &["audit", "show"]);
            assert!(exit == 1 && told.contains("acts are not affected"), "{at}: {exit} {told:.300}");
            // The desk goes on, and what it puts aside it does not hide.
            assert_eq!(codes(data.path(), &[sign_in()]), ["ok"], "{at}");
            assert_eq!(verified(data.path(), None)["ok"], false, "{at}");
        }
    }
}

#[test]
fn looks_beside_an_open_desk_go_into_one_log() {
    let data = desk_with(2);
    let mut desk = open(data.path()).expect("it opens");
    for round in 0..3 {
        assert_eq!(say(&mut desk, &sign_in())["ok"], true);
        assert_eq!(command(data.path(), &["audit", "show"]).0, 0, "{round}");
    }
    desk.close();
    let all = looks(data.path());
    let count = |what: &Accessed| all.iter().filter(|entry| entry.what == *what && entry.operator == "sara").count();
    assert!(count(&Accessed::Inspected) == 3 && count(&Accessed::SignedIn) >= 3, "{all:?}");
    assert_eq!(verified(data.path(), None)["ok"], true);
}

#[test]
fn whoever_reads_on_the_command_line_says_who_they_are() {
    let data = office();
    act(data.path(), &[clerk(), open_line(1, "R-1", &[])]);
    for reading in [&["case", "find", "کریمی"][..], &["case", "list"], &["audit", "show"], &["salvage"]] {
        let (code, told) = by(data.path(), None, reading);
        assert!(code == 1 && told.contains("--as") && !told.contains("کریمی"), "{reading:?}: {told}");
        let (code, told) = by(data.path(), Some("sara\nwrong\n"), reading);
        assert!(code == 1 && !told.contains("کریمی"), "{reading:?}: {told}");
        assert_eq!(by(data.path(), Some(SARA), reading).0, 0, "{reading:?}");
    }
    assert_eq!(by(data.path(), Some(REZA), &["case", "find", "کریمی"]).0, 0);
    assert!(looks(data.path()).iter().any(|entry| {
        entry.operator == "reza" && matches!(&entry.what, Accessed::Searched { query, found: 1 } if query == "کریمی")
    }));
    for reading in ["show", "verify"] {
        let code = by(data.path(), Some(REZA), &["audit", reading]).0;
        assert_eq!(code, i32::from(reading == "show"), "what was done is for an inspector; that it holds, for anybody");
    }
    // In a sealed folder whoever opened it is known.
    let sealed = desk_with_as(2, true);
    let unlock = unlock_file().display().to_string();
    let (code, _) = by(sealed.path(), None, &["--unlock", &unlock, "case", "find", "کریمی"]);
    assert_eq!(code, 0);
    let last = looks(sealed.path()).into_iter().rev().find(|entry| matches!(entry.what, Accessed::Searched { .. }));
    assert_eq!(last.expect("noted").operator, "sara");
    // Nobody has been admitted to what is not founded.
    let new = folder();
    assert_eq!(by(new.path(), None, &["init"]).0, 0);
    assert_eq!(by(new.path(), None, &["case", "list"]).0, 0);
}

#[test]
fn salvage_is_for_a_supervisor_masked_and_without_hashes() {
    for encrypted in [false, true] {
        let data = desk_with_as(2, encrypted);
        let (code, masked) = command(data.path(), &["salvage"]);
        assert!(code == 0 && masked.contains("کریمی") && !masked.contains(&made_up_id(1)), "{masked:.300}");
        assert!(!masked.contains("argon2"), "no hashes");
        let (code, told) = command(data.path(), &["salvage", "--full"]);
        assert_eq!(code, 2, "{told}");
        let (code, told) = command(data.path(), &["salvage", "--full", "--reason", " "]);
        assert_eq!(code, 2, "{told}");
        let (code, full) = command(data.path(), &["salvage", "--full", "--reason", "the disk is dying"]);
        assert!(code == 0 && full.contains(&made_up_id(1)) && !full.contains("argon2"), "{full:.300}");
        let reason = |reason: &Option<String>| reason.as_deref() == Some("the disk is dying");
        assert!(looks(data.path()).iter().any(|entry| {
            entry.operator == "sara" && matches!(&entry.what, Accessed::Salvaged { reason: why } if reason(why))
        }));
    }
    let data = office();
    assert_eq!(by(data.path(), Some(REZA), &["salvage"]).0, 1, "a clerk is refused");
    let refused = |entry: &AccessEntry| matches!(&entry.what, Accessed::Refused { act, .. } if act == "salvage");
    assert!(looks(data.path()).iter().any(|entry| refused(entry) && entry.operator == "reza"));
}

#[test]
fn what_was_refused_is_on_record() {
    let data = office();
    let case = crate::world::at_centre(data.path(), 5);
    let enrol = enrol_with("x", "evil", "supervisor", "long enough words");
    let approve = crate::world::on(&case, "approve", json!({"passphrase": "battery staple"}));
    let done = codes(data.path(), &[clerk(), enrol, approve, reviewer()]);
    assert_eq!(done, ["ok", "not-a-supervisor", "not-for-role", "ok"]);
    let noted: Vec<(String, String, bool)> = looks(data.path())
        .into_iter()
        .filter_map(|entry| match entry.what {
            Accessed::Refused { act, code, case } if entry.operator == "reza" => Some((act, code, case.is_some())),
            _ => None,
        })
        .collect();
    let expected = [("enrol", "not-a-supervisor", false), ("approve", "not-for-role", true)];
    assert_eq!(noted, expected.map(|(act, code, case)| (act.to_owned(), code.to_owned(), case)));
    let (_, shown) = run(&["--data", &data.path().display().to_string(), "audit", "show", "--operator", "reza"], "");
    let line = shown.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    assert!(line.into_iter().any(|line| line["look"]["Refused"]["act"] == "enrol"), "{shown}");
}

#[test]
fn what_was_searched_is_noted_and_not_what_stood_before_it() {
    let data = desk_with(1);
    for before in [" ", "\u{200c}", "\u{200b}", "\u{202e}"] {
        let query = before.repeat(60) + "A-1";
        assert_eq!(command(data.path(), &["case", "find", &query]).0, 0);
        let (_, told) = command(data.path(), &["audit", "show"]);
        let last = told.lines().rfind(|line| line.contains("Searched")).expect("a look");
        assert!(last.contains("A-1"), "{before:?}: {last}");
    }
}
