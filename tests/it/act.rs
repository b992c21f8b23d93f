//! The commands without a terminal: what they answer, and with which exit code.

use serde_json::{Value, json};

use crate::world::{SUPERVISOR, clerk, folder, made_up_id, open_line, run, run_act, set_up, sign_in};

fn on(case: &str, act: &str, more: Value) -> String {
    let mut line = json!({"act": act, "case": case});
    for (key, value) in more.as_object().expect("an object") {
        line[key] = value.clone();
    }
    line.to_string()
}

fn tracking(reply: &Value) -> String {
    reply["case"]["tracking"].as_str().unwrap_or_else(|| panic!("no case in {reply}")).to_owned()
}

/// Opens a case on a fresh desk and sees all its papers.
fn case_at_fee(data: &std::path::Path, person: u32, certificate: &str) -> String {
    let mut lines = if data.join("pishkhan.store").exists() { vec![] } else { set_up() };
    lines.extend([sign_in(), open_line(person, certificate, &[])]);
    let (code, replies) = run_act(data, &lines);
    assert_eq!(code, 0, "{replies:?}");
    let case = tracking(replies.last().expect("a reply"));
    let judged = |document: &str, verdict: &str| on(&case, "judge", json!({"document": document, "verdict": verdict}));
    let (code, replies) = run_act(
        data,
        &[
            sign_in(),
            judged("identity-booklet", "original-seen"),
            judged("national-card", "original-seen"),
            judged("last-degree", "copy-matches"),
            on(&case, "close-documents", json!({})),
        ],
    );
    assert_eq!(code, 0, "{replies:?}");
    assert_eq!(replies.last().expect("a reply")["case"]["stage"], "fee");
    case
}

fn payment(case: &str, change: Value, more: Value) -> String {
    let mut answers = json!({"payment-method": "gateway", "bank": "بانک ملی", "reference-number": "123456789012",
        "paid-on": "1405/08/30", "amount": "1000000"});
    for (key, value) in change.as_object().expect("an object") {
        answers[key] = value.clone();
    }
    let mut line = json!({"act": "confirm-payment", "case": case, "answers": answers});
    for (key, value) in more.as_object().expect("an object") {
        line[key] = value.clone();
    }
    line.to_string()
}

#[test]
fn a_replacement_goes_from_intake_to_a_receipt() {
    let data = folder();
    let case = case_at_fee(data.path(), 1, "A-1");
    let (code, replies) = run_act(data.path(), &[sign_in(), payment(&case, json!({}), json!({}))]);
    assert_eq!(code, 0, "{replies:?}");
    let reply = replies.last().expect("a reply");
    assert_eq!(reply["case"]["stage"], "awaiting-centre");
    assert_eq!(reply["events"], json!(["fee-paid", "slip-issued"]));
    let slip = std::fs::read_to_string(reply["slips"][0].as_str().expect("a path")).expect("the slip is there");
    assert!(slip.contains(&case) && slip.contains("one million rials"), "{slip}");
    let unprintable =
        slip.chars().find(|c| (c.is_control() && *c != '\n') || pishkhan::text::is_format(*c) && *c != '\u{200C}');
    assert_eq!(unprintable, None, "a slip is right for paper");
    assert!(!slip.contains(&made_up_id(1)), "the national ID is masked on the slip");
}

#[test]
fn nothing_is_done_before_someone_signs_in() {
    let data = folder();
    let (code, replies) = run_act(data.path(), &[open_line(1, "A-1", &[])]);
    assert_eq!((code, &replies[0]["code"]), (1, &json!("not-founded")));
    run_act(data.path(), &set_up());
    let (code, replies) = run_act(data.path(), &[open_line(1, "A-1", &[])]);
    assert_eq!((code, &replies[0]["code"]), (1, &json!("not-signed-in")));
    let wrong = r#"{"act":"sign-in","answers":{"sign-in":"sara","passphrase":"wrong horse"}}"#;
    let (_, replies) = run_act(data.path(), &[wrong.to_owned()]);
    assert_eq!(replies[0]["code"], "wrong-passphrase");
}

