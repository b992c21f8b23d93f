//! Whatever comes in: long, broken, doubled, steering the terminal; files that never end.

use std::fs;
use std::io::{BufReader, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use pishkhan::cli;
use pishkhan::domain::audit::{BadHead, WrittenHead};
use pishkhan::words::{Lang, Words};
use serde_json::{Value, json};

use crate::world::{
    PASSPHRASE, PROGRAM, codes, command, desk_with, folder, open, run_act, sign_in, tracking, verified,
};

/// The exit code and the replies to these bytes.
fn told(data: &Path, input: impl Read) -> (u8, Vec<Value>) {
    let (mut output, mut desk) = (Vec::new(), open(data).expect("the desk opens"));
    let code = cli::act::run(BufReader::new(input), &mut output, &mut desk, &Words::new(Lang::En)).expect("it answers");
    desk.close();
    let text = String::from_utf8(output).expect("UTF-8");
    (code, text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect())
}

#[test]
fn a_bad_line_is_told_and_the_others_are_done() {
    let data = desk_with(1);
    let long = format!("{{\"act\":\"{}\"}}\n", "x".repeat(2 << 20));
    let bad: [Vec<u8>; 4] = [
        b"\xff\xfe\x00\n".to_vec(),
        long.into_bytes(),
        b"{\"act\": 1}\n".to_vec(),
        b"{\"act\":\"a\",\"act\":\"b\"}\n".to_vec(),
    ];
    for line in bad {
        let input = [&line[..], sign_in().as_bytes(), b"\n", &line[..line.len() - 1]].concat();
        let (code, replies) = told(data.path(), &input[..]);
        let codes: Vec<&Value> =
            replies.iter().map(|reply| if reply["ok"] == true { &reply["ok"] } else { &reply["code"] }).collect();
        assert_eq!((code, codes), (2, vec![&json!("bad-line"), &json!(true), &json!("bad-line")]));
    }
    // A line of no end takes no more memory than one that is read.
    let endless = std::io::repeat(b'x').take(300 << 20);
    let (code, replies) = told(data.path(), endless.chain(format!("\n{}", sign_in()).as_bytes()));
    assert_eq!((code, replies.len(), &replies[1]["ok"]), (2, 2, &json!(true)));
}

#[test]
fn an_answer_that_is_given_twice_is_named() {
    let data = desk_with(1);
    let twice = r#"{"act":"sign-in","answers":{"sign-in":"reza","sign-in":"sara","passphrase":"correct horse"}}"#;
    let signed = r#"{"act":"ask-inquiries","supervisor":{"sign-in":"a","passphrase":"b","passphrase":"c"}}"#;
    for (line, field) in [(twice, "sign-in"), (signed, "passphrase")] {
        let (code, replies) = told(data.path(), line.as_bytes());
        assert_eq!((code, &replies[0]["code"], &replies[0]["field"]), (2, &json!("answered-twice"), &json!(field)));
    }
}

#[test]
fn before_anybody_signs_in_no_case_is_told_from_another() {
    let data = desk_with(1);
    let real = tracking(data.path()).remove(0);
    for act in ["judge", "correct", "withdraw", "close-documents", "approve", "issue-slip"] {
        let line = |case: &str| {
            json!({"act": act, "case": case, "document": "national-card", "verdict": "original-seen", "slip": "receipt"}).to_string()
        };
        let done = codes(data.path(), &[line(&real), line("00012-01-99999-9"), line("nothing")]);
        assert_eq!(done, ["not-signed-in"; 3], "{act}");
    }
}

/// What no terminal may get: controls old and new but for line ends, and what turns a line round.
fn is_clean(told: &str) -> bool {
    let steers = |c: char| {
        c.is_control() && c != '\n'
            || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2028}' | '\u{2029}' | '\u{200E}' | '\u{200F}')
    };
    !told.contains(steers)
}

