//! One of each event about the people of a desk.

use pishkhan::domain::event::{Event, Hash};
use pishkhan::domain::operator::Admission::{AtOnce, Waits};
use pishkhan::domain::operator::{Admission, Operator, Role};

pub fn of_operators() -> Vec<(&'static str, Event)> {
    let operator = Operator {
        sign_in: "parvin".into(),
        name: "پروین نمونه".into(),
        role: Role::Reviewer,
        passphrase: "$argon2id$made-up-1".into(),
    };
    let hash = |text: &str| Hash(text.into());
    let changed = |admission| Event::RoleChanged { sign_in: "nader".into(), role: Role::Inspector, admission };
    vec![
        ("operator-enrolled", Event::OperatorEnrolled { operator: operator.clone(), admission: Admission::Before }),
        ("operator-suspended", Event::OperatorSuspended { sign_in: "ali".into(), reason: "رفت".into() }),
        ("backup-place-set", Event::BackupPlaceSet { target: "/media/STICK-1".into() }),
        ("operator-restored", Event::OperatorRestored { sign_in: "amir".into(), admission: Admission::Before }),
        ("role-changed", changed(Admission::Before)),
        ("operator-enrolled-at-once", Event::OperatorEnrolled { operator: operator.clone(), admission: AtOnce }),
        ("operator-enrolled-waits", Event::OperatorEnrolled { operator, admission: Waits }),
        ("operator-restored-at-once", Event::OperatorRestored { sign_in: "amir".into(), admission: AtOnce }),
        ("operator-restored-waits", Event::OperatorRestored { sign_in: "amin".into(), admission: Waits }),
        ("role-changed-at-once", changed(AtOnce)),
        ("role-changed-waits", Event::RoleChanged { sign_in: "nima".into(), role: Role::Reviewer, admission: Waits }),
        ("operator-confirmed", Event::OperatorConfirmed { sign_in: "parvin".into() }),
        (
            "passphrase-reset",
            Event::PassphraseReset { sign_in: "zari".into(), passphrase: hash("$argon2id$made-up-2") },
        ),
        ("recovery-issued", Event::RecoveryIssued { sign_in: "sara".into(), code: hash("$argon2id$made-up-3") }),
        ("recovery-used", Event::RecoveryUsed { sign_in: "omid".into(), passphrase: hash("$argon2id$made-up-4") }),
    ]
}
