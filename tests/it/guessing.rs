//! Guesses at passphrases are counted for whom they are, at every door and in every program; those that are soon
//! guessed are not taken.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use argon2::Params;
use argon2::password_hash::phc::PasswordHash;
use pishkhan::desk::clock::{Clock, SystemClock};
use pishkhan::desk::passphrase::{NOBODYS, hash, matches};
use pishkhan::store::tries::patience;
use serde_json::{Value, json};

use crate::world::inside::DAY;
use crate::world::{
    ManualClock, as_user, at_centre, at_fee, clerk, code, codes, command, desk_with_as, done, enrol_with, office, on,
    open, open_at, passphrase, place, readable, reviewer, run, run_act, say, sign_in,
};

fn wrong(who: &str) -> String {
    as_user(who, "not this one")
}

#[test]
fn a_right_one_of_somebody_else_does_not_reset_the_count() {
    let data = office();
    let lines = [wrong("sara"), wrong("sara"), clerk(), wrong("sara"), clerk(), wrong("sara"), sign_in(), clerk()];
    let expected = [
        "wrong-passphrase",
        "wrong-passphrase",
        "ok",
        "wrong-passphrase",
        "ok",
        "too-many-tries",
        "too-many-tries",
        "ok",
    ];
    assert_eq!(codes(data.path(), &lines), expected);
}

#[test]
fn every_program_counts_on_and_a_name_that_nobody_has_delays_nobody() {
    let data = office();
    let mut seen = Vec::new();
    for _ in 0..4 {
        seen.push(code(&run_act(data.path(), &[wrong("sara")]).1[0]));
    }
    assert_eq!(seen, ["wrong-passphrase", "wrong-passphrase", "wrong-passphrase", "too-many-tries"]);
    let strangers: Vec<String> = ["nobody", "no.one", "somebody", "anybody"].map(wrong).into();
    let codes_of = |lines: &[String]| codes(data.path(), lines);
    assert_eq!(codes_of(&strangers)[3], "too-many-tries", "they wait for each other");
    assert_eq!(codes_of(&[clerk(), reviewer()]), ["ok", "ok"]);
}

#[test]
fn every_door_counts_for_the_one_whose_secret_is_tried() {
    let data = office();
    let data = data.path();
    let case = at_centre(data, 21);
    let fee = at_fee(data, clerk(), 22);
    let signed = |secret: &str| {
        let supervisor = json!({"sign-in": "sara", "passphrase": secret, "override-reason": "x"});
        json!({"act": "waive-fee", "case": fee, "agreed": ["fee-waived"],
            "supervisor": supervisor})
        .to_string()
    };
    let recover = json!({"act": "recover", "answers": {"sign-in": "sara",
        "recovery-code": "00000-00000-00000-00000-00000", "passphrase": "quite another", "passphrase-again": "quite another"}});
    let over = json!({"act": "hand-over", "answers": {"hand-over-note": "x", "sign-in": "sara", "passphrase": "no"}});
    let found = codes(
        data,
        &[clerk(), signed("no"), over.to_string(), recover.to_string(), clerk(), signed(passphrase("sara"))],
    );
    assert_eq!(found[5], "too-many-tries", "{found:?}");
    assert_eq!(found[0], "ok");
    let approve = on(&case, "approve", json!({"passphrase": "no"}));
    let found = codes(data, &[reviewer(), approve.clone(), approve.clone(), approve.clone(), approve]);
    assert_eq!(found[1..], ["wrong-passphrase", "wrong-passphrase", "wrong-passphrase", "too-many-tries"]);
}

