//! Every slip is a proof in somebody's hand: what was on record when it was handed out cannot be cut or written anew
//! without contradicting it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use pishkhan::domain::audit::{WrittenHead, WrittenKey};
use pishkhan::domain::event::{Envelope, Event};
use pishkhan::domain::stage::Stage;
use pishkhan::record::kept::encode;
use pishkhan::record::{self, StoredAct};
use pishkhan::store::disk::RealDisk;
use pishkhan::store::journal::{Journal, segment};
use pishkhan::words::Lang;
use serde_json::json;

use crate::world::crowd::{LARGE, seat};
use crate::world::inside::Seat;
use crate::world::{
    PASSPHRASE, Session, Term, act, at_centre, at_desk, command, copy, done_all, folder, founded, journal, leave,
    office, on, open_line, passphrase, report, sign_in, signed_because, stored_acts, verified,
};

/// What stands on a slip to be typed: the head with its number, and the key.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Typed {
    head: String,
    key: String,
}

impl Typed {
    /// Of a line that begins with it.
    fn of(line: &str) -> Option<Typed> {
        let mut words = line.trim().strip_prefix("head ")?.split_whitespace();
        let head = words.next()?.to_owned();
        assert_eq!(words.next(), Some("key"), "{line}");
        Some(Typed { head, key: words.next().expect("a key").to_owned() })
    }

    fn on(text: &str) -> Typed {
        let mut found = text.lines().filter_map(Typed::of);
        let typed = found.next().unwrap_or_else(|| panic!("no proof on\n{text}"));
        assert_eq!(found.next(), None, "{text}");
        typed
    }

    fn number(&self) -> u64 {
        WrittenHead::parse(&self.head).expect("a head").number
    }
}

/// The text of every slip that is kept of this kind.
fn slips(data: &Path, kind: &str) -> Vec<String> {
    let kept = fs::read_dir(data.join("slips")).expect("slips").flatten().map(|entry| entry.path());
    let of_kind = kept.filter(|path| path.display().to_string().contains(kind));
    of_kind.map(|path| fs::read_to_string(path).expect("kept")).collect()
}

fn receipt(data: &Path, case: &str) -> Typed {
    let path = data.join("slips").join(format!("{case}-receipt.txt"));
    Typed::on(&fs::read_to_string(path).expect("a receipt"))
}

/// What `audit verify` says against these slips, all in one call.
fn against(data: &Path, slips: &[&Typed]) -> serde_json::Value {
    let given = slips.iter().flat_map(|typed| ["--head", &typed.head, "--key", &typed.key]);
    report(data, &[&["audit", "verify"][..], &given.collect::<Vec<_>>()].concat())
}

/// Writes the journal anew with what `change` makes of each event, every checksum and every link right.
fn rewritten(data: &Path, mut change: impl FnMut(&mut Envelope, &mut Event)) {
    let (acts, vault) = stored_acts(data);
    let origin = vault.origin();
    let aside = folder();
    let mut anew = Journal::create(Arc::new(RealDisk), &aside.path().join("journal"), vault).expect("a journal");
    let mut previous = [0; 32];
    for act in acts {
        let link = |stored: record::Stored| {
            let mut recorded = record::recorded_of(&stored, origin).expect("an event").0;
            change(&mut recorded.envelope, &mut recorded.event);
            let linked = record::link(recorded.envelope, recorded.event, stored.salt(), previous).expect("small");
            previous = linked.2;
            linked.1
        };
        let act = StoredAct { events: act.events.into_iter().map(link).collect() };
        anew.append(&encode(&act).expect("small")).expect("written");
    }
    anew.flush_waiting().expect("settled");
    fs::remove_dir_all(data.join("journal")).expect("it goes");
    copy(&aside.path().join("journal"), &data.join("journal"));
}

