//! The rows of the assets as their files spell them.

use std::collections::BTreeMap;
use std::marker::PhantomData;

use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer};

use crate::domain::Choice;
use crate::domain::date::JalaliDate;
use crate::domain::documents::DocumentRow;
use crate::domain::fees::TariffRow;
use crate::domain::money::Rial;
use crate::domain::rulebook::{Bank, CardRow};

/// An answer of a closed list, by its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ById<T>(pub T);

impl<'de, T: Choice> Deserialize<'de> for ById<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<ById<T>, D::Error> {
        struct IdVisitor<T>(PhantomData<T>);
        impl<T: Choice> Visitor<'_> for IdVisitor<T> {
            type Value = ById<T>;

            fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
                write!(f, "an id of the list \"{}\"", T::KIND)
            }

            fn visit_str<E: Error>(self, id: &str) -> Result<ById<T>, E> {
                let known = || T::ALL.iter().map(|choice| format!("`{}`", choice.id())).collect::<Vec<_>>().join(", ");
                let unknown = || E::custom(format_args!("unknown variant `{id}`, expected one of {}", known()));
                T::from_id(id).map(ById).ok_or_else(unknown)
            }
        }
        deserializer.deserialize_str(IdVisitor(PhantomData))
    }
}

fn by_id<'de, T: Choice, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    ById::deserialize(deserializer).map(|ById(choice)| choice)
}

fn day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<JalaliDate, D::Error> {
    JalaliDate::parse(&String::deserialize(deserializer)?).map_err(|flaw| D::Error::custom(flaw.code()))
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, remote = "DocumentRow")]
struct DocumentRowFile {
    #[serde(deserialize_with = "by_id")]
    id: crate::domain::documents::DocumentKind,
    #[serde(deserialize_with = "by_id")]
    presentation: crate::domain::documents::Presentation,
    #[serde(deserialize_with = "by_id")]
    when: crate::domain::documents::Condition,
    source: String,
}

/// A row of `documents.toml`.
#[derive(Deserialize)]
#[serde(transparent)]
pub struct Document(#[serde(with = "DocumentRowFile")] pub DocumentRow);

/// A row of `tariff.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tariff {
    id: String,
    request: ById<crate::domain::certificate::RequestKind>,
    clusters: Vec<ById<crate::domain::certificate::FieldCluster>>,
    amount: Option<u64>,
    #[serde(deserialize_with = "day")]
    from: JalaliDate,
    source: String,
    note: ById<crate::domain::fees::TariffNote>,
}

impl From<Tariff> for TariffRow {
    fn from(row: Tariff) -> TariffRow {
        let Tariff { id, request, clusters, amount, from, source, note } = row;
        let clusters = clusters.into_iter().map(|cluster| cluster.0).collect();
        TariffRow { id, request: request.0, clusters, amount: amount.map(Rial::new), from, source, note: note.0 }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, remote = "CardRow")]
struct CardRowFile {
    field: String,
    english: String,
    #[serde(default)]
    value: String,
    #[serde(default)]
    corrected: String,
    #[serde(deserialize_with = "by_id")]
    provenance: crate::domain::rulebook::Provenance,
    lines: String,
    #[serde(default)]
    note: String,
    #[serde(default)]
    note_english: String,
}

/// A row of the service card in `service.toml`.
#[derive(Deserialize)]
#[serde(transparent)]
pub struct Card(#[serde(with = "CardRowFile")] pub CardRow);

#[derive(Deserialize)]
#[serde(deny_unknown_fields, remote = "Bank")]
struct BankFile {
    id: String,
    name: String,
    english: String,
}

/// A row of `banks.toml`.
#[derive(Deserialize)]
#[serde(transparent)]
pub struct BankRow(#[serde(with = "BankFile")] pub Bank);

/// What the sample desk is filled with: `sample/cases.toml`.
#[derive(Deserialize)]
pub struct Sample {
    /// Answers to the set-up, without the passphrase.
    pub desk: BTreeMap<String, String>,
    /// The name of a reviewer.
    pub reviewer: String,
    /// The bank on the sample receipts.
    pub bank: String,
    pub case: Vec<SampleCase>,
}

/// One of the shipped sample cases: the answers, where it is left, and the papers that it lacks.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SampleCase {
    pub answers: BTreeMap<String, String>,
    /// The stage at which it is left.
    #[serde(default)]
    pub stop: String,
    #[serde(default)]
    pub missing: Vec<ById<crate::domain::documents::DocumentKind>>,
}
