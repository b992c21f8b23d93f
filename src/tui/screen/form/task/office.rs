//! Tasks of the office: blanks, the day, the inspection, and what must be brought.

use super::FormTask;
use crate::desk::command::{Command, Overrides};
use crate::form::{BoundForm, Spec, bring, day, inspection, rules};
use crate::tui::screen::desk::closing::closed;
use crate::tui::screen::office::inspect;
use crate::tui::screen::{Context, Paper, Route, Step};
use crate::words::Bring;

/// Blank certificates received, spoiled, given back.
pub fn blanks(form: &'static Spec, cx: &Context) -> FormTask {
    let title = cx.words.say(&format!("title-{}", form.id));
    FormTask::asking(form, title, move |answers, _| Command::MoveBlanks { form, answers })
}

/// What is in the drawer.
pub fn count_till(cx: &Context) -> FormTask {
    FormTask::asking(&day::COUNT_TILL, cx.words.say("title-count-till"), |answers, _| Command::CountTill { answers })
}

/// The files that the program was started with become the rules in force.
pub fn adopt_rules(cx: &Context) -> FormTask {
    let words = cx.words;
    let offered = cx.desk.rules_offered();
    let told = match (offered.is_empty(), cx.desk.rules_are_adopted()) {
        (true, true) => words.say("adopt-rules-nothing"),
        (true, false) => words.say("adopt-rules-unadopted"),
        (false, _) => words.with(
            "adopt-rules-preface",
            &[("files", words.list(&offered.iter().map(|file| words.code(file)).collect::<Vec<_>>()))],
        ),
    };
    FormTask::asking(&rules::ADOPT_RULES, words.say("title-adopt-rules"), |answers, _| Command::AdoptRules {
        answers,
        consent: Overrides::default(),
    })
    .told([told])
    .then_told()
}

/// What there is to be counted before the day is closed.
pub fn close_day(cx: &Context) -> FormTask {
    let command = |answers, _| Command::CloseDay { answers, consent: Overrides::default() };
    FormTask::asking(&day::CLOSE_DAY, cx.words.say("key-close-day"), command)
        .told([cx.words.say("close-day-preface")])
        .then(|_, done, cx| done.closed.map_or(Step::Back, |day| closed(&day, cx)))
}

/// Holds a head that was written down against the chain. Where it agrees, the next one can be typed below what is said
/// of it; where not, it stays to be compared with the paper.
pub fn written_head(cx: &Context) -> FormTask {
    let submit = |form: &BoundForm, _, cx: &Context| {
        inspection::written(form).map_or(Step::Stay, |written| match inspect::holds(&written, cx) {
            (true, told) => Step::Replace(Route::WrittenHead).then(told),
            (false, told) => told,
        })
    };
    FormTask::new(&inspection::HEAD, cx.words.say("title-written-head"), submit)
        .told([cx.words.say("written-head-preface")])
}

/// Who did what and who looked at what.
pub fn trail(cx: &Context) -> FormTask {
    let submit = |form: &BoundForm, _, cx: &Context| inspect::trail(&inspection::audit_query(form), cx);
    FormTask::new(&inspection::TRAIL, cx.words.say("title-trail"), submit).told([cx.words.say("trail-preface")])
}

/// «چه بیاورم؟» asks the desk for nothing that is kept.
pub fn bring(cx: &Context) -> FormTask {
    let submit = |form: &BoundForm, _, cx: &Context| match bring::facts(form, cx.desk.rules()) {
        Some((facts, kind, cluster)) => {
            let asked = Bring { facts, kind, cluster };
            let text = cx.words.bring(&asked, cx.desk.rules(), cx.desk.today());
            Step::Go(Route::Paper(Paper::shown(cx.words.say("title-bring"), text)))
        }
        None => Step::Stay,
    };
    FormTask::new(&bring::BRING, cx.words.say("title-bring"), submit).told([cx.words.say("bring-preface")])
}
