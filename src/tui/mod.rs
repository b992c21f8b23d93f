//! How the desk looks: a terminal, drawn anew after every key.
//!
//! Its rooms, each of which names only the ones before it: [`keys`]; [`paint`], the cells; [`widget`], parts of
//! screens; [`terminal`], taken and given back; [`screen`], what an operator works with; [`shell`], what is around
//! every screen. A session goes through all of them.
//!
//! ## Decisions
//! - Drawn anew after every key. A screen keeps its cursor and what it is about, and reads that again when it comes to the
//!   front; nothing is kept anywhere else. What cannot be read is told, and never shown as nothing.
//! - Keys are rows ([`keys::KEYS`]), read by dispatch, legend, help and README, so that no key is described in one place
//!   and does something else in another. A letter answers on the Persian layout too, or the desk were dead under it.
//! - A screen says where to go and makes no other screen: rooms stay apart, and every screen can be reached from any.
//! - Nothing but [`paint`] writes cells, and it measures with the text engine, which alone knows how wide a line is.

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