#[test]
fn every_kind_of_slip_carries_a_proof_that_holds() {
    let data = office();
    let mut session = Session::start(data.path());
    let blanks = json!({"first-serial": "S-00001", "count": "50"});
    session.done("sara", &json!({"act": "blanks-received", "answers": blanks}));
    let cases = session.waiting("reza", 2);
    let delivered = &cases[..1];
    session.on_to("reza", delivered, Stage::Delivered);
    session.on_to("reza", &cases[1..], Stage::Deficient);
    let referred = session.open("reza", &[]);
    session.judge("reza", &referred, "national-card", "suspected-forged");
    session.on("reza", "close-documents", &referred, json!({}));
    let reprinted = session.done("reza", &json!({"act": "issue-slip", "case": referred, "slip": "referral"}));
    let closed = session.done("sara", &json!({"act": "close-day", "answers": {"blanks-counted": "69"}}));
    drop(session);
    let mut all = Vec::new();
    for kind in ["receipt", "delivery", "deficiency", "referral", "day-"] {
        let found: Vec<Typed> = slips(data.path(), kind).iter().map(|text| Typed::on(text)).collect();
        assert!(!found.is_empty(), "{kind}");
        for typed in &found {
            let (code, told) = command(data.path(), &["audit", "verify", "--head", &typed.head, "--key", &typed.key]);
            assert!(code == 0 && told.contains("1 written heads agree"), "{kind}: {typed:?} {told}");
            assert!(told.contains("1 written keys"), "{told}");
        }
        all.extend(found);
    }
    assert_eq!(all.iter().map(Typed::number).collect::<BTreeSet<_>>().len(), all.len(), "each is of its own act");
    let found = against(data.path(), &all.iter().collect::<Vec<_>>());
    assert_eq!((&found["heads-matched"], &found["keys-known"]), (&json!(all.len()), &json!(all.len())), "{found}");
    // The one printed again says how far the record reached then, and that is the act itself.
    let referral = Typed::on(&slips(data.path(), "referral")[0]);
    assert_eq!(json!(referral.number()), reprinted["sequence"]);
    // The closing slip and what a script is told of it are one.
    let day = Typed::on(&slips(data.path(), "day-")[0]);
    let digits = WrittenHead::parse(&day.head).expect("a head").digits;
    assert!(closed["closed"]["head"].as_str().expect("a head").starts_with(&digits), "{closed}");
    let key = WrittenKey::parse(&day.key).expect("a key").digits;
    assert!(key.len() == 16 && closed["closed"]["key"].as_str().expect("a key").starts_with(&key), "{closed}");
}

#[test]
fn a_proof_fits_on_two_lines_in_both_languages_and_carries_no_control() {
    for lang in [Lang::Fa, Lang::En] {
        let (data, mut seat) = seat(lang, LARGE);
        seat.sign_in("reza", "battery staple").keys("<F3>C-2<Enter>p");
        let text = slips(data.path(), "deficiency").pop().expect("a slip");
        let lines: Vec<&str> = text.lines().collect();
        let typed = lines.last().expect("a line");
        assert!(Typed::of(typed).is_some() && typed.is_ascii() && typed.len() <= 80, "{typed}");
        // On a Persian line of plain text the digits stand in order only if a letter of their own direction is first.
        assert!(typed.starts_with(|c: char| c.is_ascii_alphabetic()));
        assert!(lines[lines.len() - 2].chars().count() <= 80, "{text}");
        // On the screen they stand as they do on paper, but for what a picture masks.
        let masked: String = seat.picture();
        let number = Typed::on(&text).number();
        assert!(masked.contains(&format!("head {number}:####-####-####-#### key ####-####-####-####")), "{masked}");
        seat.close();
    }
}

#[test]
fn a_chain_that_was_cut_behind_a_receipt_contradicts_it() {
    let data = office();
    let first = at_centre(data.path(), 1);
    let records = segment::starts(&fs::read(journal(data.path())).expect("the journal"), 0).count();
    let second = at_centre(data.path(), 2);
    let (first, second) = (receipt(data.path(), &first), receipt(data.path(), &second));
    assert_eq!(against(data.path(), &[&first, &second])["heads-matched"], 2);
    let whole = fs::read(journal(data.path())).expect("the journal");
    let length = segment::starts(&whole, 0).nth(records).expect("more came");
    fs::write(journal(data.path()), &whole[..length]).expect("written");
    // The journal's own note of its last record tells of it too, as long as it lies there.
    assert_eq!(against(data.path(), &[&first])["code"], "damaged");
    fs::remove_file(data.path().join("journal/head")).expect("it goes");
    let found = against(data.path(), &[&first]);
    assert_eq!((&found["ok"], &found["heads-matched"]), (&json!(true), &json!(1)), "what was before holds: {found}");
    for slips in [&[&second][..], &[&first, &second], &[&second, &first]] {
        assert_eq!(against(data.path(), slips)["code"], "audit-ends");
    }
}

