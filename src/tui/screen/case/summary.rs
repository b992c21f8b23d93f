//! What is told of a case on several screens: whose it is, and what the desk knows beside it.

use crate::desk::ReadError;
use crate::domain::audit::Accessed;
use crate::domain::case::Case;
use crate::domain::event::CaseId;
use crate::domain::tracking::TrackingCode;
use crate::tui::paint::canvas::{Area, Canvas};
use crate::tui::screen::Context;

/// Reads a case anew, for whoever sits here now; false if it stays as it was because it could not be read.
pub fn renew(case: &mut Case, cx: &Context) -> bool {
    match cx.desk.case(case.id) {
        Ok(Some(now)) if cx.desk.log_access(Accessed::Case { case: now.id }).is_ok() => {
            *case = now;
            true
        }
        Ok(_) | Err(_) => false,
    }
}

/// Whose case it is, on one line.
pub fn about(case: &Case, cx: &Context) -> String {
    let words = cx.words;
    words.with(
        "case-about",
        &[
            ("name", case.intake.applicant.full_name()),
            ("kind", words.choice(case.intake.request.kind)),
            ("occupation", crate::text::isolate(&case.intake.certificate.occupation.title)),
            ("stage", words.choice(case.stage)),
        ],
    )
}

/// Whose case it is, and on the row below that it may have changed since it was read.
pub fn head(canvas: &mut Canvas, area: Area, (case, stale): (&Case, bool), cx: &Context) {
    canvas.text(area, &about(case, cx), canvas.theme.title());
    if stale {
        canvas.text(area.row(1), &cx.words.say("unread-case"), canvas.theme.bad());
    }
}

/// How often a person comes, where that is worth a look.
pub fn visit_frequency(digits: &str, except: Option<CaseId>, cx: &Context) -> Option<String> {
    match cx.desk.visit_frequency(digits, except) {
        Ok(spans) => cx.words.visit_frequency(spans, cx.desk.rules().requests_per_span),
        Err(_) => Some(cx.words.say("unread-frequency")),
    }
}

/// The same of the person of a case, which does not count itself.
pub fn visit_frequency_of(case: &Case, cx: &Context) -> Option<String> {
    visit_frequency(case.intake.applicant.id.digits(), Some(case.id), cx)
}

/// The other case on the same certificate that is not finished, if there is one.
fn open_related(case: &Case, cx: &Context) -> Option<String> {
    other_case(cx.desk.open_case_on(&case.intake.certificate.number, Some(case.id)), "case-alike", cx)
}

/// The other case in which this person is doubted, if there is one.
fn doubted_in(case: &Case, cx: &Context) -> Option<String> {
    other_case(cx.desk.doubted_in(case), "case-doubted", cx)
}

fn other_case(other: Result<Option<TrackingCode>, ReadError>, id: &'static str, cx: &Context) -> Option<String> {
    match other {
        Ok(other) => Some(cx.words.with(id, &[("tracking", cx.words.tracking(&other?))])),
        Err(_) => Some(cx.words.say("unread-certificate")),
    }
}

/// What the desk knows beside a case and somebody should know who looks at it.
pub fn noted(case: &Case, cx: &Context) -> Vec<String> {
    let doubted = doubted_in(case, cx).into_iter();
    doubted.chain(visit_frequency_of(case, cx)).chain(open_related(case, cx)).collect()
}
