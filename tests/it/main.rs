//! All tests in one binary, one file a promise. What they stand on is in `world`; data files lie beside.
#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a test names what it looks for; what else it meets, it passes over"
)]

mod accounts;
mod acknowledged;
mod act;
mod adopted;
mod assets;
mod audit;
mod backup;
mod bound;
mod causal;
mod centre;
mod circles;
mod conformance;
mod crash;
mod cuts;
mod differential;
mod doubts;
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
mod looking;
mod model;
mod newer;
mod power;
mod properties;
mod readme;
mod receipts;
mod replay;
mod restore;
mod rules;
mod scenarios;
mod screens;
mod sealed;
mod shifts;
mod simulation;
mod slots;
mod stick;
mod store;
mod strangers;
mod swapped;
mod terminal;
mod terminals;
mod text;
mod tidy;
mod typed;
mod unread;
mod vectors;
mod version;
mod whois;
mod words;
mod world;
