//! استعلام ثبت احوال: the civil registry is asked, and answers.

use super::context::ActContext;
use super::decision::Decision;
use super::kind::ActKind;
use super::verb::{ANYBODY, BEFORE_PRODUCTION, Rule, Verb, rule};
use crate::domain::case::Case;
use crate::domain::date::JalaliDate;
use crate::domain::event::{Envelope, Event};
use crate::domain::inquiry::{Inquiry, InquiryAnswer, InquiryBy, InquiryWay};
use crate::domain::refusal::Refusal;
use crate::domain::rulebook::Rulebook;
use crate::domain::told::{Told, Value, choice};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskInquiry {
    pub by: InquiryBy,
    pub way: InquiryWay,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerInquiry {
    pub answer: InquiryAnswer,
}

impl Verb for AskInquiry {
    const RULE: Rule = rule(ActKind::AskInquiry, BEFORE_PRODUCTION, ANYBODY);

    fn decide(&self, case: &Case, _: &Rulebook, _: &ActContext) -> Result<Decision, Refusal> {
        if is_open(case) {
            return Err(Refusal::NothingChanged);
        }
        Ok([Event::InquiryAsked { by: self.by, way: self.way }].into())
    }

    fn has_use(case: &Case, _: &Rulebook, _: JalaliDate) -> bool {
        !is_open(case)
    }

    fn led_to(events: &[Event], _: &Case) -> Option<AskInquiry> {
        let [Event::InquiryAsked { by, way }, ..] = events else { return None };
        Some(AskInquiry { by: *by, way: *way })
    }
}

impl Verb for AnswerInquiry {
    const RULE: Rule = rule(ActKind::AnswerInquiry, BEFORE_PRODUCTION, ANYBODY);

    fn decide(&self, case: &Case, _: &Rulebook, _: &ActContext) -> Result<Decision, Refusal> {
        if !is_open(case) {
            return Err(Refusal::NoInquiryOpen);
        }
        Ok([Event::InquiryAnswered { answer: self.answer.clone() }].into())
    }

    fn has_use(case: &Case, _: &Rulebook, _: JalaliDate) -> bool {
        is_open(case)
    }

    fn led_to(events: &[Event], _: &Case) -> Option<AnswerInquiry> {
        let [Event::InquiryAnswered { answer }, ..] = events else { return None };
        Some(AnswerInquiry { answer: answer.clone() })
    }
}

fn is_open(case: &Case) -> bool {
    case.inquiry().is_some_and(Inquiry::is_open)
}

pub(super) fn asked(case: &mut Case, (by, way): (InquiryBy, InquiryWay), envelope: &Envelope) {
    case.inquiries.push(Inquiry {
        by,
        way,
        about: case.intake.applicant.id.digits().to_owned(),
        asked_by: envelope.operator.clone(),
        answer: None,
        answered_by: None,
        lapsed: false,
        lifted: false,
    });
}

pub(super) fn answered(case: &mut Case, answer: &InquiryAnswer, by: &Envelope) {
    if let Some(inquiry) = case.inquiries.iter_mut().rfind(|inquiry| inquiry.is_open()) {
        inquiry.answer = Some(answer.clone());
        inquiry.answered_by = by.operator.clone();
    }
}

pub(super) fn ask_told(by: InquiryBy, way: InquiryWay) -> Told<'static> {
    vec![("by", choice(by)), ("way", choice(way))]
}

pub(super) fn answer_told(answer: &InquiryAnswer) -> Told<'_> {
    vec![("result", choice(answer.result)), ("day", Value::Date(answer.on))]
}
