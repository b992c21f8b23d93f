//! What the rules leave to a person.

use super::choices;

choices! {
    /// Something that only a person can decide.
    Question, "question", {
        NationalIdRepeated = "national-id-repeated", ReferenceUsed = "reference-used",
        MilitarySubstitute = "military-substitute", SuspicionLifted = "suspicion-lifted",
        CertificateHasOpenCase = "certificate-has-open-case", TomanMeant = "toman-meant", FourEyes = "four-eyes",
        RegistryMismatch = "registry-mismatch", InquiryPending = "inquiry-pending", StockDiffers = "stock-differs",
        FeeWaived = "fee-waived", TariffUnknown = "tariff-unknown", PaperWaived = "paper-waived",
        UnreadCases = "unread-cases", NewRules = "new-rules", NewKeys = "new-keys",
        Recast = "recast", RefusalLifted = "refusal-lifted", PersonDoubted = "person-doubted",
        ErasureSigned = "erasure-signed",
    }
}

impl Question {
    /// A yes counts only with a supervisor who stands behind it.
    pub fn needs_supervisor(self) -> bool {
        !matches!(self, Question::CertificateHasOpenCase | Question::TomanMeant | Question::UnreadCases)
    }
}
