//! What the program says of a folder when it is asked.

use std::path::Path;

use pishkhan::record::StoredAct;
use pishkhan::record::kept::decode;
use pishkhan::store::identity::vault_at;
use pishkhan::store::journal::Journal;
use pishkhan::store::vault::Vault;
use serde_json::Value;

use super::{command, folder, place};

/// The first object that a command prints when it is asked for JSON.
pub fn report(data: &Path, arguments: &[&str]) -> Value {
    let (_, output) = command(data, &[arguments, &["--json"]].concat());
    serde_json::from_str(output.lines().next().expect("an object")).unwrap_or_else(|_| panic!("{output}"))
}

/// What is listed for whoever asks what was out of the ordinary.
pub fn exceptions(data: &Path) -> String {
    command(data, &["audit", "show", "--exceptions"]).1
}

/// What an inspection finds, also against a head that was written down.
pub fn verified(data: &Path, head: Option<&str>) -> Value {
    let head: Vec<&str> = head.into_iter().flat_map(|head| ["--head", head]).collect();
    report(data, &[&["audit", "verify"], &head[..]].concat())
}

/// The journal is whole, its chain holds, and the index agrees with it.
pub fn is_whole(data: &Path) {
    let (code, told) = command(data, &["check"]);
    assert!(code == 0 && told.contains("agrees"), "{told}");
    let found = verified(data, None);
    assert_eq!(found["ok"], true, "{found}");
}

/// A medium on which this folder was backed up.
pub fn backed_up(data: &Path) -> tempfile::TempDir {
    let stick = folder();
    let (code, told) = command(data, &["backup", &stick.path().display().to_string()]);
    assert_eq!(code, 0, "{told}");
    stick
}

/// Another folder into which that backup was put.
pub fn restored(stick: &Path) -> tempfile::TempDir {
    let target = folder();
    let (code, told) = command(target.path(), &["restore", &stick.display().to_string()]);
    assert_eq!(code, 0, "{told}");
    target
}

/// Every act as it lies in the journal, and what encrypts it.
pub fn stored_acts(data: &Path) -> (Vec<StoredAct>, Vault) {
    let vault = vault_at(&place(data)).expect("it opens");
    let mut acts = Vec::new();
    Journal::scan(&data.join("journal"), &vault, None, &mut |_, payload, _| {
        acts.push(decode(payload).expect("an act"));
        Ok(())
    })
    .expect("a whole journal");
    (acts, vault)
}
