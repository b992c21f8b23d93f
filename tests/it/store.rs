//! The store keeps its word: whatever happens to its files, nothing acknowledged is silently gone.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use pishkhan::desk::command::{Command, Overrides, Reply};
use pishkhan::desk::{Desk, StartError};
use pishkhan::domain::event::Event;
use pishkhan::domain::refusal::Refusal;
use pishkhan::form::Answers;
use pishkhan::store::error::OpenError;
use pishkhan::store::journal::segment;

use crate::world::inside::DAY;
use crate::world::{
    ManualClock, PROGRAM, case_at, cases_of, desk_with, files_below, folder, founded, intake, journal, open, open_at,
    place, run, run_act, set_up, sign_in, tracking,
};

#[test]
fn a_lost_index_is_built_again() {
    let data = desk_with(12);
    let before = tracking(data.path());
    fs::remove_dir_all(data.path().join("index")).expect("the index goes");
    let desk = open(data.path()).expect("the desk opens");
    assert!(desk.report.rebuilt);
    desk.close();
    assert_eq!((tracking(data.path()), before.len()), (before, 12));
}

#[test]
fn a_damaged_index_never_costs_a_case_and_never_panics() {
    let data = desk_with(12);
    let before = tracking(data.path());
    let state = data.path().join("index.state");
    let index = data.path().join("index");
    for round in 0..24_usize {
        for path in files_below(&index) {
            let mut bytes = fs::read(&path).expect("a file of the index");
            if bytes.is_empty() {
                continue;
            }
            let at = (round * 7919) % bytes.len();
            match round % 3 {
                0 => bytes[at] ^= 1 << (round % 8),
                1 => bytes.truncate(at),
                _ => bytes[at..].fill(0),
            }
            fs::write(&path, bytes).expect("the damage is done");
        }
        // As after a kill: sled must recover by itself, which is where it panics.
        let boot = fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
        fs::write(&state, format!("open {}", boot.trim())).expect("the state is written");
        assert_eq!(tracking(data.path()), before, "round {round}");
    }
}

#[test]
fn the_torn_end_of_the_last_write_is_cut_off_and_told() {
    let data = desk_with(3);
    let before = tracking(data.path());
    let path = journal(data.path());
    let mut bytes = fs::read(&path).expect("the journal");
    let used = segment::used(&bytes);
    for torn in [1, 5, 40] {
        bytes.truncate(used);
        bytes.extend(b"PKJ1\x10\x02\x00\x00a write that the power cut short ......".iter().take(torn));
        fs::write(&path, &bytes).expect("the torn end");
        let desk = open(data.path()).expect("the desk opens");
        assert_eq!(desk.report.torn, u64::try_from(torn).expect("small"));
        desk.close();
        assert_eq!(tracking(data.path()), before);
    }
}

#[test]
fn damage_in_the_middle_of_the_journal_stops_everything_and_is_named() {
    let data = desk_with(6);
    let path = journal(data.path());
    let whole = fs::read(&path).expect("the journal");
    let used = segment::used(&whole);
    for round in 1..20 {
        // Not in the last record: that one cannot be told from a torn write.
        let at = 70 + (used - 2500) * round / 20;
        let mut bytes = whole.clone();
        bytes[at] ^= 0x20;
        fs::write(&path, &bytes).expect("the damage is done");
        fs::remove_file(data.path().join("index.state")).ok();
        match open(data.path()).map(Desk::close) {
            Err(StartError::Store(OpenError::Damaged { file, .. })) => assert_eq!(file, "00000001.journal"),
            other => panic!("byte {at}: {other:?}"),
        }
        let (code, told) = run(&["--data", &data.path().display().to_string(), "--lang", "en", "case", "list"], "");
        assert_eq!(code, 3);
        assert!(told.contains("00000001.journal") && told.contains("safe"), "{told}");
    }
    fs::write(&path, &whole).expect("the journal is whole again");
    assert_eq!(tracking(data.path()).len(), 6);
}

