//! What is begun and not finished: kept at every field left, gone when nothing of it is left.

use pishkhan::words::Lang;

use crate::world::crowd::{SMALL, seat};
use crate::world::inside::Seat;

fn shows(seat: &mut Seat, text: &str) -> bool {
    seat.picture().contains(text)
}

#[test]
fn an_intake_from_which_every_answer_was_taken_is_no_draft() {
    let (_data, mut seat) = seat(Lang::En, SMALL);
    seat.sign_in("reza", "battery staple").keys("<F2>2<Esc>");
    assert!(shows(&mut seat, "Unfinished intakes (1)"));
    seat.keys("<Home><Enter>");
    assert!(shows(&mut seat, "Intake") && shows(&mut seat, "replacement"));
    seat.keys("<Up><Backspace><Esc>");
    assert!(shows(&mut seat, "Queue") && !shows(&mut seat, "Unfinished intakes"));
    seat.close();
}

#[test]
fn a_fee_that_was_looked_at_and_left_is_no_draft() {
    let (_data, mut seat) = seat(Lang::En, SMALL);
    seat.sign_in("reza", "battery staple").keys("<F3>C-3<Enter><F2>");
    assert!(shows(&mut seat, "Fee 00123"));
    seat.keys("<Esc><Esc><Esc>");
    assert!(shows(&mut seat, "Queue") && !shows(&mut seat, "Unfinished"));
    seat.close();
}
