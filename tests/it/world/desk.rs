//! The desk in this process: opened, told to act, asked what it has.

use std::ops::ControlFlow;
use std::path::Path;

use pishkhan::cli;
use pishkhan::desk::clock::{Clock, SystemClock};
use pishkhan::desk::{Desk, StartError};
use pishkhan::domain::Choice;
use pishkhan::domain::case::Case;
use pishkhan::domain::date::JalaliDate;
use pishkhan::store::Progress;
use pishkhan::store::place::Place;
use pishkhan::store::vault::Unlock;
use pishkhan::words::{Lang, Words};
use serde_json::{Value, json};

use super::people::PASSPHRASE;

thread_local! {
    /// The sentences, read once a test.
    static WORDS: Words = Words::new(Lang::En);
}

/// The folder, and the supervisor's passphrase in case it is encrypted.
pub fn place(data: &Path) -> Place {
    Place::from(data).unlocked_by(Some(Unlock::new(PASSPHRASE)))
}

/// Opening is never broken off.
pub fn go_on(_: Progress) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

pub fn open(data: &Path) -> Result<Desk, StartError> {
    open_at(place(data), SystemClock::default())
}

/// The desk on this disk, with this clock.
pub fn open_at(place: Place, clock: impl Clock + 'static) -> Result<Desk, StartError> {
    Desk::open(place, None, Box::new(clock), &mut go_on)
}

/// What the desk answers to a line of `pishkhan act`, with the exit code that this would end with.
pub fn answered(desk: &mut Desk, line: &str) -> (i32, Value) {
    let (code, mut replies) = say_all(desk, line);
    assert_eq!(replies.len(), 1, "one answer to one line");
    (code, replies.remove(0))
}

/// What the desk answers to a line of `pishkhan act`.
pub fn say(desk: &mut Desk, line: &str) -> Value {
    answered(desk, line).1
}

/// The same, of a line that is done.
pub fn done(desk: &mut Desk, line: &str) -> Value {
    let reply = say(desk, line);
    assert_eq!(reply["ok"], true, "{line} → {reply}");
    reply
}

/// The exit code that `pishkhan act` would end with, and its replies to all of these lines.
pub fn say_all(desk: &mut Desk, lines: &str) -> (i32, Vec<Value>) {
    let mut output = Vec::new();
    let code = WORDS.with(|words| cli::act::run(lines.as_bytes(), &mut output, desk, words)).expect("it answers");
    let replies = serde_json::Deserializer::from_slice(&output).into_iter();
    (code.into(), replies.map(|reply| reply.expect("a JSON object a line")).collect())
}

/// Does these lines of `pishkhan act`, from opening the desk to closing it.
pub fn act(data: &Path, lines: &[String]) -> (i32, Vec<Value>) {
    let mut desk = open(data).expect("the desk opens");
    let answered = say_all(&mut desk, &lines.join("\n"));
    desk.close();
    answered
}

/// The replies to these lines, which are all done.
pub fn done_all(data: &Path, lines: &[String]) -> Vec<Value> {
    let (code, replies) = act(data, lines);
    assert_eq!(code, 0, "{replies:?}");
    replies
}

/// A line that does this to a case.
pub fn on(case: &str, act: &str, answers: Value) -> String {
    json!({"act": act, "case": case, "answers": answers}).to_string()
}

/// The codes of the replies to these lines, «ok» for what was done.
pub fn codes(data: &Path, lines: &[String]) -> Vec<String> {
    act(data, lines).1.iter().map(code).collect()
}

pub fn code(reply: &Value) -> String {
    match &reply["ok"] {
        Value::Bool(true) => "ok".to_owned(),
        _ => reply["question"].as_str().or(reply["code"].as_str()).unwrap_or_default().to_owned(),
    }
}

/// The tracking codes of all cases in the folder, in order.
pub fn tracking(data: &Path) -> Vec<String> {
    tracking_of(open(data).expect("the desk opens"))
}

/// The same at a desk that is open; it is closed.
pub fn tracking_of(desk: Desk) -> Vec<String> {
    let found = desk.find("کریمی", 500).expect("names are found");
    let mut found: Vec<String> = found.iter().map(|case| case.tracking.to_string()).collect();
    found.sort();
    desk.close();
    found
}

/// The case with this tracking code.
pub fn case_at(data: &Path, tracking: &str) -> Case {
    let desk = open(data).expect("the desk opens");
    let found = desk.by_tracking(tracking).expect("the index answers").expect("it is there");
    desk.close();
    found
}

/// The stage of a case.
pub fn stage(data: &Path, case: &str) -> String {
    case_at(data, case).stage.id().to_owned()
}

/// The day that the desk believes it is.
pub fn today() -> String {
    JalaliDate::at(SystemClock::default().wall_ms()).to_string()
}
