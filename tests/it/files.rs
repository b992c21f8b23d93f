//! The small text files of a folder and of a backup lie byte for byte as they always did.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use pishkhan::record::files::{KeyFile, LastBackup, LineageFile, Manifest, Part, Terminals, TextFile, of_text, text};

/// What is read of this text is written as this text.
fn lies_as<T: TextFile>(expected: &str) -> T {
    let file: T = of_text(expected).expect("such a file");
    assert_eq!(text(&file).expect("a text"), expected);
    file
}

#[test]
fn files_of_earlier_folders_are_written_as_they_were() {
    let golden = |name: &str| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/data").join(name);
        fs::read_to_string(path).expect("a golden file")
    };
    for folder in ["golden-v2-sealed", "golden-v3-sealed", "golden-v4-sealed"] {
        let keys: KeyFile = lies_as(&golden(&format!("{folder}/keys.toml")));
        assert!(keys.slot.len() > 1 && keys.slot[0].label == "recovery", "{folder}");
    }
    for folder in ["golden-v4", "golden-v4-sealed"] {
        let _: LineageFile = lies_as(&golden(&format!("{folder}/lineage.toml")));
    }
}

#[test]
fn every_line_of_a_text_file_has_its_place() {
    let lineage: LineageFile = lies_as(
        "lineage = \"6767edfc-cc52-4a8d-bf72-5f679fd065d8\"\nwhy = \"restored\"\nmachine = \"00112233445566778899aabbccddeeff\"\n",
    );
    assert_eq!((lineage.why.as_deref(), lineage.machine.is_some()), (Some("restored"), true));
    let terminals: Terminals = lies_as("[terminal_reorders]\n\"apple-terminal 2\" = true\nxterm = false\n");
    assert_eq!(
        terminals.terminal_reorders,
        BTreeMap::from([("apple-terminal 2".into(), true), ("xterm".into(), false)])
    );
    let noted: LastBackup = lies_as("made_ms = 1795600000000\ntarget = \"/media/stick\"\n");
    assert_eq!((noted.made_ms, noted.target), (Some(1_795_600_000_000), Some(PathBuf::from("/media/stick"))));
    let manifest: Manifest = lies_as(
        "store = \"6767edfc-cc52-4a8d-bf72-5f679fd065d8\"\nmade_ms = 1795600000000\nrecords = 3\nevents = 5\ncases = 2\n\
         head = \"ab\"\ndigest = \"cd\"\n\n[[files]]\nname = \"journal/000001.journal\"\nbytes = 4096\nsum = \"ef\"\n",
    );
    assert_eq!(manifest.files, [Part { name: "journal/000001.journal".into(), bytes: 4096, sum: "ef".into() }]);
}

/// What earlier programs left out, and what a later one puts in.
#[test]
fn a_line_less_or_more_is_no_damage() {
    let lineage: LineageFile =
        of_text("lineage = \"6767edfc-cc52-4a8d-bf72-5f679fd065d8\"\nlater = 1\n").expect("read");
    assert!(lineage.why.is_none() && lineage.machine.is_none());
    assert!(of_text::<Terminals>("later = 1\n").expect("read").terminal_reorders.is_empty());
    assert!(of_text::<LastBackup>("").expect("read").target.is_none());
    assert!(of_text::<LineageFile>("why = \"moved\"\n").is_err(), "a file without its lineage is none");
}
