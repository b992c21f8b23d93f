//! Money: whole rials, never toman.

use super::flaw::FieldError;

/// An amount in rials.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rial(u64);

/// No fee of this service comes near it; more is a slip of the finger.
const MOST: u64 = 100_000_000_000;

impl Rial {
    pub const fn new(amount: u64) -> Rial {
        Rial(amount)
    }

    pub fn plus(self, other: Rial) -> Rial {
        Rial(self.0.saturating_add(other.0))
    }

    pub fn amount(self) -> u64 {
        self.0
    }

    /// Reads a typed amount with ASCII digits; groups may be set off by a comma of any script.
    pub fn parse(text: &str) -> Result<Rial, FieldError> {
        let digits: String = text.chars().filter(|c| !matches!(c, ',' | '\u{066C}' | '\u{060C}')).collect();
        if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(FieldError::AmountShape);
        }
        match digits.parse::<u64>() {
            Ok(0) => Err(FieldError::AmountZero),
            Ok(amount) if amount <= MOST => Ok(Rial(amount)),
            _ => Err(FieldError::AmountShape),
        }
    }

    /// This is a tenth of `due`: it was probably typed in toman.
    pub fn looks_like_toman(self, due: Rial) -> bool {
        self.0.checked_mul(10) == Some(due.0)
    }

    /// Digits in groups of three, parted by `separator`.
    pub fn grouped(self, separator: char) -> String {
        let digits = self.0.to_string();
        let mut out = String::new();
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                out.push(separator);
            }
            out.push(digit);
        }
        out
    }
}
