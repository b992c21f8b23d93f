//! The chosen row of a list.

use crate::tui::keys::Action;

/// The row of a list that is chosen, and which part of the list is shown.
#[derive(Debug, Clone, Copy, Default)]
pub struct Cursor {
    pub at: usize,
}

impl Cursor {
    /// Moves within a list of this length; true if the action was a movement.
    #[expect(clippy::wildcard_enum_match_arm, reason = "no other action is a movement")]
    pub fn moved(&mut self, action: Action, length: usize, page: usize) -> bool {
        let last = length.saturating_sub(1);
        self.at = match action {
            Action::Up => self.at.saturating_sub(1),
            Action::Down => (self.at + 1).min(last),
            Action::PageUp => self.at.saturating_sub(page),
            Action::PageDown => (self.at + page).min(last),
            Action::Home => 0,
            Action::End => last,
            _ => return false,
        };
        true
    }

    /// The first row shown, so that the chosen one is in sight.
    pub fn first_shown(self, height: usize, length: usize) -> usize {
        let middle = self.at.saturating_sub(height / 2);
        middle.min(length.saturating_sub(height))
    }
}
