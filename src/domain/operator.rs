//! Who works at the desk.

use super::choices;

choices! { Role, "role", { Clerk = "clerk", Supervisor = "supervisor", Reviewer = "reviewer", Inspector = "inspector" } }

/// Known by the sign-in name, which is never given to another person.
#[derive(Clone, PartialEq, Eq)]
pub struct Operator {
    pub sign_in: String,
    pub name: String,
    pub role: Role,
    /// Argon2id, in PHC form.
    pub passphrase: String,
}

impl std::fmt::Debug for Operator {
    /// Without the hash: it must not reach a panic message.
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        write!(f, "Operator({}, {:?})", self.sign_in, self.role)
    }
}
