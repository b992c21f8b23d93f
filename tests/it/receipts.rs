//! A receipt is used once, whatever is typed beside its number and whatever became of the case.

use std::path::Path;

use serde_json::{Value, json};

use crate::world::replay::holds;
use crate::world::{Session, command, exceptions, office_with_zari, passphrase, signed};

fn fee(session: &Session, number: &str) -> Value {
    json!({"payment-method": "gateway", "bank": "melli", "reference-number": number, "paid-on": session.today,
        "amount": "1000000"})
}

fn pay(case: &str, answers: Value) -> Value {
    json!({"act": "confirm-payment", "case": case, "answers": answers})
}

/// A case at its fee.
fn at_fee(session: &mut Session) -> String {
    let case = session.open("reza", &[]);
    session.papers("reza", &case);
    case
}

/// A case at the centre that was paid with this receipt.
fn paid(session: &mut Session, number: &str) -> String {
    let case = at_fee(session);
    let line = pay(&case, fee(session, number));
    session.done("reza", &line);
    case
}

#[test]
fn one_receipt_does_not_pay_for_two_cases_however_it_is_typed() {
    let (data, mut session) = office_with_zari();
    let first = paid(&mut session, "111222333");
    let other = at_fee(&mut session);
    let with = |session: &Session, change: Value| {
        let mut answers = fee(session, "111222333");
        for (id, answer) in change.as_object().expect("an object") {
            answers[id] = answer.clone();
        }
        answers
    };
    for change in [
        json!({}),
        json!({"paid-on": "1404/02/02"}),
        json!({"bank": "sepah"}),
        json!({"bank": "بانک ملی ایران"}),
        json!({"payment-method": "bank-deposit"}),
        json!({"reference-number": "0111222333"}),
        json!({"reference-number": "000111222333"}),
        json!({"reference-number": "111-222-333"}),
        json!({"reference-number": "۱۱۱ ۲۲۲ ۳۳۳"}),
        json!({"reference-number": "١١١٢٢٢٣٣٣"}),
        json!({"reference-number": "", "trace-number": "111222333"}),
        json!({"reference-number": "999888777", "order-code": "111222333"}),
    ] {
        let line = pay(&other, with(&session, change));
        session.sign_in("reza");
        let answer = session.ask(&line);
        assert_eq!(answer["question"], "reference-used", "{line} → {answer}");
        assert_eq!(answer["other"], json!(first));
        // A yes alone is none.
        let mut agreed = line.clone();
        agreed["agreed"] = json!(["reference-used"]);
        assert_eq!(session.told("reza", &agreed), "reference-used");
    }
    let line = pay(&other, fee(&session, "111222333"));
    assert_eq!(session.told_signed("reza", &line, &["reference-used"]), "ok");
    drop(session);
    holds(data.path());
    assert_eq!(exceptions(data.path()).matches("override-used").count(), 1);
}

#[test]
fn letters_of_a_number_are_one_however_they_are_written() {
    let (data, mut session) = office_with_zari();
    paid(&mut session, "ab-00123");
    let other = at_fee(&mut session);
    for number in ["AB123", "ab 0123", "A-B-123"] {
        let line = pay(&other, fee(&session, number));
        assert_eq!(session.told("reza", &line), "reference-used", "{number}");
    }
    // What only looks the same, too. Letters of other scripts are not taken at all.
    let third = paid(&mut session, "SO-10Il");
    for number in ["s0-1011", "SOIO1l", "s01O1I"] {
        let line = pay(&other, fee(&session, number));
        session.sign_in("reza");
        let answer = session.ask(&line);
        assert_eq!((&answer["question"], &answer["other"]), (&json!("reference-used"), &json!(third)), "{number}");
    }
    let line = pay(&other, fee(&session, "AB124"));
    assert_eq!(session.told("reza", &line), "ok");
    drop(session);
    holds(data.path());
}

#[test]
fn a_receipt_stays_used_after_a_withdrawal_a_cancellation_and_a_refund() {
    let (data, mut session) = office_with_zari();
    let withdrawn = paid(&mut session, "500000000001");
    session.on("reza", "withdraw", &withdrawn, json!({"withdraw-reason": "x"}));
    let cancelled = paid(&mut session, "500000000002");
    session.on("sara", "cancel-fee", &cancelled, json!({"reason": "x"}));
    let refunded = paid(&mut session, "500000000003");
    session.on("sara", "cancel-fee", &refunded, json!({"reason": "x"}));
    let refund = json!({"refund-reference": "R-700-1", "refund-on": session.today});
    session.on("sara", "record-refund", &refunded, refund);
    // In the case itself too: what was given back is not paid.
    let again = pay(&refunded, fee(&session, "500000000003"));
    assert_eq!(session.told("reza", &again), "reference-used");
    // A second receipt of one case is known beside the first.
    let second = pay(&refunded, fee(&session, "500000000004"));
    assert_eq!(session.told("reza", &second), "ok");
    let other = at_fee(&mut session);
    let numbers = ["500000000001", "500000000002", "500000000003", "500000000004", "R7001"];
    for (number, of) in numbers.into_iter().zip([&withdrawn, &cancelled, &refunded, &refunded, &refunded]) {
        session.sign_in("reza");
        let answer = session.ask(&pay(&other, fee(&session, number)));
        assert_eq!((&answer["question"], &answer["other"]), (&json!("reference-used"), &json!(of)), "{number}");
    }
    // Nor is a refund told twice.
    session.on("sara", "cancel-fee", &refunded, json!({"reason": "x"}));
    let line = json!({"act": "record-refund", "case": refunded,
        "answers": {"refund-reference": "r-7001", "refund-on": session.today}});
    assert_eq!(session.told("sara", &line), "reference-used");
    drop(session);
    holds(data.path());
}

