//! What can be wrong with an answer, and what is odd about it without being wrong.

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

impl Flaw {
    /// The id of its message, and the code that scripts see.
    pub fn code(&self) -> &'static str {
        match self {
            Flaw::Required => "required",
            Flaw::TooLong { .. } => "too-long",
            Flaw::NotDigits => "not-digits",
            Flaw::WrongLength { .. } => "wrong-length",
            Flaw::NationalIdCheckDigit => "national-id-check-digit",
            Flaw::NationalIdZero => "national-id-zero",
            Flaw::NotPersian => "not-persian",
            Flaw::NameShape => "name-shape",
            Flaw::NoLetters => "no-letters",
            Flaw::MobileShape => "mobile-shape",
            Flaw::PostalShape => "postal-shape",
            Flaw::BookletSeries => "booklet-series",
            Flaw::CodeShape => "code-shape",
            Flaw::UnknownChoice => "unknown-choice",
            Flaw::DateShape => "date-shape",
            Flaw::DateYear => "date-year",
            Flaw::NoSuchDate => "no-such-date",
            Flaw::DateInFuture => "date-in-future",
            Flaw::ExpiryBeforeIssue => "expiry-before-issue",
            Flaw::IssueBeforeBirth => "issue-before-birth",
            Flaw::AmountShape => "amount-shape",
            Flaw::AmountZero => "amount-zero",
            Flaw::NoReference => "no-reference",
            Flaw::CardNumber => "card-number",
            Flaw::AccountNumber => "account-number",
            Flaw::LegalIdCheckDigit => "legal-id-check-digit",
            Flaw::PassphraseShort { .. } => "passphrase-short",
            Flaw::PassphraseMismatch => "passphrase-mismatch",
            Flaw::SignInTaken => "sign-in-taken",
            Flaw::DateInPast => "date-in-past",
        }
    }

    /// One of each, for the test that every message exists.
    pub fn examples() -> Vec<Flaw> {
        use Flaw::*;
        vec![
            Required,
            TooLong { max: 1 },
            NotDigits,
            WrongLength { want: 10, got: 9 },
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
            PassphraseShort { min: 8 },
            PassphraseMismatch,
            SignInTaken,
            DateInPast,
        ]
    }
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
