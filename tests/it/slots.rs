//! The key slots of a sealed folder: what a guess costs, who is put out, and who may seal.

use std::fs;
use std::path::Path;

use pishkhan::store::error::OpenError;
use pishkhan::store::identity::vault_at;
use pishkhan::store::place::Place;
use pishkhan::store::upkeep::migrate::{Sealing, encrypt_as};
use pishkhan::store::vault::{Cost, Unlock};
use serde_json::json;

use crate::world::{
    act, by, clerk, codes, command, copy, desk_with, desk_with_as, done_all, exceptions, folder, go_on, office, open,
    passphrase, sign_in, tracking, two_supervisors, verified,
};

const CHEAP: Cost = Cost { kib: 64, passes: 1, lanes: 1 };

fn opens(data: &Path, secret: &str) -> bool {
    vault_at(&Place::from(data).unlocked_by(Some(Unlock::new(secret)))).is_ok()
}

/// The office, sealed at next to no cost by its supervisor; everybody has signed in once.
fn sealed() -> tempfile::TempDir {
    let data = office();
    let how = Sealing { cost: CHEAP, admits: Some(("sara", passphrase("sara"))) };
    encrypt_as(&Place::from(data.path()), &how, &mut |_| Ok(()), &mut go_on).expect("sealed");
    let everybody = ["reza", "mina", "parvin"].map(by);
    done_all(data.path(), &everybody);
    data
}

fn supervisor(name: &str, secret: &str) -> tempfile::NamedTempFile {
    let file = tempfile::NamedTempFile::new().expect("a file");
    fs::write(file.path(), format!("{name}\n{secret}\n")).expect("written");
    file
}

#[test]
fn a_slot_tells_what_it_costs_and_one_that_does_not_opens_as_before() {
    let data = sealed();
    let keys = fs::read_to_string(data.path().join("keys.toml")).expect("the keys");
    assert_eq!(keys.matches("cost = [64, 1, 1]").count(), 5, "four slots and what comes after them: {keys}");
    for name in ["golden-v2-sealed", "golden-v4-sealed"] {
        let old = folder();
        copy(&crate::world::data(name), old.path());
        let _ = fs::remove_file(old.path().join("head"));
        let keys = fs::read_to_string(old.path().join("keys.toml")).expect("the keys");
        assert!(!keys.contains("cost") && opens(old.path(), passphrase("sara")), "{name}");
        done_all(old.path(), &[sign_in()]);
    }
    // One that would take all memory there is is none.
    let mad = keys.replace("cost = [64, 1, 1]", "cost = [4000000000, 1, 1]");
    fs::write(data.path().join("keys.toml"), mad).expect("written");
    assert!(opens(data.path(), passphrase("sara")), "the second copy is whole");
}

#[test]
fn a_record_of_the_access_log_does_not_open_in_the_place_of_one_of_the_journal() {
    let data = sealed();
    let vault =
        vault_at(&Place::from(data.path()).unlocked_by(Some(Unlock::new(passphrase("sara"))))).expect("it opens");
    let log = vault.of_access_log();
    for (one, other) in [(&vault, &log), (&log, &vault)] {
        let kept = one.encrypt("record", &[1], b"what").expect("encrypted").into_owned();
        assert!(one.decrypt("record", &[1], &kept).is_some() && other.decrypt("record", &[1], &kept).is_none());
    }
    let draft = vault.encrypt("draft", &[1], b"what").expect("encrypted").into_owned();
    assert!(vault.decrypt("record", &[1], &draft).is_none());
}

