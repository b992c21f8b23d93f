//! What can be wrong with an answer, and what is odd about it without being wrong.

use super::codes;

/// Why an answer cannot be taken. Each has its sentence in the message files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldError {
    Required,
    TooLong {
        max: usize,
    },
    NotDigits,
    WrongLength {
        want: usize,
        got: usize,
    },
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
    /// None of these banks.
    UnknownBank {
        known: String,
    },
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
    PassphraseShort {
        min: usize,
    },
    PassphraseMismatch,
    /// It is one of those that are tried first.
    PassphraseCommon,
    /// One's own name is in it.
    PassphraseHasName,
    SignInTaken,
    DateInPast,
    /// A head of the chain with too few digits to prove anything.
    HeadShort {
        min: usize,
    },
}

codes! {
    FieldError,
    FieldError::Required => "required", FieldError::Required;
    FieldError::TooLong { .. } => "too-long", FieldError::TooLong { max: 1 };
    FieldError::NotDigits => "not-digits", FieldError::NotDigits;
    FieldError::WrongLength { .. } => "wrong-length", FieldError::WrongLength { want: 10, got: 9 };
    FieldError::NationalIdCheckDigit => "national-id-check-digit", FieldError::NationalIdCheckDigit;
    FieldError::NationalIdZero => "national-id-zero", FieldError::NationalIdZero;
    FieldError::NotPersian => "not-persian", FieldError::NotPersian;
    FieldError::NameShape => "name-shape", FieldError::NameShape;
    FieldError::NoLetters => "no-letters", FieldError::NoLetters;
    FieldError::MobileShape => "mobile-shape", FieldError::MobileShape;
    FieldError::PostalShape => "postal-shape", FieldError::PostalShape;
    FieldError::BookletSeries => "booklet-series", FieldError::BookletSeries;
    FieldError::CodeShape => "code-shape", FieldError::CodeShape;
    FieldError::UnknownBank { .. } => "unknown-bank", FieldError::UnknownBank { known: String::new() };
    FieldError::UnknownChoice => "unknown-choice", FieldError::UnknownChoice;
    FieldError::DateShape => "date-shape", FieldError::DateShape;
    FieldError::DateYear => "date-year", FieldError::DateYear;
    FieldError::NoSuchDate => "no-such-date", FieldError::NoSuchDate;
    FieldError::DateInFuture => "date-in-future", FieldError::DateInFuture;
    FieldError::ExpiryBeforeIssue => "expiry-before-issue", FieldError::ExpiryBeforeIssue;
    FieldError::IssueBeforeBirth => "issue-before-birth", FieldError::IssueBeforeBirth;
    FieldError::AmountShape => "amount-shape", FieldError::AmountShape;
    FieldError::AmountZero => "amount-zero", FieldError::AmountZero;
    FieldError::NoReference => "no-reference", FieldError::NoReference;
    FieldError::CardNumber => "card-number", FieldError::CardNumber;
    FieldError::AccountNumber => "account-number", FieldError::AccountNumber;
    FieldError::LegalIdCheckDigit => "legal-id-check-digit", FieldError::LegalIdCheckDigit;
    FieldError::PassphraseShort { .. } => "passphrase-short", FieldError::PassphraseShort { min: 8 };
    FieldError::PassphraseMismatch => "passphrase-mismatch", FieldError::PassphraseMismatch;
    FieldError::PassphraseCommon => "passphrase-common", FieldError::PassphraseCommon;
    FieldError::PassphraseHasName => "passphrase-has-name", FieldError::PassphraseHasName;
    FieldError::SignInTaken => "sign-in-taken", FieldError::SignInTaken;
    FieldError::DateInPast => "date-in-past", FieldError::DateInPast;
    FieldError::HeadShort { .. } => "head-short", FieldError::HeadShort { min: 16 };
}

/// What the clerk should look at twice; it stops nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldWarning {
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

impl FieldWarning {
    pub const ALL: &'static [FieldWarning] = &[
        FieldWarning::NationalIdOnes,
        FieldWarning::NationalIdRepeated,
        FieldWarning::PostalUnusual,
        FieldWarning::Expired,
        FieldWarning::StillValid,
        FieldWarning::TomanMeant,
        FieldWarning::ReferenceLength,
        FieldWarning::OccupationUnlisted,
        FieldWarning::BillPair,
    ];

    pub fn code(&self) -> &'static str {
        match self {
            FieldWarning::NationalIdOnes => "national-id-ones",
            FieldWarning::NationalIdRepeated => "national-id-repeated",
            FieldWarning::PostalUnusual => "postal-unusual",
            FieldWarning::Expired => "expired",
            FieldWarning::StillValid => "still-valid",
            FieldWarning::TomanMeant => "toman-meant",
            FieldWarning::ReferenceLength => "reference-length",
            FieldWarning::OccupationUnlisted => "occupation-unlisted",
            FieldWarning::BillPair => "bill-pair",
        }
    }
}
