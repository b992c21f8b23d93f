//! Answers that no form of the act asks for are refused and named: a script with a typo loses nothing in silence.

use std::collections::BTreeSet;

use pishkhan::cli;
use pishkhan::desk::Desk;
use pishkhan::domain::Choice;
use pishkhan::domain::acts::kind::ActKind;
use pishkhan::form::all::every_form;
use pishkhan::form::{Spec, acts, blanks, day, fee, intake, people, rules, setup, sign_in as signing};
use pishkhan::words::{Lang, Words};
use serde_json::{Map, Value, json};

use crate::world::open;
use crate::world::{act, answered, intake, made_up_id, open_line, run, sign_in};
use crate::world::{clerk, office as staffed, on};

/// The form that an act asks; where it asks none, it takes no answer.
fn form(act: &str) -> Option<&'static Spec> {
    match act {
        "set-up" => Some(&setup::SETUP),
        "sign-in" => Some(&signing::SIGN_IN_FORM),
        "enrol" => Some(&people::ENROL),
        "judge" => Some(&acts::VERDICT_TEXT),
        "withdraw" => Some(&acts::WITHDRAW),
        "open" | "correct" => Some(&intake::INTAKE),
        "confirm-payment" => Some(&fee::FEE),
        "approve-clean" => Some(&signing::SIGN),
        "close-day" => Some(&day::CLOSE_DAY),
        "rotate-keys" => Some(&signing::SIGN),
        "adopt-rules" => Some(&rules::ADOPT_RULES),
        "suspend" => Some(&people::SUSPEND),
        "restore" => Some(&people::RESTORE),
        "change-role" => Some(&people::CHANGE_ROLE),
        "reset-passphrase" => Some(&people::RESET),
        "confirm-operator" => Some(&people::CONFIRM),
        "issue-recovery" => Some(&people::RECOVERY),
        "recover" => Some(&signing::RECOVER),
        "count-till" => Some(&day::COUNT_TILL),
        "hand-over" => Some(&day::HAND_OVER),
        "blanks-received" => Some(&blanks::BLANKS_RECEIVED),
        "blank-spoiled" => Some(&blanks::BLANK_SPOILED),
        "blanks-returned" => Some(&blanks::BLANKS_RETURNED),
        act => acts::form(ActKind::from_id(act)?).map(|form| form.spec),
    }
}

/// Every act of which the help has an example, and every act on a case.
fn acts() -> BTreeSet<String> {
    let help = cli::act::help();
    let named = help.split("\"act\":\"").skip(1).filter_map(|rest| rest.split('"').next());
    named.chain(ActKind::ALL.iter().map(|act| act.id())).map(str::to_owned).collect()
}

/// A line of this act in which everything is but the answers.
fn line(act: &str, case: &str) -> Value {
    let mut line = json!({"act": act});
    if ActKind::from_id(act).is_some_and(|act| act != ActKind::Open) {
        line["case"] = json!(case);
    }
    match act {
        "judge" => (line["document"], line["verdict"]) = (json!("national-card"), json!("original-seen")),
        "issue-slip" => line["slip"] = json!("receipt"),
        _ => {}
    }
    line
}

/// A desk at which the supervisor is signed in, with a case.
fn at_work() -> (tempfile::TempDir, Desk, String) {
    let folder = staffed();
    let mut desk = open(folder.path()).expect("it opens");
    answered(&mut desk, &sign_in());
    let (_, reply) = answered(&mut desk, &open_line(1, "U-1", &[]));
    let case = reply["case"]["tracking"].as_str().expect("a case").to_owned();
    (folder, desk, case)
}

#[test]
fn every_act_takes_the_answers_of_its_form_and_no_other() {
    let (_folder, mut desk, case) = at_work();
    let mut all: BTreeSet<&str> = every_form().iter().flat_map(|form| form.fields).map(|field| field.id).collect();
    all.insert("emial");
    let before = desk.chain_length();
    for act in acts() {
        let own: BTreeSet<&str> = form(&act).into_iter().flat_map(|form| form.fields).map(|field| field.id).collect();
        let mut line = line(&act, &case);
        line["answers"] = Value::Object(all.iter().map(|id| ((*id).to_owned(), json!("1"))).collect::<Map<_, _>>());
        let (code, reply) = answered(&mut desk, &line.to_string());
        assert_eq!((code, &reply["code"]), (2, &json!("unknown-answer")), "{act}: {reply}");
        let faults = reply["faults"].as_array().expect("faults").iter();
        let named: BTreeSet<&str> = faults.map(|fault| fault["field"].as_str().expect("an id")).collect();
        assert_eq!(named, all.difference(&own).copied().collect(), "{act}");
        assert_eq!(reply["field"], *named.first().expect("one at least"), "{act}: the first is named");
    }
    assert_eq!(desk.chain_length(), before, "nothing is written");
    assert_eq!(desk.signed_in(), "sara", "and nobody else has signed in");
}

