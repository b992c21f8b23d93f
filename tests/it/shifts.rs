//! People at one desk: a shift that is handed over, the drawer, a passphrase that was forgotten, a screen that
//! nobody sits at, and the inspector who reads it all.

use std::fs;

use serde_json::{Value, json};

use crate::world::{
    F2, Term, act, as_user, at_centre, at_desk, clerk, close_day, codes, founded, leave, made_up_id, office, on,
    open_day, reviewer, run, sign_in,
};

fn line(act: &str, answers: Value) -> String {
    json!({"act": act, "answers": answers}).to_string()
}

#[test]
fn a_desk_is_handed_over_with_a_note() {
    let data = office();
    let mut term = at_desk(data.path(), &[], "reza", "battery staple");
    term.keys("\x1bOS").see("روز کاری").keys("\x1b[17~").see("سپردن میز").keys("رسید ۱۲ در کشو است\r");
    // To oneself it is not handed over, and what was typed stays.
    term.keys("reza\rbattery staple\r").see("امضاکننده باید کس دیگری باشد").see("رسید ۱۲ در کشو است");
    term.keys("staple battery\x1b[A").keys("\x15mina\r").keys("\r").see("میز اکنون با").see("میز به");
    term.keys("\x1b").see("صف");
    leave(term);
    let (_, shown) = run(&["--data", &data.path().display().to_string(), "audit", "show", "--operator", "reza"], "");
    assert!(shown.contains("shift-handed-over"), "it is the act of whoever left: {shown}");
}

#[test]
fn the_drawer_is_counted_in_the_evening_by_whoever_counted_it_in_the_morning() {
    let data = office();
    let close = |more: Value| {
        let mut answers = json!({"blanks-counted": "20"});
        for (name, value) in more.as_object().expect("an object") {
            answers[name] = value.clone();
        }
        line("close-day", answers)
    };
    let lines = [
        sign_in(),
        line("count-till", json!({})),
        line("count-till", json!({"cash-counted": "500000", "slips-counted": "120"})),
        close(json!({})),
        close(json!({"cash-counted": "450000"})),
        close(json!({"cash-counted": "450000", "slips-counted": "97"})),
    ];
    let (_, replies) = act(data.path(), &lines);
    let of = |at: usize| replies[at]["code"].as_str().unwrap_or("ok").to_owned();
    assert_eq!((1..6).map(of).collect::<Vec<_>>(), ["nothing-counted", "ok", "faults", "faults", "ok"]);
    let till = &replies[5]["closed"]["till"];
    assert_eq!(*till, json!({"first": {"cash": 500_000, "slips": 120}, "last": {"cash": 450_000, "slips": 97}}));
    let slips = fs::read_dir(data.path().join("slips")).expect("slips").flatten();
    let slip = slips.map(|entry| entry.path()).find(|path| path.display().to_string().contains("day-"));
    let slip = fs::read_to_string(slip.expect("the slip of the day")).expect("kept");
    assert!(slip.contains("Less than at the start: 50,000 rials") && slip.contains("Slips used: 23"), "{slip}");
    // The next day begins with it.
    let path = data.path().display().to_string();
    let mut term = Term::start(&["--data", &path, "--bidi", "app"], 80, 24);
    term.see("نام کاربری").keys("reza\rbattery staple\r").see("روز کاری").keys("\r").see("شمارش صندوق");
    term.keys("450000\r97\r").see("صف").keys("\x1bOS").see("صندوق شمرده شد").keys("\x1b").see("صف");
    leave(term);
}

/// The code of an operator's envelope.
fn envelope(data: &std::path::Path, of: &str) -> String {
    let (_, replies) = act(data, &[sign_in(), line("issue-recovery", json!({"sign-in": of}))]);
    let code = replies[1]["recovery-code"].as_str().unwrap_or_else(|| panic!("{replies:?}"));
    assert_eq!(code.split('-').map(str::len).collect::<Vec<_>>(), [5; 5]);
    code.to_owned()
}

fn recover(sign_in: &str, code: &str) -> String {
    line(
        "recover",
        json!({"sign-in": sign_in, "recovery-code": code, "passphrase": "quite another", "passphrase-again": "quite another"}),
    )
}

