//! A certificate that was made.

use super::choices;

choices! {
    /// What became of the certificate that is replaced or renewed.
    OriginalFate, "original-fate", {
        Surrendered = "surrendered", Destroyed = "destroyed", DeclaredLost = "declared-lost", Electronic = "electronic",
    }
}

/// A certificate that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Produced {
    /// Of the blank; an electronic one has none.
    pub serial: Option<String>,
    pub original: OriginalFate,
}