#[test]
fn one_answer_too_many_keeps_all_of_the_act_from_being_done() {
    let (_folder, mut desk, case) = at_work();
    let before = desk.chain_length();
    let mut answers = intake(2, "U-2", &[]);
    answers["emial"] = json!("ali@example.ir");
    let (code, reply) = answered(&mut desk, &json!({"act": "open", "answers": answers}).to_string());
    assert_eq!((code, &reply["ok"], &reply["field"]), (2, &json!(false), &json!("emial")), "{reply}");
    assert!(reply["sentence"].as_str().is_some_and(|sentence| sentence.contains("emial")), "{reply}");
    let signed = json!({"sign-in": "parvin", "passphrase": "another key", "overide-reason": "x"});
    for act in acts() {
        let mut line = line(&act, &case);
        line["supervisor"] = signed.clone();
        let (code, reply) = answered(&mut desk, &line.to_string());
        assert_eq!((code, &reply["field"]), (2, &json!("overide-reason")), "{act}: {reply}");
    }
    assert_eq!(desk.chain_length(), before, "nothing is written");
    for lang in Lang::ALL {
        let sentence = Words::new(lang).system_error("unknown-answer", &[("field", "emial".into())]);
        assert!(sentence.what.contains("emial") && !sentence.next.is_empty(), "{lang:?}: {sentence:?}");
    }
}

#[test]
fn an_answer_that_the_others_leave_unasked_is_left_out_as_ever() {
    let folder = staffed();
    let opened = open_line(3, "U-3", &[("foreigner-id", "999000111222"), ("correction-reason", "x")]);
    let (code, replies) = act(folder.path(), &[clerk(), opened]);
    assert_eq!(code, 0, "{replies:?}");
    let case = replies[1]["case"]["tracking"].as_str().expect("a case");
    let (_, shown) = run(&["--data", &folder.path().display().to_string(), "case", "show", case], "");
    let shown: Value = serde_json::from_str(&shown).expect("JSON");
    assert_eq!(shown["answers"]["foreigner-id"], Value::Null);
    assert_ne!(shown["answers"]["national-id"], json!(made_up_id(3)), "masked as ever");
    let (code, replies) = act(folder.path(), &[clerk(), on(case, "close-documents", json!({"reason": "x"}))]);
    assert_eq!((code, &replies[1]["field"]), (2, &json!("reason")), "{replies:?}");
}

#[test]
fn what_is_said_in_short_is_not_said_twice() {
    let (_folder, mut desk, case) = at_work();
    let withdraw = |more: Value| {
        let mut line = json!({"act": "withdraw", "case": case});
        for (name, value) in more.as_object().expect("an object") {
            line[name] = value.clone();
        }
        line
    };
    let (code, reply) =
        answered(&mut desk, &withdraw(json!({"text": "x", "answers": {"withdraw-reason": "y"}})).to_string());
    assert_eq!((code, &reply["code"]), (2, &json!("bad-line")), "{reply}");
    let (code, reply) =
        answered(&mut desk, &withdraw(json!({"answers": {"withdraw-reason": "moved away"}})).to_string());
    assert_eq!((code, &reply["case"]["stage"]), (0, &json!("withdrawn")), "{reply}");
}

#[test]
fn the_help_names_every_answer_of_every_act() {
    let help = cli::act::help();
    for act in acts() {
        for field in form(&act).into_iter().flat_map(|form| form.fields) {
            assert!(help.contains(field.id), "{act}: the help does not name {}", field.id);
        }
    }
}

#[test]
fn an_answer_that_stands_twice_is_not_understood() {
    let data = staffed();
    let twice = [
        r#"{"act":"sign-in","answers":{"sign-in":"reza","sign-in":"sara","passphrase":"correct horse"}}"#,
        r#"{"act":"close-day","supervisor":{"sign-in":"sara","sign-in":"parvin"}}"#,
    ];
    for line in twice {
        let (code, replies) = act(data.path(), &[line.to_owned()]);
        assert_eq!((code, replies[0]["code"].as_str()), (2, Some("answered-twice")), "{replies:?}");
    }
}
