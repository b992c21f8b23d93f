//! How the request came, and where the person sits.

use super::certificate::{Certificate, RequestKind, RequestReason};
use super::choices;
use super::person::Applicant;

choices! {
    /// رسانه ارتباطی in the form's request stage, lines 181–222.
    RequestMedium, "request-medium", {
        CounterOffice = "counter-office", SimilarOffice = "similar-office", Internet = "internet",
        MobileApp = "mobile-app", Email = "email", Post = "post", CallCentre = "call-centre",
        Sms = "sms", Other = "other",
    }
}

choices! {
    /// ضرورت مراجعه حضوری: the four reasons of the form.
    InPersonReason, "in-person-reason", {
        AuthenticatePerson = "authenticate-person", AuthenticateDocument = "authenticate-document",
        NoInfrastructure = "no-infrastructure", SpecialExam = "special-exam",
    }
}

choices! {
    /// Where the person is served. The form names industries and prisons on lines 142–179 and 255–299.
    Venue, "venue", { Counter = "counter", IndustrySite = "industry-site", Prison = "prison" }
}

impl Venue {
    /// People there may have no phone, no postal code and no degree, and the venue may hold their papers.
    pub fn is_special(self) -> bool {
        self != Venue::Counter
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    pub medium: RequestMedium,
    pub reason: InPersonReason,
    pub venue: Venue,
    /// The site by a code of the office's own; never a ward or a sentence.
    pub place: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    pub kind: RequestKind,
    pub reason: RequestReason,
    /// In the applicant's words, where the reason is «other».
    pub other: Option<String>,
}

/// Everything that پذیرش asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Intake {
    pub request: Request,
    pub certificate: Certificate,
    pub applicant: Applicant,
    pub visit: Visit,
}
