//! Where work begins and ends: the queue, finding, the day.

pub mod closing;
pub mod day;
pub mod find;
pub mod queue;
