//! The rules in force are those that were adopted, whatever the program is started with.

use std::fs;
use std::path::Path;

use pishkhan::catalog;
use pishkhan::desk::Desk;
use pishkhan::desk::clock::{Clock, SystemClock};
use pishkhan::domain::date::JalaliDate;
use pishkhan::domain::replay::Why;
use serde_json::{Value, json};

use crate::world::inside::DAY;
use crate::world::replay::{breach, journal};
use crate::world::{
    PASSPHRASE, act, approve_clean, at_centre, at_fee, clerk, close_day, code, codes, command, copy, desk_with,
    exceptions, fee, folder, go_on, office, on, on_the_day_after, open_day, open_line, passphrase, place, replay,
    reviewer, run, sign_in, signed_because, stage, today, tracking, verified,
};

/// Files by which nothing is asked and nothing is due.
fn lax() -> tempfile::TempDir {
    let assets = folder();
    let shipped = |name: &str| fs::read_to_string(Path::new("assets").join(name)).expect("it is shipped");
    let tariff: Vec<String> =
        shipped("tariff.toml").lines().filter(|line| !line.starts_with("amount")).map(str::to_owned).collect();
    fs::write(assets.path().join("tariff.toml"), tariff.join("\n")).expect("written");
    let optional =
        |line: &str| if line.starts_with("when") { "when = \"optional\"".to_owned() } else { line.to_owned() };
    let documents: Vec<String> = shipped("documents.toml").lines().map(optional).collect();
    fs::write(assets.path().join("documents.toml"), documents.join("\n")).expect("written");
    assets
}

/// Files by which every paper is asked for.
fn strict() -> tempfile::TempDir {
    let assets = folder();
    let text = fs::read_to_string("assets/documents.toml").expect("it is shipped");
    let always = |line: &str| if line.starts_with("when") { "when = \"always\"".to_owned() } else { line.to_owned() };
    let documents: Vec<String> = text.lines().map(always).collect();
    fs::write(assets.path().join("documents.toml"), documents.join("\n")).expect("written");
    assets
}

/// The codes of the replies at a desk that was started with these files.
fn with(assets: &Path, data: &Path, lines: &[String]) -> Vec<String> {
    let (data, assets) = (data.display().to_string(), assets.display().to_string());
    let (_, told) = run(&["--data", &data, "--assets", &assets, "act"], &lines.join("\n"));
    told.lines().map(|line| code(&serde_json::from_str::<Value>(line).expect("an object"))).collect()
}

/// So many days from today.
fn day(from_today: i64) -> String {
    JalaliDate::at(SystemClock::default().wall_ms() + from_today * DAY).to_string()
}

fn last_case(data: &Path) -> String {
    tracking(data).pop().expect("a case")
}

/// The same with the word of a second supervisor.
fn adopt_signed(effective: &str, who: &str) -> String {
    signed_because(&adoption(effective), &["new-rules"], who, "نرخ تازه").to_string()
}

fn adopt(effective: &str) -> String {
    adoption(effective).to_string()
}

fn adoption(effective: &str) -> Value {
    json!({"act": "adopt-rules", "answers": {"effective": effective, "passphrase": PASSPHRASE}})
}

#[test]
fn files_that_nobody_adopted_change_nothing() {
    let (data, lax) = (office(), lax());
    assert_eq!(with(lax.path(), data.path(), &[clerk(), open_line(71, "C-71", &[])]), ["ok", "ok"]);
    let case = last_case(data.path());
    let close = json!({"act": "close-documents", "case": case}).to_string();
    let due = json!({"act": "confirm-nothing-due", "case": case}).to_string();
    assert_eq!(with(lax.path(), data.path(), &[clerk(), close]), ["ok", "documents-unjudged"]);
    let paid = at_fee(data.path(), clerk(), 72);
    let due = due.replace(&case, &paid);
    assert_eq!(with(lax.path(), data.path(), &[clerk(), due]), ["ok", "fee-is-due"]);
    // A clerk adopts nothing, and a supervisor is told what waits.
    let adopt = adopt(&today());
    assert_eq!(with(lax.path(), data.path(), &[clerk(), adopt]), ["ok", "not-a-supervisor"]);
    replay::holds(data.path());
}

