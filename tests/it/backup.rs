//! Backups among strangers' files, in places where they must not go, cut off, changed, and of before; and what is taken
//! out of them.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use pishkhan::desk::clock::wall_ms_at;
use pishkhan::record::files::{Manifest, Part, of_text, text};
use pishkhan::store::disk::mounts::is_flushed;
use pishkhan::store::identity::vault_at;
use pishkhan::store::layout::hex;
use pishkhan::store::upkeep::backup::{backup, restore};
use pishkhan::store::upkeep::check::check;
use serde_json::json;

use crate::world::{
    CutsOff, PROGRAM, act, backed_up, cases_of, clerk, command, desk_with, desk_with_as, done_all, files_below, folder,
    office, place, report, rounds, run, sign_in, tracking, unlock_file,
};

/// The folder of a desk's backups below a target.
fn place_on(stick: &Path) -> PathBuf {
    fs::read_dir(stick).expect("a stick").flatten().next().expect("a backup").path()
}

fn name_on(data: &Path) -> String {
    let identity = fs::read_to_string(data.join("pishkhan.store")).expect("an identity");
    format!("pishkhan-{}", &identity["pishkhan store 1 ".len()..][..8])
}

/// The manifest that counts, and where it lies.
fn manifest(stick: &Path) -> (PathBuf, Manifest) {
    let found = files_below(stick).into_iter().filter(|path| path.ends_with("manifest.toml"));
    let path = found.max_by_key(|path| path.components().count()).expect("a manifest");
    let read = of_text(&fs::read_to_string(&path).expect("a text")).expect("a manifest");
    (path, read)
}

fn grow(data: &Path, people: std::ops::Range<u32>) {
    let (code, replies) = act(data, &cases_of(people));
    assert_eq!(code, 0, "{replies:?}");
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

fn restores(stick: &Path, cases: usize) -> String {
    let back = folder();
    let desk = back.path().join("desk");
    let (code, told) = command(&desk, &["restore", &shown(stick)]);
    assert_eq!(code, 0, "{told}");
    assert_eq!(tracking(&desk).len(), cases);
    told
}

#[test]
fn a_backup_touches_nothing_of_a_stranger_behind_links_of_every_level() {
    let (data, home) = (desk_with(2), folder());
    let name = name_on(data.path());
    let theirs = [("thesis.odt", "years"), ("00000001.journal", "theirs"), ("manifest.toml", "store = \"theirs\"")];
    for at in
        ["", "drafts", "journal", "views", "manifest.toml", "making.toml", "pishkhan.store", "desk.key", "00000001"]
    {
        for (file, text) in theirs {
            fs::write(home.path().join(file), text).expect("written");
        }
        let stick = folder();
        let link = stick.path().join(&name).join(at);
        let is_file = at.contains('.');
        fs::create_dir_all(link.parent().expect("a folder")).expect("made");
        let to = if is_file { home.path().join("thesis.odt") } else { home.path().to_owned() };
        let link = PathBuf::from(shown(&link).trim_end_matches('/').to_owned());
        symlink(to, &link).expect("a link");
        let (code, told) = command(data.path(), &["backup", &shown(stick.path())]);
        assert!(code == 4 && told.contains("is a link") && told.contains(&shown(&link)), "{at}: {code} {told}");
        assert!(fs::symlink_metadata(&link).expect("it is there").is_symlink());
        let left = files_below(home.path());
        assert_eq!(left.len(), theirs.len(), "{at}: {left:?}");
        for (file, text) in theirs {
            assert_eq!(fs::read_to_string(home.path().join(file)).expect("kept"), text, "{at}");
        }
    }
}

#[test]
fn a_backup_touches_nothing_of_a_stranger_that_lies_beside_its_files() {
    let (data, stick) = (desk_with(2), folder());
    let backup = || command(data.path(), &["backup", &shown(stick.path())]);
    assert_eq!(backup().0, 0);
    let place = place_on(stick.path());
    let theirs: Vec<PathBuf> =
        ["family.jpg", "drafts/notes.txt", "journal/00000001.journal.bak", "views/1.journal", "12/x"]
            .iter()
            .chain(&["drafts/old.draft", "backup.toml"])
            .map(|name| place.join(name))
            .collect();
    for path in &theirs {
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, "theirs").expect("written");
    }
    // What an earlier program was writing when it ended is ours, and goes.
    let unfinished = place.join("journal/.tmpAb12Cd");
    fs::write(&unfinished, "half").expect("written");
    for people in [10..12, 20..22] {
        grow(data.path(), people);
        let (code, told) = backup();
        assert_eq!(code, 0, "{told}");
        assert!(theirs.iter().all(|path| fs::read_to_string(path).is_ok_and(|text| text == "theirs")));
    }
    assert!(!unfinished.exists());
    restores(stick.path(), 6);
    // One generation is left: nothing that a manifest of ours names lies there twice.
    let ours = files_below(&place).into_iter().filter(|path| !theirs.contains(path));
    assert_eq!(ours.filter(|path| path.ends_with("00000001.journal") && shown(path).contains("/journal/")).count(), 1);
}

