//! A folder's whole journal held against the rules.

use std::path::Path;

use pishkhan::catalog;
use pishkhan::domain::audit::{AuditQuery, Trace};
use pishkhan::domain::event::Recorded;
use pishkhan::domain::lineage::Descent;
use pishkhan::domain::own::Own;
use pishkhan::domain::replay::{Breach, Judged, Replay, replay};
use pishkhan::store::audit::trail;
use pishkhan::store::identity::vault_at;
use pishkhan::text::normalize::search_key;

use super::place;

/// Every event of a folder, first to last.
pub fn journal(data: &Path) -> Vec<Recorded> {
    let vault = vault_at(&place(data)).expect("it opens");
    let mut events = Vec::new();
    let read = trail::follow(data, &vault, &AuditQuery::default(), &mut |trace| {
        if let Trace::Act { recorded, .. } = trace {
            events.push(recorded.clone());
        }
    });
    read.expect("the journal is whole");
    events
}

/// The lineages of these events, one after another.
pub fn descent(events: &[Recorded]) -> Descent {
    let mut descent = Descent::default();
    for event in events {
        if descent.current() != Some(event.envelope.lineage) {
            descent.begin(event.envelope.lineage, event.envelope.number);
        }
    }
    descent
}

/// These events, as the folder's own.
pub fn own(events: &[Recorded]) -> Vec<Own> {
    let descent = descent(events);
    events.iter().filter_map(|event| Own::of(&descent, event.clone())).collect()
}

/// What comes of holding these events against the rules: those on record, and before that those that are shipped.
pub fn judged(events: &[Recorded]) -> Result<Judged, Breach> {
    let shipped = catalog::load(None).expect("assets");
    replay(&own(events), Replay::new(Some(shipped), |files| catalog::rulebook(files).ok(), search_key))
}

pub fn breach(events: &[Recorded]) -> Option<Breach> {
    judged(events).err()
}

/// Everything in this folder was allowed by the rules.
pub fn holds(data: &Path) {
    let events = journal(data);
    if let Some(found) = breach(&events) {
        let of_act = events.iter().skip_while(|recorded| recorded.envelope.number < found.number).take(6);
        panic!("{found:?}\n{:#?}", of_act.collect::<Vec<_>>());
    }
}
