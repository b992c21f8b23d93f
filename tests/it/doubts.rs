//! What was said of a paper or a person stays said: by no side road does it fall unseen.

use serde_json::{Value, json};

use crate::world::replay::holds;
use crate::world::{Session, command, exceptions, made_up_id, office, passphrase};

fn on(act: &str, case: &str, answers: Value) -> Value {
    json!({"act": act, "case": case, "answers": answers})
}

fn judge(case: &str, document: &str, verdict: &str) -> Value {
    json!({"act": "judge", "case": case, "document": document, "verdict": verdict, "text": "x"})
}

fn correct(case: &str, mut answers: Value) -> Value {
    answers["correction-reason"] = json!("a slip of the pen");
    on("correct", case, answers)
}

fn approve(case: &str, who: &str) -> Value {
    on("approve", case, json!({"passphrase": passphrase(who)}))
}

fn asked(session: &mut Session, who: &str, case: &str, result: &str) {
    session.on(who, "ask-inquiry", case, json!({"inquiry-by": "agency", "inquiry-way": "hand"}));
    let on = session.today.clone();
    session.on(who, "answer-inquiry", case, json!({"inquiry-result": result, "inquiry-on": on}));
}

/// How many are approved together, by a reviewer who touched none of them.
fn approved_together(session: &mut Session) -> usize {
    let line = json!({"act": "approve-clean", "answers": {"passphrase": passphrase("mina")}});
    session.done("mina", &line)["together"].as_array().map_or(0, Vec::len)
}

fn shown(data: &std::path::Path, case: &str) -> Value {
    let (_, told) = command(data, &["case", "show", case]);
    serde_json::from_str(told.lines().next().expect("a line")).expect("JSON")
}

#[test]
fn a_swap_of_the_person_lets_fall_what_was_seen() {
    let data = office();
    let mut session = Session::start(data.path());
    let all = json!({"national-id": made_up_id(77), "given-name": "مریم", "family-name": "رضایی",
        "father-name": "علی", "birth-date": "1371/05/06"});
    let changes = [
        all,
        json!({"national-id": made_up_id(78)}),
        json!({"family-name": "رضایی"}),
        json!({"birth-date": "1371/05/06"}),
        json!({"certificate-number": "Z-990"}),
    ];
    let foreign = json!({"person-id-kind": "foreign", "foreigner-id": "999000111222"});
    let mut cases = Vec::new();
    for change in changes.into_iter().chain([foreign]) {
        // Before anything is settled nobody signs, and what was seen falls all the same.
        let early = session.open("reza", &[]);
        session.judge("reza", &early, "national-card", "original-seen");
        assert_eq!(session.told("reza", &correct(&early, change.clone())), "ok");
        session.judge("reza", &early, "identity-booklet", "original-seen");
        session.judge("reza", &early, "last-degree", "copy-matches");
        assert_eq!(session.told("reza", &on("close-documents", &early, json!({}))), "documents-unjudged");
        session.on("reza", "withdraw", &early, json!({"withdraw-reason": "x"}));
        // Afterwards a supervisor signs; the registry's answer and the papers fall.
        let case = session.waiting("reza", 1).remove(0);
        asked(&mut session, "reza", &case, "match");
        assert_eq!(session.told("reza", &correct(&case, change.clone())), "recast", "{change}");
        assert_eq!(session.told_signed("reza", &correct(&case, change), &["recast"]), "ok");
        assert_eq!(session.told("reza", &on("close-documents", &case, json!({}))), "documents-unjudged");
        session.papers("reza", &case);
        cases.push(case);
    }
    assert_eq!(approved_together(&mut session), 0, "nobody looks at them together");
    // Each is looked at by itself, and can be approved so.
    assert_eq!(session.told("mina", &approve(&cases[0], "mina")), "ok");
    drop(session);
    holds(data.path());
    let shown = shown(data.path(), &cases[0]);
    assert!(shown["flags"].to_string().contains("recast"), "{}", shown["flags"]);
    assert_eq!(shown["inquiries"][0]["lapsed"], true);
    let told = exceptions(data.path());
    for said in ["رضایی", "کریمی", "1371/05/06", "Z-990"] {
        assert!(told.contains(said), "{said} in {told}");
    }
    assert!(!told.contains(&made_up_id(77)), "a number is not told whole");
    assert_eq!(told.matches("\"recast\"").count(), 12, "each of them, signed or not");
}

