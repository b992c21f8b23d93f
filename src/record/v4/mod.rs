//! What is written now. See [`crate::record`].

pub mod body;
pub mod cache;
mod desk;
pub mod envelope;
pub mod events;
pub mod reading;
pub mod shapes;
pub mod words;
