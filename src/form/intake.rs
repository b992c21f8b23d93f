//! پذیرش: every question of the intake, one row each.

use super::{Draft, Fault, Field, Kind, Need, PLAIN, Pick, Spec, World, list_of};
use crate::domain::Choice;
use crate::domain::certificate::{
    Certificate, CertificateMedium, ExamKind, FieldCluster, Occupation, RequestKind, RequestReason,
    parse_certificate_number, parse_occupation_code,
};
use crate::domain::choices;
use crate::domain::date::JalaliDate;
use crate::domain::flaw::{Caution, Flaw};
use crate::domain::person::{
    Applicant, Booklet, Education, ForeignerId, Gender, MilitaryStatus, NationalId, PersonId, PersonIdKind,
    digits_up_to, parse_mobile, parse_name, parse_postal_code,
};
use crate::domain::visit::{InPersonReason, Intake, Request, RequestMedium, Venue, Visit};

choices! { YesNo, "yes-no", { Yes = "yes", No = "no" } }

static REQUEST_KIND: super::ChoiceList = list_of::<RequestKind>();
static REQUEST_REASON: super::ChoiceList = list_of::<RequestReason>();
static VENUE: super::ChoiceList = list_of::<Venue>();
static REQUEST_MEDIUM: super::ChoiceList = list_of::<RequestMedium>();
static IN_PERSON: super::ChoiceList = list_of::<InPersonReason>();
static ID_KIND: super::ChoiceList = list_of::<PersonIdKind>();
static GENDER: super::ChoiceList = list_of::<Gender>();
static EDUCATION: super::ChoiceList = list_of::<Education>();
static MILITARY: super::ChoiceList = list_of::<MilitaryStatus>();
static MEDIUM: super::ChoiceList = list_of::<CertificateMedium>();
static CLUSTER: super::ChoiceList = list_of::<FieldCluster>();
static EXAM: super::ChoiceList = list_of::<ExamKind>();
static YES_NO: super::ChoiceList = list_of::<YesNo>();

/// The questions that the correction of a case asks too.
pub static INTAKE: Spec = Spec { id: "intake", fields: &FIELDS, across };

const fn choice(id: &'static str, list: &'static super::ChoiceList) -> Field {
    Field { id, kind: Kind::Choice(list), ..PLAIN }
}

const fn name(id: &'static str) -> Field {
    Field {
        id,
        kind: Kind::Name,
        check: |text, draft, _| parse_name(text, is_foreigner(draft)).map(|_| None),
        ..PLAIN
    }
}

const fn date(id: &'static str) -> Field {
    Field {
        id,
        kind: Kind::Date,
        max: 10,
        full: 8,
        check: |text, _, world| not_in_future(text, world).map(|_| None),
        ..PLAIN
    }
}

