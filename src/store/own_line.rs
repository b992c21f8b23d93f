//! What the folder's own line says of the desk itself: who works here, and what happened beside all cases.
//!
//! It comes from the journal at every opening and from nothing else, as whoever can write to the index could else make
//! himself whom he likes.

use std::collections::BTreeMap;

use crate::domain::account::Account;
use crate::domain::event::Event;
use crate::domain::own::Own;

/// The events that belong to no case, first to last, and what they amount to.
#[derive(Default)]
pub struct OwnLine {
    accounts: BTreeMap<String, Account>,
    events: Vec<Own>,
    /// What is only folded once was folded.
    is_begun: bool,
}

impl OwnLine {
    /// Takes in one more event of the folder; of a case it takes nothing.
    pub fn take(&mut self, own: &Own) {
        if own.envelope.case.is_none() {
            Account::fold_into(&mut self.accounts, own);
            if !self.is_begun || is_asked_for_again(own) {
                self.events.push(own.clone());
            }
        }
    }

    pub fn accounts(&self) -> &BTreeMap<String, Account> {
        &self.accounts
    }

    pub fn events(&self) -> &[Own] {
        &self.events
    }

    /// Gives all of them once, and keeps what is asked for again.
    pub fn begin(&mut self) -> Vec<Own> {
        self.is_begun = true;
        let kept = self.events.iter().filter(|own| is_asked_for_again(own)).cloned().collect();
        std::mem::replace(&mut self.events, kept)
    }
}

/// Blanks are as many as certificates; they are counted once, and then as they move.
fn is_asked_for_again(own: &Own) -> bool {
    !matches!(own.event, Event::BlanksMoved { .. })
}
