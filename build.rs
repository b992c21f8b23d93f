//! Names the commit that the program is built from: `0.1.0 (c669b0e 2026-11-20)`, where git can tell.
//!
//! Outside a checkout, or without git, the version stands alone. Nothing here stops a build.

use std::path::{Path, PathBuf};
use std::process::Command;

/// What goes into the program: a change in the tests or the README does not make it another one.
const SOURCES: [&str; 5] = ["src", "assets", "build.rs", "Cargo.toml", "Cargo.lock"];

fn main() {
    let version = env!("CARGO_PKG_VERSION");
    // A copy of the sources in a folder of somebody else's checkout is not that checkout's commit.
    let is_checkout = git(&["rev-parse", "--show-prefix"]).is_some_and(|prefix| prefix.is_empty());
    let commit = if is_checkout { commit() } else { None }.map(|commit| format!(" ({commit})"));
    println!("cargo::rustc-env=PISHKHAN_VERSION={version}{}", commit.unwrap_or_default());
    let head = if is_checkout { head() } else { Vec::new() };
    for path in SOURCES.iter().map(PathBuf::from).chain(head).filter(|path| path.exists()) {
        println!("cargo::rerun-if-changed={}", path.display());
    }
}

/// The commit and its day, and whether the sources have changed since.
fn commit() -> Option<String> {
    let commit = git(&["log", "-1", "--format=%h %cs"])?;
    let changed = git(&[&["status", "--porcelain", "--"], &SOURCES[..]].concat())?;
    Some(if changed.is_empty() { commit } else { format!("{commit}, altered") })
}

/// The files that change when HEAD moves. In a worktree they lie in two places, and a branch may be a file of
/// its own or a line among the packed ones.
fn head() -> Vec<PathBuf> {
    let path = |name: &str| git(&["rev-parse", "--git-path", name]).map(PathBuf::from);
    let branch = git(&["symbolic-ref", "--quiet", "HEAD"]).and_then(|branch| path(&branch));
    let mut files: Vec<PathBuf> = path("HEAD").into_iter().collect();
    match branch {
        Some(branch) if !branch.exists() => {
            files.extend(path("packed-refs"));
            // Where the branch's own file comes to be with its next commit.
            files.extend(branch.ancestors().skip(1).find(|folder| folder.exists()).map(Path::to_owned));
        }
        branch => files.extend(branch),
    }
    files
}

/// What git says, without the end of its line; `None` if there is no git, or it knows nothing of this folder.
fn git(arguments: &[&str]) -> Option<String> {
    let mut git = Command::new("git");
    // Neither the settings of whoever builds nor a hook that builds change what is told; nothing is written.
    git.args(["--no-optional-locks", "-c", "log.showSignature=false"]).args(arguments);
    git.env_remove("GIT_DIR").env_remove("GIT_WORK_TREE").env_remove("GIT_INDEX_FILE");
    let said = git.output().ok().filter(|said| said.status.success())?;
    Some(String::from_utf8(said.stdout).ok()?.trim_end().to_owned())
}
