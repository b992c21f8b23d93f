//! Two requests that look alike, what one office decided on its own work, and what a supervisor lets go.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::world::{
    F2, Session, act, approve_clean, at_centre, at_desk, at_fee, by, clerk, close_day, codes, exceptions, fee, folder,
    intake, leave, made_up_id, office, on, open_line, reviewer, run, set_up, sign_in, signed_because, type_intake_to,
};

fn shown(data: &Path, case: &str) -> Value {
    let (_, shown) = run(&["--data", &data.display().to_string(), "--lang", "en", "case", "show", case], "");
    serde_json::from_str(&shown).expect("JSON")
}

fn events(data: &Path, case: &str) -> Vec<String> {
    let shown = shown(data, case);
    let events = shown["events"].as_array().expect("events");
    events.iter().map(|event| event["event"].as_str().expect("a code").to_owned()).collect()
}

#[test]
fn a_second_case_on_a_certificate_takes_a_written_decision() {
    let data = office();
    let first = at_centre(data.path(), 1);
    let open = |more: Value| {
        let mut line = json!({"act": "open", "answers": intake(1, "C-1", &[])});
        for (name, value) in more.as_object().expect("an object") {
            line[name] = value.clone();
        }
        line.to_string()
    };
    let agreed = json!(["certificate-has-open-case"]);
    let lines = [
        clerk(),
        open(json!({})),
        open(json!({"agreed": agreed, "text": " "})),
        open(json!({"agreed": agreed, "text": "گواهینامهٔ دوم"})),
    ];
    assert_eq!(codes(data.path(), &lines), ["ok", "certificate-has-open-case", "reason-missing", "ok"]);
    let (_, found) = run(&["--data", &data.path().display().to_string(), "case", "find", "C-1"], "");
    let second = found.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    let second = second.map(|case| case["tracking"].as_str().expect("a code").to_owned());
    let second = second.into_iter().find(|code| *code != first).expect("two cases");
    assert_eq!(events(data.path(), &second), ["opened", "duplicate-distinct"]);
    assert_eq!(shown(data.path(), &second)["flags"], json!(["possible-duplicate"]));
    // The reviewer sees it: neither of the two is among those that leave nothing to be asked.
    let lines = [
        reviewer(),
        approve_clean("mina"),
        on(&second, "judge-duplicate", json!({"other-case": first, "duplicate": "same", "reason": "دو بار آمد"})),
        approve_clean("mina"),
    ];
    let (_, replies) = act(data.path(), &lines);
    assert_eq!(replies[1]["together"], Value::Null, "{replies:?}");
    assert_eq!(replies[2]["case"]["stage"], "withdrawn");
    assert_eq!(replies[3]["together"], json!([first]), "the one that is left is clean again");
    crate::world::replay::holds(data.path());
}

#[test]
fn both_requests_stand_side_by_side_on_the_screen() {
    let data = office();
    let first = at_centre(data.path(), 3);
    let path = data.path().display().to_string();
    let mut term = at_desk(data.path(), &[], "reza", "battery staple");
    type_intake_to(&mut term, "2", 4, "C-3");
    term.see("دو درخواست کنار هم").see("این درخواست").see("پروندهٔ دیگر").see("≠");
    assert!(!term.screen().contains(&made_up_id(4)), "numbers stay masked");
    // Whoever turns back finds everything that was typed.
    term.keys("\x1b").lose("دو درخواست کنار هم").keys(F2).see("دو درخواست کنار هم");
    term.keys(F2).see("چرا درخواست دیگری است").keys("\r").see("پاسخ لازم است");
    term.keys("خواهر اوست\r").see("هنوز دیده نشده").keys("\x1b").see("صف");
    // From the new case to the other one, and back.
    term.keys("\r")
        .see("هنوز دیده نشده")
        .keys("\x1b")
        .see("صف")
        .keys("\x1bOR")
        .see("جستجو")
        .keys("C-3")
        .see("زهرا کریمی");
    term.keys("\r").see("مشخصات").keys("\x1bOR").see("سابقهٔ").see("گواهینامه").keys(F2).see("دو درخواست کنار هم");
    term.keys("\r")
        .see("مشخصات")
        .keys("\x1b")
        .see("سابقهٔ")
        .keys("\x1b")
        .see("مشخصات")
        .keys("\x1b[21~")
        .see("بیرون")
        .keys("y");
    term.end();
    let (_, output) = run(&["--data", &path, "audit", "show", "--case", &first], "");
    assert!(output.contains("\"Case\""), "that it was looked at beside the new one is on record: {output}");
}

