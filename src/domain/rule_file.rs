//! A file of the office, from which rules are read.

/// Its name and its text, as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleFile {
    pub name: String,
    pub text: String,
}