#[test]
fn all_faults_come_at_once_each_at_its_field() {
    let data = folder();
    let mut lines = set_up();
    lines.push(open_line(
        1,
        "A-1",
        &[("national-id", "1234567890"), ("given-name", "vqh"), ("birth-date", "1404/12/30")],
    ));
    let (code, replies) = run_act(data.path(), &lines);
    assert_eq!(code, 1);
    let reply = &replies[3];
    let faults: Vec<(&str, &str)> = reply["faults"]
        .as_array()
        .expect("faults")
        .iter()
        .map(|fault| (fault["field"].as_str().unwrap_or(""), fault["code"].as_str().unwrap_or("")))
        .collect();
    assert_eq!(
        faults,
        [("national-id", "national-id-check-digit"), ("given-name", "not-persian"), ("birth-date", "no-such-date"),]
    );
    assert_eq!(reply["faults"][1]["offer"], "رضا", "the other keyboard layout is offered");
}

#[test]
fn a_receipt_is_used_once() {
    let data = folder();
    let first = case_at_fee(data.path(), 1, "A-1");
    let second = case_at_fee(data.path(), 2, "A-2");
    let (_, replies) = run_act(
        data.path(),
        &[
            clerk(),
            payment(&first, json!({}), json!({})),
            // Spelled otherwise, it is still the same receipt.
            payment(&second, json!({"bank": "بانك ملي", "reference-number": "۱۲۳۴۵۶۷۸۹۰۱۲"}), json!({})),
            payment(&second, json!({}), json!({"agreed": ["reference-used"]})),
            // Nor is it another one on another day.
            payment(&second, json!({"paid-on": "1405/08/29"}), json!({})),
            payment(&second, json!({"reference-number": "123456789013"}), json!({})),
        ],
    );
    assert_eq!(replies[1]["ok"], true);
    for asked in &replies[2..5] {
        assert_eq!((&asked["question"], &asked["other"]), (&json!("reference-used"), &json!(first)));
        assert_eq!(asked["needs-supervisor"], true, "a clerk's own yes is not enough");
    }
    assert_eq!(replies[5]["ok"], true, "another number is another payment");
    let third = case_at_fee(data.path(), 3, "A-3");
    let mut supervisor: Value = serde_json::from_str(SUPERVISOR).expect("JSON");
    supervisor["override-reason"] = json!("the bank booked it twice");
    let agreed = json!({"agreed": ["reference-used"], "supervisor": supervisor});
    let (code, replies) = run_act(data.path(), &[clerk(), payment(&third, json!({}), agreed)]);
    assert_eq!(code, 0, "{replies:?}");
    let (_, shown) = run(&["--data", &data.path().display().to_string(), "case", "show", &third], "");
    let shown: Value = serde_json::from_str(&shown).expect("JSON");
    let paid = shown["events"].as_array().expect("events").iter().find(|event| event["event"] == "fee-paid");
    assert_eq!(paid.expect("paid")["approver"], "sara", "who agreed is in the history");
}

#[test]
fn too_little_too_much_and_toman() {
    let data = folder();
    let case = case_at_fee(data.path(), 1, "A-1");
    let with = |amount: &str, more: Value| payment(&case, json!({"amount": amount}), more);
    let (_, replies) = run_act(
        data.path(),
        &[
            sign_in(),
            with("900000", json!({})),
            with("1100000", json!({})),
            with("100000", json!({})),
            with("100000", json!({"agreed": ["toman-meant"]})),
        ],
    );
    assert_eq!(replies[1]["code"], "underpaid");
    assert_eq!(replies[2]["code"], "overpaid");
    assert_eq!(replies[3]["question"], "toman-meant");
    assert_eq!(replies[4]["ok"], true);
    let (_, shown) = run(&["--data", &data.path().display().to_string(), "case", "show", &case], "");
    let shown: Value = serde_json::from_str(&shown).expect("JSON");
    assert_eq!(shown["settlement"]["payment"]["amount"], 1_000_000, "kept in rials");
}

#[test]
fn a_card_number_is_never_kept_as_a_reference() {
    let data = folder();
    let case = case_at_fee(data.path(), 1, "A-1");
    let with = |number: &str| payment(&case, json!({"reference-number": number}), json!({}));
    let (_, replies) = run_act(data.path(), &[sign_in(), with("6037701689095443"), with("هق820540102680020817909002")]);
    assert_eq!(replies[1]["faults"][0]["code"], "card-number");
    assert_eq!(replies[2]["ok"], false);
}

