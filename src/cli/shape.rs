//! `pishkhan shape`: each line of the input as a terminal gets it.

use std::io::{self, BufRead, BufWriter, Write};

use super::context::Outcome;
use super::exit;
use crate::text::{Base, LayoutOptions};

/// From standard input to standard output.
pub fn run(base: Base, width: Option<usize>) -> Outcome {
    let done = each_line(io::stdin().lock(), BufWriter::new(io::stdout().lock()), base, width);
    Ok(if done.is_ok() { exit::DONE } else { exit::NOT_KEPT })
}

/// Reads logical lines, each a paragraph; writes visual ones.
///
/// With a width, lines are wrapped, and those that run from the right are put to the right edge.
/// Bytes that are not UTF-8 become U+FFFD.
fn each_line(mut input: impl BufRead, mut output: impl Write, base: Base, width: Option<usize>) -> io::Result<()> {
    let layout = LayoutOptions::new(base);
    let mut bytes = Vec::new();
    while input.read_until(b'\n', &mut bytes)? > 0 {
        let ended = bytes.ends_with(b"\n");
        let line = String::from_utf8_lossy(&bytes[..bytes.len() - usize::from(ended)]);
        match width {
            None => output.write_all(layout.line(&line).visual().as_bytes())?,
            Some(width) => wrapped(&layout, &line, width, &mut output)?,
        }
        if ended {
            output.write_all(b"\n")?;
        }
        bytes.clear();
    }
    output.flush()
}

fn wrapped(layout: &LayoutOptions, line: &str, width: usize, output: &mut impl Write) -> io::Result<()> {
    for (at, row) in layout.wrap(line, width).iter().enumerate() {
        if at > 0 {
            output.write_all(b"\n")?;
        }
        let margin = if row.rtl { width.saturating_sub(row.width()) } else { 0 };
        write!(output, "{:margin$}{}", "", row.visual())?;
    }
    Ok(())
}
