//! پذیرش: every question of the intake, one row each.

use super::fields::required_if;
use super::{Answers, Field, Finding, FormContext, Kind, Need, PLAIN, Pick, Spec, list_of};
use crate::domain::Choice;
use crate::domain::bank::is_legal_id;
use crate::domain::certificate::{
    CertificateMedium, ExamKind, FieldCluster, RequestKind, RequestReason, parse_certificate_number,
    parse_occupation_code,
};
use crate::domain::choices;
use crate::domain::date::JalaliDate;
use crate::domain::documents::DocumentKind;
use crate::domain::flaw::{FieldError, FieldWarning};
use crate::domain::person::{
    Education, ForeignerId, Gender, MilitaryStatus, NationalId, PersonIdKind, digits_up_to, parse_mobile, parse_name,
    parse_postal_code,
};
use crate::domain::visit::{InPersonReason, RequestMedium, Venue};

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

mod build;
pub use build::{answers, parse, particulars};

/// The questions that the correction of a case asks too.
pub static INTAKE: Spec = Spec { id: "intake", fields: &FIELDS, across };

const fn choice(id: &'static str, list: &'static super::ChoiceList) -> Field {
    Field { id, kind: Kind::Choice(list), ..PLAIN }
}

const fn name(id: &'static str) -> Field {
    let cross_check: super::CrossCheckFn = |text, draft, _| parse_name(text, is_foreigner(draft)).map(|_| None);
    Field { id, kind: Kind::Name, cross_check, ..PLAIN }
}

const fn date(id: &'static str) -> Field {
    Field {
        id,
        kind: Kind::Date,
        max: 10,
        full: 8,
        check: |text, world| not_in_future(text, world).map(|_| None),
        ..PLAIN
    }
}

/// A code typed in full, or chosen from the office's list; an unlisted one is taken with a caution.
pub(super) const OCCUPATION: Field = Field {
    id: "occupation",
    kind: Kind::Pick(Pick::Occupation),
    max: 24,
    check: |text, world| match world.rules.occupation(text) {
        Some(_) => Ok(None),
        None => parse_occupation_code(text).map(|_| Some(FieldWarning::OccupationUnlisted)),
    },
    ..PLAIN
};

