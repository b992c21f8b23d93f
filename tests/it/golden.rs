//! Folders that earlier versions wrote open for ever, are whole, and are worked on in.

use std::fs;
use std::path::Path;

use pishkhan::domain::case::Case;
use serde_json::{Value, json};

use crate::world::{act, copy, data, folder, open, run, sign_in};

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
    assert_eq!(desk.chain_head(), head);
    desk.close();
}

#[test]
fn folders_of_version_2_open_verify_and_are_gone_on_with() {
    for name in ["golden-v2", "golden-v2-sealed"] {
        let (golden, head) = golden(name);
        let path = golden.path().display().to_string();
        let verified = |head: &str| {
            let (_, output) = run(&["--data", &path, "audit", "verify", "--json", "--head", head], "");
            serde_json::from_str::<Value>(output.lines().next().expect("an object")).expect("JSON")
        };
        let found = verified(&head);
        assert_eq!((&found["ok"], &found["signed-days"]), (&true.into(), &1.into()), "{name}: {found}");
        // Documents, deficient, referred, fee, waiting, production, delivery, uncollected, delivered, rejected.
        assert_eq!(counts(golden.path()), [1, 1, 0, 2, 1, 1, 0, 1, 1, 1, 0], "{name}");
        let (code, replies) = act(
            golden.path(),
            &[
                sign_in(),
                r#"{"act":"open-day"}"#.to_owned(),
                json!({"act": "count-till", "answers": {"slips-counted": "7"}}).to_string(),
                json!({"act": "close-day", "answers": {"blanks-counted": "15", "slips-counted": "7"}}).to_string(),
            ],
        );
        assert_eq!(code, 0, "{name}: {replies:?}");
        let found = verified(&head);
        // A desk whose key was not brought along signs with a new one, and that is told.
        assert_eq!(found["code"], "audit-key", "{name}: {found}");
        let (code, told) = run(&["--data", &path, "--lang", "en", "check"], "");
        assert_eq!(code, 0, "{name}: {told}");
    }
}
