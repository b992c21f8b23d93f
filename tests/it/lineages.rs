//! Folders that go on by themselves: restored, moved, opened by a newer program; and the keys they sign with.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use pishkhan::domain::event::{Event, Recorded};
use pishkhan::domain::lineage::{Lineage, LineageReason};
use pishkhan::domain::own::Own;
use serde_json::json;

use crate::world::{
    act, as_user, backed_up, case_at, cases_of, close_day, codes, command, copy, data, desk_with, desk_with_as,
    done_all, enrol_with, folder, office, open, open_day, replay, restored, rotate_keys, sign_in, signed_because,
    tracking, verified,
};

fn begun(events: &[Recorded]) -> Vec<(LineageReason, u64)> {
    let begun = events.iter().filter_map(|recorded| match recorded.event {
        Event::LineageBegun { why, tracking_from, .. } => Some((why, tracking_from)),
        _ => None,
    });
    begun.collect()
}

fn lineages(events: &[Recorded]) -> BTreeSet<Lineage> {
    events.iter().map(|recorded| recorded.envelope.lineage).collect()
}

/// A desk, its backup, and the backup put into two other folders.
fn restored_twice(encrypted: bool) -> [tempfile::TempDir; 3] {
    let first = desk_with_as(3, encrypted);
    done_all(first.path(), &[sign_in(), close_day(None)]);
    let stick = backed_up(first.path());
    [first, restored(stick.path()), restored(stick.path())]
}

#[test]
fn no_code_is_handed_out_twice_by_a_desk_and_its_restored_backups() {
    for encrypted in [false, true] {
        let desks = restored_twice(encrypted);
        let before = tracking(desks[0].path());
        let mut codes: Vec<String> = Vec::new();
        let mut seen: BTreeSet<Lineage> = BTreeSet::new();
        for desk in &desks {
            done_all(desk.path(), &[vec![sign_in(), open_day()], cases_of(40..44)].concat());
            let mine = tracking(desk.path());
            assert!(before.iter().all(|code| mine.contains(code)), "what was there is there");
            codes.extend(mine.into_iter().filter(|code| !before.contains(code)));
            seen.extend(lineages(&replay::journal(desk.path())));
            done_all(desk.path(), &[sign_in(), close_day(None)]);
            let found = verified(desk.path(), None);
            assert_eq!(found["ok"], true, "{found}");
            let (code, told) = command(desk.path(), &["check"]);
            assert!(code == 0 && told.contains("agrees"), "{told}");
        }
        assert_eq!(codes.len(), 12);
        assert_eq!(codes.iter().collect::<BTreeSet<_>>().len(), 12, "{codes:?}");
        assert_eq!(seen.len(), 3, "each is a lineage of its own");
    }
}

#[test]
fn what_goes_on_from_a_backup_says_so_and_keeps_its_cases_going() {
    let [first, second, _] = restored_twice(false);
    let case = tracking(second.path())[0].clone();
    let judged = json!({"act": "judge", "case": case, "document": "national-card", "verdict": "original-seen"});
    done_all(second.path(), &[sign_in(), open_day(), judged.to_string()]);
    let events = replay::journal(second.path());
    assert_eq!(begun(&events).len(), 1);
    assert_eq!(begun(&events)[0].0, LineageReason::Restored);
    assert!(begun(&events)[0].1 > 1_000_000, "far from what the parent may come to");
    // The first act on a case in the new lineage names the last one of the old, so that both are known to follow.
    let on_case = events.iter().rev().find(|recorded| recorded.envelope.case.is_some()).expect("the verdict");
    assert_eq!(on_case.envelope.also.len(), 1);
    let found = case_at(second.path(), &case);
    assert_eq!((found.version, found.heads.len(), found.verdicts.len()), (2, 1, 1));
    assert!(found.conflicts.is_empty() && found.waiting == 0);
    assert_eq!(begun(&replay::journal(first.path())).len(), 0, "the first goes on as it was");
}

#[test]
fn a_folder_on_another_machine_goes_on_by_itself() {
    let data = desk_with(2);
    let file = data.path().join("lineage.toml");
    let text = fs::read_to_string(&file).expect("it says where it is");
    // Where the machine has no id of its own, a move cannot be seen.
    let Some(machine) = text.lines().find(|line| line.starts_with("machine")) else { return };
    fs::write(&file, text.replace(machine, "machine = \"00112233445566778899aabbccddeeff\"")).expect("moved");
    let desk = open(data.path()).expect("it opens");
    assert_eq!(desk.report.begins, Some(LineageReason::Moved), "whoever opens it is told");
    desk.close();
    assert_eq!(begun(&replay::journal(data.path())).len(), 0, "looking at it writes nothing");
    done_all(data.path(), &cases_of(50..51));
    let events = replay::journal(data.path());
    assert_eq!(begun(&events).iter().map(|(why, _)| *why).collect::<Vec<_>>(), [LineageReason::Moved]);
    let desk = open(data.path()).expect("it opens");
    assert_eq!(desk.report.begins, None, "and then it is here");
    desk.close();
    done_all(data.path(), &[sign_in(), close_day(None)]);
    assert_eq!(verified(data.path(), None)["ok"], true);
}

#[test]
fn a_lost_note_of_the_lineage_begins_another_one() {
    let data = desk_with(2);
    fs::remove_file(data.path().join("lineage.toml")).expect("it goes");
    done_all(data.path(), &cases_of(50..51));
    assert_eq!(begun(&replay::journal(data.path())).len(), 1);
    assert_eq!(begun(&replay::journal(data.path()))[0].0, LineageReason::Unknown);
    let codes = tracking(data.path());
    assert_eq!(codes.iter().collect::<BTreeSet<_>>().len(), 3);
    done_all(data.path(), &[sign_in(), close_day(None)]);
    assert_eq!(verified(data.path(), None)["ok"], true);
}

