//! All tests in one binary, one file a promise. What they stand on is in `world`; data files lie beside.
#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a test names what it looks for; what else it meets, it passes over"
)]

mod accounts;
mod act;
mod assets;
mod audit;
mod bound;
mod causal;
mod centre;
mod circles;
mod conformance;
mod crash;
mod differential;
mod drafts;
mod duplicates;
mod editing;
mod failing;
mod files;
mod folder;
mod full;
mod golden;
mod guessing;
mod hurried;
mod kept;
mod keystrokes;
mod lexicon;
mod life;
mod lineages;
mod model;
mod newer;
mod power;
mod properties;
mod readme;
mod replay;
mod rules;
mod scenarios;
mod screens;
mod sealed;
mod shifts;
mod simulation;
mod slots;
mod store;
mod strangers;
mod terminal;
mod terminals;
mod text;
mod tidy;
mod unread;
mod vectors;
mod version;
mod words;
mod world;
