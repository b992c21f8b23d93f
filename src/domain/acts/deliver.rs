//! The certificate is handed to its holder, or to whom the holder sends.

use super::context::ActContext;
use super::decision::Decision;
use super::kind::ActKind;
use super::verb::{DESK, Rule, Verb, rule};
use crate::domain::case::Case;
use crate::domain::collector::{Collector, CollectorKind};
use crate::domain::event::{Event, SlipKind};
use crate::domain::refusal::Refusal;
use crate::domain::rulebook::Rulebook;
use crate::domain::stage::Stage;
use crate::domain::told::{Told, choice};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deliver {
    pub collector: Collector,
}

impl Verb for Deliver {
    const RULE: Rule = rule(ActKind::Deliver, &[Stage::Delivery, Stage::Uncollected], DESK);

    fn decide(&self, _: &Case, _: &Rulebook, _: &ActContext) -> Result<Decision, Refusal> {
        let Collector { kind, name, letter } = &self.collector;
        if *kind == CollectorKind::Representative && (name.is_empty() || letter.is_empty()) {
            return Err(Refusal::ReasonMissing);
        }
        let delivered = Event::Delivered { collector: self.collector.clone() };
        Ok([delivered, Event::SlipIssued { slip: SlipKind::Delivery }].into())
    }

    fn led_to(events: &[Event], _: &Case) -> Option<Deliver> {
        let [Event::Delivered { collector }, ..] = events else { return None };
        Some(Deliver { collector: collector.clone() })
    }
}

pub(super) fn delivered(case: &mut Case) {
    case.stage = Stage::Delivered;
}

pub(super) fn told(collector: &Collector) -> Told<'_> {
    vec![("collector", choice(collector.kind))]
}
