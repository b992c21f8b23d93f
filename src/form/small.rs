//! The short forms: set-up, sign-in, a supervisor's word, a reason, a search, «چه بیاورم؟».

use super::intake::{OCCUPATION, YesNo};
use super::{Draft, Fault, Field, Kind, Need, PLAIN, Pick, Spec, World, list_of};
use crate::domain::Choice;
use crate::domain::certificate::{FieldCluster, RequestKind};
use crate::domain::documents::Facts;
use crate::domain::flaw::Flaw;
use crate::domain::office::{Office, OfficeKind, OfficeLevel};
use crate::domain::operator::Role;
use crate::domain::person::{Education, Gender, MilitaryStatus, digits_up_to};
use crate::domain::visit::Venue;

static OFFICE_KIND: super::ChoiceList = list_of::<OfficeKind>();
static OFFICE_LEVEL: super::ChoiceList = list_of::<OfficeLevel>();
pub(super) static ROLE: super::ChoiceList = list_of::<Role>();
static REQUEST_KIND: super::ChoiceList = list_of::<RequestKind>();
static CLUSTER: super::ChoiceList = list_of::<FieldCluster>();
static GENDER: super::ChoiceList = list_of::<Gender>();
static MILITARY: super::ChoiceList = list_of::<MilitaryStatus>();
static EDUCATION: super::ChoiceList = list_of::<Education>();
static VENUE: super::ChoiceList = list_of::<Venue>();
static YES_NO: super::ChoiceList = list_of::<YesNo>();

const PASSPHRASE_MIN: usize = 8;

pub(super) fn nothing_across(_: &Draft, _: &World) -> Vec<Fault> {
    Vec::new()
}

pub(super) fn passphrases_match(draft: &Draft, _: &World) -> Vec<Fault> {
    match draft.get("passphrase") == draft.get("passphrase-again") {
        true => Vec::new(),
        false => vec![Fault::flaw("passphrase-again", Flaw::PassphraseMismatch)],
    }
}

pub(super) const SIGN_IN: Field = Field {
    id: "sign-in",
    kind: Kind::Code,
    max: 24,
    check: |text, _, _| match text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_')) {
        true => Ok(None),
        false => Err(Flaw::CodeShape),
    },
    ..PLAIN
};

pub(super) const NEW_PASSPHRASE: Field = Field {
    id: "passphrase",
    kind: Kind::Secret,
    max: 128,
    check: |text, _, _| match text.chars().count() < PASSPHRASE_MIN {
        true => Err(Flaw::PassphraseShort { min: PASSPHRASE_MIN }),
        false => Ok(None),
    },
    ..PLAIN
};

pub(super) const PASSPHRASE: Field = Field { id: "passphrase", kind: Kind::Secret, max: 128, ..PLAIN };
pub(super) const PASSPHRASE_AGAIN: Field = Field { id: "passphrase-again", ..PASSPHRASE };
const OPERATOR_NAME: Field = Field { id: "operator-name", max: 60, ..PLAIN };

/// First start: the office, the desk, the first supervisor.
pub static SETUP: Spec = Spec { id: "setup", fields: &SETUP_FIELDS, across: passphrases_match };

static SETUP_FIELDS: [Field; 11] = [
    Field { id: "office-name", max: 80, section: Some("office"), ..PLAIN },
    Field {
        id: "office-code",
        kind: Kind::Code,
        max: 5,
        full: 5,
        check: |text, _, _| digits_up_to(text, 5).map(|_| None),
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
        check: |text, _, _| digits_up_to(text, 2).map(|_| None),
        propose: |_, _| Some("1".into()),
        ..PLAIN
    },
    Field { section: Some("first-operator"), ..OPERATOR_NAME },
    SIGN_IN,
    NEW_PASSPHRASE,
    PASSPHRASE_AGAIN,
];

/// The office that the set-up describes; ask only when [`SETUP`] has no faults.
pub fn office(draft: &Draft, world: &World, sample: bool) -> Option<Office> {
    let clean = SETUP.cleaned(draft, world);
    Some(Office {
        name: clean.get("office-name").to_owned(),
        code: format!("{:0>5}", clean.get("office-code")),
        kind: clean.choice("office-kind")?,
        level: clean.choice("office-level")?,
        province: clean.get("province").to_owned(),
        contract: Some(clean.get("contract-number").to_owned()).filter(|text| !text.is_empty()),
        desk: format!("{:0>2}", clean.get("desk-number")),
        sample,
    })
}

/// Another operator, admitted by a supervisor.
pub static ENROL: Spec = Spec { id: "enrol", fields: &ENROL_FIELDS, across: passphrases_match };

