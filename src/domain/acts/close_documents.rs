//! Something was said of every paper: the case goes on to the fee, waits for papers, or is referred.

use super::context::ActContext;
use super::decision::Decision;
use super::kind::ActKind;
use super::verb::{DESK, PAPERS, Rule, Verb, rule};
use crate::domain::case::Case;
use crate::domain::documents::Standing;
use crate::domain::event::{DocumentsOutcome, Event, SlipKind};
use crate::domain::fees::{Settlement, TariffRow};
use crate::domain::refusal::Refusal;
use crate::domain::rulebook::Rulebook;
use crate::domain::stage::Stage;
use crate::domain::told::{Told, Value};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CloseDocuments;

impl Verb for CloseDocuments {
    const RULE: Rule = rule(ActKind::CloseDocuments, PAPERS, DESK);

    fn decide(&self, case: &Case, rules: &Rulebook, _: &ActContext) -> Result<Decision, Refusal> {
        let closed = |outcome| Decision::from([Event::DocumentsClosed { outcome }]);
        let with_slip = |outcome, slip| Ok(closed(outcome).and([Event::SlipIssued { slip }]));
        match rules.standing_of(case) {
            Standing::Unjudged(documents) => Err(Refusal::DocumentsUnjudged { documents }),
            Standing::Deficient(missing) => with_slip(DocumentsOutcome::Deficient { missing }, SlipKind::Deficiency),
            Standing::Suspect(documents) => with_slip(DocumentsOutcome::Suspect { documents }, SlipKind::Referral),
            Standing::Complete => {
                // A fee that was confirmed before a correction is not asked for twice.
                let settlement = case.settlement.clone().filter(|settlement| still_covers(settlement, case, rules));
                let settled = settlement.map(|settlement| {
                    [Event::FeeSettled { settlement }, Event::SlipIssued { slip: SlipKind::Receipt }]
                });
                Ok(closed(DocumentsOutcome::Complete).and(settled.into_iter().flatten()))
            }
        }
    }

    /// Without a fee that was confirmed before, a close that settles one is a direct renewal.
    fn led_to(events: &[Event], case: &Case) -> Option<CloseDocuments> {
        let [Event::DocumentsClosed { .. }, rest @ ..] = events else { return None };
        let settles = rest.iter().any(|event| matches!(event, Event::FeeSettled { .. }));
        (!settles || case.settlement.is_some()).then_some(CloseDocuments)
    }
}

/// The settlement is what the case as it now reads would be asked for by the row that held when it was settled: of a
/// payment the row of its day, else the one that the settlement names, whatever day it begins on.
pub(super) fn still_covers(settlement: &Settlement, case: &Case, rules: &Rulebook) -> bool {
    let (kind, cluster) = (case.intake.request.kind, case.intake.certificate.cluster);
    let named = |tariff: &str, amount| {
        let fits = |row: &&TariffRow| row.request == kind && row.clusters.contains(&cluster);
        rules.tariff.iter().filter(fits).any(|row| row.id == tariff && row.amount == amount)
    };
    match settlement {
        Settlement::Paid { due, payment, tariff } => match rules.tariff_row(kind, cluster, payment.paid_on) {
            Some(row) => row.amount == Some(*due),
            // What nobody has a row for stays what a supervisor took for right.
            None => tariff.is_empty(),
        },
        Settlement::Waived { due, tariff } => named(tariff, Some(*due)),
        Settlement::NothingDue { tariff } => named(tariff, None),
    }
}

pub(super) fn closed(case: &mut Case, outcome: &DocumentsOutcome) {
    case.stage = match outcome {
        DocumentsOutcome::Complete => Stage::Fee,
        DocumentsOutcome::Deficient { .. } => Stage::Deficient,
        DocumentsOutcome::Suspect { .. } => Stage::Referred,
    };
}

pub(super) fn told(outcome: &DocumentsOutcome) -> Told<'_> {
    match outcome {
        DocumentsOutcome::Complete => Vec::new(),
        DocumentsOutcome::Deficient { missing: documents } | DocumentsOutcome::Suspect { documents } => {
            vec![("documents", Value::Documents(documents))]
        }
    }
}
