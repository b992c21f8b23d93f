//! Ids as they are stored: by their number in one list of words, or spelled out.
//!
//! A number stands for the same word for ever. **Words are added at the end, and never taken out or
//! moved.** An id that is not in the list is stored as it is spelled, so a new answer or a new kind of
//! event needs no line here: one costs its letters instead of a byte.

use std::borrow::Cow;

use serde::de::{Error, SeqAccess, Visitor};
use serde::ser::SerializeTuple;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::domain::Choice;

/// Number 1 is the first.
#[rustfmt::skip]
pub const WORDS: &[&str] = &[
    // What events are called.
    "opened", "corrected", "document-judged", "documents-closed", "fee-settled", "slip-issued", "withdrawn",
    "desk-founded", "operator-enrolled", "clock-went-back", "clock-jumped", "day-opened", "day-closed",
    "inquiry-asked", "inquiry-answered", "approved", "returned", "rejected", "deadline-set", "certificate-issued",
    "delivered", "uncollected", "reopened", "fee-cancelled", "refunded", "override-used", "blanks-moved",
    "operator-suspended", "operator-restored", "role-changed", "passphrase-reset", "erasure-ordered", "folder-sealed",
    "head-signed", "duplicate-judged", "looked-again", "till-counted", "shift-handed-over", "recovery-issued",
    "recovery-used", "lineage-begun", "keys-set",
    // Which of several outcomes.
    "complete", "deficient", "suspect", "paid", "nothing-due", "waived", "received", "used", "spoiled", "national",
    "foreign",
    // What was looked at.
    "signed-in", "sign-in-failed", "signed-out", "case", "revealed", "searched", "listed", "alike", "blanked",
    "inspected", "known",
    // PaymentMethod.
    "gateway", "card-terminal", "bank-deposit",
    // Question.
    "national-id-repeated", "reference-used", "military-substitute", "suspicion-lifted", "certificate-has-open-case",
    "toman-meant", "four-eyes", "registry-mismatch", "inquiry-pending", "stock-differs", "fee-waived",
    "tariff-unknown", "paper-waived",
    // InquiryBy.
    "agency", "applicant",
    // InquiryWay.
    "hand", "batch",
    // InquiryResult.
    "match", "mismatch", "no-record",
    // DuplicateDecision.
    "distinct", "same",
    // OriginalFate.
    "surrendered", "destroyed", "declared-lost", "electronic",
    // CollectorKind.
    "holder", "representative",
    // OfficeKind.
    "counter-office", "general-directorate", "county-office", "centre", "prison", "industry-site",
    // OfficeLevel.
    "provincial", "county",
    // SlipKind.
    "receipt", "deficiency", "referral", "delivery",
    // Role.
    "clerk", "supervisor", "reviewer", "inspector",
    // RequestKind.
    "renewal", "replacement",
    // RequestReason.
    "expired", "lost", "damaged", "particulars-changed", "paper-to-electronic", "other",
    // CertificateMedium.
    "paper",
    // FieldCluster.
    "services", "culture-art", "industry", "agriculture",
    // ExamKind.
    "periodic", "agreement", "construction", "end-of-course", "training-referral",
    // RequestMedium.
    "similar-office", "internet", "mobile-app", "email", "post", "call-centre", "sms",
    // InPersonReason.
    "authenticate-person", "authenticate-document", "no-infrastructure", "special-exam",
    // Venue.
    "counter",
    // DocumentKind.
    "identity-booklet", "national-card", "last-degree", "military-completion", "prerequisite-certificate",
    "failure-certificate", "related-higher-degree", "previous-certificate",
    // VerdictKind.
    "original-seen", "copy-matches", "copy-taken", "attested", "substitute", "missing", "refused", "suspected-forged",
    "accepted-without",
    // Gender.
    "male", "female",
    // Education.
    "none", "primary", "lower-secondary", "diploma", "associate", "bachelor", "master", "doctorate",
    // MilitaryStatus.
    "completed", "exempt", "temporarily-exempt", "student", "serving", "not-subject",
    // Stage.
    "documents", "referred", "fee", "awaiting-centre", "production",
    // LineageReason.
    "restored", "moved", "upgraded", "unknown",
    // Later.
    "note-added",
];

/// Begins the name of a word of which only the number is known; no id begins so.
const NEWER: char = '#';

/// An id as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word(pub Cow<'static, str>);

impl Word {
    pub fn of(id: &'static str) -> Word {
        Word(Cow::Borrowed(id))
    }
}

impl Serialize for Word {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            return serializer.serialize_str(&self.0);
        }
        let known = WORDS.iter().position(|word| *word == self.0).map(|at| at + 1);
        // A word that a newer program put at the end of the list is only known by its number.
        match known.or_else(|| self.0.strip_prefix(NEWER)?.parse().ok()) {
            Some(number) => serializer.serialize_u16(u16::try_from(number).unwrap_or(0)),
            None => {
                let mut spelled = serializer.serialize_tuple(2)?;
                spelled.serialize_element(&0u16)?;
                spelled.serialize_element(&*self.0)?;
                spelled.end()
            }
        }
    }
}

struct WordVisitor;

impl<'de> Visitor<'de> for WordVisitor {
    type Value = Word;

    fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str("a word")
    }

    fn visit_str<E: Error>(self, spelled: &str) -> Result<Word, E> {
        Ok(Word(Cow::Owned(spelled.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Word, A::Error> {
        let missing = || A::Error::custom("no word");
        let number: u16 = seq.next_element()?.ok_or_else(missing)?;
        match usize::from(number).checked_sub(1) {
            Some(at) => Ok(match WORDS.get(at) {
                Some(word) => Word::of(word),
                None => Word(Cow::Owned(format!("{NEWER}{number}"))),
            }),
            None => Ok(Word(Cow::Owned(seq.next_element::<String>()?.ok_or_else(missing)?))),
        }
    }
}

impl<'de> Deserialize<'de> for Word {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Word, D::Error> {
        if deserializer.is_human_readable() {
            deserializer.deserialize_str(WordVisitor)
        } else {
            deserializer.deserialize_tuple(2, WordVisitor)
        }
    }
}

/// An answer of a closed list, by its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Listed<T>(pub T);

impl<T: Choice> Serialize for Listed<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Word::of(self.0.id()).serialize(serializer)
    }
}

impl<'de, T: Choice> Deserialize<'de> for Listed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Listed<T>, D::Error> {
        let Word(id) = Word::deserialize(deserializer)?;
        T::from_id(&id).map(Listed).ok_or_else(|| D::Error::custom("an answer that is not known here"))
    }
}
