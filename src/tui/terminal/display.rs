//! What is shown: the page, and where it goes.

use std::io::{self, BufWriter, Stdout};
use std::time::Duration;

use ratatui::backend::CrosstermBackend;

use crate::tui::paint::page::Page;

/// How long a key is waited for before the clock in the bar is looked at again.
pub const TICK: Duration = Duration::from_millis(200);

/// The page and where it goes.
pub(in crate::tui) struct Display {
    page: Page,
    pub out: CrosstermBackend<BufWriter<Stdout>>,
}

impl Display {
    pub fn new() -> io::Result<Display> {
        let (columns, rows) = crossterm::terminal::size()?;
        let out = CrosstermBackend::new(BufWriter::with_capacity(1 << 16, io::stdout()));
        Ok(Display { page: Page::new(columns, rows), out })
    }

    /// Draws a frame and sends what changed.
    pub fn draw(&mut self, view: impl FnOnce(&mut Page) -> Option<(u16, u16)>) -> io::Result<()> {
        let cursor = view(&mut self.page);
        self.page.send(&mut self.out, cursor)?;
        Ok(())
    }

    /// The terminal may show anything and have any size.
    pub fn begin_again(&mut self) -> io::Result<()> {
        let (columns, rows) = crossterm::terminal::size()?;
        self.page.resize(columns, rows);
        Ok(())
    }
}
