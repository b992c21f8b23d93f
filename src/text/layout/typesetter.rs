//! The typesetter: the working memory in which one paragraph after another becomes rows.

use std::ops::Range;

use super::cluster::{self, Cluster};
use super::options::{LayoutOptions, Order, Shape};
use super::row::{Cell, Row};
use crate::bidi::{Levels, has_marks, has_separators, is_trailing, reorder};
use crate::chars::{self, Props, Summary, Unit};
use crate::shape;

const HAMZA_ABOVE: char = '\u{0654}';
/// What a mark with no letter before it hangs on.
const DOTTED_CIRCLE: char = '\u{25CC}';

/// Lays out paragraphs without allocating anew for each; a [`LayoutOptions`] makes one for a single call.
///
/// ```
/// use pishkhan_text::{Base, LayoutOptions, Row, Typesetter};
///
/// let (mut typesetter, mut row) = (Typesetter::default(), Row::default());
/// let options = LayoutOptions::new(Base::Rtl);
/// for text in ["abc \u{0633}\u{0644}\u{0627}\u{0645}", "\u{06F1}\u{06F2}"] {
///     typesetter.line(&options, text, &mut row);
///     assert!(row.width() > 0);
/// }
/// ```
#[derive(Debug, Default)]
pub struct Typesetter {
    units: Vec<Unit>,
    levels: Levels,
    clusters: Vec<Cluster>,
    /// The paragraph's own level.
    base: u8,
    /// The text's length in bytes.
    length: u32,
    /// There are isolate marks, which are not drawn but part levels from each other.
    parted: bool,
    /// The runs of a row in the order in which they stand.
    runs: Vec<LevelRun>,
    classes: Vec<u8>,
}

/// What a ZWNJ looks like while it is edited.
pub(crate) const ZWNJ_SIGN: char = '\u{250A}';

/// The longest text that is looked at, in bytes; what is behind it is not shown.
const LONGEST: usize = 1 << 30;

impl Typesetter {
    /// Reads a paragraph: levels, shapes, clusters. What would end the paragraph is a blank in it.
    pub(super) fn read(&mut self, options: &LayoutOptions, text: &str) {
        let text = if text.len() > LONGEST { &text[..text.floor_char_boundary(LONGEST)] } else { text };
        let summary = chars::read(text, &mut self.units, &mut self.classes);
        if has_separators(summary) {
            chars::flatten(&mut self.units, &mut self.classes);
            return self.read_units(options, text, chars::summarize(&self.units));
        }
        self.read_units(options, text, summary);
    }

    fn read_units(&mut self, options: &LayoutOptions, text: &str, summary: Summary) {
        if options.show_zwnj {
            chars::show_zwnj(&mut self.units, ZWNJ_SIGN);
        }
        self.length = text.len() as u32;
        self.base = self.levels.resolve(text, &self.units, &self.classes, summary, options.base.level());
        self.parted = has_marks(summary);
        if options.shape == Shape::Forms && summary.any.has(Props::LETTER) {
            shape::join(&mut self.units, options.ligate);
        }
        cluster::clusters(text, &self.units, summary, &mut self.clusters);
    }

    pub(super) fn clusters(&self) -> &[Cluster] {
        &self.clusters
    }

    /// The byte at which a cluster begins; the text's end behind the last.
    pub(super) fn start(&self, cluster: usize) -> usize {
        self.clusters.get(cluster).map_or(self.length, |cluster| cluster.at) as usize
    }

    /// A blank is drawn for this cluster and nothing else.
    pub(super) fn is_blank(&self, cluster: usize) -> bool {
        self.units_of(cluster).iter().all(|unit| matches!(unit.draw, Some(' ') | None))
    }

    fn units_of(&self, cluster: usize) -> &[Unit] {
        let end = self.clusters.get(cluster + 1).map_or(self.units.len(), |next| next.first as usize);
        &self.units[self.clusters[cluster].first as usize..end]
    }

