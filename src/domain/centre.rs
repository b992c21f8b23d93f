//! What happens after the counter: inquiry, review, production, delivery.

use std::collections::BTreeSet;

use super::choices;
use super::date::JalaliDate;
use super::lineage::PersonRef;

choices! {
    /// Who asks the civil registry (form lines 367–369).
    InquiryBy, "inquiry-by", { Agency = "agency", Applicant = "applicant" }
}

choices! {
    /// How it is asked; the desk itself is never online.
    InquiryWay, "inquiry-way", { Hand = "hand", Batch = "batch" }
}

choices! {
    InquiryResult, "inquiry-result", { Match = "match", Mismatch = "mismatch", NoRecord = "no-record" }
}

/// استعلام ثبت احوال: identity particulars and photo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inquiry {
    pub by: InquiryBy,
    pub way: InquiryWay,
    pub asked_by: Option<PersonRef>,
    pub answer: Option<InquiryAnswer>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InquiryAnswer {
    pub result: InquiryResult,
    /// The day on the answer.
    pub on: JalaliDate,
    pub note: String,
}

choices! {
    /// What was found of two cases that look alike.
    DuplicateDecision, "duplicate", { Distinct = "distinct", Same = "same" }
}

choices! {
    /// What became of the certificate that is replaced or renewed.
    OriginalFate, "original-fate", {
        Surrendered = "surrendered", Destroyed = "destroyed", DeclaredLost = "declared-lost", Electronic = "electronic",
    }
}

choices! {
    CollectorKind, "collector", { Holder = "holder", Representative = "representative" }
}

/// Who took the certificate, the identity seen and signed for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Collector {
    pub kind: CollectorKind,
    /// Of a representative: name, and number and date of the letter.
    pub name: String,
    pub letter: String,
}

/// What the centre found wanting: of a paper or an answer, or of the case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Objection {
    pub about: String,
    pub reason: String,
}

/// A certificate that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Produced {
    /// Of the blank; an electronic one has none.
    pub serial: Option<String>,
    pub original: OriginalFate,
}

/// Blank certificates: numbered paper that must be accounted for sheet by sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stock {
    on_hand: BTreeSet<String>,
    gone: BTreeSet<String>,
}

/// What was done with blanks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BlankMove {
    Received { first: String, count: u32 },
    Used { serial: String },
    Spoiled { serial: String, reason: String },
    Returned { first: String, count: u32, reason: String },
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

    pub fn apply(&mut self, moved: &BlankMove) {
        match moved {
            BlankMove::Received { first, count } => self.on_hand.extend(run(first, *count)),
            BlankMove::Used { serial } | BlankMove::Spoiled { serial, .. } => self.take(serial),
            BlankMove::Returned { first, count, .. } => run(first, *count).iter().for_each(|serial| self.take(serial)),
        }
    }

    fn take(&mut self, serial: &str) {
        self.on_hand.remove(serial);
        self.gone.insert(serial.to_owned());
    }
}

/// So many numbers, counted up from the first: what stands before the last digits stays.
pub fn run(first: &str, count: u32) -> Vec<String> {
    let digits = first.len() - first.bytes().rev().take_while(u8::is_ascii_digit).count();
    let (head, tail) = first.split_at(digits);
    let (width, start) = (tail.len(), tail.parse::<u64>().unwrap_or(0));
    (0..u64::from(count)).map(|at| format!("{head}{:0width$}", start + at)).collect()
}