#[test]
fn nothing_steers_the_terminal() {
    let data = desk_with(1);
    let evil = "x\u{1b}[2J\u{9b}31m\u{202e}\u{2069}\u{7}\u{85}\u{2028}";
    let case = tracking(data.path()).remove(0);
    let stick = folder();
    let target = format!("{}/{evil}", stick.path().display());
    // It gets into the folder by a search, by a name that is signed in with, by a note, by a refused answer.
    assert_eq!(command(data.path(), &["case", "find", evil]).0, 1);
    let note = json!({"act": "note", "case": case, "answers": {"note": evil}}).to_string();
    let withdraw = json!({"act": "withdraw", "case": case, "text": evil}).to_string();
    let wrong = json!({"act": "sign-in", "answers": {"sign-in": evil, "passphrase": evil}}).to_string();
    let stranger = json!({"act": "sign-in", "answers": {evil: evil}}).to_string();
    run_act(data.path(), &[sign_in(), note, withdraw, wrong.clone(), stranger.clone()]);
    let bad = format!("{evil}\n");
    for arguments in [
        &["audit", "show"][..],
        &["case", "show", &case],
        &["case", "list"],
        &["case", "list", "--stage", evil],
        &["case", "find", evil],
        &["case", "show", evil],
        &["salvage"],
        &["audit", "show", "--day", evil],
        &["audit", "verify", "--head", evil],
        &["restore", evil],
        &["backup", &target],
        &["--assets", evil, "case", "list"],
        &["--unlock", evil, "case", "list"],
        &["--as", evil, "case", "list"],
        &["--lang", evil],
        &[evil],
    ] {
        for tail in [&[][..], &["--json"]] {
            let (_, told) = crate::world::run(
                &[&["--lang", "en", "--data", &data.path().display().to_string()], arguments, tail].concat(),
                "",
            );
            assert!(is_clean(&told), "{arguments:?} {tail:?}: {told:?}");
        }
    }
    let path = data.path().display().to_string();
    for input in [&wrong, &stranger, &bad] {
        let (_, told) = crate::world::run(&["--data", &path, "act"], input);
        assert!(is_clean(&told), "{told:?}");
    }
}

/// The exit code of a command with this input file, which must come to an end.
fn ends(data: &Path, option: &str, file: &Path) -> (i32, String) {
    let mut child = Command::new(PROGRAM)
        .args(["--lang", "en", "--data"])
        .arg(data)
        .arg(option)
        .arg(file)
        .args(["case", "list"])
        .env_remove("PISHKHAN_UNLOCK")
        .env_remove("PISHKHAN_AS")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    for _ in 0..600 {
        if child.try_wait().expect("asked").is_some() {
            let output = child.wait_with_output().expect("it ended");
            let told = [output.stdout, output.stderr].concat();
            return (output.status.code().unwrap_or(-1), String::from_utf8(told).expect("UTF-8"));
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    let _ = child.kill();
    panic!("{option} {} hangs", file.display());
}

#[test]
fn a_file_that_never_ends_is_refused() {
    let (data, aside) = (desk_with(1), folder());
    let (pipe, long, assets) = (aside.path().join("pipe"), aside.path().join("long"), aside.path().join("assets"));
    assert!(Command::new("mkfifo").arg(&pipe).status().expect("it runs").success());
    fs::write(&long, vec![b'x'; 1 << 20]).expect("written");
    for option in ["--as", "--unlock"] {
        for file in [&pipe, &long, Path::new("/dev/zero")] {
            let (code, told) = ends(data.path(), option, file);
            assert!(
                (code == 2 || code == 3) && told.contains("could not be read"),
                "{option} {}: {told}",
                file.display()
            );
        }
    }
    for source in ["/dev/zero", pipe.to_str().expect("UTF-8")] {
        let _ = fs::remove_dir_all(&assets);
        fs::create_dir(&assets).expect("a folder");
        std::os::unix::fs::symlink(source, assets.join("tariff.toml")).expect("linked");
        let (code, told) = ends(data.path(), "--assets", &assets);
        assert!(code == 3 && told.contains("tariff.toml"), "{told}");
    }
}

#[test]
fn a_file_of_a_passphrase_that_others_may_read_is_told() {
    let (data, aside) = (desk_with(1), folder());
    for (mode, option) in [(0o644, "--as"), (0o604, "--unlock"), (0o600, "--as")] {
        let file = aside.path().join("who");
        let mut written = fs::File::create(&file).expect("a file");
        write!(written, "sara\n{PASSPHRASE}\n").expect("written");
        fs::set_permissions(&file, std::os::unix::fs::PermissionsExt::from_mode(mode)).expect("set");
        let (_, told) = ends(data.path(), option, &file);
        assert_eq!(told.contains("Others may read"), mode != 0o600, "{mode:o}: {told}");
    }
}

#[test]
fn a_head_of_few_digits_proves_nothing() {
    for short in ["43:747b39a4", "43:747b-39a4-5b8a-1c2"] {
        assert_eq!(WrittenHead::parse(short), Err(BadHead::Short), "{short}");
    }
    for odd in ["43", "x:747b-39a4-5b8a-1c2d", "43:747b-39a4-5b8a-1c2z"] {
        assert_eq!(WrittenHead::parse(odd), Err(BadHead::Shape), "{odd}");
    }
    let data = desk_with(1);
    let head = verified(data.path(), None);
    let (events, head) =
        (head["events"].as_u64().expect("a number"), head["head"].as_str().expect("a head").to_owned());
    let [whole, half, short] = [64, 16, 15].map(|digits| format!("{events}:{}", &head[..digits]));
    let (code, told) = command(data.path(), &["audit", "verify", "--json", "--head", &whole, "--head", &half]);
    assert!(code == 0 && told.contains("\"heads-matched\":2"), "{told}");
    let (code, told) = command(data.path(), &["audit", "verify", "--head", &short]);
    assert!(code == 2 && told.contains("too few digits"), "{told}");
}
