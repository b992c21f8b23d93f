//! The setter: the working memory in which one paragraph after another becomes rows.

use std::ops::Range;

use super::cluster::{self, Place};
use super::levels::{self, Levels, is_trailing};
use super::props::Props;
use super::shape::{self, Unit};
use super::{Cell, Order, Pen, Row, Shape, wrap};

const HAMZA_ABOVE: char = '\u{0654}';
/// What a mark with no letter before it hangs on.
const DOTTED_CIRCLE: char = '\u{25CC}';

/// Lays out paragraphs without allocating anew for each; a [`Pen`] makes one for a single call.
///
/// ```
/// use pishkhan_text::{Base, Pen, Row, Setter};
///
/// let (mut setter, mut row) = (Setter::default(), Row::default());
/// let pen = Pen::new(Base::Rtl);
/// for text in ["abc \u{0633}\u{0644}\u{0627}\u{0645}", "\u{06F1}\u{06F2}"] {
///     setter.line(&pen, text, &mut row);
///     assert!(row.width() > 0);
/// }
/// ```
#[derive(Debug, Default)]
pub struct Setter {
    units: Vec<Unit>,
    levels: Levels,
    places: Vec<Place>,
    /// The paragraph's own level.
    base: u8,
    /// The text's length in bytes.
    length: u32,
    /// There are isolate marks, which are not drawn but part levels from each other.
    parted: bool,
    /// The runs of a row in the order in which they stand.
    runs: Vec<Run>,
    classes: Vec<u8>,
}

/// What a ZWNJ looks like while it is edited.
pub(super) const JOIN_BREAK: char = '\u{250A}';

/// The longest text that is looked at, in bytes; what is behind it is not shown.
const LONGEST: usize = 1 << 30;

impl Setter {
    /// All of the text on one row; line breaks show as blanks. The row's memory is used again.
    pub fn line(&mut self, pen: &Pen, text: &str, row: &mut Row) {
        self.fit(pen, text, usize::MAX, row);
    }

    /// What [`Pen::fit`] does, with the memory of this setter and of the row.
    pub fn fit(&mut self, pen: &Pen, text: &str, width: usize, row: &mut Row) {
        self.read(pen, text);
        wrap::fit(self, pen.order, text, width, row);
    }

    /// What [`Pen::wrap`] does, with the memory of this setter.
    pub fn wrap(&mut self, pen: &Pen, text: &str, width: usize) -> Vec<Row> {
        let mut rows = Vec::new();
        let mut start = 0;
        for paragraph in text.split(super::is_separator) {
            let first = rows.len();
            self.read(pen, paragraph);
            wrap::wrap(self, pen.order, paragraph, width, &mut rows);
            for row in &mut rows[first..] {
                row.range = row.range.start + start..row.range.end + start;
                for cell in &mut row.cells {
                    cell.source = cell.source.start + start as u32..cell.source.end + start as u32;
                }
            }
            start += paragraph.len() + text[start + paragraph.len()..].chars().next().map_or(0, char::len_utf8);
        }
        rows
    }

    /// Reads a paragraph: levels, shapes, places. What would end the paragraph is a blank in it.
    pub(super) fn read(&mut self, pen: &Pen, text: &str) {
        let text = match text.len() > LONGEST {
            true => &text[..text.floor_char_boundary(LONGEST)],
            false => text,
        };
        let seen = shape::read(text, &mut self.units, &mut self.classes);
        if levels::has_separators(seen) {
            shape::flatten(&mut self.units, &mut self.classes);
            return self.read_units(pen, text, shape::seen(&self.units));
        }
        self.read_units(pen, text, seen);
    }

    fn read_units(&mut self, pen: &Pen, text: &str, seen: shape::Seen) {
        if pen.joiners {
            shape::show_joiners(&mut self.units, JOIN_BREAK);
        }
        self.length = text.len() as u32;
        self.base = self.levels.resolve(text, &self.units, &self.classes, seen, pen.base.level());
        self.parted = levels::has_marks(seen);
        if pen.shape == Shape::Forms && seen.any.has(Props::LETTER) {
            shape::join(&mut self.units, pen.ligate);
        }
        cluster::places(text, &self.units, seen, &mut self.places);
    }

    pub(super) fn places(&self) -> &[Place] {
        &self.places
    }

    /// The byte at which a place begins; the text's end behind the last.
    pub(super) fn start(&self, place: usize) -> usize {
        self.places.get(place).map_or(self.length, |place| place.at) as usize
    }

    /// A blank is drawn at this place and nothing else.
    pub(super) fn is_blank(&self, place: usize) -> bool {
        self.units_of(place).iter().all(|unit| matches!(unit.draw, Some(' ') | None))
    }

