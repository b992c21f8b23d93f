//! A disk that fails: at every single write, flush and cut of a scripted day, in five ways.
//!
//! By default each place fails in one way, in turn; with `PISHKHAN_CRASH_ROUNDS=100` or more, in all.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use pishkhan::desk::clock::SystemClock;
use pishkhan::store::disk::{Disk, RealDisk};

use crate::world::{
    Failing, Way, copy, folder, founded, open_at, open_line, place, rounds, say_all, sign_in, tracking,
};

const WAYS: [Way; 5] = [Way::Once, Way::Forever, Way::Short, Way::Full, Way::Flush];

/// A day: eight people, of whom some come back for their papers.
fn day() -> String {
    let mut lines = vec![sign_in()];
    for person in 1..=8 {
        lines.push(open_line(person, &format!("F-{person}"), &[]));
    }
    lines.join("\n") + "\n"
}

/// Works through the day on this disk; returns the codes that were acknowledged.
fn work(data: &Path, disk: Arc<dyn Disk>, lines: &str) -> BTreeSet<String> {
    let mut desk = open_at(place(data).on(disk), SystemClock::default()).expect("the desk opens");
    let (_, replies) = say_all(&mut desk, lines);
    // As if it were killed: nothing is closed in order.
    std::mem::drop(desk);
    replies.iter().filter_map(|reply| Some(reply["case"]["tracking"].as_str()?.to_owned())).collect()
}

#[test]
fn whatever_the_disk_fails_at_nothing_acknowledged_is_lost_and_nothing_else_is_kept() {
    whatever_the_disk_fails_at(false);
}

#[test]
fn the_same_in_a_sealed_folder() {
    whatever_the_disk_fails_at(true);
}

fn whatever_the_disk_fails_at(encrypted: bool) {
    let (base, lines) = (founded(encrypted), day());
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
            let found: BTreeSet<String> = tracking(data.path()).into_iter().collect();
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
