//! What a line of a history tells beside what happened: values, before they have their words.

use super::Choice;
use super::date::JalaliDate;
use super::day::Till;
use super::documents::{DocumentKind, Verdict};
use super::money::Rial;
use super::objection::Objection;
use super::question::Question;
use super::tracking::TrackingCode;

/// One value of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value<'a> {
    /// As somebody wrote it.
    Text(&'a str),
    /// The same, where it may be empty.
    Remark(&'a str),
    /// A name or number that reads from the left.
    Code(&'a str),
    /// A bank, by its id in the list, or as it was typed before there was one.
    Bank(&'a str),
    /// A name or number that reads from the left, where there may be none.
    CodeIfAny(Option<&'a str>),
    Number(u64),
    /// A public key, by its first bytes.
    Key(&'a [u8; 32]),
    Amount(Rial),
    Date(JalaliDate),
    /// With the name of its weekday.
    Day(JalaliDate),
    /// The list's id and the answer's.
    Choice(&'static str, &'static str),
    Tracking(&'a TrackingCode),
    TrackingIfAny(Option<&'a TrackingCode>),
    Documents(&'a [DocumentKind]),
    Verdict(&'a Verdict),
    Objections(&'a [Objection]),
    Question(Question),
    Till(Till),
}

/// The values of a sentence, each with the name under which its message knows it.
pub type Told<'a> = Vec<(&'static str, Value<'a>)>;

/// The name of an answer of a closed list.
pub fn choice<T: Choice>(choice: T) -> Value<'static> {
    Value::Choice(T::KIND, choice.id())
}
