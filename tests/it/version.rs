//! The version names the commit that the program was built from, also after that has moved.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::world::{folder, run};

/// A program with the build script of this one, which prints what the script made of it.
fn program(at: &Path) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("build.rs");
    fs::create_dir_all(at.join("src")).expect("a folder");
    fs::copy(script, at.join("build.rs")).expect("the script");
    let manifest = "[workspace]\n[package]\nname = \"told\"\nversion = \"1.2.3\"\nedition = \"2024\"\n";
    fs::write(at.join("Cargo.toml"), manifest).expect("written");
    fs::write(at.join(".gitignore"), "target\nCargo.lock\n").expect("written");
    change(at, "");
}

fn change(at: &Path, comment: &str) {
    let source = format!("fn main() {{ println!(\"{{}}\", env!(\"PISHKHAN_VERSION\")); }} // {comment}\n");
    fs::write(at.join("src/main.rs"), source).expect("written");
}

fn told(command: &mut Command) -> String {
    let done = command.output().expect("it starts");
    assert!(done.status.success(), "{command:?}: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).expect("UTF-8").trim().to_owned()
}

/// Builds and runs the program of this folder.
fn built(at: &Path) -> String {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["run", "--quiet", "--offline", "--target-dir"]).arg(at.join("target")).current_dir(at);
    told(cargo.env_remove("RUSTFLAGS"))
}

fn git(at: &Path, arguments: &[&str]) -> String {
    let mut git = Command::new("git");
    git.args(["-c", "user.name=test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"]);
    git.env_remove("GIT_DIR").env_remove("GIT_WORK_TREE").env_remove("GIT_INDEX_FILE");
    told(git.args(arguments).current_dir(at))
}

/// Commits everything; returns the version that then is to be told.
fn commit(at: &Path) -> String {
    git(at, &["add", "--all"]);
    git(at, &["commit", "--quiet", "--allow-empty", "-m", "A change"]);
    format!("1.2.3 ({})", git(at, &["log", "-1", "--format=%h %cs"]))
}

#[test]
fn the_program_tells_its_version() {
    let (code, out) = run(&["--version"], "");
    assert_eq!((code, out.trim()), (0, format!("pishkhan {}", pishkhan::VERSION).as_str()));
    assert!(pishkhan::VERSION.starts_with(env!("CARGO_PKG_VERSION")));
}

#[test]
fn the_version_names_the_commit_and_follows_it() {
    let base = folder();
    let plain = base.path().join("plain");
    program(&plain);
    assert_eq!(built(&plain), "1.2.3", "outside a checkout");

    let desk = base.path().join("desk");
    program(&desk);
    git(&desk, &["init", "--quiet"]);
    assert_eq!(built(&desk), "1.2.3", "nothing was committed yet");
    let first = commit(&desk);
    assert_eq!(built(&desk), first);
    fs::write(desk.join("README.md"), "not in the program").expect("written");
    assert_eq!(built(&desk), first);
    change(&desk, "altered");
    assert_eq!(built(&desk), first.replace(')', ", altered)"));
    let second = commit(&desk);
    assert_eq!(built(&desk), second);

    git(&desk, &["pack-refs", "--all"]);
    assert_eq!(built(&desk), second);
    let third = commit(&desk);
    assert_eq!(built(&desk), third, "the branch was among the packed ones");

    let tree = base.path().join("tree");
    git(&desk, &["worktree", "add", "--quiet", "-b", "side", "../tree"]);
    assert_eq!(built(&tree), third);
    let fourth = commit(&tree);
    assert_eq!(built(&tree), fourth);
    git(&tree, &["checkout", "--quiet", "--detach", "HEAD~1"]);
    assert_eq!(built(&tree), third);

    let within = desk.join("target/copy");
    program(&within);
    assert_eq!(built(&within), "1.2.3", "a copy within another's checkout");
}

#[test]
fn the_changelog_tells_of_this_version_and_the_licences_are_there() {
    let file =
        |name: &str| fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).expect("the file is there");
    let heading = format!("\n## [{}]", env!("CARGO_PKG_VERSION"));
    assert!(file("CHANGELOG.md").contains(&heading) && file("README.md").contains("`pishkhan --version`"));
    assert_eq!(env!("CARGO_PKG_LICENSE"), "MIT OR Apache-2.0");
    assert!(file("LICENSE-MIT").contains("Permission is hereby granted"));
    assert!(file("LICENSE-APACHE").contains("END OF TERMS AND CONDITIONS"));
}