#[test]
fn a_swap_in_two_steps_or_there_and_back_is_still_one() {
    let data = office();
    let mut session = Session::start(data.path());
    let case = session.waiting("reza", 1).remove(0);
    let one = correct(&case, json!({"given-name": "مریم"}));
    let two = correct(&case, json!({"national-id": made_up_id(79)}));
    let back = correct(&case, json!({"given-name": "زهرا", "national-id": made_up_id(1)}));
    for line in [one, two, back] {
        assert_eq!(session.told("reza", &line), "recast");
        assert_eq!(session.told_signed("reza", &line, &["recast"]), "ok");
        assert_eq!(session.told("reza", &on("close-documents", &case, json!({}))), "documents-unjudged");
    }
    session.papers("reza", &case);
    assert_eq!(approved_together(&mut session), 0);
    // What is harmless stays easy, also now.
    assert_eq!(session.told("reza", &correct(&case, json!({"mobile": "09120009999"}))), "ok");
    assert_eq!(session.told("reza", &on("close-documents", &case, json!({}))), "ok");
    drop(session);
    holds(data.path());
}

#[test]
fn a_request_of_another_kind_is_looked_at_anew() {
    let data = office();
    let mut session = Session::start(data.path());
    let case = session.open("reza", &[]);
    session.judge("reza", &case, "last-degree", "suspected-forged");
    session.judge("reza", &case, "national-card", "original-seen");
    let renewal = json!({"request-kind": "renewal", "request-reason": "expired", "education": "none"});
    assert_eq!(session.told("reza", &correct(&case, renewal)), "ok");
    // Every verdict fell, the suspicion did not, though the paper is not asked for any more.
    assert_eq!(session.told("reza", &on("confirm-direct", &case, json!({}))), "not-direct");
    for paper in ["identity-booklet", "national-card"] {
        session.judge("reza", &case, paper, "original-seen");
    }
    let closed = session.done("reza", &on("close-documents", &case, json!({})));
    assert_eq!(closed["case"]["stage"], "referred");
    assert_eq!(session.told("reza", &judge(&case, "last-degree", "copy-matches")), "suspicion-lifted");
    let lifted = session.told_signed("reza", &judge(&case, "last-degree", "copy-matches"), &["suspicion-lifted"]);
    assert_eq!(lifted, "ok");
    let closed = session.done("reza", &on("close-documents", &case, json!({})));
    assert_eq!(closed["case"]["stage"], "fee");
    drop(session);
    holds(data.path());
}

#[test]
fn an_inquiry_that_waits_is_not_answered_for_another_person() {
    let data = office();
    let mut session = Session::start(data.path());
    let case = session.open("reza", &[]);
    session.on("reza", "ask-inquiry", &case, json!({"inquiry-by": "agency", "inquiry-way": "hand"}));
    assert_eq!(session.told("reza", &correct(&case, json!({"national-id": made_up_id(80)}))), "ok");
    let today = session.today.clone();
    let answer = on("answer-inquiry", &case, json!({"inquiry-result": "match", "inquiry-on": today}));
    assert_eq!(session.told("reza", &answer), "no-inquiry-open");
    asked(&mut session, "reza", &case, "match");
    drop(session);
    holds(data.path());
}

#[test]
fn no_side_road_lifts_a_suspicion() {
    let data = office();
    let mut session = Session::start(data.path());
    type Road = fn(&mut Session, &str);
    let roads: [(&str, Road); 5] = [
        ("at once", |_, _| {}),
        ("correcting something", |session, case| session.corrected("reza", case)),
        ("another stage", |session, case| {
            session.judge("reza", case, "last-degree", "missing");
            session.on("reza", "close-documents", case, json!({}));
        }),
        ("withdrawn and reopened", |session, case| {
            session.on("reza", "withdraw", case, json!({"withdraw-reason": "x"}));
            session.on("sara", "reopen", case, json!({"reason": "x"}));
        }),
        ("another person's", |session, case| {
            let line = correct(case, json!({"father-name": "رضا"}));
            assert_eq!(session.told("reza", &line), "ok");
        }),
    ];
    for (question, verdict) in [("suspicion-lifted", "suspected-forged"), ("refusal-lifted", "refused")] {
        for (name, road) in roads {
            let case = session.open("reza", &[]);
            session.judge("reza", &case, "identity-booklet", "original-seen");
            session.judge("reza", &case, "national-card", verdict);
            road(&mut session, &case);
            for next in ["missing", "original-seen"] {
                assert_eq!(session.told("reza", &judge(&case, "national-card", next)), question, "{name}: {next}");
            }
            session.judge("reza", &case, "identity-booklet", "missing");
            session.judge("reza", &case, "identity-booklet", "original-seen");
            let unseen = session.told("reza", &judge(&case, "last-degree", "copy-matches"));
            assert!(unseen == "ok" || unseen == "nothing-changed", "{unseen}");
            let line = judge(&case, "national-card", "original-seen");
            assert_eq!(session.told_signed("reza", &line, &[question]), "ok", "{name}");
            // Once it was lifted, it is.
            assert_eq!(session.told("reza", &judge(&case, "national-card", "missing")), "ok", "{name}");
        }
    }
    drop(session);
    holds(data.path());
}

