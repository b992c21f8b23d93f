//! Everything that can be done, one file a verb: the data of the act, its rule, what it leads to, what that does
//! to a case, and what a line of the history tells of it.
//!
//! Another act: its file here; its line in `acts!` below and its name in [`kind`]; its event, with what it does
//! and what is told of it, in the two matches below; its questions in `form/acts.rs`; its sentences in both
//! languages. The compiler asks for each of these, and a test for its scenario.

mod adopt_rules;
mod approve;
mod cancel_fee;
mod close_day;
mod close_documents;
mod confirm_direct;
pub mod context;
mod correct;
pub mod decision;
mod deliver;
mod four_eyes;
mod inquiry;
mod issue_certificate;
pub mod issue_slip;
mod judge;
mod judge_duplicate;
pub mod kind;
mod look_again;
mod note;
mod open;
mod order_erasure;
mod reject;
mod reopen;
mod return_case;
mod return_uncollected;
mod rotate_keys;
mod second;
mod set_deadline;
mod settle_fee;
mod verb;
mod withdraw;

pub use adopt_rules::AdoptRules;
pub use approve::Approve;
pub use cancel_fee::{CancelFee, RecordRefund};
pub use close_day::CloseDay;
pub use close_documents::CloseDocuments;
pub use confirm_direct::ConfirmDirect;
pub use correct::Correct;
pub use deliver::Deliver;
pub use inquiry::{AnswerInquiry, AskInquiry};
pub use issue_certificate::IssueCertificate;
pub use issue_slip::IssueSlip;
pub use judge::Judge;
pub use judge_duplicate::JudgeDuplicate;
pub use look_again::LookAgain;
pub use note::Note;
pub use open::Open;
pub use order_erasure::{OrderErasure, still_bears};
pub use reject::Reject;
pub use reopen::Reopen;
pub use return_case::Return;
pub use return_uncollected::ReturnUncollected;
pub use rotate_keys::RotateKeys;
pub use set_deadline::SetDeadline;
pub use settle_fee::{ConfirmNothingDue, ConfirmPayment, WaiveFee};
pub use withdraw::Withdraw;

use self::context::{ActContext, Records};
use self::decision::Decision;
use self::kind::ActKind;
pub use self::verb::{Rule, Verb};
use super::blank::BlankMove;
use super::case::Case;
use super::date::JalaliDate;
use super::day::Till;
use super::event::{Envelope, Event};
use super::operator::Role;
use super::refusal::Refusal;
use super::rulebook::Rulebook;
use super::stage::Stage;
use super::told::{Told, Value, choice};

/// Declares all acts from their names: the first makes a case, the others are done to one.
macro_rules! acts {
    ($first:ident, $($verb:ident),+ $(,)?) => {
        /// Something an operator asks to be done to a case.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum Act { $first($first), $($verb($verb)),+ }

        /// The rule of every act, in the order in which screens and the help list them.
        pub const RULES: &[Rule] = &[$first::RULE, $($verb::RULE),+];

        impl ActKind {
            pub fn rule(self) -> &'static Rule {
                match self {
                    ActKind::$first => &$first::RULE,
                    $(ActKind::$verb => &<$verb as Verb>::RULE),+
                }
            }
        }

        impl Act {
            pub fn kind(&self) -> ActKind {
                match self {
                    Act::$first(_) => ActKind::$first,
                    $(Act::$verb(_) => ActKind::$verb),+
                }
            }

            /// Puts into `cx` what the desk's records show of the act.
            ///
            /// # Errors
            /// Those of the records.
            pub fn look_up<R: Records>(
                &self,
                case: Option<&Case>,
                records: &R,
                cx: &mut ActContext,
            ) -> Result<(), R::Error> {
                match (self, case) {
                    (Act::$first(act), _) => act.look_up(records, cx),
                    $((Act::$verb(act), Some(case)) => act.look_up(case, records, cx),)+
                    (_, None) => Ok(()),
                }
            }

            /// The act that must have led from this case, or from none, to these events; `None` if no act does.
            pub fn led_to(events: &[Event], case: Option<&Case>) -> Option<Act> {
                let Some(case) = case else { return $first::led_to(events).map(Act::$first) };
                None$(.or_else(|| $verb::led_to(events, case).map(Act::$verb)))+
            }
        }

        /// What the act leads to, or why it is not done. Pure: the same arguments, the same answer.
        ///
        /// # Errors
        /// Why the rules say no, or what they ask first.
        pub fn decide(
            case: Option<&Case>,
            act: &Act,
            rules: &Rulebook,
            cx: &ActContext,
        ) -> Result<Decision, Refusal> {
            let kind = act.kind();
            if !kind.is_for(cx.role) {
                return Err(Refusal::NotForRole { role: cx.role, act: kind });
            }
            if !cx.confirmed && !kind.is_for(Role::Clerk) {
                return Err(Refusal::NotConfirmed { sign_in: cx.operator.sign_in.clone() });
            }
            match (act, case) {
                (Act::$first(act), _) => act.decide(cx),
                (_, None) => Err(Refusal::NoSuchCase),
                // It stands where both sides still agreed: what is decided there may be wrong on either.
                (_, Some(case)) if !case.conflicts.is_empty() => Err(Refusal::InConflict),
                (_, Some(case)) if !kind.fits(case.stage) => Err(Refusal::WrongStage { stage: case.stage }),
                $((Act::$verb(act), Some(case)) => act.decide(case, rules, cx)),+
            }
        }

        /// Whether an act that has a place at this stage has anything to do in this case.
        pub fn has_use(case: &Case, act: ActKind, rules: &Rulebook, day: JalaliDate) -> bool {
            match act {
                ActKind::$first => false,
                $(ActKind::$verb => $verb::has_use(case, rules, day)),+
            }
        }
    };
}

