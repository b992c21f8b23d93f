//! What a program did to the files below a folder, call by call, as the system saw it: whatever door it went
//! through. And the folder as any cut leaves it.
//!
//! Takes strace. A kill leaves everything that was done; a power cut leaves what was flushed, and of the rest any
//! part: blocks of 512 bytes, in any order, and the names as far as they had come (a file system that keeps a log
//! keeps their order). What a folder is flushed for are its names, what a file is flushed for is what it holds.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::program::{PROGRAM, unlock_file};

const CALLS: &str = "trace=openat,write,pwrite64,lseek,fsync,fdatasync,ftruncate,fallocate,rename,renameat,renameat2,\
    unlink,unlinkat,mkdir,mkdirat,rmdir";
const BLOCK: usize = 512;
/// Zeros in reserve; nothing is read from them.
const RESERVE: &str = "ballast";

type Inode = usize;

/// One call that changed something, or flushed it, or told somebody.
#[derive(Debug, Clone)]
pub enum Step {
    Create(PathBuf, Inode),
    MakeFolder(PathBuf),
    Rename(PathBuf, PathBuf),
    Remove(PathBuf),
    Write(Inode, usize, Vec<u8>),
    Length(Inode, usize),
    Flush(Inode),
    FlushNames,
    /// What was written to standard output.
    Told(String),
}

/// The folder as it was first, and every step since.
pub struct Recording {
    root: PathBuf,
    first: Files,
    now: Files,
    pub steps: Vec<Step>,
}

/// Names and what they hold.
#[derive(Clone, Default)]
struct Files {
    folders: Vec<PathBuf>,
    names: BTreeMap<PathBuf, Inode>,
    held: BTreeMap<Inode, Vec<u8>>,
}

impl Files {
    fn of(root: &Path) -> Files {
        fn take(at: &Path, files: &mut Files) {
            for entry in fs::read_dir(at).expect("a folder").flatten() {
                let path = entry.path();
                if path.is_dir() {
                    files.folders.push(path.clone());
                    take(&path, files);
                } else if !path.ends_with(RESERVE) {
                    let inode = files.held.len();
                    files.held.insert(inode, fs::read(&path).expect("a file"));
                    files.names.insert(path, inode);
                }
            }
        }
        let mut files = Files::default();
        take(root, &mut files);
        files
    }

    fn name(&mut self, step: &Step) {
        match step {
            Step::Create(path, inode) => {
                self.names.insert(path.clone(), *inode);
                self.held.entry(*inode).or_default();
            }
            Step::MakeFolder(path) => self.folders.push(path.clone()),
            Step::Rename(from, to) => {
                let moved = |path: &PathBuf| {
                    path.strip_prefix(from)
                        .ok()
                        .map(|rest| if rest.as_os_str().is_empty() { to.clone() } else { to.join(rest) })
                };
                let names = std::mem::take(&mut self.names);
                let (moving, mut staying): (Vec<_>, Vec<_>) =
                    names.into_iter().partition(|(path, _)| path.starts_with(from));
                staying.retain(|(path, _)| path != to);
                let moving = moving.into_iter().filter_map(|(path, inode)| Some((moved(&path)?, inode)));
                self.names = staying.into_iter().chain(moving).collect();
                for folder in &mut self.folders {
                    if let Some(to) = moved(folder) {
                        *folder = to;
                    }
                }
            }
            Step::Remove(path) => {
                self.names.remove(path);
                self.folders.retain(|folder| folder != path);
            }
            _ => {}
        }
    }

    fn hold(&mut self, step: &Step) {
        match step {
            Step::Write(inode, at, bytes) => {
                let held = self.held.entry(*inode).or_default();
                held.resize(held.len().max(at + bytes.len()), 0);
                held[*at..at + bytes.len()].copy_from_slice(bytes);
            }
            Step::Length(inode, length) => self.held.entry(*inode).or_default().resize(*length, 0),
            _ => {}
        }
    }

