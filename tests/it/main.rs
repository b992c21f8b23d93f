//! All tests in one binary. Data files stand beside it.

mod act;
mod crash;
mod rules;
mod store;
mod text;
mod terminal;
mod vectors;
mod words;
mod world;
