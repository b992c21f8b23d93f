//! A folder that is made anew, cut off anywhere: whoever comes next finds the old one or the new one, whole.

use std::fs;
use std::path::{Path, PathBuf};

use pishkhan::store::layout;
use pishkhan::store::upkeep::swap::{self, Papers};

use crate::world::{Kept, cases_of, command, copy, desk_with, done_all, folder, journal, to_be_erased, tracking};

const NOTES: [&str; 3] = ["step = \"swap\"\nkind = \"erase\"\n", "step = \"swap\"\n", "not even text of ours \u{1}"];

fn leftovers(data: &Path) -> Vec<&'static str> {
    ["sealed", "before", "migration.toml"].into_iter().filter(|name| data.join(name).exists()).collect()
}

/// A copy of the folder's journal, cut off while it was written.
fn half_made(data: &Path) {
    let half = data.join("sealed/journal");
    fs::create_dir_all(&half).expect("made");
    let bytes = fs::read(journal(data)).expect("the journal");
    fs::write(half.join("00000001.journal"), &bytes[..900]).expect("written");
}

#[test]
fn a_note_that_stayed_behind_never_puts_a_half_made_folder_in_place() {
    let data = desk_with(4);
    let kept = Kept::of(data.path());
    let before = tracking(data.path());
    // Also what the note of a real change says, of another `sealed`.
    let other = folder();
    kept.lay_out(other.path());
    copy(&other.path().join("journal"), &other.path().join("sealed/journal"));
    swap::note(other.path(), &Papers::GoneOf(&[])).expect("noted");
    let real = fs::read_to_string(other.path().join("migration.toml")).expect("the note");
    for note in NOTES.into_iter().chain([real.as_str()]) {
        for sealed in [true, false] {
            for command_first in [&["check"][..], &["case", "list"], &["backup"], &["erase"]] {
                let data = folder();
                kept.lay_out(data.path());
                fs::write(data.path().join("migration.toml"), note).expect("written");
                if sealed {
                    half_made(data.path());
                }
                let stick = folder();
                let stick = stick.path().display().to_string();
                let mut arguments = command_first.to_vec();
                if arguments == ["backup"] {
                    arguments.push(&stick);
                }
                let (code, told) = command(data.path(), &arguments);
                assert_eq!(code, 0, "{note} {arguments:?}: {told}");
                assert_eq!(tracking(data.path()), before, "{note} {arguments:?}");
                assert!(leftovers(data.path()).is_empty(), "{note}: {:?}", leftovers(data.path()));
            }
        }
    }
}

#[test]
fn what_was_never_noted_is_dropped_once_the_desk_opens() {
    let data = desk_with(2);
    half_made(data.path());
    fs::create_dir(data.path().join("before")).expect("made");
    assert_eq!(tracking(data.path()).len(), 2);
    assert!(leftovers(data.path()).is_empty());
}

/// A folder, what it is to become, and what opens it then.
struct Change {
    before: tempfile::TempDir,
    after: tempfile::TempDir,
    unlock: Option<PathBuf>,
    cases: usize,
    erases: bool,
}

impl Change {
    fn sealing() -> Change {
        let (before, after) = (desk_with(3), folder());
        copy(before.path(), after.path());
        let (code, told) = command(after.path(), &["init", "--encrypt"]);
        assert_eq!(code, 0, "{told}");
        let unlock = before.path().with_extension("code");
        fs::write(&unlock, told.lines().next().expect("the code")).expect("written");
        Change { before, after, unlock: Some(unlock), cases: 3, erases: false }
    }

    fn erasing() -> Change {
        let ((before, _), after) = (to_be_erased(3), folder());
        copy(before.path(), after.path());
        let (code, told) = command(after.path(), &["erase"]);
        assert_eq!(code, 0, "{told}");
        Change { before, after, unlock: None, cases: 2, erases: true }
    }

