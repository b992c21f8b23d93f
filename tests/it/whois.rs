//! Who is who comes from the journal and never from its index, and what is not as it should be in the index is found.

use std::path::Path;

use pishkhan::domain::case::Case;
use pishkhan::domain::event::{Event, Moment};
use pishkhan::domain::operator::{Admission, Role};
use pishkhan::domain::own::Own;
use pishkhan::record::Stored;
use pishkhan::record::kept::{decode, encode};
use pishkhan::record::v4::cache::Watermark;
use pishkhan::store::identity::vault_at;
use pishkhan::store::journal::Journal;
use pishkhan::store::journal::chain::Chain;
use pishkhan::store::upkeep::check::{IndexCheck, check_all};
use pishkhan::store::vault::Vault;
use pishkhan::store::{About, Heading, Store};
use serde_json::json;

use crate::world::{
    Kept, act, clerk, codes, command, data, desk_with_as, enrol_with, folder, founded, go_on, open, open_line, place,
    sign_in, stored_acts, tracking,
};

/// The index of a folder as whoever may write to its files and knows a passphrase sees it.
struct Inside {
    db: sled::Db,
    vault: Vault,
}

impl Inside {
    fn of(data: &Path) -> Inside {
        let vault = vault_at(&place(data)).expect("it opens");
        Inside { db: sled::open(data.join("index")).expect("sled opens it"), vault }
    }

    /// The first entry of a table.
    fn first(&self, table: &[u8]) -> (Vec<u8>, Vec<u8>) {
        let (key, bytes) = self.db.scan_prefix(table).next().expect("an entry").expect("readable");
        let value = self.vault.decrypt("index", &key, &bytes).expect("of this folder").into_owned();
        (key.to_vec(), value)
    }

    fn put(&self, key: &[u8], value: &[u8]) {
        let value = self.vault.encrypt("index", key, value).expect("it is encrypted");
        self.db.insert(key, value.as_ref()).expect("written");
    }

    /// What stood there, in front of one byte more.
    fn put_beside(&self, table: &[u8], at: usize) {
        let (mut key, value) = self.first(table);
        key[at] ^= 1;
        self.put(&key, &value);
    }

    fn remove(&self, table: &[u8]) {
        let (key, _) = self.first(table);
        self.db.remove(key).expect("removed");
    }

    fn close(self) {
        self.db.flush().expect("on the disk");
    }
}

fn tamper(data: &Path, how: impl FnOnce(&Inside)) {
    let inside = Inside::of(data);
    how(&inside);
    inside.close();
}