#[test]
fn rules_are_adopted_by_a_supervisor_and_by_a_second_one_where_there_is_one() {
    let lax = lax();
    let alone = adopt(&today());
    let data = desk_with(0);
    assert_eq!(codes(data.path(), &[sign_in(), alone.clone()]), ["ok", "nothing-changed"]);
    assert_eq!(with(lax.path(), data.path(), &[sign_in(), alone.clone()]), ["ok", "ok"]);
    let listed = exceptions(data.path());
    assert!(listed.contains("Other rules were adopted"), "{listed}");
    // They hold for whoever starts the program with whatever files.
    assert_eq!(codes(data.path(), &[clerk(), open_line(73, "C-73", &[])]), ["ok", "ok"]);
    let close = json!({"act": "close-documents", "case": last_case(data.path())}).to_string();
    assert_eq!(codes(data.path(), &[clerk(), close]), ["ok", "ok"]);
    replay::holds(data.path());

    // Where there is a second supervisor, both sign.
    let data = office();
    let signed = |who: &str| adopt_signed(&today(), who);
    let lines = [sign_in(), alone, signed("sara"), signed("reza"), signed("parvin")];
    assert_eq!(with(lax.path(), data.path(), &lines), ["ok", "new-rules", "same-person", "not-a-supervisor", "ok"]);
    replay::holds(data.path());
    assert_eq!(verified(data.path(), None)["ok"], true);
}

#[test]
fn rules_of_a_day_to_come_wait_for_it() {
    let (data, lax) = (office(), lax());
    let tomorrow = day(1);
    let yesterday = day(-1);
    let past = adopt(&yesterday);
    assert_ne!(with(lax.path(), data.path(), &[sign_in(), past])[1], "ok");
    assert_eq!(with(lax.path(), data.path(), &[sign_in(), adopt_signed(&tomorrow, "parvin")]), ["ok", "ok"]);
    assert_eq!(codes(data.path(), &[clerk(), open_line(74, "C-74", &[])]), ["ok", "ok"]);
    let close = json!({"act": "close-documents", "case": last_case(data.path())}).to_string();
    assert_eq!(codes(data.path(), &[clerk(), close]), ["ok", "documents-unjudged"]);
    replay::holds(data.path());
}

#[test]
fn what_was_decided_by_rules_of_before_is_looked_at_again_at_the_centre() {
    let (data, strict) = (office(), strict());
    let case = at_centre(data.path(), 75);
    assert_eq!(with(strict.path(), data.path(), &[sign_in(), adopt_signed(&today(), "parvin")]), ["ok", "ok"]);
    let shown: Value = serde_json::from_str(&command(data.path(), &["case", "show", &case]).1).expect("an object");
    assert!(shown["flags"].as_array().expect("a list").contains(&"rules-changed".into()), "{shown}");
    let approve = on(&case, "approve", json!({"passphrase": passphrase("mina")}));
    assert_eq!(codes(data.path(), &[reviewer(), approve]), ["ok", "documents-unjudged"]);
    let (_, replies) = act(data.path(), &[reviewer(), approve_clean("mina")]);
    assert_eq!(replies[1]["together"], Value::Null, "{replies:?}");
    replay::holds(data.path());
}

#[test]
fn a_fee_is_judged_by_the_row_that_held_when_it_was_settled() {
    // From today on there are other rows of the tariff, by which the same is due, or by which something else is.
    let data = office();
    let assets = folder();
    let mut tariff = fs::read_to_string("assets/tariff.toml").expect("it is shipped");
    for (request, amount) in [("renewal", ""), ("replacement", "amount = 2000000\n")] {
        tariff += &format!(
            "\n[[row]]\nid = \"{request}-new\"\nrequest = \"{request}\"\nclusters = [\"services\", \"culture-art\", \
             \"industry\", \"agriculture\"]\n{amount}from = \"{}\"\nsource = \"office\"\nnote = \"office\"\n",
            day(1)
        );
    }
    fs::write(assets.path().join("tariff.toml"), tariff).expect("written");
    assert_eq!(with(assets.path(), data.path(), &[sign_in(), adopt_signed(&today(), "parvin")]), ["ok", "ok"]);
    let renewal = [("request-kind", "renewal"), ("request-reason", "expired"), ("education", "none")];
    let open = |person: u32, change: &[(&str, &str)]| open_line(person, &format!("C-{person}"), change);
    let lines = [clerk(), open(81, &renewal), open(82, &[("education", "none")]), open(83, &renewal)];
    assert_eq!(codes(data.path(), &lines), ["ok"; 4]);
    let cases = tracking(data.path());
    let [direct, waived, early] = cases.as_slice() else { panic!("{cases:?}") };
    let waive = |case: &str, who: &str| {
        let line = json!({"act": "waive-fee", "case": case, "answers": {}});
        signed_because(&line, &["fee-waived"], who, "پرداخت شده بود").to_string()
    };
    let judge = |document: &str| {
        json!({"act": "judge", "case": waived, "document": document, "verdict": "original-seen"}).to_string()
    };
    let early_line = on(early, "confirm-direct", json!({}));
    let lines = [
        clerk(),
        early_line,
        judge("identity-booklet"),
        judge("national-card"),
        on(waived, "close-documents", json!({})),
    ];
    assert_eq!(codes(data.path(), &lines), ["ok"; 5]);
    // What was settled before a row began and what was settled behind it are approved, both.
    let approve = |case: &str| on(case, "approve", json!({"passphrase": passphrase("mina")}));
    on_the_day_after(
        data.path(),
        &[
            sign_in(),
            close_day(Some("20")),
            open_day(),
            clerk(),
            on(direct, "confirm-direct", json!({})),
            waive(waived, "parvin"),
            reviewer(),
            approve_clean("mina"),
            approve(waived),
        ],
    );
    for case in &cases {
        assert_eq!(stage(data.path(), case), "production");
    }
    replay::holds(data.path());
}