    /// Fills the row with these clusters of the paragraph, followed by `tail` at their logical end.
    pub(super) fn row(&mut self, order: Order, clusters: Range<usize>, tail: Option<char>, row: &mut Row) {
        self.arrange(order, clusters.clone(), tail.is_some());
        row.text.clear();
        row.cells.clear();
        row.width = 0;
        row.rtl = self.base % 2 == 1;
        row.range = if clusters.is_empty() { 0..0 } else { self.start(clusters.start)..self.start(clusters.end) };
        row.text.reserve(clusters.len() * 3);
        row.cells.reserve(clusters.len() + 1);
        for run in &self.runs {
            let level = run.level;
            let mirrors = level % 2 == 1 && order == Order::Visual;
            if run.from == clusters.end {
                let (from, end) = (row.text.len() as u32, row.range.end as u32);
                row.text.extend(tail);
                row.cells.push(Cell { drawn: from..row.text.len() as u32, source: end..end, level, width: 1 });
                row.width += 1;
            } else if mirrors {
                (run.from..run.to).rev().for_each(|at| self.push_cluster(row, at, level, true));
            } else {
                (run.from..run.to).for_each(|at| self.push_cluster(row, at, level, false));
            }
        }
    }

    /// Adds one cluster to the row. Rules L3 and L4: marks behind their base, brackets and their like mirrored.
    #[inline]
    fn push_cluster(&self, row: &mut Row, at: usize, level: u8, mirrors: bool) {
        let cluster = &self.clusters[at];
        let from = row.text.len() as u32;
        let (end, next) = match self.clusters.get(at + 1) {
            Some(next) => (next.at, next.first as usize),
            None => (self.length, self.units.len()),
        };
        match cluster.plain {
            Some(c) => row.text.push(c),
            None => {
                if cluster.bare {
                    row.text.push(DOTTED_CIRCLE);
                }
                push_drawn(&mut row.text, &self.units[cluster.first as usize..next], mirrors);
            }
        }
        row.width += usize::from(cluster.width);
        row.cells.push(Cell {
            drawn: from..row.text.len() as u32,
            source: cluster.at..end,
            level,
            width: cluster.width,
        });
    }

    /// Rules L1 and L2: the levels of the line, and its runs in the order in which they stand.
    ///
    /// Turning runs around is as good as turning characters: a run with an odd level is then
    /// set from its end.
    fn arrange(&mut self, order: Order, clusters: Range<usize>, has_tail: bool) {
        let (levels, list) = (&self.levels.list, &self.clusters);
        let mut runs = std::mem::take(&mut self.runs);
        runs.clear();
        // What hangs over the end of a line takes the base; a tail stands there instead.
        let trailing = |at: &usize| is_trailing(self.units[list[*at].first as usize].props);
        let shown =
            if has_tail { clusters.end } else { clusters.end - clusters.clone().rev().take_while(trailing).count() };
        for at in clusters.clone() {
            let first = list[at].first as usize;
            let level = if at < shown { levels[first] } else { self.base };
            add(&mut runs, at..at + 1, level);
            if self.parted {
                // Two isolates side by side are parted by the level of the marks between them.
                let end = list.get(at + 1).map_or(levels.len(), |next| next.first as usize);
                let between = levels[first..end].iter().copied().min().unwrap_or(level);
                if between < level {
                    add(&mut runs, at + 1..at + 1, between);
                }
            }
        }
        // Nothing is drawn of an empty run, but the tail's has the cluster behind the last.
        runs.retain(|run| run.from < clusters.end || run.from < run.to);
        if has_tail {
            runs.push(LevelRun { from: clusters.end, to: clusters.end + 1, level: self.base });
        }
        if order == Order::Visual {
            reorder(&mut runs, |run| run.level);
        }
        self.runs = runs;
    }
}

/// A level run: clusters side by side that have one level.
#[derive(Debug, Clone, Copy)]
struct LevelRun {
    from: usize,
    to: usize,
    level: u8,
}

fn add(runs: &mut Vec<LevelRun>, clusters: Range<usize>, level: u8) {
    match runs.last_mut().filter(|run| run.level == level) {
        Some(run) => run.to = clusters.end,
        None => runs.push(LevelRun { from: clusters.start, to: clusters.end, level }),
    }
}

/// Rules L3 and L4: marks behind their base, brackets and their like mirrored.
fn push_drawn(out: &mut String, units: &[Unit], mirrors: bool) {
    for unit in units {
        let Some(c) = unit.draw else { continue };
        match unit.props.has(Props::MIRRORED.with(Props::HEH_HAMZA)) {
            false => out.push(c),
            true if unit.props.has(Props::MIRRORED) => out.push(if mirrors { mirrored(c) } else { c }),
            true => {
                out.push(c);
                if c != '\u{06C0}' {
                    out.push(HAMZA_ABOVE);
                }
            }
        }
    }
}

fn mirrored(c: char) -> char {
    match c {
        '(' => ')',
        ')' => '(',
        '«' => '»',
        '»' => '«',
        _ => unicode_bidi_mirroring::get_mirrored(c).unwrap_or(c),
    }
}
