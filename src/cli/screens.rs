//! `pishkhan` without a subcommand: the desk on the terminal.

use std::time::Duration;

use super::context::{Complaint, Context, Outcome};
use super::exit;
use crate::desk::clock::SystemClock;
use crate::desk::folder::Place;
use crate::desk::{Desk, demo};
use crate::tui::{self, End, Look, RunError};

/// The desk of the data folder.
pub fn run(cx: &Context) -> Outcome {
    let folder = cx.folder();
    let ran = tui::run(look(cx), |unlock, progress| {
        let unlock = unlock.or_else(|| cx.unlock_from_file().ok().flatten());
        let place = Place::from(folder.as_path()).unlocked_by(unlock);
        Desk::open(place, cx.options.assets.as_deref(), Box::new(SystemClock::default()), progress)
    });
    ended(ran, cx)
}

/// A throw-away desk filled with made-up cases.
pub fn demo(cx: &Context) -> Outcome {
    let folder = tempfile::tempdir().map_err(|error| cx.io("disk", error, exit::NOT_OPENED))?;
    let ran = tui::run(look(cx), |_, progress| {
        let clock = Box::new(SystemClock::default());
        demo::open(folder.path(), cx.options.assets.as_deref(), clock, progress)
    });
    ended(ran, cx)
}

/// How the screens are to look and behave.
pub fn look(cx: &Context) -> Look {
    let options = &cx.options;
    Look {
        lang: options.lang,
        bidi: options.bidi,
        shape: options.shape,
        arrows: options.arrows,
        self_check: !options.demo,
        lock_after: (options.lock_after > 0).then(|| Duration::from_secs(options.lock_after)),
    }
}

fn ended(ran: Result<End, RunError>, cx: &Context) -> Outcome {
    match ran {
        Ok(End::Quit) => Ok(exit::DONE),
        Ok(End::Signalled) => Ok(tui::ENDED_BY_SIGNAL),
        Err(RunError::Start(error)) => Err(cx.not_started(&error)),
        Err(RunError::Terminal(error)) => Err(no_terminal(&error, cx)),
    }
}

pub fn no_terminal(error: &std::io::Error, cx: &Context) -> Complaint {
    cx.io("terminal", error, exit::NOT_OPENED)
}