#[test]
fn what_cannot_be_approved_is_left_and_the_others_go_on() {
    let (data, assets) = (office(), folder());
    // From tomorrow on a paper is asked for of everybody, which the second of these has brought.
    let documents = fs::read_to_string("assets/documents.toml").expect("it is shipped");
    let asked = documents.replace("when = \"military-duty\"", "when = \"always\"");
    fs::write(assets.path().join("documents.toml"), asked).expect("written");
    assert_eq!(with(assets.path(), data.path(), &[sign_in(), adopt_signed(&day(1), "parvin")]), ["ok", "ok"]);
    let stuck = at_centre(data.path(), 84);
    let man = open_line(85, "C-85", &[("gender", "male"), ("military", "completed")]);
    assert_eq!(codes(data.path(), &[clerk(), man]), ["ok", "ok"]);
    let fine = last_case(data.path());
    assert_ne!(fine, stuck);
    let judge = |document: &str, verdict: &str| {
        json!({"act": "judge", "case": fine, "document": document, "verdict": verdict}).to_string()
    };
    let lines = [
        clerk(),
        judge("identity-booklet", "original-seen"),
        judge("national-card", "original-seen"),
        judge("last-degree", "copy-matches"),
        judge("military-completion", "copy-matches"),
        on(&fine, "close-documents", json!({})),
        on(&fine, "confirm-payment", fee(85)),
    ];
    assert_eq!(codes(data.path(), &lines), ["ok"; 7]);
    let lines = [sign_in(), close_day(Some("20")), open_day(), reviewer(), approve_clean("mina")];
    let replies = on_the_day_after(data.path(), &lines);
    let told = replies.last().expect("a reply");
    assert_eq!((&told["together"], &told["left"]), (&json!([fine]), &json!([stuck])), "{told}");
    assert_eq!(
        (stage(data.path(), &stuck), stage(data.path(), &fine)),
        ("awaiting-centre".into(), "production".into())
    );
    replay::holds(data.path());
}

#[test]
fn a_folder_from_before_goes_on_as_it_was_until_a_supervisor_adopts() {
    let (data, lax) = (folder(), lax());
    copy(Path::new("tests/it/data/golden-v3"), data.path());
    let before = journal(data.path()).len();
    let clock = Box::new(SystemClock::default());
    let desk = Desk::open(place(data.path()), Some(lax.path()), clock, &mut go_on).expect("it opens");
    assert_eq!(*desk.rules(), catalog::load(None).expect("the shipped ones"));
    assert_eq!((desk.rules_offered(), desk.rules_are_adopted()), (vec!["documents.toml", "tariff.toml"], false));
    desk.close();
    assert_eq!(journal(data.path()).len(), before, "nothing is written by itself");
    let found = verified(data.path(), None);
    assert_eq!((&found["ok"], &found["acts-judged"]), (&true.into(), &0.into()), "{found}");
    assert_ne!(found["acts-unjudged"], 0);
}

#[test]
fn an_act_by_other_rules_is_named_at_its_number() {
    let data = office();
    at_centre(data.path(), 76);
    let mut events = journal(data.path());
    let at = events.iter().position(|one| one.event.code() == "documents-complete").expect("it is there");
    events[at].envelope.rules = Some([9; 32]);
    let found = breach(&events).expect("it is found");
    assert_eq!((found.number, found.why), (events[at].envelope.number, Why::OtherRules));
}

#[test]
fn an_only_supervisor_signs_once_and_what_waits_can_be_taken_back() {
    let (data, lax) = (desk_with(0), lax());
    // Their own signature beside their own act is refused, and nothing of it stays to be found wrong.
    let twice = [sign_in(), adopt_signed(&today(), "sara"), adopt(&day(1))];
    assert_eq!(with(lax.path(), data.path(), &twice), ["ok", "same-person", "ok"]);
    let back = adopt(&today());
    assert_eq!(codes(data.path(), &[sign_in(), back]), ["ok", "ok"]);
    replay::holds(data.path());
    assert_eq!(verified(data.path(), None)["ok"], true);
}
