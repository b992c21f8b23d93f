//! The rules, as scenario files: what a case's facts lead to. Each file names the line
//! of the form, or the section of the domain notes, that it tests.

use std::collections::BTreeMap;
use std::fs;

use pishkhan::catalog;
use pishkhan::domain::Choice;
use pishkhan::domain::acts::ActKind;
use pishkhan::domain::case::{Case, Stage};
use pishkhan::domain::certificate::{FieldCluster, RequestKind};
use pishkhan::domain::date::JalaliDate;
use pishkhan::domain::documents::{
    Condition, Demand, DocumentKind, Facts, Reading, Standing, Verdict, VerdictKind, checklist, standing,
};
use pishkhan::domain::event::{Event, SlipKind};
use pishkhan::domain::fees::Payment;
use pishkhan::domain::money::Rial;
use pishkhan::domain::operator::Role;
use pishkhan::domain::person::{Gender, MilitaryStatus};
use pishkhan::domain::refusal::Refusal;
use pishkhan::domain::tracking::TrackingCode;
use pishkhan::domain::visit::Venue;
use pishkhan::domain::workflow::{Act, Stamp, decide, slip_fits};
use pishkhan::form::{Draft, World, centre};
use serde::Deserialize;

use crate::properties::sealed;
use crate::world;

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Scenario {
    source: String,
    reading: Option<Reading>,
    facts: Given,
    required: Option<Vec<DocumentKind>>,
    one_of: Option<Vec<Vec<DocumentKind>>>,
    optional: Option<Vec<DocumentKind>>,
    #[serde(default)]
    reasons: BTreeMap<DocumentKind, Condition>,
    #[serde(default)]
    verdicts: BTreeMap<DocumentKind, Vec<VerdictKind>>,
    judged: Option<BTreeMap<DocumentKind, VerdictKind>>,
    standing: Option<String>,
    #[serde(default)]
    open: Vec<DocumentKind>,
    fee: Option<u64>,
    tariff: Option<String>,
    stage: Option<Stage>,
    allowed: Option<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Given {
    request: RequestKind,
    cluster: FieldCluster,
    starred: bool,
    prerequisite: bool,
    gender: Gender,
    military: Option<MilitaryStatus>,
    education: String,
    venue: Venue,
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
    assert!(files.len() >= 40, "{} scenarios", files.len());
}

/// Checks what the scenario expects; returns how many things that were.
fn check(scenario: &Scenario, name: &str) -> usize {
    let rules = catalog::load(None).expect("the shipped assets are right");
    let given = &scenario.facts;
    let facts = Facts {
        starred: given.starred,
        prerequisite: given.prerequisite,
        gender: given.gender,
        military: given.military,
        education: Choice::from_id(&given.education),
        venue: given.venue,
    };
    let list = checklist(&rules.documents, scenario.reading.unwrap_or(rules.reading), &facts);
    let with = |demand: fn(&Demand) -> bool| -> Vec<DocumentKind> {
        list.iter().filter(|row| demand(&row.demand)).map(|row| row.document).collect()
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
        let mut found: BTreeMap<u8, Vec<DocumentKind>> = BTreeMap::new();
        for row in &list {
            if let Demand::OneOf { set, .. } = row.demand {
                found.entry(set).or_default().push(row.document);
            }
        }
        same(found.into_values().collect::<Vec<_>>() == *sets, "one of");
    }
    for (document, condition) in &scenario.reasons {
        same(list.iter().any(|row| row.document == *document && row.condition == *condition), "reason");
    }
    for (document, verdicts) in &scenario.verdicts {
        same(list.iter().any(|row| row.document == *document && row.verdicts == *verdicts), "verdicts");
    }
    if let (Some(judged), Some(expected)) = (&scenario.judged, &scenario.standing) {
        let said = judged.iter().map(|(document, kind)| (*document, Verdict { kind: *kind, text: None })).collect();
        let (found, open) = match standing(&list, &said) {
            Standing::Complete => ("complete", Vec::new()),
            Standing::Unjudged(open) => ("unjudged", open),
            Standing::Deficient(open) => ("deficient", open),
            Standing::Suspect(open) => ("suspect", open),
        };
        same(found == expected && open == scenario.open, "standing");
    }
    if let Some(fee) = scenario.fee {
        let day = JalaliDate::new(1405, 9, 1).expect("a day");
        let row = rules.tariff_row(given.request, given.cluster, day).expect("a row");
        same(row.amount.map_or(0, Rial::amount) == fee && Some(&row.id) == scenario.tariff.as_ref(), "fee");
    }
    if let (Some(stage), Some(expected)) = (scenario.stage, &scenario.allowed) {
        let (mut found, mut expected) = (possible(stage), expected.clone());
        found.sort();
        expected.sort();
        same(found == expected, &format!("allowed: {found:?}"));
    }
    checked
}

/// The acts that have a place at this stage, and the slips.
fn possible(stage: Stage) -> Vec<String> {
    let acts = ActKind::ALL.iter().filter(|act| **act != ActKind::IssueSlip && act.fits(stage));
    let slips = SlipKind::ALL.iter().filter(|slip| slip_fits(stage, **slip));
    acts.map(|act| act.id().to_owned()).chain(slips.map(|slip| format!("slip-{}", slip.id()))).collect()
}

/// Who may do what, when, as it was agreed: not as the program's own table has it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Matrix {
    row: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    stage: Stage,
    role: Role,
    acts: Vec<ActKind>,
}