static FIELDS: [Field; 34] = [
    Field { section: Some("request"), ..choice("request-kind", &REQUEST_KIND) },
    choice("request-reason", &REQUEST_REASON),
    Field {
        id: "request-other",
        need: |draft, _| required_if(draft.get("request-reason") == RequestReason::Other.id()),
        max: 120,
        ..PLAIN
    },
    Field {
        section: Some("visit"),
        propose: |_, _| Some(Venue::Counter.id().into()),
        ..choice("venue", &VENUE)
    },
    Field { id: "venue-place", need: |draft, _| optional_if(is_special(draft)), max: 24, ..PLAIN },
    Field {
        propose: |_, _| Some(RequestMedium::CounterOffice.id().into()),
        ..choice("request-medium", &REQUEST_MEDIUM)
    },
    Field {
        propose: |draft, _| {
            Some(match is_special(draft) {
                true => InPersonReason::SpecialExam.id().into(),
                false => InPersonReason::AuthenticatePerson.id().into(),
            })
        },
        ..choice("in-person-reason", &IN_PERSON)
    },
    Field {
        section: Some("applicant"),
        propose: |_, _| Some(PersonIdKind::National.id().into()),
        ..choice("person-id-kind", &ID_KIND)
    },
    Field {
        id: "national-id",
        kind: Kind::Code,
        need: |draft, _| required_if(!is_foreigner(draft)),
        max: 12,
        full: 10,
        check: |text, _, _| NationalId::parse(text).map(|(_, caution)| caution),
        ..PLAIN
    },
    Field {
        id: "foreigner-id",
        kind: Kind::Code,
        need: |draft, _| required_if(is_foreigner(draft)),
        max: 12,
        full: 12,
        check: |text, _, _| ForeignerId::parse(text).map(|_| None),
        ..PLAIN
    },
    name("given-name"),
    name("family-name"),
    name("father-name"),
    date("birth-date"),
    choice("gender", &GENDER),
    Field {
        id: "booklet-number",
        kind: Kind::Code,
        need: |_, _| Need::Optional,
        max: 10,
        check: |text, _, _| digits_up_to(text, 10).map(|_| None),
        ..PLAIN
    },
    Field {
        id: "booklet-series",
        need: |_, _| Need::Optional,
        max: 6,
        check: |text, _, _| booklet_series(text).map(|_| None),
        ..PLAIN
    },
    Field {
        id: "booklet-serial",
        kind: Kind::Code,
        need: |_, _| Need::Optional,
        max: 8,
        check: |text, _, _| digits_up_to(text, 8).map(|_| None),
        ..PLAIN
    },
    Field {
        id: "mobile",
        kind: Kind::Code,
        need: |draft, _| required_unless(is_special(draft)),
        max: 16,
        full: 11,
        check: |text, _, _| parse_mobile(text).map(|_| None),
        ..PLAIN
    },
    Field {
        id: "postal-code",
        kind: Kind::Code,
        need: |draft, _| required_unless(is_special(draft)),
        max: 11,
        full: 10,
        check: |text, _, _| parse_postal_code(text).map(|(_, caution)| caution),
        ..PLAIN
    },
    Field { id: "address", need: |_, _| Need::Optional, max: 200, ..PLAIN },
    Field { need: |draft, _| required_unless(is_special(draft)), ..choice("education", &EDUCATION) },
    Field {
        need: |draft, _| required_if(draft.choice::<Gender>("gender") == Some(Gender::Male)),
        ..choice("military", &MILITARY)
    },
    Field { section: Some("certificate"), ..choice("medium", &MEDIUM) },
    Field {
        id: "certificate-number",
        kind: Kind::Code,
        max: 30,
        check: |text, _, _| parse_certificate_number(text).map(|_| None),
        ..PLAIN
    },
    Field {
        id: "occupation",
        kind: Kind::Pick(Pick::Occupation),
        max: 24,
        check: |text, _, world| match world.rules.occupation(text) {
            Some(_) => Ok(None),
            None => parse_occupation_code(text).map(|_| Some(Caution::OccupationUnlisted)),
        },
        ..PLAIN
    },
    Field { id: "occupation-title", need: |draft, world| required_if(is_unlisted(draft, world)), ..PLAIN },
    Field {
        need: |draft, world| required_if(is_unlisted(draft, world)),
        ..choice("occupation-starred", &YES_NO)
    },
    Field {
        need: |draft, world| required_if(is_unlisted(draft, world)),
        ..choice("occupation-prerequisite", &YES_NO)
    },
    Field {
        propose: |draft, world| {
            let listed = world.rules.occupation(&code(draft))?;
            Some(listed.cluster.id().into())
        },
        ..choice("cluster", &CLUSTER)
    },
    date("issue-date"),
    Field {
        check: |text, _, world| {
            let day = JalaliDate::parse(text)?;
            Ok((day < world.today).then_some(Caution::Expired))
        },
        propose: |draft, world| {
            let issued = JalaliDate::parse(&super::clean_answer(Kind::Date, draft.get("issue-date"))).ok()?;
            Some(issued.plus_months(world.rules.validity_months).to_string())
        },
        ..date("expiry-date")
    },
    choice("exam", &EXAM),
    // Asked only when answers that were already registered are corrected.
    Field {
        id: "correction-reason",
        section: Some("correction"),
        need: |draft, _| required_if(!draft.get(CORRECTING).is_empty()),
        max: 200,
        ..PLAIN
    },
];

