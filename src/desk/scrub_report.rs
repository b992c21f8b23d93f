//! What the background integrity check is doing, and what came of the last one.

use std::sync::mpsc::Receiver;

use super::folder::Broken;
use crate::store::upkeep::scrub::Scrubbed;

/// What came of the last check.
#[derive(Debug)]
pub enum ScrubReport {
    Whole(Scrubbed),
    /// The index is built again at the next start; nothing is lost.
    IndexDiffers(u64),
    Damaged(Broken),
}

#[derive(Default)]
pub struct Scrubbing {
    /// When it was begun last.
    pub begun_ms: Option<i64>,
    pub running: Option<Receiver<Result<Scrubbed, Broken>>>,
}
