//! How the desk looks: a terminal, drawn anew after every key.
//!
//! Its rooms, each of which names only the ones before it: [`keys`]; [`paint`], the cells; [`widget`], parts of
//! screens; [`terminal`], taken and given back; [`screen`], what an operator works with; [`shell`], what is around
//! every screen. A session goes through all of them.

pub mod keys;
mod look;
pub mod paint;
pub mod screen;
mod session;
pub mod shell;
pub mod terminal;
pub mod widget;

pub use look::Look;
pub use session::{End, RunError, run};
pub use terminal::check::{check, report};
pub use terminal::signals::ENDED_BY_SIGNAL;
