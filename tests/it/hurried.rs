//! The hurried clerk, at the real program: the wrong layout, keys pressed twice, the wrong person, the window
//! shut in mid-sentence. Each ends repaired, swallowed, refused or kept, and nothing that was typed is lost.

use std::path::Path;

use serde_json::Value;

use crate::centre::office;
use crate::keystrokes::{intake, intake_to};
use crate::terminal::{F2, at_desk, leave};
use crate::world::{Term, made_up_id, run, signal};

/// The clerk, at work.
fn clerk(data: &Path) -> Term {
    at_desk(data, &[], "reza", "battery staple")
}

/// Every case, as `case find` has it.
fn found(data: &Path, query: &str) -> Vec<Value> {
    let (_, output) = run(&["--data", &data.display().to_string(), "case", "find", query], "");
    output.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

/// How often each of these happened, whoever did it.
fn happened(data: &Path, code: &str) -> usize {
    let (_, output) = run(&["--data", &data.display().to_string(), "audit", "show"], "");
    output.matches(&format!("\"event\":\"{code}\"")).count()
}

#[test]
fn names_in_the_wrong_layout_are_offered_right_and_never_kept_wrong() {
    let data = office();
    let mut term = clerk(data.path());
    term.keys(F2).see("نوع درخواست").keys("21\r\r\r\r").keys(&made_up_id(1)).see("نام پدر");
    // «زهرا» and «کریمی» with the Latin layout on: the first is taken as offered, the second typed on regardless.
    term.keys("civh").see("زهرا").keys("\x1b[15~").keys("\r");
    term.keys(";vdld\r").see("منظور «کریمی»").keys(F2).see("پاسخ درست نیست").keys("\x1b").see("صف");
    leave(term);
    assert_eq!(happened(data.path(), "opened"), 0, "nothing was registered with a name in Latin letters");
    // What was typed is there, to be gone on with.
    let mut term = clerk(data.path());
    term.keys("\r").see("زهرا");
    leave(term);
}

#[test]
fn letters_that_are_commands_answer_under_a_persian_layout() {
    let data = office();
    let mut term = clerk(data.path());
    // «د» is the key of n, «ق» of r … a new intake, the service card, locked.
    term.keys("د").see("نوع درخواست").keys("\x1b").see("صف").keys("ز").see("شناسنامه").keys("\x1b").see("صف");
    leave(term);
}

#[test]
fn what_is_pressed_twice_happens_once() {
    let data = office();
    let mut term = clerk(data.path());
    // Enter once more after every answer that goes on by itself, and F2 twice at each end.
    intake_to(&mut term, "2", 2, "H-2");
    term.see("هنوز دیده نشده").keys("\r").see("هنوز دیده نشده").keys("111").see("کپی برابر اصل است");
    term.keys(F2).see("یک میلیون ریال").keys(F2).see("پاسخ");
    term.keys("\x1b[H\x1b[A").keys("\rبانک ملی\r\r\r880000000002\r\r1000000\r\r").see("صف");
    leave(term);
    let data = data.path();
    assert_eq!(found(data, "H-2").len(), 1);
    let counts = ["opened", "documents-complete", "fee-paid"].map(|code| happened(data, code));
    assert_eq!(counts, [1, 1, 1]);
}

#[test]
fn a_question_of_the_rules_is_not_answered_by_the_key_that_saved() {
    let data = office();
    let mut term = clerk(data.path());
    intake(&mut term, "2", 3, "H-3");
    term.keys("111").see("کپی برابر اصل است").keys(F2).see("یک میلیون ریال");
    term.keys("\rبانک ملی\r\r\r880000000003\r\r100000").keys(F2).see("تومان").keys(F2).keys("\r").see("تومان");
    assert_eq!(happened_now(&mut term), "asked");
    term.keys("n").lose("پرسش").see("یک میلیون ریال").keys("\x1b").see("صف");
    leave(term);
    assert_eq!(happened(data.path(), "fee-paid"), 0, "toman was not taken for rials by a second press");
}

/// Whether the question is still on the screen.
fn happened_now(term: &mut Term) -> &'static str {
    let visual = pishkhan::text::LayoutOptions::default().line("پرسش").visual().to_owned();
    if term.screen().contains(&visual) { "asked" } else { "answered" }
}

#[test]
fn the_wrong_person_is_told_by_name_and_mended_with_a_trace() {
    let data = office();
    let mut term = clerk(data.path());
    intake(&mut term, "2", 4, "H-4");
    term.keys("\x1b").see("صف");
    // A digit too many times, another in the wrong place: refused at the field.
    let mut wrong = made_up_id(4).into_bytes();
    wrong.swap(8, 9);
    term.keys(F2).see("نوع درخواست").keys("21\r\r\r\r").keys(&String::from_utf8(wrong).expect("digits"));
    term.keys("\r").see("×").keys("\x1b[A").keys("\x15").keys(&made_up_id(4));
    // Somebody else who was here before: the name is told before anything is taken over.
    term.see("زهرا کریمی").see("F5").keys("\x1b").see("صف");
    // The case of the one was opened with the number of the other: corrected with a reason, both stay on record.
    term.keys("\x1bOR").see("جستجو").keys("H-4").see("زهرا کریمی").keys("\r").see("مشخصات").keys("c").see("اصلاح");
    let down = "\r".repeat(6);
    term.keys(&down).see("ده رقم").keys("\x15").keys(&made_up_id(5)).see("نام");
    term.keys(F2).see("دلیل اصلاح").keys("شمارهٔ خواهرش نوشته شد\r").see("ثبت شد");
    leave(term);
    let data = data.path();
    assert_eq!(happened(data, "corrected"), 1);
    let (_, of_one) = run(&["--data", &data.display().to_string(), "audit", "show", "--person", &made_up_id(4)], "");
    let (_, of_other) = run(&["--data", &data.display().to_string(), "audit", "show", "--person", &made_up_id(5)], "");
    assert!(of_one.contains("opened") && of_other.contains("corrected"), "both are told: {of_one} {of_other}");
}

#[test]
fn a_case_typed_in_one_breath_arrives_whole() {
    let data = office();
    let mut term = clerk(data.path());
    let id = made_up_id(6);
    let all = [
        F2,
        "21\r\r\r\r",
        &id,
        "زهرا\rکریمی\rمحمدرضا\r137004122\r\r\r0912000100014587100001\r62H-6\rبرق\r\r13951103\r1",
        "111",
        F2,
        "\rبانک ملی\r\r\r880000000006\r\r1000000\r",
    ];
    term.keys(&all.concat()).see("بسمه تعالی").keys("\r").see("صف");
    leave(term);
    let cases = found(data.path(), "H-6");
    assert_eq!((cases.len(), &cases[0]["stage"]), (1, &"awaiting-centre".into()), "{cases:?}");
}

#[test]
fn a_window_shut_in_mid_sentence_loses_no_answer_that_was_left() {
    let data = office();
    let mut term = clerk(data.path());
    term.keys(F2).see("نوع درخواست").keys("21\r\r\r\r").keys(&made_up_id(7)).see("نام پدر");
    term.name("نرگس\r").name("محمدی\r").keys("نیمه‌ک").see("نیمه");
    signal(term.pid(), "HUP");
    term.end();
    let mut term = clerk(data.path());
    term.see("نرگس محمدی").keys("\r").see("نام پدر").see("نرگس").see("محمدی").see("نیمه");
    leave(term);
}