#[test]
fn a_journal_shorter_than_what_was_acknowledged_is_an_alarm() {
    let data = desk_with(4);
    let path = journal(data.path());
    let mut bytes = fs::read(&path).expect("the journal");
    let used = segment::used(&bytes);
    bytes.truncate(used - 100);
    fs::write(&path, bytes).expect("the journal is cut");
    assert!(matches!(open(data.path()), Err(StartError::Store(OpenError::Damaged { .. }))));
}

#[test]
fn a_damaged_last_record_is_an_alarm_without_any_index() {
    let data = desk_with(3);
    let whole = fs::read(journal(data.path())).expect("the journal");
    let used = segment::used(&whole);
    for back in [1, 30, 200, 700] {
        let mut bytes = whole.clone();
        bytes[used - back] ^= 4;
        fs::write(journal(data.path()), bytes).expect("the damage is done");
        fs::remove_file(data.path().join("index.state")).ok();
        assert!(matches!(open(data.path()), Err(StartError::Store(OpenError::Damaged { .. }))), "{back} from the end");
    }
    fs::write(journal(data.path()), &whole).expect("the journal is whole again");
    // One slot of the tip file spoilt: the other one is believed. Both: the journal stands by itself.
    let head = data.path().join("journal/head");
    for at in [10, 4106] {
        let mut bytes = fs::read(&head).expect("the witness");
        bytes[at] ^= 1;
        fs::write(&head, bytes).expect("the damage is done");
        assert_eq!(tracking(data.path()).len(), 3);
    }
}

#[test]
fn a_missing_journal_is_never_a_new_desk() {
    let data = desk_with(2);
    fs::remove_file(journal(data.path())).expect("the journal goes");
    assert!(matches!(open(data.path()), Err(StartError::Store(OpenError::Missing { .. }))));
    let other = desk_with(1);
    fs::remove_file(other.path().join("pishkhan.store")).expect("the identity goes");
    assert!(matches!(open(other.path()), Err(StartError::Store(OpenError::Missing { .. }))));
}

#[test]
fn what_a_newer_version_wrote_is_refused_by_name() {
    let data = desk_with(1);
    let path = journal(data.path());
    let mut bytes = fs::read(&path).expect("the journal");
    bytes[8] = 2;
    fs::write(&path, bytes).expect("a newer journal");
    fs::remove_file(data.path().join("index.state")).ok();
    assert!(matches!(open(data.path()), Err(StartError::Store(OpenError::Newer { .. }))));
}

#[test]
fn a_folder_of_others_is_left_alone() {
    let data = folder();
    fs::write(data.path().join("thesis.odt"), "years of work").expect("a file");
    let path = data.path().display().to_string();
    let (code, told) = run(&["--data", &path, "--lang", "en", "act"], "");
    assert_eq!(code, 3);
    assert!(told.contains("not this program's"), "{told}");
    assert_eq!(fs::read_dir(data.path()).expect("the folder").count(), 1);
    let file = data.path().join("thesis.odt").display().to_string();
    let (code, told) = run(&["--data", &file, "--lang", "en", "act"], "");
    assert_eq!((code, told.contains("cannot be written")), (3, true), "{told}");
}

#[test]
fn a_second_program_gets_a_sentence() {
    let data = desk_with(1);
    let path = data.path().display().to_string();
    let mut first = std::process::Command::new(PROGRAM)
        .args(["--data", &path, "act"])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .expect("the program starts");
    // Its first reply shows that it has the desk open.
    let mut input = first.stdin.take().expect("its input");
    std::io::Write::write_all(&mut input, format!("{}\n", sign_in()).as_bytes()).expect("it reads");
    let mut line = String::new();
    let mut output = std::io::BufReader::new(first.stdout.take().expect("its output"));
    std::io::BufRead::read_line(&mut output, &mut line).expect("it answers");
    let (code, told) = run(&["--data", &path, "--lang", "en", "case", "list"], "");
    assert_eq!(code, 3);
    assert!(told.contains("open in another program"), "{told}");
    drop(input);
    first.wait().expect("it ends");
    assert_eq!(tracking(data.path()).len(), 1);
}

