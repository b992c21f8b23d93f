//! The people of the desk: admitted, suspended, given another role or passphrase.

use super::fields::{
    NEW_PASSPHRASE, OPERATOR_NAME, PASSPHRASE, PASSPHRASE_AGAIN, REASON, ROLE, SIGN_IN, passphrases_match, spec,
};
use super::{Field, Kind, PLAIN, Spec};
use crate::domain::Choice;
use crate::domain::operator::Role;

/// Another operator, admitted by a supervisor.
pub static ENROL: Spec = Spec { id: "enrol", fields: &ENROL_FIELDS, across: passphrases_match };

static ENROL_FIELDS: [Field; 5] = [
    OPERATOR_NAME,
    SIGN_IN,
    Field { id: "role", kind: Kind::Choice(&ROLE), propose: |_, _| Some(Role::Clerk.id().into()), ..PLAIN },
    NEW_PASSPHRASE,
    PASSPHRASE_AGAIN,
];

spec!(SUSPEND, "suspend", [SIGN_IN, REASON]);
spec!(RESTORE, "restore", [SIGN_IN]);
spec!(CHANGE_ROLE, "change-role", [SIGN_IN, Field { id: "role", kind: Kind::Choice(&ROLE), ..PLAIN }]);
spec!(
    /// A second supervisor stands behind this account; the passphrase is that supervisor's own.
    CONFIRM,
    "confirm-operator",
    [SIGN_IN, PASSPHRASE]
);
spec!(RECOVERY, "issue-recovery", [SIGN_IN]);

pub static RESET: Spec =
    Spec { id: "reset-passphrase", fields: &[SIGN_IN, NEW_PASSPHRASE, PASSPHRASE_AGAIN], across: passphrases_match };