#[test]
fn a_renewal_costs_nothing_and_says_why() {
    let data = folder();
    let mut lines = set_up();
    lines.push(open_line(1, "A-1", &[("request-kind", "renewal"), ("education", "none")]));
    let (_, replies) = run_act(data.path(), &lines);
    let case = tracking(&replies[3]);
    let seen = |document: &str| on(&case, "judge", json!({"document": document, "verdict": "original-seen"}));
    let (code, replies) = run_act(
        data.path(),
        &[
            sign_in(),
            seen("identity-booklet"),
            seen("national-card"),
            on(&case, "close-documents", json!({})),
            payment(&case, json!({}), json!({})),
            on(&case, "confirm-nothing-due", json!({})),
        ],
    );
    assert_eq!(code, 1);
    assert_eq!(replies[4]["code"], "no-fee-is-due");
    assert_eq!(replies[5]["case"]["stage"], "awaiting-centre");
}

#[test]
fn copies_of_identity_papers_cannot_be_taken() {
    let data = folder();
    let mut lines = set_up();
    lines.push(open_line(1, "A-1", &[]));
    let (_, replies) = run_act(data.path(), &lines);
    let case = tracking(&replies[3]);
    for document in ["identity-booklet", "national-card"] {
        for verdict in ["copy-taken", "copy-matches", "attested"] {
            let line = on(&case, "judge", json!({"document": document, "verdict": verdict, "text": "x"}));
            let (_, replies) = run_act(data.path(), &[sign_in(), line]);
            assert_eq!(replies[1]["code"], "verdict-not-offered", "{document} {verdict}");
        }
    }
}

#[test]
fn a_correction_is_a_new_event_and_overwrites_nothing() {
    let data = folder();
    let mut lines = set_up();
    lines.push(open_line(1, "A-1", &[]));
    let (_, replies) = run_act(data.path(), &lines);
    let case = tracking(&replies[3]);
    let (_, replies) = run_act(
        data.path(),
        &[
            sign_in(),
            on(&case, "correct", json!({"answers": {"family-name": "کریمیان"}})),
            on(&case, "correct", json!({"answers": {"correction-reason": "اشتباه نوشتن"}})),
            on(&case, "correct", json!({"answers": {"family-name": "کریمیان", "correction-reason": "اشتباه نوشتن"}})),
            on(&case, "judge", json!({"version": 1, "document": "national-card", "verdict": "original-seen"})),
        ],
    );
    assert_eq!(replies[1]["faults"][0]["field"], "correction-reason");
    assert_eq!(replies[2]["code"], "nothing-changed");
    assert_eq!(replies[3]["events"], json!(["corrected"]));
    assert_eq!(replies[4]["code"], "stale", "the version that was seen is no longer the last");
    let (_, shown) = run(&["--data", &data.path().display().to_string(), "case", "show", &case], "");
    let shown: Value = serde_json::from_str(&shown).expect("JSON");
    assert_eq!(shown["answers"]["family-name"], "کریمیان");
    assert_eq!(shown["events"].as_array().map(Vec::len), Some(2));
}

#[test]
fn cases_are_found_in_every_spelling() {
    let data = folder();
    let mut lines = set_up();
    lines.push(open_line(1, "ص-1390/77", &[("given-name", "علی‌رضا"), ("family-name", "آریایی")]));
    let (_, replies) = run_act(data.path(), &lines);
    let case = tracking(&replies[3]);
    let id = made_up_id(1);
    let persian = pishkhan::text::normalize::persian_digits(&id);
    for query in [
        "علي رضا",
        "عليرضا",
        "علی‌رضا اریایی",
        "اريايي",
        "آریا",
        &id,
        &persian,
        &case,
        &case.replace('-', ""),
        "ص-1390/77",
        "ص۱۳۹۰۷۷",
    ] {
        let (code, found) = run(&["--data", &data.path().display().to_string(), "case", "find", query], "");
        assert_eq!(code, 0, "{query}");
        assert!(found.contains(&case), "{query}: {found}");
        assert!(!found.contains(&id), "the number is masked");
    }
    let (code, _) = run(&["--data", &data.path().display().to_string(), "case", "find", "بهرام"], "");
    assert_eq!(code, 1);
}

#[test]
fn a_line_that_is_no_act_is_told_and_never_repeated() {
    let data = folder();
    let (code, replies) = run_act(data.path(), &["{\"act\":\"sign-in\",\"passphrase\":\"secret word\"".to_owned()]);
    assert_eq!(code, 2);
    assert!(!replies[0].to_string().contains("secret word"));
}