#[test]
fn what_an_office_decided_on_its_own_work_waits_for_somebody_else() {
    let data = office();
    let data = data.path();
    let case = at_fee(data, sign_in(), 7);
    let approve = json!({"act": "approve", "case": case, "answers": {"passphrase": "correct horse"}});
    let approve = signed_because(&approve, &["four-eyes"], "parvin", "nobody else here");
    let done = codes(data, &[sign_in(), on(&case, "confirm-payment", fee(7)), approve.to_string()]);
    assert_eq!(done, ["ok", "ok", "ok"]);
    let mut term = at_desk(data, &[], "reza", "battery staple");
    assert!(!term.shows("در انتظار بازبینی"), "a clerk has nothing to look at");
    term.keys("\x1b[20~").see("قفل").keys("mina\rstaple battery\r").see("در انتظار بازبینی").keys("\x1b[H");
    term.keys("\r").see("مشخصات").keys("a").see("بازبینی تصمیمی");
    term.keys("\x1b").lose("بازبینی تصمیمی").keys("\x1b").see("صف");
    leave(term);
    let look = on(&case, "look-again", json!({"second-look": "مدارک دیده شد"}));
    let parvin = by("parvin");
    let mina = reviewer();
    let lines = [clerk(), look.clone(), sign_in(), look.clone(), parvin, look.clone(), mina, look.clone(), look];
    let expected = ["ok", "not-for-role", "ok", "same-person", "ok", "same-person", "ok", "ok", "no-second-look"];
    assert_eq!(codes(data, &lines), expected);
    assert!(events(data, &case).contains(&"looked-again".to_owned()));
    // «sara», whose work it was, let in both who signed and who looked again.
    assert_eq!(shown(data, &case)["flags"], json!(["override-used", "among-themselves"]), "that it was done stays");
    crate::world::replay::holds(data);
}

#[test]
fn what_a_supervisor_lets_go_is_signed_for_and_counted() {
    let data = office();
    let data = data.path();
    let cases = [at_fee(data, clerk(), 21), at_fee(data, clerk(), 22)];
    let waive = |case: &str, signed: bool| {
        let line = json!({"act": "waive-fee", "case": case});
        let line = if signed { signed_because(&line, &["fee-waived"], "sara", "نامهٔ ۱۲") } else { line };
        line.to_string()
    };
    let done = codes(data, &[clerk(), waive(&cases[0], false), waive(&cases[0], true), waive(&cases[0], true)]);
    assert_eq!(done, ["ok", "fee-waived", "ok", "wrong-stage"]);
    let settled = &shown(data, &cases[0])["settlement"];
    assert_eq!((&settled["waived"], &settled["due"]), (&true.into(), &1_000_000.into()));
    let slip = data.join("slips").join(format!("{}-receipt.txt", cases[0]));
    assert!(fs::read_to_string(slip).expect("the receipt").contains("let go"), "the receipt says so");
    let (_, replies) = act(data, &[sign_in(), close_day(Some("20"))]);
    assert_eq!(replies[1]["closed"]["waived"], json!({"count": 1, "amount": 1_000_000}), "{replies:?}");
    let listed = exceptions(data);
    assert!(listed.contains("override-used"), "{listed}");
    crate::world::replay::holds(data);
}

