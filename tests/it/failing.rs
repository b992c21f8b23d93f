//! A disk that fails: at every single write, flush and cut of a scripted day, in five ways.
//!
//! By default each place fails in one way, in turn; with `PISHKHAN_CRASH_ROUNDS=100` or more, in all.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use pishkhan::cli;
use pishkhan::desk::Desk;
use pishkhan::desk::clock::SystemClock;
use pishkhan::store::disk::{Disk, Medium, RealDisk};
use pishkhan::words::{Lang, Words};

use crate::crash::rounds;
use crate::world::{folder, founded, go_on, intake, place, sign_in};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// One operation fails, and then all is well.
    Once,
    /// From there on nothing works.
    Forever,
    /// Half of what is written arrives.
    Short,
    /// There is no room.
    Full,
    /// What was written may or may not be there.
    Flush,
}

const WAYS: [Way; 5] = [Way::Once, Way::Forever, Way::Short, Way::Full, Way::Flush];

pub struct Failing {
    pub way: Way,
    /// Operations until the failure.
    pub left: Arc<AtomicI64>,
}

struct FailingFile {
    real: Box<dyn Medium>,
    way: Way,
    left: Arc<AtomicI64>,
}

fn error(way: Way) -> io::Error {
    match way {
        Way::Full => ErrorKind::StorageFull.into(),
        _ => io::Error::other("the disk failed"),
    }
}

impl FailingFile {
    fn fails(&self) -> bool {
        let left = self.left.fetch_sub(1, Ordering::SeqCst);
        left == 0 || left < 0 && self.way == Way::Forever
    }
}

impl Disk for Failing {
    fn open(&self, path: &Path) -> io::Result<Box<dyn Medium>> {
        Ok(Box::new(FailingFile { real: RealDisk.open(path)?, way: self.way, left: Arc::clone(&self.left) }))
    }

    fn write_whole(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        RealDisk.write_whole(path, bytes)
    }

    fn free(&self, folder: &Path) -> Option<u64> {
        RealDisk.free(folder)
    }
}

impl Medium for FailingFile {
    fn write_at(&mut self, at: u64, bytes: &[u8]) -> io::Result<()> {
        if !self.fails() {
            return self.real.write_at(at, bytes);
        }
        match self.way {
            Way::Short => self.real.write_at(at, &bytes[..bytes.len() / 2])?,
            Way::Flush => self.real.write_at(at, bytes)?,
            _ => {}
        }
        Err(error(self.way))
    }

    fn sync(&mut self) -> io::Result<()> {
        if self.fails() { Err(error(self.way)) } else { self.real.sync() }
    }

    fn set_len(&mut self, length: u64) -> io::Result<()> {
        if self.fails() { Err(error(self.way)) } else { self.real.set_len(length) }
    }

    fn take_room(&mut self, from: u64, to: u64) -> io::Result<()> {
        if self.fails() { Err(error(self.way)) } else { self.real.take_room(from, to) }
    }

    fn length(&self) -> io::Result<u64> {
        self.real.length()
    }
}

pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder").flatten() {
        let target = to.join(entry.file_name());
        match entry.path().is_dir() {
            true => copy(&entry.path(), &target),
            false => drop(fs::copy(entry.path(), target).expect("copied")),
        }
    }
}

/// A day: eight people, of whom some come back for their papers.
fn day() -> String {
    let mut lines = vec![sign_in()];
    for person in 1..=8 {
        let answers = intake(person, &format!("F-{person}"), &[]);
        lines.push(serde_json::json!({"act": "open", "answers": answers}).to_string());
    }
    lines.join("\n") + "\n"
}

/// Works through the day on this disk; returns the codes that were acknowledged.
fn work(data: &Path, disk: Arc<dyn Disk>, lines: &str) -> BTreeSet<String> {
    let words = Words::new(Lang::En);
    let clock = Box::new(SystemClock::default());
    let mut desk = Desk::open(place(data).on(disk), None, clock, &mut go_on).expect("the desk opens");
    let mut output = Vec::new();
    cli::act::run(lines.as_bytes(), &mut output, &mut desk, &words).expect("it answers");
    // As if it were killed: nothing is closed in order.
    std::mem::drop(desk);
    let text = String::from_utf8(output).expect("JSON");
    let replies = text.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON"));
    replies.filter_map(|reply| Some(reply["case"]["tracking"].as_str()?.to_owned())).collect()
}

fn cases(data: &Path) -> BTreeSet<String> {
    let desk = cli::open(place(data), None).expect("the desk opens again");
    let found = desk.find("کریمی", 100).expect("names are found");
    desk.close();
    found.iter().map(|case| case.tracking.to_string()).collect()
}

#[test]
fn whatever_the_disk_fails_at_nothing_acknowledged_is_lost_and_nothing_else_is_kept() {
    whatever_the_disk_fails_at(false);
}

#[test]
fn the_same_in_a_sealed_folder() {
    whatever_the_disk_fails_at(true);
}

fn whatever_the_disk_fails_at(sealed: bool) {
    let (base, lines) = (founded(sealed), day());
    let all = rounds() >= 100;
    let mut failed_at = 0;
    for place in 0.. {
        let mut reached = false;
        for (number, way) in WAYS.into_iter().enumerate() {
            if !all && place as usize % WAYS.len() != number {
                continue;
            }
            let data = folder();
            copy(base.path(), data.path());
            let left = Arc::new(AtomicI64::new(place));
            let disk = Arc::new(Failing { way, left: Arc::clone(&left) });
            let acknowledged = work(data.path(), disk, &lines);
            reached |= left.load(Ordering::SeqCst) < 0;
            let found = cases(data.path());
            let lost: Vec<&String> = acknowledged.difference(&found).collect();
            assert!(lost.is_empty(), "{way:?} at {place}: {lost:?} were acknowledged");
            // Where not even the cut worked, a record that was written whole may be there.
            let extra = found.difference(&acknowledged).count();
            assert!(extra <= usize::from(way == Way::Forever), "{way:?} at {place}: {extra} were never acknowledged");
            // The next day goes on.
            let more = work(data.path(), Arc::new(RealDisk), &lines.replace("F-", "G-"));
            assert!(!more.is_empty(), "{way:?} at {place}: the desk works again");
        }
        if !reached {
            failed_at = place;
            break;
        }
    }
    assert!(failed_at >= 24, "three operations for each of eight acts at least: {failed_at}");
}
