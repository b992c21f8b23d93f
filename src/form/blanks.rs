//! Blank certificates: received, spoiled, given back.

use super::fields::{REASON, SERIAL, spec};
use super::{BoundForm, Field, Kind, PLAIN};
use crate::domain::blank::BlankMove;
use crate::domain::flaw::FieldError;

const COUNT: Field = Field {
    id: "count",
    kind: Kind::Code,
    max: 5,
    check: |text, _| {
        let fits = text.parse::<u32>().is_ok_and(|count| (1..=50_000).contains(&count));
        if fits { Ok(None) } else { Err(FieldError::NotDigits) }
    },
    ..PLAIN
};

spec!(BLANKS_RECEIVED, "blanks-received", [Field { id: "first-serial", ..SERIAL }, COUNT]);
spec!(BLANK_SPOILED, "blank-spoiled", [SERIAL, REASON]);
spec!(BLANKS_RETURNED, "blanks-returned", [Field { id: "first-serial", ..SERIAL }, COUNT, REASON]);

/// What is done with blank certificates; the form says what, and is one of those above.
pub fn blanks(form: &BoundForm) -> Option<BlankMove> {
    let text = |id: &str| form.get(id).to_owned();
    let (first, serial, reason) = (text("first-serial"), text("serial"), text("reason"));
    let count = form.get("count").parse();
    match form.spec().id {
        "blanks-received" => Some(BlankMove::Received { first, count: count.ok()? }),
        "blank-spoiled" => Some(BlankMove::Spoiled { serial, reason }),
        "blanks-returned" => Some(BlankMove::Returned { first, count: count.ok()?, reason }),
        _ => None,
    }
}
