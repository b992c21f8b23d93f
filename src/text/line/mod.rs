//! One line that is being typed: its text, its caret and what of it a field shows.
//!
//! A terminal program keeps an [`Edit`], hands it characters and [`Move`]s, and draws its [`View`]
//! in a field of so many columns:
//!
//! ```
//! use pishkhan_text::line::{Arrows, CaretMode, Edit, Move};
//! use pishkhan_text::{Base, LayoutOptions};
//!
//! let mode = CaretMode { layout: LayoutOptions::new(Base::Rtl), arrows: Arrows::Visual };
//! let mut edit = Edit::new("", 30);
//! for c in "\u{0633}\u{0644}\u{0627}\u{0645}".chars() {
//!     edit.insert(c);
//! }
//! // Four letters and the caret on their left, where the next letter will appear.
//! let view = edit.view(mode.layout, 10);
//! assert_eq!((view.row.width(), view.columns(10), view.caret), (4, 5, 0));
//! edit.go(Move::Right, false, mode);
//! assert_eq!(edit.view(mode.layout, 10).caret, 1);
//! ```
//!
//! `edit` is the logical buffer, with selection and undo; `caret` moves in it as the eye sees it.

mod caret;
mod edit;

pub use caret::{Arrows, CaretMode, Move, View};
pub use edit::Edit;
