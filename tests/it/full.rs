//! A disk that is really full: a small file system in memory, filled to its last byte.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::world::{folder, open_line, run, run_act, set_up, sign_in, tracking};

/// A mounted file system of so many megabytes; `None` where that is not allowed.
struct Small {
    place: tempfile::TempDir,
}

impl Small {
    fn mount(megabytes: u32) -> Option<Small> {
        let place = folder();
        let options = format!("size={megabytes}m,mode=700");
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", &options, "pishkhan-test"]).arg(place.path());
        let mounted = mount.output().is_ok_and(|output| output.status.success());
        if !mounted {
            eprintln!("NOT RUN: a small file system cannot be mounted here (it takes root)");
        }
        mounted.then_some(Small { place })
    }

    fn desk(&self) -> PathBuf {
        self.place.path().join("desk")
    }

    /// Fills what is left.
    fn fill(&self, name: &str) {
        let mut file = fs::File::create(self.place.path().join(name)).expect("a file");
        for size in [1 << 20, 1 << 12, 1] {
            let block = vec![7; size];
            while file.write_all(&block).is_ok() {}
        }
    }

    fn free(&self, name: &str) {
        fs::remove_file(self.place.path().join(name)).expect("it goes");
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.place.path()).output();
    }
}

fn open_case(data: &Path, person: u32) -> (i32, Vec<serde_json::Value>) {
    run_act(data, &[sign_in(), open_line(person, &format!("V-{person}"), &[])])
}

#[test]
fn a_full_disk_takes_the_reserve_then_refuses_and_can_still_be_read() {
    let Some(small) = Small::mount(300) else { return };
    let data = small.desk();
    assert_eq!(run_act(&data, &set_up()).0, 0);
    assert_eq!(open_case(&data, 1).0, 0);
    assert!(data.join("ballast").exists(), "a reserve is put aside while there is room");
    small.fill("filler");
    let (code, replies) = open_case(&data, 2);
    assert_eq!(code, 0, "the reserve is given up and the act goes through: {replies:?}");
    assert!(!data.join("ballast").exists());
    small.fill("more");
    let (code, replies) = open_case(&data, 3);
    assert_eq!((code, &replies[1]["code"]), (4, &"disk-full".into()), "{replies:?}");
    assert!(replies[1]["sentence"].as_str().is_some_and(|told| told.contains("Make room")), "{replies:?}");
    // Everything can be read, without the index too.
    for index_gone in [false, true] {
        if index_gone {
            fs::remove_dir_all(data.join("index")).expect("the index goes");
            small.fill("rest");
        }
        let (code, listed) = run(&["--data", &data.display().to_string(), "case", "find", "کریمی"], "");
        assert_eq!((code, listed.lines().count()), (0, 2), "{listed}");
    }
    small.free("filler");
    assert_eq!(open_case(&data, 3).0, 0, "with room again it goes on");
    assert_eq!(tracking(&data).len(), 3);
}
