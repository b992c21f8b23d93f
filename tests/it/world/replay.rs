//! A folder's whole journal held against the rules.

use std::path::Path;

use pishkhan::catalog;
use pishkhan::domain::audit::{AuditQuery, Trace};
use pishkhan::domain::event::Recorded;
use pishkhan::domain::replay::{Breach, replay};
use pishkhan::store::audit::trail;
use pishkhan::store::identity::vault_at;
use pishkhan::text::normalize::search_key;

use super::place;

/// Every event of a folder, first to last.
pub fn journal(data: &Path) -> Vec<Recorded> {
    let vault = vault_at(&place(data)).expect("it opens");
    let mut events = Vec::new();
    let read = trail::follow(data, &vault, &AuditQuery::default(), &mut |trace| {
        if let Trace::Act(recorded) = trace {
            events.push(recorded.clone());
        }
    });
    read.expect("the journal is whole");
    events
}

pub fn breach(events: &[Recorded]) -> Option<Breach> {
    replay(events, &catalog::load(None).expect("assets"), search_key)
}

/// Everything in this folder was allowed by the rules.
pub fn holds(data: &Path) {
    let events = journal(data);
    if let Some(found) = breach(&events) {
        let of_act = events.iter().skip_while(|recorded| recorded.envelope.number < found.number).take(6);
        panic!("{found:?}\n{:#?}", of_act.collect::<Vec<_>>());
    }
}
