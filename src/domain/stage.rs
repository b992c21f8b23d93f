//! Where a case stands, and what is true of it beside that.

use super::choices;

choices! {
    /// Where a case stands: what is to be done next, or that nothing is.
    Stage, "stage", {
        Documents = "documents", Deficient = "deficient", Referred = "referred", Fee = "fee",
        AwaitingCentre = "awaiting-centre", Production = "production", Delivery = "delivery",
        Uncollected = "uncollected", Delivered = "delivered", Rejected = "rejected", Withdrawn = "withdrawn",
    }
}

impl Stage {
    /// Somebody still has something to do.
    pub fn is_open(self) -> bool {
        !matches!(self, Stage::Delivered | Stage::Rejected | Stage::Withdrawn)
    }
}

choices! {
    /// What is true of a case beside where it stands.
    Flag, "flag", {
        DeficiencyOpen = "deficiency-open", Overdue = "overdue", InquiryPending = "inquiry-pending",
        PaymentDisputed = "payment-disputed", PossibleDuplicate = "possible-duplicate", OverrideUsed = "override-used",
        SecondLookDue = "second-look-due", InConflict = "in-conflict", ActsMissing = "acts-missing",
        NewerActs = "newer-acts", RulesChanged = "rules-changed", Recast = "recast", Suspected = "suspected",
        RegistryDisagrees = "registry-disagrees", RefusedPaper = "refused-paper",
        Reopened = "reopened",
        /// Somebody decided on it whom its hands let in, or who let in its hands.
        AmongThemselves = "among-themselves",
    }
}