#[test]
fn a_forgotten_passphrase_is_replaced_with_the_code_of_the_envelope() {
    for encrypted in [false, true] {
        let data = founded(encrypted);
        let data = data.path();
        assert_eq!(codes(data, &[recover("reza", "11111-11111-11111-11111-11111")]), ["recovery-group"]);
        let old = envelope(data, "reza");
        let code = envelope(data, "reza");
        let mut slip_of_the_pen = code.clone().into_bytes();
        slip_of_the_pen[7] = if slip_of_the_pen[7] == b'1' { b'2' } else { b'1' };
        let mistyped = String::from_utf8(slip_of_the_pen).expect("digits");
        let done = codes(
            data,
            &[
                recover("reza", &mistyped),
                recover("reza", &old),
                recover("sara", &code),
                recover("reza", &code.replace('-', " ")),
                // Whoever recovered is signed in, and works.
                line("issue-recovery", json!({"sign-in": "reza"})),
                recover("reza", &code),
            ],
        );
        let expected = [
            "recovery-group",
            "wrong-recovery-code",
            "wrong-recovery-code",
            "ok",
            "not-a-supervisor",
            "wrong-recovery-code",
        ];
        assert_eq!(done, expected, "encrypted: {encrypted}");
        assert_eq!(codes(data, &[clerk()]), ["wrong-passphrase"]);
        assert_eq!(codes(data, &[as_user("reza", "quite another")]), ["ok"]);
        let (_, shown) = run(&["--data", &data.display().to_string(), "audit", "show", "--exceptions"], "");
        assert!(
            shown.contains("recovery-used") && !shown.contains(&code),
            "that the envelope was opened is listed: {shown}"
        );
    }
}

#[test]
fn guessing_recovery_codes_takes_longer_and_longer() {
    let data = office();
    envelope(data.path(), "reza");
    let guess = recover("reza", "00000-00000-00000-00000-00000");
    let done = codes(data.path(), &[guess.clone(), guess.clone(), guess.clone(), guess, clerk()]);
    assert_eq!(done[2..], ["wrong-recovery-code", "too-many-tries", "too-many-tries"]);
}

#[test]
fn the_envelope_is_made_and_opened_at_the_screen() {
    let data = office();
    let mut term = at_desk(data.path(), &[], "sara", "correct horse");
    term.keys("o")
        .see("برگهٔ خام موجود")
        .keys("7")
        .see("کد یک بار نشان داده می‌شود")
        .keys("reza\r")
        .see("اکنون آن را بنویسید");
    let western = |c: char| u32::from(c).checked_sub(0x6F0).filter(|digit| *digit < 10).map(|digit| digit.to_string());
    let screen = term.screen();
    let digits =
        |line: &str| line.trim().chars().map(|c| western(c).unwrap_or_else(|| c.to_string())).collect::<String>();
    let code = screen.lines().map(digits).find(|line| line.len() == 29).expect("the code stands on its own line");
    term.keys("\r").see("پاکت بازیابی دارد").keys("\x1b").see("صف");
    // Locked by one, opened by the other who forgot.
    term.keys("\x1b[20~").see("قفل").keys("\x1b[17~").see("پاکت مهروموم‌شده را باز کنید").keys("reza\r");
    term.keys(&code).keys("\r").keys("quite another\rquite another\r").see("کد دیگر کار نمی‌کند").see("صف");
    leave(term);
    assert_eq!(codes(data.path(), &[as_user("reza", "quite another")]), ["ok"]);
}

#[test]
fn a_desk_with_one_supervisor_and_no_envelope_says_so_at_opening() {
    let data = founded(false);
    let told = "تنها یک سرپرست هست";
    let mut term = at_desk(data.path(), &[], "sara", "correct horse");
    term.keys("\x1bOS").see("روز کاری").see(told).keys("\x1b").see("صف");
    leave(term);
    envelope(data.path(), "sara");
    let mut term = at_desk(data.path(), &[], "sara", "correct horse");
    term.keys("\x1bOS").see("روز کاری").see("باز است");
    assert!(!term.shows(told));
    term.keys("\x1b").see("صف");
    leave(term);
}

#[test]
fn a_desk_that_nobody_sits_at_locks_itself_and_keeps_what_was_typed() {
    let data = office();
    let mut term = at_desk(data.path(), &["--lock-after", "6"], "reza", "battery staple");
    term.keys(F2).see("نوع درخواست").keys("21\r\r\r\r").keys(&made_up_id(5)).see("نام پدر").keys("پروانه");
    term.see("صفحه قفل است");
    assert!(!term.shows("پروانه"), "nothing of the person is left to be read");
    term.keys("reza\rbattery staple\r").see("پروانه").keys("\x1b").see("صف");
    leave(term);
}