    fn lay_out(&self, root: &Path, to: &Path) {
        let place = |path: &Path| to.join(path.strip_prefix(root).expect("below the folder"));
        for folder in &self.folders {
            fs::create_dir_all(place(folder)).expect("a folder");
        }
        for (path, inode) in &self.names {
            let place = place(path);
            fs::create_dir_all(place.parent().expect("a folder")).expect("a folder");
            fs::write(place, &self.held[inode]).expect("written");
        }
    }
}

/// Chance that can be repeated.
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("small") % bound.max(1)
    }
}

impl Recording {
    pub fn of(root: &Path) -> Recording {
        let first = Files::of(root);
        Recording { root: root.to_owned(), now: first.clone(), first, steps: Vec::new() }
    }

    /// Runs the program on the folder with this input and records it; what it printed. `None` without strace.
    pub fn run(&mut self, arguments: &[&str], input: &str) -> Option<String> {
        let trace = tempfile::NamedTempFile::new().expect("a file");
        let mut child = Command::new("strace")
            .args(["-f", "-y", "-xx", "-s", "2000000", "-e", CALLS, "-o"])
            .arg(trace.path())
            .args([PROGRAM, "--lang", "en", "--data"])
            .arg(&self.root)
            .args(arguments)
            .env("PISHKHAN_UNLOCK", unlock_file())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .ok()?;
        std::io::Write::write_all(&mut child.stdin.take().expect("its input"), input.as_bytes()).expect("written");
        let output = child.wait_with_output().expect("it ends");
        let told = String::from_utf8_lossy(&output.stdout).into_owned();
        let trace = fs::read_to_string(trace.path()).expect("the trace");
        if trace.is_empty() {
            return None;
        }
        // What it refuses changes nothing, and is told as that.
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(matches!(output.status.code(), Some(0 | 1)), "{arguments:?}: {told} {error}");
        self.read(&trace);
        Some(told)
    }

    fn read(&mut self, trace: &str) {
        let (mut open, mut positions) = (BTreeMap::<&str, String>::new(), BTreeMap::<String, usize>::new());
        for line in trace.lines() {
            let Some((thread, call)) = line.split_once(' ') else { continue };
            let call = call.trim();
            if let Some(begun) = call.strip_suffix("<unfinished ...>") {
                open.insert(thread, begun.to_owned());
            } else if let Some((_, rest)) = call.strip_prefix("<... ").and_then(|rest| rest.split_once("resumed>")) {
                let whole = open.remove(thread).unwrap_or_default() + rest;
                self.take(&whole, &mut positions);
            } else {
                self.take(call, &mut positions);
            }
        }
    }

    /// One call, as strace tells it.
    fn take(&mut self, call: &str, positions: &mut BTreeMap<String, usize>) {
        let Some((name, rest)) = call.split_once('(') else { return };
        let Some((arguments, result)) = rest.rsplit_once(" = ") else { return };
        if result.starts_with('-') {
            return;
        }
        let arguments: Vec<&str> = arguments.trim_end().trim_end_matches(')').split(", ").collect();
        let number = |at: usize| arguments.get(at).and_then(|text| text.parse::<usize>().ok()).unwrap_or(0);
        let text = |at: usize| {
            PathBuf::from(String::from_utf8_lossy(&unquoted(arguments.get(at).unwrap_or(&""))).into_owned())
        };
        let (descriptor, file) = opened(arguments[0]);
        let inode = self.now.names.get(&file).copied();
        let ours = |path: &Path| path.starts_with(&self.root) && path != self.root.join(RESERVE);
        let done = match name {
            "write" if descriptor == "1" => Step::Told(String::from_utf8_lossy(&unquoted(arguments[1])).into_owned()),
            "openat" => {
                let (path, (descriptor, _)) = (text(1), opened(result));
                positions.insert(descriptor, 0);
                let is_new = arguments.get(2).is_some_and(|flags| flags.contains("O_CREAT"));
                if !is_new || !ours(&path) || self.now.names.contains_key(&path) {
                    return;
                }
                Step::Create(path, 1_000_000 + self.steps.len())
            }
            "lseek" => {
                positions.insert(descriptor, result.trim().parse().unwrap_or(0));
                return;
            }
            "write" | "pwrite64" => {
                let bytes = unquoted(arguments[1]);
                let position = positions.entry(descriptor).or_default();
                let at = if name == "pwrite64" { number(3) } else { *position };
                *position = if name == "write" { at + bytes.len() } else { *position };
                let Some(inode) = inode else { return };
                Step::Write(inode, at, bytes)
            }
            "ftruncate" => {
                let Some(inode) = inode else { return };
                Step::Length(inode, number(1))
            }
            "fsync" | "fdatasync" => match inode {
                Some(inode) => Step::Flush(inode),
                None if file.starts_with(&self.root) => Step::FlushNames,
                None => return,
            },
            "rename" if ours(&text(0)) => Step::Rename(text(0), text(1)),
            "renameat" | "renameat2" if ours(&text(1)) => {
                Step::Rename(file.join(text(1)), opened(arguments[2]).1.join(text(3)))
            }
            "unlink" | "rmdir" if ours(&text(0)) => Step::Remove(text(0)),
            "unlinkat" if ours(&file.join(text(1))) => Step::Remove(file.join(text(1))),
            "mkdir" if ours(&text(0)) => Step::MakeFolder(text(0)),
            "mkdirat" if ours(&text(1)) => Step::MakeFolder(text(1)),
            _ => return,
        };
        self.now.name(&done);
        self.now.hold(&done);
        self.steps.push(done);
    }

