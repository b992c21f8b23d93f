//! The applicant (متقاضی): numbers that identify, names, and what else the intake asks.

use super::choices;
use super::date::JalaliDate;
use super::flaw::{FieldError, FieldWarning};

/// کد ملی: ten digits, the last a check digit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NationalId(String);

impl NationalId {
    /// A number as it was kept: it was looked at when it was typed.
    pub fn as_kept(digits: String) -> NationalId {
        NationalId(digits)
    }

    /// Reads ASCII digits; eight or nine are filled up with zeros from the left.
    ///
    /// The sum of `d[i]·(10−i)` over the first nine, modulo 11, gives the tenth: itself
    /// below 2, else 11 less it. Ten equal digits always pass that sum: 1111111111 is a
    /// real person's, 0000000000 is nobody's, the others are unproven.
    pub fn parse(text: &str) -> Result<(NationalId, Option<FieldWarning>), FieldError> {
        let digits: String = text.chars().filter(|c| !matches!(c, '-' | ' ')).collect();
        if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(FieldError::NotDigits);
        }
        if !(8..=10).contains(&digits.len()) {
            return Err(FieldError::WrongLength { want: 10, got: digits.len() });
        }
        let padded = format!("{digits:0>10}");
        let values: Vec<u32> = padded.bytes().map(|b| u32::from(b - b'0')).collect();
        let zeros = |part: &[u32]| part.iter().all(|d| *d == 0);
        if zeros(&values) || zeros(&values[3..9]) {
            return Err(FieldError::NationalIdZero);
        }
        let sum: u32 = values[..9].iter().zip((2..=10).rev()).map(|(d, weight)| d * weight).sum();
        let expected = match sum % 11 {
            rest @ 0..=1 => rest,
            rest => 11 - rest,
        };
        if values[9] != expected {
            return Err(FieldError::NationalIdCheckDigit);
        }
        let caution = match values.iter().all(|d| *d == values[0]).then_some(values[0]) {
            Some(1) => Some(FieldWarning::NationalIdOnes),
            Some(_) => Some(FieldWarning::NationalIdRepeated),
            None => None,
        };
        Ok((NationalId(padded), caution))
    }

    /// Ten equal digits other than 1: a supervisor must agree.
    pub fn is_repeated(&self) -> bool {
        let first = self.0.as_bytes()[0];
        first != b'1' && self.0.bytes().all(|b| b == first)
    }
}

/// The foreigner's number (کد فراگیر): twelve digits; no check digit is public.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ForeignerId(String);

impl ForeignerId {
    /// A number as it was kept: it was looked at when it was typed.
    pub fn as_kept(digits: String) -> ForeignerId {
        ForeignerId(digits)
    }

    pub fn parse(text: &str) -> Result<ForeignerId, FieldError> {
        exact_digits(text, 12).map(ForeignerId)
    }
}

/// The number by which a person is known here.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PersonId {
    National(NationalId),
    Foreign(ForeignerId),
}

impl PersonId {
    pub fn digits(&self) -> &str {
        match self {
            PersonId::National(NationalId(digits)) | PersonId::Foreign(ForeignerId(digits)) => digits,
        }
    }

    pub fn kind(&self) -> PersonIdKind {
        match self {
            PersonId::National(_) => PersonIdKind::National,
            PersonId::Foreign(_) => PersonIdKind::Foreign,
        }
    }

    /// The last three digits, for paper: a masked number would be read the wrong way round there.
    pub fn last_digits(&self) -> String {
        self.digits()[self.digits().len() - 3..].to_owned()
    }

    /// First and last three digits, for wherever the whole number is not needed.
    pub fn masked(&self) -> String {
        mask(self.digits())
    }
}

/// First and last three digits of a number; of one that is too short, nothing.
pub fn mask(digits: &str) -> String {
    match (digits.get(..3), digits.get(digits.len().saturating_sub(3)..)) {
        (Some(first), Some(last)) if digits.len() > 6 => format!("{first}{}{last}", "*".repeat(digits.len() - 6)),
        _ => "*".repeat(digits.chars().count()),
    }
}

choices! {
    /// Which number identifies the person.
    PersonIdKind, "person-id-kind", { National = "national", Foreign = "foreign" }
}

choices! { Gender, "gender", { Male = "male", Female = "female" } }

