//! Blank certificates: numbered paper that must be accounted for sheet by sheet.

use std::collections::BTreeSet;

use super::blank::BlankMove;
use super::event::Event;
use super::own::Own;
use super::refusal::Refusal;

/// The blanks of one desk, as their moves add up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stock {
    on_hand: BTreeSet<String>,
    gone: BTreeSet<String>,
}

impl Stock {
    pub fn on_hand(&self) -> usize {
        self.on_hand.len()
    }

    /// The one that is used next.
    pub fn next(&self) -> Option<&str> {
        self.on_hand.first().map(String::as_str)
    }

    pub fn has(&self, serial: &str) -> bool {
        self.on_hand.contains(serial)
    }

    /// Whether this number was ever here.
    pub fn knows(&self, serial: &str) -> bool {
        self.on_hand.contains(serial) || self.gone.contains(serial)
    }

    /// Whether this can be done with the blanks that are here.
    ///
    /// # Errors
    /// [`Refusal::BlanksKnown`] of numbers that were here before, [`Refusal::NotOnHand`] of numbers that are not here.
    pub fn allows(&self, moved: &BlankMove) -> Result<(), Refusal> {
        let missing = |serial: String| Refusal::NotOnHand { serial };
        let refusal = match moved {
            BlankMove::Received { first, count } => {
                let known = serial_range(first, *count).into_iter().find(|serial| self.knows(serial));
                known.map(|serial| Refusal::BlanksKnown { serial })
            }
            BlankMove::Returned { first, count, .. } => {
                serial_range(first, *count).into_iter().find(|serial| !self.has(serial)).map(missing)
            }
            BlankMove::Spoiled { serial, .. } | BlankMove::Used { serial } => {
                (!self.has(serial)).then(|| missing(serial.clone()))
            }
        };
        refusal.map_or(Ok(()), Err)
    }

    /// Takes in what was done.
    pub fn apply(&mut self, own: &Own) {
        let Event::BlanksMoved { moved } = &own.event else { return };
        match moved {
            BlankMove::Received { first, count } => self.on_hand.extend(serial_range(first, *count)),
            BlankMove::Used { serial } | BlankMove::Spoiled { serial, .. } => self.take(serial),
            BlankMove::Returned { first, count, .. } => {
                serial_range(first, *count).iter().for_each(|serial| self.take(serial))
            }
        }
    }

    fn take(&mut self, serial: &str) {
        self.on_hand.remove(serial);
        self.gone.insert(serial.to_owned());
    }
}

/// So many numbers, counted up from the first: what stands before the last digits stays.
fn serial_range(first: &str, count: u32) -> Vec<String> {
    let digits = first.len() - first.bytes().rev().take_while(u8::is_ascii_digit).count();
    let (head, tail) = first.split_at(digits);
    let (width, start) = (tail.len(), tail.parse::<u64>().unwrap_or(0));
    (0..u64::from(count)).map(|at| format!("{head}{:0width$}", start + at)).collect()
}
