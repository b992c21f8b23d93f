//! The service: what a request is, what is asked for it, what may happen to it.
//!
//! Pure. No clock, disk, randomness or terminal; nothing here can fail for a
//! reason outside the rules. [`workflow::decide`] says what an act leads to, and
//! [`case::Case::fold`] what the events so far amount to.

pub mod acts;
pub mod audit;
pub mod bank;
pub mod case;
pub mod centre;
pub mod certificate;
pub mod date;
pub mod day;
pub mod documents;
pub mod event;
mod event_kind;
pub mod fees;
pub mod flaw;
pub mod history;
pub mod lineage;
pub mod money;
pub mod office;
pub mod operator;
pub mod person;
pub mod refusal;
pub mod review;
pub mod rulebook;
pub mod tracking;
pub mod visit;
pub mod workflow;

/// A closed list of answers, each with the id that assets, scripts and messages know it by.
pub trait Choice: Copy + Eq + 'static {
    /// The list's own id: the first half of its message ids.
    const KIND: &'static str;
    /// Every answer, in the order in which they are offered.
    const ALL: &'static [Self];
    fn id(self) -> &'static str;
    fn from_id(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|choice| choice.id() == id)
    }
}

/// Declares a closed list once: the variants, their ids, their order.
macro_rules! choices {
    ($(#[$doc:meta])* $name:ident, $kind:literal, { $($(#[$vdoc:meta])* $variant:ident = $id:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant),+ }
        impl $crate::domain::Choice for $name {
            const KIND: &'static str = $kind;
            const ALL: &'static [Self] = &[$(Self::$variant),+];
            fn id(self) -> &'static str {
                match self { $(Self::$variant => $id),+ }
            }
        }
    };
}
pub(crate) use choices;
