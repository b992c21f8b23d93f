//! A desk with cases at every stage, for whatever looks at screens.

use std::path::Path;
use std::sync::OnceLock;

use pishkhan::desk::clock::Clock;
use pishkhan::words::Lang;
use serde_json::{Value, json};

use super::inside::{MINUTE, Seat, Standing, act, desk};
use super::{clerk, copy, intake, on, on_the_day_before, reviewer, sign_in, staffed};

pub type Size = (u16, u16);

pub const SMALL: Size = (80, 24);
pub const LARGE: Size = (132, 43);

/// A folder whose name has the same length each time, so that it is drawn and masked the same.
pub fn folder() -> tempfile::TempDir {
    let near = if cfg!(unix) { Path::new("/tmp").to_owned() } else { std::env::temp_dir() };
    tempfile::Builder::new().prefix("pishkhanx").tempdir_in(near).expect("a folder")
}

/// A desk with cases at every stage, and the time at which it was left.
fn office() -> (&'static Path, i64) {
    static OFFICE: OnceLock<(tempfile::TempDir, i64)> = OnceLock::new();
    let (data, passed) = OFFICE.get_or_init(|| {
        let (data, clock) = (folder(), Standing::default());
        fill(data.path(), &clock);
        (data, clock.since_morning())
    });
    (data.path(), *passed)
}

/// Fills a new desk with people and with cases at every stage.
pub fn fill(data: &Path, clock: &Standing) {
    let (yesterday, today) = staffed();
    on_the_day_before(data, clock.wall_ms(), &yesterday);
    clock.pass(4 * MINUTE);
    let mut desk = desk(data, clock);
    act(&mut desk, clock, &today);
    let mut open = |person: u32, change: &[(&str, &str)]| {
        let line = json!({"act": "open", "answers": intake(person, &format!("C-{person}"), change)});
        let replies = act(&mut desk, clock, &[clerk(), line.to_string()]);
        replies[1]["case"]["tracking"].as_str().expect("a case").to_owned()
    };
    let renewal = [("request-kind", "renewal"), ("request-reason", "expired"), ("education", "none")];
    let cases: Vec<String> = (1..=9).map(|person| open(person, if person == 4 { &renewal } else { &[] })).collect();
    let judge = |case: &str, document: &str, verdict: &str| {
        json!({"act": "judge", "case": case, "document": document, "verdict": verdict}).to_string()
    };
    let papers = |case: &str, degree: &str| {
        let rows = [("identity-booklet", "original-seen"), ("national-card", "original-seen"), ("last-degree", degree)];
        let mut lines: Vec<String> = rows.iter().map(|(paper, verdict)| judge(case, paper, verdict)).collect();
        lines.push(on(case, "close-documents", json!({})));
        lines
    };
    let fee = |case: &str, at: usize| {
        let answers = json!({"payment-method": "gateway", "bank": "ملی", "reference-number": format!("77{at:08}"),
            "paid-on": "1405/09/01", "amount": "1000000"});
        on(case, "confirm-payment", answers)
    };
    // The first stays as it is; the second lacks a paper, the third and the fourth wait for the fee.
    let mut lines = vec![clerk()];
    lines.extend(papers(&cases[1], "missing"));
    lines.push(on(&cases[1], "set-deadline", json!({"until": "1405/09/01"})));
    lines.extend(papers(&cases[2], "copy-matches"));
    let renewed = papers(&cases[3], "");
    lines.extend(renewed.into_iter().filter(|line| !line.contains("last-degree")));
    for (at, case) in cases.iter().enumerate().skip(4) {
        lines.extend(papers(case, "copy-matches"));
        lines.push(fee(case, at));
    }
    // One more on a certificate that has a case, as another request.
    let mut second = json!({"act": "open", "answers": intake(5, "C-5", &[("mobile", "09120002000")])});
    second["agreed"] = json!(["certificate-has-open-case"]);
    second["text"] = json!("گواهینامهٔ دوم");
    lines.push(second.to_string());
    let signed = |case: &str, verb: &str, mut answers: Value| {
        answers["passphrase"] = json!("staple battery");
        on(case, verb, answers)
    };
    lines.push(reviewer());
    lines.push(signed(&cases[7], "approve", json!({})));
    lines.push(signed(&cases[8], "approve", json!({})));
    let issue = json!({"serial": "B-0098", "original-fate": "declared-lost"});
    lines.push(on(&cases[8], "issue-certificate", issue));
    let back = json!({"objection-about": "کارت ملی", "objection-reason": "خوانا نیست", "until": "1499/01/01"});
    lines.push(signed(&cases[6], "return", back));
    lines.push(sign_in());
    act(&mut desk, clock, &lines);
    desk.close();
}

/// A seat at a copy of this desk, some time after it was left.
pub fn seat_at((base, passed): (&Path, i64), lang: Lang, size: Size) -> (tempfile::TempDir, Seat) {
    let data = folder();
    copy(base, data.path());
    let clock = Standing::default();
    clock.pass(passed + MINUTE);
    let seat = Seat::at(data.path(), &clock, lang, size);
    (data, seat)
}

/// A seat of one's own at the desk that was filled, not signed in yet.
pub fn seat(lang: Lang, size: Size) -> (tempfile::TempDir, Seat) {
    seat_at(office(), lang, size)
}
