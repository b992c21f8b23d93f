//! Tasks about a case: from its intake to what the centre does with it.

use super::FormTask;
use crate::desk::ReadError;
use crate::desk::command::{Command, Overrides, Seen};
use crate::domain::acts::kind::ActKind;
use crate::domain::case::Case;
use crate::domain::documents::{DocumentKind, VerdictKind};
use crate::domain::event::SlipKind;
use crate::domain::refusal::Refusal;
use crate::domain::tracking::TrackingCode;
use crate::form::acts::{self, ActForm};
use crate::form::answers::Draft;
use crate::form::{fee, intake, sign_in};
use crate::tui::screen::{Context, Notice, Route, Step};

/// A new request, or one that was begun.
pub fn intake(kept: Option<Draft>, cx: &Context) -> FormTask {
    let command = |answers, draft| Command::Open { draft, answers, consent: Overrides::default() };
    let task = FormTask::asking(&intake::INTAKE, cx.words.say("title-intake"), command).then(|_, done, cx| {
        let Some(case) = done.case else { return Step::BackSaying(Notice::warn(cx.words.say("saved-unread"))) };
        let told = cx.words.with("saved-case", &[("tracking", cx.words.tracking(&case.tracking))]);
        Step::Replace(Route::Documents(case.id)).then(Step::Say(Notice::good(told)))
    });
    FormTask { is_kept: true, kept, recalls: true, ..task }
}

/// The correction of a case starts from its answers, or from an unfinished correction.
pub fn correct(case: &Case, cx: &Context) -> FormTask {
    let (seen, code) = (Seen::of(case), case.tracking.digits());
    let mut known = intake::answers(&case.intake);
    known.set(intake::CORRECTING, code);
    // Where the centre found an answer wanting, that answer is asked first.
    let asked = case.objections.iter().find(|objection| intake::INTAKE.field(&objection.about).is_some());
    let at = asked.map_or_else(String::new, |objection| objection.about.clone());
    let command = move |answers, draft| Command::Correct { seen, draft, answers, consent: Overrides::default() };
    let task = FormTask::asking(&intake::INTAKE, titled("title-correct", case, cx), command);
    FormTask { known, at, is_kept: true, kept: kept_for(intake::CORRECTING, code, cx), ..task }
}

/// The fee of a case, or an unfinished one.
pub fn fee(case: &Case, cx: &Context) -> FormTask {
    let (seen, code) = (Seen::of(case), case.tracking.digits());
    let tariff = match cx.desk.tariff(case) {
        Some(row) => cx.words.tariff(row),
        None => vec![cx.words.refusal(&Refusal::NoTariffRow).whole()],
    };
    let command = move |answers, draft| Command::ConfirmPayment { seen, draft, answers, consent: Overrides::default() };
    let task = FormTask::asking(&fee::FEE, titled("title-fee", case, cx), command)
        .told([case.intake.applicant.full_name()].into_iter().chain(tariff))
        .then(|_, done, cx| match done.case {
            Some(case) => {
                let notice = Notice::good(cx.words.say("saved-fee"));
                Step::Replace(Route::Slip(case.id, SlipKind::Receipt)).then(Step::Say(notice))
            }
            None => Step::BackSaying(Notice::warn(cx.words.say("saved-unread"))),
        });
    let known = [(fee::FEE_OF, code)].into_iter().collect();
    FormTask { due: cx.desk.due(case), known, is_kept: true, kept: kept_for(fee::FEE_OF, code, cx), ..task }
}

/// The unfinished answers about a case, if there are any.
fn kept_for(key: &str, code: &str, cx: &Context) -> Option<Draft> {
    cx.desk.drafts().into_iter().find(|kept| kept.draft.get(key) == code)
}

/// The form that a draft belongs to; none if the case that it is about is not here.
///
/// # Errors
/// [`ReadError`] if the case that it is about cannot be read.
pub fn resumed(draft: Draft, cx: &Context) -> Result<Option<FormTask>, ReadError> {
    let of_case = |key: &str| match draft.draft.get(key) {
        "" => Ok(None),
        code => cx.desk.by_tracking(code).map(Some),
    };
    Ok(match (of_case(fee::FEE_OF)?, of_case(intake::CORRECTING)?) {
        (Some(case), _) => case.map(|case| fee(&case, cx)),
        (None, Some(case)) => case.map(|case| correct(&case, cx)),
        (None, None) => Some(intake(Some(draft), cx)),
    })
}