#[test]
fn a_chain_that_was_written_anew_contradicts_every_receipt() {
    let data = office();
    let cases = [1, 2].map(|person| at_centre(data.path(), person));
    let slips = [receipt(data.path(), &cases[0]), receipt(data.path(), &cases[1])];
    let other = folder();
    copy(data.path(), other.path());
    // With the desk's own key, the moment of one verdict changed by a millisecond.
    let mut changed = false;
    rewritten(data.path(), |envelope, event| {
        if matches!(event, Event::DocumentJudged { .. }) && !changed {
            envelope.moment.mono_ms += 1;
            changed = true;
        }
    });
    let alone = verified(data.path(), None);
    assert_eq!(alone["ok"], true, "by itself it is whole: {alone}");
    for typed in &slips {
        assert_eq!(against(data.path(), &[typed])["code"], "audit-head");
    }
    // From the start with a key of somebody else's: the head says so, and the key alone does too.
    let mut seen = false;
    rewritten(other.path(), |_, event| {
        if let Event::KeysSet { keys, .. } = event {
            (keys.sign, seen) = ([7; 32], true);
        }
    });
    assert!(seen);
    let alone = verified(other.path(), None);
    assert_eq!(alone["ok"], true, "by itself it is whole: {alone}");
    let found = report(other.path(), &["audit", "verify", "--key", &slips[1].key]);
    assert_eq!((&found["ok"], &found["code"]), (&json!(false), &json!("audit-key-unknown")), "{found}");
    let (code, told) = command(other.path(), &["audit", "verify", "--key", &slips[1].key]);
    assert!(code == 1 && told.contains(&slips[1].key.replace('-', "")), "{told}");
}

#[test]
fn a_key_that_was_exchanged_is_known_and_no_other_is() {
    let data = office();
    let rotate = json!({"act": "rotate-keys", "answers": {"passphrase": PASSPHRASE}});
    let rotate = signed_because(&rotate, &["new-keys"], "parvin", "x").to_string();
    let before = at_centre(data.path(), 1);
    done_all(data.path(), &[sign_in(), rotate]);
    let after = at_centre(data.path(), 2);
    let (before, after) = (receipt(data.path(), &before), receipt(data.path(), &after));
    assert_ne!(before.key, after.key, "a slip tells the key that is in force");
    let found = against(data.path(), &[&before, &after]);
    assert_eq!((&found["ok"], &found["keys-known"]), (&json!(true), &json!(2)), "{found}");
    for (key, code) in [("1a2b-3c4d-5e6f-7a8b", 1), ("1a2b-3c4d", 2), ("1a2b-3c4d-5e6f-7a8z", 2), ("", 2)] {
        let (ended, told) = command(data.path(), &["audit", "verify", "--key", &after.key, "--key", key]);
        assert_eq!(ended, code, "{key}: {told}");
    }
}

#[test]
fn a_head_is_taken_as_people_type_it() {
    let data = office();
    let case = at_centre(data.path(), 1);
    let typed = receipt(data.path(), &case);
    let (number, digits) = typed.head.split_once(':').expect("a pair");
    let persian = pishkhan::text::normalize::persian_digits(&typed.head);
    let spellings = [
        persian,
        typed.head.to_uppercase(),
        typed.head.replace('-', ""),
        typed.head.replace('-', " "),
        typed.head.replace('-', "–"),
        format!(" {number} : {digits} "),
        format!("{number}:\u{2066}{digits}\u{2069}"),
    ];
    for head in spellings {
        let (code, told) = command(data.path(), &["audit", "verify", "--head", &head]);
        assert!(code == 0 && told.contains("1 written heads"), "{head:?}: {told}");
    }
}