#[test]
fn a_backup_takes_no_hard_link_pipe_or_folder_for_its_file() {
    let (data, stick) = (desk_with(1), folder());
    let backup = || command(data.path(), &["backup", &shown(stick.path())]);
    assert_eq!(backup().0, 0);
    let place = place_on(stick.path());
    let file = place.join("journal/00000001.journal");
    let whole = fs::read(&file).expect("a segment");
    let elsewhere = stick.path().join("elsewhere");
    let odd: [(&str, &dyn Fn()); 4] = [
        ("same file", &|| fs::hard_link(&elsewhere, &file).expect("linked")),
        ("no plain file", &|| assert!(Command::new("mkfifo").arg(&file).status().is_ok_and(|done| done.success()))),
        ("no plain file", &|| fs::create_dir(&file).expect("made")),
        ("is a link", &|| symlink("/dev/zero", &file).expect("linked")),
    ];
    for (said, put) in odd {
        fs::write(&elsewhere, &whole).expect("written");
        fs::remove_file(&file).expect("it goes");
        put();
        for told in [backup(), command(&folder().path().join("x"), &["restore", &shown(&place)])] {
            assert!(told.0 == 4 && told.1.contains(said) && told.1.contains(&shown(&file)), "{told:?}");
        }
        assert_eq!(fs::read(&elsewhere).expect("kept"), whole);
        let _ = fs::remove_file(&file).or_else(|_| fs::remove_dir(&file));
        fs::write(&file, &whole).expect("written");
    }
    assert_eq!(backup().0, 0);
}

#[test]
fn a_backup_refuses_the_data_folder_and_what_leads_into_it() {
    let (data, elsewhere) = (desk_with(1), folder());
    let inside = data.path().join("inside");
    fs::create_dir(&inside).expect("made");
    let (link, above) = (elsewhere.path().join("link"), elsewhere.path().join("above"));
    symlink(&inside, &link).expect("linked");
    symlink(data.path(), &above).expect("linked");
    let before = files_below(data.path());
    let new = data.path().join("new");
    for target in [data.path(), &inside, &link, &above, &new, &above.join("inside"), &inside.join("../inside")] {
        let (code, told) = command(data.path(), &["backup", &shown(target)]);
        assert!(code == 4 && told.contains("in the data folder itself"), "{}: {code} {told}", target.display());
    }
    assert_eq!(files_below(data.path()), before);
    // The data folder lies where the backups of it would.
    let stick = folder();
    let desk = stick.path().join(name_on(data.path()));
    fs::rename(data.path(), &desk).expect("moved");
    let (code, told) = command(&desk, &["backup", &shown(stick.path())]);
    assert!(code == 4 && told.contains("or holds it"), "{told}");
    fs::rename(&desk, data.path()).expect("moved back");
}

#[test]
fn a_backup_refuses_a_stick_that_is_not_there_and_tells_one_disk_for_both() {
    let (data, media) = (desk_with(1), folder());
    let gone = media.path().join("media/STICK");
    let (code, told) = command(data.path(), &["backup", &shown(&gone)]);
    assert!(code == 4 && told.contains("is not there") && !media.path().join("media").exists(), "{told}");
    let link = media.path().join("link");
    symlink(media.path().join("nowhere"), &link).expect("linked");
    assert_eq!(command(data.path(), &["backup", &shown(&link)]).0, 4);
    assert!(!media.path().join("nowhere").exists());
    let (code, told) = command(data.path(), &["backup", &shown(media.path())]);
    assert!(code == 0 && told.contains("same disk"), "{told}");
    // At the close of a day nobody looks: nothing is made then, not even the last folder.
    let stick = media.path().join("stick");
    fs::create_dir(&stick).expect("made");
    assert_eq!(command(data.path(), &["backup", &shown(&stick), "--at-close"]).0, 0);
    fs::remove_dir_all(&stick).expect("pulled out");
    let close = [sign_in(), json!({"act": "close-day"}).to_string()];
    let closed = &done_all(data.path(), &close)[1]["closed"]["backup"];
    assert!(closed["ok"] == false && closed["code"] == "backup-no-target" && !stick.exists(), "{closed}");
}

