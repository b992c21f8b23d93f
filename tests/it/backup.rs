//! Backups among strangers' files, in places where they must not go, cut off, changed, and of before; and what is taken
//! out of them.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, SystemTime};

use pishkhan::desk::clock::wall_ms_at;
use pishkhan::store::disk::mounts::is_flushed;
use pishkhan::store::identity::vault_at;
use pishkhan::store::upkeep::backup::backup;
use serde_json::json;

use crate::world::stick::{grow, name_on, place_on, restores, shown};
use crate::world::{
    PROGRAM, act, clerk, close_day, command, desk_with, desk_with_as, done_all, exceptions, files_below, folder,
    office, place, run, sign_in, unlock_file,
};

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
    let closed = &done_all(data.path(), &[sign_in(), close_day(None)])[1]["closed"]["backup"];
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
    let shown = exceptions(data.path());
    assert!(shown.contains("backup-place-set") && shown.contains(&target), "{shown}");
    // A note that was changed by hand moves nothing.
    let theirs = folder();
    fs::write(data.path().join("backup.toml"), format!("target = \"{}\"\n", theirs.path().display())).expect("written");
    let closed = &done_all(data.path(), &[sign_in(), close_day(Some("20"))])[1]["closed"]["backup"];
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
