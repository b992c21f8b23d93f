//! Clusters: the graphemes of a paragraph, and what shares one cell of the grid.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::chars::{self, Props, Summary, Unit};

/// What shares one place on the grid, still in logical order: a grapheme, and the alef of a lam-alef with its lam.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cluster {
    /// Its first unit; it reaches to the first unit of the next cluster.
    pub first: u32,
    /// The byte at which it begins.
    pub at: u32,
    /// How many columns it takes.
    pub width: u8,
    /// What is drawn, if it is one character that needs no second look.
    pub plain: Option<char>,
    /// It is a mark with no letter before it: a dotted circle is drawn below it.
    pub bare: bool,
}

/// What is drawn depends on more than the character.
const LOOKED_AT: Props = Props::MIRRORED.with(Props::HEH_HAMZA);

/// Cuts a paragraph into clusters.
///
/// A grapheme of which nothing is drawn (a lone format character) gets no cluster;
/// its bytes go to the cluster before it, so that every byte belongs somewhere.
pub(super) fn clusters(text: &str, units: &[Unit], summary: Summary, out: &mut Vec<Cluster>) {
    out.clear();
    out.reserve(units.len());
    let mut open = false;
    starts(text, units, summary, |i, unit, begins| {
        // A ZWNJ that shows stands by itself.
        let shown = unit.props.has(Props::ZWNJ) && unit.draw.is_some();
        open &= !(begins || shown);
        if unit.props.has(Props::SWALLOWED) {
            // Marks that follow the alef hang on the one cell of both.
            open = true;
        } else if unit.draw.is_some() && !open {
            let width = unit.props.width();
            let plain = unit.draw.filter(|_| width != 0 && !unit.props.has(LOOKED_AT));
            out.push(Cluster { first: i as u32, at: unit.at, width: width.max(1), plain, bare: width == 0 });
            open = true;
        } else if unit.draw.is_some()
            && let Some(cluster) = out.last_mut()
        {
            cluster.plain = None;
        }
    });
    if summary.any.has(Props::COMPLEX) {
        measure(units, out);
    }
}

/// Says of each unit whether a grapheme begins there (UAX #29).
///
/// Most text needs two rules only: nothing attaches to a control, marks attach to all else.
fn starts(text: &str, units: &[Unit], summary: Summary, mut tell: impl FnMut(usize, &Unit, bool)) {
    if summary.any.has(Props::COMPLEX) {
        let mut found = text.grapheme_indices(true).map(|(at, _)| at).peekable();
        for (i, unit) in units.iter().enumerate() {
            tell(i, unit, found.next_if(|at| *at == unit.at as usize).is_some());
        }
        return;
    }
    let mut after_control = true;
    for (i, unit) in units.iter().enumerate() {
        tell(i, unit, after_control || !unit.props.has(Props::ATTACHES));
        after_control = unit.props.has(Props::CONTROL);
    }
}

/// Widths where graphemes have more than one base: flags, families, syllables.
fn measure(units: &[Unit], clusters: &mut [Cluster]) {
    let mut drawn = String::new();
    for at in 0..clusters.len() {
        let end = clusters.get(at + 1).map_or(units.len(), |next| next.first as usize);
        let cluster = &mut clusters[at];
        drawn.clear();
        drawn.extend(units[cluster.first as usize..end].iter().filter_map(|unit| unit.draw));
        let width = drawn.width();
        cluster.bare = cluster.bare && width == 0;
        cluster.width = u8::try_from(width).unwrap_or(u8::MAX).max(1);
    }
}

/// The bytes at which grapheme clusters begin (UAX #29): between them a caret may stand.
///
/// ```
/// let starts = pishkhan_text::graphemes("\u{0647}\u{0654}a");
/// assert_eq!(starts, [0, 4]);
/// ```
pub fn graphemes(text: &str) -> Vec<usize> {
    let (mut units, mut classes, mut found) = (Vec::new(), Vec::new(), Vec::new());
    let summary = chars::read(text, &mut units, &mut classes);
    starts(text, &units, summary, |_, unit, begins| {
        if begins {
            found.push(unit.at as usize);
        }
    });
    found
}
