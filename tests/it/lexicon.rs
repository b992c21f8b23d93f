//! What lies on disk, frozen: the order of every closed list that is stored, and the bytes of one of each
//! thing that is written. Folders of years hang on it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use pishkhan::domain::Choice;
use pishkhan::domain::audit::{AccessEntry, Accessed};
use pishkhan::domain::event::{Envelope, Event};
use pishkhan::domain::lineage::{self, EventKey, Lineage, PersonRef, ProgramVersion};
use pishkhan::domain::{
    certificate, collector, correction, documents, duplicate, event, fees, inquiry, office, operator, person, produced,
    question, stage, visit,
};
use pishkhan::form::answers::Draft;
use pishkhan::form::intake::YesNo;
use pishkhan::record::kept::{Kept, decode, encode};
use pishkhan::record::v3::lists::{ALL as OLD_LISTS, Frozen};
use pishkhan::record::v4::envelope::event_id;
use pishkhan::record::v4::events::READERS;
use pishkhan::record::v4::words::WORDS;
use pishkhan::record::{self, StoredAct, v3};
use pishkhan::store::layout::hex;
use uuid::Uuid;

use crate::world::data;
use crate::world::one_of_each::{bare_envelope, case as case_id, draft, envelope, one_of_each, stored_act};

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

/// The ids of a list in the order in which versions 1 to 3 stored them.
fn stored_order<T: Frozen>() -> (&'static str, Vec<&'static str>) {
    (T::KIND, T::IDS.to_vec())
}

/// Every list of which versions 1 to 3 stored answers by their place.
fn by_place() -> BTreeMap<&'static str, Vec<&'static str>> {
    [
        stored_order::<collector::CollectorKind>(),
        stored_order::<duplicate::DuplicateDecision>(),
        stored_order::<inquiry::InquiryBy>(),
        stored_order::<inquiry::InquiryResult>(),
        stored_order::<inquiry::InquiryWay>(),
        stored_order::<produced::OriginalFate>(),
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
        stored_order::<question::Question>(),
        stored_order::<visit::InPersonReason>(),
        stored_order::<visit::RequestMedium>(),
        stored_order::<visit::Venue>(),
    ]
    .into_iter()
    .collect()
}

/// Every list of which answers are stored by their id: their order is free, their ids are not. Those that were
/// stored by place are stored so now.
fn by_id() -> BTreeMap<&'static str, Vec<&'static str>> {
    fn ids<T: Choice>() -> (&'static str, Vec<&'static str>) {
        (T::KIND, T::ALL.iter().map(|choice| choice.id()).collect())
    }
    [
        ids::<correction::Lapse>(),
        ids::<person::PersonIdKind>(),
        ids::<YesNo>(),
        ids::<stage::Stage>(),
        ids::<lineage::LineageReason>(),
        ids::<collector::CollectorKind>(),
        ids::<duplicate::DuplicateDecision>(),
        ids::<inquiry::InquiryBy>(),
        ids::<inquiry::InquiryResult>(),
        ids::<inquiry::InquiryWay>(),
        ids::<produced::OriginalFate>(),
        ids::<certificate::CertificateMedium>(),
        ids::<certificate::ExamKind>(),
        ids::<certificate::FieldCluster>(),
        ids::<certificate::RequestKind>(),
        ids::<certificate::RequestReason>(),
        ids::<documents::DocumentKind>(),
        ids::<documents::VerdictKind>(),
        ids::<event::SlipKind>(),
        ids::<fees::PaymentMethod>(),
        ids::<office::OfficeKind>(),
        ids::<office::OfficeLevel>(),
        ids::<operator::Role>(),
        ids::<person::Education>(),
        ids::<person::Gender>(),
        ids::<person::MilitaryStatus>(),
        ids::<question::Question>(),
        ids::<visit::InPersonReason>(),
        ids::<visit::RequestMedium>(),
        ids::<visit::Venue>(),
    ]
    .into_iter()
    .collect()
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
            assert_eq!(*ids, frozen, "the list {kind} {WARNING}");
        }
        let ids = by_id.get(kind.as_str()).unwrap_or_else(|| panic!("the list {kind} is gone; it {WARNING}"));
        let gone = frozen.iter().find(|id| !ids.contains(&id.as_str()));
        assert!(gone.is_none(), "«{gone:?}» of the list {kind}, in {ids:?}, {WARNING}");
    }
}

