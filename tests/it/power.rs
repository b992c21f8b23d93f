//! Power cuts: an ext4 of its own, shut down in the middle of work without its log being written
//! (FS_IOC_SHUTDOWN), mounted again, and every act that was acknowledged before the cut looked for.
//!
//! Takes root, loop devices, mkfs.ext4 and python3; says so where they are not. The cut drops what
//! the file system had not committed; a drive that lies about its cache is not modelled.
//! `PISHKHAN_POWER_ROUNDS=200 cargo test power` cuts more often.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::Value;

use crate::failing::copy;
use crate::world::{PROGRAM, asked, folder, founded, intake, place, run, sign_in, unlock_file};

const SHUTDOWN: &str = "import fcntl,os,struct,sys; \
    fcntl.ioctl(os.open(sys.argv[1], os.O_RDONLY), 0x8004587D, struct.pack('I', 2))";

fn rounds() -> u32 {
    u32::try_from(asked("PISHKHAN_POWER_ROUNDS", 20)).expect("a number of rounds")
}

fn succeeds(program: &str, arguments: &[&str]) -> bool {
    Command::new(program).args(arguments).output().is_ok_and(|output| output.status.success())
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

/// The program acknowledging cases, `pause` apart; the codes it has acknowledged so far.
fn busy(data: &Path, first: u32, pause: Duration) -> (Child, Arc<Mutex<Vec<String>>>) {
    let mut child = Command::new(PROGRAM)
        .args(["--data", &data.display().to_string(), "act"])
        .env("PISHKHAN_UNLOCK", unlock_file())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let mut input = child.stdin.take().expect("its input");
    std::thread::spawn(move || {
        let _ = writeln!(input, "{}", sign_in());
        for person in first..first + 20_000 {
            let answers = intake(person, &format!("P-{person}"), &[]);
            if writeln!(input, "{}", serde_json::json!({"act": "open", "answers": answers})).is_err() {
                break;
            }
            std::thread::sleep(pause);
        }
    });
    let output = BufReader::new(child.stdout.take().expect("its output"));
    let codes = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&codes);
    std::thread::spawn(move || {
        for line in output.lines().map_while(Result::ok) {
            let reply: Value = serde_json::from_str(&line).unwrap_or_default();
            if let Some(code) = reply["case"]["tracking"].as_str() {
                seen.lock().expect("nobody panics").push(code.to_owned());
            }
        }
    });
    (child, codes)
}

#[test]
fn what_was_acknowledged_before_a_power_cut_is_there_after_it() {
    let bases = [founded(false), founded(true)];
    let mut acknowledged = 0;
    for round in 0..rounds() {
        let Some(drive) = Drive::make() else {
            return eprintln!("NOT RUN: no ext4 can be mounted here (root, loop devices, mkfs.ext4)");
        };
        let data = drive.place.join("desk");
        copy(bases[round as usize / 2 % 2].path(), &data);
        // What was copied by hand was not flushed by hand.
        assert!(succeeds("sync", &["-f", &data.display().to_string()]));
        // Busy, and at the pace of a desk in a hurry, in turn.
        let pause = Duration::from_millis(if round % 2 == 0 { 0 } else { 40 });
        let (mut child, codes) = busy(&data, 1 + round, pause);
        std::thread::sleep(Duration::from_millis(250 + u64::from(round) * 137 % 900));
        // Only what was heard before the cut counts.
        let heard = codes.lock().expect("nobody panics").clone();
        if !drive.cut() {
            let _ = child.kill();
            return eprintln!("NOT RUN: this system knows no FS_IOC_SHUTDOWN, or there is no python3");
        }
        child.kill().expect("it is killed");
        child.wait().expect("it is gone");
        drive.unmount();
        assert!(drive.mount(), "the drive comes back");
        let path = data.display().to_string();
        let (code, told) = run(&["--data", &path, "check", "--json"], "");
        let found: Value = serde_json::from_str(told.lines().next().unwrap_or_default()).unwrap_or_default();
        assert_eq!((code, &found["ok"]), (0, &true.into()), "round {round}: {told}");
        let desk = pishkhan::cli::open(place(&data), None).expect("the desk opens");
        let missing = heard.iter().find(|code| desk.by_tracking(code).expect("the index answers").is_none());
        assert_eq!(missing, None, "round {round}: it was acknowledged");
        desk.close();
        assert!(found["cases"].as_u64().is_some_and(|cases| cases >= heard.len() as u64), "round {round}: {found}");
        acknowledged += heard.len();
        drive.unmount();
    }
    assert!(acknowledged > 0, "some were acknowledged before the cuts");
    eprintln!("{} cuts, {acknowledged} acknowledged before them, none missing", rounds());
}
