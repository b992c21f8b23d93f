//! Behind the counter: review, production, delivery, undoing; by whom, and by whom not.

use serde_json::{Value, json};

use crate::world::{
    act, approve_clean, as_user, at_centre, at_fee, by, clerk, close_day, codes, fee, office, on, open_line, reviewer,
    run, sign_in, stage, today,
};

fn with(line: &str, more: Value) -> String {
    let mut value: Value = serde_json::from_str(line).expect("JSON");
    for (name, given) in more.as_object().expect("an object") {
        value[name] = given.clone();
    }
    value.to_string()
}

fn approve(case: &str, passphrase: &str) -> String {
    on(case, "approve", json!({"passphrase": passphrase}))
}

#[test]
fn a_case_goes_from_the_centre_to_the_person() {
    let data = office();
    let data = data.path();
    let case = at_centre(data, 1);
    let give = json!({"collector": "holder", "identity-seen": "yes", "signed-for": "yes"});
    let issue =
        |serial: &str| on(&case, "issue-certificate", json!({"serial": serial, "original-fate": "declared-lost"}));
    let done = codes(
        data,
        &[
            reviewer(),
            clerk(),
            on(&case, "ask-inquiry", json!({"inquiry-by": "agency", "inquiry-way": "hand"})),
            reviewer(),
            approve(&case, "staple battery"),
            clerk(),
            on(&case, "answer-inquiry", json!({"inquiry-result": "match", "inquiry-on": today()})),
            reviewer(),
            approve(&case, "wrong"),
            approve(&case, "staple battery"),
            on(&case, "deliver", give.clone()),
            issue("B-9999"),
            issue(""),
            issue("B-0098"),
            clerk(),
            on(&case, "deliver", json!({"collector": "holder"})),
            on(&case, "deliver", json!({"collector": "representative", "identity-seen": "yes", "signed-for": "yes"})),
            on(&case, "deliver", give.clone()),
            on(&case, "deliver", give),
        ],
    );
    let expected = [
        "ok",
        "ok",
        "ok",
        "ok",
        "inquiry-pending",
        "ok",
        "ok",
        "ok",
        "wrong-passphrase",
        "ok",
        "not-for-role",
        "not-on-hand",
        "serial-missing",
        "ok",
        "ok",
        "faults",
        "faults",
        "ok",
        "wrong-stage",
    ];
    assert_eq!(done, expected);
    assert_eq!(stage(data, &case), "delivered");
}

#[test]
fn nobody_decides_on_what_went_through_their_own_hands() {
    let data = office();
    let data = data.path();
    // The supervisor takes a case in and then wants to decide on it.
    let case = at_fee(data, sign_in(), 5);
    let own = at_centre(data, 6);
    let approve_own = approve(&case, "correct horse");
    let by = |sign_in: &str, passphrase: &str, reason: &str| json!({"agreed": ["four-eyes"], "supervisor": {"sign-in": sign_in, "passphrase": passphrase, "override-reason": reason}});
    let done = codes(
        data,
        &[
            sign_in(),
            on(&case, "confirm-payment", fee(5)),
            approve_own.clone(),
            // Signing for oneself is not a second pair of eyes.
            with(&approve_own, by("sara", "correct horse", "alone here")),
            with(&approve_own, by("reza", "battery staple", "alone here")),
            with(&approve_own, by("parvin", "another key", "")),
            // A clerk has no such act at all.
            clerk(),
            approve(&own, "battery staple"),
            sign_in(),
            with(&approve_own, by("parvin", "another key", "nobody else in this office")),
        ],
    );
    let expected =
        ["ok", "ok", "four-eyes", "same-person", "not-a-supervisor", "faults", "ok", "not-for-role", "ok", "ok"];
    assert_eq!(done, expected);
    let (_, shown) = run(&["--data", &data.display().to_string(), "case", "show", &case], "");
    assert!(shown.contains("override-used") && shown.contains("nobody else in this office"), "it stays in the history");
}

