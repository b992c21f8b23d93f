//! Who works at the desk and who comes to it, and what each of them says.

use pishkhan::catalog;
use pishkhan::domain::date::JalaliDate;
use pishkhan::domain::lineage::PersonRef;
use pishkhan::domain::rulebook::Rulebook;
use pishkhan::domain::visit::Intake;
use pishkhan::form::{self, FormContext};
use serde_json::{Value, json};

/// Of the supervisor «sara».
pub const PASSPHRASE: &str = "correct horse";
pub const SUPERVISOR: &str = r#"{"sign-in":"sara","passphrase":"correct horse"}"#;

/// Everybody's passphrase.
const PEOPLE: &[(&str, &str)] = &[
    ("sara", PASSPHRASE),
    ("reza", "battery staple"),
    ("mina", "staple battery"),
    ("parvin", "another key"),
    ("zari", "a third key"),
    ("nader", "only looking"),
    ("leila", "paper clip"),
];

pub fn passphrase(who: &str) -> &'static str {
    PEOPLE.iter().find(|(name, _)| *name == who).expect("somebody who works here").1
}

/// The line that signs somebody in.
pub fn as_user(sign_in: &str, passphrase: &str) -> String {
    json!({"act": "sign-in", "answers": {"sign-in": sign_in, "passphrase": passphrase}}).to_string()
}

/// The line with which somebody who works here signs in, with the right passphrase.
pub fn by(who: &str) -> String {
    as_user(who, passphrase(who))
}

/// The supervisor, who founded the office.
pub fn sign_in() -> String {
    by("sara")
}

pub fn clerk() -> String {
    by("reza")
}

pub fn reviewer() -> String {
    by("mina")
}

/// A person's number that only passes the arithmetic: 999 and six digits of one's choice.
pub fn made_up_id(six: u32) -> String {
    let body = format!("999{six:06}");
    let sum: u32 = body.bytes().zip((2..=10).rev()).map(|(b, weight)| u32::from(b - b'0') * weight).sum();
    let check = if sum % 11 < 2 { sum % 11 } else { 11 - sum % 11 };
    format!("{body}{check}")
}

/// A replacement that is right in every answer; `change` changes some.
pub fn intake(person: u32, certificate: &str, change: &[(&str, &str)]) -> Value {
    let mut answers = json!({
        "request-kind": "replacement", "request-reason": "lost", "venue": "counter",
        "request-medium": "counter-office", "in-person-reason": "authenticate-person",
        "person-id-kind": "national", "national-id": made_up_id(person), "given-name": "زهرا",
        "family-name": "کریمی", "father-name": "محمد", "birth-date": "1370/04/12", "gender": "female",
        "mobile": "09120001000", "postal-code": "1458710000", "education": "bachelor", "medium": "paper",
        "certificate-number": certificate, "occupation": "3-01", "cluster": "industry",
        "issue-date": "1400/11/03", "expiry-date": "1405/11/03", "exam": "periodic",
    });
    for (id, answer) in change {
        answers[*id] = json!(answer);
    }
    answers
}

/// The line that takes such a person in.
pub fn open_line(person: u32, certificate: &str, change: &[(&str, &str)]) -> String {
    json!({"act": "open", "answers": intake(person, certificate, change)}).to_string()
}

/// Somebody who works at the office, as envelopes name them.
pub fn person(sign_in: &str) -> PersonRef {
    PersonRef { site: "00123".into(), sign_in: sign_in.into(), person: None }
}

/// Where a form is filled in at a desk on this day of a month, with nothing else known.
pub fn form_context(rules: &Rulebook, day: u8) -> FormContext<'_> {
    let today = JalaliDate::new(1405, 9, day).expect("a day");
    FormContext { rules, today, due: None, blank: None, bank: None, till: Default::default() }
}

/// An intake as the rules see it.
pub fn intake_value() -> Intake {
    let rules = catalog::load(None).expect("the shipped assets are right");
    let world = form_context(&rules, 1);
    let answers = intake(1, "A-1", &[]);
    let answers = answers.as_object().expect("an object").iter();
    let draft = answers.map(|(id, answer)| (id.clone(), answer.as_str().unwrap_or_default())).collect();
    form::intake::parse(&form::intake::INTAKE.bind(draft, &world), &rules).expect("a right intake")
}
