//! What can be wrong with an answer, and what is odd about it without being wrong.

use super::codes;

/// Why an answer cannot be taken. Each has its sentence in the message files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Flaw {
    Required,
    TooLong { max: usize },
    NotDigits,
    WrongLength { want: usize, got: usize },
    NationalIdCheckDigit,
    NationalIdZero,
    NotPersian,
    NameShape,
    NoLetters,
    MobileShape,
    PostalShape,
    BookletSeries,
    CodeShape,
    UnknownChoice,
    DateShape,
    DateYear,
    NoSuchDate,
    DateInFuture,
    ExpiryBeforeIssue,
    IssueBeforeBirth,
    AmountShape,
    AmountZero,
    NoReference,
    CardNumber,
    AccountNumber,
    LegalIdCheckDigit,
    PassphraseShort { min: usize },
    PassphraseMismatch,
    SignInTaken,
    DateInPast,
}

codes! {
    Flaw,
    Flaw::Required => "required", Flaw::Required;
    Flaw::TooLong { .. } => "too-long", Flaw::TooLong { max: 1 };
    Flaw::NotDigits => "not-digits", Flaw::NotDigits;
    Flaw::WrongLength { .. } => "wrong-length", Flaw::WrongLength { want: 10, got: 9 };
    Flaw::NationalIdCheckDigit => "national-id-check-digit", Flaw::NationalIdCheckDigit;
    Flaw::NationalIdZero => "national-id-zero", Flaw::NationalIdZero;
    Flaw::NotPersian => "not-persian", Flaw::NotPersian;
    Flaw::NameShape => "name-shape", Flaw::NameShape;
    Flaw::NoLetters => "no-letters", Flaw::NoLetters;
    Flaw::MobileShape => "mobile-shape", Flaw::MobileShape;
    Flaw::PostalShape => "postal-shape", Flaw::PostalShape;
    Flaw::BookletSeries => "booklet-series", Flaw::BookletSeries;
    Flaw::CodeShape => "code-shape", Flaw::CodeShape;
    Flaw::UnknownChoice => "unknown-choice", Flaw::UnknownChoice;
    Flaw::DateShape => "date-shape", Flaw::DateShape;
    Flaw::DateYear => "date-year", Flaw::DateYear;
    Flaw::NoSuchDate => "no-such-date", Flaw::NoSuchDate;
    Flaw::DateInFuture => "date-in-future", Flaw::DateInFuture;
    Flaw::ExpiryBeforeIssue => "expiry-before-issue", Flaw::ExpiryBeforeIssue;
    Flaw::IssueBeforeBirth => "issue-before-birth", Flaw::IssueBeforeBirth;
    Flaw::AmountShape => "amount-shape", Flaw::AmountShape;
    Flaw::AmountZero => "amount-zero", Flaw::AmountZero;
    Flaw::NoReference => "no-reference", Flaw::NoReference;
    Flaw::CardNumber => "card-number", Flaw::CardNumber;
    Flaw::AccountNumber => "account-number", Flaw::AccountNumber;
    Flaw::LegalIdCheckDigit => "legal-id-check-digit", Flaw::LegalIdCheckDigit;
    Flaw::PassphraseShort { .. } => "passphrase-short", Flaw::PassphraseShort { min: 8 };
    Flaw::PassphraseMismatch => "passphrase-mismatch", Flaw::PassphraseMismatch;
    Flaw::SignInTaken => "sign-in-taken", Flaw::SignInTaken;
    Flaw::DateInPast => "date-in-past", Flaw::DateInPast;
}

/// What the clerk should look at twice; it stops nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Caution {
    /// 1111111111 is a real person's number, and looks like a made-up one.
    NationalIdOnes,
    /// 2222222222 and its like pass the arithmetic; a supervisor must agree.
    NationalIdRepeated,
    /// The first five digits hold a 0 or a 2, which the post says they do not.
    PostalUnusual,
    /// The certificate is past its validity.
    Expired,
    /// It is to be renewed and still holds; the form names no window.
    StillValid,
    /// Ten times less than the fee: toman was probably meant.
    TomanMeant,
    /// A retrieval reference usually has twelve digits.
    ReferenceLength,
    /// The occupation is not in this office's list.
    OccupationUnlisted,
    /// Two of the numbers are the ids of a bill, which every payer of it shares.
    BillPair,
}

impl Caution {
    pub const ALL: &'static [Caution] = &[
        Caution::NationalIdOnes,
        Caution::NationalIdRepeated,
        Caution::PostalUnusual,
        Caution::Expired,
        Caution::StillValid,
        Caution::TomanMeant,
        Caution::ReferenceLength,
        Caution::OccupationUnlisted,
        Caution::BillPair,
    ];

    pub fn code(&self) -> &'static str {
        match self {
            Caution::NationalIdOnes => "national-id-ones",
            Caution::NationalIdRepeated => "national-id-repeated",
            Caution::PostalUnusual => "postal-unusual",
            Caution::Expired => "expired",
            Caution::StillValid => "still-valid",
            Caution::TomanMeant => "toman-meant",
            Caution::ReferenceLength => "reference-length",
            Caution::OccupationUnlisted => "occupation-unlisted",
            Caution::BillPair => "bill-pair",
        }
    }
}