#[test]
fn nobody_waits_longer_than_a_minute_whatever_was_tried_before() {
    assert!((0..100).all(|wrong| patience(wrong) <= 60));
    let data = office();
    let now = Arc::new(AtomicI64::new(SystemClock::default().wall_ms()));
    let mut desk = open_at(place(data.path()), ManualClock::at(&now)).expect("it opens");
    for _ in 0..20 {
        say(&mut desk, &wrong("mina"));
        now.fetch_add(61_000, Ordering::SeqCst);
    }
    say(&mut desk, &wrong("mina"));
    // Nor where the clock was set back meanwhile.
    now.fetch_add(-DAY, Ordering::SeqCst);
    assert_eq!(code(&say(&mut desk, &reviewer())), "too-many-tries");
    now.fetch_add(61_000, Ordering::SeqCst);
    done(&mut desk, &reviewer());
    desk.close();
}

#[test]
fn opening_a_sealed_folder_is_a_door_too() {
    let data = desk_with_as(1, true);
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), "not this one").expect("written");
    let unlock = file.path().display().to_string();
    let tried = [(); 4].map(|()| command(data.path(), &["--unlock", &unlock, "check"]));
    let last = &tried[3];
    assert!(last.0 != 0 && last.1.contains("Too many wrong passphrases"), "{last:?}");
    let tries = std::fs::read_to_string(data.path().join("tries.toml")).expect("they are counted");
    assert!(!tries.contains("sara") && tries.contains("wrong"), "{tries}");
}

#[test]
fn what_is_soon_guessed_and_what_holds_the_own_name_is_not_taken() {
    let data = office();
    let enrol = |secret: &str| enrol_with("Kamran Nemune", "kamran", "clerk", secret);
    let reset = |secret: &str| {
        let answers = json!({"sign-in": "reza", "passphrase": secret, "passphrase-again": secret});
        json!({"act": "reset-passphrase", "answers": answers}).to_string()
    };
    let mut desk = crate::world::open(data.path()).expect("it opens");
    done(&mut desk, &sign_in());
    let flaw = |reply: &Value| reply["faults"][0]["code"].as_str().unwrap_or_default().to_owned();
    for common in [
        "12345678",
        "\u{06F1}\u{06F2}\u{06F3}\u{06F4}\u{06F5}\u{06F6}\u{06F7}\u{06F8}",
        "password",
        "P@ssw0rd1",
        "qwertyuiop",
        "11111111",
        // First names, clubs, towns, also by the keys of the other layout; dates, run together too.
        "پرسپولیس",
        "esteghlal",
        "mvsm,gds",
        "sepehr1370",
        "1370/05/12",
        "13700512",
        "12-05-1370",
        "۱۳۷۰/۰۵/۱۲",
        "ali 1370/5/12",
        "1370051213710612",
        "فاطمه 1365",
    ] {
        assert_eq!(flaw(&say(&mut desk, &enrol(common))), "passphrase-common", "{common}");
        assert_eq!(flaw(&say(&mut desk, &reset(common))), "passphrase-common", "{common}");
    }
    for own in ["kamran kettle moon", "moonKAMRANkettle", "k.a.m.r.a.n teapot", "nemune teapot"] {
        assert_eq!(flaw(&say(&mut desk, &enrol(own))), "passphrase-has-name", "{own}");
    }
    assert_eq!(flaw(&say(&mut desk, &reset("teapot reza moon"))), "passphrase-has-name");
    assert_eq!(flaw(&say(&mut desk, &enrol("seven77"))), "passphrase-short");
    done(&mut desk, &enrol("slow green teapot"));
    // Words that are not everybody's, and what such a date is only put to.
    for hard in ["سماور لنگر قندان نعلبکی", "slow green teapot 1370/05/12"] {
        done(&mut desk, &reset(hard));
    }
    desk.close();
}

