//! How many keys real cases take, counted on the real program; names are not counted. The README has the table.

use std::fs;
use std::path::Path;

use crate::world::{F2, Term, made_up_id, office, signed_in, type_intake};

/// Whoever was here before: what is known is taken with Enter.
fn intake_again(term: &mut Term, person: u32, certificate: &str) {
    term.keys(F2).see("نوع درخواست").keys("11\r\r\r\r").keys(&made_up_id(person)).see("F5");
    // What is known of the person, and on to the first question that is left.
    term.keys("\x1b[15~").see("مقایسه").keys(F2).see("نوع گواهینامه");
    term.keys("2").keys(certificate).keys("\r").name("برق").keys("\r\r").keys("13951103\r1").see("هنوز دیده نشده");
}

fn since(term: &Term, mark: &mut usize) -> usize {
    let used = term.pressed - *mark;
    *mark = term.pressed;
    used
}

#[test]
fn cases_take_as_few_keys_as_the_readme_says() {
    let data = office();
    let mut term = signed_in(data.path(), 80, 24);
    let mut mark = term.pressed;
    let mut rows = Vec::new();
    type_intake(&mut term, "2", 1, "1390-20417");
    let intake_of_replacement = since(&term, &mut mark);
    term.keys("111").see("کپی برابر اصل است").keys(F2).see("هزینه").see("یک میلیون ریال");
    let papers = since(&term, &mut mark);
    term.keys("\r").name("بانک ملی").keys("\r\r\r123456789012\r\r1000000\r").see("بسمه تعالی").keys("\r").see("صف");
    let fee = since(&term, &mut mark);
    rows.push(("replacement, a new person, intake to receipt", intake_of_replacement + papers + fee, 160));
    rows.push(("the papers of a complete file", papers, 12));
    rows.push(("the fee", fee, 30));
    type_intake(&mut term, "1", 2, "1390-20418");
    term.keys("\x1b[17~").see("بسمه تعالی").keys("\r").see("صف");
    rows.push(("direct renewal, a new person, to the centre", since(&term, &mut mark), 80));
    intake_again(&mut term, 2, "1390-20419");
    term.keys("\x1b[17~").see("بسمه تعالی").keys("\r").see("صف");
    rows.push(("direct renewal, a person who was here before", since(&term, &mut mark), 60));
    // Behind the counter, by the reviewer and by the clerk, each from the queue; signing in is not counted.
    term.keys("\x1b[20~").see("قفل").keys("mina\rstaple battery\r").see("صف");
    mark = term.pressed;
    term.keys("\r").see("مدارک و بررسی‌ها").keys(F2).see("گذرواژه").keys("staple battery\r").see("ثبت شد").see("صف");
    rows.push(("review: looked at and approved, with the passphrase", since(&term, &mut mark), 20));
    term.keys("\x1b[F\r").see("گواهینامهٔ پیشین").keys("\r1").see("ثبت شد");
    rows.push(("production: the next blank, what became of the original", since(&term, &mut mark), 10));
    term.keys("\x1b[20~").see("قفل").keys("reza\rbattery staple\r").see("آمادهٔ تحویل");
    mark = term.pressed;
    term.keys("\r").see("تحویل‌گیرنده").keys("\r11").see("بسمه تعالی").keys("\r").see("صف");
    rows.push(("delivery to the holder", since(&term, &mut mark), 10));
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).expect("the README");
    rows.iter().for_each(|(what, keys, _)| eprintln!("| {what} | {keys} |"));
    for (what, keys, most) in rows {
        assert!(keys <= most, "{what}: {keys} keys, more than {most}");
        assert!(readme.contains(&format!("| {what} | {keys} |")), "the README says otherwise: | {what} | {keys} |");
    }
}