/// Types one slip on the screen for written heads and sends it.
fn type_slip(seat: &mut Seat, number: &str, digits: &str, key: &str) -> String {
    seat.keys(number).keys("<Enter>").keys(digits).keys("<Enter>").keys(key).keys("<Enter>");
    seat.picture()
}

#[test]
fn an_inspector_types_one_slip_after_another() {
    let (data, mut seat) = seat(Lang::En, LARGE);
    let texts = slips(data.path(), "receipt");
    let typed: Vec<Typed> = texts.iter().map(|text| Typed::on(text)).collect();
    assert!(typed.len() >= 2);
    seat.sign_in("sara", "correct horse").keys("i2");
    for (at, slip) in typed.iter().take(3).enumerate() {
        let (number, digits) = slip.head.split_once(':').expect("a pair");
        let persian = pishkhan::text::normalize::persian_digits;
        let told = match at {
            0 => type_slip(&mut seat, number, digits, ""),
            1 => type_slip(&mut seat, &persian(number), &persian(&digits.replace('-', "")), &slip.key),
            _ => type_slip(&mut seat, number, &digits.replace('-', " "), &slip.key.replace('-', "")),
        };
        assert!(told.contains("1 written heads agree"), "{told}");
        assert!(told.contains(if at == 0 { "0 written keys" } else { "1 written keys" }), "{told}");
        // Below it the next one can be typed at once.
        seat.keys("<Esc>");
    }
    // One that does not agree stays to be compared with the paper.
    let (number, digits) = typed[0].head.split_once(':').expect("a pair");
    let wrong: String = digits
        .chars()
        .map(|c| {
            if c == '0' {
                '1'
            } else if c == '-' {
                c
            } else {
                '0'
            }
        })
        .collect();
    let told = type_slip(&mut seat, number, &wrong, "");
    assert!(told.contains("is not the one whose head was written down"), "{told}");
    seat.keys("<Esc>");
    assert!(seat.picture().contains(number));
    seat.close();
}

#[test]
fn a_sealed_folder_shows_the_proof_on_the_screen() {
    let data = founded(true);
    let (_, replies) = act(data.path(), &[sign_in(), open_line(1, "W-1", &[])]);
    let case = replies[1]["case"]["tracking"].as_str().expect("a case").to_owned();
    let judged = ["identity-booklet", "national-card", "last-degree"].map(|document| {
        let verdict = if document == "last-degree" { "missing" } else { "original-seen" };
        json!({"act": "judge", "case": case, "document": document, "verdict": verdict}).to_string()
    });
    done_all(data.path(), &[&[sign_in()], &judged[..], &[on(&case, "close-documents", json!({}))]].concat());
    let path = data.path().display().to_string();
    let mut term = Term::start(&["--data", &path, "--bidi", "app", "--lang", "en"], 100, 50);
    term.see("Sign-in name").keys("sara\r").keys(PASSPHRASE).keys("\r").see("Queue");
    term.keys("\x1bOR").keys("W-1\r").see(&case).keys("p").see("head ");
    let shown = term.screen();
    term.kill();
    let typed = Typed::on(&shown);
    assert!(slips(data.path(), "").is_empty(), "no slip is kept");
    let found = against(data.path(), &[&typed]);
    assert_eq!((&found["ok"], &found["heads-matched"], &found["keys-known"]), (&json!(true), &json!(1), &json!(1)));
}

#[test]
fn whoever_exchanges_the_key_is_told_of_the_key_and_not_of_the_signature() {
    let data = office();
    let mut term = at_desk(data.path(), &[], "sara", PASSPHRASE);
    // The last but two of the office's rows.
    term.keys("o").see("کلید تازهٔ میز").keys("\x1b[F\x1b[A\x1b[A\r").see("فایل desk.key");
    term.keys(PASSPHRASE).keys("\r").see("با کلید دیگری امضا می‌کند").keys("جابه‌جا شد\rparvin\r");
    term.keys(passphrase("parvin")).keys("\r").see("میز با کلید");
    leave(term);
}
