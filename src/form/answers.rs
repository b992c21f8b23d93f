//! Answers as they were typed.

use std::collections::BTreeMap;

use uuid::Uuid;
use zeroize::Zeroize;

use crate::domain::Choice;

/// The unfinished answers of one form. Kept by the desk at every field left.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answers {
    answers: BTreeMap<String, String>,
}

impl Drop for Answers {
    /// Passphrases and people's data do not stay behind in memory.
    fn drop(&mut self) {
        self.answers.values_mut().for_each(Zeroize::zeroize);
    }
}

impl Answers {
    /// The answer, empty if there is none.
    pub fn get(&self, id: &str) -> &str {
        self.answers.get(id).map_or("", String::as_str)
    }

    pub fn set(&mut self, id: &str, answer: &str) {
        let mut before = if answer.is_empty() {
            self.answers.remove(id)
        } else {
            self.answers.insert(id.to_owned(), answer.to_owned())
        };
        before.zeroize();
    }

    /// The answer to a closed list.
    pub fn choice<T: Choice>(&self, id: &str) -> Option<T> {
        T::from_id(self.get(id).trim())
    }

    pub fn is_empty(&self) -> bool {
        self.answers.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.answers.iter().map(|(id, answer)| (id.as_str(), answer.as_str()))
    }
}

impl<K: Into<String>, V: Into<String>> FromIterator<(K, V)> for Answers {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(pairs: I) -> Answers {
        let mut draft = Answers::default();
        for (id, answer) in pairs {
            draft.set(&id.into(), &answer.into());
        }
        draft
    }
}

/// A draft as it lies on disk: which form, how far, since when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub id: Uuid,
    /// The form's id.
    pub form: String,
    pub draft: Answers,
    /// The field at which the operator was.
    pub at: String,
    /// Milliseconds since 1970, UTC.
    pub touched_ms: i64,
    pub operator: String,
}
