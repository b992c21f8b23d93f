//! Killed at any moment: what was acknowledged is there, what was not is there whole or not at all.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::world::{
    PASSPHRASE, PROGRAM, Term, at_desk, feed, founded, made_up_id, place, rounds, run, signal, unlock_file,
};

#[test]
fn every_acknowledged_case_survives_kill_9() {
    survives(false, rounds());
}

#[test]
fn every_acknowledged_case_of_a_sealed_folder_survives_kill_9() {
    survives(true, rounds() / 2);
}

fn survives(encrypted: bool, rounds: u32) {
    let (mut data, mut told) = (founded(encrypted), 0);
    let (mut acknowledged, mut person) = (Vec::new(), 0);
    for round in 0..rounds {
        // A folder does not grow for ever: what it holds by then is looked for once more as a whole.
        if round % 25 == 24 {
            all_there(data.path(), &acknowledged);
            told += acknowledged.len();
            eprintln!("{} rounds, {told} acknowledged, none missing", round + 1);
            (data, acknowledged, person) = (founded(encrypted), Vec::new(), 0);
        }
        let path = data.path().display().to_string();
        let mut child = Command::new(PROGRAM)
            .args(["--data", &path, "act"])
            .env("PISHKHAN_UNLOCK", unlock_file())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let input = child.stdin.take().expect("its input");
        let writing = feed(input, person + 1..person + 2000, Duration::ZERO);
        let output = BufReader::new(child.stdout.take().expect("its output"));
        let pid = i32::try_from(child.id()).expect("a process number");
        let killer = std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(80 + u64::from(round) * 61 % 700));
            signal(pid, "KILL");
        });
        for line in output.lines() {
            // A line that the kill cut short acknowledges nothing.
            let Ok(reply) = serde_json::from_str::<serde_json::Value>(&line.expect("UTF-8")) else { break };
            if let Some(code) = reply["case"]["tracking"].as_str() {
                acknowledged.push(code.to_owned());
            }
        }
        killer.join().expect("the kill");
        child.wait().expect("it is gone");
        writing.join().expect("the writer ends");
        person += 2000;
        check(&path, &acknowledged);
    }
    all_there(data.path(), &acknowledged);
    assert!(told + acknowledged.len() > 0, "some were acknowledged before the kill");
}

/// Every single one of them.
fn all_there(data: &Path, acknowledged: &[String]) {
    let desk = pishkhan::cli::open(place(data), None).expect("the desk opens");
    let missing = acknowledged.iter().find(|code| desk.by_tracking(code).expect("the index answers").is_none());
    assert_eq!(missing, None, "it was acknowledged");
    desk.close();
}

/// Every acknowledged case is there with its whole history, and every index agrees.
fn check(path: &str, acknowledged: &[String]) {
    let (code, listed) = run(&["--data", path, "case", "find", "کریمی"], "");
    assert!(code == 0 || acknowledged.is_empty(), "{listed}");
    let (_, open) = run(&["--data", path, "case", "list", "--stage", "documents"], "");
    for code in acknowledged.iter().rev().take(150) {
        assert!(open.contains(code.as_str()), "{code} is in the queue");
    }
    for code in acknowledged.iter().rev().take(3) {
        let (exit, shown) = run(&["--data", path, "case", "show", code], "");
        assert_eq!(exit, 0, "{code} is there");
        let shown: serde_json::Value = serde_json::from_str(&shown).expect("JSON");
        assert_eq!(shown["events"].as_array().map(Vec::len), Some(1));
    }
}

#[test]
fn killed_after_saved_the_case_is_there_and_killed_before_the_draft_is() {
    let data = founded(false);
    let path = data.path().display().to_string();
    let mut kept = Vec::new();
    for round in 0..rounds().min(10) {
        let mut term = at_desk(data.path(), &[], "sara", PASSPHRASE);
        let id = made_up_id(700 + round);
        let before = term.keys("\x1bOQ").see("نوع درخواست");
        before.keys("11\r\r\r\r").keys(&id).see("نام پدر").keys("زهرا\rکریمی\rمحمد\r").keys("137004122\r\r\r");
        before.keys("0912000100014587100001\r6").see("نوع گواهینامه").see("کاغذی");
        if round % 2 == 0 {
            // In the middle of it, after the draft has reached the disk: the next start goes on at the same field.
            std::thread::sleep(Duration::from_millis(u64::from(round) * 13));
            term.kill();
            let mut again = Term::start(&["--data", &path, "--bidi", "app"], 80, 24);
            again.see("نام کاربری").keys("sara\rcorrect horse\r").see("پذیرش‌های نیمه‌تمام").keys("\r");
            again.see("نوع گواهینامه").see("کاغذی");
            term = again;
        }
        term.keys("2").keys(&format!("K-{round}\r")).keys("برق\r\r13951103\r1");
        term.see("ثبت شد");
        let started = Instant::now();
        std::thread::sleep(Duration::from_millis(u64::from(round) * 7));
        term.kill();
        assert!(started.elapsed() < Duration::from_secs(5));
        kept.push(format!("K-{round}"));
        for number in &kept {
            let (code, found) = run(&["--data", &path, "case", "find", number], "");
            assert_eq!(code, 0, "round {round}: {number} {found}");
        }
    }
}
