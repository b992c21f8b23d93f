//! What this machine remembers that is no fact of the service: how each terminal reads best.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::store::disk::files;

/// Answers of the terminal self-check, by the terminal's name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prefs {
    /// True where the terminal puts Persian in order by itself and cannot be told not to.
    #[serde(default)]
    pub terminal_reorders: BTreeMap<String, bool>,
}

fn path(folder: &Path) -> PathBuf {
    folder.join(crate::store::layout::TERMINALS)
}

impl Prefs {
    /// What is remembered in this data folder; nothing if it cannot be read, since it can be asked again.
    pub fn load(folder: &Path) -> Prefs {
        fs::read_to_string(path(folder)).ok().and_then(|text| toml::from_str(&text).ok()).unwrap_or_default()
    }

    /// Remembers how one terminal reads best.
    pub fn remember(folder: &Path, terminal: &str, reorders: bool) -> io::Result<()> {
        let mut prefs = Prefs::load(folder);
        prefs.terminal_reorders.insert(terminal.to_owned(), reorders);
        prefs.save(folder)
    }

    fn save(&self, folder: &Path) -> io::Result<()> {
        let text = toml::to_string(self).map_err(io::Error::other)?;
        files::write_whole(&path(folder), text.as_bytes())
    }
}
