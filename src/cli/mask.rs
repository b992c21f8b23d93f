//! Persons' numbers in what somebody typed, masked.

use crate::domain::person::{ForeignerId, NationalId, mask};
use crate::text::normalize::ascii_digits;

/// A text in which everything is masked that may be a person's number.
pub fn masked(text: &str) -> String {
    let mut told = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(char::is_numeric) {
        let (before, from) = rest.split_at(at);
        let end = from.find(|c: char| !c.is_numeric()).unwrap_or(from.len());
        let (digits, behind) = from.split_at(end);
        let ascii = ascii_digits(digits);
        told.push_str(before);
        let is_person = NationalId::parse(&ascii).is_ok() || ForeignerId::parse(&ascii).is_ok();
        told.push_str(&if is_person { mask(&ascii) } else { digits.to_owned() });
        rest = behind;
    }
    told + rest
}