acts! {
    Open,
    Correct,
    Judge,
    CloseDocuments,
    ConfirmDirect,
    SetDeadline,
    ConfirmPayment,
    ConfirmNothingDue,
    WaiveFee,
    JudgeDuplicate,
    LookAgain,
    AskInquiry,
    AnswerInquiry,
    Approve,
    Return,
    Reject,
    IssueCertificate,
    Deliver,
    ReturnUncollected,
    IssueSlip,
    Withdraw,
    Reopen,
    CancelFee,
    OrderErasure,
    RecordRefund,
    Note,
}

impl ActKind {
    /// Whether it has a place at this stage.
    pub fn fits(self, stage: Stage) -> bool {
        self.rule().stages.contains(&stage)
    }

    /// Whether somebody with this role may do it.
    pub fn is_for(self, role: Role) -> bool {
        self.rule().roles.contains(&role)
    }
}

impl Case {
    /// What an event does to a case.
    pub(super) fn apply(&mut self, event: &Event, by: &Envelope) {
        match event {
            Event::Opened { .. } => open::opened(self, by),
            Event::Corrected { intake, lapse, .. } => correct::corrected(self, intake, *lapse, by),
            Event::DocumentJudged { document, verdict } => judge::judged(self, *document, verdict, by),
            Event::DocumentsClosed { outcome } => close_documents::closed(self, outcome),
            Event::FeeSettled { settlement } => settle_fee::settled(self, settlement, by),
            Event::Withdrawn { .. } => withdraw::withdrawn(self),
            Event::InquiryAsked { by: who, way } => inquiry::asked(self, (*who, *way), by),
            Event::InquiryAnswered { answer } => inquiry::answered(self, answer, by),
            Event::Approved => approve::approved(self),
            Event::Returned { objections, until } => return_case::returned(self, objections, *until),
            Event::Rejected { .. } => reject::rejected(self),
            Event::DeadlineSet { until } => set_deadline::set(self, *until),
            Event::CertificateIssued { produced } => issue_certificate::issued(self, produced),
            Event::Delivered { .. } => deliver::delivered(self),
            Event::Uncollected { .. } => return_uncollected::uncollected(self),
            Event::Reopened { .. } => reopen::reopened(self),
            Event::FeeCancelled { .. } => cancel_fee::cancelled(self),
            Event::Refunded { reference, .. } => cancel_fee::refunded(self, reference),
            Event::OverrideUsed { question, .. } => decision::overridden(self, *question, by),
            Event::DuplicateJudged { other, decision, .. } => judge_duplicate::judged(self, other, *decision),
            Event::LookedAgain { .. } => look_again::looked(self),
            // What is told of a case and changes nothing in it.
            Event::SlipIssued { .. } | Event::NoteAdded { .. } | Event::Erased => {}
            Event::Foreign { .. } => self.unknown += 1,
            // Events of the desk.
            Event::DeskFounded { .. }
            | Event::OperatorEnrolled { .. }
            | Event::ClockWentBack { .. }
            | Event::ClockJumped { .. }
            | Event::DayOpened { .. }
            | Event::DayClosed { .. }
            | Event::BlanksMoved { .. }
            | Event::OperatorSuspended { .. }
            | Event::OperatorRestored { .. }
            | Event::RoleChanged { .. }
            | Event::OperatorConfirmed { .. }
            | Event::PassphraseReset { .. }
            | Event::ErasureOrdered { .. }
            | Event::FolderEncrypted
            | Event::HeadSigned { .. }
            | Event::TillCounted { .. }
            | Event::ShiftHandedOver { .. }
            | Event::RecoveryIssued { .. }
            | Event::RecoveryUsed { .. }
            | Event::LineageBegun { .. }
            | Event::KeysSet { .. }
            | Event::RulesAdopted { .. }
            | Event::BackupPlaceSet { .. } => {}
        }
    }
}