#[test]
fn what_comes_back_is_mended_and_goes_straight_to_the_centre_again() {
    let data = office();
    let data = data.path();
    let case = at_centre(data, 9);
    let back = json!({"objection-about": "کارت ملی", "objection-reason": "خوانا نیست", "until": "1499/01/01", "passphrase": "staple battery"});
    let done = codes(
        data,
        &[
            reviewer(),
            on(&case, "return", json!({"passphrase": "staple battery"})),
            on(&case, "return", back),
            clerk(),
            json!({"act": "judge", "case": case, "document": "national-card", "verdict": "missing"}).to_string(),
            json!({"act": "judge", "case": case, "document": "national-card", "verdict": "original-seen"}).to_string(),
            on(&case, "close-documents", json!({})),
        ],
    );
    assert_eq!(done, ["ok", "faults", "ok", "ok", "ok", "ok", "ok"]);
    assert_eq!(stage(data, &case), "awaiting-centre", "the fee that was confirmed is not asked for twice");
}

#[test]
fn a_confirmation_is_taken_back_by_a_supervisor_and_refunded() {
    let data = office();
    let data = data.path();
    let case = at_centre(data, 11);
    let cancel = on(&case, "cancel-fee", json!({"reason": "paid for another person"}));
    let refund = on(&case, "record-refund", json!({"refund-reference": "R-1", "refund-on": today()}));
    let done = codes(
        data,
        &[clerk(), cancel.clone(), sign_in(), refund.clone(), cancel.clone(), cancel, refund.clone(), refund],
    );
    let expected = ["ok", "not-for-role", "ok", "nothing-to-refund", "ok", "wrong-stage", "ok", "nothing-to-refund"];
    assert_eq!(done, expected);
    assert_eq!(stage(data, &case), "fee");
    let (_, replies) = act(data, &[sign_in(), close_day(Some("20"))]);
    let totals = &replies[1]["closed"]["totals"];
    assert_eq!(
        (&totals["cancelled"], &totals["cancelled_amount"], &totals["refunded"]),
        (&1.into(), &1_000_000.into(), &1_000_000.into())
    );
}

#[test]
fn blanks_are_accounted_for_sheet_by_sheet() {
    let data = office();
    let data = data.path();
    let spoil =
        |serial: &str| json!({"act": "blank-spoiled", "answers": {"serial": serial, "reason": "jammed"}}).to_string();
    let signed = json!({"agreed": ["stock-differs"], "supervisor":
        {"sign-in": "parvin", "passphrase": "another key", "override-reason": "one sheet is missing"}});
    let done = codes(
        data,
        &[
            sign_in(),
            json!({"act": "blanks-received", "answers": {"first-serial": "B-0110", "count": "5"}}).to_string(),
            spoil("B-0099"),
            spoil("B-0099"),
            json!({"act": "blanks-returned", "answers": {"first-serial": "B-0116", "count": "2", "reason": "too many"}}).to_string(),
            json!({"act": "blanks-returned", "answers": {"first-serial": "B-0116", "count": "2", "reason": "too many"}}).to_string(),
            close_day(Some("18")),
            with(&close_day(Some("18")), signed),
            clerk(),
            spoil("B-0100"),
        ],
    );
    let expected =
        ["ok", "blanks-known", "ok", "not-on-hand", "ok", "not-on-hand", "stock-differs", "ok", "ok", "day-not-open"];
    assert_eq!(done, expected, "20 came, one spoiled, two given back: 17");
}

