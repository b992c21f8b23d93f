//! Thousands of acts, crashes, restarts, failing writes, lost indexes, backups and restores in any
//! order, against a list in memory.
//!
//! `PISHKHAN_MODEL_STEPS=5000 PISHKHAN_SEED=7 cargo test model` goes on longer, or another way; a
//! failure tells its seed and step.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use pishkhan::desk::Desk;
use pishkhan::store::identity::vault_at;
use pishkhan::store::journal::segment;
use pishkhan::store::upkeep::backup;
use pishkhan::store::upkeep::check::{IndexCheck, check, check_all};
use pishkhan::store::vault::Vault;
use serde_json::{Value, json};

use crate::world::inside::DAY;
use crate::world::{
    Failing, Lines, ManualClock, Way, asked, close_day, copy, folder, founded, open_at, open_day, open_line, place,
    say, sign_in,
};

struct Run {
    /// Every case that was acknowledged, and the stage it was acknowledged to be at.
    model: BTreeMap<String, String>,
    /// The same as it was at the last backup.
    backed_up: Option<BTreeMap<String, String>>,
    data: PathBuf,
    desk: Option<Desk>,
    disk: Arc<AtomicI64>,
    clock: Arc<AtomicI64>,
    people: u32,
    scratch: tempfile::TempDir,
    folders: u32,
}

impl Run {
    fn open(&mut self) {
        let disk = Arc::new(Failing { way: Way::Once, left: Arc::clone(&self.disk) });
        let desk = open_at(place(&self.data).on(disk), ManualClock::at(&self.clock).passing());
        self.desk = Some(desk.unwrap_or_else(|error| panic!("the desk opens: {error:?}")));
        self.say(&sign_in());
    }

    fn vault(&self) -> Vault {
        vault_at(&place(&self.data)).expect("it opens")
    }

    /// One line to the desk; what it answered. If the clock shows another day by now, that is opened first.
    fn say(&mut self, line: &str) -> Value {
        let reply = self.say_once(line);
        if reply["code"] != "day-not-open" {
            return reply;
        }
        for line in [close_day(None), open_day()] {
            self.say_once(&line);
        }
        self.say_once(line)
    }

    fn say_once(&mut self, line: &str) -> Value {
        say(self.desk.as_mut().expect("it is open"), line)
    }

    /// Remembers what was acknowledged; a failing disk may refuse.
    fn acknowledge(&mut self, reply: &Value) {
        if reply["ok"] == true {
            let of = |name: &str| reply["case"][name].as_str().expect("a case").to_owned();
            self.model.insert(of("tracking"), of("stage"));
        } else {
            // The day may be what could not be opened.
            assert!(
                ["disk", "read-only", "day-not-open"].contains(&reply["code"].as_str().unwrap_or_default()),
                "{reply}"
            );
        }
    }

    fn newcomer(&mut self) {
        self.people += 1;
        let reply = self.say(&open_line(self.people, &format!("M-{}", self.people), &[]));
        self.acknowledge(&reply);
    }

    fn withdraw(&mut self, number: u64) {
        let open: Vec<String> =
            self.model.iter().filter(|(_, stage)| *stage == "documents").map(|(code, _)| code.clone()).collect();
        if let Some(code) = open.get(usize::try_from(number).expect("small") % open.len().max(1)) {
            let reply = self.say(&json!({"act": "withdraw", "case": code, "text": "x"}).to_string());
            self.acknowledge(&reply);
        }
    }

    /// Dropped as it is, like a process that was killed; the end of the journal may be torn.
    fn crash(&mut self, torn: bool) {
        self.desk = None;
        let segment = fs::read_dir(self.data.join("journal")).expect("the journal").flatten().map(|entry| entry.path());
        let last = segment.filter(|path| path.extension().is_some_and(|kind| kind == "journal")).max();
        if let Some(path) = last.filter(|_| torn) {
            let mut bytes = fs::read(&path).expect("a segment");
            bytes.truncate(segment::used(&bytes));
            bytes.extend(b"PKJ1\x10\x02\0\0 cut short");
            fs::write(&path, bytes).expect("written");
        }
        self.open();
        self.compare();
    }

