//! Power cuts: an ext4 of its own, shut down in the middle of work without its log being written
//! (FS_IOC_SHUTDOWN), mounted again, and every act that was acknowledged before the cut looked for.
//!
//! Takes root, loop devices, mkfs.ext4 and python3; says so where they are not. The cut drops what
//! the file system had not committed; a drive that lies about its cache is not modelled.
//! `PISHKHAN_POWER_ROUNDS=200 cargo test power` cuts more often. Beside it, on drives of their own,
//! sled alone with `flush()` after each act, and SQLite with its log (WAL, synchronous=FULL): what they
//! lose is counted and told; only ours must lose nothing.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::Value;

use crate::world::{PROGRAM, again, asked, copy, feed, folder, founded, place, run, succeeds, told_to, unlock_file};

const SHUTDOWN: &str = "import fcntl,os,struct,sys; \
    fcntl.ioctl(os.open(sys.argv[1], os.O_RDONLY), 0x8004587D, struct.pack('I', 2))";

fn rounds() -> u32 {
    u32::try_from(asked("PISHKHAN_POWER_ROUNDS", 20)).expect("a number of rounds")
}

/// A small ext4 in a file.
struct Drive {
    image: PathBuf,
    place: PathBuf,
    _folder: tempfile::TempDir,
}

impl Drive {
    fn make() -> Option<Drive> {
        let folder = folder();
        let (image, place) = (folder.path().join("image"), folder.path().join("mnt"));
        fs::create_dir(&place).expect("a folder");
        fs::File::create(&image).and_then(|file| file.set_len(96 << 20)).expect("an image");
        let made = succeeds("mkfs.ext4", &["-q", "-F", &image.display().to_string()]);
        let drive = Drive { image, place, _folder: folder };
        (made && drive.mount()).then_some(drive)
    }

    fn mount(&self) -> bool {
        succeeds("mount", &["-o", "loop", &self.image.display().to_string(), &self.place.display().to_string()])
    }

