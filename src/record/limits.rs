//! What can be the matter with the bytes of a record.

/// No record comes near it but that of an office's rules with a long list of occupations; more is damage.
pub const LIMIT: usize = 1024 * 1024;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    #[error("a record of version {0}, which is newer than this program")]
    Newer(u8),
    #[error("a record that is not whole")]
    Damaged,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a record of {0} bytes, more than is allowed")]
pub struct TooLarge(pub usize);
