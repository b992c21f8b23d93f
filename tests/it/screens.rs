//! Every screen as it looks, in both languages and at two sizes, held against pictures that were kept.

use pishkhan::words::Lang;

use crate::world::crowd::{LARGE, SMALL, Size, folder, seat};
use crate::world::inside::{Album, DAY, Seat, Standing};
use crate::world::made_up_id;

/// The program on an empty folder, up to the queue.
fn first_start(lang: Lang, size: Size, album: &mut Album) {
    let data = folder();
    let mut seat = Seat::at(data.path(), &Standing::default(), lang, size);
    album.take("setup", &mut seat);
    album.take("setup-faults", seat.keys("<F2>"));
    seat.keys("دفتر آزمون<Enter>00123").keys("1").keys("1").keys("یزد<Enter><Enter>1<Enter>");
    album.take("setup-operator", seat.keys("سارا امینی<Enter>sara<Enter>"));
    album.take("self-check", seat.keys("correct horse<Enter>correct horse<Enter>"));
    album.take("day-first", seat.keys("1"));
    album.take("queue-empty", seat.keys("<Enter>"));
    album.take("find-hint", seat.keys("<F3>"));
    seat.close();
}

fn at_the_counter(lang: Lang, size: Size, album: &mut Album) {
    let (_data, mut seat) = seat(lang, size);
    album.take("sign-in", &mut seat);
    album.take("sign-in-wrong", seat.sign_in("reza", "not this one"));
    album.take("queue", seat.keys("battery staple<Enter>"));
    album.take("help", seat.keys("<F1>"));
    album.take("office-hindered", seat.keys("<Esc>o"));
    // An intake, its lists, its faults, somebody who is known, and what is kept of it.
    album.take("intake", seat.keys("<F2>"));
    album.take("intake-choice", seat.keys("2"));
    seat.keys("1<Enter><Enter><Enter><Enter>");
    album.take("intake-known", seat.keys(&made_up_id(3)));
    album.take("intake-taken", seat.keys("<F5>"));
    album.take("intake-certificate-known", seat.keys("<F2>2C-3<Enter>"));
    album.take("intake-pick", seat.keys("برق"));
    album.take("intake-faults", seat.keys("<F2>"));
    album.take("draft-kept", seat.keys("<Esc>"));
    album.take("draft-resumed", seat.keys("<Home><Enter>"));
    // Papers.
    album.take("documents", seat.keys("<Esc><Home><Down><Enter>"));
    album.take("documents-judged", seat.keys("1"));
    album.take("verdict", seat.keys("4"));
    seat.keys("<Esc>");
    album.take("correct", seat.keys("c"));
    album.take("acts", seat.keys("<Esc>a"));
    seat.keys("<Esc><Esc>");
    find(&mut seat, album);
    fees(&mut seat, album);
    day(&mut seat, album);
    seat.close();
}

fn find(seat: &mut Seat, album: &mut Album) {
    album.take("find-none", seat.keys("<F3>qqq"));
    album.take("find-found", seat.keys("<C-u>کریمی"));
    album.take("case-production", seat.keys("<C-u>C-8<Enter>"));
    album.take("case-revealed", seat.keys("v"));
    album.take("case-history", seat.keys("<End>"));
    album.take("case-two", seat.keys("<Esc><C-u>C-5<Enter>"));
    album.take("case-two-noted", seat.keys("<End><Up><Up><Up><Up><Up><Up><Up><Up><Up>"));
    album.take("alike", seat.keys("h"));
    album.take("compare", seat.keys("c"));
    album.take("withdraw", seat.keys("<Esc><Esc>w"));
    seat.keys("<Esc><Esc><C-u>");
    album.take("case-deficient", seat.keys("C-2<Enter>"));
    album.take("slip-deficiency", seat.keys("p"));
    seat.keys("<Esc><Esc><C-u>");
    album.take("find-returned", seat.keys("C-7<Enter>"));
    album.take("documents-returned", seat.keys("<F2>"));
    seat.keys("<Esc><Esc><Esc>");
}

fn fees(seat: &mut Seat, album: &mut Album) {
    seat.keys("<F3>C-3<Enter>");
    album.take("fee", seat.keys("<F2>"));
    seat.keys("<Enter>ملی<Enter><Enter><Enter>12<Enter><Enter>");
    album.take("question-toman", seat.keys("100000<Enter>"));
    album.take("fee-repair", seat.keys("n"));
    album.take("fee-kept", seat.keys("<Esc>"));
    album.take("fee-resumed", seat.keys("<F2>"));
    album.take("slip-receipt", seat.keys("<C-u>1000000<Enter>"));
    seat.keys("<Enter><Esc><Esc>");
    seat.keys("<F3>C-4<Enter>");
    album.take("nothing-due", seat.keys("<F2>"));
    album.take("slip-nothing-due", seat.keys("y"));
    album.take("queue-after", seat.keys("<Enter><Esc><Esc>"));
    // Delivery, from the queue.
    album.take("deliver", seat.keys("<F3>C-9<Enter><F2>"));
    album.take("slip-delivery", seat.keys("<Enter>11"));
    seat.keys("<Enter><Esc><Esc>");
    // A second request on a certificate: side by side, and why it is another.
    seat.keys("<F2>21<Enter><Enter><Enter><Enter>").keys(&made_up_id(6)).keys("<F5><F2>2C-6<Enter>برق<Enter><Enter>");
    album.take("question-side-by-side", seat.keys("13951103<Enter>1"));
    album.take("distinct", seat.keys("<F2>"));
    album.take("documents-of-the-second", seat.keys("گواهینامهٔ دوم<Enter>"));
    seat.keys("<Esc>");
}

