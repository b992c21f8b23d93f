//! The service: what a request is, what is asked for it, what may happen to it.
//!
//! Pure. No clock, disk, randomness or terminal; nothing here can fail for a
//! reason outside the rules. [`acts::decide`] says what an act leads to,
//! [`case::Case::fold`] what the events so far amount to, and [`replay::replay`]
//! whether the rules allowed them.

pub mod account;
pub mod acts;
pub mod audit;
pub mod backing;
pub mod bank;
pub mod blank;
pub mod case;
pub mod certificate;
pub mod collector;
pub mod correction;
pub mod date;
pub mod day;
pub mod documents;
pub mod duplicate;
pub mod event;
mod event_kind;
pub mod fees;
pub mod flags;
pub mod flaw;
pub mod history;
pub mod inquiry;
pub mod lineage;
pub mod money;
pub mod objection;
pub mod office;
pub mod operator;
pub mod own;
pub mod person;
pub mod produced;
pub mod question;
pub mod receipts;
pub mod refusal;
pub mod replay;
pub mod rule_file;
pub mod rulebook;
pub mod stage;
pub mod stock;
pub mod told;
pub mod totals;
pub mod tracking;
pub mod visit;

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

/// Says the code of every variant once, each with an example; a variant without its row does not compile.
macro_rules! codes {
    ($name:ident, $($pattern:pat => $code:literal, $example:expr;)+) => {
        impl $name {
            /// The id of its message, and the code that scripts see.
            pub fn code(&self) -> &'static str {
                match self { $($pattern => $code),+ }
            }

            /// One of each, for the test that every message exists.
            pub fn examples() -> Vec<$name> {
                vec![$($example),+]
            }
        }
    };
}
pub(crate) use codes;
