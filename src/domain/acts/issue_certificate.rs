//! The certificate is made, on a counted blank where it is of paper.

use super::context::{ActContext, Records};
use super::decision::Decision;
use super::kind::ActKind;
use super::verb::{CENTRE, Rule, Verb, rule};
use crate::domain::blank::BlankMove;
use crate::domain::case::Case;
use crate::domain::certificate::CertificateMedium;
use crate::domain::event::Event;
use crate::domain::produced::Produced;
use crate::domain::refusal::Refusal;
use crate::domain::rulebook::Rulebook;
use crate::domain::stage::Stage;
use crate::domain::told::{Told, Value, choice};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssueCertificate {
    pub produced: Produced,
}

impl Verb for IssueCertificate {
    const RULE: Rule = rule(ActKind::IssueCertificate, &[Stage::Production], CENTRE);

    fn decide(&self, case: &Case, _: &Rulebook, cx: &ActContext) -> Result<Decision, Refusal> {
        let issued = Decision::from([Event::CertificateIssued { produced: self.produced.clone() }]);
        match (case.intake.certificate.medium, &self.produced.serial) {
            (CertificateMedium::Paper, None) => Err(Refusal::SerialMissing),
            (CertificateMedium::Electronic, Some(_)) => Err(Refusal::SerialNotNeeded),
            (CertificateMedium::Electronic, None) => Ok(issued),
            (CertificateMedium::Paper, Some(serial)) if !cx.serial_on_hand => {
                Err(Refusal::NotOnHand { serial: serial.clone() })
            }
            (CertificateMedium::Paper, Some(serial)) => {
                Ok(issued.and([Event::BlanksMoved { moved: BlankMove::Used { serial: serial.clone() } }]))
            }
        }
    }

    fn look_up<R: Records>(&self, _: &Case, records: &R, cx: &mut ActContext) -> Result<(), R::Error> {
        if let Some(serial) = &self.produced.serial {
            cx.serial_on_hand = records.is_on_hand(serial)?;
        }
        Ok(())
    }

    fn led_to(events: &[Event], _: &Case) -> Option<IssueCertificate> {
        let [Event::CertificateIssued { produced }, ..] = events else { return None };
        Some(IssueCertificate { produced: produced.clone() })
    }
}

pub(super) fn issued(case: &mut Case, produced: &Produced) {
    case.stage = Stage::Delivery;
    case.produced = Some(produced.clone());
}

pub(super) fn told(produced: &Produced) -> Told<'_> {
    vec![("serial", Value::CodeIfAny(produced.serial.as_deref())), ("original", choice(produced.original))]
}
