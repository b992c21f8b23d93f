//! What the centre finds wanting.

use serde::{Deserialize, Serialize};

/// What the centre found wanting: of a paper or an answer, or of the case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Objection {
    pub about: String,
    pub reason: String,
}
