//! What the centre finds wanting.

/// What the centre found wanting: of a paper or an answer, or of the case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Objection {
    pub about: String,
    pub reason: String,
}
