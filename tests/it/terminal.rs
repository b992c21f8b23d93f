//! The real program on a real terminal screen, driven by keys.

use std::io::Read;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use pishkhan::text::LayoutOptions;

use crate::world::{PROGRAM, Term, act, folder, made_up_id, run, set_up, signal};

pub const F2: &str = "\x1bOQ";
const F9: &str = "\x1b[20~";
const F10: &str = "\x1b[21~";

/// Signs in on a desk that is set up, and answers the terminal's self-check.
pub fn sign_in(data: &std::path::Path, columns: u16, rows: u16) -> Term {
    let mut term = Term::start(&["--data", &data.display().to_string()], columns, rows);
    term.see("آزمون پایانه").keys("1").see("نام کاربری").keys("sara\rcorrect horse\r").see("صف");
    term
}

/// The program at a terminal, with this person signed in; nothing is asked of the terminal.
pub fn at_desk(data: &std::path::Path, more: &[&str], sign_in: &str, passphrase: &str) -> Term {
    let path = data.display().to_string();
    let mut arguments = vec!["--data", &path, "--bidi", "app"];
    arguments.extend(more);
    let mut term = Term::start(&arguments, 80, 24);
    term.see("نام کاربری").keys(sign_in).keys("\r").keys(passphrase).keys("\r").see("صف");
    term
}

/// Quits, from any screen.
pub fn leave(mut term: Term) {
    term.keys(F10).see("بیرون").keys("y");
    assert_eq!(term.end().0, 0);
}

pub fn desk() -> tempfile::TempDir {
    let data = folder();
    let (code, replies) = act(data.path(), &set_up());
    assert_eq!(code, 0, "{replies:?}");
    data
}

/// The answers of an intake, as they are typed.
fn intake_keys(kind: char, person: u32) -> String {
    let id = made_up_id(person);
    [
        kind.to_string(),
        "1".into(),        // expired
        "\r\r\r\r".into(), // venue, medium, reason, kind of number
        id,
        "زهرا\rکریمی\rمحمدرضا\r".into(),
        "13700412".into(),
        "2".into(),      // female
        "\r\r\r".into(), // booklet
        "09120001000".into(),
        "1458710000".into(),
        "یزد، خیابان کاشانی\r".into(),
        "6".into(), // bachelor
        "2".into(), // paper
        "A-1390-20417\r".into(),
        "برق\r".into(), // fuzzy name
        "\r".into(),    // cluster proposed
        "13951103".into(),
        "\r".into(), // expiry proposed
        "1".into(),  // periodic
    ]
    .concat()
}

fn walk_a_replacement(columns: u16, rows: u16) {
    let data = desk();
    let mut term = sign_in(data.path(), columns, rows);
    term.keys(F2).see("نوع درخواست").keys(&intake_keys('2', 1));
    term.see("مدارک").see("هنوز دیده نشده");
    term.keys("111").see("کپی برابر اصل است").keys(F2);
    term.see("هزینه").see("یک میلیون ریال");
    term.keys("\rبانک ملی\r\r\r123456789012\r\r1000000\r");
    term.see("ثبت شد").see("بسمه تعالی").keys("\x1b[B\x1b[B\x1b[B\x1b[B\x1b[B\x1b[B").see("بررسی مدارک توسط مرکز");
    term.keys("\r").see("صف").see("زهرا کریمی").keys(F10).see("بیرون").keys(F2);
    let (code, _) = term.end();
    assert_eq!(code, 0);
}

#[test]
fn a_replacement_from_intake_to_receipt_at_80x24() {
    walk_a_replacement(80, 24);
}

#[test]
fn a_replacement_from_intake_to_receipt_at_132x40() {
    walk_a_replacement(132, 40);
}

