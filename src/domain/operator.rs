//! Who works at the desk.

use super::choices;

choices! { Role, "role", { Clerk = "clerk", Supervisor = "supervisor", Reviewer = "reviewer", Inspector = "inspector" } }

impl Role {
    /// Whether it gives more than the counter: decisions for the centre, a supervisor's word.
    pub fn decides(self) -> bool {
        matches!(self, Role::Reviewer | Role::Supervisor)
    }
}

/// Whether an account that was made or changed decides at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Admission {
    /// It does: it was recorded before a second person was asked for.
    Before,
    /// It does: it is the first supervisor's, or its role decides nothing.
    AtOnce,
    /// It decides on nothing until a second person has confirmed it.
    Waits,
}

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
