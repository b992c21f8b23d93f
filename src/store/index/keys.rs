//! The keys of the index: a table's letter, then fields whose bytes sort as they should.

use std::collections::BTreeMap;

use crate::domain::Choice;
use crate::domain::case::Case;
use crate::domain::event::CaseId;
use crate::domain::lineage::{EventKey, Lineage};
use crate::domain::receipts::receipt_key;
use crate::domain::stage::Stage;
use crate::text::normalize::{number_alike, search_key, search_words};

/// One table of the index: the first byte of all its keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Table(u8);

pub const META: Table = Table(b'm');
/// Case id → the folded case.
pub const CASES: Table = Table(b'c');
/// Case id, lineage, number → the event.
pub const HISTORY: Table = Table(b'h');
/// Lineage and number of the event → its case.
pub const BY_NUMBER: Table = Table(b'q');
/// Stage → how many cases are at it.
const COUNTS: Table = Table(b'k');
/// Case id → nothing, of a case whose opening only a newer program can read.
pub const UNREAD: Table = Table(b'u');
const BY_TRACKING: Table = Table(b't');
const BY_PERSON: Table = Table(b'p');
const BY_CERTIFICATE: Table = Table(b'n');
const BY_NAME: Table = Table(b'w');
const BY_STAGE: Table = Table(b's');
const BY_RECEIPT: Table = Table(b'r');
const BY_DOUBTED: Table = Table(b'b');
/// Decided by one office on its own work, and waiting for somebody else to look at it.
const OWN_WORK: Table = Table(b'g');

/// The tables of which entries are looked for by a whole value.
pub const LOOKED_FOR_WHOLE: [Table; 5] = [BY_TRACKING, BY_PERSON, BY_CERTIFICATE, BY_RECEIPT, BY_DOUBTED];

/// Parts fields that have no fixed length; no field holds it.
const PART: u8 = 0;

impl Table {
    /// The key with these fields; every field but the last is closed by a zero byte.
    pub fn key(self, fields: &[&[u8]]) -> Vec<u8> {
        let mut key = vec![self.0];
        for (at, field) in fields.iter().enumerate() {
            if at > 0 {
                key.push(PART);
            }
            key.extend_from_slice(field);
        }
        key
    }

    /// All keys of the table start with it.
    pub fn prefix(self) -> [u8; 1] {
        [self.0]
    }
}

/// Whether a key is one of this table.
pub fn is_of(key: &[u8], table: Table) -> bool {
    key.first() == Some(&table.0)
}

/// Whether a key is a word of a name.
pub fn is_name(key: &[u8]) -> bool {
    is_of(key, BY_NAME)
}

pub fn case(id: CaseId) -> Vec<u8> {
    CASES.key(&[id.0.as_bytes()])
}

/// Lineage and number, so that the keys of one lineage stand together, in order.
fn place(at: EventKey) -> [u8; 24] {
    let mut place = [0; 24];
    place[..16].copy_from_slice(at.lineage.0.as_bytes());
    place[16..].copy_from_slice(&at.number.to_be_bytes());
    place
}

/// Behind which events of a lineage stand those from this number on, in a table that begins with the place.
pub fn from_number(table: Table, at: EventKey) -> Vec<u8> {
    [&table.prefix()[..], &place(at)].concat()
}

/// All keys of a lineage, in a table that begins with the place.
pub fn of_lineage(table: Table, lineage: Lineage) -> Vec<u8> {
    [&table.prefix()[..], lineage.0.as_bytes()].concat()
}

pub fn number(at: EventKey, id: CaseId) -> Vec<u8> {
    [&BY_NUMBER.prefix()[..], &place(at), id.0.as_bytes()].concat()
}

/// Where an event of a case lies.
pub fn event(at: EventKey, id: CaseId) -> Vec<u8> {
    [&HISTORY.prefix()[..], id.0.as_bytes(), &place(at)].concat()
}

/// The entry of a case whose opening cannot be read here.
pub fn unread(id: CaseId) -> Vec<u8> {
    UNREAD.key(&[id.0.as_bytes()])
}

/// The entry that says how many cases are at this stage.
pub fn count(stage: Stage) -> Vec<u8> {
    COUNTS.key(&[stage.id().as_bytes()])
}

pub fn history_of(id: CaseId) -> Vec<u8> {
    HISTORY.key(&[id.0.as_bytes()])
}