#[test]
fn who_was_suspended_opens_it_no_longer_even_with_keys_of_before() {
    let data = sealed();
    let before = fs::read(data.path().join("keys.toml")).expect("the keys");
    let suspend = json!({"act": "suspend", "answers": {"sign-in": "reza", "reason": "x"}}).to_string();
    let replies = act(data.path(), &[sign_in(), suspend]).1;
    assert!(replies[1]["advice"].as_str().is_some_and(|said| said.contains("reseal")), "it is offered: {replies:?}");
    let alone = supervisor("sara", passphrase("sara"));
    let (code, told) = command(data.path(), &["reseal", "--supervisor", &alone.path().display().to_string()]);
    assert_ne!(code, 0, "one of two is not enough: {told}");
    let by = two_supervisors();
    let (code, told) = command(data.path(), &["reseal", "--supervisor", &by.path().display().to_string()]);
    assert_eq!(code, 0, "{told}");
    assert!(!opens(data.path(), passphrase("reza")) && opens(data.path(), passphrase("sara")));
    let found = verified(data.path(), None);
    assert_eq!(found["ok"], true, "{found}");
    // The one thief has the folder as it is now, and old keys out of a backup.
    for place in ["keys.toml", "journal/keys.toml"] {
        fs::write(data.path().join(place), &before).expect("written");
    }
    let desk = pishkhan::cli::open(Place::from(data.path()).unlocked_by(Some(Unlock::new(passphrase("reza")))), None);
    assert!(desk.is_err(), "what is behind the old key is not this folder");
}

#[test]
fn a_slot_that_cannot_be_taken_out_keeps_whom_it_is_of() {
    let data = sealed();
    let mut desk = open(data.path()).expect("it opens");
    crate::world::done(&mut desk, &sign_in());
    // A folder in the place of a file is not written over.
    let keys = data.path().join("journal/keys.toml");
    fs::remove_file(&keys).expect("it goes");
    fs::create_dir_all(keys.join("in the way")).expect("made");
    for line in [
        json!({"act": "suspend", "answers": {"sign-in": "reza", "reason": "x"}}),
        json!({"act": "reset-passphrase", "answers": {"sign-in": "reza", "passphrase": "slow green teapot",
            "passphrase-again": "slow green teapot"}}),
    ] {
        let reply = crate::world::say(&mut desk, &line.to_string());
        assert_eq!(reply["code"], "disk", "{reply}");
    }
    desk.close();
    fs::remove_dir_all(&keys).expect("it goes");
    assert_eq!(codes(data.path(), &[clerk()]), ["ok"]);
    assert!(opens(data.path(), passphrase("reza")), "nothing is half done");
}

#[test]
fn who_seals_a_folder_in_use_is_a_supervisor_and_is_admitted() {
    let data = desk_with(1);
    let init = |by: &tempfile::NamedTempFile| {
        command(data.path(), &["init", "--encrypt", "--supervisor", &by.path().display().to_string()])
    };
    for by in [supervisor("reza", passphrase("reza")), supervisor("sara", "not this one"), supervisor("", "")] {
        let (code, told) = init(&by);
        assert_eq!(code, 1, "{told}");
        assert_eq!(tracking(data.path()).len(), 1, "it is as it was");
        assert!(!told.lines().any(|line| line.len() > 50 && line.chars().all(|c| c.is_ascii_digit() || c == '-')));
    }
    let (code, told) = init(&supervisor("sara", passphrase("sara")));
    assert_eq!(code, 0, "{told}");
    assert!(opens(data.path(), passphrase("sara")), "in the same step");
    let shown = exceptions(data.path());
    assert!(shown.contains("folder-sealed") && shown.contains("sara"), "{shown}");
}

#[test]
fn a_clerk_does_not_seal_anew() {
    let data = desk_with_as(1, true);
    for by in [supervisor("reza", passphrase("reza")), supervisor("sara", "not this one")] {
        let (code, told) = command(data.path(), &["reseal", "--supervisor", &by.path().display().to_string()]);
        assert_ne!(code, 0, "{told}");
    }
    assert!(opens(data.path(), passphrase("sara")));
    let open_one = desk_with(1);
    let by = supervisor("sara", passphrase("sara"));
    let (code, told) = command(open_one.path(), &["reseal", "--supervisor", &by.path().display().to_string()]);
    assert!(code != 0 && told.contains("not sealed"), "{told}");
    let locked = vault_at(&Place::from(data.path()));
    assert!(matches!(locked, Err(OpenError::Locked)));
}
