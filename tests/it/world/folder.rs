//! Data folders: new ones, copies, and what lies in them.

use std::fs::{self, Permissions};
use std::path::{Path, PathBuf};

/// A data folder of its own.
pub fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

/// Where data files of the tests lie.
pub fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/data").join(name)
}

pub fn journal(data: &Path) -> PathBuf {
    data.join("journal/00000001.journal")
}

pub fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { found.extend(files_below(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

/// Everything that stands in the files below a folder; nothing stands in a reserve of zeros.
pub fn readable(data: &Path) -> Vec<u8> {
    let read = files_below(data).into_iter().map(|path| fs::read(path).expect("a file"));
    read.filter(|bytes| !is_reserve(bytes)).collect::<Vec<_>>().concat()
}

pub fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

fn is_reserve(bytes: &[u8]) -> bool {
    bytes.len() > 1 << 20 && bytes == vec![0; bytes.len()]
}

/// A copy of a folder with everything in it.
pub fn copy(from: &Path, to: &Path) {
    Kept::of(from).lay_out(to);
}

/// A folder as it was, in memory: what its files held and who may read them.
pub struct Kept {
    /// Folders before what is in them.
    entries: Vec<(PathBuf, Permissions, Holds)>,
}

enum Holds {
    Entries,
    Bytes(Vec<u8>),
    /// A reserve of so many zeros, which take no room in a copy.
    Zeros(u64),
}

impl Kept {
    pub fn of(folder: &Path) -> Kept {
        let mut kept = Kept { entries: Vec::new() };
        kept.take(folder, Path::new(""));
        kept
    }

    fn take(&mut self, root: &Path, at: &Path) {
        let place = root.join(at);
        let meta = fs::metadata(&place).expect("it is there");
        if !meta.is_dir() {
            let bytes = fs::read(&place).expect("a file");
            let holds = if is_reserve(&bytes) { Holds::Zeros(meta.len()) } else { Holds::Bytes(bytes) };
            return self.entries.push((at.to_owned(), meta.permissions(), holds));
        }
        self.entries.push((at.to_owned(), meta.permissions(), Holds::Entries));
        for entry in fs::read_dir(&place).expect("a folder").flatten() {
            self.take(root, &at.join(entry.file_name()));
        }
    }

    /// The folder once more, in this place.
    pub fn lay_out(&self, to: &Path) {
        for (at, permissions, holds) in &self.entries {
            let place = to.join(at);
            match holds {
                Holds::Entries => fs::create_dir_all(&place).expect("a folder"),
                Holds::Bytes(bytes) => fs::write(&place, bytes).expect("written"),
                Holds::Zeros(length) => {
                    fs::File::create(&place).and_then(|file| file.set_len(*length)).expect("written");
                }
            }
            fs::set_permissions(&place, permissions.clone()).expect("it is ours");
        }
    }
}
