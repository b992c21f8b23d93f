//! Levels: UAX #9, rules P2 to L2, one paragraph at a time.
//!
//! Desk text has isolates and no embeddings, so each stretch between an isolate mark and
//! its end is one isolating run sequence (BD13) and can be resolved by itself. The rare
//! paragraph with embeddings, overrides or very deep isolates is given to `unicode-bidi`.
//!
//! `class` has the vocabulary, `brackets` rule N0, `reorder` rule L2; `isolate` writes the
//! marks that this file reads.

mod base;
mod brackets;
mod class;
mod isolate;
mod reorder;

use unicode_bidi::{BidiInfo, Level};

use crate::chars::{self, Props, Summary, Unit};
use brackets::Pairs;
use class::{
    AL, AN, BN, CS, ClassRun, EMBEDDINGS, EN, ES, ET, FSI, ISOLATES, L, LRI, NEUTRAL, NSM, ON, PDI, R, REMOVED, RLI,
    SEPARATORS, STRONG, TRAILING, TURNS_LEFT, TURNS_RIGHT, direction, is_in,
};

pub use base::Base;
pub(crate) use class::{has_marks, has_separators, is_trailing};
pub(crate) use isolate::isolates;
pub use isolate::{directed, isolate, ltr, paper, percent, phrase, series};
pub(crate) use reorder::reorder;
pub use reorder::visual_order;

/// The paragraph's level and the level of each character (UAX #9, P2 to L1), as on one line.
///
/// What rule X9 removes has the level of the character before it. The text is one
/// paragraph: a separator in it only ends a segment.
///
/// ```
/// use pishkhan_text::{Base, levels};
///
/// assert_eq!(levels("a \u{0628} 1", Base::Ltr), (0, vec![0, 0, 1, 1, 2]));
/// ```
pub fn levels(text: &str, base: Base) -> (u8, Vec<u8>) {
    let (mut units, mut classes, mut levels) = (Vec::new(), Vec::new(), Levels::default());
    let summary = chars::read(text, &mut units, &mut classes);
    let base = levels.resolve(text, &units, &classes, summary, base.level());
    let hanging = units.iter().rev().take_while(|unit| is_trailing(unit.props)).count();
    let shown = units.len() - hanging;
    levels.list[shown..].fill(base);
    (base, levels.list)
}

/// How deep isolates may lie before `unicode-bidi` takes over; max_depth of the standard is 125.
/// Each of them raises the level by two at most.
const DEEP: usize = 50;

/// An isolating run sequence (BD13): what is resolved by itself.
#[derive(Debug)]
struct Sequence {
    from: usize,
    to: usize,
    level: u8,
}

/// The levels of a paragraph and what is needed to find them.
#[derive(Debug, Default)]
pub(crate) struct Levels {
    /// One for each unit, with rule L1 done for separators; lines do the rest of L1.
    pub list: Vec<u8>,
    /// The sequence in hand, its types as the rules change them.
    runs: Vec<ClassRun>,
    pairs: Pairs,
    /// For each isolate mark, the unit at which it ends; sorted.
    partners: Vec<(u32, u32)>,
    open: Vec<u32>,
    waiting: Vec<Sequence>,
}

impl Levels {
    /// Fills the list and returns the paragraph's level; `base` is `None` where the text decides.
    pub fn resolve(&mut self, text: &str, units: &[Unit], classes: &[u8], summary: Summary, base: Option<u8>) -> u8 {
        let isolated = summary.classes & ISOLATES != 0;
        self.partners.clear();
        if isolated && !self.match_isolates(classes) || summary.classes & EMBEDDINGS != 0 {
            return self.ask_library(text, units, classes, summary, base);
        }
        let base = base.unwrap_or_else(|| self.first_strong(classes, 0, classes.len()).unwrap_or(0));
        let turns = if base == 0 { TURNS_LEFT } else { TURNS_RIGHT };
        self.list.clear();
        self.list.resize(classes.len(), base);
        if summary.classes & (turns | ISOLATES) == 0 {
            return base;
        }
        let brackets = summary.any.has(Props::BRACKET);
        self.waiting.clear();
        self.waiting.push(Sequence { from: 0, to: classes.len(), level: base });
        while let Some(sequence) = self.waiting.pop() {
            self.collect(units, classes, &sequence, brackets);
            self.resolve_sequence(units, sequence.level, brackets);
        }
        if isolated && summary.classes & REMOVED != 0 {
            self.inherit(classes, base);
        }
        self.reset(classes, summary, base);
        base
    }