#[test]
fn a_sign_in_that_fails_ends_the_session_before() {
    let data = office();
    let enrol = crate::world::enrol("لیلا پارسا", "leila", "clerk");
    let recover = json!({"act": "recover", "answers": {"sign-in": "reza",
        "recovery-code": "00000-00000-00000-00000-00000", "passphrase": "quite another", "passphrase-again": "quite another"}});
    let half = json!({"act": "sign-in", "answers": {"sign-in": "reza"}});
    for fails in [wrong("reza"), wrong("nobody"), half.to_string(), recover.to_string()] {
        let found = codes(data.path(), &[sign_in(), fails.clone(), enrol.clone()]);
        assert_eq!((found[0].as_str(), found[2].as_str()), ("ok", "not-signed-in"), "{fails}");
    }
}

#[test]
fn what_was_typed_for_a_name_that_nobody_has_is_not_kept() {
    let data = office();
    assert_eq!(codes(data.path(), &[wrong("sara.my.secret.is.here"), wrong("reza")]), ["wrong-passphrase"; 2]);
    assert!(!crate::world::holds(&readable(data.path()), "sara.my.secret"), "it may be a passphrase");
    let (_, shown) = run(&["--data", &data.path().display().to_string(), "audit", "show"], "");
    assert!(shown.contains("reza") && !shown.contains("my.secret"), "{shown}");
}

/// Something else in the place of the file in which wrong ones are counted.
#[test]
fn what_lies_in_the_place_of_the_counts_switches_no_waiting_off() {
    type Put<'a> = (&'a str, &'a dyn Fn(&Path));
    let puts: [Put; 3] = [
        ("a link", &|path| symlink("/dev/null", path).expect("linked")),
        ("a folder", &|path| fs::create_dir(path).expect("made")),
        ("a pipe", &|path| assert!(Command::new("mkfifo").arg(path).status().is_ok_and(|done| done.success()))),
    ];
    for (what, put) in puts {
        for encrypted in [false, true] {
            let data = desk_with_as(1, encrypted);
            let file = data.path().join("tries.toml");
            // Of a desk that is open what was counted counts on.
            let mut desk = (!encrypted).then(|| open(data.path()).expect("the desk opens"));
            if let Some(desk) = &mut desk {
                let seen: Vec<String> = (0..2).map(|_| code(&say(desk, &wrong("sara")))).collect();
                assert_eq!(seen, ["wrong-passphrase"; 2], "{what}");
            }
            let _ = fs::remove_file(&file);
            put(&file);
            if let Some(mut desk) = desk {
                let seen: Vec<String> = (0..2).map(|_| code(&say(&mut desk, &wrong("sara")))).collect();
                assert_eq!(seen, ["wrong-passphrase", "too-many-tries"], "{what}");
                desk.close();
            }
            for arguments in [&["act"][..], &["case", "list"]] {
                let (code, told) = command(data.path(), arguments);
                assert!(code == 3 && told.contains("tries.toml is a link, a folder"), "{what}: {code} {told}");
            }
            let _ = fs::remove_file(&file).or_else(|_| fs::remove_dir(&file));
            assert_eq!(command(data.path(), &["case", "list"]).0, 0, "{what}");
        }
    }
}

#[test]
fn what_a_desk_counted_counts_on_when_the_file_is_taken_away() {
    let data = office();
    let mut desk = open(data.path()).expect("the desk opens");
    for expected in ["wrong-passphrase", "wrong-passphrase", "wrong-passphrase", "too-many-tries"] {
        assert_eq!(code(&say(&mut desk, &wrong("sara"))), expected);
        fs::remove_file(data.path().join("tries.toml")).expect("it goes");
    }
}

#[test]
fn an_unknown_name_takes_as_long_as_a_known_one_and_fits_nothing() {
    let cost = |hash: &str| {
        let hash = PasswordHash::new(hash).expect("a hash");
        let params = Params::try_from(&hash).expect("what it costs");
        (hash.algorithm.to_string(), hash.version, params.m_cost(), params.t_cost(), params.p_cost())
    };
    assert_eq!(cost(NOBODYS), cost(&hash("slow green teapot").expect("hashed")));
    assert!(!matches("slow green teapot", None) && !matches("", Some(NOBODYS)));
}