#[test]
fn operators_are_managed_by_a_supervisor_and_an_inspector_changes_nothing() {
    let data = office();
    let data = data.path();
    let line = |act: &str, answers: Value| json!({"act": act, "answers": answers}).to_string();
    let reset = line(
        "reset-passphrase",
        json!({"sign-in": "reza", "passphrase": "a new passphrase", "passphrase-again": "a new passphrase"}),
    );
    let done = codes(
        data,
        &[
            by("nader"),
            open_line(3, "C-3", &[]),
            close_day(None),
            clerk(),
            line("suspend", json!({"sign-in": "mina", "reason": "x"})),
            sign_in(),
            line("suspend", json!({"sign-in": "reza", "reason": "left"})),
            clerk(),
            line("restore", json!({"sign-in": "reza"})),
            sign_in(),
            line("restore", json!({"sign-in": "reza"})),
            reset,
            clerk(),
            as_user("reza", "a new passphrase"),
            sign_in(),
            line("change-role", json!({"sign-in": "reza", "role": "reviewer"})),
            line("suspend", json!({"sign-in": "parvin", "reason": "x"})),
            line("suspend", json!({"sign-in": "sara", "reason": "x"})),
            line("suspend", json!({"sign-in": "nobody", "reason": "x"})),
        ],
    );
    let expected = [
        "ok",
        "only-reads",
        "only-reads",
        "ok",
        "not-a-supervisor",
        "ok",
        "ok",
        "suspended",
        // Who fails to sign in does not go on in the name of whoever was there before.
        "not-signed-in",
        "ok",
        "ok",
        "ok",
        "wrong-passphrase",
        "ok",
        "ok",
        "ok",
        "ok",
        "last-supervisor",
        "no-such-operator",
    ];
    assert_eq!(done, expected);
}

#[test]
fn guessing_a_passphrase_takes_longer_and_longer() {
    let data = office();
    let wrong = as_user("sara", "not this");
    let done = codes(data.path(), &[wrong.clone(), wrong.clone(), wrong.clone(), wrong, sign_in()]);
    assert_eq!(done[..3], ["wrong-passphrase"; 3]);
    assert_eq!(done[3..], ["too-many-tries"; 2], "the right one waits too");
}

#[test]
fn a_renewal_of_which_nothing_is_due_is_confirmed_in_one() {
    let data = office();
    let data = data.path();
    let open = |person: u32, change: &[(&str, &str)]| open_line(person, &format!("D-{person}"), change);
    let renewal = [("request-kind", "renewal"), ("request-reason", "expired"), ("education", "none")];
    let (_, replies) = act(data, &[clerk(), open(20, &renewal), open(21, &[])]);
    let code = |at: usize| replies[at]["case"]["tracking"].as_str().expect("a case").to_owned();
    let (direct, not) = (code(1), code(2));
    let done = codes(data, &[clerk(), on(&direct, "confirm-direct", json!({})), on(&not, "confirm-direct", json!({}))]);
    assert_eq!(done, ["ok", "ok", "not-direct"]);
    assert_eq!(stage(data, &direct), "awaiting-centre");
}

#[test]
fn the_clean_ones_are_approved_together_and_the_others_are_left() {
    let data = office();
    let data = data.path();
    let clean = [at_centre(data, 41), at_centre(data, 42)];
    let asked = at_centre(data, 43);
    let (_, replies) = act(
        data,
        &[
            reviewer(),
            on(&asked, "ask-inquiry", json!({"inquiry-by": "agency", "inquiry-way": "batch"})),
            approve_clean("mina"),
            clerk(),
            approve_clean("reza"),
        ],
    );
    assert_eq!(
        (replies[2]["together"].as_array().map(Vec::len), &replies[4]["code"]),
        (Some(2), &"not-for-role".into()),
        "{replies:?}"
    );
    for case in &clean {
        assert_eq!(stage(data, case), "production");
    }
    assert_eq!(stage(data, &asked), "awaiting-centre");
}

#[test]
fn what_was_withdrawn_is_reopened_by_a_supervisor_with_a_reason() {
    let data = office();
    let data = data.path();
    let case = at_centre(data, 30);
    let reopen = |reason: &str| on(&case, "reopen", json!({"reason": reason}));
    let done = codes(
        data,
        &[
            clerk(),
            json!({"act": "withdraw", "case": case, "text": "moved away"}).to_string(),
            reopen("came back"),
            sign_in(),
            reopen(""),
            reopen("came back"),
        ],
    );
    assert_eq!(done, ["ok", "ok", "not-for-role", "ok", "faults", "ok"]);
    assert_eq!(stage(data, &case), "documents");
}
