//! The background integrity check: once a day, while nobody types, the whole journal is read, and the index
//! and the signatures are held against it.

use std::sync::mpsc::channel;

use super::Desk;
use super::scrub_report::{ScrubReport, Scrubbing};

const DAY_MS: i64 = 86_400_000;

impl Desk {
    /// Begins a check if there was none for a day; its report comes later.
    pub fn scrub(&mut self) -> Option<ScrubReport> {
        let now = self.now_ms();
        if let Some(running) = &self.scrubbing.running {
            let found = running.try_recv().ok()?;
            self.scrubbing.running = None;
            return Some(match found {
                Ok(found) if found.differing > 0 => {
                    self.store.distrust_index();
                    ScrubReport::IndexDiffers(found.differing)
                }
                Ok(found) => ScrubReport::Whole(found),
                Err(error) => ScrubReport::Damaged(error),
            });
        }
        if self.scrubbing.begun_ms.is_none_or(|begun| now - begun >= DAY_MS || now < begun) {
            let (send, receive) = channel();
            let scrub = self.store.scrub();
            // Where the system gives no thread, it is tried again another day.
            let running = std::thread::Builder::new().spawn(move || send.send(scrub.run()));
            self.scrubbing = Scrubbing { begun_ms: Some(now), running: running.ok().map(|_| receive) };
        }
        None
    }
}
