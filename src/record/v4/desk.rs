//! The access log, and answers that are not finished.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::words::Word;
use crate::domain::audit::{AccessEntry, Accessed};
use crate::domain::event::CaseId;
use crate::form::answers::{Answers, Draft};
use crate::record::kept::{Kept, Kind};
use crate::record::limits::{TooLarge, Unreadable};
use crate::record::v3;
use crate::record::values::{read, value};

/// What was looked at, by its code; the parts that it has.
#[derive(Serialize, Deserialize)]
struct EntryV1 {
    operator: String,
    wall_ms: i64,
    what: Word,
    case: Option<[u8; 16]>,
    /// Of a search its words, of a sign-in that failed its name; of a refused act its code and that of the
    /// refusal, with a blank between them; of a salvage in full its reason.
    text: Option<String>,
    found: Option<u32>,
}

impl Kept for AccessEntry {
    const KIND: Kind = Kind::Access;
    const VERSION: u8 = 1;

    fn write(&self) -> Result<Vec<u8>, TooLarge> {
        let (code, text, found) = match &self.what {
            Accessed::SignedIn => ("signed-in", None, None),
            Accessed::SignInFailed { sign_in } => ("sign-in-failed", Some(sign_in.clone()), None),
            Accessed::SignedOut => ("signed-out", None, None),
            Accessed::Case { .. } => ("case", None, None),
            Accessed::Revealed { .. } => ("revealed", None, None),
            Accessed::Searched { query, found } => ("searched", Some(query.clone()), Some(*found)),
            Accessed::Listed => ("listed", None, None),
            Accessed::Related { .. } => ("alike", None, None),
            Accessed::Blanked => ("blanked", None, None),
            Accessed::Inspected => ("inspected", None, None),
            Accessed::Known { .. } => ("known", None, None),
            Accessed::Refused { act, code, .. } => ("refused", Some(format!("{act} {code}")), None),
            Accessed::Salvaged { reason } => ("salvaged", reason.clone(), None),
        };
        let case = self.what.case().map(|CaseId(id)| *id.as_bytes());
        let operator = self.operator.clone();
        value(&EntryV1 { operator, wall_ms: self.wall_ms, what: Word::of(code), case, text, found })
    }

    fn read(_: u8, bytes: &[u8]) -> Result<AccessEntry, Unreadable> {
        let EntryV1 { operator, wall_ms, what, case, text, found } = read(bytes)?;
        let known = case.map(|id| CaseId(Uuid::from_bytes(id)));
        let case = || known.ok_or(Unreadable::Damaged);
        let what = match &*what.0 {
            "signed-in" => Accessed::SignedIn,
            "sign-in-failed" => Accessed::SignInFailed { sign_in: text.unwrap_or_default() },
            "signed-out" => Accessed::SignedOut,
            "case" => Accessed::Case { case: case()? },
            "revealed" => Accessed::Revealed { case: case()? },
            "searched" => Accessed::Searched { query: text.unwrap_or_default(), found: found.unwrap_or(0) },
            "listed" => Accessed::Listed,
            "alike" => Accessed::Related { case: case()? },
            "blanked" => Accessed::Blanked,
            "inspected" => Accessed::Inspected,
            "known" => Accessed::Known { case: case()? },
            "refused" => {
                let both = text.unwrap_or_default();
                let (act, code) = both.split_once(' ').ok_or(Unreadable::Damaged)?;
                Accessed::Refused { act: act.to_owned(), code: code.to_owned(), case: known }
            }
            "salvaged" => Accessed::Salvaged { reason: text },
            _ => return Err(Unreadable::Newer(Self::VERSION + 1)),
        };
        Ok(AccessEntry { operator, wall_ms, what })
    }

    fn read_old(bytes: &[u8]) -> Result<AccessEntry, Unreadable> {
        v3::looks::read(bytes)
    }
}

/// Written from what the draft holds without copying it: passphrases may be among the answers.
#[derive(Serialize, Deserialize)]
struct DraftV1<S: Ord> {
    id: [u8; 16],
    form: S,
    answers: BTreeMap<S, S>,
    at: S,
    touched_ms: i64,
    operator: S,
}

impl Kept for Draft {
    const KIND: Kind = Kind::Draft;
    const VERSION: u8 = 1;

    fn write(&self) -> Result<Vec<u8>, TooLarge> {
        value(&DraftV1 {
            id: *self.id.as_bytes(),
            form: self.form.as_str(),
            answers: self.draft.iter().collect(),
            at: self.at.as_str(),
            touched_ms: self.touched_ms,
            operator: self.operator.as_str(),
        })
    }

    fn read(_: u8, bytes: &[u8]) -> Result<Draft, Unreadable> {
        let DraftV1 { id, form, answers, at, touched_ms, operator } = read::<DraftV1<String>>(bytes)?;
        let draft: Answers = answers.into_iter().collect();
        Ok(Draft { id: Uuid::from_bytes(id), form, draft, at, touched_ms, operator })
    }

    fn read_old(bytes: &[u8]) -> Result<Draft, Unreadable> {
        v3::draft(bytes)
    }
}
