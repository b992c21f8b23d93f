//! From the answers of an intake to the domain's value, and back.

use super::YesNo;
use crate::domain::Choice;
use crate::domain::certificate::{Certificate, Occupation, parse_certificate_number};
use crate::domain::flaw::FieldError;
use crate::domain::person::{
    Applicant, Booklet, ForeignerId, NationalId, PersonId, PersonIdKind, parse_mobile, parse_postal_code,
};
use crate::domain::rulebook::Rulebook;
use crate::domain::visit::{Intake, Request, Visit};
use crate::form::{Answers, BoundForm, Finding};

/// The intake, or every fault at once.
pub fn parse(form: &BoundForm, rules: &Rulebook) -> Result<Intake, Vec<Finding>> {
    form.validate()?;
    build(form, rules).map_err(|field| vec![Finding::flaw(field, FieldError::Required)])
}

type Built<T> = Result<T, &'static str>;

fn build(form: &BoundForm, rules: &Rulebook) -> Built<Intake> {
    Ok(Intake {
        request: Request {
            kind: form.picked("request-kind")?,
            reason: form.picked("request-reason")?,
            other: form.given("request-other"),
        },
        visit: Visit {
            medium: form.picked("request-medium")?,
            reason: form.picked("in-person-reason")?,
            venue: form.picked("venue")?,
            place: form.given("venue-place"),
        },
        applicant: applicant(form)?,
        certificate: Certificate {
            medium: form.picked("medium")?,
            number: parse_certificate_number(form.get("certificate-number")).map_err(|_| "certificate-number")?,
            occupation: occupation(form, rules)?,
            cluster: form.picked("cluster")?,
            issued: form.day("issue-date")?,
            expires: form.day("expiry-date")?,
            exam: form.picked("exam")?,
        },
    })
}

fn occupation(form: &BoundForm, rules: &Rulebook) -> Built<Occupation> {
    let code = form.get("occupation");
    match rules.occupation(code) {
        Some(listed) => Ok(listed.occupation.clone()),
        None => Ok(Occupation {
            code: code.to_owned(),
            title: form.given("occupation-title").ok_or("occupation-title")?,
            starred: form.picked::<YesNo>("occupation-starred")? == YesNo::Yes,
            prerequisite: form.picked::<YesNo>("occupation-prerequisite")? == YesNo::Yes,
        }),
    }
}

fn applicant(form: &BoundForm) -> Built<Applicant> {
    let id = match form.choice("person-id-kind") {
        Some(PersonIdKind::Foreign) => {
            PersonId::Foreign(ForeignerId::parse(form.get("foreigner-id")).map_err(|_| "foreigner-id")?)
        }
        _ => PersonId::National(NationalId::parse(form.get("national-id")).map_err(|_| "national-id")?.0),
    };
    Ok(Applicant {
        id,
        given_name: form.given("given-name").ok_or("given-name")?,
        family_name: form.given("family-name").ok_or("family-name")?,
        father_name: form.given("father-name").ok_or("father-name")?,
        birth: form.day("birth-date")?,
        gender: form.picked("gender")?,
        booklet: Booklet {
            number: form.given("booklet-number"),
            series: form.given("booklet-series"),
            serial: form.given("booklet-serial"),
        },
        mobile: parse_mobile(form.get("mobile")).ok(),
        postal_code: parse_postal_code(form.get("postal-code")).map(|(code, _)| code).ok(),
        address: form.given("address"),
        education: form.choice("education"),
        military: form.choice("military"),
    })
}

/// The answers that lead to this intake: what a correction starts from.
pub fn answers(intake: &Intake) -> Answers {
    let certificate = &intake.certificate;
    let yes_no = |yes: bool| if yes { YesNo::Yes.id() } else { YesNo::No.id() };
    let mut draft: Answers = [
        ("request-kind", intake.request.kind.id()),
        ("request-reason", intake.request.reason.id()),
        ("request-other", intake.request.other.as_deref().unwrap_or_default()),
        ("venue", intake.visit.venue.id()),
        ("venue-place", intake.visit.place.as_deref().unwrap_or_default()),
        ("request-medium", intake.visit.medium.id()),
        ("in-person-reason", intake.visit.reason.id()),
        ("medium", certificate.medium.id()),
        ("certificate-number", &certificate.number),
        ("occupation", &certificate.occupation.code),
        ("occupation-title", &certificate.occupation.title),
        ("occupation-starred", yes_no(certificate.occupation.starred)),
        ("occupation-prerequisite", yes_no(certificate.occupation.prerequisite)),
        ("cluster", certificate.cluster.id()),
        ("exam", certificate.exam.id()),
    ]
    .into_iter()
    .collect();
    draft.set("issue-date", &certificate.issued.to_string());
    draft.set("expiry-date", &certificate.expires.to_string());
    for (id, answer) in particulars(&intake.applicant).iter() {
        draft.set(id, answer);
    }
    draft
}

/// The answers about a person who has been here before.
pub fn particulars(applicant: &Applicant) -> Answers {
    let id_field = match applicant.id.kind() {
        PersonIdKind::National => "national-id",
        PersonIdKind::Foreign => "foreigner-id",
    };
    let optional = |text: &Option<String>| text.clone().unwrap_or_default();
    let mut draft = Answers::default();
    draft.set("person-id-kind", applicant.id.kind().id());
    draft.set(id_field, applicant.id.digits());
    draft.set("given-name", &applicant.given_name);
    draft.set("family-name", &applicant.family_name);
    draft.set("father-name", &applicant.father_name);
    draft.set("birth-date", &applicant.birth.to_string());
    draft.set("gender", applicant.gender.id());
    draft.set("booklet-number", &optional(&applicant.booklet.number));
    draft.set("booklet-series", &optional(&applicant.booklet.series));
    draft.set("booklet-serial", &optional(&applicant.booklet.serial));
    draft.set("mobile", &optional(&applicant.mobile));
    draft.set("postal-code", &optional(&applicant.postal_code));
    draft.set("address", &optional(&applicant.address));
    draft.set("education", applicant.education.map_or("", Choice::id));
    draft.set("military", applicant.military.map_or("", Choice::id));
    draft
}
