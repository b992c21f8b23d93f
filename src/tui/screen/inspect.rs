//! بازرسی: whether everything holds, and what was done and looked at, by whom.

use super::slip::SlipScreen;
use super::{Context, Step};
use crate::domain::event::CaseId;
use crate::domain::operator::Role;
use crate::form::inspection::Asked;
use crate::store::audit::Written;
use crate::store::trail::Trace;
use crate::store::views::{Look, View};

/// No more are shown at once; what is narrower asked for shows the rest.
const MOST_TOLD: usize = 500;

/// Who inspects: an inspector, and a supervisor.
pub(super) fn why_not(cx: &Context) -> Option<String> {
    let may = matches!(cx.desk.role(), Role::Supervisor | Role::Inspector);
    (!may).then(|| cx.words.say("why-not-audit"))
}

/// Whether everything holds, and is as it was written down.
pub(super) fn holds(written: &[Written], cx: &Context) -> Step {
    let words = cx.words;
    let told = match cx.desk.inspect(written) {
        Ok(found) => words.verified(found.events, found.signed, found.matched, &found.head),
        Err(broken) => words.trouble(broken.code(), &broken.args()).whole(),
    };
    Step::push(SlipScreen::text(words.say("title-audit"), told))
}

/// What was done and looked at, first to last.
pub(super) fn trail(asked: &Asked, cx: &Context) -> Step {
    let words = cx.words;
    let tell = |trace: Trace| {
        let (wall_ms, operator, event) = match trace {
            Trace::Act(sealed) => (sealed.envelope.moment.wall_ms, &sealed.envelope.operator, words.event(sealed)),
            Trace::Look(view) => (view.wall_ms, &view.operator, look(view, cx)),
        };
        let operator = if operator.is_empty() { words.say("nobody") } else { words.code(operator) };
        words.with("case-event", &[("moment", words.moment(wall_ms)), ("operator", operator), ("event", event)])
    };
    let text = match cx.desk.trail(asked, MOST_TOLD, tell) {
        Ok(told) => words.trail(&told),
        Err(error) => words.trouble(error.code(), &error.args()).whole(),
    };
    let title = if asked.exceptions { "audit-exceptions" } else { "title-trail" };
    Step::push(SlipScreen::text(words.say(title), text))
}

/// A look, told.
fn look(view: &View, cx: &Context) -> String {
    let words = cx.words;
    let code = |case: CaseId| match cx.desk.case(case) {
        Ok(Some(case)) => words.tracking(&case.tracking),
        _ => words.say("empty"),
    };
    match &view.what {
        Look::SignedIn => words.say("look-signed-in"),
        Look::SignInFailed { sign_in } => words.with("look-sign-in-failed", &[("sign-in", words.code(sign_in))]),
        Look::SignedOut => words.say("look-signed-out"),
        Look::Case { case } => words.with("look-case", &[("tracking", code(*case))]),
        Look::Revealed { case } => words.with("look-revealed", &[("tracking", code(*case))]),
        Look::Alike { case } => words.with("look-alike", &[("tracking", code(*case))]),
        Look::Searched { query, found } => {
            let args = [("query", crate::text::isolate(query)), ("found", words.number(found))];
            words.with("look-searched", &args)
        }
        Look::Known { case } => words.with("look-known", &[("tracking", code(*case))]),
        Look::Listed => words.say("look-listed"),
        Look::Blanked => words.say("look-blanked"),
        Look::Inspected => words.say("look-inspected"),
    }
}
