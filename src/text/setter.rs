//! The setter: the working memory in which one paragraph after another becomes rows.

use std::ops::Range;

use super::cluster::{self, Place};
use super::levels::{self, Levels, is_trailing};
use super::props::Props;
use super::shape::{self, Unit};
use super::{Base, Cell, Order, Pen, Row, Shape, wrap};

const HAMZA_ABOVE: char = '\u{0654}';
/// What a mark with no letter before it hangs on.
const DOTTED_CIRCLE: char = '\u{25CC}';

/// Lays out paragraphs without allocating anew for each; a [`Pen`] makes one for a single call.
///
/// ```
/// use pishkhan::text::{Base, Pen, Row, Setter};
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
    /// The places of a row in the order in which they stand, each with its level.
    order: Vec<(u32, u8)>,
}

/// What a ZWNJ looks like while it is edited.
pub(super) const JOIN_BREAK: char = '\u{250A}';

/// In place of a place: what is not drawn but has a level.
const NOTHING: u32 = u32::MAX;

/// The longest text that is looked at, in bytes; what is behind it is not shown.
const LONGEST: usize = 1 << 30;

impl Setter {
    /// All of the text on one row; line breaks show as blanks. The row's memory is used again.
    pub fn line(&mut self, pen: &Pen, text: &str, row: &mut Row) {
        self.read(pen, text);
        self.row(pen.order, 0..self.places.len(), None, row);
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
        let seen = shape::read(text, &mut self.units);
        if levels::has_separators(seen) {
            shape::flatten(&mut self.units);
            return self.read_units(pen, text, shape::seen(&self.units));
        }
        self.read_units(pen, text, seen);
    }

    fn read_units(&mut self, pen: &Pen, text: &str, seen: shape::Seen) {
        if pen.joiners {
            shape::show_joiners(&mut self.units, JOIN_BREAK);
        }
        let base = match pen.base {
            Base::Ltr => Some(0),
            Base::Rtl => Some(1),
            Base::Auto => None,
        };
        self.length = text.len() as u32;
        self.base = self.levels.resolve(text, &self.units, seen, base);
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
        let seen = shape::read(text, &mut self.units);
        let base = self.levels.resolve(text, &self.units, seen, base);
        let mut list = self.levels.list.clone();
        let hanging = self.units.iter().rev().take_while(|unit| is_trailing(unit.props)).count();
        let shown = list.len() - hanging;
        list[shown..].fill(base);
        (base, list)
    }

    pub(super) fn graphemes(&mut self, text: &str) -> Vec<usize> {
        let seen = shape::read(text, &mut self.units);
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
        self.arrange(order, places.clone(), tail);
        row.text.clear();
        row.cells.clear();
        row.width = 0;
        row.rtl = self.base % 2 == 1;
        row.range = match places.is_empty() {
            true => 0..0,
            false => self.start(places.start)..self.start(places.end),
        };
        row.text.reserve(places.len() * 3);
        row.cells.reserve(self.order.len());
        for (at, level) in self.order.iter().filter(|(at, _)| *at != NOTHING) {
            let (at, from) = (*at as usize, row.text.len() as u32);
            let Some(place) = self.places.get(at).filter(|_| at < places.end) else {
                let end = row.range.end as u32;
                row.text.extend(tail);
                row.cells.push(Cell { drawn: from..row.text.len() as u32, source: end..end, level: *level, width: 1 });
                row.width += 1;
                continue;
            };
            let next = self.places.get(at + 1);
            let end = next.map_or(self.units.len(), |next| next.first as usize);
            let source = place.at..next.map_or(self.length, |next| next.at);
            if place.bare {
                row.text.push(DOTTED_CIRCLE);
            }
            draw(&mut row.text, &self.units[place.first as usize..end], *level % 2 == 1 && order == Order::Visual);
            row.width += usize::from(place.width);
            row.cells.push(Cell { drawn: from..row.text.len() as u32, source, level: *level, width: place.width });
        }
    }

    /// Rules L1 and L2: the levels of the line, then every run turned around.
    fn arrange(&mut self, order: Order, places: Range<usize>, tail: Option<char>) {
        let (levels, list) = (&self.levels.list, &self.places);
        self.order.clear();
        let (mut lowest, mut highest) = (self.base, self.base);
        for at in places.clone() {
            let first = list[at].first as usize;
            let level = levels[first];
            (lowest, highest) = (lowest.min(level), highest.max(level));
            self.order.push((at as u32, level));
            if self.parted {
                // Two isolates side by side are parted by the level of the marks between them.
                let end = list.get(at + 1).map_or(levels.len(), |next| next.first as usize);
                let between = levels[first..end].iter().copied().min().unwrap_or(level);
                if between < level {
                    self.order.push((NOTHING, between));
                }
            }
        }
        if tail.is_some() {
            self.order.push((places.end as u32, self.base));
        } else {
            let trailing = |at: &usize| is_trailing(self.units[self.places[*at].first as usize].props);
            let shown = places.end - places.clone().rev().take_while(trailing).count();
            let hanging = self.order.iter_mut().rev().take_while(|(at, _)| *at as usize >= shown);
            hanging.for_each(|(_, level)| *level = self.base);
        }
        if order == Order::Logical || highest == 0 {
            return;
        }
        if lowest == highest {
            self.order.reverse();
            return;
        }
        super::turn_runs(&mut self.order, |(_, level)| *level);
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
