//! From the answers of an intake to the domain's value, and back.

use super::{INTAKE, YesNo, is_foreigner};
use crate::domain::Choice;
use crate::domain::certificate::{Certificate, Occupation, parse_certificate_number};
use crate::domain::date::JalaliDate;
use crate::domain::flaw::FieldError;
use crate::domain::person::{
    Applicant, Booklet, ForeignerId, NationalId, PersonId, PersonIdKind, parse_mobile, parse_postal_code,
};
use crate::domain::visit::{Intake, Request, Visit};
use crate::form::{Answers, Finding, FormContext};

/// The intake, or every fault at once.
pub fn parse(draft: &Answers, world: &FormContext) -> Result<Intake, Vec<Finding>> {
    let faults: Vec<Finding> = INTAKE.faults(draft, world).into_iter().filter(Finding::blocks).collect();
    if !faults.is_empty() {
        return Err(faults);
    }
    build(&INTAKE.cleaned(draft, world), world).map_err(|field| vec![Finding::flaw(field, FieldError::Required)])
}

type Built<T> = Result<T, &'static str>;

fn text(draft: &Answers, id: &str) -> Option<String> {
    Some(draft.get(id).to_owned()).filter(|text| !text.is_empty())
}

fn picked<T: Choice>(draft: &Answers, id: &'static str) -> Built<T> {
    draft.choice(id).ok_or(id)
}

fn day(draft: &Answers, id: &'static str) -> Built<JalaliDate> {
    JalaliDate::parse(draft.get(id)).map_err(|_| id)
}

fn build(draft: &Answers, world: &FormContext) -> Built<Intake> {
    Ok(Intake {
        request: Request {
            kind: picked(draft, "request-kind")?,
            reason: picked(draft, "request-reason")?,
            other: text(draft, "request-other"),
        },
        visit: Visit {
            medium: picked(draft, "request-medium")?,
            reason: picked(draft, "in-person-reason")?,
            venue: picked(draft, "venue")?,
            place: text(draft, "venue-place"),
        },
        applicant: applicant(draft)?,
        certificate: Certificate {
            medium: picked(draft, "medium")?,
            number: parse_certificate_number(draft.get("certificate-number")).map_err(|_| "certificate-number")?,
            occupation: occupation(draft, world)?,
            cluster: picked(draft, "cluster")?,
            issued: day(draft, "issue-date")?,
            expires: day(draft, "expiry-date")?,
            exam: picked(draft, "exam")?,
        },
    })
}

fn occupation(draft: &Answers, world: &FormContext) -> Built<Occupation> {
    let code = draft.get("occupation");
    match world.rules.occupation(code) {
        Some(listed) => Ok(listed.occupation.clone()),
        None => Ok(Occupation {
            code: code.to_owned(),
            title: text(draft, "occupation-title").ok_or("occupation-title")?,
            starred: picked::<YesNo>(draft, "occupation-starred")? == YesNo::Yes,
            prerequisite: picked::<YesNo>(draft, "occupation-prerequisite")? == YesNo::Yes,
        }),
    }
}

fn applicant(draft: &Answers) -> Built<Applicant> {
    let id = match is_foreigner(draft) {
        true => PersonId::Foreign(ForeignerId::parse(draft.get("foreigner-id")).map_err(|_| "foreigner-id")?),
        false => PersonId::National(NationalId::parse(draft.get("national-id")).map_err(|_| "national-id")?.0),
    };
    Ok(Applicant {
        id,
        given_name: text(draft, "given-name").ok_or("given-name")?,
        family_name: text(draft, "family-name").ok_or("family-name")?,
        father_name: text(draft, "father-name").ok_or("father-name")?,
        birth: day(draft, "birth-date")?,
        gender: picked(draft, "gender")?,
        booklet: Booklet {
            number: text(draft, "booklet-number"),
            series: text(draft, "booklet-series"),
            serial: text(draft, "booklet-serial"),
        },
        mobile: parse_mobile(draft.get("mobile")).ok(),
        postal_code: parse_postal_code(draft.get("postal-code")).map(|(code, _)| code).ok(),
        address: text(draft, "address"),
        education: draft.choice("education"),
        military: draft.choice("military"),
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
