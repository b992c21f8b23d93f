//! Lists of things that can be done: with a case, for the office, by whoever inspects.

pub mod inspect;
pub mod menu;