static ENROL_FIELDS: [Field; 5] = [
    OPERATOR_NAME,
    SIGN_IN,
    Field { id: "role", kind: Kind::Choice(&ROLE), propose: |_, _| Some(Role::Clerk.id().into()), ..PLAIN },
    NEW_PASSPHRASE,
    PASSPHRASE_AGAIN,
];

pub static SIGN_IN_FORM: Spec = Spec { id: "sign-in-form", fields: &[SIGN_IN, PASSPHRASE], across: nothing_across };

/// A supervisor agrees to what the rules leave to one.
pub static APPROVAL: Spec =
    Spec { id: "approval", fields: &[OVERRIDE_REASON, SIGN_IN, PASSPHRASE], across: nothing_across };

const OVERRIDE_REASON: Field = Field { id: "override-reason", max: 200, ..PLAIN };

/// The reason of a verdict, or the official who holds the paper.
pub static VERDICT_TEXT: Spec =
    Spec { id: "verdict-text", fields: &[Field { id: "verdict-reason", max: 120, ..PLAIN }], across: nothing_across };

pub static WITHDRAW: Spec =
    Spec { id: "withdraw", fields: &[Field { id: "withdraw-reason", max: 200, ..PLAIN }], across: nothing_across };

pub static FIND: Spec = Spec { id: "find", fields: &[Field { id: "query", max: 60, ..PLAIN }], across: nothing_across };

/// «چه بیاورم؟»: nothing that says who asks.
pub static BRING: Spec = Spec { id: "bring", fields: &BRING_FIELDS, across: nothing_across };

static BRING_FIELDS: [Field; 9] = [
    Field { id: "request-kind", kind: Kind::Choice(&REQUEST_KIND), ..PLAIN },
    OCCUPATION,
    Field { id: "occupation-starred", kind: Kind::Choice(&YES_NO), need: unlisted, ..PLAIN },
    Field { id: "occupation-prerequisite", kind: Kind::Choice(&YES_NO), need: unlisted, ..PLAIN },
    Field {
        id: "cluster",
        kind: Kind::Choice(&CLUSTER),
        propose: |draft, world| Some(world.rules.occupation(draft.get("occupation"))?.cluster.id().into()),
        ..PLAIN
    },
    Field { id: "gender", kind: Kind::Choice(&GENDER), ..PLAIN },
    Field {
        id: "military",
        kind: Kind::Choice(&MILITARY),
        need: |draft, _| match draft.choice("gender") {
            Some(Gender::Male) => Need::Required,
            _ => Need::Hidden,
        },
        ..PLAIN
    },
    Field { id: "education", kind: Kind::Choice(&EDUCATION), ..PLAIN },
    Field { id: "venue", kind: Kind::Choice(&VENUE), propose: |_, _| Some(Venue::Counter.id().into()), ..PLAIN },
];

fn unlisted(draft: &Draft, world: &World) -> Need {
    let code = super::clean_answer(Kind::Pick(Pick::Occupation), draft.get("occupation"));
    match world.rules.occupation(&code).is_none() && !code.is_empty() {
        true => Need::Required,
        false => Need::Hidden,
    }
}

/// What decides about papers and fee; ask only when [`BRING`] has no faults.
pub fn facts(draft: &Draft, world: &World) -> Option<(Facts, RequestKind, FieldCluster)> {
    let clean = BRING.cleaned(draft, world);
    let listed = world.rules.occupation(clean.get("occupation"));
    let flag = |of_list: Option<bool>, id| of_list.unwrap_or(clean.choice(id) == Some(YesNo::Yes));
    let facts = Facts {
        starred: flag(listed.map(|listed| listed.occupation.starred), "occupation-starred"),
        prerequisite: flag(listed.map(|listed| listed.occupation.prerequisite), "occupation-prerequisite"),
        gender: clean.choice("gender")?,
        military: clean.choice("military"),
        education: clean.choice("education"),
        venue: clean.choice("venue")?,
    };
    Some((facts, clean.choice("request-kind")?, clean.choice("cluster")?))
}

/// Every form there is: for the tests of words and of the tables.
pub fn every_form() -> Vec<&'static Spec> {
    let mut forms: Vec<&Spec> = super::centre::every_form().into_iter().chain(super::office::every_form()).collect();
    forms.extend([
        &super::intake::INTAKE,
        &super::fee::FEE,
        &SETUP,
        &ENROL,
        &SIGN_IN_FORM,
        &APPROVAL,
        &VERDICT_TEXT,
        &WITHDRAW,
        &FIND,
        &BRING,
    ]);
    forms
}