/// One act of this kind.
fn act_of(kind: ActKind) -> Act {
    let day = JalaliDate::new(1405, 9, 1).expect("a day");
    let payment = Payment {
        method: Choice::from_id("gateway").expect("a method"),
        bank: String::new(),
        order_code: None,
        trace_number: None,
        reference_number: None,
        paid_on: day,
        amount: Rial::new(1),
    };
    let (reason, intake) = ("x".to_owned(), Box::new(world::intake_value()));
    let answers = |pairs: &[(&str, &str)]| pairs.iter().map(|(id, answer)| (*id, *answer)).collect::<Draft>();
    let rules = catalog::load(None).expect("the shipped assets are right");
    let of_form = |pairs: &[(&str, &str)]| {
        let world = World { rules: &rules, today: day, due: None, blank: None, bank: None, till: Default::default() };
        Act::Centre(centre::parse(kind, &answers(pairs), &world).expect("right answers").expect("an act of the centre"))
    };
    match kind {
        ActKind::Open => Act::Open { tracking: TrackingCode::new("1", "1", 1), intake },
        ActKind::Correct => Act::Correct { intake, reason },
        ActKind::Judge => Act::Judge {
            document: DocumentKind::NationalCard,
            verdict: Verdict { kind: VerdictKind::Missing, text: None },
        },
        ActKind::CloseDocuments => Act::CloseDocuments,
        ActKind::ConfirmPayment => Act::ConfirmPayment { payment },
        ActKind::ConfirmNothingDue => Act::ConfirmNothingDue,
        ActKind::IssueSlip => Act::IssueSlip { slip: SlipKind::Receipt },
        ActKind::Withdraw => Act::Withdraw { reason },
        ActKind::AskInquiry => of_form(&[("inquiry-by", "agency"), ("inquiry-way", "hand")]),
        ActKind::AnswerInquiry => of_form(&[("inquiry-result", "match"), ("inquiry-on", "1405/09/01")]),
        ActKind::Return => of_form(&[("objection-about", "x"), ("objection-reason", "x")]),
        ActKind::SetDeadline => of_form(&[("until", "1405/10/01")]),
        ActKind::IssueCertificate => of_form(&[("serial", "B-1"), ("original-fate", "surrendered")]),
        ActKind::Deliver => of_form(&[("collector", "holder")]),
        ActKind::JudgeDuplicate => {
            let other = TrackingCode::new("1", "1", 2).to_string();
            of_form(&[("other-case", &other), ("duplicate", "distinct"), ("reason", "x")])
        }
        ActKind::LookAgain => of_form(&[("second-look", "x")]),
        ActKind::OrderErasure => of_form(&[("order", "x")]),
        ActKind::RecordRefund => of_form(&[("refund-reference", "1"), ("refund-on", "1405/09/01")]),
        _ => of_form(&[("reason", "x")]),
    }
}

/// A case that stands at this stage, of which nothing else is known.
fn case_at(stage: Stage) -> Case {
    let intake = Box::new(world::intake_value());
    let opened = sealed(Event::Opened { tracking: TrackingCode::new("1", "1", 1), intake }, 1);
    let opened = Case::fold(None, &opened).expect("a case begins with its opening");
    Case { stage, hands: ["reza".to_owned()].into(), ..opened }
}

#[test]
fn every_stage_act_and_role_is_as_it_was_agreed() {
    let text = fs::read_to_string(world::data("matrix.toml")).expect("the matrix");
    let matrix: Matrix = toml::from_str(&text).expect("TOML");
    let rules = catalog::load(None).expect("the shipped assets are right");
    let mut seen = std::collections::BTreeSet::new();
    for stage in Stage::ALL {
        for role in Role::ALL {
            let rows: Vec<&Row> = matrix.row.iter().filter(|row| row.stage == *stage && row.role == *role).collect();
            let [row] = rows[..] else { panic!("{stage:?} {role:?}: one row, not {}", rows.len()) };
            for kind in ActKind::ALL.iter().filter(|kind| **kind != ActKind::Open) {
                let stamp = Stamp {
                    day: JalaliDate::new(1405, 9, 1).expect("a day"),
                    same_certificate: None,
                    reference_used_by: None,
                    agreed: Vec::new(),
                    operator: "sara".into(),
                    role: *role,
                    approver: None,
                    serial_on_hand: true,
                    decision: String::new(),
                    alike: true,
                    used: Default::default(),
                };
                let decided = decide(Some(&case_at(*stage)), &act_of(*kind), &rules, &stamp);
                let code = decided.as_ref().err().map(Refusal::code);
                let closed = matches!(code, Some("not-for-role" | "wrong-stage"));
                let slip = *kind == ActKind::IssueSlip;
                // Of the slips one was asked for; which of them fit is the scenarios' matter.
                assert!(slip || closed != row.acts.contains(kind), "{stage:?} {role:?} {kind:?}: {decided:?}");
                if row.acts.contains(kind) {
                    seen.insert(*kind);
                }
            }
        }
    }
    let never: Vec<&ActKind> = ActKind::ALL.iter().filter(|kind| !seen.contains(kind)).collect();
    assert_eq!(never, [&ActKind::Open], "every act has a row that allows it; a case is opened before it has a stage");
}
