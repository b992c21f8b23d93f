//! A folder that was sealed, cut off before that was noted or on a full disk; and what becomes of drafts.

use std::fs;
use std::io;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use pishkhan::desk::folder::{Place, Unlock};
use pishkhan::form::answers::Draft;
use pishkhan::store::Store;
use pishkhan::store::disk::{Disk, Medium, RealDisk};
use pishkhan::store::upkeep::migrate::{Sealing, encrypt_as};
use serde_json::json;

use crate::world::{
    at_centre, clerk, codes, command, desk_with, desk_with_as, erasure, office, passphrase, place, run_act, sign_in,
    verified, withdraw,
};

/// The new files are in place, and the program ends before it is noted.
fn sealed_and_cut_off(data: &Path) {
    let secret = passphrase("sara");
    let place = place(data).unlocked_by(Some(Unlock::new(secret)));
    let how = Sealing { admits: Some(("sara", secret)), ..Sealing::default() };
    encrypt_as(&place, &how, &mut |_| Ok(()), &mut |_| ControlFlow::Continue(())).expect("sealed");
}

fn sealings(data: &Path) -> usize {
    let (code, told) = command(data, &["audit", "show", "--exceptions"]);
    assert_eq!(code, 0, "{told}");
    told.matches("folder-sealed").count()
}

#[test]
fn a_sealing_that_was_cut_off_before_its_note_is_noted_by_the_next_act_and_accuses_nobody() {
    for encrypted in [false, true] {
        let data = desk_with_as(2, encrypted);
        let lines = |act: &str| vec![sign_in(), json!({"act": act}).to_string()];
        assert_eq!(run_act(data.path(), &lines("close-day")).0, 0);
        // Once more, too: an earlier note speaks for none that came after it.
        for (round, act) in ["open-day", "close-day"].into_iter().enumerate() {
            let before = sealings(data.path());
            sealed_and_cut_off(data.path());
            assert_eq!(verified(data.path(), None)["ok"], true, "{encrypted} {round}");
            assert_eq!(run_act(data.path(), &lines(act)).0, 0);
            assert_eq!(sealings(data.path()), before + 1, "{encrypted} {round}");
            assert_eq!(verified(data.path(), None)["ok"], true, "{encrypted} {round}");
        }
        let before = sealings(data.path());
        assert_eq!(run_act(data.path(), &lines("open-day")).0, 0);
        assert_eq!(sealings(data.path()), before, "once");
    }
}

/// A disk on which no byte is left.
struct NoRoom;

impl Disk for NoRoom {
    fn open(&self, path: &Path) -> io::Result<Box<dyn Medium>> {
        RealDisk.open(path)
    }

    fn write_whole(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        RealDisk.write_whole(path, bytes)
    }

    fn free(&self, _: &Path) -> Option<u64> {
        Some(0)
    }
}

#[test]
fn no_code_is_shown_where_there_is_no_room_for_what_comes_after_it() {
    for encrypted in [false, true] {
        let data = desk_with_as(1, encrypted);
        let _ = fs::remove_file(data.path().join("ballast"));
        let place = place(data.path()).unlocked_by(Some(Unlock::new(passphrase("sara"))));
        let place = Place { disk: Arc::new(NoRoom), ..place };
        let mut shown = 0;
        let mut show = |_: &str| {
            shown += 1;
            Ok(())
        };
        let sealed = encrypt_as(&place, &Sealing::default(), &mut show, &mut |_| ControlFlow::Continue(()));
        assert!(sealed.is_err() && shown == 0);
        assert_eq!(command(data.path(), &["case", "list"]).0, 0, "it is as it was");
    }
}

#[test]
fn what_is_no_draft_keeps_no_folder_from_being_sealed() {
    let data = desk_with(1);
    for name in ["Thumbs.db", ".DS_Store", "desktop.ini", "x.draft"] {
        fs::write(data.path().join("drafts").join(name), "theirs").expect("written");
    }
    fs::create_dir(data.path().join("drafts/folder")).expect("made");
    let by = data.path().with_extension("by");
    fs::write(&by, format!("sara\n{}\n", passphrase("sara"))).expect("written");
    let (code, told) = command(data.path(), &["init", "--encrypt", "--supervisor", &by.display().to_string()]);
    fs::remove_file(&by).expect("it goes");
    assert_eq!(code, 0, "{told}");
    assert_eq!(verified(data.path(), None)["ok"], true);
}

#[test]
fn with_a_case_go_the_drafts_that_are_about_it() {
    let data = office();
    let (case, other) = (at_centre(data.path(), 61), at_centre(data.path(), 62));
    let (store, _) = Store::open(&place(data.path()), &mut |_| ControlFlow::Continue(())).expect("it opens");
    let mut kept = Vec::new();
    for (number, (about, code)) in
        [("correcting", &case), ("fee-of", &case), ("correcting", &other), ("fee-of", &other)].into_iter().enumerate()
    {
        let digits: String = code.chars().filter(char::is_ascii_digit).collect();
        let draft = [(about.to_owned(), digits.as_str()), ("given-name".to_owned(), "x")].into_iter().collect();
        let id = uuid::Uuid::from_u128(number as u128 + 1);
        let (form, at, operator) = ("intake".into(), String::new(), "reza".into());
        store.drafts().save(&Draft { id, form, draft, at, touched_ms: 1, operator }).expect("kept");
        kept.push(data.path().join(format!("drafts/{id}.draft")));
    }
    store.close();
    assert_eq!(codes(data.path(), &[clerk(), withdraw(&case), sign_in(), erasure(&case, "x")]), ["ok"; 4]);
    assert_eq!(command(data.path(), &["erase"]).0, 0);
    let left: Vec<bool> = kept.iter().map(|path| path.exists()).collect();
    assert_eq!(left, [false, false, true, true]);
}