    /// BD9: finds the end of every isolate; false where they lie too deep.
    fn match_isolates(&mut self, classes: &[u8]) -> bool {
        let open = &mut self.open;
        open.clear();
        for (i, class) in classes.iter().enumerate() {
            match *class {
                LRI | RLI | FSI => open.push(i as u32),
                PDI => {
                    if let Some(from) = open.pop() {
                        self.partners.push((from, i as u32));
                    }
                }
                _ => {}
            }
            if open.len() > DEEP {
                return false;
            }
        }
        // Without an end, an isolate reaches to the end of the paragraph.
        self.partners.extend(open.drain(..).map(|from| (from, classes.len() as u32)));
        self.partners.sort_unstable();
        true
    }

    fn end_of(&self, mark: usize) -> usize {
        let found = self.partners.binary_search_by_key(&(mark as u32), |(from, _)| *from);
        found.map_or(usize::MAX, |at| self.partners[at].1 as usize)
    }

    /// P2 and P3 over a stretch: the direction of its first strong character outside of isolates.
    fn first_strong(&self, classes: &[u8], from: usize, to: usize) -> Option<u8> {
        let mut i = from;
        while i < to {
            let class = classes[i];
            match class {
                LRI | RLI | FSI => i = self.end_of(i),
                _ if is_in(class, STRONG) => return Some(u8::from(class != L)),
                _ => {}
            }
            i = i.saturating_add(1);
        }
        None
    }

    /// W1 to W3 on the way: a sequence as runs. What lies in isolates waits.
    fn collect(&mut self, units: &[Unit], classes: &[u8], sequence: &Sequence, brackets: bool) {
        let own = direction(sequence.level);
        let (mut before, mut strong) = (own, own);
        let mut runs = std::mem::take(&mut self.runs);
        runs.clear();
        // The last run may still grow.
        let mut open = false;
        let mut i = sequence.from;
        while i < sequence.to {
            let class = classes[i];
            before = match class {
                // Removed by X9; it goes with the run before it.
                BN => {
                    i += 1;
                    continue;
                }
                // W1: as what it stands on, but neutral on an isolate's mark.
                NSM if is_in(before, ISOLATES) => ON,
                NSM => before,
                _ => class,
            };
            let now = match before {
                L | R => {
                    strong = before;
                    before
                }
                AL => {
                    strong = AL;
                    R // W3
                }
                EN if strong == AL => AN, // W2
                _ if is_in(before, NEUTRAL) => ON,
                _ => before,
            };
            let bracket = brackets && class == ON && units[i].props.has(Props::BRACKET);
            match runs.last_mut().filter(|_| open) {
                Some(last) if last.class == now && !bracket && (!last.bracket || class == NSM) => last.single = false,
                last => {
                    if let Some(last) = last {
                        last.to = i as u32;
                    }
                    runs.push(ClassRun { from: i as u32, to: i as u32 + 1, class: now, single: true, bracket });
                    open = true;
                }
            }
            i += 1;
            if matches!(class, LRI | RLI | FSI) {
                if let Some(last) = runs.last_mut() {
                    last.to = i as u32;
                }
                i = self.enter(classes, i, sequence);
                open = false;
            }
        }
        if let Some(last) = runs.last_mut().filter(|_| open) {
            last.to = sequence.to as u32;
        }
        self.runs = runs;
    }

    /// Lays aside what is in the isolate whose mark stands before `i`; returns where it ends.
    fn enter(&mut self, classes: &[u8], i: usize, around: &Sequence) -> usize {
        let end = self.end_of(i - 1).min(around.to);
        let rtl = match classes[i - 1] {
            LRI => 0,
            RLI => 1,
            _ => self.first_strong(classes, i, end).unwrap_or(0),
        };
        let level = around.level + 1 + u8::from((around.level + 1) % 2 != rtl);
        if end > i {
            self.list[i..end].fill(level);
            self.waiting.push(Sequence { from: i, to: end, level });
        }
        end.max(i)
    }

