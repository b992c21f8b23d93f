//! What is taken out of a backup, of before and of now, changed or whole; and a restore that is cut off.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use pishkhan::record::files::Part;
use pishkhan::store::layout::hex;
use pishkhan::store::upkeep::backup::restore;

use crate::world::stick::{as_before, blake3_of, grow, manifest, restores, shown};
use crate::world::{
    CutsOff, PROGRAM, backed_up, command, desk_with, desk_with_as, files_below, folder, place, report, rounds,
    tracking, unlock_file,
};

#[test]
fn a_backup_of_before_comes_back_and_is_gone_on_from() {
    let (data, stick) = (desk_with(2), folder());
    as_before(data.path(), stick.path(), |_| {});
    assert!(restores(stick.path(), 2).contains("before manifests were signed"));
    let (code, told) = command(data.path(), &["backup", &shown(stick.path())]);
    assert!(code == 0, "{told}");
    assert!(!restores(stick.path(), 2).contains("before manifests were signed"));
    grow(data.path(), 60..62);
    assert_eq!(command(data.path(), &["backup", &shown(stick.path())]).0, 0);
    restores(stick.path(), 4);
}

#[test]
fn a_restore_takes_only_what_backups_make() {
    let data = desk_with(2);
    let strangers = [
        "backup.toml",
        "migration.toml",
        "index.state",
        "lock",
        "lineage.toml",
        "restore.toml",
        "terminals.toml",
        "ballast",
        "../outside",
        "/etc/outside",
        "journal/head",
        "journal/../backup.toml",
        "journal/1.journal",
        "drafts/x.draft",
        "drafts/.draft",
        "views/keys.toml",
        "slips/x.txt",
        "sealed/pishkhan.store",
        "manifest.toml",
        "journal/00000001.journal",
    ];
    for name in strangers {
        let stick = folder();
        let home = as_before(data.path(), stick.path(), |manifest| {
            let bytes = b"target = \"\"\n";
            manifest.files.push(Part { name: name.into(), bytes: 12, sum: hex(&blake3_of(bytes)) });
        });
        let file = home.join(name.trim_start_matches("/etc/"));
        if !file.exists() {
            fs::create_dir_all(file.parent().expect("a folder")).expect("made");
            fs::write(&file, "target = \"\"\n").expect("written");
        }
        let back = folder();
        let (code, told) = command(&back.path().join("desk"), &["restore", &shown(stick.path())]);
        assert!(code == 4 && told.contains(name) && told.contains("no backup makes"), "{name}: {code} {told}");
        assert!(files_below(back.path()).is_empty(), "{name}");
    }
    // What lies there and is not named is not taken.
    let stick = folder();
    let home = as_before(data.path(), stick.path(), |_| {});
    fs::write(home.join("backup.toml"), "target = \"/media/theirs\"\n").expect("written");
    let back = folder();
    assert_eq!(command(back.path(), &["restore", &shown(stick.path())]).0, 0);
    assert!(!back.path().join("backup.toml").exists());
}

#[test]
fn a_manifest_that_was_changed_is_named() {
    for encrypted in [false, true] {
        let data = desk_with_as(3, encrypted);
        let stick = backed_up(data.path());
        let (path, read) = manifest(stick.path());
        let whole = fs::read_to_string(&path).expect("a text");
        let vouched = whole.lines().next().expect("a line");
        assert!(vouched.starts_with("voucher"), "{vouched}");
        let bare = whole.split_once('\n').expect("lines").1.to_owned();
        let changes = [
            whole.replace("cases = 3", "cases = 2"),
            whole.replace(&format!("made_ms = {}", read.made_ms), "made_ms = 5"),
            format!("{whole}\n# later"),
            bare.replace("cases = 3", "cases = 2"),
            if encrypted { bare.clone() } else { whole.replace("signature ", "sum ") },
        ];
        for changed in changes {
            fs::write(&path, &changed).expect("changed");
            let back = folder();
            let (code, told) = command(&back.path().join("desk"), &["restore", &shown(stick.path())]);
            assert!(code == 4 && told.contains("manifest"), "{encrypted} {code} {told}\n{changed}");
            assert!(files_below(back.path()).is_empty());
        }
        fs::write(&path, &whole).expect("as it was");
        restores(stick.path(), 3);
        if encrypted {
            // Keys from elsewhere, with a sum that fits them.
            let keys = path.with_file_name("keys.toml");
            let other = fs::read_to_string(&keys).expect("keys") + "\n";
            let sums = [&fs::read(&keys).expect("keys")[..], other.as_bytes()].map(|bytes| hex(&blake3_of(bytes)));
            let length = |text: &str| format!("bytes = {}\n", text.len());
            let before = format!("{}sum = \"{}\"", length(&other[1..]), sums[0]);
            let after = format!("{}sum = \"{}\"", length(&other), sums[1]);
            assert!(whole.contains(&before), "{whole}");
            fs::write(&keys, &other).expect("changed");
            fs::write(keys.with_file_name("journal").join("keys.toml"), &other).expect("changed");
            fs::write(&path, whole.replace(&before, &after)).expect("changed");
            let (code, told) = command(&folder().path().join("desk"), &["restore", &shown(stick.path())]);
            assert!(code == 4 && told.contains("not the one"), "{told}");
        }
    }
}