/// A program that another test starts holds for a moment whatever files this one has open, locks too: it is asked
/// again then.
fn checked(data: &Path) -> IndexCheck {
    let vault = vault_at(&place(data)).expect("it opens");
    let check = || check_all(data, &vault).expect("a whole journal").1;
    let held = |found: &IndexCheck| matches!(found, IndexCheck::InUse | IndexCheck::Absent);
    let mut found = check();
    for _ in 0..50 {
        if !held(&found) {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
        found = check();
    }
    found
}

/// The line that admits somebody who could do anything.
fn evil() -> String {
    enrol_with("بدخواه", "evil", "supervisor", "slow green teapot")
}

#[test]
fn nobody_is_made_a_supervisor_by_the_index() {
    for encrypted in [false, true] {
        let data = founded(encrypted);
        let data = data.path();
        let (acts, vault) = stored_acts(data);
        let event = encode(&acts[0].events[0]).expect("bytes");
        tamper(data, |inside| {
            // Where accounts and the desk's own events lay before: who reza is, and that reza's role was changed.
            inside.put(b"oreza", b"a supervisor");
            let token = vault.token(b"oreza").unwrap_or([7; 16]);
            inside.put(&[&b"o"[..], &token].concat(), b"a supervisor");
            inside.put(&[&b"d"[..], vault.origin().0.as_bytes(), &99_u64.to_be_bytes()].concat(), &event);
        });
        assert_eq!(checked(data), IndexCheck::Differs(3), "encrypted: {encrypted}");
        assert_eq!(codes(data, &[clerk(), evil()]), ["ok", "not-a-supervisor"]);
        let (code, told) = command(data, &["check"]);
        assert!(code == 0 && told.contains("The index differs in 3 places"), "{told}");
        let desk = open(data).expect("it opens");
        let roles: Vec<Role> = desk.accounts().map(|account| account.operator.role).collect();
        assert_eq!(roles, [Role::Clerk, Role::Supervisor], "reza, sara");
        desk.close();
    }
}

#[test]
fn nobody_is_made_a_supervisor_by_a_case() {
    let data = founded(false);
    let data = data.path();
    let heading = Heading {
        case: Some(About::Opening),
        case_version: 0,
        site: "00123".into(),
        desk: "1".into(),
        operator: None,
        approver: None,
        moment: Moment { wall_ms: 1_763_900_000_000, boot: 9, mono_ms: 1 },
        rules: None,
    };
    let event = Event::RoleChanged { sign_in: "reza".into(), role: Role::Supervisor, admission: Admission::AtOnce };
    let (mut store, _) = Store::open(&place(data), &mut go_on).expect("it opens");
    store.append(vec![(heading, event)]).expect("kept");
    assert_eq!(store.account("reza").expect("reza").operator.role, Role::Clerk);
    store.close();
    let (store, _) = Store::open(&place(data), &mut go_on).expect("it opens");
    assert_eq!(store.account("reza").expect("reza").operator.role, Role::Clerk);
    store.close();
    assert_eq!(codes(data, &[clerk(), evil()]), ["ok", "not-a-supervisor"]);
}

#[test]
fn of_the_mark_only_the_place_is_believed() {
    let changes: [fn(&mut Watermark); 4] = [
        |mark| mark.signing = (Some([7; 32]), Some([8; 32])),
        |mark| mark.tracking_from += 10_000,
        |mark| mark.lives.push(([7; 16], mark.number + 1)),
        |mark| mark.hash[0] ^= 1,
    ];
    for (encrypted, change) in [false, true].into_iter().flat_map(|way| changes.map(|change| (way, change))) {
        let data = desk_with_as(2, encrypted);
        let data = data.path();
        let before = tracking(data);
        tamper(data, |inside| {
            let (key, value) = inside.first(b"mwatermark");
            let mut mark: Watermark = decode(&value).expect("the mark");
            change(&mut mark);
            inside.put(&key, &encode(&mark).expect("bytes"));
        });
        assert_eq!(checked(data), IndexCheck::Differs(1));
        let desk = open(data).expect("it opens");
        assert!(desk.report.rebuilt, "an index of another journal is made anew");
        desk.close();
        assert_eq!((tracking(data), checked(data)), (before, IndexCheck::Agrees));
    }
}

type Tamper = fn(&Inside);

/// What may be done to an index, each of it one thing.
fn tampers() -> Vec<(&'static str, Tamper)> {
    vec![
        ("a count", |inside| {
            let (key, value) = inside.first(b"k");
            let count = i64::from_be_bytes(value.try_into().expect("a count"));
            inside.put(&key, &(count + 1).to_be_bytes());
        }),
        ("a count that is gone", |inside| inside.remove(b"k")),
        ("a count where nothing is", |inside| inside.put(b"kdelivered", &3_i64.to_be_bytes())),
        ("a case under another number", |inside| inside.put_beside(b"p", 3)),
        ("a case under another code", |inside| inside.put_beside(b"t", 2)),
        ("another case under a number", |inside| {
            let at = inside.first(b"p").0.len() - 1;
            inside.put_beside(b"p", at);
        }),
        ("a case that is found no more", |inside| inside.remove(b"n")),
        ("a case at another stage", |inside| inside.put_beside(b"s", 1)),
        ("a name that is nobody's", |inside| inside.put(b"wname\0somebody", b"")),
        ("an event that is gone", |inside| inside.remove(b"h")),
        ("an event that says nothing", |inside| {
            let (key, value) = inside.first(b"h");
            let erased = decode::<Stored>(&value).expect("an event").erased();
            inside.put(&key, &encode(&erased).expect("bytes"));
        }),
        ("an event of nobody", |inside| inside.put_beside(b"h", 1)),
        ("the place of an event", |inside| inside.remove(b"q")),
        ("a place where no event is", |inside| inside.put_beside(b"q", 24)),
        ("a case that nobody can read", |inside| inside.put(&[&b"u"[..], &[1; 16]].concat(), b"")),
        ("another certificate", |inside| {
            let (key, value) = inside.first(b"c");
            let mut case: Case = decode(&value).expect("a case");
            case.intake.certificate.number.push('9');
            inside.put(&key, &encode(&case).expect("bytes"));
        }),
        ("a case that is gone", |inside| inside.remove(b"c")),
        ("what is no entry", |inside| drop(inside.db.insert(inside.first(b"c").0, b"anything").expect("written"))),
        ("a table that there is not", |inside| inside.put(b"zero", b"one")),
        ("a tree beside the index", |inside| {
            let tree = inside.db.open_tree("beside").expect("a tree");
            tree.insert(b"o", b"reza").expect("written");
        }),
    ]
}

#[test]
fn whatever_is_not_as_the_journal_has_it_is_named_by_check() {
    for encrypted in [false, true] {
        let first = desk_with_as(3, encrypted);
        assert_eq!(checked(first.path()), IndexCheck::Agrees);
        let kept = Kept::of(first.path());
        for (what, how) in tampers() {
            let data = folder();
            kept.lay_out(data.path());
            tamper(data.path(), how);
            assert_eq!(checked(data.path()), IndexCheck::Differs(1), "{what}, encrypted: {encrypted}");
            // As it says: its folder is removed, and it is made anew.
            std::fs::remove_dir_all(data.path().join("index")).expect("removed");
            assert_eq!(tracking(data.path()).len(), 3, "{what}");
            assert_eq!(checked(data.path()), IndexCheck::Agrees, "{what}, encrypted: {encrypted}");
        }
    }
}

#[test]
fn an_index_that_followed_is_the_one_that_is_made_anew() {
    let data = founded(false);
    let data = data.path();
    let open_case = |at: u32| open_line(at, &format!("C-{at}"), &[]);
    let (code, replies) = act(data, &[sign_in(), open_case(1), open_case(2)]);
    assert_eq!(code, 0, "{replies:?}");
    // The last case leaves its stage, where then nothing is.
    for reply in &replies[1..] {
        let case = reply["case"]["tracking"].as_str().expect("its code");
        let line = json!({"act": "withdraw", "case": case, "text": "moved away"}).to_string();
        assert_eq!(codes(data, &[sign_in(), line]), ["ok", "ok"]);
    }
    assert_eq!(checked(data), IndexCheck::Agrees);
    std::fs::remove_dir_all(data.join("index")).expect("removed");
    open(data).expect("it opens").close();
    assert_eq!(checked(data), IndexCheck::Agrees);
}

/// The golden folders are of every version, with what was erased, restored and begun anew in them.
#[test]
fn what_is_passed_by_is_followed_all_the_same() {
    for name in
        ["golden-v1", "golden-v2", "golden-v2-sealed", "golden-v3", "golden-v3-sealed", "golden-v4", "golden-v4-sealed"]
    {
        let data = data(name);
        let vault = vault_at(&place(&data)).expect("it opens");
        let (mut passed, mut followed) = (Chain::new(vault.origin()), Chain::new(vault.origin()));
        let (mut some, mut all): (Vec<Own>, Vec<Own>) = (Vec::new(), Vec::new());
        Journal::scan(&data.join("journal"), &vault, None, &mut |at, payload, _| {
            passed.pass(at, payload, |own| some.push(own))?;
            followed.follow(at, payload, |own, _| {
                all.push(own);
                Ok(())
            })?;
            assert_eq!(passed, followed, "{name}: record {}", at.number);
            Ok(())
        })
        .expect("a whole journal");
        assert!(all.iter().any(|own| own.envelope.case.is_some()), "{name}");
        all.retain(|own| own.envelope.case.is_none());
        assert_eq!(some, all, "{name}");
    }
}
