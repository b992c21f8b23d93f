//! کد رهگیری: made at the desk, unique without a network, readable over the phone.

use std::fmt;

/// Office (5 digits), desk (2), number in the desk's journal (5 or more), check digit.
///
/// The check digit is Damm's: it catches every single wrong digit and every swap of neighbours.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TrackingCode(String);

const OFFICE: usize = 5;
const DESK: usize = 2;
const SHORTEST: usize = OFFICE + DESK + 5 + 1;
const LONGEST: usize = SHORTEST + 7;

/// Damm's quasigroup of order ten.
const DAMM: [[u8; 10]; 10] = [
    [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
    [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
    [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
    [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
    [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
    [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
    [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
    [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
    [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
    [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
];

fn damm(digits: &str) -> u8 {
    digits.bytes().fold(0, |state, b| DAMM[usize::from(state)][usize::from(b - b'0')])
}

impl TrackingCode {
    /// The code for this number of this desk. Office and desk are digits, five and two.
    pub fn new(office: &str, desk: &str, number: u64) -> TrackingCode {
        let body = format!("{office:0>5}{desk:0>2}{number:05}");
        let check = damm(&body);
        TrackingCode(format!("{body}{check}"))
    }

    /// Reads a code with ASCII digits, with or without its dashes; `None` if the check digit does not fit.
    pub fn parse(text: &str) -> Option<TrackingCode> {
        let digits: String = text.chars().filter(|c| !matches!(c, '-' | ' ')).collect();
        let fits = (SHORTEST..=LONGEST).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        (fits && damm(&digits) == 0).then_some(TrackingCode(digits))
    }

    /// A code as it was kept: it was made by a desk.
    pub fn as_kept(digits: String) -> TrackingCode {
        TrackingCode(digits)
    }

    /// The digits alone.
    pub fn digits(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for TrackingCode {
    /// In groups: `00012-01-00045-7`.
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let (head, check) = self.0.split_at(self.0.len() - 1);
        let (office, rest) = head.split_at(OFFICE.min(head.len()));
        let (desk, number) = rest.split_at(DESK.min(rest.len()));
        write!(f, "{office}-{desk}-{number}-{check}")
    }
}
