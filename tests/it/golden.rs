//! Folders that earlier versions wrote open for ever, are whole, and are worked on in.

use std::fs;
use std::path::{Path, PathBuf};

use pishkhan::domain::case::Case;
use pishkhan::store::layout::hex;
use serde_json::{Value, json};

use crate::world::meaning::meaning;
use crate::world::script::play;
use crate::world::{act, as_user, copy, data, folder, open, open_day, run, sign_in, verified};

/// A copy of the golden folder of this name, and the head that was written down when it was made.
fn golden(name: &str) -> (tempfile::TempDir, String) {
    let target = folder();
    copy(&data(name), target.path());
    let head = fs::read_to_string(target.path().join("head")).expect("the head").trim().to_owned();
    fs::remove_file(target.path().join("head")).expect("it goes");
    (target, head)
}

fn counts(data: &Path) -> Vec<usize> {
    let desk = open(data).expect("it opens");
    let counts = desk.queue().expect("the queue").groups.iter().map(|group| group.count).collect();
    let found = desk.find("کریمی", 50).expect("they are found");
    for case in found {
        let history = desk.history(case.id).expect("its history");
        assert_eq!(history.len(), usize::try_from(case.version).expect("small"));
        assert_eq!(history.iter().fold(None, Case::fold).as_ref(), Some(&case), "the case is the fold of its events");
    }
    desk.close();
    counts
}

#[test]
fn a_folder_of_version_1_opens() {
    let (golden, head) = golden("golden-v1");
    let expected = [2, 1, 0, 2, 2, 0, 0, 0, 0, 0, 0];
    assert_eq!(counts(golden.path()), expected, "documents, deficient, referred, fee, awaiting the centre");
    let desk = open(golden.path()).expect("version 1 opens");
    assert_eq!(desk.find("محمدی نژاد", 5).expect("it is found").len(), 1);
    assert!(hex(&desk.chain_head()).starts_with(&head));
    desk.close();
}

#[test]
fn folders_of_version_2_open_verify_and_are_gone_on_with() {
    for name in ["golden-v2", "golden-v2-sealed"] {
        let (golden, head) = golden(name);
        let path = golden.path().display().to_string();
        let found = verified(golden.path(), Some(&head));
        assert_eq!((&found["ok"], &found["signed-days"]), (&true.into(), &1.into()), "{name}: {found}");
        // Documents, deficient, referred, fee, waiting, production, delivery, uncollected, delivered, rejected.
        assert_eq!(counts(golden.path()), [1, 1, 0, 2, 1, 1, 0, 1, 1, 1, 0], "{name}");
        let (code, replies) = act(
            golden.path(),
            &[
                sign_in(),
                open_day(),
                json!({"act": "count-till", "answers": {"slips-counted": "7"}}).to_string(),
                json!({"act": "close-day", "answers": {"blanks-counted": "15", "slips-counted": "7"}}).to_string(),
            ],
        );
        assert_eq!(code, 0, "{name}: {replies:?}");
        let found = verified(golden.path(), Some(&head));
        // A desk whose key was not brought along signs with a new one, and that is told.
        assert_eq!(found["code"], "audit-key", "{name}: {found}");
        let (code, told) = run(&["--data", &path, "--lang", "en", "check"], "");
        assert_eq!(code, 0, "{name}: {told}");
    }
}

/// Every folder that an earlier version wrote, or this one.
const FOLDERS: [&str; 9] = [
    "golden-v1",
    "golden-v2",
    "golden-v2-sealed",
    "golden-v3",
    "golden-v3-sealed",
    "golden-v4",
    "golden-v4-sealed",
    "golden-v4-rules",
    "golden-v4-rules-sealed",
];

/// What a golden folder says, as it was frozen when it was made.
fn frozen_meaning(name: &str) -> serde_json::Value {
    let text = fs::read_to_string(data(&format!("{name}.meaning.json"))).expect("it is there");
    serde_json::from_str(&text).expect("JSON")
}

/// The places at which two values differ.
fn differences(at: &str, now: &Value, then: &Value, found: &mut Vec<String>) {
    match (now, then) {
        (Value::Object(now), Value::Object(then)) => {
            for key in now.keys().chain(then.keys().filter(|key| !now.contains_key(*key))) {
                let of = |fields: &serde_json::Map<String, Value>| fields.get(key).cloned().unwrap_or_default();
                differences(&format!("{at}/{key}"), &of(now), &of(then), found);
            }
        }
        (Value::Array(now), Value::Array(then)) if now.len() == then.len() => {
            for (row, (now, then)) in now.iter().zip(then).enumerate() {
                differences(&format!("{at}/{row}"), now, then, found);
            }
        }
        _ if now == then => {}
        _ => found.push(format!("{at}: {then} is read as {now}")),
    }
}

fn says_what_it_said(name: &str, now: &Value) {
    let mut found = Vec::new();
    differences("", now, &frozen_meaning(name), &mut found);
    assert!(found.is_empty(), "{name} says something else than it did:\n{}", found.join("\n"));
}

#[test]
fn every_golden_folder_says_what_it_said() {
    for name in FOLDERS {
        let (golden, _) = golden(name);
        says_what_it_said(name, &meaning(golden.path()));
    }
}

/// Where the folders that the script makes are left, if they are to be kept: `PISHKHAN_GOLDEN=/some/folder`.
fn left_at(name: &str, folder: &tempfile::TempDir) -> PathBuf {
    match std::env::var_os("PISHKHAN_GOLDEN") {
        Some(place) => Path::new(&place).join(name),
        None => folder.path().join(name),
    }
}

#[test]
fn the_script_of_the_golden_folders_still_makes_what_they_say() {
    let folder = folder();
    let said = [("golden-v4-rules", false), ("golden-v4-rules-sealed", true)].map(|(name, encrypted)| {
        let (made, used) = (left_at(name, &folder), folder.path().join("used").join(name));
        play(&data("golden.script"), &made, encrypted);
        copy(&made, &used);
        fs::remove_file(used.join("head")).expect("it goes");
        let said = meaning(&used);
        let text = serde_json::to_string_pretty(&said).expect("JSON") + "\n";
        fs::write(made.with_file_name(format!("{name}.meaning.json")), text).expect("written");
        (name, said)
    });
    for (name, said) in &said {
        says_what_it_said(name, said);
    }
}

#[test]
fn folders_of_version_3_verify_and_their_key_goes_on_signing() {
    for name in FOLDERS.into_iter().skip(3) {
        let (golden, head) = golden(name);
        let path = golden.path().display().to_string();
        let verified = || verified(golden.path(), Some(&head));
        let signed = |days: u32, found: Value| {
            assert_eq!((&found["ok"], &found["heads-matched"]), (&true.into(), &1.into()), "{name}: {found}");
            assert_eq!(found["signed-days"], days, "{name}: {found}");
        };
        signed(2, verified());
        counts(golden.path());
        // What was reset, recovered and given another role lets in whom it should.
        let close = json!({"act": "close-day", "answers": {"blanks-counted": "13", "slips-counted": "60"}});
        let lines = [as_user("leila", "silver clip"), as_user("omid", "golden spoon"), sign_in(), close.to_string()];
        let (code, replies) = act(golden.path(), &lines);
        assert_eq!(code, 0, "{name}: {replies:?}");
        signed(3, verified());
        let (code, told) = run(&["--data", &path, "--lang", "en", "check"], "");
        assert_eq!(code, 0, "{name}: {told}");
    }
}