    /// The folder as a kill leaves it after so many steps.
    pub fn killed(&self, steps: usize, to: &Path) {
        let mut files = self.first.clone();
        for step in &self.steps[..steps] {
            files.name(step);
            files.hold(step);
        }
        files.lay_out(&self.root, to);
    }

    /// The folder as a power cut may leave it after so many steps.
    pub fn cut(&self, steps: usize, dice: &mut Dice, to: &Path) {
        let mut files = self.first.clone();
        let done = &self.steps[..steps];
        let certain = done.iter().rposition(|step| matches!(step, Step::FlushNames)).unwrap_or(0);
        let named = certain + dice.below(steps - certain + 1);
        let mut flushed = BTreeMap::<Inode, usize>::new();
        for (at, step) in done.iter().enumerate() {
            if let Step::Flush(inode) = step {
                flushed.insert(*inode, at);
            }
        }
        // All of it, none of it, or some of it, of what was not flushed.
        let luck = dice.below(3);
        for (at, step) in done.iter().enumerate() {
            if at < named {
                files.name(step);
            }
            let inode = match step {
                Step::Write(inode, ..) | Step::Length(inode, _) => *inode,
                _ => continue,
            };
            let mut lucky = || luck == 0 || luck == 2 && dice.below(2) == 0;
            if flushed.get(&inode).is_some_and(|flushed| *flushed > at) {
                files.hold(step);
            } else if let Step::Write(_, from, bytes) = step {
                // A block is there whole or not at all.
                let mut from = *from;
                for block in bytes.chunks(BLOCK) {
                    if lucky() {
                        files.hold(&Step::Write(inode, from, block.to_vec()));
                    }
                    from += block.len();
                }
            } else if lucky() {
                files.hold(step);
            }
        }
        files.lay_out(&self.root, to);
    }
}

/// A descriptor and the path that strace tells beside it: `7<\x2f\x74…>`.
fn opened(text: &str) -> (String, PathBuf) {
    let (descriptor, path) = text.split_once('<').unwrap_or((text, ""));
    let path = escaped(path.trim_end_matches('>'));
    (descriptor.to_owned(), PathBuf::from(String::from_utf8_lossy(&path).into_owned()))
}

fn unquoted(text: &str) -> Vec<u8> {
    escaped(text.trim_start_matches('"').trim_end_matches('"'))
}

/// Bytes that are told as `\x41`, others as they are.
fn escaped(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len() / 4);
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        match (first, tail) {
            (b'\\', [b'x', high, low, after @ ..]) => {
                let digits = [*high, *low];
                let digits = std::str::from_utf8(&digits).expect("hex");
                bytes.push(u8::from_str_radix(digits, 16).expect("hex"));
                rest = after;
            }
            (byte, after) => {
                bytes.push(*byte);
                rest = after;
            }
        }
    }
    bytes
}
