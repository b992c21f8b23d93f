//! The forms of whoever answers for the desk: people, blanks, the day, the inspection.

use super::centre::{COUNT, REASON, SERIAL, TRACKING};
use super::intake::required_if;
use super::small::{NEW_PASSPHRASE, PASSPHRASE, PASSPHRASE_AGAIN, ROLE, SIGN_IN, nothing_across, passphrases_match};
use super::{Draft, Field, Kind, Need, PLAIN, Spec, World, list_of, spec};
use crate::domain::audit::AuditQuery;
use crate::domain::centre::BlankMove;
use crate::domain::choices;
use crate::domain::date::JalaliDate;
use crate::domain::day::Till;
use crate::domain::flaw::Flaw;
use crate::domain::money::Rial;
use crate::domain::person::digits_up_to;
use crate::domain::tracking::TrackingCode;
use crate::text::normalize::canonical;

choices! {
    /// Which events an inspector asks for.
    Extent, "extent", { All = "all", Exceptions = "exceptions" }
}

static EXTENT: super::ChoiceList = list_of::<Extent>();

spec!(BLANKS_RECEIVED, "blanks-received", [Field { id: "first-serial", ..SERIAL }, COUNT]);
spec!(BLANK_SPOILED, "blank-spoiled", [SERIAL, REASON]);
spec!(BLANKS_RETURNED, "blanks-returned", [Field { id: "first-serial", ..SERIAL }, COUNT, REASON]);
spec!(SUSPEND, "suspend", [SIGN_IN, REASON]);
spec!(RESTORE, "restore", [SIGN_IN]);
spec!(CHANGE_ROLE, "change-role", [SIGN_IN, Field { id: "role", kind: Kind::Choice(&ROLE), ..PLAIN }]);
spec!(RECOVERY, "issue-recovery", [SIGN_IN]);

pub static RESET: Spec =
    Spec { id: "reset-passphrase", fields: &[SIGN_IN, NEW_PASSPHRASE, PASSPHRASE_AGAIN], across: passphrases_match };

/// Whoever forgot the passphrase chooses a new one, with the code of the sealed envelope.
pub static RECOVER: Spec = Spec {
    id: "recover",
    fields: &[
        SIGN_IN,
        Field { id: "recovery-code", kind: Kind::Code, max: 40, ..PLAIN },
        NEW_PASSPHRASE,
        PASSPHRASE_AGAIN,
    ],
    across: passphrases_match,
};

const NUMBER: Field = Field {
    kind: Kind::Code,
    max: 6,
    check: |text, _, _| text.parse::<u32>().map(|_| None).map_err(|_| Flaw::NotDigits),
    ..PLAIN
};

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
spec!(
    TRAIL,
    "trail",
    [
        Field { id: "trail-operator", need: |_, _| Need::Optional, ..SIGN_IN },
        Field { id: "trail-case", need: |_, _| Need::Optional, ..TRACKING },
        Field {
            id: "trail-person",
            kind: Kind::Code,
            max: 12,
            need: |_, _| Need::Optional,
            check: |text, _, _| digits_up_to(text, 12).map(|_| None),
            ..PLAIN
        },
        Field { id: "trail-day", kind: Kind::Date, max: 10, need: |_, _| Need::Optional, ..PLAIN },
        Field { id: "extent", kind: Kind::Choice(&EXTENT), need: |_, _| Need::Optional, ..PLAIN },
    ]
);
spec!(
    HEAD,
    "written-head",
    [
        Field { id: "head-number", ..NUMBER },
        Field {
            id: "head-digits",
            kind: Kind::Code,
            max: 80,
            check: |text, _, _| match text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-') {
                true if text.len() >= 8 => Ok(None),
                _ => Err(Flaw::CodeShape),
            },
            ..PLAIN
        },
    ]
);

/// What an inspector asks for, of answers to [`TRAIL`].
pub fn audit_query(answers: &Draft, world: &World) -> AuditQuery {
    let clean = TRAIL.cleaned(answers, world);
    let given = |id: &str| Some(clean.get(id).to_owned()).filter(|text| !text.is_empty());
    AuditQuery {
        operator: given("trail-operator").map(|name| name.to_lowercase()),
        case: given("trail-case").and_then(|code| TrackingCode::parse(&code)),
        person: given("trail-person"),
        day: given("trail-day").and_then(|day| JalaliDate::parse(&day).ok()),
        exceptions: clean.choice("extent") == Some(Extent::Exceptions),
    }
}

/// What was counted in the drawer.
pub fn till(form: &Spec, answers: &Draft, world: &World) -> Till {
    let clean = form.cleaned(answers, world);
    Till { cash: Rial::parse(clean.get("cash-counted")).ok(), slips: clean.get("slips-counted").parse().ok() }
}

/// What is done with blank certificates; `form` says what.
pub fn blanks(form: &Spec, answers: &Draft, world: &World) -> Option<BlankMove> {
    let clean = form.cleaned(answers, world);
    let (first, reason) = (clean.get("first-serial").to_owned(), canonical(clean.get("reason")));
    let serial = clean.get("serial").to_owned();
    match form.id {
        "blanks-received" => Some(BlankMove::Received { first, count: clean.get("count").parse().ok()? }),
        "blank-spoiled" => Some(BlankMove::Spoiled { serial, reason }),
        _ => Some(BlankMove::Returned { first, count: clean.get("count").parse().ok()?, reason }),
    }
}

/// Every form here.
pub fn every_form() -> [&'static Spec; 14] {
    [
        &BLANKS_RECEIVED,
        &BLANK_SPOILED,
        &BLANKS_RETURNED,
        &SUSPEND,
        &RESTORE,
        &CHANGE_ROLE,
        &RECOVERY,
        &RESET,
        &RECOVER,
        &CLOSE_DAY,
        &COUNT_TILL,
        &HAND_OVER,
        &TRAIL,
        &HEAD,
    ]
}
