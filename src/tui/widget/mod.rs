//! Parts that several screens are made of; none knows a screen.

pub mod cursor;
pub(in crate::tui) mod field;
pub mod options;
pub mod pick;
pub mod reading_order;
pub mod table;
