//! Rule N0: brackets in pairs take one direction.

use unicode_bidi::{BidiDataSource, HardcodedBidiData};

use super::class::{AN, ClassRun, EN, L, ON, R};
use crate::chars::Unit;

/// BD16: how many brackets may be open at once.
const MOST_OPEN: usize = 63;

/// Brackets that belong together, by their runs in the sequence.
#[derive(Debug, Default)]
pub(super) struct Pairs {
    open: Vec<(char, u32)>,
    list: Vec<(u32, u32)>,
}

/// Finds the pairs of a sequence (BD16), in the order of their opening.
fn find(pairs: &mut Pairs, units: &[Unit], runs: &[ClassRun]) {
    pairs.open.clear();
    pairs.list.clear();
    for (i, run) in runs.iter().enumerate().filter(|(_, run)| run.bracket && run.class == ON) {
        let c = units[run.from as usize].draw;
        let Some(bracket) = c.and_then(|c| HardcodedBidiData.bidi_matched_opening_bracket(c)) else { continue };
        if bracket.is_open {
            if pairs.open.len() == MOST_OPEN {
                break;
            }
            pairs.open.push((bracket.opening, i as u32));
        } else if let Some(at) = pairs.open.iter().rposition(|(opening, _)| *opening == bracket.opening) {
            pairs.list.push((pairs.open[at].1, i as u32));
            pairs.open.truncate(at);
        }
    }
    pairs.list.sort_unstable();
}

/// The marks on a bracket are in its run, so they follow it as the rule wants.
pub(super) fn resolve(pairs: &mut Pairs, units: &[Unit], runs: &mut [ClassRun], own: u8) {
    find(pairs, units, runs);
    let strong = |run: &ClassRun| match run.class {
        L => Some(L),
        R | EN | AN => Some(R),
        _ => None,
    };
    for (from, to) in &pairs.list {
        let (from, to) = (*from as usize, *to as usize);
        let (mut found, mut found_own) = (false, false);
        for class in runs[from + 1..to].iter().filter_map(strong) {
            found = true;
            if class == own {
                found_own = true;
                break;
            }
        }
        let direction = match (found_own, found) {
            (true, _) => own,
            // The other direction inside counts only where it also stands before the pair.
            (false, true) => runs[..from].iter().rev().find_map(strong).unwrap_or(own),
            (false, false) => continue,
        };
        runs[from].class = direction;
        runs[to].class = direction;
    }
}
