//! Backups on a medium: where they lie, what they say of themselves, and those of before.

use std::fs;
use std::path::{Path, PathBuf};

use pishkhan::record::files::{Manifest, Part, of_text, text};
use pishkhan::store::identity::vault_at;
use pishkhan::store::layout::hex;
use pishkhan::store::upkeep::check::check;

use super::{act, cases_of, command, files_below, folder, place, tracking};

/// The folder of a desk's backups below a target.
pub fn place_on(stick: &Path) -> PathBuf {
    fs::read_dir(stick).expect("a stick").flatten().next().expect("a backup").path()
}

pub fn name_on(data: &Path) -> String {
    let identity = fs::read_to_string(data.join("pishkhan.store")).expect("an identity");
    format!("pishkhan-{}", &identity["pishkhan store 1 ".len()..][..8])
}

/// The manifest that counts, and where it lies.
pub fn manifest(stick: &Path) -> (PathBuf, Manifest) {
    let found = files_below(stick).into_iter().filter(|path| path.ends_with("manifest.toml"));
    let path = found.max_by_key(|path| path.components().count()).expect("a manifest");
    let read = of_text(&fs::read_to_string(&path).expect("a text")).expect("a manifest");
    (path, read)
}

pub fn grow(data: &Path, people: std::ops::Range<u32>) {
    let (code, replies) = act(data, &cases_of(people));
    assert_eq!(code, 0, "{replies:?}");
}

pub fn shown(path: &Path) -> String {
    path.display().to_string()
}

pub fn restores(stick: &Path, cases: usize) -> String {
    let back = folder();
    let desk = back.path().join("desk");
    let (code, told) = command(&desk, &["restore", &shown(stick)]);
    assert_eq!(code, 0, "{told}");
    assert_eq!(tracking(&desk).len(), cases);
    told
}

/// A backup as programs made it that had one generation and vouched for nothing.
pub fn as_before(data: &Path, stick: &Path, change: impl Fn(&mut Manifest)) -> PathBuf {
    let vault = vault_at(&place(data)).expect("it opens");
    let found = check(data, &vault).expect("whole");
    let home = stick.join(name_on(data).replace("store 2 ", ""));
    let mut files = Vec::new();
    for name in ["journal/00000001.journal", "views/00000001.journal", "desk.key", "pishkhan.store"] {
        fs::create_dir_all(home.join(name).parent().expect("a folder")).expect("made");
        let bytes = fs::read(data.join(name)).expect("a file");
        fs::write(home.join(name), &bytes).expect("copied");
        files.push(Part { name: name.into(), bytes: bytes.len() as u64, sum: hex(blake3_of(&bytes).as_slice()) });
    }
    let (store, head, digest) = (uuid_of(data), hex(&found.head), hex(&found.digest));
    let (records, events, cases) = (found.records, found.events, found.cases);
    let (voucher, earlier) = (None, std::collections::BTreeMap::new());
    let mut manifest =
        Manifest { voucher, store, made_ms: 1_795_600_000_000, records, events, cases, head, digest, files, earlier };
    change(&mut manifest);
    fs::write(home.join("manifest.toml"), text(&manifest).expect("a text")).expect("written");
    home
}

pub fn blake3_of(bytes: &[u8]) -> [u8; 32] {
    *blake3::hash(bytes).as_bytes()
}

pub fn uuid_of(data: &Path) -> String {
    let identity = fs::read_to_string(data.join("pishkhan.store")).expect("an identity");
    identity["pishkhan store 1 ".len()..].trim().to_owned()
}