#[test]
fn a_fat_that_writes_later_is_known_by_its_options() {
    let mounts = "26 1 259:2 / / rw,relatime shared:1 - ext4 /dev/vda rw,flush_later\n\
        61 26 8:17 / /media/a\\040b rw,nosuid - vfat /dev/sdb1 rw,uid=0,flush,errors=remount-ro\n\
        62 26 8:33 / /mnt rw - vfat /dev/sdc1 rw,errors=remount-ro\n63 26 8:49 / /m rw,sync - vfat /dev/sdd1 rw\n";
    let flushed = [(8, 17), (8, 49)].map(|device| is_flushed(mounts, device));
    let later = [(8, 33), (259, 2), (9, 9)].map(|device| is_flushed(mounts, device));
    assert_eq!((flushed, later), ([true; 2], [false; 3]));
}

#[test]
fn the_backup_before_counts_until_the_next_one_is_whole() {
    let (data, stick) = (desk_with(3), folder());
    let backup = || command(data.path(), &["backup", &shown(stick.path())]);
    assert_eq!(backup().0, 0);
    let first: Vec<(PathBuf, Vec<u8>)> =
        files_below(stick.path()).into_iter().map(|path| (path.clone(), fs::read(path).expect("a file"))).collect();
    grow(data.path(), 40..42);
    assert_eq!(backup().0, 0);
    let second = files_below(stick.path());
    let bytes: Vec<Vec<u8>> = second.iter().map(|path| fs::read(path).expect("a file")).collect();
    // No file of the first was written over; of the second, whatever is missing, cut or changed, the first counts.
    let first_file = |path: &PathBuf| first.iter().find(|(known, _)| known == path);
    assert!(second.iter().zip(&bytes).all(|(path, bytes)| first_file(path).is_none_or(|(_, known)| known == bytes)));
    for (at, path) in second.iter().enumerate().filter(|(_, path)| first_file(path).is_none()) {
        for cut in [0, bytes[at].len() / 2] {
            for (path, bytes) in first.iter().chain(&second.iter().cloned().zip(bytes.clone()).collect::<Vec<_>>()) {
                fs::create_dir_all(path.parent().expect("a folder")).expect("made");
                fs::write(path, bytes).expect("laid out");
            }
            fs::write(path, &bytes[at][..cut]).expect("cut");
            let told = restores(stick.path(), 3);
            assert!(told.contains("passed over"), "{}: {told}", path.display());
        }
    }
    // And what was cut off is gone on from, and tidied away.
    let making = second.iter().find(|path| path.ends_with("manifest.toml")).expect("a manifest");
    fs::remove_file(making).expect("it goes");
    fs::write(making.with_file_name("making.toml"), "names = [\"journal/00000001.journal\", \"../../x\"]")
        .expect("cut off");
    assert_eq!(backup().0, 0);
    restores(stick.path(), 5);
    let journals = files_below(stick.path()).into_iter().filter(|path| shown(path).contains("journal/0"));
    assert_eq!(journals.count(), 1);
}

