//! Whole lives of cases through the screens at 80×24: taken in, returned, approved, produced, handed over, by
//! three people at one desk.

use crate::world::{F2, F3, F4, F6, F9, Term, office, run, signed_in, type_intake};

/// The screen is locked, and somebody else goes on.
fn hand_over(term: &mut Term, name: &str, passphrase: &str) {
    term.keys(F9).see("قفل").keys(name).keys("\r").keys(passphrase).keys("\r").see("صف");
}

/// From the queue to the case with this certificate.
fn find(term: &mut Term, certificate: &str) {
    term.keys(F3).see("جستجو").keys(certificate).see("زهرا کریمی").keys("\r").see("مشخصات");
}

fn home(term: &mut Term) {
    term.keys("\x1b").lose("مشخصات").keys("\x1b").see("صف");
}

/// One life; which turns it takes goes by its number.
fn live(term: &mut Term, number: u32) {
    let certificate = format!("L-{}", 7000 + number);
    let (renewal, returned, rejected) = (number.is_multiple_of(2), number % 5 == 3, number % 10 == 9);
    type_intake(term, if renewal { "1" } else { "2" }, 500 + number, &certificate);
    match (renewal, number.is_multiple_of(4)) {
        (true, true) => drop(term.keys(F6)),
        (true, false) => drop(term.keys("111").see("کپی برابر اصل است").keys(F2).see("تعرفه تعیین نشده است").keys(F2)),
        (false, _) => {
            term.keys("111").see("کپی برابر اصل است").keys(F2).see("یک میلیون ریال");
            let reference = format!("{:012}", 880_000_000 + number);
            term.keys("\rبانک ملی\r\r\r").keys(&reference).keys("\r\r1000000\r");
        }
    }
    term.see("بسمه تعالی").keys("\r").see("صف");
    hand_over(term, "mina", "staple battery");
    find(term, &certificate);
    term.keys(F2).see("مدارک و بررسی‌ها");
    if rejected {
        term.keys("x").see("دلیل").keys("سند جعلی\r").keys("staple battery\r").see("ثبت شد");
        return home_of(term);
    }
    if returned {
        term.keys(F4)
            .see("ایراد")
            .keys("کارت ملی\rخوانا نیست\r\r\r")
            .keys("staple battery\r")
            .see("بسمه تعالی")
            .keys("\r");
        home_of(term);
        find(term, &certificate);
        // The paper is looked at again; the fee is not asked for twice.
        term.keys(F2).see("پایان بررسی").keys(F2).see("بسمه تعالی").keys("\r").see("مشخصات");
        home(term);
        hand_over(term, "mina", "staple battery");
        find(term, &certificate);
        term.keys(F2).see("مدارک و بررسی‌ها");
    }
    term.keys(F2).see("گذرواژه").keys("staple battery\r").see("ثبت شد").see("تأییدشده، در انتظار صدور");
    term.lose("مدارک و بررسی‌ها")
        .see("مشخصات")
        .keys(F2)
        .see("گواهینامهٔ پیشین")
        .keys("\r1")
        .see("ثبت شد")
        .see("آمادهٔ تحویل");
    home(term);
    hand_over(term, "reza", "battery staple");
    find(term, &certificate);
    term.keys(F2).see("تحویل‌گیرنده").keys("\r11").see("بسمه تعالی").keys("\r").see("تحویل شده");
    home(term);
}

/// Back to the clerk and the queue.
fn home_of(term: &mut Term) {
    term.lose("مدارک و بررسی‌ها").see("مشخصات");
    home(term);
    hand_over(term, "reza", "battery staple");
}

#[test]
fn lives_of_cases_through_the_screens() {
    let data = office();
    let mut term = signed_in(data.path(), 80, 24);
    hand_over(&mut term, "reza", "battery staple");
    for number in 0..20 {
        live(&mut term, number);
    }
    term.keys("\x1b[21~").see("بیرون").keys(F2);
    assert_eq!(term.end().0, 0);
    let (_, listed) = run(&["--data", &data.path().display().to_string(), "case", "find", "کریمی"], "");
    let at = |stage: &str| listed.matches(&format!("\"stage\":\"{stage}\"")).count();
    assert_eq!((at("delivered"), at("rejected")), (18, 2), "{listed}");
    crate::world::replay::holds(data.path());
}