fn day(seat: &mut Seat, album: &mut Album) {
    album.take("card", seat.keys("<F6>"));
    album.take("card-below", seat.keys("<PgDn>"));
    album.take("bring", seat.keys("b"));
    album.take("bring-faults", seat.keys("2<F2>"));
    album.take("bring-text", seat.keys("برق<Enter><Enter>261"));
    seat.keys("<Esc><Esc><Esc>");
    album.take("day", seat.keys("<F4>"));
    album.take("reminders", seat.keys("p"));
    album.take("count-till", seat.keys("<Enter>t"));
    album.take("day-counted", seat.keys("500000<Enter>120<Enter>"));
    album.take("hand-over", seat.keys("h"));
    album.take("handed-over", seat.keys("رسید ۱۲ در کشو است<Enter>mina<Enter>staple battery<Enter>"));
    album.take("close-day", seat.keys("c"));
    album.take("question-stock", seat.keys("18<Enter>500000<Enter>97<Enter>"));
    album.take("day-slip", seat.keys("یک برگه کم است<Enter>parvin<Enter>another key<Enter>"));
    seat.keys("<Enter>");
    seat.clock.pass(DAY);
    album.take("day-next", seat.keys("<Esc><F4>"));
    seat.keys("<Esc>");
    album.take("locked", seat.keys("<F9>"));
    album.take("recover", seat.keys("<F6>"));
    album.take("unlocked", seat.keys("<Esc>").sign_in("reza", "battery staple"));
    album.take("quit", seat.keys("<F10>"));
}

fn at_the_centre(lang: Lang, size: Size, album: &mut Album) {
    let (_data, mut seat) = seat(lang, size);
    album.take("queue-of-a-reviewer", seat.sign_in("mina", "staple battery"));
    album.take("approve-clean", seat.keys("a"));
    album.take("approved-together", seat.keys("staple battery<Enter>"));
    album.take("office-of-a-reviewer", seat.keys("o"));
    album.take("inquiries", seat.keys("1"));
    seat.keys("<Esc><Esc>");
    album.take("review", seat.keys("<F3>C-5<Enter><F2>"));
    album.take("return", seat.keys("r"));
    album.take("reject", seat.keys("<Esc>x"));
    album.take("approve", seat.keys("<Esc>y"));
    // She had the registry asked herself, and there is no answer yet: two questions, one after the other.
    let signature = "پاسخ دیر می‌رسد<Enter>parvin<Enter>another key<Enter>";
    album.take("question-four-eyes", seat.keys("staple battery<Enter>"));
    album.take("question-inquiry", seat.keys(signature));
    album.take("approved", seat.keys(signature));
    album.take("issue-certificate", seat.keys("<F2>"));
    seat.close();
}

fn of_the_office(lang: Lang, size: Size, album: &mut Album) {
    let (_data, mut seat) = seat(lang, size);
    seat.sign_in("sara", "correct horse");
    album.take("queue-of-a-supervisor", &mut seat);
    album.take("office", seat.keys("o"));
    let forms = ["inquiries-of-a-supervisor", "enrol", "suspend", "restore", "change-role", "reset-passphrase"];
    for (at, name) in forms.into_iter().enumerate() {
        album.take(name, seat.keys(&(at + 1).to_string()));
        seat.keys("<Esc>");
    }
    album.take("issue-recovery", seat.keys("o7"));
    album.take("recovery-code", seat.keys("reza<Enter>"));
    album.take("office-with-an-envelope", seat.keys("<Enter>"));
    album.take("blanks-received", seat.keys("8"));
    album.take("blank-spoiled", seat.keys("<Esc>9"));
    album.take("confirm-operator", seat.keys("<Esc><End><Enter>"));
    album.take("adopt-rules", seat.keys("<Esc><Up><Enter>"));
    album.take("rotate-keys", seat.keys("<Esc><Up><Enter>"));
    album.take("blanks-returned", seat.keys("<Esc><Up><Enter>"));
    seat.keys("<Esc><Esc>");
    album.take("inspection", seat.keys("i"));
    album.take("inspection-holds", seat.keys("1"));
    album.take("written-head", seat.keys("<Esc>2"));
    album.take("trail-asked", seat.keys("<Esc>3"));
    album.take("trail", seat.keys("<F2>"));
    seat.keys("<Esc><Esc>");
    album.take("exceptions", seat.keys("4"));
    seat.keys("<Esc><Esc>");
    album.take("blank", seat.keys("<F12>"));
    seat.close();
}

fn every_screen(name: &str, lang: Lang, size: Size) {
    let mut album = Album::of(name);
    first_start(lang, size, &mut album);
    at_the_counter(lang, size, &mut album);
    at_the_centre(lang, size, &mut album);
    of_the_office(lang, size, &mut album);
    album.compare();
}

#[test]
fn every_screen_in_persian_at_80x24() {
    every_screen("fa-80x24", Lang::Fa, SMALL);
}

#[test]
fn every_screen_in_persian_at_132x43() {
    every_screen("fa-132x43", Lang::Fa, LARGE);
}

#[test]
fn every_screen_in_english_at_80x24() {
    every_screen("en-80x24", Lang::En, SMALL);
}

#[test]
fn every_screen_in_english_at_132x43() {
    every_screen("en-132x43", Lang::En, LARGE);
}
