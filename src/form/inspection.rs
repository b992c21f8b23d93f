//! What an inspector asks: whose acts and looks, and whether a written head still holds.

use super::fields::{NUMBER, SIGN_IN, TRACKING, spec};
use super::{BoundForm, Field, Kind, Need, PLAIN, list_of};
use crate::domain::audit::{AuditQuery, BadHead, Written, WrittenHead, WrittenKey};
use crate::domain::choices;
use crate::domain::date::JalaliDate;
use crate::domain::flaw::FieldError;
use crate::domain::person::digits_up_to;
use crate::domain::tracking::TrackingCode;

choices! {
    /// Which events an inspector asks for.
    Extent, "extent", { All = "all", Exceptions = "exceptions" }
}

static EXTENT: super::ChoiceList = list_of::<Extent>();

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
            check: |text, _| digits_up_to(text, 12).map(|_| None),
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
            // Which event it is of is asked for by itself.
            check: |text, _| WrittenHead::of("1", text).map_or_else(badly_written, |_| Ok(None)),
            ..PLAIN
        },
        Field {
            id: "head-key",
            kind: Kind::Code,
            max: 80,
            need: |_, _| Need::Optional,
            check: |text, _| WrittenKey::parse(text).map_or_else(badly_written, |_| Ok(None)),
            ..PLAIN
        },
    ]
);

fn badly_written<T>(bad: BadHead) -> Result<T, FieldError> {
    Err(match bad {
        BadHead::Shape => FieldError::CodeShape,
        BadHead::Short => FieldError::HeadShort { min: WrittenHead::DIGITS },
    })
}

/// What was written down, of answers to [`HEAD`].
pub fn written(form: &BoundForm) -> Option<Written> {
    let head = WrittenHead::of(form.get("head-number"), form.get("head-digits")).ok()?;
    let key = form.given("head-key").map(|key| WrittenKey::parse(&key)).transpose().ok()?;
    Some(Written { heads: vec![head], keys: key.into_iter().collect() })
}

/// What an inspector asks for, of answers to [`TRAIL`].
pub fn audit_query(form: &BoundForm) -> AuditQuery {
    AuditQuery {
        operator: form.given("trail-operator").map(|name| name.to_lowercase()),
        case: form.given("trail-case").and_then(|code| TrackingCode::parse(&code)),
        person: form.given("trail-person"),
        day: form.given("trail-day").and_then(|day| JalaliDate::parse(&day).ok()),
        exceptions: form.choice("extent") == Some(Extent::Exceptions),
    }
}