/// Has the case erased, ordered by two who had no hand in it.
fn erased(data: &Path, mut session: Session, case: &str) -> Session {
    let order = json!({"act": "order-erasure", "case": case,
        "answers": {"order": "شعبه ۳، ۱۲۳", "passphrase": passphrase("zari")}});
    session.done("zari", &signed(&order, &["erasure-signed"], "parvin"));
    drop(session);
    let (code, told) = command(data, &["erase"]);
    assert_eq!(code, 0, "{told}");
    again(data)
}

/// Another session at the same desk, to which others come.
fn again(data: &Path) -> Session {
    let mut session = Session::start(data);
    for _ in 0..100 {
        session.next();
    }
    session
}

#[test]
fn a_receipt_stays_used_when_its_case_is_erased() {
    let (data, mut session) = office_with_zari();
    let case = paid(&mut session, "600000000001");
    session.on("sara", "cancel-fee", &case, json!({"reason": "x"}));
    session.on("sara", "record-refund", &case, json!({"refund-reference": "R-800", "refund-on": session.today}));
    let line = pay(&case, fee(&session, "600000000002"));
    session.done("reza", &line);
    session.on("reza", "withdraw", &case, json!({"withdraw-reason": "x"}));
    let mut session = erased(data.path(), session, &case);
    let other = at_fee(&mut session);
    for number in ["600000000001", "0600-000-000-002", "r800"] {
        session.sign_in("reza");
        let answer = session.ask(&pay(&other, fee(&session, number)));
        assert_eq!((&answer["question"], &answer["other"]), (&json!("reference-used"), &Value::Null), "{number}");
        assert!(answer["sentence"].as_str().expect("a sentence").contains("erased"), "{answer}");
    }
    let line = pay(&other, fee(&session, "600000000001"));
    assert_eq!(session.told_signed("reza", &line, &["reference-used"]), "ok");
    drop(session);
    holds(data.path());
    let (code, told) = command(data.path(), &["audit", "verify"]);
    assert_eq!(code, 0, "{told}");
    // Nothing of the numbers is left to be read.
    assert!(!crate::world::holds(&crate::world::readable(data.path()), "600000000002"));
}

#[test]
fn a_case_that_was_taken_up_again_needs_another_order() {
    let (data, mut session) = office_with_zari();
    let case = at_fee(&mut session);
    session.on("reza", "withdraw", &case, json!({"withdraw-reason": "x"}));
    let order = json!({"act": "order-erasure", "case": case,
        "answers": {"order": "شعبه ۳، ۱۲۴", "passphrase": passphrase("zari")}});
    session.done("zari", &signed(&order, &["erasure-signed"], "parvin"));
    // Somebody reopens it and shows a receipt, of which the order knows nothing.
    session.on("sara", "reopen", &case, json!({"reason": "x"}));
    session.on("reza", "close-documents", &case, json!({}));
    let line = pay(&case, fee(&session, "600000000009"));
    session.done("reza", &line);
    drop(session);
    assert_eq!(command(data.path(), &["erase"]).0, 0);
    let mut session = again(data.path());
    let other = at_fee(&mut session);
    let line = pay(&other, fee(&session, "600000000009"));
    assert_eq!(session.told("reza", &line), "reference-used");
    drop(session);
    holds(data.path());
}

