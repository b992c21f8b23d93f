//! The house plan, checked: who may import whom, which words belong into one folder, how long things get.

use std::fs;
use std::path::{Path, PathBuf};

use crate::world::paths::{Crate, absolute};

/// Folder → the folders of ours that it may name. `text` is a crate of its own, pure string
/// work; everybody but the domain may use it, by the name `crate::text`.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("text", &[]),
    ("form", &["domain", "text"]),
    ("words", &["domain", "form", "text"]),
    ("catalog", &["domain"]),
    ("record", &["domain", "form"]),
    ("store", &["domain", "form", "record", "text"]),
    ("desk", &["domain", "form", "catalog", "store", "text"]),
    ("tui", &["domain", "text", "form", "words", "desk"]),
    ("cli", &["domain", "words", "desk", "text", "form", "tui"]),
];

/// Words that may stand in one place only.
const AT_HOME: &[(&str, &str)] = &[
    ("sled::", "src/store/"),
    ("bincode::", "src/record/"),
    // What is stored, the assets, what scripts read and write; never the domain nor the form.
    ("serde", "src/record/ src/catalog/ src/cli/"),
    ("serde_json", "src/record/ src/cli/"),
    ("toml::", "src/record/ src/catalog/"),
    ("ratatui::", "src/tui/"),
    ("crossterm::", "src/tui/"),
    ("clap::", "src/cli/ src/main.rs"),
    ("chrono::", "src/desk/clock.rs"),
    ("SystemTime", "src/desk/clock.rs"),
    ("Instant::", "src/desk/clock.rs"),
    ("fluent_bundle", "src/words/"),
    ("pishkhan_text", "src/lib.rs src/text/"),
    ("unicode_", "src/text/"),
    ("icu_normalizer", "src/text/normalize.rs"),
    ("icu_collator", "src/text/collate.rs"),
    ("icu_locale_core", "src/text/collate.rs"),
    ("icu_calendar", "src/domain/date.rs"),
    ("getrandom::", "src/store/disk/random.rs"),
];

const LONGEST_FILE: usize = 400;
const LONGEST_FUNCTION: usize = 70;

struct Source {
    name: String,
    lines: Vec<String>,
}

impl Source {
    /// Lines of code: without comments.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.lines.iter().enumerate().map(|(at, line)| (at + 1, line.trim()));
        lines.filter(|(_, line)| !line.starts_with("//"))
    }

    /// Whether it is a table: rows and next to nothing else.
    fn is_table(&self) -> bool {
        self.name.ends_with("text/chars/forms.rs")
    }
}

