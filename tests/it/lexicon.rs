//! What lies on disk, frozen: the order of every closed list that is stored, and the bytes of one of each
//! thing that is written. Folders of years hang on it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use pishkhan::domain::Choice;
use pishkhan::domain::event::{Envelope, Event};
use pishkhan::domain::{case, centre, certificate, documents, event, fees, office, operator, person, refusal, visit};
use pishkhan::form::draft::Unfinished;
use pishkhan::form::intake::YesNo;
use pishkhan::record::{self, Holds, StoredAct};
use pishkhan::store::views::{Look, View};
use serde::de::DeserializeOwned;

use crate::one_of_each::{bare_envelope, draft, envelope, looks, one_of_each, stored_act};
use crate::world::data;

/// What must be known by whoever changes one of these lists.
const WARNING: &str = "is stored in every data folder there is, and they would be read wrongly: what was written \
    as one answer would come back as another. Leave the ids and their order as they are; a new answer goes to the \
    END, and where the stored shape has to change, give the records a new version and read the old one beside it. \
    tests/it/data/lexicon/lists.txt is what old folders hold: never change a word of it";

/// Closed lists of which nothing is stored, with the reason.
const NOT_STORED: &[(&str, &str)] = &[
    ("presentation", "a row of documents.toml, by its id"),
    ("condition", "a row of documents.toml, by its id"),
    ("reading", "a setting of documents.toml, by its id"),
    ("tariff-note", "a row of tariff.toml, by its id"),
    ("provenance", "a row of service.toml, by its id"),
    ("reference-kind", "computed from a payment"),
    ("flag", "computed from a case"),
    ("act", "a command, and a row of the table of acts"),
    ("stated", "said at a form, and the form is not taken without it"),
    ("extent", "what an inspector asks for"),
];

/// The ids of a list in the order in which they are stored. Today a choice lies as its place in the list,
/// so this reads one place after the other until there is no more; where the stored order lives elsewhere,
/// ask there.
fn stored_order<T: Choice + DeserializeOwned>() -> (&'static str, Vec<&'static str>) {
    let at = |place: u32| {
        let bytes = record::encode(Holds::View, &place).expect("small");
        record::decode::<T>(Holds::View, &bytes).ok().map(T::id)
    };
    (T::KIND, (0..).map_while(at).collect())
}

/// Every list of which answers are stored by their place.
fn by_place() -> BTreeMap<&'static str, Vec<&'static str>> {
    [
        stored_order::<case::Stage>(),
        stored_order::<centre::CollectorKind>(),
        stored_order::<centre::DuplicateDecision>(),
        stored_order::<centre::InquiryBy>(),
        stored_order::<centre::InquiryResult>(),
        stored_order::<centre::InquiryWay>(),
        stored_order::<centre::OriginalFate>(),
        stored_order::<certificate::CertificateMedium>(),
        stored_order::<certificate::ExamKind>(),
        stored_order::<certificate::FieldCluster>(),
        stored_order::<certificate::RequestKind>(),
        stored_order::<certificate::RequestReason>(),
        stored_order::<documents::DocumentKind>(),
        stored_order::<documents::VerdictKind>(),
        stored_order::<event::SlipKind>(),
        stored_order::<fees::PaymentMethod>(),
        stored_order::<office::OfficeKind>(),
        stored_order::<office::OfficeLevel>(),
        stored_order::<operator::Role>(),
        stored_order::<person::Education>(),
        stored_order::<person::Gender>(),
        stored_order::<person::MilitaryStatus>(),
        stored_order::<refusal::Question>(),
        stored_order::<visit::InPersonReason>(),
        stored_order::<visit::RequestMedium>(),
        stored_order::<visit::Venue>(),
    ]
    .into_iter()
    .collect()
}

/// Lists of which answers are stored by their id, in drafts and in what the centre found wanting: their order
/// is free, their ids are not. Those that are stored by place are stored so as well.
fn by_id() -> BTreeMap<&'static str, Vec<&'static str>> {
    fn ids<T: Choice>() -> (&'static str, Vec<&'static str>) {
        (T::KIND, T::ALL.iter().map(|choice| choice.id()).collect())
    }
    [ids::<person::PersonIdKind>(), ids::<YesNo>()].into_iter().collect()
}