/// Holds the tracking code of the case that a draft corrects.
pub const CORRECTING: &str = "correcting";

fn required_if(asked: bool) -> Need {
    if asked { Need::Required } else { Need::Hidden }
}

fn optional_if(asked: bool) -> Need {
    if asked { Need::Optional } else { Need::Hidden }
}

fn required_unless(spared: bool) -> Need {
    if spared { Need::Optional } else { Need::Required }
}

fn is_special(draft: &Draft) -> bool {
    draft.choice::<Venue>("venue").is_some_and(Venue::is_special)
}

fn is_foreigner(draft: &Draft) -> bool {
    draft.choice("person-id-kind") == Some(PersonIdKind::Foreign)
}

fn code(draft: &Draft) -> String {
    super::clean_answer(Kind::Pick(Pick::Occupation), draft.get("occupation"))
}

fn is_unlisted(draft: &Draft, world: &World) -> bool {
    let code = code(draft);
    parse_occupation_code(&code).is_ok() && world.rules.occupation(&code).is_none()
}

fn not_in_future(text: &str, world: &World) -> Result<JalaliDate, Flaw> {
    let day = JalaliDate::parse(text)?;
    if day > world.today { Err(Flaw::DateInFuture) } else { Ok(day) }
}

/// A Persian letter and digits, with or without a stroke between; the exact shape is not published.
fn booklet_series(text: &str) -> Result<String, Flaw> {
    let fine = |c: char| c.is_alphanumeric() || matches!(c, '/' | '-' | ' ');
    if text.chars().all(fine) { Ok(text.to_owned()) } else { Err(Flaw::BookletSeries) }
}

fn across(draft: &Draft, _: &World) -> Vec<Fault> {
    let date = |id| JalaliDate::parse(&super::clean_answer(Kind::Date, draft.get(id))).ok();
    let (birth, issued, expires) = (date("birth-date"), date("issue-date"), date("expiry-date"));
    let mut found = Vec::new();
    if let (Some(issued), Some(expires)) = (issued, expires)
        && expires <= issued
    {
        found.push(Fault::flaw("expiry-date", Flaw::ExpiryBeforeIssue));
    }
    if let (Some(birth), Some(issued)) = (birth, issued)
        && issued <= birth
    {
        found.push(Fault::flaw("issue-date", Flaw::IssueBeforeBirth));
    }
    found
}

/// The intake, or every fault at once.
pub fn parse(draft: &Draft, world: &World) -> Result<Intake, Vec<Fault>> {
    let faults: Vec<Fault> = INTAKE.faults(draft, world).into_iter().filter(Fault::blocks).collect();
    if !faults.is_empty() {
        return Err(faults);
    }
    build(&INTAKE.cleaned(draft, world), world).map_err(|field| vec![Fault::flaw(field, Flaw::Required)])
}

type Built<T> = Result<T, &'static str>;

fn text(draft: &Draft, id: &str) -> Option<String> {
    Some(draft.get(id).to_owned()).filter(|text| !text.is_empty())
}

fn picked<T: Choice>(draft: &Draft, id: &'static str) -> Built<T> {
    draft.choice(id).ok_or(id)
}

fn day(draft: &Draft, id: &'static str) -> Built<JalaliDate> {
    JalaliDate::parse(draft.get(id)).map_err(|_| id)
}

fn build(draft: &Draft, world: &World) -> Built<Intake> {
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

fn occupation(draft: &Draft, world: &World) -> Built<Occupation> {
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

fn applicant(draft: &Draft) -> Built<Applicant> {
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
pub fn answers(intake: &Intake) -> Draft {
    let certificate = &intake.certificate;
    let yes_no = |yes: bool| if yes { YesNo::Yes.id() } else { YesNo::No.id() };
    let mut draft: Draft = [
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
pub fn particulars(applicant: &Applicant) -> Draft {
    let id_field = match applicant.id.kind() {
        PersonIdKind::National => "national-id",
        PersonIdKind::Foreign => "foreigner-id",
    };
    let optional = |text: &Option<String>| text.clone().unwrap_or_default();
    let mut draft = Draft::default();
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
