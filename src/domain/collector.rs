//! Who takes the certificate at the counter.

use super::choices;

choices! {
    CollectorKind, "collector", { Holder = "holder", Representative = "representative" }
}

/// Who took the certificate, the identity seen and signed for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Collector {
    pub kind: CollectorKind,
    /// Of a representative: name, and number and date of the letter.
    pub name: String,
    pub letter: String,
}