fn lines(name: &str) -> Vec<(String, String)> {
    let text = fs::read_to_string(data("lexicon").join(name)).expect("it is there");
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    let split = |line: &str| {
        let (name, rest) = line.split_once(' ').unwrap_or_else(|| panic!("{line}"));
        (name.trim_end_matches(':').to_owned(), rest.to_owned())
    };
    lines.map(split).collect()
}

/// The frozen lists, each with its ids.
fn frozen_lists() -> BTreeMap<String, Vec<String>> {
    lines("lists.txt").into_iter().map(|(kind, ids)| (kind, ids.split(' ').map(str::to_owned).collect())).collect()
}

#[test]
fn no_stored_list_has_another_order_or_lacks_an_answer() {
    let (by_place, by_id) = (by_place(), by_id());
    for (kind, frozen) in frozen_lists() {
        if let Some(ids) = by_place.get(kind.as_str()) {
            let same = ids.iter().zip(&frozen).take_while(|(now, then)| now == then).count();
            assert!(same == frozen.len(), "«{}» of the list {kind}, in {ids:?}, {WARNING}", frozen[same]);
        } else {
            let ids = by_id.get(kind.as_str()).unwrap_or_else(|| panic!("the list {kind} is gone; it {WARNING}"));
            let gone = frozen.iter().find(|id| !ids.contains(&id.as_str()));
            assert!(gone.is_none(), "«{gone:?}» of the list {kind}, in {ids:?}, {WARNING}");
        }
    }
}

#[test]
fn what_is_new_in_a_stored_list_is_frozen_as_well() {
    let frozen = frozen_lists();
    for (kind, ids) in by_place().into_iter().chain(by_id()) {
        let then = frozen.get(kind).unwrap_or_else(|| panic!("the list {kind} is stored now: freeze it, {ids:?}"));
        let new: Vec<&&str> = ids.iter().filter(|id| !then.iter().any(|known| known == *id)).collect();
        assert!(new.is_empty(), "{kind}: {new:?} stand where they should; add them to the END of its frozen line");
    }
}

#[test]
fn of_every_closed_list_it_is_said_whether_it_is_stored() {
    let (mut known, mut found) = (BTreeSet::new(), BTreeSet::new());
    known.extend(by_place().into_keys().chain(by_id().into_keys()).chain(NOT_STORED.iter().map(|(kind, _)| *kind)));
    for source in crate::store::files_below(&data("../../../src")) {
        let Ok(text) = fs::read_to_string(&source) else { continue };
        for list in text.split("choices! {").skip(1) {
            // The first string of a declaration is the kind of its list.
            let kind = list.split('"').nth(1).expect("a kind").to_owned();
            found.insert(kind);
        }
    }
    let missing: Vec<&String> = found.iter().filter(|kind| !known.contains(kind.as_str())).collect();
    assert!(missing.is_empty(), "stored by place, by id or not at all? {missing:?}");
    assert_eq!(found.len(), known.len(), "{known:?}");
}

fn hex(bytes: &[u8]) -> String {
    pishkhan::store::hex(bytes)
}

fn unhex(text: &str) -> Vec<u8> {
    let digit = |at: usize| u8::from_str_radix(&text[at..at + 2], 16).expect("hex");
    (0..text.len()).step_by(2).map(digit).collect()
}

/// The frozen bytes by the names of what they hold.
fn frozen(file: &str) -> BTreeMap<String, Vec<u8>> {
    lines(file).into_iter().map(|(name, digits)| (name, unhex(&digits))).collect()
}

const EVENTS: &str = "events-v3.txt";
const RECORDS: &str = "records-v3.txt";

