//! The rules, as scenario files: what a case's facts lead to. Each file names the line
//! of the form, or the section of the domain notes, that it tests.

use std::collections::BTreeMap;
use std::fs;

use pishkhan::catalog;
use pishkhan::catalog::rows::ById;
use pishkhan::domain::Choice;
use pishkhan::domain::certificate::{FieldCluster, RequestKind};
use pishkhan::domain::date::JalaliDate;
use pishkhan::domain::documents::{
    Condition, Demand, DocumentKind, Facts, Reading, Standing, Verdict, VerdictKind, checklist, standing,
};
use pishkhan::domain::money::Rial;
use pishkhan::domain::person::{Gender, MilitaryStatus};
use pishkhan::domain::visit::Venue;
use serde::Deserialize;

use crate::world;

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Scenario {
    source: String,
    reading: Option<ById<Reading>>,
    facts: Given,
    required: Option<Vec<ById<DocumentKind>>>,
    one_of: Option<Vec<Vec<ById<DocumentKind>>>>,
    optional: Option<Vec<ById<DocumentKind>>>,
    #[serde(default)]
    reasons: BTreeMap<ById<DocumentKind>, ById<Condition>>,
    #[serde(default)]
    verdicts: BTreeMap<ById<DocumentKind>, Vec<ById<VerdictKind>>>,
    judged: Option<BTreeMap<ById<DocumentKind>, ById<VerdictKind>>>,
    standing: Option<String>,
    #[serde(default)]
    open: Vec<ById<DocumentKind>>,
    fee: Option<u64>,
    tariff: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Given {
    request: ById<RequestKind>,
    cluster: ById<FieldCluster>,
    starred: bool,
    prerequisite: bool,
    gender: ById<Gender>,
    military: Option<ById<MilitaryStatus>>,
    education: String,
    venue: ById<Venue>,
}

#[test]
fn every_scenario_holds() {
    let folder = world::data("").parent().expect("tests").join("rules");
    let mut files: Vec<_> = fs::read_dir(folder).expect("scenarios").flatten().map(|entry| entry.path()).collect();
    files.sort();
    for path in &files {
        let text = fs::read_to_string(path).expect("a scenario");
        let scenario: Scenario = toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert!(!scenario.source.is_empty(), "{}: names no source", path.display());
        assert!(check(&scenario, &path.display().to_string()) > 0, "{}: expects nothing", path.display());
    }
    assert!(files.len() >= 44, "{} scenarios", files.len());
}

/// Checks what the scenario expects; returns how many things that were.
fn check(scenario: &Scenario, name: &str) -> usize {
    let rules = catalog::load(None).expect("the shipped assets are right");
    let given = &scenario.facts;
    let facts = Facts {
        starred: given.starred,
        prerequisite: given.prerequisite,
        gender: given.gender.0,
        military: given.military.map(|status| status.0),
        education: Choice::from_id(&given.education),
        venue: given.venue.0,
    };
    let list = checklist(&rules.documents, scenario.reading.map_or(rules.reading, |reading| reading.0), &facts);
    let with = |demand: fn(&Demand) -> bool| -> Vec<ById<DocumentKind>> {
        list.iter().filter(|row| demand(&row.demand)).map(|row| ById(row.document)).collect()
    };
    let mut checked = 0;
    let mut same = |holds: bool, what: &str| {
        checked += 1;
        assert!(holds, "{name}: {what}\n{list:#?}");
    };
    if let Some(required) = &scenario.required {
        same(with(|demand| *demand == Demand::Required) == *required, "required");
    }
    if let Some(optional) = &scenario.optional {
        same(with(|demand| *demand == Demand::Optional) == *optional, "optional");
    }
    if let Some(sets) = &scenario.one_of {
        let mut found: BTreeMap<u8, Vec<ById<DocumentKind>>> = BTreeMap::new();
        for row in &list {
            if let Demand::OneOf { set, .. } = row.demand {
                found.entry(set).or_default().push(ById(row.document));
            }
        }
        same(found.into_values().collect::<Vec<_>>() == *sets, "one of");
    }
    for (document, condition) in &scenario.reasons {
        same(list.iter().any(|row| row.document == document.0 && row.condition == condition.0), "reason");
    }
    for (document, verdicts) in &scenario.verdicts {
        same(
            list.iter().any(|row| {
                row.document == document.0 && row.verdicts.iter().copied().map(ById).eq(verdicts.iter().copied())
            }),
            "verdicts",
        );
    }
    if let (Some(judged), Some(expected)) = (&scenario.judged, &scenario.standing) {
        let said = judged.iter().map(|(document, kind)| (document.0, Verdict { kind: kind.0, text: None })).collect();
        let (found, open) = match standing(&list, &said) {
            Standing::Complete => ("complete", Vec::new()),
            Standing::Unjudged(open) => ("unjudged", open),
            Standing::Deficient(open) => ("deficient", open),
            Standing::Suspect(open) => ("suspect", open),
        };
        same(found == expected && open.iter().copied().map(ById).eq(scenario.open.iter().copied()), "standing");
    }
    if let Some(fee) = scenario.fee {
        let day = JalaliDate::new(1405, 9, 1).expect("a day");
        let row = rules.tariff_row(given.request.0, given.cluster.0, day).expect("a row");
        same(row.amount.map_or(0, Rial::amount) == fee && Some(&row.id) == scenario.tariff.as_ref(), "fee");
    }
    checked
}
