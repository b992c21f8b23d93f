//! The names of all acts on a case.

use crate::domain::choices;

choices! {
    /// Everything that can be done to a case.
    ActKind, "act", {
        Open = "open", Correct = "correct", Judge = "judge", CloseDocuments = "close-documents",
        ConfirmDirect = "confirm-direct", SetDeadline = "set-deadline", ConfirmPayment = "confirm-payment",
        ConfirmNothingDue = "confirm-nothing-due", AskInquiry = "ask-inquiry", AnswerInquiry = "answer-inquiry",
        Approve = "approve", Return = "return", Reject = "reject", IssueCertificate = "issue-certificate",
        Deliver = "deliver", ReturnUncollected = "return-uncollected", IssueSlip = "issue-slip",
        Withdraw = "withdraw", Reopen = "reopen", CancelFee = "cancel-fee", RecordRefund = "record-refund",
        OrderErasure = "order-erasure", JudgeDuplicate = "judge-duplicate", LookAgain = "look-again",
        WaiveFee = "waive-fee", Note = "note",
    }
}
