//! One line that is being typed: its text, its caret and what of it a field shows.
//!
//! `edit` is the logical buffer, with selection and undo; `caret` moves in it as the eye sees it.

mod caret;
mod edit;

pub use caret::{Arrows, CaretMode, Move, View};
pub use edit::Edit;
