//! Desks that are set up, with people and cases.

use std::io::Write;
use std::iter;
use std::ops::Range;
use std::path::Path;
use std::sync::atomic::AtomicI64;
use std::sync::{Arc, OnceLock};

use pishkhan::desk::Desk;
use pishkhan::desk::clock::{Clock, SystemClock};
use pishkhan::store::upkeep::migrate::{Sealing, encrypt_as};
use pishkhan::store::vault::Cost;
use serde_json::{Value, json};

use super::clock::ManualClock;
use super::desk::{done, done_all, go_on, on, open, open_at, place, say_all, today, tracking};
use super::folder::{Kept, folder};
use super::inside::DAY;
use super::people::{clerk, open_line, passphrase, sign_in};
use super::program::{run, run_act};
use super::session::{Session, signed};

/// Lines that set a desk up, with a supervisor «sara» and a clerk «reza».
pub fn set_up() -> Vec<String> {
    let mut lines = people();
    lines.push(open_day());
    lines
}

/// The line that opens the day.
pub fn open_day() -> String {
    json!({"act": "open-day"}).to_string()
}

/// The line that closes it, with so many blanks counted where any are to be counted.
pub fn close_day(blanks: Option<&str>) -> String {
    let line = match blanks {
        Some(count) => json!({"act": "close-day", "answers": {"blanks-counted": count}}),
        None => json!({"act": "close-day"}),
    };
    line.to_string()
}

