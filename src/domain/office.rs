//! The office and the desk in it.

use super::choices;

choices! {
    OfficeKind, "office-kind", {
        CounterOffice = "counter-office", GeneralDirectorate = "general-directorate",
        CountyOffice = "county-office", Centre = "centre", Prison = "prison", IndustrySite = "industry-site",
    }
}

choices! {
    /// مراجعه به دستگاه: the three levels of the form.
    OfficeLevel, "office-level", { National = "national", Provincial = "provincial", County = "county" }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Office {
    pub name: String,
    /// Five digits: the first part of every tracking code of this office.
    pub code: String,
    pub kind: OfficeKind,
    pub level: OfficeLevel,
    /// One of the provinces of `places.toml`.
    pub province: String,
    /// شماره قرارداد واگذاری خدمات: blank in the form.
    pub contract: Option<String>,
    /// Two digits: this desk within the office.
    pub desk: String,
    /// A throw-away desk whose cases are made up.
    pub sample: bool,
}
