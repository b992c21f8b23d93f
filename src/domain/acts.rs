//! Who may do what to a case, and when: one table, read by the rules, the screens, the help and the tests.

use super::Choice;
use super::case::Stage;
use super::choices;
use super::operator::Role;

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
        WaiveFee = "waive-fee",
    }
}

/// One row: at these stages, by these people.
pub struct Rule {
    pub act: ActKind,
    pub stages: &'static [Stage],
    pub roles: &'static [Role],
}

const fn rule(act: ActKind, stages: &'static [Stage], roles: &'static [Role]) -> Rule {
    Rule { act, stages, roles }
}

use ActKind as A;
use Role::{Clerk, Reviewer, Supervisor};
use Stage::{
    AwaitingCentre, Deficient, Delivered, Delivery, Documents, Fee, Production, Referred, Rejected, Uncollected,
    Withdrawn,
};

/// At the counter.
const DESK: &[Role] = &[Clerk, Supervisor];
/// In the centre.
const CENTRE: &[Role] = &[Reviewer, Supervisor];
const HEAD: &[Role] = &[Supervisor];
const PAPERS: &[Stage] = &[Documents, Deficient, Referred];
const BEFORE_PRODUCTION: &[Stage] = &[Documents, Deficient, Referred, Fee, AwaitingCentre];

pub const RULES: &[Rule] = &[
    // There is no case yet.
    rule(A::Open, &[], DESK),
    rule(A::Correct, BEFORE_PRODUCTION, DESK),
    rule(A::Judge, PAPERS, DESK),
    rule(A::CloseDocuments, PAPERS, DESK),
    rule(A::ConfirmDirect, &[Documents], DESK),
    rule(A::SetDeadline, &[Deficient], DESK),
    rule(A::ConfirmPayment, &[Fee], DESK),
    rule(A::ConfirmNothingDue, &[Fee], DESK),
    rule(A::WaiveFee, &[Fee], DESK),
    rule(A::JudgeDuplicate, BEFORE_PRODUCTION, &[Clerk, Supervisor, Reviewer]),
    // Whatever became of the case since.
    rule(A::LookAgain, Stage::ALL, CENTRE),
    rule(A::AskInquiry, BEFORE_PRODUCTION, &[Clerk, Supervisor, Reviewer]),
    rule(A::AnswerInquiry, BEFORE_PRODUCTION, &[Clerk, Supervisor, Reviewer]),
    rule(A::Approve, &[AwaitingCentre], CENTRE),
    rule(A::Return, &[AwaitingCentre], CENTRE),
    rule(A::Reject, &[AwaitingCentre], CENTRE),
    rule(A::IssueCertificate, &[Production], CENTRE),
    rule(A::Deliver, &[Delivery, Uncollected], DESK),
    rule(A::ReturnUncollected, &[Delivery], DESK),
    // Which slip has a place at which stage is said by `slip_fits`.
    rule(A::IssueSlip, &[Deficient, Referred, Fee, AwaitingCentre, Delivered], DESK),
    rule(A::Withdraw, BEFORE_PRODUCTION, DESK),
    rule(A::Reopen, &[Withdrawn, Rejected], HEAD),
    rule(A::CancelFee, &[Documents, Deficient, Referred, AwaitingCentre, Withdrawn, Rejected], HEAD),
    rule(A::OrderErasure, &[Delivered, Rejected, Withdrawn], HEAD),
    rule(A::RecordRefund, &[Documents, Deficient, Referred, Fee, AwaitingCentre, Withdrawn, Rejected], HEAD),
];

impl ActKind {
    pub fn rule(self) -> Option<&'static Rule> {
        RULES.iter().find(|rule| rule.act == self)
    }

    /// Whether it has a place at this stage.
    pub fn fits(self, stage: Stage) -> bool {
        self.rule().is_some_and(|rule| rule.stages.contains(&stage))
    }

    /// Whether somebody with this role may do it.
    pub fn is_for(self, role: Role) -> bool {
        self.rule().is_some_and(|rule| rule.roles.contains(&role))
    }
}