#[test]
fn folders_of_earlier_versions_go_on_with_their_numbers_and_their_key() {
    for name in ["golden-v1", "golden-v3"] {
        let target = folder();
        copy(&data(name), target.path());
        let before = replay::journal(target.path());
        let desk = open(target.path()).expect("it opens");
        assert_eq!(desk.report.begins, Some(LineageReason::Upgraded));
        desk.close();
        assert_eq!(replay::journal(target.path()).len(), before.len(), "looking at it writes nothing");
        let lines = if name == "golden-v1" {
            [as_user("demo", "pishkhan-demo"), open_day()]
        } else {
            let counted = json!({"act": "close-day", "answers": {"blanks-counted": "13", "slips-counted": "60"}});
            [sign_in(), counted.to_string()]
        };
        let (_, replies) = act(target.path(), &lines);
        let all = replay::journal(target.path());
        assert!(all.len() > before.len(), "{name}: {replies:?}");
        assert_eq!(begun(&all), [(LineageReason::Upgraded, 0)], "{name}");
        assert_eq!(all[..before.len()], before[..], "{name}: nothing of it is written anew");
        assert_eq!(verified(target.path(), None)["ok"], true, "{name}: {}", verified(target.path(), None));
    }
}

#[test]
fn keys_are_there_from_the_founding_and_change_only_by_the_key_before() {
    let data = desk_with(1);
    assert!(matches!(replay::journal(data.path())[0].event, Event::KeysSet { signature: None, .. }));
    done_all(data.path(), &[sign_in(), rotate_keys(), close_day(None)]);
    done_all(data.path(), &[sign_in(), rotate_keys()]);
    let events = replay::journal(data.path());
    let keys: Vec<_> = events
        .iter()
        .filter_map(|recorded| match &recorded.event {
            Event::KeysSet { keys, signature } => Some((keys.sign, signature.is_some())),
            _ => None,
        })
        .collect();
    assert_eq!(keys.iter().map(|(_, signed)| *signed).collect::<Vec<_>>(), [false, true, true]);
    assert_eq!(keys.iter().map(|(key, _)| key).collect::<BTreeSet<_>>().len(), 3);
    let found = verified(data.path(), None);
    assert_eq!((&found["ok"], &found["signed-days"]), (&true.into(), &1.into()), "{found}");
    // Neither somebody who only sits where a supervisor signed in, nor a clerk, changes keys.
    let wrong = json!({"act": "rotate-keys", "answers": {"passphrase": "not hers at all"}}).to_string();
    let (code, replies) = act(data.path(), &[sign_in(), wrong]);
    assert_eq!((code, replies[1]["code"].as_str()), (1, Some("wrong-passphrase")));
    done_all(data.path(), &[sign_in(), enrol_with("نیما نمونه", "nima", "clerk", "battery staple")]);
    let (code, replies) = act(data.path(), &[as_user("nima", "battery staple"), rotate_keys()]);
    assert_eq!((code, replies[1]["code"].as_str()), (1, Some("not-a-supervisor")));
}

#[test]
fn where_there_are_two_supervisors_both_stand_behind_another_key() {
    let data = office();
    let line: serde_json::Value = serde_json::from_str(&rotate_keys()).expect("an object");
    let signed = |who: &str| signed_because(&line, &["new-keys"], who, "x").to_string();
    let lines = [sign_in(), line.to_string(), signed("sara"), signed("mina"), signed("parvin")];
    assert_eq!(codes(data.path(), &lines), ["ok", "new-keys", "same-person", "not-a-supervisor", "ok"]);
    replay::holds(data.path());
    assert_eq!(verified(data.path(), None)["ok"], true);
}

#[test]
fn whoever_puts_another_key_in_place_is_named_from_there_on() {
    let data = desk_with(1);
    done_all(data.path(), &[sign_in(), close_day(None)]);
    let other = desk_with(1);
    done_all(other.path(), &[sign_in(), rotate_keys()]);
    fs::copy(other.path().join("desk.key"), data.path().join("desk.key")).expect("another key");
    done_all(data.path(), &[sign_in(), open_day(), close_day(None)]);
    let found = verified(data.path(), None);
    assert_eq!(found["code"], "audit-key", "{found}");
    assert_eq!(found["ok"], false);
}

#[test]
fn keys_that_were_on_their_way_do_no_harm() {
    let data = desk_with(1);
    let key = data.path().join("desk.key");
    let one = fs::read(&key).expect("the keys");
    // Cut off between the new keys and the event that tells them: two sets lie there.
    fs::write(&key, [one.clone(), vec![7; 96]].concat()).expect("written");
    done_all(data.path(), &[sign_in(), close_day(None)]);
    assert_eq!(fs::read(&key).expect("the keys"), one, "those in force are alone again");
    assert_eq!(verified(data.path(), None)["ok"], true);
}

#[test]
fn what_another_desk_did_is_nothing_of_ones_own() {
    let here = desk_with(1);
    let there = restored(backed_up(here.path()).path());
    done_all(there.path(), &cases_of(8..9));
    let descent = replay::descent(&replay::journal(here.path()));
    let own = |of: &Path| replay::journal(of).into_iter().filter_map(|one| Own::of(&descent, one)).count();
    let common = replay::journal(here.path()).len();
    assert_eq!(own(here.path()), common);
    assert!(replay::journal(there.path()).len() > common);
    assert_eq!(own(there.path()), common, "what both come from, and nothing that was done there since");
}
