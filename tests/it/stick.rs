//! A stick that is pulled out right after a backup was said to be proved: whatever its file system had not given to the
//! device by then is gone, and the backup comes back.
//!
//! The device is a file behind a loop device; a copy of that file, taken while it is still mounted, is what a stick
//! holds that is pulled out at that moment. Takes root, loop devices and the tools of the file system, and says so
//! where they are not. `PISHKHAN_STICK_ROUNDS=20 cargo test stick` pulls it out more often. Not modelled: what a stick
//! keeps in a memory of its own.

use std::fs;
use std::path::{Path, PathBuf};

use crate::world::{act, asked, cases_of, command, desk_with_as, folder, run_act, succeeds, tracking};

/// A stick that is plugged in as long as it is held.
struct Stick {
    place: PathBuf,
}

impl Stick {
    fn plug_in(image: &Path, place: &Path) -> Option<Stick> {
        fs::create_dir_all(place).expect("a folder");
        let is_in = succeeds("mount", &["-o", "loop", &image.display().to_string(), &place.display().to_string()]);
        is_in.then(|| Stick { place: place.to_owned() })
    }
}

impl Drop for Stick {
    fn drop(&mut self) {
        let _ = succeeds("umount", &["-l", &self.place.display().to_string()]);
    }
}

/// Backs up, takes the device as it is then, and looks for every case on it; why it did not run, if it did not.
fn pulled_out(make: &[&str], encrypted: bool) -> Result<(), String> {
    let (lab, data) = (folder(), desk_with_as(2, encrypted));
    let at = |name: &str| lab.path().join(name);
    let image = at("image");
    fs::File::create(&image).and_then(|file| file.set_len(64 << 20)).expect("an image");
    let (program, options) = make.split_first().expect("a program");
    if !succeeds(program, &[options, &[image.display().to_string().as_str()]].concat()) {
        return Err(format!("needs {program}"));
    }
    let Some(stick) = Stick::plug_in(&image, &at("mnt")) else {
        return Err("needs root, a loop device and this file system in the kernel".into());
    };
    for number in 0..3_u32 {
        let (code, told) = command(data.path(), &["backup", &stick.place.display().to_string()]);
        // What nobody flushed is not on the device: the trial is one.
        fs::write(stick.place.join("control"), [b'x'; 9000]).expect("written");
        fs::copy(&image, at("pulled-out")).expect("pulled out");
        assert_eq!(code, 0, "{told}");
        assert_eq!(told.contains("flush"), make[0] == "mkfs.vfat", "{told}");
        assert!(!told.contains("same disk"), "{told}");
        {
            let pulled = Stick::plug_in(&at("pulled-out"), &at("elsewhere")).expect("it can be plugged in");
            let control = fs::read(pulled.place.join("control")).unwrap_or_default();
            assert!(number > 0 || control != [b'x'; 9000], "what was not flushed is there: the trial proves nothing");
            let back = at(&format!("desk-{number}"));
            let (code, told) = command(&back, &["restore", &pulled.place.display().to_string()]);
            assert_eq!(code, 0, "{make:?}, backup {number}: {told}");
            assert_eq!(tracking(&back), tracking(data.path()));
        }
        let more = cases_of(100 + 10 * number..102 + 10 * number);
        let code = if encrypted { run_act(data.path(), &more).0 } else { act(data.path(), &more).0 };
        assert_eq!(code, 0, "more cases");
    }
    Ok(())
}

fn trial(make: &[&str]) {
    for round in 0..asked("PISHKHAN_STICK_ROUNDS", 1) {
        for encrypted in [false, true] {
            if let Err(why) = pulled_out(make, encrypted) {
                return eprintln!("not run ({}, round {round}): {why}", make[0]);
            }
        }
    }
}

#[test]
fn a_fat_stick_pulled_out_after_the_proof_holds_the_backup() {
    trial(&["mkfs.vfat", "-F", "32"]);
}

/// The same of a file system that has no log either.
#[test]
fn an_ext2_stick_pulled_out_after_the_proof_holds_the_backup() {
    trial(&["mkfs.ext2", "-q", "-F"]);
}
