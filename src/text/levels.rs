//! Embedding levels: UAX #9, rules P2 to I2, one paragraph at a time.
//!
//! Desk text has isolates and no embeddings, so each stretch between an isolate mark and
//! its end is one isolating run sequence (BD13) and can be resolved by itself. The rare
//! paragraph with embeddings, overrides or very deep isolates is given to `unicode-bidi`.

use unicode_bidi::{BidiClass, BidiInfo, Level};

use super::brackets::{self, Pairs};
use super::props::Props;
use super::shape::{Seen, Unit};

pub(super) const L: u8 = BidiClass::L as u8;
pub(super) const R: u8 = BidiClass::R as u8;
pub(super) const AL: u8 = BidiClass::AL as u8;
pub(super) const AN: u8 = BidiClass::AN as u8;
pub(super) const EN: u8 = BidiClass::EN as u8;
pub(super) const ON: u8 = BidiClass::ON as u8;
pub(super) const NSM: u8 = BidiClass::NSM as u8;
const ES: u8 = BidiClass::ES as u8;
const ET: u8 = BidiClass::ET as u8;
const CS: u8 = BidiClass::CS as u8;
const BN: u8 = BidiClass::BN as u8;
const LRI: u8 = BidiClass::LRI as u8;
const RLI: u8 = BidiClass::RLI as u8;
const FSI: u8 = BidiClass::FSI as u8;
const PDI: u8 = BidiClass::PDI as u8;

const fn set(classes: &[BidiClass]) -> u32 {
    let (mut found, mut at) = (0, 0);
    while at < classes.len() {
        found |= 1 << classes[at] as u32;
        at += 1;
    }
    found
}

use BidiClass as C;
const EMBEDDINGS: u32 = set(&[C::LRE, C::RLE, C::LRO, C::RLO, C::PDF]);
const ISOLATES: u32 = set(&[C::LRI, C::RLI, C::FSI, C::PDI]);
const TURNS_LEFT: u32 = set(&[C::R, C::AL, C::AN]);
const TURNS_RIGHT: u32 = set(&[C::L, C::EN, C::AN]);
const STRONG: u32 = set(&[C::L, C::R, C::AL]);
const NEUTRAL: u32 = set(&[C::B, C::S, C::WS, C::ON, C::LRI, C::RLI, C::FSI, C::PDI]);
/// What rule L1 takes back to the paragraph's level before a separator and at the end of a line.
const TRAILING: u32 = set(&[C::WS, C::BN, C::LRE, C::RLE, C::LRO, C::RLO, C::PDF, C::LRI, C::RLI, C::FSI, C::PDI]);
const SEPARATORS: u32 = set(&[C::B, C::S]);
const REMOVED: u32 = set(&[C::BN, C::LRE, C::RLE, C::LRO, C::RLO, C::PDF]);

/// How deep isolates may lie before `unicode-bidi` takes over; max_depth of the standard is 125.
const DEEP: u8 = 100;

pub(super) fn is_in(class: u8, classes: u32) -> bool {
    classes & 1 << class != 0
}

/// White space and marks that hang over the end of a line (rule L1).
pub(super) fn is_trailing(props: Props) -> bool {
    is_in(props.class(), TRAILING)
}

/// Whether the paragraph has marks that are not drawn and yet have a level of their own.
pub(super) fn has_marks(seen: Seen) -> bool {
    seen.classes & (ISOLATES | EMBEDDINGS) != 0
}

/// Whether something in it ends a paragraph.
pub(super) fn has_separators(seen: Seen) -> bool {
    is_in(BidiClass::B as u8, seen.classes)
}

/// A stretch of units that is resolved by itself.
#[derive(Debug)]
struct Stretch {
    from: usize,
    to: usize,
    level: u8,
}

/// The levels of a paragraph and what is needed to find them.
#[derive(Debug, Default)]
pub(super) struct Levels {
    /// One for each unit, with rule L1 done for separators; lines do the rest of L1.
    pub list: Vec<u8>,
    /// The units of the sequence in hand, and their types as the rules change them.
    indexes: Vec<u32>,
    types: Vec<u8>,
    pairs: Pairs,
    /// For each isolate mark, the unit at which it ends; sorted.
    partners: Vec<(u32, u32)>,
    open: Vec<u32>,
    waiting: Vec<Stretch>,
}

