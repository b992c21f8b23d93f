//! Desks that are set up, with people and cases.

use std::io::Write;
use std::iter;
use std::ops::Range;
use std::path::Path;
use std::sync::OnceLock;

use pishkhan::desk::Desk;
use serde_json::{Value, json};

use super::desk::{done, done_all, on, open, today};
use super::folder::{Kept, folder};
use super::people::{clerk, intake, passphrase, sign_in};
use super::program::{run, run_act};
use super::session::signed;

/// Lines that set a desk up, with a supervisor «sara» and a clerk «reza».
pub fn set_up() -> Vec<String> {
    vec![
        r#"{"act":"set-up","answers":{"office-name":"دفتر آزمون","office-code":"123","office-kind":"counter-office","office-level":"county","province":"یزد","desk-number":"1","operator-name":"سارا امینی","sign-in":"sara","passphrase":"correct horse","passphrase-again":"correct horse"}}"#.to_owned(),
        r#"{"act":"enrol","answers":{"operator-name":"رضا راد","sign-in":"reza","role":"clerk","passphrase":"battery staple","passphrase-again":"battery staple"}}"#.to_owned(),
        r#"{"act":"open-day"}"#.to_owned(),
    ]
}

/// A folder of its own with what is founded once.
fn laid_out(once: &'static OnceLock<Kept>, found: impl FnOnce(&Path)) -> tempfile::TempDir {
    let data = folder();
    let kept = once.get_or_init(|| {
        let first = folder();
        found(first.path());
        Kept::of(first.path())
    });
    kept.lay_out(data.path());
    data
}

/// A data folder with the office and its people, sealed or not, as the real program founds it.
pub fn founded(encrypted: bool) -> tempfile::TempDir {
    static OPEN: OnceLock<Kept> = OnceLock::new();
    static SEALED: OnceLock<Kept> = OnceLock::new();
    if encrypted {
        laid_out(&SEALED, found_sealed)
    } else {
        laid_out(&OPEN, |data| {
            let (code, replies) = run_act(data, &set_up());
            assert_eq!(code, 0, "{replies:?}");
        })
    }
}

fn found_sealed(data: &Path) {
    let (code, told) = run(&["--data", &data.display().to_string(), "--lang", "en", "init", "--encrypt"], "");
    assert_eq!(code, 0, "{told}");
    let mut code = tempfile::NamedTempFile::new().expect("a file");
    code.write_all(told.as_bytes()).expect("written");
    let unlock = code.path().display().to_string();
    let (code, told) = run(&["--data", &data.display().to_string(), "--unlock", &unlock, "act"], &set_up().join("\n"));
    assert_eq!(code, 0, "{told}");
}

/// A desk with a supervisor, a clerk, a reviewer and an inspector, and twenty blanks.
pub fn office() -> tempfile::TempDir {
    static OFFICE: OnceLock<Kept> = OnceLock::new();
    laid_out(&OFFICE, |data| {
        let (code, replies) = run_act(data, &staffed());
        assert_eq!(code, 0, "{replies:?}");
    })
}

/// Lines that found it.
pub fn staffed() -> Vec<String> {
    let mut lines = set_up();
    for (sign_in, role) in [("mina", "reviewer"), ("nader", "inspector"), ("parvin", "supervisor")] {
        let passphrase = passphrase(sign_in);
        let answers = json!({"operator-name": "مینا راد", "sign-in": sign_in, "role": role,
            "passphrase": passphrase, "passphrase-again": passphrase});
        lines.push(json!({"act": "enrol", "answers": answers}).to_string());
    }
    let blanks = json!({"first-serial": "B-0098", "count": "20"});
    lines.push(json!({"act": "blanks-received", "answers": blanks}).to_string());
    lines
}

/// A desk with so many cases.
pub fn desk_with(cases: u32) -> tempfile::TempDir {
    desk_with_as(cases, false)
}

/// The same, sealed or not.
pub fn desk_with_as(cases: u32, encrypted: bool) -> tempfile::TempDir {
    let data = founded(encrypted);
    done_all(data.path(), &cases_of(1..cases + 1));
    data
}

/// Lines with which the supervisor takes these people in.
pub fn cases_of(people: Range<u32>) -> Vec<String> {
    let open = |person: u32| json!({"act": "open", "answers": intake(person, &format!("A-{person}"), &[])}).to_string();
    iter::once(sign_in()).chain(people.map(open)).collect()
}

/// Somebody takes a person in and sees the papers.
fn to_fee(desk: &mut Desk, who: &str, person: u32) -> String {
    done(desk, who);
    let answers = intake(person, &format!("C-{person}"), &[]);
    let reply = done(desk, &json!({"act": "open", "answers": answers}).to_string());
    let case = reply["case"]["tracking"].as_str().expect("a case").to_owned();
    for (document, verdict) in
        [("identity-booklet", "original-seen"), ("national-card", "original-seen"), ("last-degree", "copy-matches")]
    {
        let line = json!({"act": "judge", "case": case, "document": document, "verdict": verdict});
        done(desk, &line.to_string());
    }
    done(desk, &on(&case, "close-documents", json!({})));
    case
}

/// A case that somebody has brought to the fee.
pub fn at_fee(data: &Path, who: String, person: u32) -> String {
    let mut desk = open(data).expect("the desk opens");
    let case = to_fee(&mut desk, &who, person);
    desk.close();
    case
}

/// «sara» orders that a case be erased, and «parvin» signs for it.
pub fn erasure(case: &str, order: &str) -> String {
    let answers = json!({"order": order, "passphrase": passphrase("sara")});
    let line = json!({"act": "order-erasure", "case": case, "answers": answers});
    signed(&line, &["erasure-signed"], "parvin").to_string()
}

/// The line with which «sara» enrols another supervisor, «parvin».
pub fn another_supervisor() -> String {
    let passphrase = passphrase("parvin");
    let answers = json!({"operator-name": "پروین راد", "sign-in": "parvin", "role": "supervisor",
        "passphrase": passphrase, "passphrase-again": passphrase});
    json!({"act": "enrol", "answers": answers}).to_string()
}

/// The answers of a payment with the receipt of this person.
pub fn fee(person: u32) -> Value {
    json!({"payment-method": "gateway", "bank": "ملی", "reference-number": format!("77{person:08}"),
        "paid-on": today(), "amount": "1000000"})
}

/// A case that the clerk has brought to the centre.
pub fn at_centre(data: &Path, person: u32) -> String {
    let mut desk = open(data).expect("the desk opens");
    let case = to_fee(&mut desk, &clerk(), person);
    let reply = done(&mut desk, &on(&case, "confirm-payment", fee(person)));
    assert_eq!(reply["case"]["stage"], "awaiting-centre");
    desk.close();
    case
}