    /// W4 to I2 for the sequence in hand. Start and end of an isolate lie next to lower
    /// levels only, so that sos and eos (X10) are the direction of its own level.
    fn resolve_sequence(&mut self, units: &[Unit], level: u8, brackets: bool) {
        let own = direction(level);
        resolve_weak(&mut self.runs, own);
        if brackets {
            brackets::resolve(&mut self.pairs, units, &mut self.runs, own);
        }
        let runs = &self.runs;
        let strong = |run: &ClassRun| if run.class == L { L } else { R };
        let raised = |class: u8| match (class, level % 2) {
            (L, 0) | (R, 1) => level,
            (R, _) | (_, 1) => level + 1,
            _ => level + 2,
        };
        let mut i = 0;
        while i < runs.len() {
            // N1 and N2: neutrals between two of a kind take their direction.
            let end = i + runs[i..].iter().take_while(|run| run.class == ON).count();
            let class = if end > i {
                let lead = i.checked_sub(1).map_or(own, |at| strong(&runs[at]));
                let trail = runs.get(end).map_or(own, strong);
                if lead == trail { lead } else { own }
            } else {
                runs[i].class
            };
            for run in &runs[i..end.max(i + 1)] {
                self.list[run.from as usize..run.to as usize].fill(raised(class));
            }
            i = end.max(i + 1);
        }
    }

    /// What X9 removed takes the level before it, over the marks of isolates too.
    fn inherit(&mut self, classes: &[u8], base: u8) {
        let mut last = base;
        for (class, level) in classes.iter().zip(&mut self.list) {
            if is_in(*class, REMOVED) {
                *level = last;
            }
            last = *level;
        }
    }

    /// Rule L1 for separators and the blanks before them: the paragraph's level.
    fn reset(&mut self, classes: &[u8], summary: Summary, base: u8) {
        if summary.classes & SEPARATORS == 0 {
            return;
        }
        let mut resets = false;
        for (class, level) in classes.iter().copied().zip(&mut self.list).rev() {
            resets = is_in(class, SEPARATORS) || resets && is_in(class, TRAILING);
            if resets {
                *level = base;
            }
        }
    }

    fn ask_library(&mut self, text: &str, units: &[Unit], classes: &[u8], summary: Summary, base: Option<u8>) -> u8 {
        let given = base.map(|level| if level == 0 { Level::ltr() } else { Level::rtl() });
        let info = BidiInfo::new(text, given);
        let base = info.paragraphs.first().map_or(0, |paragraph| paragraph.level.number());
        self.list.clear();
        self.list.extend(units.iter().map(|unit| info.levels[unit.at as usize].number()));
        self.inherit(classes, base);
        self.reset(classes, summary, base);
        base
    }
}

/// W4 to W7; `own` is sos.
fn resolve_weak(runs: &mut [ClassRun], own: u8) {
    let mut strong = own;
    // The type before, after W4 and before W5.
    let mut before = ON;
    let mut i = 0;
    while i < runs.len() {
        let class = runs[i].class;
        let mut now = class;
        match class {
            L | R => strong = class,
            ES | CS => {
                // W4: one separator between two numbers of a kind.
                let next = runs.get(i + 1).map_or(ON, |run| run.class);
                let joins = runs[i].single && next == before && (next == EN || next == AN && class == CS);
                now = if joins { next } else { ON };
            }
            ET => {
                // W5: beside a European number, terminators are part of it.
                let end = i + runs[i..].iter().take_while(|run| run.class == ET).count();
                let to = match before == EN || runs.get(end).is_some_and(|run| run.class == EN) {
                    true if strong == L => L, // W7
                    true => EN,
                    false => ON,
                };
                runs[i..end].iter_mut().for_each(|run| run.class = to);
                before = ET;
                i = end;
                continue;
            }
            _ => {}
        }
        before = now;
        runs[i].class = if now == EN && strong == L { L } else { now }; // W7
        i += 1;
    }
}
