//! No circles: what a file names, by `use` or in passing, never leads back to it.
//!
//! A `mod` line is no way to a file, and neither is what a module hands on of what is below it (`pub use`): whoever
//! names that leads to the file where it comes from. Whatever else stands in a `mod.rs` counts like any other file.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::world::paths::{Crate, Module};

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

fn edges(files: &Crate) -> BTreeMap<Module, BTreeSet<Module>> {
    files.modules().map(|module| (module.clone(), files.led_to(module))).collect()
}

fn circles(edges: &BTreeMap<Module, BTreeSet<Module>>) -> Vec<String> {
    let mut done = BTreeSet::new();
    let told = |way: Vec<Module>| way.iter().map(|module| module.join("::")).collect::<Vec<_>>().join(" -> ");
    edges.keys().filter_map(|module| circle(module, edges, &mut Vec::new(), &mut done)).map(told).collect()
}

#[test]
fn no_file_leads_back_to_itself() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for (name, files) in
        [("pishkhan", Crate::below(&source, &["text"])), ("pishkhan-text", Crate::below(&source.join("text"), &[]))]
    {
        let edges = edges(&files);
        let ways: usize = edges.values().map(BTreeSet::len).sum();
        assert!(ways > edges.len(), "{name}: hardly anything was found");
        assert!(files.inline().is_empty(), "a module has a file of its own: {}", files.inline().join(", "));
        let found = circles(&edges);
        assert!(found.is_empty(), "{name}, and so on:\n{}", found.join("\n"));
    }
}

/// Where a file of this module leads to that says so, beside others.
fn from(module: &str, code: &str, others: &[(&str, &str)]) -> String {
    let files = [("", ""), ("a", ""), ("a::c", "pub fn g() {}"), ("a::d", "pub struct Thing;"), ("e", "")];
    let files: Vec<(&str, &str)> = files.iter().chain(others).chain(&[(module, code)]).copied().collect();
    let files = Crate::of(&files);
    let at: Module = module.split("::").map(str::to_owned).collect();
    files.led_to(&at).iter().map(|module| module.join("::")).collect::<Vec<_>>().join(" ")
}

#[test]
fn every_way_of_naming_a_file_is_seen() {
    for (code, to) in [
        ("use crate::a::d;", "a::d"),
        ("use crate::{a::d, e};", "a::d e"),
        ("use crate::{\n    a::{c, d::{self, Thing}},\n    e::{Other as Another},\n};", "a::c a::d e"),
        ("use\n    super::d::Thing;", "a::d"),
        ("use super::{c, d};", "a::c a::d"),
        ("fn f() { use super::{c, d}; }", "a::c a::d"),
        ("#[cfg(unix)] use super::{c, d};", "a::c a::d"),
        ("pub use super::d::Thing;", "a::d"),
        ("pub(in crate::e) use super::d;", "a::d"),
        ("use self::super::d::Thing;", "a::d"),
        ("fn f(thing: &super::d::Thing) -> crate::a::c::Number {}", "a::c a::d"),
        ("fn f() { crate::e::g::<super::d::Thing>() }", "a::d e"),
        ("fn f() { <Thing as super::c::Named>::name() }", "a::c"),
        ("use crate::a; fn f() { a::d::g() }", "a a::d"),
        ("use crate::a as b; fn f() { b::d::g() }", "a a::d"),
        ("use super::*; fn f() { d::g() }", "a a::d"),
        ("use super::c::*;", "a::c"),
        ("made! { crate::a::d::Thing => super::c::g }", "a::c a::d"),
        ("macro_rules! made { () => { $crate::a::d::Thing } }", "a::d"),
        ("crate::a::c::made! {}", "a::c"),
        ("impl crate::e::Named for u8 {}", "e"),
    ] {
        assert_eq!(from("a::b", code, &[]), to, "{code}");
    }
}

#[test]
fn what_names_no_file_leads_nowhere() {
    for code in [
        "// use super::d;\n/// [`crate::a::d`]\nfn f() {} /* crate::a::d /* */ super::d */",
        "const WAY: &str = \"crate::a::d \\\" super::d::f\"; const OTHER: &str = r#\"\" super::d::f\"#;",
        "fn f<'a>(c: char) -> bool { c == '\"' || c == '\\'' } // super::d::f",
        "pub(in crate::e) struct S; pub(crate) fn f(self: &S) {} pub(super) mod g;",
        "use std::{fs, d::Thing}; fn f() { std::d::g(); Vec::<u8>::d(); ::d::g() }",
        "fn f() -> impl Sized + use<'_> { Self::d() }",
        "use self::Kind::{One, Two}; enum Kind { One, Two }",
    ] {
        assert_eq!(from("a::b", code, &[]), "", "{code}");
    }
}

#[test]
fn what_is_handed_on_leads_to_where_it_comes_from() {
    let hands_on = [
        (
            "a",
            "mod d;\npub use d::Thing;\npub(crate) use self::c::{g as called};\npub use e_of::*;\npub fn own() {}\nuse c::g;",
        ),
        ("a::e_of", "pub fn far() {}"),
    ];
    for (code, to) in [
        ("use super::Thing;", "a::d"),
        ("fn f() { crate::a::called() }", "a::c"),
        ("use super::far;", "a::e_of"),
        ("use super::own;", "a"),
        ("use super::{Thing, own};", "a a::d"),
        ("use super::*; fn f(thing: &Thing) { Thing::new() }", "a a::d"),
        ("use crate::told::Thing;", "a::d"),
        ("use crate::outside::Thing;", ""),
    ] {
        let others = [&hands_on[..], &[("", "pub use a as told;\npub use somebody as outside;")]].concat();
        assert_eq!(from("a::b", code, &others), to, "{code}");
    }
    // Of what is below it, a module may hand on everything; what it takes itself counts.
    assert_eq!(from("a", "pub use d::Thing;\npub use self::c::g;", &[]), "");
    assert_eq!(from("a", "pub use d::Thing;\nfn f(thing: &Thing) {}", &[]), "a::d");
    assert_eq!(from("a", "pub use c::g;\nfn f() { g() }", &[]), "a::c");
    assert_eq!(from("a", "use d::Thing;\nfn f() { c::g() }", &[]), "a::c a::d");
    assert_eq!(from("a", "pub use crate::e::Other;", &[]), "e");
}

#[test]
fn a_macro_is_looked_for_around_the_file_that_calls_it() {
    let defines = [("a", "macro_rules! made { () => {} }\npub(crate) use made;\nmod b;")];
    assert_eq!(from("a::b", "made! {}", &defines), "a");
    assert_eq!(from("e::f", "made! {}", &defines), "");
    assert_eq!(from("e::f", "use crate::a::made;\nmade! {}", &defines), "a");
    assert_eq!(from("e::f", "crate::a::made! {}", &defines), "a");
}

#[test]
fn a_circle_is_told() {
    let through = [("a", "pub use b::B;\npub use c::C;"), ("a::b", "use super::C;"), ("a::c", "use crate::a::B;")];
    assert_eq!(circles(&edges(&Crate::of(&through))), ["a::b -> a::c"]);
    let none = [("a", "pub use b::B;\npub use c::C;"), ("a::b", "use super::C;"), ("a::c", "pub struct C;")];
    assert!(circles(&edges(&Crate::of(&none))).is_empty());
    let written_inside = Crate::of(&[("a", "mod inside { use super::*; }")]);
    assert_eq!(written_inside.inline(), ["a: inside"]);
}
