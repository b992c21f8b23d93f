//! The skill certificate (گواهینامه مهارت) and what is requested for it.

use super::choices;
use super::date::JalaliDate;
use super::flaw::FieldError;

choices! {
    /// نوع درخواست: the form's title, lines 5–7.
    RequestKind, "request-kind", { Renewal = "renewal", Replacement = "replacement" }
}

choices! {
    /// Why it is requested. The form does not list reasons; these are the office's.
    RequestReason, "request-reason", {
        Expired = "expired", Lost = "lost", Damaged = "damaged", ParticularsChanged = "particulars-changed",
        PaperToElectronic = "paper-to-electronic", Other = "other",
    }
}

choices! {
    /// الکترونیکی و غیر الکترونیکی: lines 5–7 and 29.
    CertificateMedium, "medium", { Electronic = "electronic", Paper = "paper" }
}

choices! {
    /// The four field clusters of the fee rows, lines 94–100.
    FieldCluster, "cluster", {
        Services = "services", CultureArt = "culture-art", Industry = "industry", Agriculture = "agriculture",
    }
}

choices! {
    /// The five kinds of exam of lines 36–45.
    ExamKind, "exam", {
        Periodic = "periodic", Agreement = "agreement", Construction = "construction",
        EndOfCourse = "end-of-course", TrainingReferral = "training-referral",
    }
}

/// حرفه, as it stood when the request was taken in: a later list does not change old cases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occupation {
    pub code: String,
    pub title: String,
    /// حرفه ستاره‌دار: a failure certificate (or a related degree) is asked for.
    pub starred: bool,
    /// Another certificate must have been held before it.
    pub prerequisite: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    pub medium: CertificateMedium,
    pub number: String,
    pub occupation: Occupation,
    pub cluster: FieldCluster,
    pub issued: JalaliDate,
    pub expires: JalaliDate,
    pub exam: ExamKind,
}

/// A code as the agency writes it: digits, slashes and dashes, at most 24.
///
/// No published source gives its shape, so it is never refused for its shape beyond that.
pub fn parse_occupation_code(text: &str) -> Result<String, FieldError> {
    let fits = (1..=24).contains(&text.len());
    if fits && text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'/' | b'-')) {
        Ok(text.to_owned())
    } else {
        Err(FieldError::CodeShape)
    }
}

/// A certificate number: letters of any script, digits, `/` and `-`, upper case; its shape is not published.
pub fn parse_certificate_number(text: &str) -> Result<String, FieldError> {
    let fine = |c: char| c.is_alphanumeric() || matches!(c, '/' | '-' | '.');
    if text.chars().all(fine) && text.chars().any(|c| c.is_ascii_digit()) {
        Ok(text.to_uppercase())
    } else {
        Err(FieldError::CodeShape)
    }
}
