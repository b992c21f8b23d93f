//! Questions as data: a form is a list of rows, and one engine asks, checks and keeps them.
//!
//! What was typed stays typed until it is right: [`Answers`] hold strings, a [`BoundForm`] says what is to be
//! stored and what is wrong with it, and only one with nothing wrong turns into a domain value. No terminal here.

pub mod acts;
pub mod all;
pub mod answers;
mod banks;
pub mod blanks;
mod bound;
pub mod bring;
pub mod day;
pub mod fee;
mod fields;
pub mod find;
pub mod inspection;
pub mod intake;
pub mod people;
pub mod rules;
pub mod setup;
pub mod sign_in;

pub use answers::Answers;
pub use bound::BoundForm;

use crate::domain::Choice;
use crate::domain::date::JalaliDate;
use crate::domain::day::Till;
use crate::domain::flaw::{FieldError, FieldWarning};
use crate::domain::money::Rial;
use crate::domain::rulebook::Rulebook;
use crate::text::{keyboard, normalize};

/// What a form may look at beside its own answers.
#[derive(Debug, Clone, Copy)]
pub struct FormContext<'a> {
    pub rules: &'a Rulebook,
    pub today: JalaliDate,
    /// The fee that applies, where the form is about one.
    pub due: Option<Rial>,
    /// The blank certificate that is used next.
    pub blank: Option<&'a str>,
    /// What was counted in the drawer since the day was opened.
    pub till: Till,
    /// The bank of the last payment that was confirmed here.
    pub bank: Option<&'a str>,
}

/// How an answer is typed and cleaned. Adding one breaks `clean_answer` and the field widget.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// A sentence or a place, in any script.
    Text,
    /// A name: Persian letters, with the keyboard layout repaired.
    Name,
    /// A number or a code, read from the left.
    Code,
    Date,
    Amount,
    /// One of a closed list.
    Choice(&'static ChoiceList),
    /// One of a long list that comes from assets, or a code typed in full.
    Pick(Pick),
    /// Never shown, never kept in a draft on disk.
    Secret,
}

/// A closed list as a form sees it.
#[derive(Debug)]
pub struct ChoiceList {
    /// The first half of the message ids.
    pub kind: &'static str,
    pub ids: fn() -> Vec<&'static str>,
}

/// The list of a [`Choice`] type.
pub const fn list_of<T: Choice>() -> ChoiceList {
    ChoiceList { kind: T::KIND, ids: || T::ALL.iter().map(|choice| choice.id()).collect() }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pick {
    Occupation,
    Province,
    /// By its id or its name; kept by its id.
    Bank,
    /// A paper or a question of the intake; anything else is taken as it is typed.
    Subject,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    Required,
    Optional,
    /// Not asked with these answers.
    Hidden,
}

type NeedFn = fn(&Answers, &FormContext) -> Need;
type CheckFn = fn(&str, &FormContext) -> Result<Option<FieldWarning>, FieldError>;
type CrossCheckFn = fn(&str, &Answers, &FormContext) -> Result<Option<FieldWarning>, FieldError>;
type ProposeFn = fn(&Answers, &FormContext) -> Option<String>;

/// One row of a form. What looks at answers gets them clean, those that are not asked for too.
pub struct Field {
    pub id: &'static str,
    pub kind: Kind,
    pub need: NeedFn,
    /// The most characters it takes.
    pub max: usize,
    /// What its own answer is checked for.
    pub check: CheckFn,
    /// What its answer is checked for beside the others; only here may a check look at them.
    pub cross_check: CrossCheckFn,
    /// The answer that Enter takes in an empty field.
    pub propose: ProposeFn,
    /// The length at which a right answer is complete, and the form goes on by itself.
    pub full: usize,
    /// The message id of the part of the form that starts here.
    pub section: Option<&'static str>,
}

/// A form: its rows, and what can only be seen across them.
pub struct Spec {
    pub id: &'static str,
    pub fields: &'static [Field],
    pub across: fn(&Answers, &FormContext) -> Vec<Finding>,
}

impl std::fmt::Debug for Spec {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        write!(f, "Spec({})", self.id)
    }
}

/// What is wrong with one answer, or odd about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub field: &'static str,
    pub trouble: Severity,
    /// What was probably meant, to be taken with one key.
    pub offer: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Severity {
    FieldError(FieldError),
    FieldWarning(FieldWarning),
}

impl Finding {
    pub fn flaw(field: &'static str, flaw: FieldError) -> Finding {
        Finding { field, trouble: Severity::FieldError(flaw), offer: None }
    }

    pub fn caution(field: &'static str, caution: FieldWarning) -> Finding {
        Finding { field, trouble: Severity::FieldWarning(caution), offer: None }
    }

    /// It keeps the form from being taken.
    pub fn blocks(&self) -> bool {
        matches!(self.trouble, Severity::FieldError(_))
    }
}

