//! All tests in one binary. Data files stand beside it.

mod act;
mod assets;
mod audit;
mod centre;
mod conformance;
mod crash;
mod differential;
mod editing;
mod failing;
mod folder;
mod full;
mod lines;
mod model;
mod power;
mod properties;
mod readme;
mod rules;
mod sealed;
mod store;
mod terminal;
mod terminals;
mod text;
mod tidy;
mod vectors;
mod words;
mod world;