static FIELDS: [Field; 34] = [
    Field { section: Some("request"), ..choice("request-kind", &REQUEST_KIND) },
    choice("request-reason", &REQUEST_REASON),
    Field {
        id: "request-other",
        need: |draft, _| required_if(draft.get("request-reason") == RequestReason::Other.id()),
        max: 120,
        ..PLAIN
    },
    Field { section: Some("visit"), propose: |_, _| Some(Venue::Counter.id().into()), ..choice("venue", &VENUE) },
    Field {
        id: "venue-place",
        need: |draft, _| optional_if(is_special(draft)),
        max: 24,
        check: |text, _| venue_place(text).map(|()| None),
        ..PLAIN
    },
    Field {
        propose: |_, _| Some(RequestMedium::CounterOffice.id().into()),
        ..choice("request-medium", &REQUEST_MEDIUM)
    },
    Field {
        propose: |draft, _| {
            Some(if is_special(draft) {
                InPersonReason::SpecialExam.id().into()
            } else {
                InPersonReason::AuthenticatePerson.id().into()
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
        check: |text, _| NationalId::parse(text).map(|(_, caution)| caution),
        ..PLAIN
    },
    Field {
        id: "foreigner-id",
        kind: Kind::Code,
        need: |draft, _| required_if(is_foreigner(draft)),
        max: 12,
        full: 12,
        check: |text, _| ForeignerId::parse(text).map(|_| None),
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
        check: |text, _| digits_up_to(text, 10).map(|_| None),
        ..PLAIN
    },
    Field {
        id: "booklet-series",
        need: |_, _| Need::Optional,
        max: 6,
        check: |text, _| booklet_series(text).map(|_| None),
        ..PLAIN
    },
    Field {
        id: "booklet-serial",
        kind: Kind::Code,
        need: |_, _| Need::Optional,
        max: 8,
        check: |text, _| digits_up_to(text, 8).map(|_| None),
        ..PLAIN
    },
    Field {
        id: "mobile",
        kind: Kind::Code,
        need: |draft, _| required_unless(is_special(draft)),
        max: 16,
        full: 11,
        check: |text, _| parse_mobile(text).map(|_| None),
        ..PLAIN
    },
    Field {
        id: "postal-code",
        kind: Kind::Code,
        need: |draft, _| required_unless(is_special(draft)),
        max: 11,
        full: 10,
        check: |text, _| parse_postal_code(text).map(|(_, caution)| caution),
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
        check: |text, _| parse_certificate_number(text).map(|_| None),
        ..PLAIN
    },
    OCCUPATION,
    Field { id: "occupation-title", need: |draft, world| required_if(is_unlisted(draft, world)), ..PLAIN },
    Field { need: |draft, world| required_if(is_unlisted(draft, world)), ..choice("occupation-starred", &YES_NO) },
    Field { need: |draft, world| required_if(is_unlisted(draft, world)), ..choice("occupation-prerequisite", &YES_NO) },
    Field {
        propose: |draft, world| {
            let listed = world.rules.occupation(draft.get("occupation"))?;
            Some(listed.cluster.id().into())
        },
        ..choice("cluster", &CLUSTER)
    },
    date("issue-date"),
    Field {
        check: |text, world| Ok((JalaliDate::parse(text)? < world.today).then_some(FieldWarning::Expired)),
        // Told of one that has not expired.
        cross_check: |_, draft, _| {
            let renews = draft.choice("request-kind") == Some(RequestKind::Renewal);
            Ok(renews.then_some(FieldWarning::StillValid))
        },
        propose: |draft, world| {
            let issued = JalaliDate::parse(draft.get("issue-date")).ok()?;
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

/// Everything that the centre can find wanting: the papers, then the questions. No id is in both.
pub fn subjects() -> impl Iterator<Item = &'static str> {
    let questions = FIELDS.iter().map(|field| field.id).filter(|id| *id != "correction-reason");
    DocumentKind::ALL.iter().map(|document| document.id()).chain(questions)
}

/// Holds the tracking code of the case that a draft corrects.
pub const CORRECTING: &str = "correcting";

fn optional_if(asked: bool) -> Need {
    if asked { Need::Optional } else { Need::Hidden }
}

fn required_unless(spared: bool) -> Need {
    if spared { Need::Optional } else { Need::Required }
}

fn is_special(draft: &Answers) -> bool {
    draft.choice::<Venue>("venue").is_some_and(Venue::is_special)
}

fn is_foreigner(draft: &Answers) -> bool {
    draft.choice("person-id-kind") == Some(PersonIdKind::Foreign)
}

fn is_unlisted(draft: &Answers, world: &FormContext) -> bool {
    let code = draft.get("occupation");
    parse_occupation_code(code).is_ok() && world.rules.occupation(code).is_none()
}

fn not_in_future(text: &str, world: &FormContext) -> Result<JalaliDate, FieldError> {
    let day = JalaliDate::parse(text)?;
    if day > world.today { Err(FieldError::DateInFuture) } else { Ok(day) }
}

/// The office's own code of a site; eleven digits are the employer's شناسه ملی and must be one.
fn venue_place(text: &str) -> Result<(), FieldError> {
    let code = crate::text::normalize::compact(text);
    let is_id = code.len() == 11 && code.bytes().all(|b| b.is_ascii_digit());
    if is_id && !is_legal_id(&code) { Err(FieldError::LegalIdCheckDigit) } else { Ok(()) }
}

/// A Persian letter and digits, with or without a stroke between; the exact shape is not published.
fn booklet_series(text: &str) -> Result<String, FieldError> {
    let fine = |c: char| c.is_alphanumeric() || matches!(c, '/' | '-' | ' ');
    if text.chars().all(fine) { Ok(text.to_owned()) } else { Err(FieldError::BookletSeries) }
}

fn across(draft: &Answers, _: &FormContext) -> Vec<Finding> {
    let date = |id| JalaliDate::parse(draft.get(id)).ok();
    let (birth, issued, expires) = (date("birth-date"), date("issue-date"), date("expiry-date"));
    let mut found = Vec::new();
    if let (Some(issued), Some(expires)) = (issued, expires)
        && expires <= issued
    {
        found.push(Finding::flaw("expiry-date", FieldError::ExpiryBeforeIssue));
    }
    if let (Some(birth), Some(issued)) = (birth, issued)
        && issued <= birth
    {
        found.push(Finding::flaw("issue-date", FieldError::IssueBeforeBirth));
    }
    found
}
