//! Whoever sits at the desk says who they are; a supervisor signs for what the rules leave to one.

use super::fields::{NEW_PASSPHRASE, PASSPHRASE, PASSPHRASE_AGAIN, SIGN_IN, passphrases_match, spec};
use super::{Field, Kind, PLAIN, Spec};

spec!(SIGN_IN_FORM, "sign-in-form", [SIGN_IN, PASSPHRASE]);
spec!(
    /// A supervisor agrees to what the rules leave to one.
    APPROVAL,
    "approval",
    [Field { id: "override-reason", max: 200, ..PLAIN }, SIGN_IN, PASSPHRASE]
);
spec!(
    /// Whoever decides for the centre types the passphrase once more.
    SIGN,
    "sign",
    [PASSPHRASE]
);

/// Whoever forgot the passphrase chooses a new one, with the code of the sealed envelope.
pub static RECOVER: Spec = Spec {
    id: "recover",
    fields: &[
        SIGN_IN,
        Field { id: "recovery-code", kind: Kind::Code, max: 40, ..PLAIN },
        NEW_PASSPHRASE,
        PASSPHRASE_AGAIN,
    ],
    across: passphrases_match,
};
