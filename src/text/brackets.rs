//! Rule N0: brackets in pairs take one direction.

use unicode_bidi::{BidiDataSource, HardcodedBidiData};

use super::levels::{AN, EN, L, NSM, ON, R};
use super::props::Props;
use super::shape::Unit;

/// BD16: how many brackets may be open at once.
const MOST_OPEN: usize = 63;

/// Brackets that belong together, by their places in the sequence.
#[derive(Debug, Default)]
pub(super) struct Pairs {
    open: Vec<(char, u32)>,
    list: Vec<(u32, u32)>,
}

/// Finds the pairs of a sequence (BD16), in the order of their opening.
fn find(pairs: &mut Pairs, units: &[Unit], indexes: &[u32], types: &[u8]) {
    pairs.open.clear();
    pairs.list.clear();
    for (i, index) in indexes.iter().enumerate() {
        let unit = &units[*index as usize];
        if types[i] != ON || !unit.props.has(Props::BRACKET) {
            continue;
        }
        let Some(bracket) = unit.draw.and_then(|c| HardcodedBidiData.bidi_matched_opening_bracket(c)) else { continue };
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

pub(super) fn resolve(pairs: &mut Pairs, units: &[Unit], indexes: &[u32], types: &mut [u8], own: u8) {
    find(pairs, units, indexes, types);
    let strong = |class: u8| match class {
        L => Some(L),
        R | EN | AN => Some(R),
        _ => None,
    };
    for (from, to) in &pairs.list {
        let (from, to) = (*from as usize, *to as usize);
        let (mut found, mut found_own) = (false, false);
        for class in types[from + 1..to].iter().filter_map(|class| strong(*class)) {
            found = true;
            if class == own {
                found_own = true;
                break;
            }
        }
        let direction = match (found_own, found) {
            (true, _) => own,
            // The other direction inside counts only where it also stands before the pair.
            (false, true) => types[..from].iter().rev().find_map(|class| strong(*class)).unwrap_or(own),
            (false, false) => continue,
        };
        for bracket in [from, to] {
            types[bracket] = direction;
            let marks =
                indexes[bracket + 1..].iter().take_while(|index| units[**index as usize].props.class() == NSM).count();
            types[bracket + 1..bracket + 1 + marks].fill(direction);
        }
    }
}
