//! Every sentence that a person reads, in Persian and in English.
//!
//! The rest of the program speaks enums; here each becomes its message of
//! `assets/locales`. A value in a message is always isolated, so that a number or a
//! Latin name cannot disturb the order of the sentence around it.

mod day;
mod faults;
mod history;
mod lists;
pub mod numbers;
mod paper;

use std::borrow::Cow;
use std::cell::OnceCell;

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource};
use unic_langid::LanguageIdentifier;

use crate::domain::Choice;
use crate::domain::date::{JalaliDate, time_of_day};
use crate::domain::money::Rial;
use crate::domain::person::PersonId;
use crate::domain::rulebook::{Bank, Rulebook};
use crate::domain::tracking::TrackingCode;
use crate::text::{self, Base, normalize};

pub use faults::Sentence;
pub use paper::Bring;

const PERSIAN: &str = include_str!("../../assets/locales/fa.ftl");
const ENGLISH: &str = include_str!("../../assets/locales/en.ftl");

/// The Arabic thousands separator.
const PERSIAN_GROUP: char = '\u{066C}';

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    #[default]
    Fa,
    En,
}

impl Lang {
    pub const ALL: [Lang; 2] = [Lang::Fa, Lang::En];

    fn tag(self) -> &'static str {
        match self {
            Lang::Fa => "fa",
            Lang::En => "en",
        }
    }

    /// The direction in which it is written.
    pub fn base(self) -> Base {
        match self {
            Lang::Fa => Base::Rtl,
            Lang::En => Base::Ltr,
        }
    }

    /// The text of its message file.
    pub fn source(self) -> &'static str {
        match self {
            Lang::Fa => PERSIAN,
            Lang::En => ENGLISH,
        }
    }

    fn id(self) -> LanguageIdentifier {
        LanguageIdentifier::from_bytes(self.tag().as_bytes()).unwrap_or_default()
    }
}

pub struct Words {
    pub lang: Lang,
    bundle: FluentBundle<FluentResource>,
    /// The banks of the rules in force, once they are known.
    banks: OnceCell<Vec<Bank>>,
}