impl Event {
    /// What its line in a history tells beside what happened.
    pub fn told(&self) -> Told<'_> {
        match self {
            Event::Opened { tracking, .. } => open::told(tracking),
            Event::Corrected { reason, .. } => correct::told(reason),
            Event::DocumentJudged { document, verdict } => judge::told(*document, verdict),
            Event::DocumentsClosed { outcome } => close_documents::told(outcome),
            Event::FeeSettled { settlement } => settle_fee::told(settlement),
            Event::SlipIssued { slip } => issue_slip::told(*slip),
            Event::Withdrawn { reason } => withdraw::told(reason),
            Event::InquiryAsked { by, way } => inquiry::ask_told(*by, *way),
            Event::InquiryAnswered { answer } => inquiry::answer_told(answer),
            Event::Returned { objections, .. } => return_case::told(objections),
            Event::Rejected { reason } => reject::told(reason),
            Event::DeadlineSet { until } => set_deadline::told(*until),
            Event::CertificateIssued { produced } => issue_certificate::told(produced),
            Event::Delivered { collector } => deliver::told(collector),
            Event::Uncollected { reason } => return_uncollected::told(reason),
            Event::Reopened { reason } => reopen::told(reason),
            Event::FeeCancelled { amount, reason } => cancel_fee::cancel_told(*amount, reason),
            Event::Refunded { amount, reference, on } => cancel_fee::refund_told(*amount, reference, *on),
            Event::OverrideUsed { question, reason } => decision::override_told(*question, reason),
            Event::DuplicateJudged { other, reason, .. } => judge_duplicate::told(other, reason),
            Event::LookedAgain { note } => look_again::told(note),
            Event::NoteAdded { text } => note::told(text),
            Event::ErasureOrdered { order, left, .. } => order_erasure::told(order, left.as_ref()),
            Event::DayClosed { day, totals } => close_day::told(*day, totals),
            Event::OperatorEnrolled { operator, .. } => vec![("name", Value::Text(&operator.name))],
            Event::ClockWentBack { by_ms } | Event::ClockJumped { by_ms } => {
                vec![("minutes", Value::Number(by_ms.unsigned_abs() / 60_000))]
            }
            Event::DayOpened { day } => vec![("day", Value::Day(*day))],
            Event::BlanksMoved { moved } => blanks_told(moved),
            Event::OperatorSuspended { sign_in, reason } => {
                vec![("sign-in", Value::Code(sign_in)), ("reason", Value::Text(reason))]
            }
            Event::RoleChanged { sign_in, role, .. } => {
                vec![("sign-in", Value::Code(sign_in)), ("role", choice(*role))]
            }
            Event::OperatorRestored { sign_in, .. }
            | Event::OperatorConfirmed { sign_in }
            | Event::PassphraseReset { sign_in, .. }
            | Event::RecoveryIssued { sign_in, .. }
            | Event::RecoveryUsed { sign_in, .. } => vec![("sign-in", Value::Code(sign_in))],
            Event::LineageBegun { why, at, .. } => vec![("why", choice(*why)), ("number", Value::Number(*at))],
            Event::RulesAdopted { digest, effective, .. } => adopt_rules::told(digest, *effective),
            Event::BackupPlaceSet { target } => vec![("path", Value::Code(target))],
            Event::KeysSet { keys, .. } => vec![("key", Value::Key(&keys.sign))],
            Event::Foreign { code, version, .. } => {
                vec![("code", Value::Code(code)), ("version", Value::Number(u64::from(*version)))]
            }
            Event::HeadSigned { number, .. } => vec![("number", Value::Number(*number))],
            Event::TillCounted { cash, slips } => {
                vec![("counted", Value::Till(Till { cash: *cash, slips: *slips }))]
            }
            Event::ShiftHandedOver { to, note } => vec![("to", Value::Code(to)), ("note", Value::Remark(note))],
            Event::Approved | Event::DeskFounded { .. } | Event::Erased | Event::FolderEncrypted => Vec::new(),
        }
    }
}

fn blanks_told(moved: &BlankMove) -> Told<'_> {
    match moved {
        BlankMove::Received { first, count } => {
            vec![("first", Value::Code(first)), ("count", Value::Number(u64::from(*count)))]
        }
        BlankMove::Used { serial } => vec![("serial", Value::Code(serial))],
        BlankMove::Spoiled { serial, reason } => vec![("serial", Value::Code(serial)), ("reason", Value::Text(reason))],
        BlankMove::Returned { first, count, reason } => vec![
            ("first", Value::Code(first)),
            ("count", Value::Number(u64::from(*count))),
            ("reason", Value::Text(reason)),
        ],
    }
}
