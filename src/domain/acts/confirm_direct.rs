//! A renewal of which nothing is to be paid, and of whose papers each was seen as it should be: all in one.

use super::context::ActContext;
use super::decision::Decision;
use super::kind::ActKind;
use super::verb::{DESK, Rule, Verb, rule};
use crate::domain::case::Case;
use crate::domain::certificate::RequestKind;
use crate::domain::date::JalaliDate;
use crate::domain::documents::{Demand, DocumentKind, Standing, Verdict, Verdicts, standing};
use crate::domain::event::{DocumentsOutcome, Event, SlipKind};
use crate::domain::fees::Settlement;
use crate::domain::refusal::Refusal;
use crate::domain::rulebook::Rulebook;
use crate::domain::stage::Stage;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfirmDirect;

impl Verb for ConfirmDirect {
    const RULE: Rule = rule(ActKind::ConfirmDirect, &[Stage::Documents], DESK);

    fn decide(&self, case: &Case, rules: &Rulebook, cx: &ActContext) -> Result<Decision, Refusal> {
        let (seen, tariff) = is_direct(case, rules, cx.day).ok_or(Refusal::NotDirect)?;
        let judged = seen.into_iter().map(|(document, verdict)| Event::DocumentJudged { document, verdict });
        Ok(Decision::default().and(judged).and([
            Event::DocumentsClosed { outcome: DocumentsOutcome::Complete },
            Event::FeeSettled { settlement: Settlement::NothingDue { tariff } },
            Event::SlipIssued { slip: SlipKind::Receipt },
        ]))
    }

    fn has_use(case: &Case, rules: &Rulebook, day: JalaliDate) -> bool {
        is_direct(case, rules, day).is_some()
    }

    /// Papers seen, all closed and the fee settled at once, where no fee was confirmed before.
    fn led_to(events: &[Event], case: &Case) -> Option<ConfirmDirect> {
        let judged = events.iter().take_while(|event| matches!(event, Event::DocumentJudged { .. })).count();
        let closes = matches!(events.get(judged), Some(Event::DocumentsClosed { .. }));
        let settles = matches!(events.get(judged + 1), Some(Event::FeeSettled { .. }));
        let direct = judged > 0 || (settles && case.settlement.is_none());
        (closes && direct).then_some(ConfirmDirect)
    }
}

type Seen = Vec<(DocumentKind, Verdict)>;

/// The papers of such a renewal with what is said of each, and its tariff row; `None` if it is not one.
fn is_direct(case: &Case, rules: &Rulebook, day: JalaliDate) -> Option<(Seen, String)> {
    let (kind, cluster) = (case.intake.request.kind, case.intake.certificate.cluster);
    let row = rules.tariff_row(kind, cluster, day)?;
    let fits = kind == RequestKind::Renewal
        && row.amount.is_none()
        && case.verdicts.is_empty()
        && case.marks.is_empty()
        && !case.recast;
    let seen = directly_seen(case, rules);
    let verdicts: Verdicts = seen.iter().cloned().collect();
    let complete = standing(&rules.checklist_of(&case.intake), &verdicts) == Standing::Complete;
    (fits && complete).then(|| (seen, row.id.clone()))
}

/// The papers that a direct renewal declares seen, each as it is first asked for.
fn directly_seen(case: &Case, rules: &Rulebook) -> Seen {
    let list = rules.checklist_of(&case.intake);
    let asked = list.iter().filter(|row| row.demand == Demand::Required);
    asked
        .filter_map(|row| Some((row.document, Verdict { kind: *row.verdicts.first()?, text: None })))
        .filter(|(_, verdict)| verdict.kind.satisfies() && !verdict.kind.needs_text())
        .collect()
}