/// Named values of a message, each already in the form in which it is read.
pub type Args<'a> = &'a [(&'a str, String)];

impl Words {
    /// The messages of a language.
    ///
    /// # Panics
    /// If the shipped message file does not parse; a test keeps that from happening.
    pub fn new(lang: Lang) -> Words {
        let resource = FluentResource::try_new(lang.source().to_owned())
            .unwrap_or_else(|(_, errors)| panic!("message file: {:?}", errors.first()));
        let mut bundle = FluentBundle::new(vec![lang.id()]);
        // Values are isolated here, by a rule that looks into nested isolates.
        bundle.set_use_isolating(false);
        bundle.add_resource(resource).unwrap_or_else(|errors| panic!("message file: {:?}", errors.first()));
        Words { lang, bundle, banks: OnceCell::new() }
    }

    /// Learns the names that the rules in force have for what is kept by an id.
    pub fn learn(&self, rules: &Rulebook) {
        // The rules stay the same as long as the program runs.
        let _ = self.banks.set(rules.banks.clone());
    }

    /// The name of a bank; what was typed before there was a list, as it was typed.
    pub fn bank(&self, id: &str) -> String {
        let bank = self.banks.get().and_then(|banks| banks.iter().find(|bank| bank.id == id));
        let name = bank.map(|bank| match self.lang {
            Lang::Fa => &bank.name,
            Lang::En => &bank.english,
        });
        name.map_or(id, String::as_str).to_owned()
    }

    /// A message without values.
    pub fn say(&self, id: &str) -> String {
        self.with(id, &[])
    }

    /// A message with its values.
    pub fn with(&self, id: &str, args: Args) -> String {
        self.part(id, None, args).unwrap_or_else(|| format!("⟨{id}⟩"))
    }

    /// An attribute of a message, if it has it.
    pub fn attribute(&self, id: &str, attribute: &str, args: Args) -> Option<String> {
        self.part(id, Some(attribute), args)
    }

    /// Whether there is such a message.
    pub fn has(&self, id: &str) -> bool {
        self.bundle.get_message(id).is_some_and(|message| message.value().is_some())
    }

    fn part(&self, id: &str, attribute: Option<&str>, args: Args) -> Option<String> {
        let message = self.bundle.get_message(id)?;
        let pattern = match attribute {
            None => message.value()?,
            Some(name) => message.get_attribute(name)?.value(),
        };
        let mut values = FluentArgs::new();
        for (name, value) in args {
            values.set(*name, text::isolate(&contained(value)));
        }
        let mut errors = Vec::new();
        Some(self.bundle.format_pattern(pattern, Some(&values), &mut errors).into_owned())
    }

    /// The name of an answer of a closed list.
    pub fn choice<T: Choice>(&self, choice: T) -> String {
        self.choice_id(T::KIND, choice.id())
    }

    pub fn choice_id(&self, kind: &str, id: &str) -> String {
        self.say(&format!("{kind}-{id}"))
    }

    /// The name of a field.
    pub fn field(&self, id: &str) -> String {
        self.say(&format!("field-{id}"))
    }

    /// What helps with a field, if anything is said.
    pub fn hint(&self, id: &str) -> Option<String> {
        self.attribute(&format!("field-{id}"), "hint", &[])
    }

    /// Digits in the script of the language.
    pub fn digits(&self, text: &str) -> String {
        match self.lang {
            Lang::Fa => normalize::persian_digits(text),
            Lang::En => normalize::ascii_digits(text),
        }
    }

    /// A number or code that reads from the left wherever it stands.
    pub fn code(&self, text: &str) -> String {
        text::ltr(&self.digits(text))
    }

    pub fn number(&self, number: impl std::fmt::Display) -> String {
        self.digits(&number.to_string())
    }

    pub fn date(&self, date: JalaliDate) -> String {
        self.code(&date.to_string())
    }

    /// Hour and minute of a moment.
    pub fn time(&self, unix_ms: i64) -> String {
        let (hour, minute) = time_of_day(unix_ms);
        self.code(&format!("{hour:02}:{minute:02}"))
    }

    /// Day, hour and minute of a moment.
    pub fn moment(&self, unix_ms: i64) -> String {
        // Both are numbers: without a direction of its own the pair would run from the left in Persian.
        let pair = format!("{} {}", self.date(JalaliDate::at(unix_ms)), self.time(unix_ms));
        text::directed(&pair, self.lang.base())
    }

    /// An amount in figures, with its unit.
    pub fn rial(&self, amount: Rial) -> String {
        let figures = match self.lang {
            Lang::Fa => self.code(&amount.grouped(PERSIAN_GROUP)),
            Lang::En => text::ltr(&amount.grouped(',')),
        };
        self.with("amount-rial", &[("figures", figures)])
    }

    /// An amount in words, with its unit.
    pub fn rial_in_words(&self, amount: Rial) -> String {
        let words = match self.lang {
            Lang::Fa => numbers::persian(amount.amount()),
            Lang::En => numbers::english(amount.amount()),
        };
        self.with("amount-rial", &[("figures", words)])
    }

    pub fn tracking(&self, code: &TrackingCode) -> String {
        self.code(&code.to_string())
    }

    /// A person's number with its middle hidden.
    pub fn masked(&self, id: &PersonId) -> String {
        self.code(&id.masked())
    }

    /// Lines of the form, or the office, as the source of a rule.
    pub fn source(&self, source: &str) -> String {
        match source {
            "office" => self.say("source-office"),
            lines => self.with("source-form", &[("lines", self.code(lines))]),
        }
    }

    /// Names in a row: «الف، ب و پ».
    pub fn list(&self, items: &[String]) -> String {
        match items {
            [] => String::new(),
            [one] => one.clone(),
            [first @ .., last] => {
                let first = first.join(&self.say("list-comma"));
                self.with("list-and", &[("first", first), ("last", last.clone())])
            }
        }
    }
}

/// A value that turns nothing round but itself: no overrides, and no isolate that ends or goes on outside of it.
fn contained(value: &str) -> Cow<'_, str> {
    let steers = |c: char| matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    if !value.contains(steers) {
        return Cow::Borrowed(value);
    }
    let mut open = 0_usize;
    let mut kept: String = value
        .chars()
        .filter(|c| match c {
            '\u{202A}'..='\u{202E}' => false,
            '\u{2066}'..='\u{2068}' => {
                open += 1;
                true
            }
            '\u{2069}' => {
                let is_ours = open > 0;
                open = open.saturating_sub(1);
                is_ours
            }
            _ => true,
        })
        .collect();
    kept.extend(std::iter::repeat_n('\u{2069}', open));
    Cow::Owned(kept)
}

/// Bytes as they are written down and compared.
fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
