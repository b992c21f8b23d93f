//! A day's work recorded call by call, cut off anywhere, by a kill and by a power cut: whatever is left opens, with
//! everything that had been acknowledged, and so does what is left of the start after it.
//!
//! `PISHKHAN_CUT_STATES=5000 cargo test cuts` for more of them; `PISHKHAN_CUT_SEED` for others.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use pishkhan::store::place::Place;
use pishkhan::store::vault::Unlock;
use serde_json::Value;

use crate::world::recording::{Dice, Recording, Step};
use crate::world::{
    PASSPHRASE, asked, cases_of, close_day, desk_with_as, folder, open_line, rotate_keys, sign_in, to_be_erased,
    tracking,
};

/// What must be there after a cut.
#[derive(Default, Clone)]
struct Acknowledged {
    cases: BTreeSet<String>,
    /// What a court ordered to go: it may be there or not.
    going: BTreeSet<String>,
    unlock: Option<String>,
}

impl Acknowledged {
    /// What was told of in these steps.
    fn heard(&self, steps: &[Step]) -> Acknowledged {
        let mut heard = self.clone();
        let told = steps.iter().filter_map(|step| if let Step::Told(text) = step { Some(text.as_str()) } else { None });
        for line in told.collect::<String>().lines() {
            let reply: Value = serde_json::from_str(line).unwrap_or_default();
            heard.cases.extend(reply["case"]["tracking"].as_str().map(str::to_owned));
        }
        heard
    }

    /// The folder opens and has it all.
    fn are_there(&self, data: &Path, what: &str) {
        let unlock = self.unlock.as_deref().unwrap_or(PASSPHRASE);
        let place = Place::from(data).unlocked_by(Some(Unlock::new(unlock)));
        let desk = match pishkhan::cli::open(place, None) {
            Ok(desk) => desk,
            Err(error) => panic!("{what}: {error}"),
        };
        for case in self.cases.difference(&self.going) {
            assert!(desk.by_tracking(case).expect("the index answers").is_some(), "{what}: {case} was acknowledged");
        }
        desk.close();
        for left in ["sealed", "before", "migration.toml"] {
            assert!(!data.join(left).exists(), "{what}: {left}");
        }
    }
}

/// Lays the folder out as some cut leaves it; says which.
fn lay_out(recording: &Recording, steps: usize, dice: &mut Dice, to: &Path) -> String {
    if dice.below(3) == 0 {
        recording.killed(steps, to);
        return format!("killed after {steps} steps");
    }
    recording.cut(steps, dice, to);
    // The machine was started again: what only holds until then is not believed.
    let state = to.join("index.state");
    if fs::read_to_string(&state).is_ok_and(|state| state.starts_with("open")) {
        fs::remove_file(state).expect("it goes");
    }
    format!("cut off after {steps} steps")
}

/// Cuts a recording off in so many ways; now and then what is left is worked with, and that is cut off too.
fn survives(recording: &Recording, known: &Acknowledged, share: u64, name: &str) {
    let states = asked("PISHKHAN_CUT_STATES", 120).div_ceil(share);
    let mut dice = Dice(asked("PISHKHAN_CUT_SEED", 1));
    for round in 0..states {
        let (data, steps) = (folder(), dice.below(recording.steps.len() + 1));
        let what = format!("{name}, {round}: {}", lay_out(recording, steps, &mut dice, data.path()));
        let heard = known.heard(&recording.steps[..steps]);
        if round % 12 == 5 && known.unlock.is_none() {
            again(&data, &heard, &mut dice, &what);
        } else {
            heard.are_there(data.path(), &what);
        }
    }
}

/// A start from there, recorded and cut off as well.
fn again(data: &tempfile::TempDir, heard: &Acknowledged, dice: &mut Dice, what: &str) {
    let mut second = Recording::of(data.path());
    // The day may not have been opened yet, or be closed already: then nothing is acknowledged.
    let lines = [sign_in(), cases_of(90..91).remove(1)].join("\n");
    if second.run(&["act"], &lines).is_none() {
        return;
    }
    for _ in 0..4 {
        let (cut, steps) = (folder(), dice.below(second.steps.len() + 1));
        let what = format!("{what}; then {}", lay_out(&second, steps, dice, cut.path()));
        heard.heard(&second.steps[..steps]).are_there(cut.path(), &what);
    }
}

fn known(data: &Path) -> Acknowledged {
    Acknowledged { cases: tracking(data).into_iter().collect(), ..Acknowledged::default() }
}

#[test]
fn a_day_that_is_cut_off_anywhere_keeps_what_was_acknowledged() {
    for encrypted in [false, true] {
        let data = desk_with_as(2, encrypted);
        let known = known(data.path());
        let mut recording = Recording::of(data.path());
        let lines = cases_of(20..24).join("\n");
        if recording.run(&["act"], &lines).is_none() {
            return eprintln!("NOT RUN: there is no strace here, or it may not be used");
        }
        let lines = [sign_in(), open_line(30, "A-30", &[]), rotate_keys(), close_day(None)];
        recording.run(&["act"], &lines.join("\n"));
        let told = recording.steps.iter().filter(|step| matches!(step, Step::Told(_))).count();
        let flushed = recording.steps.iter().filter(|step| matches!(step, Step::Flush(_))).count();
        assert!(told > 5 && flushed > 5, "{told} {flushed}");
        assert_eq!(known.heard(&recording.steps).cases.len(), 7);
        survives(&recording, &known, if encrypted { 4 } else { 2 }, if encrypted { "a sealed day" } else { "a day" });
    }
}

#[test]
fn an_erasure_that_is_cut_off_anywhere_keeps_what_was_not_ordered_to_go() {
    let (data, gone) = to_be_erased(4);
    let mut known = known(data.path());
    known.going.insert(gone);
    let mut recording = Recording::of(data.path());
    if recording.run(&["erase"], "").is_none() {
        return eprintln!("NOT RUN: there is no strace here, or it may not be used");
    }
    survives(&recording, &known, 4, "an erasure");
}

#[test]
fn a_sealing_that_is_cut_off_anywhere_keeps_everything() {
    let data = desk_with_as(3, false);
    let mut known = known(data.path());
    let mut recording = Recording::of(data.path());
    let Some(told) = recording.run(&["init", "--encrypt"], "") else {
        return eprintln!("NOT RUN: there is no strace here, or it may not be used");
    };
    known.unlock = told.lines().next().map(str::to_owned);
    survives(&recording, &known, 4, "a sealing");
}
