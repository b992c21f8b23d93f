//! What a command prints, each line as this terminal shows it right.

use std::io::{self, IsTerminal, Write};

use super::context::Context;
use crate::text::{LayoutOptions, Shape, is_format, paper};
use crate::tui::terminal::detect::Detected;
use crate::words::Sentence;

/// A JSON object a line. What would steer a terminal or turn a line round stands in it as an escape.
pub fn json_line(out: &mut impl Write, value: &serde_json::Value) -> io::Result<()> {
    let mut line = String::new();
    for c in value.to_string().chars() {
        if steers(c) || is_format(c) && !joins(c) {
            let mut units = [0; 2];
            // Such a character stands in strings only: the rest of JSON has none.
            line.extend(c.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")));
        } else {
            line.push(c);
        }
    }
    writeln!(out, "{line}")
}

/// What a terminal takes for a command: controls, old and new, and what ends a line.
fn steers(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

/// What Persian needs between two letters.
fn joins(c: char) -> bool {
    matches!(c, '\u{200C}' | '\u{200D}')
}

/// A line of text that steers no terminal; directions are as its sentence set them.
pub fn tame(line: &str) -> String {
    line.chars().map(|c| if steers(c) { char::REPLACEMENT_CHARACTER } else { c }).collect()
}

/// The same of what was typed outside of any sentence, which turns no line round either.
pub fn tame_all(line: &str) -> String {
    tame(&paper(line))
}

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
            lines.iter().flat_map(|line| line.split('\n')).map(paper).collect()
        };
        // Whoever closes the pipe has read enough.
        let _ = rows.iter().try_for_each(|row| writeln!(out, "{}", tame(row)));
    }

    /// A sentence on standard error; as it is where that is no terminal, or one that orders lines itself.
    pub fn complain(&self, sentence: &Sentence) {
        let as_is = !io::stderr().is_terminal() || Detected::from_env().reorders_by_default();
        for row in self.layout(as_is).wrap(&sentence.whole(), WIDTH) {
            eprintln!("{}", tame(row.visual()));
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
