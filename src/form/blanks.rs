//! Blank certificates: received, spoiled, given back.

use super::fields::{REASON, SERIAL, spec};
use super::{Answers, Field, FormContext, Kind, PLAIN, Spec};
use crate::domain::flaw::FieldError;
use crate::domain::stock::BlankMove;
use crate::text::normalize::canonical;

const COUNT: Field = Field {
    id: "count",
    kind: Kind::Code,
    max: 5,
    check: |text, _, _| {
        let fits = text.parse::<u32>().is_ok_and(|count| (1..=50_000).contains(&count));
        if fits { Ok(None) } else { Err(FieldError::NotDigits) }
    },
    ..PLAIN
};

spec!(BLANKS_RECEIVED, "blanks-received", [Field { id: "first-serial", ..SERIAL }, COUNT]);
spec!(BLANK_SPOILED, "blank-spoiled", [SERIAL, REASON]);
spec!(BLANKS_RETURNED, "blanks-returned", [Field { id: "first-serial", ..SERIAL }, COUNT, REASON]);

/// What is done with blank certificates; `form` says what, and is one of those above.
pub fn blanks(form: &Spec, answers: &Answers, world: &FormContext) -> Option<BlankMove> {
    let clean = form.cleaned(answers, world);
    let (first, reason) = (clean.get("first-serial").to_owned(), canonical(clean.get("reason")));
    let serial = clean.get("serial").to_owned();
    match form.id {
        "blanks-received" => Some(BlankMove::Received { first, count: clean.get("count").parse().ok()? }),
        "blank-spoiled" => Some(BlankMove::Spoiled { serial, reason }),
        "blanks-returned" => Some(BlankMove::Returned { first, count: clean.get("count").parse().ok()?, reason }),
        _ => None,
    }
}
