//! What lies in a place of backups is dropped only where the backup that was just made holds all of it.

use std::fs;
use std::path::Path;

use pishkhan::store::journal::segment;

use crate::world::stick::{grow, name_on, place_on, restores, shown};
use crate::world::{
    backed_up, command, copy, desk_with, desk_with_as, files_below, folder, journal, report, restored, run_act,
};

const TOLD: &str = "does not go on from";

/// The journal loses what came last, and everything beside it that would tell but the index.
fn cut(data: &Path) {
    let mut bytes = fs::read(journal(data)).expect("the journal");
    let used = segment::used(&bytes);
    let ends: Vec<usize> = std::iter::successors(Some(segment::HEADER), |at| Some(segment::read(&bytes, *at)?.end))
        .take_while(|at| *at < used)
        .collect();
    bytes[ends[ends.len() - 1]..].fill(0);
    fs::write(journal(data), bytes).expect("cut");
    fs::remove_file(data.join("journal/head")).expect("it goes");
}

fn backup(data: &Path, stick: &Path) -> (i32, String) {
    command(data, &["backup", &shown(stick)])
}

#[test]
fn a_backup_of_a_folder_that_lost_acts_is_refused_or_drops_nothing() {
    for encrypted in [false, true] {
        let data = desk_with_as(3, encrypted);
        let stick = backed_up(data.path());
        cut(data.path());
        // The index knows what there was.
        let (code, told) = command(data.path(), &["check"]);
        assert!(code == 3 && told.contains("is damaged at byte"), "{code} {told}");
        let (code, told) = backup(data.path(), stick.path());
        assert!(code == 4 && told.contains("is damaged at byte"), "{code} {told}");
        restores(stick.path(), 3);
        fs::remove_dir_all(data.path().join("index")).expect("it goes");
        for _ in 0..2 {
            let (code, told) = backup(data.path(), stick.path());
            assert!(code == 0 && told.contains(TOLD), "{code} {told}");
        }
        restores(stick.path(), 2);
        restores(&place_on(stick.path()).join("00000000"), 3);
    }
}

#[test]
fn a_backup_of_an_older_copy_or_another_lineage_drops_nothing() {
    for goes_on in [false, true] {
        let data = desk_with(2);
        let stick = backed_up(data.path());
        let old = restored(stick.path());
        grow(data.path(), 30..33);
        let (code, told) = backup(data.path(), stick.path());
        assert!(code == 0 && !told.contains(TOLD), "{told}");
        if goes_on {
            grow(old.path(), 40..41);
        }
        let (code, told) = backup(old.path(), stick.path());
        assert!(code == 0 && told.contains(TOLD), "{told}");
        let place = place_on(stick.path());
        restores(&place.join("00000001"), 5);
        restores(stick.path(), 2 + usize::from(goes_on));
        // And in turn: of each there is one, whole.
        grow(data.path(), 50..51);
        assert_eq!(backup(data.path(), stick.path()).1.contains(TOLD), goes_on);
        restores(stick.path(), 6);
        if goes_on {
            restores(&place.join("00000002"), 3);
        }
        let manifests = files_below(&place).into_iter().filter(|path| path.ends_with("manifest.toml"));
        // What an older copy holds and no more lies in the newer one too.
        assert_eq!(manifests.count(), if goes_on { 2 } else { 1 });
    }
}

#[test]
fn a_backup_drops_nothing_of_another_desk_in_a_folder_of_its_name() {
    // Desks of the tests go on from one founding: one that was made by itself.
    let (mine, other) = (desk_with(1), folder());
    assert_eq!(command(other.path(), &["init"]).0, 0);
    let stick = backed_up(other.path());
    fs::rename(place_on(stick.path()), stick.path().join(name_on(mine.path()))).expect("renamed");
    let before = files_below(stick.path());
    let (code, told) = backup(mine.path(), stick.path());
    assert!(code == 0 && told.contains(TOLD), "{told}");
    assert!(before.iter().all(|path| path.exists()));
    restores(stick.path(), 1);
    let theirs = place_on(stick.path()).join("00000000");
    let (code, told) = command(&folder().path().join("desk"), &["restore", &shown(&theirs)]);
    assert!(code == 0 && told.contains("Restored 0 cases"), "{told}");
}

#[test]
fn a_backup_and_a_check_take_files_of_a_journal_by_their_own_names_alone() {
    let data = desk_with(2);
    for name in
        ["1.journal", "+1.journal", "000000001.journal", "0.journal", "00000000.journal", "99.journal", "+2.journal"]
    {
        for below in ["journal", "views"] {
            fs::copy(journal(data.path()), data.path().join(below).join(name)).expect("copied");
        }
        assert_eq!(report(data.path(), &["check"])["cases"], 2, "{name}");
        let stick = backed_up(data.path());
        restores(stick.path(), 2);
        assert!(!files_below(stick.path()).iter().any(|path| path.ends_with(name)), "{name}");
    }
    // A copy is a folder too, and the desk goes on.
    let again = folder();
    copy(data.path(), again.path());
    assert_eq!(run_act(again.path(), &crate::world::cases_of(60..61)).0, 0);
}
