//! Clusters: what shares one place on the grid.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::shape::Glyph;

/// What a mark with no letter before it hangs on.
const DOTTED_CIRCLE: char = '\u{25CC}';

/// One place on the grid, still in logical order.
#[derive(Debug, Clone)]
pub(super) struct Cluster {
    /// Bytes of the paragraph that this place stands for.
    pub source: Range<usize>,
    /// What is drawn there: one base and its marks. Bytes of [`Clusters::drawn`].
    pub drawn: Range<usize>,
    /// How many cells it takes.
    pub width: u8,
}

/// A paragraph cut into places.
#[derive(Debug, Default)]
pub(super) struct Clusters {
    pub drawn: String,
    pub list: Vec<Cluster>,
}

/// Puts glyphs together into places: a grapheme each, and the alef of a lam-alef with its lam.
///
/// A grapheme of which nothing is drawn (a lone format character) gets no place;
/// its bytes go to the place before it, so that every byte belongs somewhere.
pub(super) fn clusters(text: &str, glyphs: &[Glyph]) -> Clusters {
    let mut out = Clusters { drawn: String::with_capacity(text.len() + text.len() / 2), list: Vec::new() };
    let mut next = 0;
    for (start, grapheme) in text.grapheme_indices(true) {
        let end = start + grapheme.len();
        let first = next;
        while next < glyphs.len() && glyphs[next].at < end {
            next += 1;
        }
        add(&mut out, &glyphs[first..next], start..end);
    }
    out
}

fn add(out: &mut Clusters, glyphs: &[Glyph], source: Range<usize>) {
    let swallowed = glyphs.first().is_some_and(|glyph| glyph.swallowed);
    let from = out.drawn.len();
    for glyph in glyphs {
        out.drawn.extend(glyph.draw);
        out.drawn.extend(glyph.mark);
    }
    let nothing = out.drawn.len() == from;
    if let Some(last) = out.list.last_mut().filter(|_| swallowed || nothing) {
        last.drawn.end = out.drawn.len();
        last.source.end = source.end;
        return;
    }
    if nothing {
        return;
    }
    let mut width = out.drawn[from..].width();
    if width == 0 && out.drawn[from..].chars().all(|c| c.width() == Some(0)) {
        out.drawn.insert(from, DOTTED_CIRCLE);
        width = 1;
    }
    let width = u8::try_from(width).unwrap_or(u8::MAX);
    out.list.push(Cluster { source, drawn: from..out.drawn.len(), width });
}
