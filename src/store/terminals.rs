//! What this machine remembers that is no fact of the service: how each terminal reads best.

use std::fs;
use std::io;
use std::path::Path;

use super::disk::files::write_whole;
use super::layout::TERMINALS;
use crate::record::files::{Terminals, of_text, text};

/// What is remembered in this data folder; nothing if it cannot be read, since it can be asked again.
fn known(folder: &Path) -> Terminals {
    fs::read_to_string(folder.join(TERMINALS)).and_then(|text| of_text(&text)).unwrap_or_default()
}

/// Whether a terminal puts Persian in order by itself and cannot be told not to; `None` if nobody has said so yet.
pub fn reorders(folder: &Path, terminal: &str) -> Option<bool> {
    known(folder).terminal_reorders.get(terminal).copied()
}

/// Remembers how one terminal reads best.
pub fn remember(folder: &Path, terminal: &str, reorders: bool) -> io::Result<()> {
    let mut terminals = known(folder);
    terminals.terminal_reorders.insert(terminal.to_owned(), reorders);
    write_whole(&folder.join(TERMINALS), text(&terminals)?.as_bytes())
}
