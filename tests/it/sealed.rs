//! An encrypted folder: nothing in it can be read, who may open it can, and sealing can be cut off anywhere.

use std::fs;
use std::path::{Path, PathBuf};

use pishkhan::desk::StartError;
use pishkhan::store::error::OpenError;
use pishkhan::store::identity::vault_at;
use pishkhan::store::place::Place;
use pishkhan::store::upkeep::migrate;
use pishkhan::store::vault::code::mistyped_group;
use pishkhan::store::vault::{Unlock, Vault};

use crate::world::{
    Term, copy, desk_with, desk_with_as, folder, founded, go_on, holds, made_up_id, open, readable, run, tracking,
    tracking_of,
};

const MOVED: [&str; 7] = ["journal", "drafts", "views", "desk.key", "keys.toml", "sealing", "pishkhan.store"];

fn opened_by(data: &Path, secret: &str) -> Result<Vault, OpenError> {
    vault_at(&Place::from(data).unlocked_by(Some(Unlock::new(secret))))
}

#[test]
fn nothing_in_it_tells_of_a_person() {
    let secrets = ["کریمی", "زهرا", "سارا", "sara", "09120001000", "A-1", "correct horse"];
    let person = made_up_id(2);
    let open_folder = readable(desk_with(3).path());
    assert!(holds(&open_folder, "کریمی") && holds(&open_folder, &person), "an open folder does tell");
    let data = desk_with_as(3, true);
    // A draft, and a slip, which is shown and not kept.
    let path = data.path().display().to_string();
    let mut term = Term::start(&["--data", &path, "--bidi", "app"], 80, 24);
    term.see("مهر و موم").keys("sara\rcorrect horse\r").see("صف").keys("\x1bOQ").see("نوع درخواست");
    term.keys("11\r\r\r\r")
        .keys(&made_up_id(77))
        .see("نام پدر")
        .keys("زهرا\rکریمی\r")
        .see("نام پدر")
        .keys("\x1b")
        .see("صف");
    term.kill();
    let sealed = readable(data.path());
    for secret in secrets.into_iter().chain([person.as_str(), made_up_id(77).as_str()]) {
        assert!(!holds(&sealed, secret), "«{secret}» can be read");
    }
    let desk = open(data.path()).expect("it opens");
    assert_eq!(desk.drafts().len(), 1);
    assert_eq!(desk.find(&person, 5).expect("found").len(), 1);
    assert_eq!(desk.find("کری", 5).expect("found").len(), 3);
    desk.close();
}

#[test]
fn only_its_people_and_the_recovery_code_open_it() {
    let data = folder();
    let path = data.path().display().to_string();
    let (code, told) = run(&["--data", &path, "--lang", "en", "init", "--encrypt"], "");
    assert_eq!(code, 0, "{told}");
    let recovery = told.lines().next().expect("the code").to_owned();
    assert!(opened_by(data.path(), &recovery).is_ok());
    let persian: String = recovery
        .chars()
        .map(|c| c.to_digit(10).map_or(' ', |d| char::from_u32(0x06F0 + d).expect("a digit")))
        .collect();
    assert!(opened_by(data.path(), &persian).is_ok(), "with blanks and Persian digits");
    let mut typed = recovery.clone().into_bytes();
    typed[7] = if typed[7] == b'5' { b'6' } else { b'5' };
    let typed = String::from_utf8(typed).expect("digits");
    assert_eq!(mistyped_group(&typed, pishkhan::store::vault::GROUPS), Some(2));
    assert!(matches!(opened_by(data.path(), &typed), Err(OpenError::WrongKey)));
    let sealed = founded(true);
    for passphrase in ["correct horse", "battery staple"] {
        assert!(opened_by(sealed.path(), passphrase).is_ok(), "every operator's passphrase");
    }
    assert!(matches!(opened_by(sealed.path(), "correct horses"), Err(OpenError::WrongKey)));
    assert!(matches!(opened_by(sealed.path(), &recovery), Err(OpenError::WrongKey)), "the code of another folder");
    assert!(matches!(vault_at(&Place::from(sealed.path())), Err(OpenError::Locked)));
    // Recorded once is encrypted.
    let (code, told) = run(&["--data", &sealed.path().display().to_string(), "--lang", "en", "init", "--encrypt"], "");
    assert!(code == 3 && told.contains("sealed already"), "{told}");
}

#[test]
fn the_keys_are_there_twice() {
    for lost in ["keys.toml", "journal/keys.toml"] {
        let data = desk_with_as(2, true);
        fs::write(data.path().join(lost), "sum = 1").expect("damaged");
        assert_eq!(tracking(data.path()).len(), 2, "{lost}");
    }
}

#[test]
fn a_sealed_record_fits_no_other_place() {
    let data = desk_with_as(2, true);
    let vault = opened_by(data.path(), "correct horse").expect("it opens");
    let sealed = vault.encrypt("record", &[1], b"a record").expect("sealed").into_owned();
    assert_eq!(vault.decrypt("record", &[1], &sealed).as_deref(), Some(&b"a record"[..]));
    assert!(vault.decrypt("record", &[2], &sealed).is_none());
    assert!(vault.decrypt("draft", &[1], &sealed).is_none());
}