#[test]
fn a_payment_without_a_tariff_row_is_a_supervisors_word() {
    let (data, assets) = (folder(), folder());
    // The office's tariff begins in 1400: of what was paid before, it says nothing.
    let shipped =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/tariff.toml")).expect("a tariff");
    fs::write(assets.path().join("tariff.toml"), shipped.replace("1300/01/01", "1400/01/01")).expect("written");
    let (path, rules) = (data.path().display().to_string(), assets.path().display().to_string());
    let mut session = Session::start_with(data.path(), &["--assets", &rules]);
    for line in set_up() {
        let answer = session.ask(&serde_json::from_str(&line).expect("JSON"));
        assert_eq!(answer["ok"], true, "{answer}");
    }
    let answer = session.done("reza", &json!({"act": "open", "answers": intake(31, "U-31", &[])}));
    let case = answer["case"]["tracking"].as_str().expect("a case").to_owned();
    session.papers("reza", &case);
    let line = json!({"act": "confirm-payment", "case": case, "answers": {"payment-method": "gateway",
        "bank": "ملی", "reference-number": "770000000031", "paid-on": "1399/12/01", "amount": "750000"}});
    assert_eq!(session.ask(&line)["question"], "tariff-unknown");
    let answer = session.ask(&signed_because(&line, &["tariff-unknown"], "sara", "بخشنامهٔ ۷"));
    assert_eq!((&answer["ok"], &answer["case"]["stage"]), (&true.into(), &"awaiting-centre".into()), "{answer}");
    // After a correction it is not asked for twice.
    session.corrected("reza", &case);
    let answer = session.done("reza", &json!({"act": "close-documents", "case": case}));
    assert_eq!(answer["case"]["stage"], "awaiting-centre", "{answer}");
    drop(session);
    let (_, shown) = run(&["--data", &path, "--assets", &rules, "case", "show", &case], "");
    let shown: Value = serde_json::from_str(&shown).expect("JSON");
    assert_eq!(shown["settlement"]["tariff"], "", "no row is made up for it");
}

#[test]
fn the_registry_is_asked_about_all_that_wait_in_one_list() {
    let data = office();
    let cases = [at_centre(data.path(), 41), at_centre(data.path(), 42)];
    let mina = reviewer();
    let ask = json!({"act": "ask-inquiries"}).to_string();
    let (_, replies) = act(data.path(), &[mina, ask.clone(), ask]);
    let mut asked: Vec<&str> =
        replies[1]["together"].as_array().expect("a list").iter().filter_map(Value::as_str).collect();
    asked.sort_unstable();
    assert_eq!(asked, cases, "{replies:?}");
    assert_eq!(replies[2]["together"], replies[1]["together"], "the list can be made once more");
    assert_eq!(replies[2]["events"], json!([]), "and nobody is asked about twice");
    assert!(shown(data.path(), &cases[0]).to_string().contains("inquiry-asked"));
    crate::world::replay::holds(data.path());
}

#[test]
fn what_comes_back_is_mended_where_the_centre_found_it_wanting() {
    let data = office();
    let data = data.path();
    let case = at_centre(data, 61);
    let path = data.display().to_string();
    let mut term = at_desk(data, &[], "mina", "staple battery");
    term.keys("\x1b[B\x1b[A\r").see("مدارک و بررسی‌ها");
    // A paper and an answer, each by a few letters of its name; the case as a whole in words.
    term.keys("r").see("ایراد").keys("تحصیلی").see("آخرین مدرک").keys("\r").keys("خوانا نیست\r");
    term.keys("همراه\r").keys("پاسخ نمی‌دهد\r").keys("کل پرونده ۷\rدیر رسید\r").keys("\r").keys("staple battery\r");
    term.see("بسمه تعالی").see("آخرین مدرک تحصیلی: خوانا نیست").keys("\r").see("صف");
    term.keys("\x1b[20~").see("قفل").keys("reza\rbattery staple\r").see("صف").keys("\r");
    // The paper is chosen already, what was said of it stands beside it, and the answer is asked first.
    term.see("آخرین مدرک تحصیلی: خوانا نیست").see("تلفن همراه: پاسخ نمی‌دهد").keys("c").see("اصلاح").see("۱۱ از ۱۶");
    term.keys("\x1b").see("مدارک").keys("\x1b").see("صف");
    leave(term);
    let (_, shown) = run(&["--data", &path, "--lang", "en", "case", "show", &case], "");
    assert!(shown.contains("last educational") || shown.contains("degree"), "in the reader's own language: {shown}");
}

#[test]
fn an_open_case_is_found_behind_any_number_of_closed_ones() {
    let data = office();
    let mut desk = crate::world::open(data.path()).expect("the desk opens");
    let open = |person: u32| open_line(person, "C-88", &[]);
    crate::world::done(&mut desk, &clerk());
    for person in 1..=60 {
        let reply = crate::world::done(&mut desk, &open(person));
        let withdraw = json!({"act": "withdraw", "case": reply["case"]["tracking"], "text": "x"}).to_string();
        crate::world::done(&mut desk, &withdraw);
    }
    crate::world::done(&mut desk, &open(61));
    let reply = crate::world::say(&mut desk, &open(62));
    assert_eq!(reply["question"], "certificate-has-open-case", "{reply}");
    desk.close();
    crate::world::replay::holds(data.path());
}