    fn back_up(&mut self) {
        let made = backup::backup(&self.data, &self.vault(), &self.scratch.path().join("stick"), 0).expect("a backup");
        assert_eq!(made.manifest.cases as usize, self.model.len());
        self.backed_up = Some(self.model.clone());
    }

    /// The machine is lost: what was backed up goes on elsewhere.
    fn restore(&mut self) {
        let Some(model) = self.backed_up.clone() else { return };
        self.desk = None;
        self.folders += 1;
        self.data = self.scratch.path().join(format!("desk-{}", self.folders));
        backup::restore(&self.scratch.path().join("stick"), &place(&self.data)).expect("it comes back");
        self.model = model;
        self.open();
        self.compare();
        // Both continue one chain; the stick follows the one that is in use.
        fs::remove_dir_all(self.scratch.path().join("stick")).expect("it is wiped");
        self.backed_up = None;
    }

    fn compare(&mut self) {
        let desk = self.desk.as_ref().expect("it is open");
        for (code, stage) in &self.model {
            let case = desk.by_tracking(code).expect("the index answers");
            let found = case.unwrap_or_else(|| panic!("{code} is gone"));
            assert_eq!(pishkhan::domain::Choice::id(found.stage), stage, "{code}");
        }
        let found = check(&self.data, &self.vault()).expect("the journal is whole");
        assert_eq!(found.cases as usize, self.model.len(), "no case that was not acknowledged");
    }
}

#[test]
fn the_desk_is_as_a_plain_list_would_be() {
    as_a_plain_list(false);
}

#[test]
fn a_sealed_desk_is_as_a_plain_list_would_be() {
    as_a_plain_list(true);
}

fn as_a_plain_list(encrypted: bool) {
    let (steps, seed) = (asked("PISHKHAN_MODEL_STEPS", 250), asked("PISHKHAN_SEED", 1405));
    let scratch = folder();
    let data = scratch.path().join("desk-0");
    copy(founded(encrypted).path(), &data);
    let mut run = Run {
        model: BTreeMap::new(),
        backed_up: None,
        data,
        desk: None,
        disk: Arc::new(AtomicI64::new(i64::MAX)),
        clock: Arc::new(AtomicI64::new(1_795_000_000_000)),
        people: 0,
        scratch,
        folders: 0,
    };
    run.open();
    let mut chance = Lines::new(seed);
    for step in 0..steps {
        let dice = chance.number() % 100;
        eprintln!("seed {seed} step {step}: {dice}");
        match dice {
            0..=54 => run.newcomer(),
            55..=74 => run.withdraw(chance.number()),
            75..=79 => run.crash(false),
            80..=84 => run.crash(true),
            85..=88 => {
                // One of the next operations of the disk fails; a failed act is simply not there.
                run.disk.store((chance.number() % 4) as i64, Ordering::SeqCst);
                run.newcomer();
                run.disk.store(i64::MAX, Ordering::SeqCst);
                run.newcomer();
            }
            89..=91 => {
                run.desk.take().expect("it is open").close();
                assert_eq!(check_all(&run.data, &run.vault()).expect("the journal").1, IndexCheck::Agrees);
                run.open();
            }
            92 | 93 => {
                run.desk = None;
                fs::remove_dir_all(run.data.join("index")).expect("the index goes");
                run.open();
            }
            94..=96 => run.back_up(),
            97 => run.restore(),
            // The clock of the machine is set back by an hour, or forward by a day.
            98 => drop(run.clock.fetch_sub(3_600_000, Ordering::SeqCst)),
            _ => drop(run.clock.fetch_add(DAY, Ordering::SeqCst)),
        }
    }
    run.compare();
    crate::world::replay::holds(&run.data);
}
