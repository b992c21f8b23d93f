//! One person is not two: what the people of a case decide among themselves is flagged.

use std::path::Path;

use serde_json::{Value, json};

use crate::world::replay::holds;
use crate::world::{
    as_user, at_fee, by, clerk, command, done_all, enrol_with, exceptions, fee, office, on, passphrase, reviewer,
    sign_in, signed_because, verified,
};

const FLAG: &str = "among-themselves";
/// The passphrase of a clerk who is let in.
const TARAS: &str = "quiet brown kettle";

/// A case that somebody has brought to the centre.
fn at_centre_by(data: &Path, who: String, person: u32) -> String {
    let case = at_fee(data, who.clone(), person);
    done_all(data, &[who, on(&case, "confirm-payment", fee(person))]);
    case
}

fn approve(data: &Path, who: &str, case: &str) {
    done_all(data, &[by(who), on(case, "approve", json!({"passphrase": passphrase(who)}))]);
}

/// The cases of these that are flagged, one mark a case.
fn flagged(data: &Path, cases: &[&str]) -> Vec<bool> {
    let is_flagged = |case: &&str| {
        let shown: Value = serde_json::from_str(&command(data, &["case", "show", case]).1).expect("a case");
        shown["flags"].as_array().expect("flags").contains(&FLAG.into())
    };
    cases.iter().map(is_flagged).collect()
}

/// What the list of exceptions flags, and how many cases an inspection counts.
fn listed(data: &Path) -> (usize, Value) {
    let lines = exceptions(data);
    let found = lines.lines().map(|line| serde_json::from_str::<Value>(line).expect("a line"));
    let of_centre = found.filter(|line| line["flags"] == json!([FLAG]));
    (of_centre.count(), verified(data, None)["among-themselves"].clone())
}

#[test]
fn what_somebody_decides_whom_a_hand_of_the_case_let_in_is_flagged() {
    let data = office();
    let data = data.path();
    // «sara» let in everybody: as a hand of the case she stands behind the reviewer, as nobody in it she does not.
    let own = at_centre_by(data, sign_in(), 41);
    let usual = at_centre_by(data, clerk(), 42);
    for case in [&own, &usual] {
        approve(data, "mina", case);
    }
    assert_eq!(flagged(data, &[&own, &usual]), [true, false]);
    assert_eq!(listed(data), (1, json!(1)));
    holds(data);
}

#[test]
fn a_supervisor_who_approves_the_work_of_clerks_of_their_own_alone_is_flagged() {
    let data = office();
    let data = data.path();
    done_all(data, &[by("parvin"), enrol_with("تارا نمونه", "tara", "clerk", TARAS)]);
    let air = at_centre_by(data, as_user("tara", TARAS), 43);
    let usual = at_centre_by(data, clerk(), 44);
    let by_another = at_centre_by(data, as_user("tara", TARAS), 45);
    for case in [&air, &usual] {
        approve(data, "parvin", case);
    }
    approve(data, "mina", &by_another);
    assert_eq!(flagged(data, &[&air, &usual, &by_another]), [true, false, false]);
    assert_eq!(listed(data), (1, json!(1)));
    let (code, told) = command(data, &["audit", "verify"]);
    assert!(code == 0 && told.contains("1 cases"), "{told}");
}

#[test]
fn whoever_was_given_a_passphrase_later_decided_alone_before() {
    let data = office();
    let data = data.path();
    let before = at_centre_by(data, by("parvin"), 46);
    approve(data, "mina", &before);
    let secret = passphrase("mina");
    let reset = json!({"sign-in": "mina", "passphrase": secret, "passphrase-again": secret});
    done_all(data, &[by("parvin"), json!({"act": "reset-passphrase", "answers": reset}).to_string()]);
    assert_eq!(flagged(data, &[&before]), [false], "it was not theirs when it decided");
    let after = at_centre_by(data, by("parvin"), 47);
    done_all(data, &[reviewer(), on(&after, "approve", json!({"passphrase": secret}))]);
    assert_eq!(flagged(data, &[&before, &after]), [false, true]);
    assert_eq!(listed(data), (1, json!(1)));
}

#[test]
fn a_signature_is_flagged_as_well() {
    let data = office();
    let data = data.path();
    let signs = |who: String, person: u32, supervisor: &str| {
        let case = at_fee(data, who.clone(), person);
        let waived = json!({"act": "waive-fee", "case": case, "agreed": ["fee-waived"]});
        let line = signed_because(&waived, &["fee-waived"], supervisor, "x");
        done_all(data, &[who, line.to_string()]);
        case
    };
    // «parvin», whom «sara» let in, signs in a case of hers and in one of the clerk's.
    let cases = [signs(sign_in(), 48, "parvin"), signs(clerk(), 49, "parvin")];
    assert_eq!(flagged(data, &[&cases[0], &cases[1]]), [true, false]);
}