#[test]
fn every_list_that_was_stored_by_place_is_among_the_old_ones() {
    let old: BTreeMap<&str, Vec<&str>> = OLD_LISTS.iter().map(|(kind, ids)| (*kind, ids.to_vec())).collect();
    assert_eq!(old, by_place());
    let frozen = frozen_lists();
    let unfrozen: Vec<_> = old.keys().filter(|kind| !frozen.contains_key(**kind)).collect();
    assert!(unfrozen.is_empty(), "{unfrozen:?}");
}

/// A number stands for the same word for ever.
#[test]
fn the_list_of_words_only_grows_at_its_end() {
    let frozen = fs::read_to_string(data("lexicon").join("words-v4.txt")).expect("it is there");
    let frozen: Vec<&str> = frozen.lines().filter(|line| !line.starts_with('#')).collect();
    assert!(WORDS.len() >= frozen.len(), "words were taken out of the list: what was written with them is lost");
    for (at, (now, then)) in WORDS.iter().zip(&frozen).enumerate() {
        assert_eq!(now, then, "word {}: what was written with this number would be read as another word", at + 1);
    }
    let distinct: BTreeSet<&str> = WORDS.iter().copied().collect();
    assert_eq!(distinct.len(), WORDS.len(), "a word stands twice");
    assert!(WORDS.iter().all(|word| !word.starts_with('#')), "no word begins like the number of one");
}

