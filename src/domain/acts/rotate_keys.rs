//! The desk signs with the key that it promised.

use super::context::ActContext;
use super::decision::Decision;
use super::second::second;
use crate::domain::event::{Event, PublicKeys, Signature};
use crate::domain::question::Question;
use crate::domain::refusal::Refusal;

/// An act of the desk and of no case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RotateKeys {
    pub keys: PublicKeys,
    pub signature: Option<Signature>,
}

impl RotateKeys {
    /// What it leads to where so many other supervisors may work: one of them signs too.
    ///
    /// # Errors
    /// [`Refusal::NotASupervisor`], [`Refusal::SamePerson`], [`Refusal::Asks`] where another has to sign.
    pub fn decide(&self, others: usize, cx: &ActContext) -> Result<Decision, Refusal> {
        let decision = second(Question::NewKeys, others, cx)?;
        Ok(decision.and([Event::KeysSet { keys: self.keys, signature: self.signature }]))
    }
}
