//! All tests in one binary. Data files stand beside it.

mod act;
mod terminal;
mod world;
