//! pishkhan (پیشخوان): a counter desk for renewing and replacing skill certificates.
//!
//! One idea carries it: a case is the list of its events. Everything that happens is an
//! immutable event in a journal on disk; cases, lists and searches are folded from it.
//!
//! A key's way through the house, which is also the order to read it in:
//!
//! 1. [`domain`]: the service, pure. What a request is, what is asked for it, what may
//!    happen next (`decide`), and what the events so far amount to (`fold`).
//! 2. [`text`]: Persian on a grid, from a logical string to the cells of a terminal. A crate of
//!    its own in `src/text`, which knows nothing of the desk.
//! 3. [`form`]: questions as data, one row each; drafts, checks, faults.
//! 4. [`words`]: every sentence a person reads, in two languages.
//! 5. [`catalog`]: the files of `assets/`, checked when they are loaded.
//! 6. [`record`]: domain to bytes and back, versioned and checksummed.
//! 7. [`store`]: the journal (the truth) and sled (the index of it).
//! 8. [`desk`]: everything an operator can do, with the clock and the disk.
//! 9. [`tui`] and [`cli`]: how the desk looks, and the same without a terminal.
//!
//! What always holds: an act is on the disk before anyone is told; nothing is overwritten;
//! what the form leaves open stays open. What is deliberately absent: any network, any
//! thread that changes state, any global that changes.
#![warn(clippy::match_bool)]

pub mod catalog;
pub mod cli;
pub mod desk;
pub mod domain;
#[expect(clippy::match_bool, reason = "written before `if` was preferred here")]
pub mod form;
pub mod record;
pub mod store;
pub mod tui;
pub mod words;

pub use pishkhan_text as text;

/// The version of this program and the commit that it was built from, where that is known: `0.1.0 (c669b0e 2026-11-20)`.
pub const VERSION: &str = env!("PISHKHAN_VERSION");
