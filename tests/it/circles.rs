//! No circles inside a folder: what a file names, by `use` or in passing, never leads back to it.
//!
//! A `mod` line is no way to a file, and neither is what a `mod.rs` hands on of its own children (`pub use`);
//! whatever else stands in a `mod.rs` counts like any other file.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Folders that are free of circles.
const FREE: &[&str] = &[
    "src/domain",
    "src/form",
    "src/words",
    "src/catalog",
    "src/record",
    "src/store",
    "src/desk",
    "src/tui",
    "src/cli",
];

/// A module by its path below `src`, as in `tui::screen::case`.
type Module = Vec<String>;

/// Every file below a folder, by the module that it is, without its comments.
fn modules(folder: &Path, at: &Module, found: &mut BTreeMap<Module, String>) {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
        let mut inner = at.clone();
        if path.is_dir() {
            inner.push(name);
            modules(&path, &inner, found);
        } else if let Some(stem) = name.strip_suffix(".rs") {
            inner.extend((stem != "mod").then(|| stem.to_owned()));
            let text = fs::read_to_string(&path).expect("UTF-8");
            let code: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
            found.insert(inner, code.join("\n"));
        }
    }
}

/// The paths that a `use` statement stands for: `a::{b, c::{d, e}}` is `a::b`, `a::c::d` and `a::c::e`.
fn expanded(before: &str, tree: &str, found: &mut Vec<String>) {
    let (mut depth, mut start) = (0, 0);
    let mut parts = Vec::new();
    for (at, c) in tree.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&tree[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&tree[start..]);
    for part in parts.into_iter().map(str::trim).filter(|part| !part.is_empty()) {
        match part.split_once('{') {
            Some((head, rest)) => {
                let rest = rest.trim_end().strip_suffix('}').expect("braces in pairs");
                expanded(&format!("{before}{}", head.trim()), rest, found);
            }
            None => found.push(format!("{before}{}", part.split(" as ").next().unwrap_or(part))),
        }
    }
}

/// Every path that a file names, but for those that only say who may see something.
fn named(code: &str) -> Vec<String> {
    let (mut found, mut others) = (Vec::new(), String::new());
    let mut rest = code;
    while let Some(at) = rest.find("use ") {
        let before = rest[..at].rsplit('\n').next().unwrap_or_default().trim();
        let is_use = before.is_empty() || before.starts_with("pub");
        let hands_on =
            before.starts_with("pub") && !["crate::", "super::"].iter().any(|far| rest[at + 4..].starts_with(far));
        let end = match rest[at..].find(';') {
            Some(end) if is_use => at + end,
            _ => at + 4,
        };
        if is_use && !hands_on {
            expanded("", &rest[at + 4..end], &mut found);
        }
        others.push_str(&rest[..at]);
        rest = &rest[end..];
    }
    others.push_str(rest);
    let others = others.replace("(in crate::", "");
    // A module that stands beside is named without a word before it.
    for (at, _) in others.match_indices("::") {
        let before = others[..at].rfind(|c: char| !c.is_alphanumeric() && c != '_').map_or(0, |end| end + 1);
        if !others[..before].ends_with("::") && before < at {
            found.push(others[before..].chars().take_while(|c| c.is_alphanumeric() || "_:".contains(*c)).collect());
        }
    }
    for word in ["crate::", "super::", "self::"] {
        for (at, _) in others.match_indices(word) {
            found.push(others[at..].chars().take_while(|c| c.is_alphanumeric() || "_:".contains(*c)).collect());
        }
    }
    found
}

/// The file that a path leads to from a module: the longest of its beginnings that is one.
fn led_to(path: &str, from: &Module, files: &BTreeMap<Module, String>) -> Option<Module> {
    let mut steps = path.split("::").map(str::trim).peekable();
    let mut at: Module = match *steps.peek()? {
        "crate" => Vec::new(),
        "self" => from.clone(),
        "super" => from[..from.len() - 1].to_vec(),
        // A name of a module that stands beside.
        first if files.contains_key(&[from.as_slice(), &[first.to_owned()]].concat()) => {
            return led_to(&format!("self::{path}"), from, files);
        }
        _ => return None,
    };
    steps.next();
    while steps.next_if_eq(&"super").is_some() {
        at.pop();
    }
    let mut longest = files.contains_key(&at).then(|| at.clone());
    for step in steps {
        at.push(step.to_owned());
        if files.contains_key(&at) {
            longest = Some(at.clone());
        }
    }
    longest.filter(|module| module != from)
}

/// A way from a module back to itself.
fn circle(
    at: &Module,
    edges: &BTreeMap<Module, BTreeSet<Module>>,
    way: &mut Vec<Module>,
    done: &mut BTreeSet<Module>,
) -> Option<Vec<Module>> {
    if let Some(start) = way.iter().position(|module| module == at) {
        return Some(way[start..].to_vec());
    }
    if !done.insert(at.clone()) {
        return None;
    }
    way.push(at.clone());
    let found = edges[at].iter().find_map(|next| circle(next, edges, way, done));
    way.pop();
    found
}

#[test]
fn no_file_leads_back_to_itself() {
    let (mut circles, mut ways, mut read) = (Vec::new(), 0, 0);
    for folder in FREE {
        let name = folder.strip_prefix("src/").expect("a folder of the source");
        let mut files = BTreeMap::new();
        modules(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &vec![name.to_owned()], &mut files);
        let edges: BTreeMap<Module, BTreeSet<Module>> = files
            .iter()
            .map(|(module, code)| {
                let to = named(code).iter().filter_map(|path| led_to(path, module, &files)).collect();
                (module.clone(), to)
            })
            .collect();
        ways += edges.values().map(BTreeSet::len).sum::<usize>();
        read += files.len();
        let mut done = BTreeSet::new();
        for module in files.keys() {
            let found = circle(module, &edges, &mut Vec::new(), &mut done);
            let told = |way: Vec<Module>| way.iter().map(|module| module.join("::")).collect::<Vec<_>>().join(" -> ");
            if let Some(way) = found {
                circles.push(format!("{folder}: {} and so on", told(way)));
            }
        }
    }
    assert!(ways > read, "hardly anything was found");
    assert!(circles.is_empty(), "{}", circles.join("\n"));
}

#[test]
fn what_a_use_names_is_found() {
    let files: BTreeMap<Module, String> = ["a", "a::b", "a::b::c", "a::d"]
        .map(|path| (path.split("::").map(str::to_owned).collect(), String::new()))
        .into_iter()
        .collect();
    let from: Module = vec!["a".into(), "b".into()];
    let code = "use super::{d::Thing, b::{c}};\npub use c::Other;\nfn f() { crate::a::d::g() }";
    let found: BTreeSet<String> =
        named(code).iter().filter_map(|path| led_to(path, &from, &files)).map(|module| module.join("::")).collect();
    assert_eq!(found, ["a::b::c", "a::d"].map(str::to_owned).into_iter().collect::<BTreeSet<_>>());
}