/// A backup as programs made it that had one generation and vouched for nothing.
fn as_before(data: &Path, stick: &Path, change: impl Fn(&mut Manifest)) -> PathBuf {
    let vault = vault_at(&place(data)).expect("it opens");
    let found = check(data, &vault).expect("whole");
    let home = stick.join(name_on(data).replace("store 2 ", ""));
    let mut files = Vec::new();
    for name in ["journal/00000001.journal", "views/00000001.journal", "desk.key", "pishkhan.store"] {
        fs::create_dir_all(home.join(name).parent().expect("a folder")).expect("made");
        let bytes = fs::read(data.join(name)).expect("a file");
        fs::write(home.join(name), &bytes).expect("copied");
        files.push(Part { name: name.into(), bytes: bytes.len() as u64, sum: hex(blake3_of(&bytes).as_slice()) });
    }
    let (store, head, digest) = (uuid_of(data), hex(&found.head), hex(&found.digest));
    let (records, events, cases) = (found.records, found.events, found.cases);
    let (voucher, earlier) = (None, std::collections::BTreeMap::new());
    let mut manifest =
        Manifest { voucher, store, made_ms: 1_795_600_000_000, records, events, cases, head, digest, files, earlier };
    change(&mut manifest);
    fs::write(home.join("manifest.toml"), text(&manifest).expect("a text")).expect("written");
    home
}

fn blake3_of(bytes: &[u8]) -> [u8; 32] {
    *blake3::hash(bytes).as_bytes()
}

fn uuid_of(data: &Path) -> String {
    let identity = fs::read_to_string(data.join("pishkhan.store")).expect("an identity");
    identity["pishkhan store 1 ".len()..].trim().to_owned()
}

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

#[test]
fn the_place_of_backups_is_set_by_a_supervisor_and_told() {
    let (data, stick) = (office(), folder());
    let target = shown(stick.path());
    let set = json!({"act": "backup-at-close", "text": target}).to_string();
    for (who, expect) in [(None, "not-signed-in"), (Some(clerk()), "not-a-supervisor")] {
        let lines: Vec<String> = who.into_iter().chain([set.clone()]).collect();
        let (_, replies) = act(data.path(), &lines);
        assert_eq!(replies.last().expect("a reply")["code"], expect);
        assert!(!data.path().join("backup.toml").exists());
    }
    // On the command line the passphrase has to be a supervisor's.
    let wrong = stick.path().join("wrong");
    fs::write(&wrong, "something else\n").expect("written");
    let path = shown(data.path());
    let of = |secret: &Path| {
        let secret = shown(secret);
        let named = ["--unlock", &secret, "backup", &target, "--at-close", "--supervisor", "sara"];
        run(&[&["--data", &path, "--lang", "en"], &named[..]].concat(), "")
    };
    assert_eq!(of(&wrong).0, 1);
    assert!(!data.path().join("backup.toml").exists());
    let (code, told) = of(unlock_file());
    assert!(code == 0 && told.contains("From now on"), "{told}");
    let (_, shown) = command(data.path(), &["audit", "show", "--exceptions"]);
    assert!(shown.contains("backup-place-set") && shown.contains(&target), "{shown}");
    // A note that was changed by hand moves nothing.
    let theirs = folder();
    fs::write(data.path().join("backup.toml"), format!("target = \"{}\"\n", theirs.path().display())).expect("written");
    let close = json!({"act": "close-day", "answers": {"blanks-counted": "20"}}).to_string();
    let closed = &done_all(data.path(), &[sign_in(), close])[1]["closed"]["backup"];
    assert_eq!(closed["code"], "backup-place-changed", "{closed}");
    assert!(files_below(theirs.path()).is_empty());
}

#[test]
fn a_clock_before_1970_stops_no_backup() {
    assert_eq!(wall_ms_at(SystemTime::UNIX_EPOCH - Duration::from_millis(86_400_500)), -86_400_500);
    let (data, stick) = (desk_with(1), folder());
    let vault = vault_at(&place(data.path())).expect("it opens");
    backup(data.path(), &vault, stick.path(), -86_400_500).expect("a backup");
    restores(stick.path(), 1);
}

#[test]
fn a_backup_leaves_nothing_in_the_folder_for_temporary_files() {
    for encrypted in [false, true] {
        let (data, stick, temporary) = (desk_with_as(2, encrypted), folder(), folder());
        let traced = Command::new(PROGRAM)
            .args(["--data", &shown(data.path()), "backup", &shown(stick.path())])
            .env("PISHKHAN_UNLOCK", unlock_file())
            // Whatever is made there fails.
            .env("TMPDIR", temporary.path().join("nowhere"))
            .output()
            .expect("it runs");
        assert!(traced.status.success(), "{}", String::from_utf8_lossy(&traced.stderr));
        assert!(files_below(temporary.path()).is_empty());
        restores(stick.path(), 2);
    }
}
