//! Dates of the Jalali calendar in a passphrase: a birthday is known to everybody at the desk.

use std::ops::RangeInclusive;

/// The years in which somebody who works was born, or will be told of.
const YEARS: RangeInclusive<u32> = 1300..=1450;
const BETWEEN: &[char] = &['/', '-', '.', '_', ' '];

/// The text without such dates, with or without signs between their parts, the year at either end; and without such
/// years that stand alone.
pub(super) fn without_dates(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let (mut left, mut at) = (String::new(), 0);
    while at < chars.len() {
        let goes_on = at > 0 && chars[at - 1].is_ascii_digit();
        match date(&chars[at..]).or_else(|| year_alone(&chars[at..]).filter(|_| !goes_on)) {
            Some(length) => at += length,
            None => {
                left.push(chars[at]);
                at += 1;
            }
        }
    }
    left
}

/// The number of the first digits, at most so many, and how many they are.
fn number(chars: &[char], most: usize) -> Option<(u32, usize)> {
    let digits: String = chars.iter().take(most).take_while(|c| c.is_ascii_digit()).collect();
    Some((digits.parse().ok()?, digits.len()))
}

fn is_year((value, digits): (u32, usize)) -> bool {
    digits == 4 && YEARS.contains(&value)
}

/// How long the year is that begins here, if nothing more does.
fn year_alone(chars: &[char]) -> Option<usize> {
    let year = number(chars, 5)?;
    is_year(year).then_some(year.1)
}

/// How long the date is that begins here.
fn date(chars: &[char]) -> Option<usize> {
    [[4, 2, 2], [2, 2, 4]].into_iter().find_map(|widths| of_parts(chars, widths))
}

fn of_parts(chars: &[char], widths: [usize; 3]) -> Option<usize> {
    let (mut at, mut parts) = (0, Vec::new());
    let first = number(chars, widths[0])?;
    // What stands between the first two stands between the others.
    let sign = chars.get(first.1).copied().filter(|c| BETWEEN.contains(c));
    for (place, width) in widths.into_iter().enumerate() {
        if place > 0
            && let Some(sign) = sign
        {
            at += usize::from(chars.get(at) == Some(&sign));
        }
        let part = number(chars.get(at..)?, width)?;
        if sign.is_none() && part.1 != width {
            return None;
        }
        at += part.1;
        parts.push(part);
    }
    let [first, month, last] = parts[..] else { return None };
    let (year, day) = if widths[0] == 4 { (first, last) } else { (last, first) };
    let is_date = is_year(year) && (1..=12).contains(&month.0) && (1..=31).contains(&day.0);
    is_date.then_some(at)
}