/// The request is taken back.
pub fn withdraw(seen: Seen, case: &Case, cx: &Context) -> FormTask {
    let title = titled("title-withdraw", case, cx);
    FormTask::asking(&acts::WITHDRAW, title, move |answers, _| Command::Withdraw { seen, answers })
}

/// Why a paper was refused, is suspect, or was not needed.
pub fn verdict(seen: Seen, document: DocumentKind, verdict: VerdictKind, cx: &Context) -> FormTask {
    let args = [("document", cx.words.choice(document)), ("verdict", cx.words.choice(verdict))];
    let command = move |answers, _| Command::Judge { seen, document, verdict, answers, consent: Overrides::default() };
    FormTask::asking(&acts::VERDICT_TEXT, cx.words.with("title-verdict", &args), command)
}

/// What happens after the counter.
pub fn act(seen: Seen, form: ActForm, case: &Case, cx: &Context) -> FormTask {
    let args = [("act", cx.words.choice(form.act)), ("tracking", cx.words.tracking(&case.tracking))];
    let command = move |answers, _| Command::Act { seen, form, answers, consent: Overrides::default() };
    let decides = matches!(form.act, ActKind::Approve | ActKind::Return | ActKind::Reject);
    FormTask::asking(form.spec, cx.words.with("title-centre", &args), command)
        .told([case.intake.applicant.full_name()])
        .then(move |_, done, cx| {
            let slip = done.case.as_ref().zip(done.slips.first()).map(|(case, slip)| Route::Slip(case.id, *slip));
            let said = Step::Say(match done.case {
                Some(_) => Notice::good(cx.words.say("saved")),
                None => Notice::warn(cx.words.say("saved-unread")),
            });
            match (decides, slip) {
                // The centre has decided: what the decision was taken on is closed with it.
                (true, Some(slip)) => Step::Back.then(Step::Replace(slip)).then(said),
                (true, None) => Step::Back.then(Step::Back).then(said),
                (false, Some(slip)) => Step::Replace(slip),
                (false, None) => Step::Back.then(said),
            }
        })
}

/// Whether a case is the same request as this other one.
pub fn judge_duplicate((seen, form): (Seen, ActForm), case: &Case, other: &TrackingCode, cx: &Context) -> FormTask {
    let known = [("other-case", other.digits())].into_iter().collect();
    FormTask { known, at: "duplicate".to_owned(), ..act(seen, form, case, cx) }
}

/// Why what is about to be kept is another request than that of this case.
pub fn distinct(other: &Case, cx: &Context) -> FormTask {
    let told = cx.words.with("distinct-preface", &[("tracking", cx.words.tracking(&other.tracking))]);
    FormTask::agreeing(&acts::DISTINCT, cx.words.say("title-compare")).told([told])
}

/// A supervisor's word on a question that was asked.
pub fn approval(cx: &Context) -> FormTask {
    FormTask::agreeing(&sign_in::APPROVAL, cx.words.say("title-approval")).told([cx.words.say("approval-preface")])
}

/// All that wait and leave nothing to be asked: how many they are, and the first of them.
///
/// # Errors
/// [`ReadError`] if it cannot be read which cases wait.
pub fn approve_clean(cx: &Context) -> Result<FormTask, ReadError> {
    let clean = cx.desk.clean()?;
    let names = clean.iter().map(|case| case.intake.applicant.full_name()).take(6);
    let told = cx.words.with("approve-clean-preface", &[("count", cx.words.number(clean.len()))]);
    let command = |answers, _| Command::ApproveClean { answers };
    let task = FormTask::asking(&sign_in::SIGN, cx.words.say("key-approve-clean"), command)
        .told([told].into_iter().chain(names))
        .then(|_, done, cx| {
            let (count, left) = (cx.words.number(done.together.len()), cx.words.number(done.left.len()));
            Step::BackSaying(if done.left.is_empty() {
                Notice::good(cx.words.with("approved-together", &[("count", count)]))
            } else {
                Notice::warn(cx.words.with("approved-and-left", &[("count", count), ("left", left)]))
            })
        });
    Ok(task)
}

/// A title that names the case.
fn titled(id: &str, case: &Case, cx: &Context) -> String {
    cx.words.with(id, &[("tracking", cx.words.tracking(&case.tracking))])
}
