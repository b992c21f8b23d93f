//! `pishkhan erase`: the particulars of cases of which a supervisor recorded a court's order.

use super::context::{Context, Outcome};
use super::exit;
use crate::desk::folder;

pub fn run(cx: &Context) -> Outcome {
    let carried = folder::erase(&cx.place()?).map_err(|error| cx.not_opened(&error))?;
    cx.print(&[cx.words.with("erased-told", &[("count", cx.words.number(carried.erased.len()))])]);
    for tracking in carried.passed_over {
        cx.print(&[cx.words.with("erasure-passed-over", &[("tracking", tracking)])]);
    }
    Ok(exit::DONE)
}