#[test]
fn of_every_closed_list_it_is_said_whether_it_is_stored() {
    let (mut known, mut found) = (BTreeSet::new(), BTreeSet::new());
    known.extend(by_id().into_keys().chain(NOT_STORED.iter().map(|(kind, _)| *kind)));
    for source in crate::world::files_below(&data("../../../src")) {
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

fn unhex(text: &str) -> Vec<u8> {
    let digit = |at: usize| u8::from_str_radix(&text[at..at + 2], 16).expect("hex");
    (0..text.len()).step_by(2).map(digit).collect()
}

/// The frozen bytes by the names of what they hold.
fn frozen(file: &str) -> BTreeMap<String, Vec<u8>> {
    lines(file).into_iter().map(|(name, digits)| (name, unhex(&digits))).collect()
}

#[test]
fn there_is_an_example_of_every_event() {
    let examples = one_of_each();
    let codes: BTreeSet<&str> = examples.iter().map(|(_, event)| event.code()).collect();
    let without: Vec<&&str> = Event::CODES.iter().filter(|code| !codes.contains(**code)).collect();
    assert!(without.is_empty(), "no example: {without:?}");
    assert_eq!(codes.len(), Event::CODES.len(), "a code that is not listed");
    // Also of a kind that was added and whose code was forgotten: the record has a row of each.
    let stored = |event: &Event| record::as_json(event)["code"].as_str().expect("a code").to_owned();
    let shown: BTreeSet<String> = examples.iter().map(|(_, event)| stored(event)).collect();
    let rows: BTreeSet<&str> = READERS.iter().map(|(code, _, _)| *code).collect();
    let without: Vec<&&str> = rows.iter().filter(|code| !shown.contains(**code)).collect();
    assert!(without.is_empty(), "no example of what is stored as {without:?}");
    let names: BTreeSet<&str> = examples.iter().map(|(name, _)| *name).collect();
    assert_eq!(names.len(), examples.len(), "every example has a name of its own");
}

/// Kinds that there were none of when version 3 was written.
const SINCE_V3: [&str; 18] = [
    "day-closed-waived",
    "lineage-begun",
    "keys-set",
    "keys-set-unsigned",
    "rules-set",
    "rules-adopted",
    "note-added",
    "recast",
    "erasure-ordered-left",
    "foreign",
    "backup-place-set",
    "operator-enrolled-at-once",
    "operator-enrolled-waits",
    "operator-restored-at-once",
    "operator-restored-waits",
    "role-changed-at-once",
    "role-changed-waits",
    "operator-confirmed",
];

#[test]
fn every_event_of_version_3_is_read_as_what_it_was() {
    let mut frozen = frozen("events-v3.txt");
    for (name, event) in one_of_each().into_iter().filter(|(name, _)| !SINCE_V3.contains(name)) {
        let bytes = frozen.remove(name).unwrap_or_else(|| panic!("no frozen bytes of {name}"));
        let read: Result<Event, _> = decode(&bytes);
        assert_eq!(read.as_ref(), Ok(&event), "{name}: an event that lies in old folders is read as another");
    }
    assert!(frozen.is_empty(), "no example any more: {:?}", frozen.keys());
}

/// What is written now is read as what it was, and is written as it was frozen.
fn stays<T: Kept + PartialEq + std::fmt::Debug>(frozen: &mut BTreeMap<String, Vec<u8>>, name: &str, value: &T) {
    let bytes = encode(value).expect("small");
    assert_eq!(decode::<T>(&bytes).as_ref(), Ok(value), "{name}");
    assert_eq!(Some(bytes.clone()), frozen.remove(name), "{name} {}", hex(&bytes));
}

/// Examples of events as an earlier version of theirs had them: they are written with more parts now.
const READ_ONLY: [&str; 2] = ["corrected", "erasure-ordered"];

/// The same, which nobody writes any more as they were.
const ONCE: [&str; 3] = ["operator-enrolled", "operator-restored", "role-changed"];

#[test]
fn every_event_is_written_as_it_was_frozen() {
    let mut frozen = frozen("events-v4.txt");
    for (name, event) in one_of_each().into_iter().filter(|(_, event)| *event != Event::Erased) {
        if READ_ONLY.contains(&name) || ONCE.contains(&name) {
            let bytes = frozen.remove(name).unwrap_or_else(|| panic!("no frozen bytes of {name}"));
            assert_eq!(decode::<Event>(&bytes).as_ref(), Ok(&event), "{name}");
            let now = decode::<Event>(&encode(&event).expect("small"));
            assert!(ONCE.contains(&name) || now.as_ref() == Ok(&event), "{name}, written now");
        } else {
            stays(&mut frozen, name, &event);
        }
    }
    assert!(frozen.is_empty(), "no example any more: {:?}", frozen.keys());
}

/// An envelope as it is written now: with all that the old ones did not have.
fn newer_envelope() -> Envelope {
    let mut envelope = envelope();
    let own = Lineage(Uuid::from_u128(0x77));
    let person = |sign_in: &str, person| PersonRef { site: "00123".into(), sign_in: sign_in.into(), person };
    envelope.lineage = own;
    envelope.also = vec![Uuid::from_u128(0x88), Uuid::from_u128(0x99)];
    envelope.operator = Some(person("reza", Some(EventKey { lineage: own, number: 2 })));
    let elsewhere = EventKey { lineage: Lineage(Uuid::from_u128(0x66)), number: 3 };
    envelope.approver = Some(PersonRef { site: "00456".into(), ..person("sara", Some(elsewhere)) });
    envelope.program = Some(ProgramVersion(0, 2, 7));
    envelope.rules = Some([9; 32]);
    envelope.access = Some((300, [8; 16]));
    envelope.id = event_id(envelope.moment.wall_ms, envelope.key());
    envelope
}

/// One of the desk itself that opens a case, about which hardly anything is known.
fn bare_newer_envelope() -> Envelope {
    let mut envelope = Envelope { lineage: Lineage(Uuid::from_u128(0x77)), ..bare_envelope() };
    envelope.id = event_id(envelope.moment.wall_ms, envelope.key());
    envelope.case = Some(event::CaseId(envelope.id));
    envelope
}

#[test]
fn envelopes_acts_drafts_and_looks_are_written_as_they_were_frozen() {
    let mut frozen = frozen("records-v4.txt");
    stays(&mut frozen, "envelope", &newer_envelope());
    stays(&mut frozen, "envelope-bare", &bare_newer_envelope());
    stays(&mut frozen, "act", &stored_act());
    stays(&mut frozen, "draft", &draft());
    for (name, view) in looks().into_iter().chain(later_looks()) {
        stays(&mut frozen, &format!("view-{name}"), &view);
    }
    assert!(frozen.is_empty(), "no example any more: {:?}", frozen.keys());
}

#[test]
fn envelopes_acts_drafts_and_looks_of_version_3_are_read_as_what_they_were() {
    let mut frozen = frozen("records-v3.txt");
    let mut take = |name: &str| frozen.remove(name).unwrap_or_else(|| panic!("no frozen bytes of {name}"));
    let origin = envelope().lineage;
    for (name, expected) in [("envelope", envelope()), ("envelope-bare", bare_envelope())] {
        assert_eq!(v3::envelope(&take(name), origin), Ok(expected), "{name}");
    }
    let act: StoredAct = decode(&take("act")).expect("it is read");
    let read: Vec<Event> =
        act.events.iter().map(|stored| record::recorded_of(stored, origin).expect("it fits").0.event).collect();
    assert_eq!(read.iter().map(Event::code).collect::<Vec<_>>(), ["withdrawn", "erased"]);
    assert_eq!(decode::<Draft>(&take("draft")), Ok(draft()));
    for (name, view) in looks() {
        assert_eq!(decode::<AccessEntry>(&take(&format!("view-{name}"))), Ok(view), "{name}");
    }
    assert!(frozen.is_empty(), "no example any more: {:?}", frozen.keys());
}

/// Those that version 3 did not know.
fn later_looks() -> Vec<(&'static str, AccessEntry)> {
    let (act, code) = ("approve".to_owned(), "not-for-role".to_owned());
    let looks = [
        ("refused", Accessed::Refused { act: act.clone(), code: code.clone(), case: Some(case_id(85)) }),
        ("refused-bare", Accessed::Refused { act, code, case: None }),
        ("salvaged", Accessed::Salvaged { reason: None }),
        ("salvaged-full", Accessed::Salvaged { reason: Some("the disk is dying".into()) }),
    ];
    let view = |(name, what)| (name, AccessEntry { operator: "sara".into(), wall_ms: 1_795_500_002_000, what });
    looks.into_iter().map(view).collect()
}

/// Every sort of look, each by somebody else.
fn looks() -> Vec<(&'static str, AccessEntry)> {
    let looks = [
        ("signed-in", Accessed::SignedIn),
        ("sign-in-failed", Accessed::SignInFailed { sign_in: "nobody".into() }),
        ("signed-out", Accessed::SignedOut),
        ("case", Accessed::Case { case: case_id(81) }),
        ("revealed", Accessed::Revealed { case: case_id(82) }),
        ("searched", Accessed::Searched { query: "کریمی".into(), found: 3 }),
        ("listed", Accessed::Listed),
        ("alike", Accessed::Related { case: case_id(83) }),
        ("blanked", Accessed::Blanked),
        ("inspected", Accessed::Inspected),
        ("known", Accessed::Known { case: case_id(84) }),
    ];
    let view = |(at, (name, what)): (i64, _)| {
        (name, AccessEntry { operator: format!("operator-{at}"), wall_ms: 1_795_500_001_000 + at, what })
    };
    (0..).zip(looks).map(view).collect()
}