#[test]
fn a_case_that_lives_again_is_not_erased_by_an_order_of_before() {
    let (data, mut session) = office_with_zari();
    let order = |session: &mut Session, case: &str| {
        let line = json!({"act": "order-erasure", "case": case,
            "answers": {"order": "شعبه ۳، ۱۲۵", "passphrase": passphrase("zari")}});
        session.done("zari", &signed(&line, &["erasure-signed"], "parvin"));
    };
    let withdraw = |session: &mut Session, case: &str| {
        session.on("reza", "withdraw", case, json!({"withdraw-reason": "x"}));
    };
    // One that is worked on, one that was closed again, one with a note, and one of which nothing is to be said.
    let cases: Vec<String> = (0..4).map(|_| session.open("reza", &[])).collect();
    let [open, again_closed, noted, still] = cases.as_slice() else { panic!("{cases:?}") };
    for case in &cases {
        withdraw(&mut session, case);
        order(&mut session, case);
    }
    for case in [open, again_closed] {
        session.on("sara", "reopen", case, json!({"reason": "x"}));
    }
    withdraw(&mut session, again_closed);
    session.on("reza", "note", noted, json!({"note": "somebody called"}));
    drop(session);
    let (code, told) = command(data.path(), &["erase"]);
    assert_eq!(code, 0, "{told}");
    for case in [open, again_closed, noted] {
        assert!(told.contains(case.as_str()), "{case}: {told}");
        assert_eq!(command(data.path(), &["case", "show", case]).0, 0, "{case} is there");
    }
    assert!(!told.contains(still.as_str()), "{told}");
    assert_ne!(command(data.path(), &["case", "show", still]).0, 0, "it is erased");
    // With another order it goes.
    let mut session = again(data.path());
    order(&mut session, again_closed);
    drop(session);
    let (_, told) = command(data.path(), &["erase"]);
    assert!(told.contains(open.as_str()) && !told.contains(again_closed.as_str()), "{told}");
    assert_ne!(command(data.path(), &["case", "show", again_closed]).0, 0, "it is erased");
    holds(data.path());
    assert_eq!(command(data.path(), &["audit", "verify"]).0, 0);
    assert_eq!(command(data.path(), &["check"]).0, 0);
}

#[test]
fn an_erasure_takes_two_supervisors_and_none_of_the_hands() {
    let (data, mut session) = office_with_zari();
    let order = |case: &str, who: &str| {
        json!({"act": "order-erasure", "case": case,
            "answers": {"order": "شعبه ۱", "passphrase": passphrase(who)}})
    };
    let withdrawn = |session: &mut Session, who: &str| {
        let case = session.open(who, &[]);
        session.on(who, "withdraw", &case, json!({"withdraw-reason": "x"}));
        case
    };
    let own = withdrawn(&mut session, "sara");
    assert_eq!(session.told("sara", &order(&own, "sara")), "own-hands");
    assert_eq!(session.told("zari", &signed(&order(&own, "zari"), &["erasure-signed"], "sara")), "own-hands");
    // A hand is also who cancelled its fee, who let it be taken up again, who signed for something.
    let undone = withdrawn(&mut session, "reza");
    session.on("sara", "reopen", &undone, json!({"reason": "x"}));
    session.on("reza", "withdraw", &undone, json!({"withdraw-reason": "x"}));
    assert_eq!(session.told("sara", &order(&undone, "sara")), "own-hands");
    let case = withdrawn(&mut session, "reza");
    assert_eq!(session.told("zari", &order(&case, "zari")), "erasure-signed");
    assert_eq!(session.told("zari", &signed(&order(&case, "zari"), &[], "zari")), "same-person");
    let reply = session.done("zari", &signed(&order(&case, "zari"), &["erasure-signed"], "parvin"));
    assert_eq!(reply["case"]["tracking"], json!(case));
    drop(session);
    holds(data.path());
    assert_eq!(command(data.path(), &["erase"]).0, 0);
    holds(data.path());
    let told = exceptions(data.path());
    let line = told.lines().find(|line| line.contains("erasure-ordered")).expect("it is listed");
    let line: Value = serde_json::from_str(line).expect("JSON");
    assert_eq!(line["tracking"], json!(case), "it says of which case, when that is gone");
    assert!(line["sentence"].as_str().expect("a sentence").contains(&case), "{line}");
    assert_eq!((&line["operator"], &line["approver"]), (&json!("zari"), &json!("parvin")));
}

#[test]
fn a_bank_is_one_of_the_list() {
    let (data, mut session) = office_with_zari();
    let case = at_fee(&mut session);
    let with = |session: &Session, bank: &str| {
        let mut answers = fee(session, "700000000001");
        answers["bank"] = json!(bank);
        pay(&case, answers)
    };
    session.sign_in("reza");
    let answer = session.ask(&with(&session, "بانک من"));
    assert_eq!(answer["faults"][0]["code"], "unknown-bank", "{answer}");
    assert!(answer["faults"][0]["sentence"].as_str().expect("a sentence").contains("melli, sepah"));
    // By its id, or as people write its name; kept by its id.
    let line = with(&session, "بانك ملي ایران");
    session.done("reza", &line);
    drop(session);
    holds(data.path());
    let (_, told) = command(data.path(), &["case", "show", &case]);
    let told: Value = serde_json::from_str(told.lines().next().expect("a line")).expect("JSON");
    assert_eq!(told["settlement"]["payment"]["bank"], "melli");
    let paid = told["events"].as_array().expect("events").iter().find(|event| event["event"] == "fee-paid");
    assert!(paid.expect("it was paid")["sentence"].as_str().expect("a sentence").contains("Melli"));
}