    /// The folder as it lies there when it is cut off after so many moves; `None` if there are no more.
    fn cut_after(&self, moves: usize) -> Option<tempfile::TempDir> {
        let data = folder();
        copy(self.before.path(), data.path());
        let names: Vec<&str> = layout::moved().filter(|name| self.after.path().join(name).exists()).collect();
        let names = if self.erases { &names[..1] } else { &names[..] };
        fs::create_dir(data.path().join("sealed")).expect("made");
        for name in names {
            let (from, to) = (self.after.path().join(name), data.path().join("sealed").join(name));
            if from.is_dir() { copy(&from, &to) } else { assert!(fs::copy(from, to).is_ok()) }
        }
        let papers = if self.erases { Papers::GoneOf(&[]) } else { Papers::Gone };
        swap::note(data.path(), &papers).expect("noted");
        let mut done = 0;
        for name in names {
            let (new, here, old) =
                (data.path().join("sealed").join(name), data.path().join(name), data.path().join("before"));
            for step in 0..2 {
                if done == moves {
                    return Some(data);
                }
                fs::create_dir_all(&old).expect("made");
                match step {
                    0 if here.exists() => fs::rename(&here, old.join(name)).expect("moved"),
                    0 => {}
                    _ => fs::rename(&new, &here).expect("moved"),
                }
                done += 1;
            }
        }
        (done == moves).then_some(data)
    }

    fn command(&self, data: &Path, arguments: &[&str]) -> (i32, String) {
        let unlock = self.unlock.as_ref().map(|file| file.display().to_string());
        let unlock: Vec<&str> = unlock.iter().flat_map(|file| ["--unlock", file.as_str()]).collect();
        command(data, &[&unlock[..], arguments].concat())
    }
}

/// After every move, and by every command that may come first.
fn every_command_finds_it_finished(change: &Change) {
    let mut moves = 0;
    while let Some(cut) = change.cut_after(moves) {
        let kept = Kept::of(cut.path());
        let stick = folder();
        let stick = stick.path().display().to_string();
        let commands: [&[&str]; 6] = [
            &["check"],
            &["audit", "verify"],
            &["audit", "show"],
            &["backup", &stick],
            &["salvage"],
            &["case", "list"],
        ];
        for arguments in commands {
            let data = folder();
            kept.lay_out(data.path());
            let (code, told) = change.command(data.path(), arguments);
            assert_eq!(code, 0, "{moves} moves, {arguments:?}: {told}");
            let (code, told) = change.command(data.path(), &["check", "--json"]);
            let cases = format!("\"cases\":{}", change.cases);
            assert!(code == 0 && told.contains(&cases), "{moves} moves, {arguments:?}: {told}");
            let (code, told) = change.command(data.path(), &["case", "list"]);
            assert_eq!(code, 0, "{told}");
            assert!(leftovers(data.path()).is_empty(), "{:?}", leftovers(data.path()));
        }
        moves += 1;
    }
    assert!(moves > 2, "{moves}");
}

#[test]
fn a_sealing_that_was_cut_off_is_finished_by_every_command() {
    every_command_finds_it_finished(&Change::sealing());
}

#[test]
fn an_erasure_that_was_cut_off_is_finished_by_every_command() {
    every_command_finds_it_finished(&Change::erasing());
}

#[test]
fn what_is_not_what_the_note_names_is_not_put_in_place() {
    let change = Change::erasing();
    for (moves, told) in [(0, None), (1, Some("was cut off"))] {
        let data = change.cut_after(moves).expect("so many moves");
        let new = data.path().join("sealed/journal/00000001.journal");
        let mut bytes = fs::read(&new).expect("the new journal");
        bytes.truncate(900);
        fs::write(&new, bytes).expect("the damage is done");
        let (code, said) = command(data.path(), &["check"]);
        match told {
            // Nothing was moved yet: the old files go on.
            None => {
                assert_eq!(code, 0, "{said}");
                assert_eq!(tracking(data.path()).len(), 3);
                done_all(data.path(), &cases_of(40..41));
            }
            Some(told) => {
                assert!(code == 3 && said.contains(told), "{said}");
                assert!(data.path().join("before/journal/00000001.journal").exists(), "the old files stay");
                assert_eq!(command(data.path(), &["case", "list"]).0, 3);
            }
        }
    }
}

#[test]
fn while_another_program_is_changing_the_folder_nobody_reads_half_of_it() {
    let data = Change::sealing().cut_after(3).expect("so many moves");
    let holding = fs::File::open(data.path().join("lock")).expect("the lock");
    holding.lock().expect("held");
    for arguments in [&["check"][..], &["audit", "verify"], &["salvage"], &["case", "list"]] {
        let (code, told) = command(data.path(), arguments);
        assert!(code == 3 && told.contains("open in another program"), "{arguments:?}: {told}");
    }
}
