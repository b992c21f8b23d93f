//! Accountability: who did what, who looked at what, and what an inspector asks about it.

use super::date::JalaliDate;
use super::event::{CaseId, Recorded};
use super::tracking::TrackingCode;

/// One entry of the access log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessEntry {
    /// The sign-in name; empty for a command that was started without one.
    pub operator: String,
    pub wall_ms: i64,
    pub what: Accessed,
}

/// What was looked at, or tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Accessed {
    SignedIn,
    SignInFailed {
        sign_in: String,
    },
    SignedOut,
    Case {
        case: CaseId,
    },
    /// A person's number in full.
    Revealed {
        case: CaseId,
    },
    Searched {
        query: String,
        found: u32,
    },
    Listed,
    /// The other cases of a person and a certificate.
    Related {
        case: CaseId,
    },
    /// The screen was blanked in a hurry.
    Blanked,
    /// What was done and looked at.
    Inspected,
    /// Who has this number, as their last case tells: offered while an intake is typed.
    Known {
        case: CaseId,
    },
    /// An act that was asked for and is not for whoever asked.
    Refused {
        /// The act and the refusal, each by its code.
        act: String,
        code: String,
        case: Option<CaseId>,
    },
    /// Everything that the folder holds was written out.
    Salvaged {
        /// Why persons' numbers were asked for in full; none if they were masked.
        reason: Option<String>,
    },
}

/// No text of an entry is longer, in characters: whoever types more is noted all the same.
pub const LONGEST_NOTED: usize = 60;

impl AccessEntry {
    /// The same with every text cut to what is noted of it.
    pub fn cut(mut self) -> AccessEntry {
        fn cut(text: &mut String, most: usize) {
            if let Some((end, _)) = text.char_indices().nth(most) {
                text.truncate(end);
            }
        }
        let word = |text: &mut String| cut(text, LONGEST_NOTED);
        word(&mut self.operator);
        match &mut self.what {
            Accessed::SignInFailed { sign_in } => word(sign_in),
            Accessed::Searched { query, .. } => word(query),
            Accessed::Refused { act, code, .. } => [act, code].into_iter().for_each(word),
            // A reason is a sentence and not a word.
            Accessed::Salvaged { reason } => reason.iter_mut().for_each(|reason| cut(reason, 5 * LONGEST_NOTED)),
            Accessed::SignedIn
            | Accessed::SignedOut
            | Accessed::Case { .. }
            | Accessed::Revealed { .. }
            | Accessed::Listed
            | Accessed::Related { .. }
            | Accessed::Blanked
            | Accessed::Inspected
            | Accessed::Known { .. } => {}
        }
        self
    }
}

impl Accessed {
    /// The case that was looked at, if it was one.
    pub fn case(&self) -> Option<CaseId> {
        match self {
            Accessed::Case { case }
            | Accessed::Revealed { case }
            | Accessed::Related { case }
            | Accessed::Known { case } => Some(*case),
            Accessed::Refused { case, .. } => *case,
            Accessed::SignedIn
            | Accessed::SignInFailed { .. }
            | Accessed::SignedOut
            | Accessed::Searched { .. }
            | Accessed::Listed
            | Accessed::Blanked
            | Accessed::Inspected
            | Accessed::Salvaged { .. } => None,
        }
    }
}

/// One thing that somebody did or looked at.
#[derive(Debug)]
pub enum Trace<'a> {
    Act {
        recorded: &'a Recorded,
        /// Its hands let in whoever decided so, or the other way round.
        among_themselves: bool,
    },
    Access(&'a AccessEntry),
}

/// What an inspector asks for: what is not given is not narrowed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditQuery {
    /// The sign-in name.
    pub operator: Option<String>,
    pub case: Option<TrackingCode>,
    /// The person's number, whole.
    pub person: Option<String>,
    pub day: Option<JalaliDate>,
    /// Only what a supervisor had to sign for, and what was taken back.
    pub exceptions: bool,
}

/// A head of the chain as somebody wrote it down: the number of the event, and the first hex digits of its hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenHead {
    pub number: u64,
    pub digits: String,
}

/// Why a text is no head that proves anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadHead {
    /// Not a number and hex digits.
    Shape,
    /// So few digits can be met by trying.
    Short,
}

impl BadHead {
    /// The id of its message, and the code that scripts see.
    pub fn code(self) -> &'static str {
        match self {
            BadHead::Shape => "bad-head",
            BadHead::Short => "bad-head-short",
        }
    }
}

impl WrittenHead {
    /// Fewer hex digits prove nothing: another chain with the same ones is found by trying.
    pub const DIGITS: usize = 16;

    /// Of `43:747b-39a4…`; dashes and blanks do not count.
    ///
    /// # Errors
    /// [`BadHead`]
    pub fn parse(text: &str) -> Result<WrittenHead, BadHead> {
        let (number, digits) = text.split_once(':').ok_or(BadHead::Shape)?;
        WrittenHead::of(number, digits)
    }

    /// Of the two as they stand apart from one another.
    ///
    /// # Errors
    /// [`BadHead`]
    pub fn of(number: &str, digits: &str) -> Result<WrittenHead, BadHead> {
        let number = number.trim().parse().map_err(|_| BadHead::Shape)?;
        Ok(WrittenHead { number, digits: hex_digits(digits)? })
    }
}

/// A key of the desk as somebody wrote it down: the first hex digits of it, its fingerprint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenKey {
    pub digits: String,
}

impl WrittenKey {
    /// Of `1a2b-3c4d…`; dashes and blanks do not count.
    ///
    /// # Errors
    /// [`BadHead`]: a key takes as many digits as a head.
    pub fn parse(text: &str) -> Result<WrittenKey, BadHead> {
        Ok(WrittenKey { digits: hex_digits(text)? })
    }
}

/// The hex digits of a text, as few or as many as prove something.
fn hex_digits(text: &str) -> Result<String, BadHead> {
    // Whoever copies a slip types other dashes, and blanks that nobody sees.
    let parts = |c: char| {
        c.is_whitespace()
            || matches!(c, '-' | '\u{200B}'..='\u{200F}' | '\u{2010}'..='\u{2015}')
            || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{2212}')
    };
    let digits: String = text.to_lowercase().chars().filter(|c| !parts(*c)).collect();
    if digits.len() > 64 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(BadHead::Shape);
    }
    if digits.len() < WrittenHead::DIGITS { Err(BadHead::Short) } else { Ok(digits) }
}

/// Everything that was written down and is held against a chain.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    pub heads: Vec<WrittenHead>,
    pub keys: Vec<WrittenKey>,
}

/// What stands on every slip, so that whoever has it can prove what was on record when they got it: number and hash
/// of the last event of the act that issued it, and the key that signs for the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Witness {
    pub number: u64,
    pub head: [u8; 32],
    /// None in a folder of before there were keys, until its next act.
    pub key: Option<[u8; 32]>,
}
