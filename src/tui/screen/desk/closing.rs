//! What is shown of a day that was closed.

use crate::desk::command::{Backup, Closed};
use crate::text::ltr;
use crate::tui::screen::{Context, Notice, Paper, Route, Step};

/// To the slip of a day that was closed, with what became of its backup.
pub fn closed(closed: &Closed, cx: &Context) -> Step {
    let words = cx.words;
    let Some(office) = cx.desk.office() else { return Step::Stay };
    let text = words.day_slip(closed.day, (&closed.totals, closed.tills), &closed.people, &closed.witness, office);
    let mut notice = match &closed.backup {
        Backup::NoPlace => Notice::warn(words.say("day-closed-no-place")),
        Backup::Made(path, cautions) => {
            let path = ("path", ltr(&path.display().to_string()));
            match cautions.first() {
                Some(caution) => {
                    Notice::warn(words.with("day-closed-but", &[path, ("but", words.say(caution.code()))]))
                }
                None => Notice::good(words.with("day-closed-backup", &[path])),
            }
        }
        Backup::Failed(code, args) => Notice::bad(&words.system_error(code, args)),
    };
    if let Err(error) = cx.desk.keep_paper("day", closed.day, &text) {
        notice = Notice::bad(&words.system_error("slip-not-written", &[("error", error.to_string())]));
    }
    Step::Replace(Route::Paper(Paper::shown(words.say("paper-day-close"), text))).then(Step::Say(notice))
}
