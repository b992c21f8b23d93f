//! First start: the office, the desk, the first supervisor.

use super::fields::{NEW_PASSPHRASE, OPERATOR_NAME, PASSPHRASE_AGAIN, SIGN_IN, passphrases_match};
use super::{BoundForm, Field, Kind, Need, PLAIN, Pick, Spec, list_of};
use crate::domain::office::{Office, OfficeKind, OfficeLevel};
use crate::domain::person::digits_up_to;

static OFFICE_KIND: super::ChoiceList = list_of::<OfficeKind>();
static OFFICE_LEVEL: super::ChoiceList = list_of::<OfficeLevel>();

/// First start: the office, the desk, the first supervisor.
pub static SETUP: Spec = Spec { id: "setup", fields: &SETUP_FIELDS, across: passphrases_match };

static SETUP_FIELDS: [Field; 11] = [
    Field { id: "office-name", max: 80, section: Some("office"), ..PLAIN },
    Field {
        id: "office-code",
        kind: Kind::Code,
        max: 5,
        full: 5,
        check: |text, _| digits_up_to(text, 5).map(|_| None),
        ..PLAIN
    },
    Field { id: "office-kind", kind: Kind::Choice(&OFFICE_KIND), ..PLAIN },
    Field { id: "office-level", kind: Kind::Choice(&OFFICE_LEVEL), ..PLAIN },
    Field { id: "province", kind: Kind::Pick(Pick::Province), max: 40, ..PLAIN },
    Field { id: "contract-number", kind: Kind::Code, need: |_, _| Need::Optional, max: 40, ..PLAIN },
    Field {
        id: "desk-number",
        kind: Kind::Code,
        max: 2,
        check: |text, _| digits_up_to(text, 2).map(|_| None),
        propose: |_, _| Some("1".into()),
        ..PLAIN
    },
    Field { section: Some("first-operator"), ..OPERATOR_NAME },
    SIGN_IN,
    NEW_PASSPHRASE,
    PASSPHRASE_AGAIN,
];

/// The office that answers to [`SETUP`] describe, with nothing wrong in them.
pub fn office(form: &BoundForm, sample: bool) -> Option<Office> {
    Some(Office {
        name: form.get("office-name").to_owned(),
        code: format!("{:0>5}", form.get("office-code")),
        kind: form.choice("office-kind")?,
        level: form.choice("office-level")?,
        province: form.get("province").to_owned(),
        contract: form.given("contract-number"),
        desk: format!("{:0>2}", form.get("desk-number")),
        sample,
    })
}
