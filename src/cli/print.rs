//! What a command prints, each line as this terminal shows it right.

use std::io::{self, IsTerminal, Write};

use super::context::Context;
use crate::text::{LayoutOptions, Shape, paper};
use crate::tui::terminal::detect::Detected;
use crate::words::Sentence;

/// Columns to which lines at a terminal are wrapped.
const WIDTH: usize = 78;

impl Context {
    /// Prints lines on standard output, each a paragraph.
    pub fn print(&self, lines: &[String]) {
        self.print_on(lines, &Detected::from_env());
    }

    /// The same on a terminal that was asked who it is.
    pub fn print_on(&self, lines: &[String], terminal: &Detected) {
        let mut out = io::stdout().lock();
        let layout = self.layout(terminal.reorders_by_default());
        let rows: Vec<String> = if out.is_terminal() {
            lines.iter().flat_map(|line| layout.wrap(line, WIDTH)).map(|row| row.visual().to_owned()).collect()
        } else {
            lines.iter().map(|line| paper(line)).collect()
        };
        // Whoever closes the pipe has read enough.
        let _ = rows.iter().try_for_each(|row| writeln!(out, "{row}"));
    }

    /// A sentence on standard error; as it is where that is no terminal, or one that orders lines itself.
    pub fn complain(&self, sentence: &Sentence) {
        let as_is = !io::stderr().is_terminal() || Detected::from_env().reorders_by_default();
        for row in self.layout(as_is).wrap(&sentence.whole(), WIDTH) {
            eprintln!("{}", row.visual());
        }
    }

    fn layout(&self, reorders: bool) -> LayoutOptions {
        LayoutOptions::for_terminal(self.words.lang.base(), reorders, Shape::Forms)
    }
}

/// Whoever reports that the program broke down then reports which one it was.
pub(super) fn name_version_in_panics() {
    let report = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        eprintln!("pishkhan {}", crate::VERSION);
        report(info);
    }));
}
