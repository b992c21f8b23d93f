//! The rules as the office has them: everything that comes from assets.

use super::case::Case;
use super::certificate::{FieldCluster, Occupation, RequestKind};
use super::choices;
use super::date::JalaliDate;
use super::documents::{self, Demand, DocumentRow, Facts, Reading, Requirement, Standing};
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
    /// The banks that a receipt can be of.
    pub banks: Vec<Bank>,
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

/// One row of `banks.toml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bank {
    /// What is kept with a payment.
    pub id: String,
    /// Its name, and the same in English.
    pub name: String,
    pub english: String,
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

    /// The same, with the papers that are suspected or refused and that its answers do not ask for any more.
    pub fn checklist_for(&self, case: &Case) -> Vec<Requirement> {
        let mut list = self.checklist_of(&case.intake);
        let listed = |list: &[Requirement], wanted| list.iter().any(|row| row.document == wanted);
        for marked in case.marks.keys().copied() {
            if !listed(&list, marked) {
                let row = self.documents.iter().find(|row| row.id == marked);
                let facts = Facts::of(&case.intake);
                list.extend(row.map(|row| documents::requirement(row, Demand::Optional, &facts)));
            }
        }
        list
    }

    /// Where the papers of this case stand. A suspicion holds until it is lifted, whatever is asked for since.
    pub fn standing_of(&self, case: &Case) -> Standing {
        let suspected: Vec<_> = case.suspected().collect();
        if suspected.is_empty() {
            documents::standing(&self.checklist_of(&case.intake), &case.verdicts)
        } else {
            Standing::Suspect(suspected)
        }
    }

    pub fn tariff_row(&self, request: RequestKind, cluster: FieldCluster, day: JalaliDate) -> Option<&TariffRow> {
        fees::tariff_row(&self.tariff, request, cluster, day)
    }

    pub fn occupation(&self, code: &str) -> Option<&Listed> {
        self.occupations.iter().find(|listed| listed.occupation.code == code)
    }
}