impl Levels {
    /// Fills the list and returns the paragraph's level; `base` is `None` where the text decides.
    pub fn resolve(&mut self, text: &str, units: &[Unit], seen: Seen, base: Option<u8>) -> u8 {
        let isolated = seen.classes & ISOLATES != 0;
        self.partners.clear();
        if isolated && !self.match_isolates(units) || seen.classes & EMBEDDINGS != 0 {
            return self.ask_library(text, units, seen, base);
        }
        let base = base.unwrap_or_else(|| self.first_strong(units, 0, units.len()).unwrap_or(0));
        let turns = if base == 0 { TURNS_LEFT } else { TURNS_RIGHT };
        self.list.clear();
        self.list.resize(units.len(), base);
        if seen.classes & (turns | ISOLATES) == 0 {
            return base;
        }
        if isolated {
            self.resolve_isolates(units, seen, base);
        } else {
            self.take(units, 0, units.len());
            self.resolve_sequence(units, seen, base);
        }
        self.inherit_and_reset(units, seen, base);
        base
    }

    /// BD9: finds the end of every isolate; false where they lie too deep.
    fn match_isolates(&mut self, units: &[Unit]) -> bool {
        let open = &mut self.open;
        open.clear();
        for (i, unit) in units.iter().enumerate() {
            match unit.props.class() {
                LRI | RLI | FSI => open.push(i as u32),
                PDI => {
                    if let Some(from) = open.pop() {
                        self.partners.push((from, i as u32));
                    }
                }
                _ => {}
            }
            if open.len() > usize::from(DEEP) / 2 {
                return false;
            }
        }
        // Without an end, an isolate reaches to the end of the paragraph.
        self.partners.extend(open.drain(..).map(|from| (from, units.len() as u32)));
        self.partners.sort_unstable();
        true
    }

    fn end_of(&self, mark: usize) -> usize {
        let found = self.partners.binary_search_by_key(&(mark as u32), |(from, _)| *from);
        found.map_or(usize::MAX, |at| self.partners[at].1 as usize)
    }

    /// P2 and P3 over a stretch: the direction of its first strong character outside of isolates.
    fn first_strong(&self, units: &[Unit], from: usize, to: usize) -> Option<u8> {
        let mut i = from;
        while i < to {
            let class = units[i].props.class();
            match class {
                LRI | RLI | FSI => i = self.end_of(i),
                _ if is_in(class, STRONG) => return Some(u8::from(class != L)),
                _ => {}
            }
            i = i.saturating_add(1);
        }
        None
    }

    fn resolve_isolates(&mut self, units: &[Unit], seen: Seen, base: u8) {
        self.waiting.clear();
        self.waiting.push(Stretch { from: 0, to: units.len(), level: base });
        while let Some(Stretch { from, to, level }) = self.waiting.pop() {
            self.indexes.clear();
            self.types.clear();
            let mut i = from;
            while i < to {
                let class = units[i].props.class();
                if class != BN {
                    self.indexes.push(i as u32);
                    self.types.push(class);
                }
                if matches!(class, LRI | RLI | FSI) {
                    let end = self.end_of(i).min(to);
                    let rtl = match class {
                        LRI => 0,
                        RLI => 1,
                        _ => self.first_strong(units, i + 1, end).unwrap_or(0),
                    };
                    let inner = level + 1 + u8::from((level + 1) % 2 != rtl);
                    if end > i + 1 {
                        self.list[i + 1..end].fill(inner);
                        self.waiting.push(Stretch { from: i + 1, to: end, level: inner });
                    }
                    i = end;
                } else {
                    i += 1;
                }
            }
            self.resolve_sequence(units, seen, level);
        }
    }

    /// The whole stretch as one sequence, without what rule X9 removes.
    fn take(&mut self, units: &[Unit], from: usize, to: usize) {
        self.indexes.clear();
        self.types.clear();
        for (i, unit) in units[from..to].iter().enumerate() {
            let class = unit.props.class();
            if class != BN {
                self.indexes.push((from + i) as u32);
                self.types.push(class);
            }
        }
    }