    fn unmount(&self) {
        for _ in 0..50 {
            if succeeds("umount", &[&self.place.display().to_string()]) {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    fn cut(&self) -> bool {
        succeeds("python3", &["-c", SHUTDOWN, &self.place.display().to_string()])
    }
}

impl Drop for Drive {
    fn drop(&mut self) {
        let _ = succeeds("umount", &["-l", &self.place.display().to_string()]);
    }
}

/// Who acknowledges acts while the power is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Keeper {
    Ours,
    SealedOurs,
    Sled,
    Sqlite,
}

/// As much as an act of ours takes.
const VALUE: [u8; 700] = [7; 700];

/// The test below, which is the peer as well.
const THIS: &str = "power::what_was_acknowledged_before_a_power_cut_is_there_after_it";

/// With a pause it keeps acts, without one it tells which are there.
const SQLITE: &str = include_str!("data/sqlite_peer.py");

impl Keeper {
    fn command(self, data: &Path, pause: Duration) -> Command {
        let pause = pause.as_secs_f64().to_string();
        let data = data.display().to_string();
        match self {
            Keeper::Ours | Keeper::SealedOurs => {
                let mut command = Command::new(PROGRAM);
                command.args(["--data", &data, "act"]).env("PISHKHAN_UNLOCK", unlock_file());
                command
            }
            Keeper::Sled => again(THIS, &format!("{pause} {data}")),
            Keeper::Sqlite => {
                let mut command = Command::new("python3");
                command.args(["-c", SQLITE, &data, &pause]);
                command
            }
        }
    }

    /// What is there after the cut; `None` if it cannot be opened.
    fn kept(self, data: &Path, heard: &[String]) -> Option<BTreeSet<String>> {
        match self {
            Keeper::Ours | Keeper::SealedOurs => {
                let desk = pishkhan::cli::open(place(data), None).ok()?;
                let there = |code: &&String| desk.by_tracking(code).expect("the index answers").is_some();
                let found = heard.iter().filter(there).cloned().collect();
                desk.close();
                Some(found)
            }
            Keeper::Sled => catch_unwind(AssertUnwindSafe(|| {
                let db = sled::open(data.join("peer")).ok()?;
                db.iter().keys().map(|key| Some(String::from_utf8_lossy(&key.ok()?).into_owned())).collect()
            }))
            .ok()
            .flatten(),
            Keeper::Sqlite => {
                let output = Command::new("python3").args(["-c", SQLITE]).arg(data).output().ok()?;
                Some(String::from_utf8(output.stdout).ok()?.lines().map(str::to_owned).collect())
            }
        }
    }

    /// The act that a line acknowledges.
    fn acknowledged(self, line: &str) -> Option<String> {
        match self {
            Keeper::Ours | Keeper::SealedOurs => {
                let reply: Value = serde_json::from_str(line).ok()?;
                Some(reply["case"]["tracking"].as_str()?.to_owned())
            }
            _ => line.parse::<u64>().ok().map(|number| number.to_string()),
        }
    }
}

/// The peer, in a process of its own: sled, told to flush after every act.
fn sled_alone(pause: f64, data: &Path) {
    let db = sled::open(data.join("peer")).expect("sled opens");
    for number in 1_u64.. {
        let kept = db.insert(number.to_string(), &VALUE[..]).and_then(|_| db.flush());
        if kept.is_err() {
            return;
        }
        println!("\n{number}");
        std::thread::sleep(Duration::from_secs_f64(pause));
    }
}

/// A keeper at work, `pause` apart; what it has acknowledged so far.
fn busy(keeper: Keeper, data: &Path, first: u32, pause: Duration) -> (Child, Arc<Mutex<Vec<String>>>) {
    let mut command = keeper.command(data, pause);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("the program starts");
    feed(child.stdin.take().expect("its input"), first..first + 20_000, pause);
    let output = BufReader::new(child.stdout.take().expect("its output"));
    let codes = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&codes);
    std::thread::spawn(move || {
        for line in output.lines().map_while(Result::ok) {
            if let Some(act) = keeper.acknowledged(&line) {
                seen.lock().expect("nobody panics").push(act);
            }
        }
    });
    (child, codes)
}

/// One cut: how many acts were heard of before it, and how many of them are gone after it. `None`
/// where there can be no cut.
fn cut(keeper: Keeper, base: &Path, round: u32) -> Option<(usize, usize)> {
    let drive = Drive::make()?;
    let data = drive.place.join("desk");
    copy(base, &data);
    // What was copied by hand was not flushed by hand.
    assert!(succeeds("sync", &["-f", &data.display().to_string()]));
    // Busy, and at the pace of a desk in a hurry, in turn.
    let pause = Duration::from_millis(if round.is_multiple_of(2) { 0 } else { 40 });
    let (mut child, codes) = busy(keeper, &data, 1 + round, pause);
    std::thread::sleep(Duration::from_millis(250 + u64::from(round) * 137 % 900));
    // Only what was heard before the cut counts.
    let heard = codes.lock().expect("nobody panics").clone();
    let was_cut = drive.cut();
    child.kill().expect("it is killed");
    child.wait().expect("it is gone");
    if !was_cut {
        return None;
    }
    drive.unmount();
    assert!(drive.mount(), "the drive comes back");
    if matches!(keeper, Keeper::Ours | Keeper::SealedOurs) {
        let (code, told) = run(&["--data", &data.display().to_string(), "check", "--json"], "");
        let found: Value = serde_json::from_str(told.lines().next().unwrap_or_default()).unwrap_or_default();
        assert_eq!((code, &found["ok"]), (0, &true.into()), "round {round}: {told}");
        assert!(found["cases"].as_u64().is_some_and(|cases| cases >= heard.len() as u64), "round {round}: {found}");
    }
    let kept = keeper.kept(&data, &heard).unwrap_or_default();
    let missing = heard.iter().filter(|act| !kept.contains(*act)).count();
    drive.unmount();
    Some((heard.len(), missing))
}

#[test]
fn what_was_acknowledged_before_a_power_cut_is_there_after_it() {
    if let Some(told) = told_to() {
        let (pause, data) = told.split_once(' ').expect("a pause and a folder");
        return sled_alone(pause.parse().expect("seconds"), Path::new(data));
    }
    let (open, encrypted, empty) = (founded(false), founded(true), folder());
    let mut told = Vec::new();
    for keeper in [Keeper::Ours, Keeper::SealedOurs, Keeper::Sled, Keeper::Sqlite] {
        let (base, rounds) = match keeper {
            Keeper::Ours => (&open, rounds()),
            Keeper::SealedOurs => (&encrypted, rounds().div_ceil(4)),
            Keeper::Sled | Keeper::Sqlite => (&empty, rounds().div_ceil(4)),
        };
        let (mut heard, mut missing, mut lossy) = (0, 0, 0);
        for round in 0..rounds {
            let Some(counted) = cut(keeper, base.path(), round) else {
                return eprintln!("NOT RUN: no ext4 can be mounted and shut down here (root, loop devices, python3)");
            };
            (heard, missing, lossy) = (heard + counted.0, missing + counted.1, lossy + u32::from(counted.1 > 0));
        }
        told.push(format!("{keeper:?}: {rounds} cuts, {heard} acknowledged, {missing} missing after {lossy} cuts"));
        let ours = matches!(keeper, Keeper::Ours | Keeper::SealedOurs);
        assert!(!ours || heard > 0 && missing == 0, "{told:?}");
    }
    eprintln!("{}", told.join("\n"));
}