#[test]
fn one_key_blanks_the_screen_at_once() {
    let data = office();
    let case = at_centre(data.path(), 6);
    let mut term = at_desk(data.path(), &[], "reza", "battery staple");
    term.see("زهرا کریمی").keys("\x1b[24~").lose("زهرا کریمی").lose("صف");
    assert_eq!(term.screen().trim(), "", "nothing at all");
    term.keys("x").see("صفحه قفل است").keys("reza\rbattery staple\r").see("صف");
    leave(term);
    let (_, shown) = run(&["--data", &data.path().display().to_string(), "audit", "show", "--operator", "reza"], "");
    assert!(shown.contains("Blanked") && shown.contains("Listed"), "{case}: {shown}");
}

#[test]
fn the_inspector_asks_by_person_operator_case_and_day() {
    let data = office();
    let cases = [at_centre(data.path(), 8), at_centre(data.path(), 9)];
    let (_, replies) = act(data.path(), &[sign_in(), close_day(Some("20")), open_day()]);
    let (number, head) = (&replies[1]["closed"]["number"], &replies[1]["closed"]["head"]);
    let mut term = at_desk(data.path(), &[], "nader", "only looking");
    term.keys("i").see("آیا همه‌چیز درست است").keys("1").see("روز امضاشده درست است").keys("\r").see("بازرسی");
    term.keys("2").see("سر زنجیره را از یک رسید").keys(&number.to_string()).keys("\r");
    term.keys(&head.as_str().expect("a head")[..16]).keys("\r\r").see("۱ سر و ۰ کلید").keys("\r\x1b").see("بازرسی");
    let ask = |term: &mut Term, keys: &str| {
        term.see("آیا همه‌چیز").keys("3").see("هر پرسشی می‌تواند خالی بماند").keys(keys).keys(F2);
    };
    let back = |term: &mut Term| {
        term.keys("\r").lose("از قدیم به جدید").keys("\x1b").see("آیا همه‌چیز");
    };
    // By operator: the clerk did it, and the screens' own looks are there too.
    ask(&mut term, "mina\r");
    term.see("هیچ").keys("\r\x1b");
    ask(&mut term, &format!("\r\r{}\r", made_up_id(8)));
    term.see("از قدیم به جدید").see("تشکیل شد");
    let tracking = |case: &str| pishkhan::text::normalize::persian_digits(case);
    assert!(term.screen().contains(&tracking(&cases[0])) && !term.screen().contains(&tracking(&cases[1])));
    back(&mut term);
    ask(&mut term, &format!("\r{}\r", cases[1]));
    term.see("از قدیم به جدید").see("تشکیل شد");
    assert!(!term.screen().contains(&tracking(&cases[0])));
    back(&mut term);
    ask(&mut term, "\r\r\r13000101");
    term.see("هیچ").keys("\r\x1b").see("آیا همه‌چیز").keys("\x1b").see("صف");
    leave(term);
    let (_, shown) = run(&["--data", &data.path().display().to_string(), "audit", "show", "--operator", "nader"], "");
    assert!(shown.contains("Inspected"), "an inspector is looked at too: {shown}");
}

#[test]
fn whom_to_call_stands_on_a_list() {
    let data = office();
    let data = data.path();
    let case = at_centre(data, 51);
    let back = json!({"objection-about": "کارت ملی", "objection-reason": "خوانا نیست", "until": "1499/01/01",
        "passphrase": "staple battery"});
    assert_eq!(codes(data, &[reviewer(), on(&case, "return", back)]), ["ok", "ok"]);
    let mut term = at_desk(data, &[], "reza", "battery staple");
    term.keys("\x1bOS")
        .see("روز کاری")
        .keys("p")
        .see("مدارک ناقص")
        .see("۰۹۱۲۰۰۰۱۰۰۰")
        .see("خوانا نیست")
        .see("۱۴۹۹/۰۱/۰۱");
    term.keys("\r").see("روز کاری").keys("\x1b").see("صف");
    leave(term);
    let slips = fs::read_dir(data.join("slips")).expect("slips").flatten().map(|entry| entry.path());
    let list = slips.into_iter().find(|path| path.display().to_string().contains("reminders-")).expect("to be printed");
    let text = fs::read_to_string(list).expect("kept");
    assert!(text.contains("خوانا نیست") && !text.contains(&made_up_id(51)), "{text}");
}
