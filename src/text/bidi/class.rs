//! Bidirectional classes as numbers and bits, and what a paragraph's classes tell of it.

use unicode_bidi::BidiClass;

use crate::chars::{Props, Summary};

pub(super) const L: u8 = BidiClass::L as u8;
pub(super) const R: u8 = BidiClass::R as u8;
pub(super) const AL: u8 = BidiClass::AL as u8;
pub(super) const AN: u8 = BidiClass::AN as u8;
pub(super) const EN: u8 = BidiClass::EN as u8;
pub(super) const ON: u8 = BidiClass::ON as u8;
pub(super) const NSM: u8 = BidiClass::NSM as u8;
pub(super) const ES: u8 = BidiClass::ES as u8;
pub(super) const ET: u8 = BidiClass::ET as u8;
pub(super) const CS: u8 = BidiClass::CS as u8;
pub(super) const BN: u8 = BidiClass::BN as u8;
pub(super) const LRI: u8 = BidiClass::LRI as u8;
pub(super) const RLI: u8 = BidiClass::RLI as u8;
pub(super) const FSI: u8 = BidiClass::FSI as u8;
pub(super) const PDI: u8 = BidiClass::PDI as u8;

/// Classes as a set, one bit for each.
const fn class_set(classes: &[BidiClass]) -> u32 {
    let (mut found, mut at) = (0, 0);
    while at < classes.len() {
        found |= 1 << classes[at] as u32;
        at += 1;
    }
    found
}

use BidiClass as C;

pub(super) const EMBEDDINGS: u32 = class_set(&[C::LRE, C::RLE, C::LRO, C::RLO, C::PDF]);
pub(super) const ISOLATES: u32 = class_set(&[C::LRI, C::RLI, C::FSI, C::PDI]);
pub(super) const TURNS_LEFT: u32 = class_set(&[C::R, C::AL, C::AN]);
pub(super) const TURNS_RIGHT: u32 = class_set(&[C::L, C::EN, C::AN]);
pub(super) const STRONG: u32 = class_set(&[C::L, C::R, C::AL]);
pub(super) const NEUTRAL: u32 = class_set(&[C::B, C::S, C::WS, C::ON, C::LRI, C::RLI, C::FSI, C::PDI]);
/// What rule L1 takes back to the paragraph's level before a separator and at the end of a line.
pub(super) const TRAILING: u32 =
    class_set(&[C::WS, C::BN, C::LRE, C::RLE, C::LRO, C::RLO, C::PDF, C::LRI, C::RLI, C::FSI, C::PDI]);
pub(super) const SEPARATORS: u32 = class_set(&[C::B, C::S]);
pub(super) const REMOVED: u32 = class_set(&[C::BN, C::LRE, C::RLE, C::LRO, C::RLO, C::PDF]);

/// Whether the class is one of the set.
pub(super) fn is_in(class: u8, classes: u32) -> bool {
    classes & 1 << class != 0
}

/// White space and marks that hang over the end of a line (rule L1).
pub(crate) fn is_trailing(props: Props) -> bool {
    is_in(props.class(), TRAILING)
}

/// Whether the paragraph has marks that are not drawn and yet have a level of their own.
pub(crate) fn has_marks(summary: Summary) -> bool {
    summary.classes & (ISOLATES | EMBEDDINGS) != 0
}

/// Whether something in it ends a paragraph.
pub(crate) fn has_separators(summary: Summary) -> bool {
    is_in(BidiClass::B as u8, summary.classes)
}

/// The direction of a level.
pub(super) fn direction(level: u8) -> u8 {
    if level.is_multiple_of(2) { L } else { R }
}

/// Characters side by side that have one type, in the text's own numbering.
#[derive(Debug, Clone, Copy)]
pub(super) struct ClassRun {
    pub from: u32,
    /// Behind its last unit, and behind what rule X9 removes there.
    pub to: u32,
    pub class: u8,
    /// It is one character.
    pub single: bool,
    /// It is a bracket and the marks on it.
    pub bracket: bool,
}