#[test]
fn a_clock_that_went_back_is_recorded() {
    let now = Arc::new(AtomicI64::new(1_763_800_000_000));
    let data = folder();
    let mut desk = open_at(place(data.path()), ManualClock::at(&now)).expect("the desk opens");
    let answers = |line: &str| -> Answers {
        let value: serde_json::Value = serde_json::from_str(line).expect("JSON");
        let answers = value["answers"].as_object().expect("answers").clone();
        answers.into_iter().map(|(id, answer)| (id, answer.as_str().unwrap_or_default().to_owned())).collect()
    };
    let founded = desk.perform(Command::Found { answers: answers(&set_up()[0]), sample: false });
    assert!(matches!(founded, Reply::Done(_)), "{founded:?}");
    let day = desk.today();
    assert!(matches!(desk.perform(Command::OpenDay { day }), Reply::Done(_)));
    now.fetch_sub(3_600_000, Ordering::SeqCst);
    let line = serde_json::json!({"answers": intake(1, "A-1", &[])}).to_string();
    let opened = desk.perform(Command::Open { draft: None, answers: answers(&line), consent: Overrides::default() });
    let Reply::Done(done) = opened else { panic!("{opened:?}") };
    assert_eq!(done.events[0].event, Event::ClockWentBack { by_ms: 3_600_000 });
    let case = done.case.expect("the case is opened all the same");
    let sequence = done.events[1].envelope.number;
    assert!(case.tracking.digits().contains(&format!("{sequence:05}")), "the code is the event's own number");
    // Forward by twenty minutes, while no time has passed.
    now.fetch_add(1_200_000, Ordering::SeqCst);
    let line = serde_json::json!({"answers": intake(2, "A-2", &[])}).to_string();
    let opened = desk.perform(Command::Open { draft: None, answers: answers(&line), consent: Overrides::default() });
    let Reply::Done(done) = opened else { panic!("{opened:?}") };
    assert_eq!(done.events[0].event, Event::ClockJumped { by_ms: 1_200_000 });
    assert_eq!(desk.clock_events().len(), 2, "both are shown with the day");
    // To the next day: nothing goes on before somebody says that it is that day.
    now.fetch_add(DAY, Ordering::SeqCst);
    let line = serde_json::json!({"answers": intake(3, "A-3", &[])}).to_string();
    let open = || Command::Open { draft: None, answers: answers(&line), consent: Overrides::default() };
    let next = desk.today();
    let close = || Command::CloseDay { answers: Answers::default(), consent: Overrides::default() };
    assert!(matches!(desk.perform(open()), Reply::Refused(Refusal::DayNotOpen { .. })));
    assert!(matches!(desk.perform(Command::OpenDay { day: next }), Reply::Refused(Refusal::DayLeftOpen { .. })));
    assert!(matches!(desk.perform(close()), Reply::Done(_)));
    assert!(matches!(desk.perform(Command::OpenDay { day }), Reply::Refused(Refusal::OtherDay { .. })));
    assert!(matches!(desk.perform(Command::OpenDay { day: next }), Reply::Done(_)));
    assert!(matches!(desk.perform(open()), Reply::Done(_)));
    desk.close();
}

#[test]
fn files_are_their_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let data = founded(false);
    assert_eq!(run_act(data.path(), &cases_of(1..2)).0, 0);
    let mode = |path: &Path| fs::metadata(path).expect("it is there").permissions().mode() & 0o777;
    assert_eq!(mode(&data.path().join("journal")), 0o700);
    assert_eq!(mode(&journal(data.path())), 0o600);
    for path in files_below(data.path()) {
        let name = path.display().to_string();
        assert!(!name.contains("999000"), "no file is named by a person: {name}");
    }
}

#[test]
fn an_index_in_which_an_entry_cannot_be_read_is_built_again_at_the_next_start() {
    let data = desk_with(2);
    let case = tracking(data.path())[0].clone();
    let id = case_at(data.path(), &case).id;
    let db = sled::open(data.path().join("index")).expect("sled opens it");
    let key = [&b"c"[..], id.0.as_bytes()].concat();
    assert!(db.insert(key, b"of another shape").expect("written").is_some(), "the case was there");
    db.flush().expect("on the disk");
    drop(db);
    let desk = open(data.path()).expect("it opens");
    assert!(desk.by_tracking(&case).is_err());
    desk.close();
    // As the screen says: close the program and open it again.
    assert_eq!(case_at(data.path(), &case).id, id);
}