fn sources(folder: &str) -> Vec<Source> {
    fn below(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            match path.is_dir() {
                true => below(&path, found),
                false if path.extension().is_some_and(|extension| extension == "rs") => found.push(path),
                false => {}
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    below(&root.join(folder), &mut paths);
    paths
        .into_iter()
        .map(|path| Source {
            name: path.strip_prefix(root).expect("below the root").display().to_string().replace('\\', "/"),
            lines: fs::read_to_string(&path).expect("UTF-8").lines().map(str::to_owned).collect(),
        })
        .collect()
}

/// What is named in a folder that it must not name, however the path is written.
fn wrong_imports(source: &Crate) -> Vec<String> {
    let mut found = Vec::new();
    for module in source.modules() {
        let rule = module.first().and_then(|folder| MAY_IMPORT.iter().find(|(name, _)| name == folder));
        let Some((folder, allowed)) = rule else { continue };
        for path in source.paths(module).filter_map(|path| absolute(path, module)) {
            // All of the root at once is all of the folders.
            let named = path.first().map_or("everything", String::as_str);
            let ours = path.is_empty() || MAY_IMPORT.iter().any(|(name, _)| *name == named);
            if ours && named != *folder && !allowed.contains(&named) {
                found.push(format!("{}: {folder} must not import {named}", module.join("::")));
            }
        }
    }
    found
}

#[test]
fn imports_go_one_way() {
    let source = Crate::below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &["text"]);
    let found = wrong_imports(&source);
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn an_import_that_goes_back_is_found() {
    for code in [
        "use crate::store::Store;",
        "use crate::{domain::money::Rial, store::{self, Store}};",
        "use crate::{\n    domain::money::Rial,\n    store::Store,\n};",
        "use super::super::store::Store;",
        "fn f(store: &crate::store::Store) {}",
        "pub use crate::store as told;",
        "use crate::*;",
    ] {
        assert!(!wrong_imports(&Crate::of(&[("form::fee", code)])).is_empty(), "{code}");
    }
    for code in ["use crate::{domain::money::Rial, text::ltr};", "use super::{Field, Spec};", "// crate::store"] {
        assert!(wrong_imports(&Crate::of(&[("form::fee", code)])).is_empty(), "{code}");
    }
}

/// What two tests need is in `world`, which stands on nothing of theirs.
#[test]
fn no_test_imports_another() {
    let tests = Crate::below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it"), &[]);
    let mut found = Vec::new();
    for module in tests.modules() {
        let in_world = module.first().is_some_and(|first| first == "world");
        for path in tests.paths(module) {
            let through_root = path[0] == "crate" && (in_world || path.get(1).is_none_or(|name| name != "world"));
            if through_root || !in_world && path[0] == "super" {
                found.push(format!("{}: {}", module.join("::"), path.join("::")));
            }
        }
    }
    assert!(found.is_empty(), "put what tests share into tests/it/world:\n{}", found.join("\n"));
}

/// Every test runs, always.
#[test]
fn no_test_is_left_out() {
    for source in sources("src").into_iter().chain(sources("tests")).chain(sources("benches")) {
        for (at, line) in source.code() {
            assert!(!(line.starts_with("#[") && line.contains("ignore")), "{}:{at}: {line}", source.name);
        }
    }
}

#[test]
fn every_folder_has_its_rule() {
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).expect("src").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let known = MAY_IMPORT.iter().any(|(folder, _)| *folder == name);
        assert!(known || ["main.rs", "lib.rs"].contains(&name.as_str()), "src/{name} has no import rule");
    }
}

