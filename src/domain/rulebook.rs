//! The rules as the office has them: everything that comes from assets.

use super::certificate::{FieldCluster, Occupation, RequestKind};
use super::choices;
use super::date::JalaliDate;
use super::documents::{self, DocumentRow, Facts, Reading, Requirement};
use super::fees::{self, TariffRow};
use super::visit::Intake;

/// Rules in force, checked when they were loaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rulebook {
    /// A certificate holds so many months; the form does not say, so it is only proposed.
    pub validity_months: u16,
    /// As often as the form lets a person come in a span that it leaves open (line 78); past it a warning is shown.
    pub requests_per_span: u16,
    pub reading: Reading,
    pub documents: Vec<DocumentRow>,
    pub tariff: Vec<TariffRow>,
    pub occupations: Vec<Listed>,
    /// The occupations are made up, to be replaced by the office's list.
    pub occupations_are_sample: bool,
    pub provinces: Vec<String>,
    pub card: Vec<CardRow>,
    /// One digest of all of it, by which events say under which rules they were made.
    pub digest: [u8; 32],
}

/// One row of `occupations.csv`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub occupation: Occupation,
    /// The field cluster that it is usually counted to.
    pub cluster: FieldCluster,
}

choices! {
    /// Where a value of the service card comes from.
    Provenance, "provenance", {
        Given = "given", Unknown = "unknown", Blank = "blank", Erroneous = "erroneous", Office = "office",
    }
}

/// One field of the service card (شناسنامه خدمت).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardRow {
    /// The field's name as the form prints it.
    pub field: String,
    /// The same in English.
    pub english: String,
    /// The form's value; for unknown ticks, the options that were printed.
    pub value: String,
    /// The value as it should read, where the form's is broken.
    pub corrected: String,
    pub provenance: Provenance,
    /// Lines of the form.
    pub lines: String,
    /// What is wrong or open about it, in Persian and in English.
    pub note: String,
    pub note_english: String,
}

impl Rulebook {
    /// The papers that these facts ask for.
    pub fn checklist(&self, facts: &Facts) -> Vec<Requirement> {
        documents::checklist(&self.documents, self.reading, facts)
    }

    /// The papers that this case needs.
    pub fn checklist_of(&self, intake: &Intake) -> Vec<Requirement> {
        self.checklist(&Facts::of(intake))
    }

    pub fn tariff_row(&self, request: RequestKind, cluster: FieldCluster, day: JalaliDate) -> Option<&TariffRow> {
        fees::tariff_row(&self.tariff, request, cluster, day)
    }

    pub fn occupation(&self, code: &str) -> Option<&Listed> {
        self.occupations.iter().find(|listed| listed.occupation.code == code)
    }
}
