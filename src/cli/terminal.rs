//! `pishkhan terminal`: the check on the screen; where there is none, what the environment tells.

use std::io::{self, IsTerminal};

use super::context::{Context, Outcome};
use super::{exit, screens};
use crate::tui;
use crate::tui::terminal::detect::Detected;

pub fn run(cx: &Context) -> Outcome {
    let (lines, detected) = if io::stdin().is_terminal() && io::stdout().is_terminal() {
        tui::check(screens::look(cx), &cx.folder()).map_err(|error| screens::no_terminal(&error, cx))?
    } else {
        let detected = Detected::from_env();
        (tui::report(&detected, &cx.words), detected)
    };
    cx.print_on(&lines, &detected);
    Ok(exit::DONE)
}