    /// W1 to I2 for the sequence in hand. Start and end of an isolate lie next to lower
    /// levels only, so that sos and eos (X10) are the direction of its own level.
    fn resolve_sequence(&mut self, units: &[Unit], seen: Seen, level: u8) {
        let own = if level.is_multiple_of(2) { L } else { R };
        resolve_weak(&mut self.types, own);
        if seen.any.has(Props::BRACKET) {
            brackets::resolve(&mut self.pairs, units, &self.indexes, &mut self.types, own);
        }
        let types = &self.types;
        let strong = |class: u8| if class == L { L } else { R };
        let raised = |class: u8| match (class, level % 2) {
            (L, 0) | (R, 1) => level,
            (R, _) | (_, 1) => level + 1,
            _ => level + 2,
        };
        let mut i = 0;
        while i < types.len() {
            if !is_in(types[i], NEUTRAL) {
                self.list[self.indexes[i] as usize] = raised(types[i]);
                i += 1;
                continue;
            }
            // N1 and N2: neutrals between two of a kind take their direction.
            let end = i + types[i..].iter().take_while(|class| is_in(**class, NEUTRAL)).count();
            let lead = i.checked_sub(1).map_or(own, |at| strong(types[at]));
            let trail = types.get(end).map_or(own, |class| strong(*class));
            let to = raised(if lead == trail { lead } else { own });
            for index in &self.indexes[i..end] {
                self.list[*index as usize] = to;
            }
            i = end;
        }
    }

    /// What X9 removed takes the level before it; separators and the blanks before them, the base.
    fn inherit_and_reset(&mut self, units: &[Unit], seen: Seen, base: u8) {
        if seen.classes & REMOVED != 0 {
            let mut last = base;
            for (unit, level) in units.iter().zip(&mut self.list) {
                if is_in(unit.props.class(), REMOVED) {
                    *level = last;
                }
                last = *level;
            }
        }
        if seen.classes & SEPARATORS != 0 {
            let mut resets = false;
            for (unit, level) in units.iter().zip(&mut self.list).rev() {
                let class = unit.props.class();
                resets = is_in(class, SEPARATORS) || resets && is_in(class, TRAILING);
                if resets {
                    *level = base;
                }
            }
        }
    }

    fn ask_library(&mut self, text: &str, units: &[Unit], seen: Seen, base: Option<u8>) -> u8 {
        let given = base.map(|level| if level == 0 { Level::ltr() } else { Level::rtl() });
        let info = BidiInfo::new(text, given);
        let base = info.paragraphs.first().map_or(0, |paragraph| paragraph.level.number());
        self.list.clear();
        self.list.extend(units.iter().map(|unit| info.levels[unit.at as usize].number()));
        self.inherit_and_reset(units, seen, base);
        base
    }
}

/// W1 to W7 in two passes; `own` is sos.
fn resolve_weak(types: &mut [u8], own: u8) {
    let (mut before, mut strong) = (own, own);
    for class in types.iter_mut() {
        if *class == NSM {
            // W1: as what it stands on, but neutral on an isolate's mark.
            *class = if matches!(before, LRI | RLI | FSI | PDI) { ON } else { before };
        }
        before = *class;
        match *class {
            L | R => strong = *class,
            AL => {
                strong = AL;
                *class = R; // W3
            }
            EN if strong == AL => *class = AN, // W2
            _ => {}
        }
    }
    let mut strong = own;
    // The type before, after W4 and before W5.
    let mut before = ON;
    let mut i = 0;
    while i < types.len() {
        let class = types[i];
        let mut now = class;
        match class {
            L | R => strong = class,
            EN => {}
            ES | CS => {
                // W4: one separator between two numbers of a kind.
                let next = types.get(i + 1).copied().unwrap_or(ON);
                let joins = next == before && (next == EN || next == AN && class == CS);
                now = if joins { next } else { ON };
            }
            ET => {
                // W5: beside a European number, terminators are part of it.
                let end = i + types[i..].iter().take_while(|class| **class == ET).count();
                let to = match before == EN || types.get(end) == Some(&EN) {
                    true if strong == L => L, // W7
                    true => EN,
                    false => ON,
                };
                types[i..end].fill(to);
                before = ET;
                i = end;
                continue;
            }
            _ => {}
        }
        before = now;
        types[i] = if now == EN && strong == L { L } else { now }; // W7
        i += 1;
    }
}
