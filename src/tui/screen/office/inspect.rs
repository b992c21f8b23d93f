//! بازرسی: whether everything holds, and what was done and looked at, by whom.

use crate::domain::audit::{Accessed, AuditQuery, Trace, Written};
use crate::domain::event::CaseId;
use crate::domain::operator::Role;
use crate::tui::screen::{Context, Paper, Route, Step};

/// No more are shown at once; what is narrower asked for shows the rest.
const MOST_TOLD: usize = 500;

/// Who inspects: an inspector, and a supervisor.
pub(in crate::tui) fn why_not(cx: &Context) -> Option<String> {
    let may = matches!(cx.desk.role(), Role::Supervisor | Role::Inspector);
    (!may).then(|| cx.words.say("why-not-audit"))
}

/// Whether everything holds, and is as it was written down; and to where that is told.
pub(in crate::tui) fn holds(written: &Written, cx: &Context) -> (bool, Step) {
    let words = cx.words;
    let found = cx.desk.inspect(written);
    let told = match &found {
        Ok(found) => words.verified([found.events, found.signed, found.matched, found.keys], found.acts, &found.head),
        Err(broken) => words.system_error(broken.code(), &broken.args()).whole(),
    };
    (found.is_ok(), Step::Go(Route::Paper(Paper::shown(words.say("title-audit"), told))))
}

/// What was done and looked at, first to last.
pub(in crate::tui) fn trail(query: &AuditQuery, cx: &Context) -> Step {
    let words = cx.words;
    let tell = |trace: Trace| {
        let (wall_ms, operator, event) = match trace {
            Trace::Act { recorded, among_themselves } => {
                let event = words.event(recorded);
                let told = if among_themselves { words.among_themselves(&event) } else { event };
                (recorded.envelope.moment.wall_ms, recorded.envelope.signed_in(), told)
            }
            Trace::Access(entry) => (entry.wall_ms, entry.operator.as_str(), access(&entry.what, cx)),
        };
        let operator = if operator.is_empty() { words.say("nobody") } else { words.code(operator) };
        words.with("case-event", &[("moment", words.moment(wall_ms)), ("operator", operator), ("event", event)])
    };
    let text = match cx.desk.trail(query, MOST_TOLD, tell) {
        Ok((told, None)) => words.trail(&told),
        Ok((mut told, Some(broken))) => {
            told.insert(0, words.system_error(broken.code(), &broken.args()).whole());
            words.trail(&told)
        }
        Err(error) => words.system_error(error.code(), &error.args()).whole(),
    };
    let title = if query.exceptions { "audit-exceptions" } else { "title-trail" };
    Step::Go(Route::Paper(Paper::shown(words.say(title), text)))
}

/// What was looked at, told.
fn access(what: &Accessed, cx: &Context) -> String {
    let words = cx.words;
    let code = |case: CaseId| match cx.desk.case(case) {
        Ok(Some(case)) => words.tracking(&case.tracking),
        Ok(None) => words.say("empty"),
        Err(_) => words.say("unread"),
    };
    match what {
        Accessed::SignedIn => words.say("look-signed-in"),
        Accessed::SignInFailed { sign_in } if sign_in.is_empty() => words.say("look-sign-in-unknown"),
        Accessed::SignInFailed { sign_in } => words.with("look-sign-in-failed", &[("sign-in", words.code(sign_in))]),
        Accessed::SignedOut => words.say("look-signed-out"),
        Accessed::Case { case } => words.with("look-case", &[("tracking", code(*case))]),
        Accessed::Revealed { case } => words.with("look-revealed", &[("tracking", code(*case))]),
        Accessed::Related { case } => words.with("look-alike", &[("tracking", code(*case))]),
        Accessed::Searched { query, found } => {
            let args = [("query", crate::text::isolate(query)), ("found", words.number(found))];
            words.with("look-searched", &args)
        }
        Accessed::Known { case } => words.with("look-known", &[("tracking", code(*case))]),
        Accessed::Listed => words.say("look-listed"),
        Accessed::Blanked => words.say("look-blanked"),
        Accessed::Inspected => words.say("look-inspected"),
        Accessed::Refused { act, code: refusal, case } => {
            let act = crate::text::ltr(act);
            let args = [("act", act), ("code", crate::text::ltr(refusal))];
            let told = words.with("look-refused", &args);
            match case {
                Some(case) => words.with("look-refused-case", &[("told", told), ("tracking", code(*case))]),
                None => told,
            }
        }
        Accessed::Salvaged { reason: None } => words.say("look-salvaged"),
        Accessed::Salvaged { reason: Some(reason) } => words.with("look-salvaged-full", &[("reason", reason.clone())]),
    }
}