/// The compiler keeps the program out of the crate; this keeps it out of what the crate says of itself.
#[test]
fn the_text_crate_names_nothing_of_the_program() {
    let ours: Vec<String> =
        MAY_IMPORT.iter().filter(|(name, _)| *name != "text").map(|(name, _)| format!("{name}::")).collect();
    let words = ours.iter().map(String::as_str).chain(["pishkhan::", "crate::text"]);
    let words: Vec<&str> = words.collect();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = |name: &str| Source {
        name: name.to_owned(),
        lines: fs::read_to_string(root.join(name)).expect("UTF-8").lines().map(str::to_owned).collect(),
    };
    let mut found = Vec::new();
    for source in sources("src/text").into_iter().chain([page("src/text/README.md"), page("src/text/Cargo.toml")]) {
        for (at, line) in source.lines.iter().enumerate() {
            let named = words.iter().any(|word| {
                line.match_indices(word).any(|(start, _)| !line[..start].ends_with(|c: char| c.is_alphanumeric()))
            });
            if named || line.contains("path = \"..") {
                found.push(format!("{}:{}: {line}", source.name, at + 1));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn words_stay_at_home() {
    let mut found = Vec::new();
    for source in sources("src") {
        for (at, line) in source.code() {
            for (word, home) in AT_HOME {
                let at_home = home.split(' ').any(|home| source.name.starts_with(home));
                if line.contains(word) && !at_home {
                    found.push(format!("{}:{at}: {word} belongs into {home}", source.name));
                }
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn nothing_is_too_long() {
    let mut found = Vec::new();
    for source in sources("src").into_iter().chain(sources("tests")).chain(sources("benches")) {
        if source.lines.len() > LONGEST_FILE && !source.is_table() {
            found.push(format!("{}: {} lines", source.name, source.lines.len()));
        }
        // rustfmt puts the closing brace of a function under its first word.
        let mut open: Option<(usize, usize)> = None;
        for (at, line) in source.lines.iter().enumerate() {
            let indent = line.len() - line.trim_start().len();
            let starts = ["fn ", "pub fn ", "pub(super) fn ", "pub(crate) fn "]
                .iter()
                .any(|word| line.trim_start().starts_with(word));
            if starts && !line.ends_with([';', '}']) {
                open = Some((at, indent));
            }
            if let Some((start, depth)) = open
                && indent == depth
                && line.trim_start().starts_with('}')
            {
                open = None;
                if at - start + 1 > LONGEST_FUNCTION {
                    found.push(format!("{}:{}: a function of {} lines", source.name, start + 1, at - start + 1));
                }
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn persian_literals_stand_alone_on_their_line() {
    let persian = |c: char| matches!(c, '\u{0590}'..='\u{08FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}');
    let mut found = Vec::new();
    for source in sources("src") {
        for (at, line) in source.code() {
            let code = line.split(" // ").next().unwrap_or_default();
            // One literal, the only Persian of its line, and nothing but punctuation behind it.
            let parts: Vec<&str> = code.split('"').collect();
            let alone =
                parts.len() == 3 && !parts[0].chars().any(persian) && parts[2].trim_matches([';', ',']).is_empty();
            // Macros take their doc comments as part of a line.
            if code.chars().any(persian) && !alone && !line.contains("///") {
                found.push(format!("{}:{at}: {code}", source.name));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// A sentence on the screen is a message, whose values are isolated, or `text::phrase`. What a
/// screen puts together by hand is the name of a message and nothing else.
#[test]
fn screens_put_no_sentence_together() {
    let name = |c: char| c.is_ascii_lowercase() || "-{}._()".contains(c);
    let mut found = Vec::new();
    for source in sources("src/tui/screen").into_iter().chain(sources("src/tui")) {
        let screen = ["/screen/", "/widget/", "/shell/"].iter().any(|room| source.name.contains(room));
        for (at, line) in source.code().filter(|_| screen) {
            let parts = line.split("format!(\"").skip(1).filter_map(|rest| rest.split('"').next());
            for literal in parts.filter(|literal| !literal.chars().all(name)) {
                found.push(format!("{}:{at}: {literal}", source.name));
            }
            if line.contains(".join(\"") {
                found.push(format!("{}:{at}: {line}", source.name));
            }
        }
    }
    assert!(found.is_empty(), "use a message or text::phrase:\n{}", found.join("\n"));
}

#[test]
fn nothing_steers_the_direction_of_a_source_line() {
    let steers =
        |c: char| matches!(c, '\u{200E}' | '\u{200F}' | '\u{061C}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    for source in sources("src").into_iter().chain(sources("tests")) {
        for (at, line) in source.lines.iter().enumerate() {
            assert!(!line.chars().any(steers), "{}:{}: write it as an escape", source.name, at + 1);
        }
    }
    for lang in pishkhan::words::Lang::ALL {
        assert!(!lang.source().chars().any(steers), "{lang:?}: isolates are put around values, not written");
    }
}

#[test]
fn every_dependency_has_its_reason() {
    for name in ["Cargo.toml", "src/text/Cargo.toml"] {
        let manifest = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).expect("the manifest");
        let mut in_table = false;
        for line in manifest.lines() {
            if line.starts_with('[') {
                in_table = line.ends_with("dependencies]");
            } else if in_table && line.contains('=') {
                assert!(line.contains(" # ") || line.contains("# "), "{name}: no reason: {line}");
            }
        }
    }
}

#[test]
fn nothing_is_left_over() {
    // Put together here, so that this file does not find itself.
    let marks =
        [["to", "do!"].concat(), ["unimpl", "emented!"].concat(), ["db", "g!("].concat(), ["FIX", "ME"].concat()];
    for source in sources("src").into_iter().chain(sources("tests")) {
        for (at, line) in source.lines.iter().enumerate() {
            for mark in &marks {
                assert!(!line.contains(mark.as_str()), "{}:{}: {mark}", source.name, at + 1);
            }
        }
    }
}