/// All entries for a tracking code, a person's number, a certificate number, a word that starts so.
pub fn tracking(digits: &str) -> Vec<u8> {
    BY_TRACKING.key(&[digits.as_bytes(), b""])
}

pub fn person(digits: &str) -> Vec<u8> {
    BY_PERSON.key(&[digits.as_bytes(), b""])
}

pub fn certificate(number: &str) -> Vec<u8> {
    BY_CERTIFICATE.key(&[search_key(number).as_bytes(), b""])
}

pub fn name_starting(word: &str) -> Vec<u8> {
    BY_NAME.key(&[word.as_bytes()])
}

pub fn stage(stage: Stage) -> Vec<u8> {
    BY_STAGE.key(&[stage.id().as_bytes(), b""])
}

/// All entries of cases that wait for a second look, newest first.
pub fn four_eyes_override() -> Vec<u8> {
    OWN_WORK.prefix().to_vec()
}

/// A receipt is known by a number on it, whichever of them it is and whatever else stands there.
pub fn receipt(number: &str) -> Vec<u8> {
    BY_RECEIPT.key(&[receipt_key(&number_alike(number)).as_bytes(), b""])
}

/// A receipt's number in the one spelling of all that say the same: under it digests are made of those of erased cases,
/// as folders of before have them. What only looks the same is told by the index: [`receipt`].
pub fn receipt_spelling(number: &str) -> String {
    receipt_key(&search_key(number))
}

/// All entries of cases in which the person with this number was doubted.
pub fn doubted(digits: &str) -> Vec<u8> {
    BY_DOUBTED.key(&[digits.as_bytes(), b""])
}

/// Where a case is found: the key, which its id ends, and what stands there.
pub type Entries = BTreeMap<Vec<u8>, Vec<u8>>;

/// Every entry under which this case is found.
pub fn entries(case: &Case) -> Entries {
    let mut found = of_answers(case);
    found.extend(of_progress(case));
    found
}

fn ended(keys: Vec<Vec<u8>>, case: &Case) -> Entries {
    keys.into_iter().map(|key| ([&key[..], case.id.0.as_bytes()].concat(), Vec::new())).collect()
}

/// Those that every act may change.
pub fn of_progress(case: &Case) -> Entries {
    // Newest first: the later the moment, the smaller its key.
    let recent = (i64::MAX - case.touched.wall_ms).to_be_bytes();
    let mut found = vec![[stage(case.stage), recent.to_vec()].concat()];
    if !case.four_eyes_override.is_empty() {
        found.push(OWN_WORK.key(&[&recent, b""]));
    }
    found.extend(case.receipts.iter().map(|number| receipt(number)));
    found.extend(case.doubted().into_iter().map(doubted));
    ended(found, case)
}

/// Those that only a correction changes.
///
/// At a word of a name stands all that a name can be compared with, so that most cases need not be read.
pub fn of_answers(case: &Case) -> Entries {
    let (applicant, id) = (&case.intake.applicant, case.id.0.as_bytes());
    let keys =
        [tracking(case.tracking.digits()), person(applicant.id.digits()), certificate(&case.intake.certificate.number)];
    let mut found = ended(keys.to_vec(), case);
    let name = comparable(&applicant.full_name());
    // Newest first here too: of a common name the last ones are looked for.
    let newest = (i64::MAX - case.opened.wall_ms).to_be_bytes();
    for part in [&applicant.given_name, &applicant.family_name] {
        for word in search_words(part).into_iter().chain([search_key(part)]) {
            found.insert([&BY_NAME.key(&[word.as_bytes(), b""]), &newest[..], id].concat(), name.clone().into_bytes());
        }
    }
    found
}

/// A name as it stands in the index: its words, and all of it without blanks.
fn comparable(name: &str) -> String {
    let words: Vec<String> = search_words(name);
    format!("{}\n{}", words.join(" "), search_key(name))
}

/// Whether every word of a query starts a word of the name that stands there.
pub fn is_named(value: &[u8], words: &[String], whole: &str) -> bool {
    let Some((own, all)) = std::str::from_utf8(value).ok().and_then(|text| text.split_once('\n')) else { return false };
    words.iter().all(|word| own.split(' ').any(|own| own.starts_with(word.as_str()))) || all.contains(whole)
}

/// The case id at the end of a key of [`entries`].
pub fn case_of(key: &[u8]) -> Option<CaseId> {
    let id = key.get(key.len().checked_sub(16)?..)?;
    uuid::Uuid::from_slice(id).ok().map(CaseId)
}
