//! Where an operator can go: the one place that makes screens.

use super::ask::AskScreen;
use super::case::CaseScreen;
use super::case::compare::CompareScreen;
use super::case::documents::DocumentsScreen;
use super::case::related::RelatedScreen;
use super::case::review::ReviewScreen;
use super::desk::day::DayScreen;
use super::desk::find::FindScreen;
use super::desk::queue::QueueScreen;
use super::form::FormScreen;
use super::form::task::{case as of_case, office as of_office, people};
use super::office::menu::MenuScreen;
use super::reading::card::CardScreen;
use super::reading::help::HelpScreen;
use super::reading::self_check::SelfCheck;
use super::reading::slip::SlipScreen;
use super::{Context, Notice, Route, Screen};
use crate::desk::ReadError;
use crate::domain::audit::Accessed;
use crate::domain::case::Case;
use crate::domain::event::CaseId;
use crate::domain::operator::Role;
use crate::domain::tracking::TrackingCode;

/// The screen of a route.
///
/// # Errors
/// What is to be told if what the screen is about cannot be read.
pub fn open(route: Route, cx: &Context) -> Result<Box<dyn Screen>, Notice> {
    let case = |id| case(id, cx);
    let form = |task| -> Box<dyn Screen> { Box::new(FormScreen::new(task, cx)) };
    Ok(match route {
        Route::Home => home(cx),
        Route::Queue => Box::new(QueueScreen::new(cx)),
        Route::Day => Box::new(DayScreen::new(false, cx)),
        Route::Find => Box::new(FindScreen::default()),
        Route::Case(id) => Box::new(CaseScreen::new(case(id)?, cx)),
        Route::Documents(id) => Box::new(DocumentsScreen::new(case(id)?, cx)),
        Route::Review(id) => Box::new(ReviewScreen::new(case(id)?, cx)),
        Route::Related(id) => Box::new(RelatedScreen::new(looked_at(id, |case| Accessed::Related { case }, cx)?, cx)),
        Route::Compare { own, other } => Box::new(CompareScreen::of(case(own)?, case(other)?)),
        Route::CompareNew { answers, other } => Box::new(CompareScreen::before(answers, coded(&other, cx)?, cx)),
        Route::Acts(id) => Box::new(MenuScreen::of_case(case(id)?)),
        Route::Office => Box::new(MenuScreen::of_office()),
        Route::Inspection => Box::new(MenuScreen::of_inspection()),
        Route::Resume(draft) => form(readable(of_case::resumed(draft, cx), cx)?.ok_or_else(|| not_here(cx))?),
        Route::SetUp => form(people::set_up(cx)),
        Route::SignIn => form(people::sign_in(cx)),
        Route::Unlock => form(people::unlock(cx)),
        Route::Recover => form(people::recover(cx)),
        Route::Enrol => form(people::enrol(cx)),
        Route::Operator(spec) => form(people::operator(spec, cx)),
        Route::ConfirmOperator => form(people::confirm_operator(cx)),
        Route::IssueRecovery => form(people::issue_recovery(cx)),
        Route::AdoptRules => form(of_office::adopt_rules(cx)),
        Route::RotateKeys => form(people::rotate_keys(cx)),
        Route::HandOver => form(people::hand_over(cx)),
        Route::Intake => form(of_case::intake(None, cx)),
        Route::Correct(id) => {
            // What is to be corrected stands in the form as it was typed, the person's number too.
            form(of_case::correct(&looked_at(id, |case| Accessed::Revealed { case }, cx)?, cx))
        }
        Route::Fee(id) => form(of_case::fee(&case(id)?, cx)),
        Route::Withdraw(seen) => form(of_case::withdraw(seen, &case(seen.case)?, cx)),
        Route::Verdict { seen, document, verdict } => form(of_case::verdict(seen, document, verdict, cx)),
        Route::Act(seen, asked) => form(of_case::act(seen, asked, &case(seen.case)?, cx)),
        Route::JudgeDuplicate { seen, form: asked, other } => {
            form(of_case::judge_duplicate((seen, asked), &case(seen.case)?, &other, cx))
        }
        Route::Distinct(other) => form(of_case::distinct(&case(other)?, cx)),
        Route::Approval => form(of_case::approval(cx)),
        Route::ApproveClean => form(readable(of_case::approve_clean(cx), cx)?),
        Route::Blanks(spec) => form(of_office::blanks(spec, cx)),
        Route::CountTill => form(of_office::count_till(cx)),
        Route::CloseDay => form(of_office::close_day(cx)),
        Route::WrittenHead => form(of_office::written_head(cx)),
        Route::Trail => form(of_office::trail(cx)),
        Route::Bring => form(of_office::bring(cx)),
        Route::Slip(id, slip) => Box::new(SlipScreen::of(case(id)?, slip, cx.desk.witness())),
        Route::Paper(paper) => Box::new(SlipScreen::paper(paper)),
        Route::Card => Box::new(CardScreen::default()),
        Route::SelfCheck { first_start } => Box::new(SelfCheck::new(first_start)),
        Route::NothingDue(id) => Box::new(AskScreen::nothing_due(case(id)?)),
        Route::Rule(question, other) => Box::new(AskScreen::rule(question, other)),
        Route::Quit => Box::new(AskScreen::quit()),
    })
}

/// Where a session begins: whatever the desk needs first.
pub fn first(cx: &Context) -> Route {
    match (cx.desk.office(), cx.desk.operator()) {
        (None, _) => Route::SetUp,
        (Some(_), None) => Route::SignIn,
        (Some(_), Some(_)) => Route::Home,
    }
}

/// The keys of the screen in front.
pub fn help(front: &dyn Screen, cx: &Context) -> Box<dyn Screen> {
    Box::new(HelpScreen::about(front, cx))
}

/// The screen after signing in: the queue, or the day if it has not been opened.
fn home(cx: &Context) -> Box<dyn Screen> {
    // Whoever only reads waits for nobody to open the day.
    if cx.desk.day_is_open() || cx.desk.role() == Role::Inspector {
        Box::new(QueueScreen::new(cx))
    } else {
        Box::new(DayScreen::new(true, cx))
    }
}

/// No screen gets a case that is not noted as looked at.
fn case(id: CaseId, cx: &Context) -> Result<Case, Notice> {
    looked_at(id, |case| Accessed::Case { case }, cx)
}

fn looked_at(id: CaseId, what: fn(CaseId) -> Accessed, cx: &Context) -> Result<Case, Notice> {
    let case = readable(cx.desk.case(id), cx)?.ok_or_else(|| not_here(cx))?;
    readable(cx.desk.log_access(what(id)), cx)?;
    Ok(case)
}

fn coded(code: &TrackingCode, cx: &Context) -> Result<Case, Notice> {
    let found = readable(cx.desk.by_tracking(code.digits()), cx)?.ok_or_else(|| not_here(cx))?;
    case(found.id, cx)
}

fn readable<T>(read: Result<T, ReadError>, cx: &Context) -> Result<T, Notice> {
    read.map_err(|error| Notice::unreadable(&error, cx.words))
}

fn not_here(cx: &Context) -> Notice {
    Notice::warn(cx.words.say("case-not-here"))
}