/// A row with nothing special about it; the tables override what is.
pub const PLAIN: Field = Field {
    id: "",
    kind: Kind::Text,
    need: |_, _| Need::Required,
    max: 60,
    check: |_, _| Ok(None),
    cross_check: |_, _, _| Ok(None),
    propose: |_, _| None,
    full: 0,
    section: None,
};

impl Spec {
    pub fn field(&self, id: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.id == id)
    }
}

impl Field {
    /// What the row's kind and its own check say of an answer, which is clean and not empty.
    fn check_alone(&self, value: &str, cx: &FormContext) -> Result<Option<FieldWarning>, FieldError> {
        self.check_kind(value, cx)?;
        (self.check)(value, cx)
    }

    /// What is found of the answer to this row, of which this is known alone, beside the other clean answers.
    fn finding(
        &self,
        alone: &Result<Option<FieldWarning>, FieldError>,
        need: Need,
        answers: &Answers,
        cx: &FormContext,
    ) -> Option<Finding> {
        let value = answers.get(self.id);
        if value.is_empty() {
            return (need == Need::Required).then(|| Finding::flaw(self.id, FieldError::Required));
        }
        if value.chars().count() > self.max {
            return Some(Finding::flaw(self.id, FieldError::TooLong { max: self.max }));
        }
        let found = alone.clone().and_then(|own| Ok(own.or((self.cross_check)(value, answers, cx)?)));
        let trouble = match found {
            Ok(None) => return None,
            Ok(Some(caution)) => Severity::FieldWarning(caution),
            Err(flaw) => Severity::FieldError(flaw),
        };
        let offer = self.offer(value, &trouble, answers, cx);
        Some(Finding { field: self.id, trouble, offer })
    }

    /// What the kind alone asks of an answer.
    fn check_kind(&self, value: &str, world: &FormContext) -> Result<(), FieldError> {
        match self.kind {
            Kind::Text | Kind::Name | Kind::Code | Kind::Secret => Ok(()),
            Kind::Date => JalaliDate::parse(value).map(|_| ()),
            Kind::Amount => Rial::parse(value).map(|_| ()),
            Kind::Choice(list) if (list.ids)().contains(&value) => Ok(()),
            Kind::Pick(Pick::Province) if world.rules.provinces.iter().any(|name| name == value) => Ok(()),
            Kind::Pick(Pick::Occupation | Pick::Subject) => Ok(()),
            Kind::Pick(Pick::Bank) => banks::known(value, world.rules),
            Kind::Choice(_) | Kind::Pick(Pick::Province) => Err(FieldError::UnknownChoice),
        }
    }

    /// What was probably meant: the other keyboard layout, or rials instead of toman.
    fn offer(&self, value: &str, trouble: &Severity, draft: &Answers, world: &FormContext) -> Option<String> {
        if let (Severity::FieldWarning(FieldWarning::TomanMeant), Some(due)) = (trouble, world.due) {
            return Some(due.amount().to_string());
        }
        let repaired = match self.kind {
            Kind::Text | Kind::Pick(_) => return None,
            Kind::Name | Kind::Code | Kind::Date | Kind::Amount | Kind::Choice(_) | Kind::Secret => {
                self.repair(value)?
            }
        };
        let repaired = clean_answer(self.kind, &repaired, world.rules);
        let fits = (self.check)(&repaired, world).and_then(|_| (self.cross_check)(&repaired, draft, world)).is_ok();
        (fits && repaired != value).then_some(repaired)
    }

    /// What was meant, if all of it was typed with the other keyboard layout on.
    ///
    /// A text may be Latin on purpose, so this is shown and not done.
    pub fn repair(&self, typed: &str) -> Option<String> {
        match self.kind {
            Kind::Name | Kind::Text | Kind::Pick(_) => keyboard::to_persian(typed).filter(|_| typed.len() > 1),
            // Digits are right in any script.
            Kind::Code | Kind::Date | Kind::Amount => {
                keyboard::to_latin(typed).filter(|_| typed.chars().any(char::is_alphabetic))
            }
            Kind::Choice(_) | Kind::Secret => None,
        }
    }
}

/// An answer as its kind is stored.
fn clean_answer(kind: Kind, typed: &str, rules: &Rulebook) -> String {
    match kind {
        Kind::Text | Kind::Name => normalize::canonical(typed),
        Kind::Code | Kind::Date | Kind::Amount => normalize::compact(typed),
        Kind::Choice(_) => typed.trim().to_owned(),
        Kind::Pick(Pick::Province | Pick::Subject) => normalize::canonical(typed),
        Kind::Pick(Pick::Bank) => banks::cleaned(typed, rules),
        Kind::Pick(Pick::Occupation) => normalize::ascii_digits(&normalize::canonical(typed)),
        Kind::Secret => typed.to_owned(),
    }
}