    fn units_of(&self, place: usize) -> &[Unit] {
        let end = self.places.get(place + 1).map_or(self.units.len(), |next| next.first as usize);
        &self.units[self.places[place].first as usize..end]
    }

    /// The level of each character, as on one line (rule L1 done).
    pub(super) fn levels(&mut self, text: &str, base: Option<u8>) -> (u8, Vec<u8>) {
        let seen = shape::read(text, &mut self.units, &mut self.classes);
        let base = self.levels.resolve(text, &self.units, &self.classes, seen, base);
        let mut list = self.levels.list.clone();
        let hanging = self.units.iter().rev().take_while(|unit| is_trailing(unit.props)).count();
        let shown = list.len() - hanging;
        list[shown..].fill(base);
        (base, list)
    }

    pub(super) fn graphemes(&mut self, text: &str) -> Vec<usize> {
        let seen = shape::read(text, &mut self.units, &mut self.classes);
        let mut found = Vec::new();
        cluster::starts(text, &self.units, seen, |_, unit, begins| {
            if begins {
                found.push(unit.at as usize);
            }
        });
        found
    }

    /// Sets these places of the paragraph, followed by `tail` at their logical end.
    pub(super) fn row(&mut self, order: Order, places: Range<usize>, tail: Option<char>, row: &mut Row) {
        self.arrange(order, places.clone(), tail.is_some());
        row.text.clear();
        row.cells.clear();
        row.width = 0;
        row.rtl = self.base % 2 == 1;
        row.range = match places.is_empty() {
            true => 0..0,
            false => self.start(places.start)..self.start(places.end),
        };
        row.text.reserve(places.len() * 3);
        row.cells.reserve(places.len() + 1);
        for run in &self.runs {
            let level = run.level;
            let mirrors = level % 2 == 1 && order == Order::Visual;
            if run.from == places.end {
                let (from, end) = (row.text.len() as u32, row.range.end as u32);
                row.text.extend(tail);
                row.cells.push(Cell { drawn: from..row.text.len() as u32, source: end..end, level, width: 1 });
                row.width += 1;
            } else if mirrors {
                (run.from..run.to).rev().for_each(|at| self.set(row, at, level, true));
            } else {
                (run.from..run.to).for_each(|at| self.set(row, at, level, false));
            }
        }
    }

    /// Sets one place. Rules L3 and L4: marks behind their base, brackets and their like mirrored.
    #[inline]
    fn set(&self, row: &mut Row, at: usize, level: u8, mirrors: bool) {
        let place = &self.places[at];
        let from = row.text.len() as u32;
        let (end, next) = match self.places.get(at + 1) {
            Some(next) => (next.at, next.first as usize),
            None => (self.length, self.units.len()),
        };
        match place.plain {
            Some(c) => row.text.push(c),
            None => {
                if place.bare {
                    row.text.push(DOTTED_CIRCLE);
                }
                draw(&mut row.text, &self.units[place.first as usize..next], mirrors);
            }
        }
        row.width += usize::from(place.width);
        row.cells.push(Cell { drawn: from..row.text.len() as u32, source: place.at..end, level, width: place.width });
    }

    /// Rules L1 and L2: the levels of the line, and its runs in the order in which they stand.
    ///
    /// Turning runs around is as good as turning characters: a run with an odd level is then
    /// set from its end.
    fn arrange(&mut self, order: Order, places: Range<usize>, has_tail: bool) {
        let (levels, list) = (&self.levels.list, &self.places);
        let mut runs = std::mem::take(&mut self.runs);
        runs.clear();
        // What hangs over the end of a line takes the base; a tail stands there instead.
        let trailing = |at: &usize| is_trailing(self.units[list[*at].first as usize].props);
        let shown = match has_tail {
            true => places.end,
            false => places.end - places.clone().rev().take_while(trailing).count(),
        };
        for at in places.clone() {
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
        // Nothing is drawn of an empty run, but the tail's has the place behind the last.
        runs.retain(|run| run.from < places.end || run.from < run.to);
        if has_tail {
            runs.push(Run { from: places.end, to: places.end + 1, level: self.base });
        }
        if order == Order::Visual {
            super::turn_runs(&mut runs, |run| run.level);
        }
        self.runs = runs;
    }
}

/// Places side by side that have one level.
#[derive(Debug, Clone, Copy)]
struct Run {
    from: usize,
    to: usize,
    level: u8,
}

fn add(runs: &mut Vec<Run>, places: Range<usize>, level: u8) {
    match runs.last_mut().filter(|run| run.level == level) {
        Some(run) => run.to = places.end,
        None => runs.push(Run { from: places.start, to: places.end, level }),
    }
}

/// Rules L3 and L4: marks behind their base, brackets and their like mirrored.
fn draw(out: &mut String, units: &[Unit], mirrors: bool) {
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
