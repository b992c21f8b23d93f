//! From the answers of an intake to the domain's value, and back.

use super::YesNo;
use crate::domain::Choice;
use crate::domain::certificate::{Certificate, Occupation, parse_certificate_number};
use crate::domain::date::JalaliDate;
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

fn text(form: &BoundForm, id: &str) -> Option<String> {
    Some(form.get(id).to_owned()).filter(|text| !text.is_empty())
}

fn picked<T: Choice>(form: &BoundForm, id: &'static str) -> Built<T> {
    form.choice(id).ok_or(id)
}

fn day(form: &BoundForm, id: &'static str) -> Built<JalaliDate> {
    JalaliDate::parse(form.get(id)).map_err(|_| id)
}

fn build(form: &BoundForm, rules: &Rulebook) -> Built<Intake> {
    Ok(Intake {
        request: Request {
            kind: picked(form, "request-kind")?,
            reason: picked(form, "request-reason")?,
            other: text(form, "request-other"),
        },
        visit: Visit {
            medium: picked(form, "request-medium")?,
            reason: picked(form, "in-person-reason")?,
            venue: picked(form, "venue")?,
            place: text(form, "venue-place"),
        },
        applicant: applicant(form)?,
        certificate: Certificate {
            medium: picked(form, "medium")?,
            number: parse_certificate_number(form.get("certificate-number")).map_err(|_| "certificate-number")?,
            occupation: occupation(form, rules)?,
            cluster: picked(form, "cluster")?,
            issued: day(form, "issue-date")?,
            expires: day(form, "expiry-date")?,
            exam: picked(form, "exam")?,
        },
    })
}

fn occupation(form: &BoundForm, rules: &Rulebook) -> Built<Occupation> {
    let code = form.get("occupation");
    match rules.occupation(code) {
        Some(listed) => Ok(listed.occupation.clone()),
        None => Ok(Occupation {
            code: code.to_owned(),
            title: text(form, "occupation-title").ok_or("occupation-title")?,
            starred: picked::<YesNo>(form, "occupation-starred")? == YesNo::Yes,
            prerequisite: picked::<YesNo>(form, "occupation-prerequisite")? == YesNo::Yes,
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
        given_name: text(form, "given-name").ok_or("given-name")?,
        family_name: text(form, "family-name").ok_or("family-name")?,
        father_name: text(form, "father-name").ok_or("father-name")?,
        birth: day(form, "birth-date")?,
        gender: picked(form, "gender")?,
        booklet: Booklet {
            number: text(form, "booklet-number"),
            series: text(form, "booklet-series"),
            serial: text(form, "booklet-serial"),
        },
        mobile: parse_mobile(form.get("mobile")).ok(),
        postal_code: parse_postal_code(form.get("postal-code")).map(|(code, _)| code).ok(),
        address: text(form, "address"),
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
