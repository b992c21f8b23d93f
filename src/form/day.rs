//! The day of work: what is counted, and who takes the desk over.

use super::fields::{NUMBER, PASSPHRASE, SIGN_IN, required_if, spec};
use super::{BoundForm, Field, Kind, Need, PLAIN};
use crate::domain::day::Till;
use crate::domain::money::Rial;

const CASH: Field = Field { id: "cash-counted", kind: Kind::Amount, max: 15, ..PLAIN };
const SLIPS: Field = Field { id: "slips-counted", ..NUMBER };

spec!(
    CLOSE_DAY,
    "close-day",
    [
        Field { id: "blanks-counted", need: |_, world| required_if(world.blank.is_some()), ..NUMBER },
        // Who counted the drawer in the morning counts it in the evening.
        Field { need: |_, world| required_if(world.till.cash.is_some()), ..CASH },
        Field { need: |_, world| required_if(world.till.slips.is_some()), ..SLIPS },
    ]
);
spec!(
    COUNT_TILL,
    "count-till",
    [Field { need: |_, _| Need::Optional, ..CASH }, Field { need: |_, _| Need::Optional, ..SLIPS }]
);
spec!(
    HAND_OVER,
    "hand-over",
    [Field { id: "hand-over-note", max: 200, need: |_, _| Need::Optional, ..PLAIN }, SIGN_IN, PASSPHRASE]
);
/// What was counted in the drawer.
pub fn till(form: &BoundForm) -> Till {
    Till { cash: Rial::parse(form.get("cash-counted")).ok(), slips: form.get("slips-counted").parse().ok() }
}
