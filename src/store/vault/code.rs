//! Codes that a person writes down: groups of four random digits, each with a check digit.

use std::io;

use zeroize::Zeroizing;

use crate::store::disk::random::random;
use crate::text::normalize::compact;

/// So many groups of four random digits.
///
/// # Errors
/// If the system gives no random bytes.
pub fn new_code(groups: usize) -> io::Result<Zeroizing<String>> {
    let mut digits = Zeroizing::new(String::new());
    while digits.len() < groups * 4 {
        let [high, low] = random::<2>()?;
        let number = u16::from_be_bytes([high, low]);
        // The last numbers of a u16 would make small groups likelier.
        if number < 60_000 {
            digits.push_str(&format!("{:04}", number % 10_000));
        }
    }
    Ok(digits)
}

/// The code as it is written down: each group with a check digit, so that a slip of the pen is found.
pub fn spelled(code: &str) -> String {
    let groups: Vec<&[u8]> = code.as_bytes().chunks(4).collect();
    let spell = |group: &&[u8]| format!("{}{}", String::from_utf8_lossy(group), check_digit(group));
    groups.iter().map(spell).collect::<Vec<_>>().join("-")
}

fn check_digit(group: &[u8]) -> u32 {
    let sum: u32 = group.iter().zip([7, 3, 9, 1]).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    sum % 10
}

/// The digits of a code of so many groups, if this is one; dashes, blanks and Persian digits are taken.
pub fn code_digits(text: &str, groups: usize) -> Option<String> {
    let groups = code_groups(text, groups)?;
    groups.iter().all(|(_, right)| *right).then(|| groups.iter().map(|(digits, _)| digits.as_str()).collect())
}

/// Which group of a code is mistyped, counted from one; `None` if this is no such code or all are right.
pub fn mistyped_group(text: &str, groups: usize) -> Option<usize> {
    code_groups(text, groups)?.iter().position(|(_, right)| !right).map(|at| at + 1)
}

fn code_groups(text: &str, groups: usize) -> Option<Vec<(String, bool)>> {
    let digits: Zeroizing<String> = Zeroizing::new(compact(text).chars().filter(|c| *c != '-').collect());
    let whole = digits.len() == groups * 5 && digits.bytes().all(|byte| byte.is_ascii_digit());
    whole.then(|| {
        let groups = digits.as_bytes().chunks(5);
        groups
            .map(|group| {
                let right = u32::from(group[4] - b'0') == check_digit(&group[..4]);
                (String::from_utf8_lossy(&group[..4]).into_owned(), right)
            })
            .collect()
    })
}