fn walk_a_renewal(columns: u16, rows: u16) {
    let data = desk();
    let mut term = sign_in(data.path(), columns, rows);
    term.keys(F2).see("نوع درخواست").keys(&intake_keys('1', 2)).see("هنوز دیده نشده");
    term.keys("111").see("کپی برابر اصل است").keys(F2);
    term.see("تعرفه تعیین نشده است").see("مختص به تعویض گواهینامه").keys(F2);
    term.see("بسمه تعالی").keys("\r").see("صف").see("زهرا کریمی");
}

#[test]
fn a_renewal_from_intake_to_receipt_at_80x24() {
    walk_a_renewal(80, 24);
}

#[test]
fn a_renewal_from_intake_to_receipt_at_132x40() {
    walk_a_renewal(132, 40);
}

#[test]
fn the_mouse_works_where_it_would_be_tried() {
    let data = desk();
    let mut term = sign_in(data.path(), 80, 24);
    // The first key of the legend, at the right edge of the last row but one: a new intake.
    term.keys("\x1b[<0;78;23M\x1b[<0;78;23m").see("نوع درخواست");
    // The second question.
    term.keys("\x1b[<0;70;4M\x1b[<0;70;4m").see("مفقودی");
    // Its first answer, at the right edge of the panel: the form goes on to the next question.
    term.keys("\x1b[<0;77;15M\x1b[<0;77;15m").see("دفاتر پیشخوان");
}

#[test]
fn a_window_may_change_at_any_time() {
    let data = desk();
    let mut term = sign_in(data.path(), 132, 40);
    term.resize(60, 20);
    term.see("کوچک است");
    term.resize(80, 24);
    term.lose("کوچک است").see("صف");
}

#[test]
fn sigterm_gives_the_terminal_back() {
    let data = desk();
    let term = sign_in(data.path(), 80, 24);
    signal(term.pid(), "TERM");
    let (code, raw) = term.end();
    let text = String::from_utf8_lossy(&raw);
    assert_eq!(code, 143);
    for sequence in ["\x1b[8h", "\x1b[0 k", "\x1b[?1049l", "\x1b[?25h", "\x1b[?2004l"] {
        assert!(text.contains(sequence), "{sequence:?} is missing");
    }
}

#[test]
fn it_does_not_outlive_its_terminal() {
    let data = desk();
    let path = data.path().display().to_string();
    let inner = format!("stty rows 24 cols 80; exec {PROGRAM} --data {path} --bidi app");
    let started = Command::new("script")
        .args(["-qfc", &inner, "/dev/null"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let Ok(mut terminal) = started else {
        eprintln!("not tried: there is no script command here to be the terminal (Debian: bsdutils)");
        return;
    };
    let (mut output, mut seen) = (terminal.stdout.take().expect("its output"), Vec::<u8>::new());
    let title = LayoutOptions::default().line("نام کاربری").visual().as_bytes().to_vec();
    while !seen.windows(title.len()).any(|window| window == title) {
        let mut buffer = [0; 4096];
        let count = output.read(&mut buffer).expect("it is drawn");
        assert!(count > 0, "it ended by itself");
        seen.extend(&buffer[..count]);
    }
    // The terminal is gone at once, with no word to what runs in it.
    terminal.kill().expect("it is killed");
    terminal.wait().expect("it is gone");
    let start = Instant::now();
    while run(&["--data", &path, "case", "list"], "").0 != 0 {
        assert!(start.elapsed() < Duration::from_secs(30), "the folder stays locked");
        std::thread::sleep(Duration::from_millis(100));
    }
}

#[test]
fn the_lock_hides_and_loses_nothing() {
    let data = desk();
    let mut term = sign_in(data.path(), 80, 24);
    term.keys(F2).see("نوع درخواست").keys("21\r\r\r\r").keys(&made_up_id(5)).keys("زهرا");
    term.see("زهرا").keys(F9).see("قفل").lose("زهرا");
    term.keys("\x1b");
    // Escape and a letter in one breath would be Alt and that letter.
    std::thread::sleep(Duration::from_millis(300));
    term.see("قفل").keys("sara\rcorrect horse\r").see("زهرا");
}