#[test]
fn asking_the_registry_again_takes_no_answer_back() {
    let data = office();
    let mut session = Session::start(data.path());
    for worst in ["mismatch", "no-record"] {
        let case = session.waiting("reza", 1).remove(0);
        asked(&mut session, "reza", &case, worst);
        asked(&mut session, "reza", &case, "match");
        assert_eq!(approved_together(&mut session), 0);
        // Not by a correction either, nor by going and coming back.
        session.corrected("reza", &case);
        session.on("reza", "withdraw", &case, json!({"withdraw-reason": "x"}));
        session.on("sara", "reopen", &case, json!({"reason": "x"}));
        session.on("reza", "close-documents", &case, json!({}));
        assert_eq!(approved_together(&mut session), 0);
        assert_eq!(session.told("mina", &approve(&case, "mina")), "registry-mismatch");
        assert_eq!(session.told_signed("mina", &approve(&case, "mina"), &["registry-mismatch"]), "ok");
    }
    drop(session);
    holds(data.path());
}

#[test]
fn who_asks_the_registry_or_records_its_answer_does_not_decide() {
    let data = office();
    let mut session = Session::start(data.path());
    let today = session.today.clone();
    let ask = json!({"inquiry-by": "agency", "inquiry-way": "hand"});
    let answer = json!({"inquiry-result": "match", "inquiry-on": today});
    // Who asked, who recorded, and who made the list.
    let cases = session.waiting("reza", 3);
    session.on("mina", "ask-inquiry", &cases[0], ask.clone());
    session.on("reza", "answer-inquiry", &cases[0], answer.clone());
    session.on("reza", "ask-inquiry", &cases[1], ask);
    session.on("mina", "answer-inquiry", &cases[1], answer.clone());
    session.done("mina", &json!({"act": "ask-inquiries"}));
    session.on("reza", "answer-inquiry", &cases[2], answer);
    assert_eq!(approved_together(&mut session), 0);
    for case in &cases {
        assert_eq!(session.told("mina", &approve(case, "mina")), "four-eyes");
        let back = json!({"objection-about": "x", "objection-reason": "y", "passphrase": passphrase("mina")});
        assert_eq!(session.told("mina", &on("return", case, back)), "four-eyes");
    }
    assert_eq!(session.told("sara", &approve(&cases[0], "sara")), "ok");
    drop(session);
    holds(data.path());
}

#[test]
fn a_doubt_stays_with_the_person_in_whatever_case_they_come_again() {
    let data = office();
    let mut session = Session::start(data.path());
    // A mismatch in a case that was withdrawn, and a suspicion in one that was given another name.
    let first = session.waiting("reza", 1).remove(0);
    asked(&mut session, "reza", &first, "mismatch");
    session.on("reza", "withdraw", &first, json!({"withdraw-reason": "x"}));
    let second = session.open("reza", &[]);
    session.judge("reza", &second, "national-card", "suspected-forged");
    let person = session.people[&second];
    assert_eq!(session.told("reza", &correct(&second, json!({"national-id": made_up_id(81)}))), "ok");
    session.on("reza", "withdraw", &second, json!({"withdraw-reason": "x"}));
    let mut again = Vec::new();
    for (person, nth) in [(session.people[&first], 1), (person, 2)] {
        let id = made_up_id(person);
        let case = session.open("reza", &[("national-id", &id), ("certificate-number", &format!("N-{nth}"))]);
        session.papers("reza", &case);
        session.pay("reza", &case);
        again.push(case);
    }
    let innocent = session.waiting("reza", 1).remove(0);
    assert_eq!(approved_together(&mut session), 1, "only {innocent}");
    for (case, other) in again.iter().zip([&first, &second]) {
        assert_eq!(session.told("mina", &approve(case, "mina")), "person-doubted");
        assert_eq!(session.told_signed("mina", &approve(case, "mina"), &["person-doubted"]), "ok");
        let _ = other;
    }
    drop(session);
    holds(data.path());
    assert_eq!(shown(data.path(), &again[0])["doubted-in"], json!(first));
    assert_eq!(shown(data.path(), &again[1])["doubted-in"], json!(second));
    assert_eq!(shown(data.path(), &innocent)["doubted-in"], Value::Null);
    assert_eq!(exceptions(data.path()).matches("override-used").count(), 2);
}

