//! The closed lists as versions 1 to 3 stored them: an answer by its place in this order.
//!
//! Frozen. The lists of the domain may be put into any other order, and grow anywhere.

use serde::de::Error;
use serde::{Deserialize, Deserializer};

use crate::domain::Choice;
use crate::domain::certificate::{CertificateMedium, ExamKind, FieldCluster, RequestKind, RequestReason};
use crate::domain::collector::CollectorKind;
use crate::domain::documents::{DocumentKind, VerdictKind};
use crate::domain::duplicate::DuplicateDecision;
use crate::domain::event::SlipKind;
use crate::domain::fees::PaymentMethod;
use crate::domain::inquiry::{InquiryBy, InquiryResult, InquiryWay};
use crate::domain::office::{OfficeKind, OfficeLevel};
use crate::domain::operator::Role;
use crate::domain::person::{Education, Gender, MilitaryStatus};
use crate::domain::produced::OriginalFate;
use crate::domain::question::Question;
use crate::domain::visit::{InPersonReason, RequestMedium, Venue};

/// A closed list of versions 1 to 3.
pub trait Frozen: Choice {
    /// The ids in stored order.
    const IDS: &'static [&'static str];
}

/// An answer of such a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Old<T>(pub T);

impl<'de, T: Frozen> Deserialize<'de> for Old<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Old<T>, D::Error> {
        let place = usize::try_from(u32::deserialize(deserializer)?).unwrap_or(usize::MAX);
        let found = T::IDS.get(place).and_then(|id| T::from_id(id));
        found.map(Old).ok_or_else(|| D::Error::custom("no such answer"))
    }
}

macro_rules! frozen {
    ($($name:ident: $($id:literal)+;)+) => {
        $(impl Frozen for $name { const IDS: &'static [&'static str] = &[$($id),+]; })+
        /// Each list by its own id, with its answers in stored order.
        pub const ALL: &[(&str, &[&str])] = &[$((<$name as Choice>::KIND, &[$($id),+])),+];
    };
}

frozen! {
    PaymentMethod: "gateway" "card-terminal" "bank-deposit";
    Question: "national-id-repeated" "reference-used" "military-substitute" "suspicion-lifted" "certificate-has-open-case" "toman-meant" "four-eyes" "registry-mismatch" "inquiry-pending" "stock-differs" "fee-waived" "tariff-unknown" "paper-waived";
    InquiryBy: "agency" "applicant";
    InquiryWay: "hand" "batch";
    InquiryResult: "match" "mismatch" "no-record";
    DuplicateDecision: "distinct" "same";
    OriginalFate: "surrendered" "destroyed" "declared-lost" "electronic";
    CollectorKind: "holder" "representative";
    OfficeKind: "counter-office" "general-directorate" "county-office" "centre" "prison" "industry-site";
    OfficeLevel: "national" "provincial" "county";
    SlipKind: "receipt" "deficiency" "referral" "delivery";
    Role: "clerk" "supervisor" "reviewer" "inspector";
    RequestKind: "renewal" "replacement";
    RequestReason: "expired" "lost" "damaged" "particulars-changed" "paper-to-electronic" "other";
    CertificateMedium: "electronic" "paper";
    FieldCluster: "services" "culture-art" "industry" "agriculture";
    ExamKind: "periodic" "agreement" "construction" "end-of-course" "training-referral";
    RequestMedium: "counter-office" "similar-office" "internet" "mobile-app" "email" "post" "call-centre" "sms" "other";
    InPersonReason: "authenticate-person" "authenticate-document" "no-infrastructure" "special-exam";
    Venue: "counter" "industry-site" "prison";
    DocumentKind: "identity-booklet" "national-card" "last-degree" "military-completion" "prerequisite-certificate" "failure-certificate" "related-higher-degree" "previous-certificate";
    VerdictKind: "original-seen" "copy-matches" "copy-taken" "attested" "substitute" "missing" "refused" "suspected-forged" "accepted-without";
    Gender: "male" "female";
    Education: "none" "primary" "lower-secondary" "diploma" "associate" "bachelor" "master" "doctorate";
    MilitaryStatus: "completed" "exempt" "temporarily-exempt" "student" "serving" "not-subject";
}
