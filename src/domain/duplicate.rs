//! Two cases that look alike.

use super::choices;

choices! {
    /// What was found of two cases that look alike.
    DuplicateDecision, "duplicate", { Distinct = "distinct", Same = "same" }
}
