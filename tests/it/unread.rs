//! What cannot be read is said so on every screen, and never shown as nothing.

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use pishkhan::words::{Lang, Words};

use crate::world::clerk;
use crate::world::crowd::{LARGE, fill, folder, seat_at};
use crate::world::inside::{Seat, Standing, act, desk};
use crate::world::{made_up_id, open_line};

/// A desk with so many cases that opening it and showing its queue reads but a part of its index.
fn crowd() -> (&'static Path, i64) {
    static CROWD: OnceLock<(tempfile::TempDir, i64)> = OnceLock::new();
    let (data, passed) = CROWD.get_or_init(|| {
        let (data, clock) = (folder(), Standing::default());
        fill(data.path(), &clock);
        let mut desk = desk(data.path(), &clock);
        let open = |person| open_line(person, &format!("N-{person}"), &[]);
        act(&mut desk, &clock, &[vec![clerk()], (100..250).map(open).collect()].concat());
        desk.close();
        (data, clock.since_morning())
    });
    (data.path(), *passed)
}

/// A supervisor at this desk, at one of the many cases that wait for papers: at none of the first or the last.
fn in_the_crowd() -> (tempfile::TempDir, Seat) {
    let (data, mut seat) = seat_at(crowd(), Lang::En, LARGE);
    seat.sign_in("sara", "correct horse").keys("<Home><PgDn><PgDn>");
    (data, seat)
}

/// From now on nothing can be read of the index but what is in memory already.
fn cut_index(data: &Path) {
    let file = fs::OpenOptions::new().write(true).open(data.join("index/db")).expect("the index");
    file.set_len(0).expect("it is cut");
}

/// At the papers of a case, an act is kept that the index cannot take: it is given up.
fn lose_index(data: &Path, seat: &mut Seat) {
    assert!(text(seat).contains("Documents 00123"));
    cut_index(data);
    seat.keys("1");
    assert!(text(seat).contains("Saved."));
    seat.shell.flush_waiting();
}

/// A supervisor at the queue of a desk whose index failed in the middle of the work.
fn without_an_index() -> (tempfile::TempDir, Seat) {
    let (data, mut seat) = in_the_crowd();
    seat.keys("<Enter>");
    lose_index(data.path(), &mut seat);
    seat.keys("<Esc>");
    (data, seat)
}

/// The screen as one line.
fn text(seat: &mut Seat) -> String {
    let picture = seat.picture();
    let shown = picture.split("=====").next().unwrap_or_default();
    shown.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether this message stands on the screen, and these do not.
fn tells(seat: &mut Seat, ids: &[&str], never: &[&str]) {
    let (words, shown) = (Words::new(Lang::En), text(seat));
    for id in ids {
        assert!(shown.contains(&words.say(id)), "{id} is missing: {shown}");
    }
    for never in never {
        assert!(!shown.contains(never), "{never} was invented: {shown}");
    }
}

#[test]
fn the_queue_is_not_empty_because_it_cannot_be_read() {
    let (_data, mut seat) = without_an_index();
    tells(&mut seat, &["queue-unreadable"], &["Nobody has come"]);
    seat.keys("a");
    tells(&mut seat, &["unread-clean"], &["No case waits"]);
    seat.keys("<F3>C-5");
    tells(&mut seat, &["unread-found"], &["Nothing found"]);
}

#[test]
fn the_day_did_not_come_to_nothing_because_it_cannot_be_read() {
    let (_data, mut seat) = without_an_index();
    seat.keys("<F4>");
    let ids = ["unread-totals", "unread-stages", "unread-overdue", "unread-remedy"];
    tells(&mut seat, &ids, &["Opened: 0", "Confirmed in all", "0 rials"]);
    seat.keys("p");
    tells(&mut seat, &[], &["Reminder list", "Papers missing: 0"]);
    assert!(text(&mut seat).contains("records could not be read"));
}

#[test]
fn a_case_has_a_history_although_it_cannot_be_read() {
    let (data, mut seat) = in_the_crowd();
    cut_index(data.path());
    // The cases of the queue are in memory, what happened to them is not.
    seat.keys("v<End>");
    tells(&mut seat, &["unread-history", "unread-frequency"], &["Case opened"]);
    seat.keys("h");
    tells(&mut seat, &["unread-related", "unread-frequency"], &["There is no other case"]);
}

#[test]
fn what_stands_on_the_screen_may_be_old() {
    let (data, mut seat) = in_the_crowd();
    // Nothing of the case is read but what the queue showed: what is in memory could be written to.
    cut_index(data.path());
    seat.keys("v<F2>");
    lose_index(data.path(), &mut seat);
    seat.keys("2");
    assert!(text(&mut seat).contains("records could not be read"), "nothing more is done to what cannot be read");
    seat.keys("a");
    assert!(text(&mut seat).contains("Documents 00123"), "there is nothing to go to");
    seat.keys("<F1><Esc>");
    tells(&mut seat, &["unread-case"], &[]);
    seat.keys("<Esc>");
    tells(&mut seat, &["unread-case", "unread-history", "unread-frequency", "unread-certificate"], &["Case opened"]);
    for keys in ["a", "w", "h", "<F4>"] {
        seat.keys(keys);
        let shown = text(&mut seat);
        assert!(shown.contains("Case 00123") && shown.contains("records could not be read"), "{keys}: {shown}");
    }
}

#[test]
fn a_day_is_not_closed_with_totals_that_nobody_read() {
    let (_data, mut seat) = without_an_index();
    seat.keys("<F4>c19<Enter>");
    assert!(text(&mut seat).contains("records could not be read"));
}

#[test]
fn what_a_form_looks_up_may_be_unreadable() {
    let (_data, mut seat) = without_an_index();
    seat.keys("<F2>21<Enter><Enter><Enter><Enter>").keys(&made_up_id(3));
    tells(&mut seat, &["unread-person"], &["has been at this desk before"]);
    seat.keys("<F4>");
    tells(&mut seat, &["unread-last"], &[]);
    seat.keys("زهرا<Enter>کریمی<Enter>محمدرضا<Enter>137004122<F2>091200010001458710000<F2>62C-3<Enter>");
    tells(&mut seat, &["unread-certificate"], &["is open on this certificate."]);
}

#[test]
fn nobody_is_left_out_because_the_index_cannot_be_read() {
    let (data, mut seat) = in_the_crowd();
    cut_index(data.path());
    seat.keys("v<Esc><Enter>");
    lose_index(data.path(), &mut seat);
    seat.keys("<Esc>o");
    assert!(text(&mut seat).contains("mina"), "who works here is not read from the index");
    // Which case somebody looked at.
    seat.keys("<Esc>i3sara<F2><End><PgUp>");
    tells(&mut seat, &["unread"], &[]);
}

#[test]
fn what_lies_beside_the_records_may_be_unreadable_too() {
    let (data, mut seat) = seat_at(crowd(), Lang::En, LARGE);
    fs::write(data.path().join("backup.toml"), "made_ms = yesterday").expect("written");
    fs::write(data.path().join("drafts/0192d5a0-7e1c-7cc0-8000-000000000000.draft"), "torn").expect("written");
    seat.sign_in("sara", "correct horse");
    tells(&mut seat, &["unread-backup", "unread-drafts"], &["never backed up"]);
    seat.keys("<F4>");
    tells(&mut seat, &["unread-drafts"], &[]);
}
