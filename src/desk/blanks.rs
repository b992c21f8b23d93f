//! The blank certificates of this desk, sheet by sheet.

use super::Desk;
use super::command::Reply;
use crate::domain::event::Event;
use crate::domain::own::Own;
use crate::domain::refusal::Refusal;
use crate::domain::stock::Stock;
use crate::form::{Answers, Spec, blanks};

impl Desk {
    /// The blank certificates, sheet by sheet.
    pub fn stock(&self) -> &Stock {
        &self.stock
    }

    /// Received, spoiled, given back: by a supervisor.
    pub(super) fn move_blanks(&mut self, form: &'static Spec, answers: Answers) -> Result<Reply, Reply> {
        self.need_supervisor()?;
        let moved = blanks::blanks(&self.check(form, answers)?).ok_or(Refusal::ReasonMissing)?;
        self.stock.allows(&moved)?;
        self.commit(None, 0, vec![Event::BlanksMoved { moved }], None)
    }

    pub(super) fn note_blanks(&mut self, kept: &[Own]) {
        kept.iter().for_each(|own| self.stock.apply(own));
    }
}
