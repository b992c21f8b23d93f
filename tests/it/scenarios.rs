//! Every act at every stage by every role, done on the real program: where it leads, or the code with which
//! it is refused. An act without a scenario fails, and so does a scenario that leaves a stage or a role out.

use std::collections::BTreeMap;
use std::fs;

use pishkhan::catalog::rows::ById;
use pishkhan::domain::Choice;
use pishkhan::domain::acts::kind::ActKind;
use pishkhan::domain::event::SlipKind;
use pishkhan::domain::operator::Role;
use pishkhan::domain::stage::Stage;
use serde::Deserialize;
use serde_json::json;

use crate::world::{Session, data, intake, office_with_zari, passphrase, signed_because};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Scenario {
    act: ById<ActKind>,
    /// What is true of the case before.
    given: Option<String>,
    /// A question that is answered with yes, and signed for by a supervisor.
    signed: Option<String>,
    #[serde(default)]
    answers: BTreeMap<String, String>,
    document: Option<String>,
    verdict: Option<String>,
    slip: Option<ById<SlipKind>>,
    text: Option<String>,
    outcome: BTreeMap<String, BTreeMap<ById<Role>, String>>,
}

/// Who acts in each role: nobody who had a hand in the case before.
fn actor(role: Role) -> &'static str {
    match role {
        Role::Clerk => "reza",
        Role::Reviewer => "mina",
        Role::Supervisor => "zari",
        Role::Inspector => "nader",
    }
}

impl Session {
    /// So many cases at this stage of which this is true.
    fn cases_at(&mut self, stage: Stage, given: Option<&str>, count: usize) -> Vec<String> {
        let at_desk = matches!(stage, Stage::Documents | Stage::Fee);
        match given {
            Some("renewal") if at_desk => {
                let change = [("request-kind", "renewal"), ("request-reason", "expired"), ("education", "none")];
                self.at_desk(&change[..if stage == Stage::Fee { 2 } else { 3 }], stage, count)
            }
            Some("own-work") => {
                let cases = self.waiting("sara", count);
                cases.iter().for_each(|case| self.return_own_work(case));
                if stage != Stage::Deficient {
                    cases.iter().for_each(|case| self.on("sara", "close-documents", case, json!({})));
                    self.on_to("sara", &cases, stage);
                }
                cases
            }
            Some("through-own-hands") => {
                let cases = self.waiting("zari", count);
                self.on_to("zari", &cases, stage);
                cases
            }
            _ if stage == Stage::Fee && given != Some("cancelled") => {
                let cases = self.at_desk(&[], stage, count);
                self.then(&cases, stage, given);
                cases
            }
            _ => {
                let cases = self.waiting("reza", count);
                self.on_to("reza", &cases, stage);
                self.then(&cases, stage, given);
                cases
            }
        }
    }

    /// Cases that were never at the centre, at the papers or at the fee.
    fn at_desk(&mut self, change: &[(&str, &str)], stage: Stage, count: usize) -> Vec<String> {
        let cases: Vec<String> = (0..count).map(|_| self.open("reza", change)).collect();
        if stage == Stage::Fee {
            cases.iter().for_each(|case| self.papers("reza", case));
        }
        cases
    }

    /// «sara» decides on what she took in, and «parvin» signs for it.
    fn return_own_work(&mut self, case: &str) {
        let answers = json!({"objection-about": "x", "objection-reason": "y", "passphrase": passphrase("sara")});
        let line = json!({"act": "return", "case": case, "answers": answers});
        self.done("sara", &signed_because(&line, &["four-eyes"], "parvin", "alone"));
    }

    /// What is given is done to cases that stand where they should.
    fn then(&mut self, cases: &[String], stage: Stage, given: Option<&str>) {
        match given {
            Some("cancelled") if stage == Stage::AwaitingCentre => {
                self.on_to("reza", cases, Stage::Fee);
                cases.iter().for_each(|case| self.pay("reza", case));
            }
            Some("cancelled") if ActKind::CancelFee.fits(stage) => {
                self.on_to("reza", cases, Stage::Fee);
            }
            Some("inquiry") if ActKind::AskInquiry.fits(stage) => {
                let asked = json!({"inquiry-by": "agency", "inquiry-way": "hand"});
                cases.iter().for_each(|case| self.on("reza", "ask-inquiry", case, asked.clone()));
            }
            _ => {}
        }
    }

    /// The code with which it was refused, or the stage to which it led.
    fn outcome(&mut self, scenario: &Scenario, case: Option<&str>, role: Role) -> String {
        let who = actor(role);
        let mut answers = match scenario.act.0 {
            ActKind::Open => {
                let person = self.next();
                intake(person, &format!("S-{person}"), &[])
            }
            _ => json!({}),
        };
        for (id, answer) in &scenario.answers {
            let number = self.next();
            answers[id] = match answer.as_str() {
                "@own" => json!(passphrase(who)),
                "@today" => json!(self.today),
                "@reference" => json!(format!("66{number:010}")),
                "@blank" => json!(self.blank()),
                "@other" => json!(self.another_of(case.unwrap_or_default())),
                "@stranger" => json!(self.open("reza", &[])),
                answer => json!(answer),
            };
        }
        let mut line = json!({"act": scenario.act.0.id(), "answers": answers});
        let more =
            [("case", case), ("document", scenario.document.as_deref()), ("verdict", scenario.verdict.as_deref())];
        let last = [("slip", scenario.slip.map(|slip| slip.0.id())), ("text", scenario.text.as_deref())];
        for (name, value) in more.into_iter().chain(last) {
            if let Some(value) = value {
                line[name] = json!(value);
            }
        }
        if let Some(question) = &scenario.signed {
            line = signed_because(&line, &[question], "parvin", "x");
        }
        self.sign_in(who);
        let answer = self.ask(&line);
        match answer["ok"].as_bool() {
            Some(true) => answer["case"]["stage"].as_str().unwrap_or_else(|| panic!("{line} → {answer}")).to_owned(),
            _ => answer["question"].as_str().or(answer["code"].as_str()).unwrap_or_default().to_owned(),
        }
    }