/// Every command tells that a restore is under way, and none makes anything new there.
fn is_told(desk: &Path) {
    let list: [&[&str]; 7] =
        [&["case", "list"], &["act"], &["check"], &["audit", "verify"], &["backup", "/tmp"], &["salvage"], &["init"]];
    let before = files_below(desk);
    for arguments in list {
        let (code, told) = command(desk, arguments);
        assert!(code != 0 && told.contains("being put into"), "{arguments:?}: {code} {told}");
    }
    assert_eq!(files_below(desk), before);
}

#[test]
fn a_restore_is_repeated_after_each_cut() {
    for encrypted in [false, true] {
        let data = desk_with_as(3, encrypted);
        let stick = backed_up(data.path());
        let (mut cut, mut left) = (0, 0);
        loop {
            for arrives in [false, true] {
                let back = folder();
                let desk = back.path().join("desk");
                let disk = Arc::new(CutsOff::after(left, arrives));
                if restore(stick.path(), &place(&desk).on(disk)).is_ok() {
                    assert!(cut > 5, "each file is one step");
                    is_whole_desk(&desk, data.path());
                    continue;
                }
                cut += 1;
                if left % 3 == 0 {
                    is_told(&desk);
                }
                // Over its own remains, of this or of another backup; and over nothing else.
                let theirs = desk.join("journal/00000009.journal");
                if fs::write(&theirs, "theirs").is_ok() {
                    let (code, told) = command(&desk, &["restore", &shown(stick.path())]);
                    assert!(code == 4 && told.contains("not empty") && theirs.exists(), "{told}");
                    fs::remove_file(&theirs).expect("it goes");
                }
                let (code, told) = command(&desk, &["restore", &shown(stick.path())]);
                assert_eq!(code, 0, "{left}: {told}");
                is_whole_desk(&desk, data.path());
            }
            left += 1;
            if left > 12 {
                break;
            }
        }
    }
}

fn is_whole_desk(desk: &Path, data: &Path) {
    assert!(!desk.join("restore.toml").exists());
    assert_eq!(report(desk, &["check"])["head"], report(data, &["check"])["head"]);
    assert_eq!(tracking(desk), tracking(data));
}

#[test]
fn a_restore_that_was_killed_goes_on_and_takes_another_backup_too() {
    let data = desk_with(3);
    let first = backed_up(data.path());
    grow(data.path(), 70..72);
    let second = backed_up(data.path());
    for round in 0..rounds().max(8) {
        let back = folder();
        let desk = back.path().join("desk");
        let mut child = Command::new(PROGRAM)
            .args(["--data", &shown(&desk), "restore", &shown(first.path())])
            .env("PISHKHAN_UNLOCK", unlock_file())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("it starts");
        std::thread::sleep(Duration::from_millis(u64::from(round * 7 % 60)));
        child.kill().and_then(|()| child.wait()).expect("killed");
        if desk.join("restore.toml").exists() {
            assert_eq!(command(&desk, &["case", "list"]).0, 3);
        } else if desk.join("pishkhan.store").exists() {
            assert_eq!(tracking(&desk).len(), 3);
            continue;
        }
        let (code, told) = command(&desk, &["restore", &shown(second.path())]);
        assert_eq!(code, 0, "{round}: {told}");
        assert_eq!(tracking(&desk).len(), 5);
    }
}