#[test]
fn a_refused_paper_that_is_not_asked_for_any_more_stays_refused() {
    let data = office();
    let mut session = Session::start(data.path());
    let man: &[(&str, &str)] = &[("gender", "male"), ("military", "completed")];
    let roads = [
        ("last-degree", &[][..], json!({"education": "none"})),
        ("military-completion", man, json!({"military": "not-subject"})),
        ("related-higher-degree", &[("occupation", "3-03")], json!({"occupation": "3-01"})),
    ];
    let mut cases = Vec::new();
    for (paper, opened, change) in roads {
        let case = session.open("reza", opened);
        session.judge("reza", &case, paper, "refused");
        assert_eq!(session.told("reza", &correct(&case, change)), "ok", "{paper}");
        for (seen, verdict) in
            [("identity-booklet", "original-seen"), ("national-card", "original-seen"), ("last-degree", "copy-matches")]
        {
            if seen != paper {
                session.told("reza", &judge(&case, seen, verdict));
            }
        }
        session.on("reza", "close-documents", &case, json!({}));
        session.pay("reza", &case);
        cases.push(case);
    }
    assert_eq!(approved_together(&mut session), 0);
    for case in &cases {
        assert_eq!(session.told("mina", &approve(case, "mina")), "refusal-lifted");
        assert_eq!(session.told_signed("mina", &approve(case, "mina"), &["refusal-lifted"]), "ok");
    }
    // Before it goes to the centre it is lifted at the desk, with a signature.
    let case = session.open("reza", &[]);
    session.judge("reza", &case, "last-degree", "refused");
    assert_eq!(session.told("reza", &correct(&case, json!({"education": "none"}))), "ok");
    assert_eq!(session.told("reza", &judge(&case, "last-degree", "copy-matches")), "refusal-lifted");
    let lifted = session.told_signed("reza", &judge(&case, "last-degree", "copy-matches"), &["refusal-lifted"]);
    assert_eq!(lifted, "ok");
    for paper in ["identity-booklet", "national-card"] {
        session.judge("reza", &case, paper, "original-seen");
    }
    session.on("reza", "close-documents", &case, json!({}));
    session.pay("reza", &case);
    assert_eq!(session.told("mina", &approve(&case, "mina")), "ok", "it is lifted once");
    drop(session);
    holds(data.path());
    assert!(shown(data.path(), &cases[0])["flags"].to_string().contains("refused-paper"));
    assert!(!shown(data.path(), &case)["flags"].to_string().contains("refused-paper"));
}

#[test]
fn a_case_that_was_rejected_is_never_approved_unseen() {
    let data = office();
    let mut session = Session::start(data.path());
    let cases = session.waiting("reza", 2);
    let no = json!({"reason": "the photo is of somebody else", "passphrase": passphrase("mina")});
    session.on("mina", "reject", &cases[0], no);
    session.on("reza", "withdraw", &cases[1], json!({"withdraw-reason": "x"}));
    for case in &cases {
        session.on("sara", "reopen", case, json!({"reason": "x"}));
        session.on("reza", "close-documents", case, json!({}));
    }
    assert_eq!(approved_together(&mut session), 0);
    // Going back to the papers once more does not hide it either.
    session.corrected("reza", &cases[0]);
    session.on("reza", "close-documents", &cases[0], json!({}));
    assert_eq!(approved_together(&mut session), 0);
    drop(session);
    holds(data.path());
    for case in &cases {
        assert_eq!(shown(data.path(), case)["flags"], json!(["reopened"]));
    }
    // Whoever looks at it may say yes.
    let mut session = Session::start(data.path());
    assert_eq!(session.told("mina", &approve(&cases[0], "mina")), "ok");
}

#[test]
fn what_may_not_be_said_of_a_paper_here_counts_as_unsaid() {
    let data = office();
    let mut session = Session::start(data.path());
    let prison = [("venue", "prison"), ("military", "student"), ("gender", "male")];
    let seen = ["identity-booklet", "national-card", "last-degree"];
    let close = |case: &str| on("close-documents", case, json!({}));
    // Attested in a prison, which is none any more.
    let case = session.open("reza", &prison[..1]);
    for paper in seen {
        session.judge("reza", &case, paper, "attested");
    }
    assert_eq!(session.told("reza", &correct(&case, json!({"venue": "counter"}))), "ok");
    assert_eq!(session.told("reza", &close(&case)), "documents-unjudged");
    session.papers("reza", &case);
    // A substitute for a service that is completed.
    let case = session.open("reza", &prison[1..]);
    session.judge("reza", &case, "identity-booklet", "original-seen");
    session.judge("reza", &case, "national-card", "original-seen");
    session.judge("reza", &case, "last-degree", "copy-matches");
    let line = judge(&case, "military-completion", "substitute");
    assert_eq!(session.told_signed("reza", &line, &["military-substitute"]), "ok");
    assert_eq!(session.told("reza", &correct(&case, json!({"military": "completed"}))), "ok");
    assert_eq!(session.told("reza", &close(&case)), "documents-unjudged");
    session.judge("reza", &case, "military-completion", "copy-matches");
    assert_eq!(session.told("reza", &close(&case)), "ok");
    drop(session);
    holds(data.path());
}
