//! استعلام ثبت احوال: the civil registry is asked about a person (form lines 367–369).

use super::choices;
use super::date::JalaliDate;
use super::lineage::PersonRef;

choices! {
    /// Who asks the civil registry (form lines 367–369).
    InquiryBy, "inquiry-by", { Agency = "agency", Applicant = "applicant" }
}

choices! {
    /// How it is asked; the desk itself is never online.
    InquiryWay, "inquiry-way", { Hand = "hand", Batch = "batch" }
}

choices! {
    InquiryResult, "inquiry-result", { Match = "match", Mismatch = "mismatch", NoRecord = "no-record" }
}

/// An inquiry about identity particulars and photo, as it stands in a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inquiry {
    pub by: InquiryBy,
    pub way: InquiryWay,
    /// The number of the person about whom it was asked.
    pub about: String,
    pub asked_by: Option<PersonRef>,
    pub answer: Option<InquiryAnswer>,
    /// Who recorded the answer.
    pub answered_by: Option<PersonRef>,
    /// The particulars that it was asked about were corrected since.
    pub lapsed: bool,
    /// A supervisor let the case go on in spite of the answer.
    pub lifted: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InquiryAnswer {
    pub result: InquiryResult,
    /// The day on the answer.
    pub on: JalaliDate,
    pub note: String,
}

impl Inquiry {
    /// It was asked and is not answered.
    pub fn is_open(&self) -> bool {
        self.answer.is_none() && !self.lapsed
    }

    /// The registry did not agree, and no supervisor has let that pass: a later answer does not take it back.
    pub fn disagrees(&self) -> bool {
        let answer = self.answer.as_ref().filter(|_| !self.lifted);
        answer.is_some_and(|answer| answer.result != InquiryResult::Match)
    }
}
