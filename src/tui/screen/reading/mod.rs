//! What is only read: slips and lists, the service card, help, the terminal check.

pub mod card;
pub mod help;
pub mod self_check;
pub mod slip;