fn people() -> Vec<String> {
    vec![
        r#"{"act":"set-up","answers":{"office-name":"دفتر آزمون","office-code":"123","office-kind":"counter-office","office-level":"county","province":"یزد","desk-number":"1","operator-name":"سارا امینی","sign-in":"sara","passphrase":"correct horse","passphrase-again":"correct horse"}}"#.to_owned(),
        r#"{"act":"enrol","answers":{"operator-name":"رضا راد","sign-in":"reza","role":"clerk","passphrase":"battery staple","passphrase-again":"battery staple"}}"#.to_owned(),
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

/// Sealed at next to no cost, since it is opened often; the slots say so, and what is admitted later costs the same.
fn found_sealed(data: &Path) {
    let mut code = tempfile::NamedTempFile::new().expect("a file");
    let how = Sealing { cost: Cost { kib: 64, passes: 1, lanes: 1 }, admits: None };
    let mut keep = |shown: &str| code.write_all(shown.as_bytes());
    encrypt_as(&place(data), &how, &mut keep, &mut go_on).expect("sealed");
    let unlock = code.path().display().to_string();
    let (code, told) = run(&["--data", &data.display().to_string(), "--unlock", &unlock, "act"], &set_up().join("\n"));
    assert_eq!(code, 0, "{told}");
}

/// A desk with a supervisor, a clerk, a reviewer and an inspector, and twenty blanks. It was founded the day before,
/// so that everybody is confirmed.
pub fn office() -> tempfile::TempDir {
    static OFFICE: OnceLock<Kept> = OnceLock::new();
    laid_out(&OFFICE, |data| {
        let (yesterday, today) = staffed();
        on_the_day_before(data, SystemClock::default().wall_ms(), &yesterday);
        let (code, replies) = run_act(data, &today);
        assert_eq!(code, 0, "{replies:?}");
    })
}

/// Does these lines a day before this moment.
pub fn on_the_day_before(data: &Path, now_ms: i64, lines: &[String]) -> Vec<Value> {
    let now = Arc::new(AtomicI64::new(now_ms - DAY));
    let mut desk = open_at(place(data), ManualClock::at(&now)).expect("the desk opens");
    let (code, replies) = say_all(&mut desk, &lines.join("\n"));
    assert_eq!(code, 0, "{replies:?}");
    desk.close();
    replies
}

/// Does these lines a day from now.
pub fn on_the_day_after(data: &Path, lines: &[String]) -> Vec<Value> {
    on_the_day_before(data, SystemClock::default().wall_ms() + 2 * DAY, lines)
}

/// The line that admits somebody.
pub fn enrol(name: &str, sign_in: &str, role: &str) -> String {
    enrol_with(name, sign_in, role, passphrase(sign_in))
}

/// The same, of somebody with this passphrase.
pub fn enrol_with(name: &str, sign_in: &str, role: &str, passphrase: &str) -> String {
    let answers = json!({"operator-name": name, "sign-in": sign_in, "role": role,
        "passphrase": passphrase, "passphrase-again": passphrase});
    json!({"act": "enrol", "answers": answers}).to_string()
}

/// Lines that found it, on the day before and on the day.
pub fn staffed() -> (Vec<String>, Vec<String>) {
    let mut lines = people();
    for (name, sign_in, role) in
        [("مینا راد", "mina", "reviewer"), ("نادر فرد", "nader", "inspector"), ("پروین نیک", "parvin", "supervisor")]
    {
        lines.push(enrol(name, sign_in, role));
    }
    let blanks = json!({"first-serial": "B-0098", "count": "20"});
    let blanks = json!({"act": "blanks-received", "answers": blanks}).to_string();
    (lines, vec![sign_in(), open_day(), blanks])
}

/// The office with another supervisor, «zari», who is confirmed, and a conversation with it.
pub fn office_with_zari() -> (tempfile::TempDir, Session) {
    let data = office();
    let mut session = Session::start(data.path());
    let zari = json!({"operator-name": "زری راد", "sign-in": "zari", "role": "supervisor",
        "passphrase": passphrase("zari"), "passphrase-again": passphrase("zari")});
    session.done("sara", &json!({"act": "enrol", "answers": zari}));
    let confirms = json!({"sign-in": "zari", "passphrase": passphrase("parvin")});
    session.done("parvin", &json!({"act": "confirm-operator", "answers": confirms}));
    (data, session)
}

/// The line with which somebody approves everything of which nothing is to be asked.
pub fn approve_clean(who: &str) -> String {
    json!({"act": "approve-clean", "answers": {"passphrase": passphrase(who)}}).to_string()
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
    let open = |person: u32| open_line(person, &format!("A-{person}"), &[]);
    iter::once(sign_in()).chain(people.map(open)).collect()
}

/// Somebody takes a person in and sees the papers.
fn to_fee(desk: &mut Desk, who: &str, person: u32) -> String {
    done(desk, who);
    let reply = done(desk, &open_line(person, &format!("C-{person}"), &[]));
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

/// The line that withdraws a case, so that it can be ordered to be erased.
pub fn withdraw(case: &str) -> String {
    json!({"act": "withdraw", "case": case, "text": "ordered"}).to_string()
}

/// «sara» orders that a case be erased, and «parvin» signs for it.
pub fn erasure(case: &str, order: &str) -> String {
    let answers = json!({"order": order, "passphrase": passphrase("sara")});
    let line = json!({"act": "order-erasure", "case": case, "answers": answers});
    signed(&line, &["erasure-signed"], "parvin").to_string()
}

/// An office with so many cases of the clerk's, of which one is ordered to be erased, and that one's code.
pub fn to_be_erased(cases: u32) -> (tempfile::TempDir, String) {
    let data = office();
    let opens = cases_of(1..cases + 1).into_iter().skip(1);
    done_all(data.path(), &iter::once(clerk()).chain(opens).collect::<Vec<_>>());
    let case = tracking(data.path()).remove(0);
    done_all(data.path(), &[clerk(), withdraw(&case), sign_in(), erasure(&case, "شعبه ۳")]);
    (data, case)
}

/// A file that names both supervisors of an office, as what takes two of them reads it.
pub fn two_supervisors() -> tempfile::NamedTempFile {
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    for who in ["sara", "parvin"] {
        writeln!(file, "{who}\n{}", passphrase(who)).expect("written");
    }
    file
}

/// The line with which «sara» has the desk sign with the key that it promised.
pub fn rotate_keys() -> String {
    json!({"act": "rotate-keys", "answers": {"passphrase": passphrase("sara")}}).to_string()
}

/// The line with which «sara» enrols another supervisor, «parvin».
pub fn another_supervisor() -> String {
    enrol("پروین راد", "parvin", "supervisor")
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
