//! What keys do in a line that is being typed, the same in every screen that has one.

use crate::text::line::{CaretMode, Edit, Move};
use crate::tui::keys::Action;

/// What a key did to the line.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::tui) enum Typed {
    /// It is not a key for a line.
    Nothing,
    Moved,
    Changed,
    /// This goes to the clipboard.
    Copied(String),
}

/// Does what the key asks for.
#[expect(clippy::wildcard_enum_match_arm, reason = "what does not move may change the line")]
pub(in crate::tui) fn act(edit: &mut Edit, action: Action, mode: CaretMode) -> Typed {
    let (to, select) = match action {
        Action::Left => (Move::Left, false),
        Action::Right => (Move::Right, false),
        Action::WordLeft => (Move::WordLeft, false),
        Action::WordRight => (Move::WordRight, false),
        Action::Home => (Move::Home, false),
        Action::End => (Move::End, false),
        Action::SelectLeft => (Move::Left, true),
        Action::SelectRight => (Move::Right, true),
        Action::SelectWordLeft => (Move::WordLeft, true),
        Action::SelectWordRight => (Move::WordRight, true),
        Action::SelectHome => (Move::Home, true),
        Action::SelectEnd => (Move::End, true),
        other => return change(edit, other),
    };
    edit.go(to, select, mode);
    Typed::Moved
}

#[expect(clippy::wildcard_enum_match_arm, reason = "any other key is none for a line")]
fn change(edit: &mut Edit, action: Action) -> Typed {
    match action {
        Action::SelectAll => {
            edit.select_all();
            return Typed::Moved;
        }
        Action::Copy => return edit.copy().map_or(Typed::Moved, Typed::Copied),
        Action::Cut => return edit.cut().map_or(Typed::Moved, Typed::Copied),
        Action::Backspace => edit.backspace(),
        Action::Delete => edit.delete(),
        Action::EraseWord => edit.erase_word(),
        Action::EraseNextWord => edit.erase_next_word(),
        Action::EraseToEnd => edit.erase_to_end(),
        Action::EraseAll => edit.clear(),
        Action::Undo => {
            edit.undo();
        }
        Action::Redo => {
            edit.redo();
        }
        Action::JoinBreak => {
            edit.insert('\u{200C}');
        }
        _ => return Typed::Nothing,
    }
    Typed::Changed
}
