//! Days of the Persian calendar, and moments on the desk's clock.

use std::fmt;

use super::flaw::FieldError;
use icu_calendar::types::RataDie;
use icu_calendar::{Date, cal::Persian};

const FIRST_YEAR: u16 = 1300;
const LAST_YEAR: u16 = 1500;
/// 1970-01-01 counted in days from 0001-01-01, which is day 1.
const UNIX_EPOCH_DAY: i64 = 719_163;
const DAY_MS: i64 = 86_400_000;
/// Iran standard time, UTC+03:30; there is no daylight saving since 1401.
const IRAN_OFFSET_MS: i64 = 12_600_000;

/// A day of the Persian (Jalali) calendar between 1300 and 1500.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct JalaliDate {
    year: u16,
    month: u8,
    day: u8,
}

impl JalaliDate {
    /// The day, or [`FieldError::DateYear`] or [`FieldError::NoSuchDate`].
    pub fn new(year: u16, month: u8, day: u8) -> Result<JalaliDate, FieldError> {
        if !(FIRST_YEAR..=LAST_YEAR).contains(&year) {
            return Err(FieldError::DateYear);
        }
        Date::try_new_persian(i32::from(year), month, day).map_err(|_| FieldError::NoSuchDate)?;
        Ok(JalaliDate { year, month, day })
    }

    /// Reads a typed date with ASCII digits: `1405/9/1`, `1/9/1405`, `1405-09-01`, `14050901`.
    ///
    /// The year has four digits and stands first or last; two digits would be a guess.
    pub fn parse(text: &str) -> Result<JalaliDate, FieldError> {
        let parts: Vec<&str> = match text.len() {
            8 if text.bytes().all(|b| b.is_ascii_digit()) => vec![&text[..4], &text[4..6], &text[6..]],
            _ => text.split(['/', '-', '.']).collect(),
        };
        let [first, month, last] = parts[..] else { return Err(FieldError::DateShape) };
        let (year, day) = match (first.len(), last.len()) {
            (4, 1..=2) => (first, last),
            (1..=2, 4) => (last, first),
            (1..=2, 1..=2) => return Err(FieldError::DateYear),
            _ => return Err(FieldError::DateShape),
        };
        let number = |part: &str| part.parse::<u16>().map_err(|_| FieldError::DateShape);
        let small = |part: &str| number(part).map(|n| u8::try_from(n).unwrap_or(u8::MAX));
        JalaliDate::new(number(year)?, small(month)?, small(day)?)
    }

    /// The day in Iran at this moment (milliseconds since 1970, UTC).
    pub fn at(unix_ms: i64) -> JalaliDate {
        let day = (unix_ms + IRAN_OFFSET_MS).div_euclid(DAY_MS);
        JalaliDate::from_day(day)
    }

    fn from_day(unix_day: i64) -> JalaliDate {
        let date = Date::from_rata_die(RataDie::new(unix_day + UNIX_EPOCH_DAY), Persian);
        JalaliDate {
            year: u16::try_from(date.year().extended_year()).unwrap_or(FIRST_YEAR),
            month: date.month().ordinal,
            day: date.day_of_month().0,
        }
    }

    /// Days since 1970-01-01.
    pub fn unix_day(self) -> i64 {
        match Date::try_new_persian(i32::from(self.year), self.month, self.day) {
            Ok(date) => date.to_rata_die().to_i64_date() - UNIX_EPOCH_DAY,
            Err(_) => 0,
        }
    }

    /// The same day so many months later; a day that does not exist there becomes the month's last.
    pub fn plus_months(self, months: u16) -> JalaliDate {
        let count = u32::from(self.year) * 12 + u32::from(self.month) - 1 + u32::from(months);
        let year = u16::try_from(count / 12).unwrap_or(LAST_YEAR).min(LAST_YEAR);
        let month = u8::try_from(count % 12 + 1).unwrap_or(12);
        (1..=self.day).rev().find_map(|day| JalaliDate::new(year, month, day).ok()).unwrap_or(JalaliDate {
            year,
            month,
            day: 1,
        })
    }

    /// The day of the week, 0 for Saturday, with which the week starts.
    pub fn weekday(self) -> u8 {
        u8::try_from((self.unix_day() + 5).rem_euclid(7)).unwrap_or(0)
    }

    pub fn year(self) -> u16 {
        self.year
    }

    /// 1 for فروردین.
    pub fn month(self) -> u8 {
        self.month
    }

    pub fn day(self) -> u8 {
        self.day
    }
}

/// Hour and minute in Iran at this moment (milliseconds since 1970, UTC).
pub fn time_of_day(unix_ms: i64) -> (u8, u8) {
    let minutes = (unix_ms + IRAN_OFFSET_MS).rem_euclid(DAY_MS) / 60_000;
    (u8::try_from(minutes / 60).unwrap_or(0), u8::try_from(minutes % 60).unwrap_or(0))
}

impl fmt::Display for JalaliDate {
    /// `1405/09/01`, in ASCII digits.
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{:04}/{:02}/{:02}", self.year, self.month, self.day)
    }
}