#[test]
fn there_is_an_example_of_every_event() {
    let examples = one_of_each();
    let codes: BTreeSet<&str> = examples.iter().map(|(_, event)| event.code()).collect();
    let without: Vec<&&str> = Event::CODES.iter().filter(|code| !codes.contains(**code)).collect();
    assert!(without.is_empty(), "no example: {without:?}");
    assert_eq!(codes.len(), Event::CODES.len(), "a code that is not listed");
    // Also of a kind that was added and whose code was forgotten: serde names them all.
    let told = serde_json::from_str::<Event>("\"?\"").expect_err("no event").to_string();
    let named = |event: &Event| {
        let value = serde_json::to_value(event).expect("JSON");
        value.as_str().or_else(|| Some(value.as_object()?.keys().next()?)).expect("a name").to_owned()
    };
    let shown: BTreeSet<String> = examples.iter().map(|(_, event)| named(event)).collect();
    let kinds: BTreeSet<String> = told.split('`').skip(3).step_by(2).map(str::to_owned).collect();
    assert_eq!(shown, kinds);
    let names: BTreeSet<&str> = examples.iter().map(|(name, _)| *name).collect();
    assert_eq!(names.len(), examples.len(), "every example has a name of its own");
}

#[test]
fn every_frozen_event_is_read_as_what_it_was() {
    let mut frozen = frozen(EVENTS);
    for (name, event) in one_of_each() {
        let bytes = frozen.remove(name).unwrap_or_else(|| panic!("no frozen bytes of {name}"));
        let read: Result<Event, _> = record::decode(Holds::Event, &bytes);
        assert_eq!(read.as_ref(), Ok(&event), "{name}: an event that lies in old folders is read as another");
    }
    assert!(frozen.is_empty(), "no example any more: {:?}", frozen.keys());
}

#[test]
fn every_event_is_written_as_it_was_frozen() {
    let frozen = frozen(EVENTS);
    for (name, event) in one_of_each() {
        let bytes = record::encode(Holds::Event, &event).expect("small");
        assert_eq!(Some(&bytes), frozen.get(name), "{name} {}", hex(&bytes));
    }
}

#[test]
fn envelopes_acts_drafts_and_looks_are_read_as_what_they_were() {
    let mut frozen = frozen(RECORDS);
    let mut take = |name: &str| frozen.remove(name).unwrap_or_else(|| panic!("no frozen bytes of {name}"));
    let envelopes = [("envelope", envelope()), ("envelope-bare", bare_envelope())];
    for (name, expected) in envelopes {
        assert_eq!(record::decode::<Envelope>(Holds::Envelope, &take(name)), Ok(expected), "{name}");
    }
    let act: StoredAct = record::decode(Holds::Act, &take("act")).expect("it is read");
    assert_eq!(act, stored_act());
    let read: Vec<Event> = act.events.iter().map(|stored| record::unseal(stored).expect("it fits").0.event).collect();
    assert_eq!(read.iter().map(Event::code).collect::<Vec<_>>(), ["withdrawn", "erased"]);
    assert_eq!(record::decode::<Unfinished>(Holds::Draft, &take("draft")), Ok(draft()));
    for (name, view) in looks() {
        assert_eq!(record::decode::<View>(Holds::View, &take(&format!("view-{name}"))), Ok(view), "{name}");
    }
    assert!(frozen.is_empty(), "no example any more: {:?}", frozen.keys());
}

#[test]
fn envelopes_acts_drafts_and_looks_are_written_as_they_were_frozen() {
    let mut written = vec![
        ("envelope".to_owned(), record::encode(Holds::Envelope, &envelope())),
        ("envelope-bare".to_owned(), record::encode(Holds::Envelope, &bare_envelope())),
        ("act".to_owned(), record::encode(Holds::Act, &stored_act())),
        ("draft".to_owned(), record::encode(Holds::Draft, &draft())),
    ];
    let views = looks().into_iter().map(|(name, view)| (format!("view-{name}"), record::encode(Holds::View, &view)));
    written.extend(views);
    let frozen = frozen(RECORDS);
    for (name, bytes) in written {
        let bytes = bytes.expect("small");
        assert_eq!(Some(&bytes), frozen.get(&name), "{name} {}", hex(&bytes));
    }
    let told = serde_json::from_str::<Look>("\"?\"").expect_err("no look").to_string();
    assert_eq!(told.split('`').skip(3).step_by(2).count(), looks().len(), "there is an example of every look");
}
