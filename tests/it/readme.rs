//! What the README says is what the program does.

use std::fs;
use std::path::Path;

use pishkhan::domain::Choice;
use pishkhan::domain::acts::kind::ActKind;
use pishkhan::tui::keys::{KEYS, Scope};
use pishkhan::words::{Lang, Words};

use crate::world::{folder, run};

fn file(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).expect("the file is there")
}

/// The key table, a row a key, as the help screen tells it.
fn table() -> String {
    let words = Words::new(Lang::En);
    let place = |scope| match scope {
        Scope::Everywhere => "everywhere",
        Scope::Typing => "typing",
        Scope::List => "lists",
        Scope::Form => "forms",
        Scope::Queue => "queue",
        Scope::Documents => "documents",
        Scope::Card => "service card",
        Scope::Case => "case",
        Scope::Slip => "slip",
        Scope::Ask => "questions",
        Scope::Rule => "questions of the rules",
        Scope::Day => "day",
        Scope::Review => "review",
        Scope::SignIn => "sign-in",
        Scope::Related => "history",
        Scope::Compare => "side by side",
    };
    let mut out = String::from("| where | keys | what |\n| --- | --- | --- |\n");
    for key in KEYS {
        let presses: Vec<String> = key.presses.iter().map(|press| format!("`{}`", press.name())).collect();
        let told = words.say(&format!("key-{}", key.help));
        out.push_str(&format!("| {} | {} | {told} |\n", place(key.scope), presses.join(" ")));
    }
    out
}

#[test]
fn the_key_table_is_the_programs_own() {
    let table = table();
    assert!(file("README.md").contains(&table), "put this table into the README:\n{table}");
}

#[test]
fn the_test_command_is_the_one_that_ci_runs() {
    let readme = file("README.md");
    assert!(readme.contains("\n    cargo run --release\n") && readme.contains("\n    cargo test\n"));
    let ci = file(".ci/run");
    for command in ["cargo test", "cargo fmt --check", "cargo clippy --all-targets -- -D warnings"] {
        assert!(ci.lines().any(|line| line == command), "{command}");
    }
    // What makes these commands, run here without a `-p`, reach the text crate too.
    assert!(file("Cargo.toml").contains("\ndefault-members = [\".\", \"src/text\"]\n"));
}

#[test]
fn every_option_that_the_readme_names_is_there() {
    let (code, help) = run(&["--help"], "");
    assert_eq!(code, 0);
    let readme = file("README.md");
    for option in ["--data", "--assets", "--lang", "--bidi", "--shape", "--demo", "--unlock"] {
        assert!(help.contains(option) && readme.contains(option), "{option}");
    }
    let (_, acts) = run(&["act", "--help"], "");
    for act in ["set-up", "sign-in", "enrol", "open-day", "close-day", "suspend", "blanks-received"] {
        assert!(acts.contains(&format!("{{\"act\":\"{act}\"")), "{act} has no example");
    }
    for act in ActKind::ALL {
        assert!(acts.contains(&format!("{{\"act\":\"{}\"", act.id())), "{} has no example", act.id());
    }
}

#[test]
fn a_look_at_no_desk_makes_none() {
    let data = folder();
    let path = data.path().join("desk").display().to_string();
    let (code, told) = run(&["--data", &path, "--lang", "en", "case", "list"], "");
    assert_eq!((code, told.contains("no desk")), (3, true), "{told}");
    assert!(!data.path().join("desk").exists());
}

#[test]
fn the_help_of_act_tells_who_may_do_what_and_when() {
    let (code, told) = run(&["act", "--help"], "");
    assert_eq!(code, 0);
    for act in ActKind::ALL {
        let rows = told.lines().filter(|line| line.trim_start().starts_with(&format!("{} ", act.id())));
        assert!(rows.count() > 0, "{act:?} is not in the help");
    }
    assert!(told.contains("approve             reviewer, supervisor: awaiting-centre"), "{told}");
    assert!(told.contains("look-again          reviewer, supervisor: any"), "{told}");
}