choices! {
    /// آخرین مدرک تحصیلی, by its level only.
    Education, "education", {
        None = "none", Primary = "primary", LowerSecondary = "lower-secondary", Diploma = "diploma",
        Associate = "associate", Bachelor = "bachelor", Master = "master", Doctorate = "doctorate",
    }
}

choices! {
    /// Military service by its class only: a medical ground must not be stored
    /// (Electronic Commerce Act, article 58).
    MilitaryStatus, "military", {
        Completed = "completed", Exempt = "exempt", TemporarilyExempt = "temporarily-exempt",
        Student = "student", Serving = "serving", NotSubject = "not-subject",
    }
}

/// شناسنامه: number, series and serial, all optional; their exact shape is not published.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Booklet {
    pub number: Option<String>,
    pub series: Option<String>,
    pub serial: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applicant {
    pub id: PersonId,
    pub given_name: String,
    pub family_name: String,
    pub father_name: String,
    pub birth: JalaliDate,
    pub gender: Gender,
    pub booklet: Booklet,
    pub mobile: Option<String>,
    pub postal_code: Option<String>,
    pub address: Option<String>,
    pub education: Option<Education>,
    pub military: Option<MilitaryStatus>,
}

impl Applicant {
    pub fn full_name(&self) -> String {
        format!("{} {}", self.given_name, self.family_name)
    }
}

/// So many ASCII digits and nothing else.
pub fn exact_digits(text: &str, want: usize) -> Result<String, FieldError> {
    digits_up_to(text, want).and_then(|digits| {
        if digits.len() == want { Ok(digits) } else { Err(FieldError::WrongLength { want, got: digits.len() }) }
    })
}

/// ASCII digits, at most so many.
pub fn digits_up_to(text: &str, max: usize) -> Result<String, FieldError> {
    match text {
        _ if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) => Err(FieldError::NotDigits),
        _ if text.len() > max => Err(FieldError::TooLong { max }),
        _ => Ok(text.to_owned()),
    }
}

/// A mobile number in any of its written forms, as `09xxxxxxxxx`.
pub fn parse_mobile(text: &str) -> Result<String, FieldError> {
    let digits: String = text.chars().filter(|c| !matches!(c, '-' | ' ' | '(' | ')')).collect();
    let rest = ["+98", "0098", "98", "0"].iter().find_map(|prefix| digits.strip_prefix(prefix)).unwrap_or(&digits);
    if rest.len() == 10 && rest.starts_with('9') && rest.bytes().all(|b| b.is_ascii_digit()) {
        Ok(format!("0{rest}"))
    } else {
        Err(FieldError::MobileShape)
    }
}

/// A postal code. The post says that its first five digits hold no 0 and no 2;
/// real codes are known to break that, so it is a caution and no more.
pub fn parse_postal_code(text: &str) -> Result<(String, Option<FieldWarning>), FieldError> {
    let digits: String = text.chars().filter(|c| !matches!(c, '-' | ' ')).collect();
    let digits = exact_digits(&digits, 10)?;
    if digits.starts_with('0') {
        return Err(FieldError::PostalShape);
    }
    let bytes = digits.as_bytes();
    let unusual = bytes[..5].iter().any(|b| matches!(b, b'0' | b'2')) || bytes[..4].iter().all(|b| *b == bytes[0]);
    Ok((digits, unusual.then_some(FieldWarning::PostalUnusual)))
}

/// A person's name in Persian letters, already in its stored spelling.
///
/// `other_script` admits Latin names, for people who have no Persian one.
pub fn parse_name(text: &str, other_script: bool) -> Result<String, FieldError> {
    let persian = |c: char| matches!(c, '\u{0621}'..='\u{065F}' | '\u{0670}'..='\u{06D3}' | '\u{06D5}');
    let joint = |c: char| matches!(c, ' ' | '-' | '\u{200C}' | '\'' | '.' | '(' | ')');
    let letter = |c: char| c.is_alphabetic() || matches!(c, '\u{064B}'..='\u{065F}' | '\u{0670}');
    match text {
        _ if !text.chars().any(char::is_alphabetic) => Err(FieldError::NoLetters),
        _ if text.chars().any(|c| !letter(c) && !joint(c)) => Err(FieldError::NameShape),
        _ if !other_script && text.chars().any(|c| letter(c) && !persian(c)) => Err(FieldError::NotPersian),
        _ => Ok(text.to_owned()),
    }
}
