//! A slip is printed once more.

use super::context::ActContext;
use super::decision::Decision;
use super::kind::ActKind;
use super::verb::{DESK, Rule, Verb, rule};
use crate::domain::case::Case;
use crate::domain::event::{Event, SlipKind};
use crate::domain::refusal::Refusal;
use crate::domain::rulebook::Rulebook;
use crate::domain::stage::Stage;
use crate::domain::told::{Told, choice};

/// The slip that has a place at a stage, where one has.
const SLIPS: [(Stage, SlipKind); 5] = [
    (Stage::Deficient, SlipKind::Deficiency),
    (Stage::Referred, SlipKind::Referral),
    (Stage::Fee, SlipKind::Receipt),
    (Stage::AwaitingCentre, SlipKind::Receipt),
    (Stage::Delivered, SlipKind::Delivery),
];

const STAGES: [Stage; SLIPS.len()] = {
    let mut stages = [Stage::Fee; SLIPS.len()];
    let mut at = 0;
    while at < SLIPS.len() {
        stages[at] = SLIPS[at].0;
        at += 1;
    }
    stages
};

/// The slip that has a place at this stage.
pub fn slip_at(stage: Stage) -> Option<SlipKind> {
    SLIPS.iter().find(|(at, _)| *at == stage).map(|(_, slip)| *slip)
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssueSlip {
    pub slip: SlipKind,
}

impl Verb for IssueSlip {
    const RULE: Rule = rule(ActKind::IssueSlip, &STAGES, DESK);

    fn decide(&self, case: &Case, _: &Rulebook, _: &ActContext) -> Result<Decision, Refusal> {
        if slip_at(case.stage) != Some(self.slip) {
            return Err(Refusal::WrongStage { stage: case.stage });
        }
        Ok([Event::SlipIssued { slip: self.slip }].into())
    }

    fn led_to(events: &[Event], _: &Case) -> Option<IssueSlip> {
        let [Event::SlipIssued { slip }, ..] = events else { return None };
        Some(IssueSlip { slip: *slip })
    }
}

pub(super) fn told(slip: SlipKind) -> Told<'static> {
    vec![("slip", choice(slip))]
}
