//! Rows that several forms share.

use super::{Answers, Field, Finding, FormContext, Kind, Need, PLAIN, list_of};
use crate::domain::date::JalaliDate;
use crate::domain::flaw::FieldError;
use crate::domain::operator::Role;
use crate::domain::tracking::TrackingCode;

pub(super) static ROLE: super::ChoiceList = list_of::<Role>();

const PASSPHRASE_MIN: usize = 8;

/// A form of these rows, with nothing that is seen across them.
macro_rules! spec {
    ($(#[$doc:meta])* $name:ident, $id:literal, [$($field:expr),* $(,)?]) => {
        $(#[$doc])*
        pub static $name: $crate::form::Spec = {
            static FIELDS: &[$crate::form::Field] = &[$($field),*];
            $crate::form::Spec { id: $id, fields: FIELDS, across: $crate::form::fields::nothing_across }
        };
    };
}
pub(super) use spec;

pub(super) fn nothing_across(_: &Answers, _: &FormContext) -> Vec<Finding> {
    Vec::new()
}

pub(super) fn passphrases_match(draft: &Answers, _: &FormContext) -> Vec<Finding> {
    if draft.get("passphrase") == draft.get("passphrase-again") {
        return Vec::new();
    }
    vec![Finding::flaw("passphrase-again", FieldError::PassphraseMismatch)]
}

pub(super) fn required_if(asked: bool) -> Need {
    if asked { Need::Required } else { Need::Hidden }
}

pub(super) const SIGN_IN: Field = Field {
    id: "sign-in",
    kind: Kind::Code,
    max: 24,
    check: |text, _| {
        let fits = text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'));
        if fits { Ok(None) } else { Err(FieldError::CodeShape) }
    },
    ..PLAIN
};

pub(super) const NEW_PASSPHRASE: Field = Field {
    id: "passphrase",
    kind: Kind::Secret,
    max: 128,
    check: |text, _| {
        let short = text.chars().count() < PASSPHRASE_MIN;
        if short { Err(FieldError::PassphraseShort { min: PASSPHRASE_MIN }) } else { Ok(None) }
    },
    ..PLAIN
};

pub(super) const PASSPHRASE: Field = Field { id: "passphrase", kind: Kind::Secret, max: 128, ..PLAIN };
pub(super) const PASSPHRASE_AGAIN: Field = Field { id: "passphrase-again", ..PASSPHRASE };
pub(super) const OPERATOR_NAME: Field = Field { id: "operator-name", max: 60, ..PLAIN };

pub(super) const REASON: Field = Field { id: "reason", max: 200, ..PLAIN };

/// A day that is not to come; today is proposed.
pub(super) const PAST_DAY: Field = Field {
    id: "",
    kind: Kind::Date,
    max: 10,
    full: 8,
    check: |text, world| {
        if JalaliDate::parse(text)? > world.today { Err(FieldError::DateInFuture) } else { Ok(None) }
    },
    propose: |_, world| Some(world.today.to_string()),
    ..PLAIN
};

/// A day that is not past.
pub(super) const COMING_DAY: Field = Field {
    id: "",
    kind: Kind::Date,
    max: 10,
    full: 8,
    check: |text, world| if JalaliDate::parse(text)? < world.today { Err(FieldError::DateInPast) } else { Ok(None) },
    ..PLAIN
};

/// Of a blank certificate: it ends in digits, by which it is counted.
pub(super) const SERIAL: Field = Field {
    id: "serial",
    kind: Kind::Code,
    max: 20,
    check: |text, _| {
        let fits = text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if fits && text.ends_with(|c: char| c.is_ascii_digit()) { Ok(None) } else { Err(FieldError::CodeShape) }
    },
    ..PLAIN
};

/// The code of a case, with its check digit.
pub(super) const TRACKING: Field = Field {
    id: "",
    kind: Kind::Code,
    max: 20,
    check: |text, _| TrackingCode::parse(text).map(|_| None).ok_or(FieldError::CodeShape),
    ..PLAIN
};

pub(super) const NUMBER: Field = Field {
    kind: Kind::Code,
    max: 6,
    check: |text, _| text.parse::<u32>().map(|_| None).map_err(|_| FieldError::NotDigits),
    ..PLAIN
};