#[test]
fn a_backup_of_it_comes_back_with_a_passphrase_only() {
    let (data, target) = (desk_with_as(4, true), folder());
    let (path, place) = (data.path().display().to_string(), target.path().display().to_string());
    let (code, told) = run(&["--data", &path, "--lang", "en", "backup", &place], "");
    assert!(code == 0 && told.contains("4 cases"), "{told}");
    let back = folder();
    let desk = back.path().join("desk");
    let wrong = back.path().join("wrong");
    fs::write(&wrong, "something else\n").expect("written");
    let to = desk.display().to_string();
    let (code, told) =
        run(&["--data", &to, "--lang", "en", "--unlock", &wrong.display().to_string(), "restore", &place], "");
    assert!(code == 4 && told.contains("Neither") && !desk.exists(), "{told}");
    let (code, told) = run(&["--data", &to, "--lang", "en", "restore", &place], "");
    assert!(code == 0 && told.contains("4 cases"), "{told}");
    assert_eq!(tracking(&desk), tracking(data.path()));
}

/// The folder as it is after so many half steps of changing places.
fn cut_off(before: &Path, steps: usize) -> tempfile::TempDir {
    let data = folder();
    copy(before, data.path());
    let at = |name: &str| -> PathBuf { data.path().join(name) };
    fs::write(at("migration.toml"), "step = \"swap\"\n").expect("noted");
    fs::create_dir_all(at("before")).expect("a folder");
    for (number, name) in MOVED.iter().enumerate() {
        if steps > number * 2 && at(name).exists() {
            fs::rename(at(name), at("before").join(name)).expect("put aside");
        }
        if steps > number * 2 + 1 && at("sealed").join(name).exists() {
            fs::rename(at("sealed").join(name), at(name)).expect("put in place");
        }
    }
    data
}

#[test]
fn sealing_can_be_cut_off_anywhere() {
    let data = desk_with(5);
    let all = tracking(data.path());
    let (mut code, kept) = (String::new(), folder());
    let mut show = |shown: &str| {
        code = shown.to_owned();
        // The moment before there is no way back.
        copy(data.path(), kept.path());
        Ok(())
    };
    migrate::encrypt(data.path(), &mut show, &mut go_on).expect("sealed");
    let cases = |data: &Path| -> Vec<String> {
        let place = Place::from(data).unlocked_by(Some(Unlock::new(&code)));
        tracking_of(pishkhan::cli::open(place, None).expect("the desk opens"))
    };
    assert_eq!(cases(data.path()), all);
    for gone in ["before", "sealed", "migration.toml"] {
        assert!(!data.path().join(gone).exists(), "{gone}");
    }
    assert!(!holds(&readable(data.path()), "کریمی"), "what lay open is gone");
    for steps in 0..=MOVED.len() * 2 {
        let cut = cut_off(kept.path(), steps);
        assert_eq!(cases(cut.path()), all, "after {steps} half steps");
        assert!(!cut.path().join("before").exists() && !holds(&readable(cut.path()), "کریمی"), "{steps}");
    }
    // Cut off before it was noted: the folder is as it was, and can be sealed again.
    assert_eq!(tracking(kept.path()), all);
    migrate::encrypt(kept.path(), &mut |_| Ok(()), &mut go_on).expect("sealed after all");
}

#[test]
fn a_code_that_could_not_be_shown_seals_nothing() {
    let data = desk_with(2);
    let refused = migrate::encrypt(data.path(), &mut |_| Err(std::io::ErrorKind::BrokenPipe.into()), &mut go_on);
    assert!(matches!(refused, Err(OpenError::Io { .. })));
    assert_eq!(tracking(data.path()).len(), 2);
}

#[test]
fn its_screens_ask_first_and_then_go_straight_to_work() {
    let data = desk_with_as(1, true);
    let path = data.path().display().to_string();
    let mut term = Term::start(&["--data", &path, "--bidi", "app", "--lang", "en"], 80, 24);
    term.see("sealed").keys("sara\rwrong\r").see("Neither").keys("correct horse\r").see("Queue");
    term.keys("\x1b[21~").see("Leave");
    assert!(matches!(open(data.path()), Err(StartError::Store(OpenError::InUse { .. }))));
}

#[test]
fn guessing_at_a_sealed_folder_takes_longer_and_longer() {
    let data = desk_with_as(1, true);
    let path = data.path().display().to_string();
    let mut term = Term::start(&["--data", &path, "--bidi", "app", "--lang", "en"], 80, 24);
    term.see("sealed").keys("sara\rwrong\r").see("Neither").keys("wrong again\r").lose("•").see("Neither");
    // The third: what is typed while it waits is not heard, and afterwards the right one opens.
    term.keys("still wrong\r").see("Too many wrong passphrases").keys("correct horse\r").see("Neither").lose("•");
    term.keys("correct horse\r").see("Queue");
    term.keys("\x1b[21~").see("Leave").keys("y");
    term.end();
}