    /// Another case of the same person, on another certificate.
    fn another_of(&mut self, case: &str) -> String {
        let (person, number) = (self.people[case], self.next());
        let answers = intake(person, &format!("S-{number}"), &[]);
        let answer = self.done("reza", &json!({"act": "open", "answers": answers}));
        answer["case"]["tracking"].as_str().expect("a case").to_owned()
    }
}

fn scenarios() -> Vec<(String, Scenario)> {
    let folder = data("").parent().expect("tests").join("acts");
    let mut files: Vec<_> = fs::read_dir(folder).expect("scenarios").flatten().map(|entry| entry.path()).collect();
    files.sort();
    let read = |path: &std::path::PathBuf| {
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let text = fs::read_to_string(path).expect("a scenario");
        let scenario = toml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        (name, scenario)
    };
    files.iter().map(read).collect()
}

/// A desk with everybody that the scenarios need.
fn staffed() -> (tempfile::TempDir, Session) {
    let (folder, mut session) = office_with_zari();
    let blanks = json!({"first-serial": "S-00001", "count": "4000"});
    session.done("sara", &json!({"act": "blanks-received", "answers": blanks}));
    (folder, session)
}

/// What a scenario says of every stage for a role; `None` where there is no case yet.
fn rows(scenario: &Scenario, role: Role) -> Vec<(Option<Stage>, &str)> {
    let mut rows = Vec::new();
    for (stage, row) in &scenario.outcome {
        let expected =
            row.get(&ById(role)).unwrap_or_else(|| panic!("{:?} {stage} says nothing of {role:?}", scenario.act));
        rows.push((Stage::from_id(stage), expected.as_str()));
    }
    rows
}

#[test]
fn every_act_has_a_scenario_that_leaves_no_stage_out() {
    let all = scenarios();
    for (name, scenario) in &all {
        let stages = if scenario.act.0 == ActKind::Open { 1 } else { Stage::ALL.len() };
        assert_eq!(scenario.outcome.len(), stages, "{name}: every stage has its line");
    }
    let without: Vec<&ActKind> =
        ActKind::ALL.iter().filter(|act| !all.iter().any(|(_, scenario)| scenario.act.0 == **act)).collect();
    assert!(without.is_empty(), "no scenario: {without:?}");
}

#[test]
fn every_act_at_every_stage_by_the_clerk_ends_as_its_scenario_says() {
    every_act_at_every_stage_by(Role::Clerk);
}

#[test]
fn every_act_at_every_stage_by_the_reviewer_ends_as_its_scenario_says() {
    every_act_at_every_stage_by(Role::Reviewer);
}

#[test]
fn every_act_at_every_stage_by_the_supervisor_ends_as_its_scenario_says() {
    every_act_at_every_stage_by(Role::Supervisor);
}

#[test]
fn every_act_at_every_stage_by_the_inspector_ends_as_its_scenario_says() {
    every_act_at_every_stage_by(Role::Inspector);
}

fn every_act_at_every_stage_by(role: Role) {
    let (folder, mut session) = staffed();
    let all = scenarios();
    let is_done = |expected: &str| Stage::from_id(expected).is_some();
    // What is refused changes nothing, and so one case, the first, serves for all of that; what is done takes one
    // of its own.
    let mut wanted: BTreeMap<(Stage, Option<&str>), (usize, usize)> = BTreeMap::new();
    for (_, scenario) in &all {
        for (stage, expected) in rows(scenario, role) {
            let Some(stage) = stage else { continue };
            let (refused, done) = wanted.entry((stage, scenario.given.as_deref())).or_default();
            if is_done(expected) { *done += 1 } else { *refused = 1 }
        }
    }
    let mut cases: BTreeMap<(Stage, Option<&str>), Vec<String>> = BTreeMap::new();
    for ((stage, given), (refused, done)) in wanted {
        cases.insert((stage, given), session.cases_at(stage, given, refused + done));
    }
    let (mut wrong, mut tried) = (Vec::new(), 0);
    for (name, scenario) in &all {
        for (stage, expected) in rows(scenario, role) {
            let case = stage.map(|stage| {
                let of_stage = cases.get_mut(&(stage, scenario.given.as_deref())).expect("they were made");
                let case = if is_done(expected) { of_stage.pop() } else { of_stage.first().cloned() };
                case.expect("there are enough")
            });
            let found = session.outcome(scenario, case.as_deref(), role);
            tried += 1;
            if found != expected {
                wrong.push(format!("{name}: {stage:?} by {role:?}: {found} and not {expected}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(tried > 400, "{tried} were tried");
    crate::world::replay::holds(folder.path());
}
