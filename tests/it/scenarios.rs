//! Every act at every stage by every role, done on the real program: where it leads, or the code with which
//! it is refused. An act without a scenario fails, and so does a scenario that leaves a stage or a role out.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use pishkhan::domain::Choice;
use pishkhan::domain::acts::kind::ActKind;
use pishkhan::domain::event::SlipKind;
use pishkhan::domain::operator::Role;
use pishkhan::domain::stage::Stage;
use serde::Deserialize;
use serde_json::json;

use crate::centre::office;
use crate::session::{Session, passphrase};
use crate::world::{data, intake};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Scenario {
    act: ActKind,
    /// What is true of the case before.
    given: Option<String>,
    /// A question that is answered with yes, and signed for by a supervisor.
    signed: Option<String>,
    #[serde(default)]
    answers: BTreeMap<String, String>,
    document: Option<String>,
    verdict: Option<String>,
    slip: Option<SlipKind>,
    text: Option<String>,
    outcome: BTreeMap<String, BTreeMap<Role, String>>,
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
    /// A case at this stage of which this is true.
    fn case_at(&mut self, stage: Stage, given: Option<&str>) -> String {
        let at_desk = matches!(stage, Stage::Documents | Stage::Fee);
        match given {
            Some("renewal") if at_desk => {
                let change = [("request-kind", "renewal"), ("request-reason", "expired"), ("education", "none")];
                let case = self.open("reza", &change[..if stage == Stage::Fee { 2 } else { 3 }]);
                if stage == Stage::Fee {
                    self.papers("reza", &case);
                }
                case
            }
            Some("own-work") => {
                let case = self.waiting("sara");
                let signed =
                    json!({"sign-in": "parvin", "passphrase": passphrase("parvin"), "override-reason": "alone"});
                let answers =
                    json!({"objection-about": "x", "objection-reason": "y", "passphrase": passphrase("sara")});
                let line = json!({"act": "return", "case": case, "answers": answers, "agreed": ["four-eyes"], "supervisor": signed});
                self.done("sara", &line);
                if stage != Stage::Deficient {
                    self.on("sara", "close-documents", &case, json!({}));
                    self.on_to("sara", &case, stage);
                }
                case
            }
            Some("through-own-hands") => {
                let case = self.waiting("zari");
                self.on_to("zari", &case, stage);
                case
            }
            _ if stage == Stage::Fee && given != Some("cancelled") => {
                let case = self.open("reza", &[]);
                self.papers("reza", &case);
                self.then(&case, stage, given);
                case
            }
            _ => {
                let case = self.waiting("reza");
                self.on_to("reza", &case, stage);
                self.then(&case, stage, given);
                case
            }
        }
    }

    /// What is given is done to a case that stands where it should.
    fn then(&mut self, case: &str, stage: Stage, given: Option<&str>) {
        match given {
            Some("cancelled") if stage == Stage::AwaitingCentre => {
                self.on_to("reza", case, Stage::Fee);
                self.pay("reza", case);
            }
            Some("cancelled") if ActKind::CancelFee.fits(stage) => {
                self.on("sara", "cancel-fee", case, json!({"reason": "x"}));
            }
            Some("inquiry") if ActKind::AskInquiry.fits(stage) => {
                self.on("reza", "ask-inquiry", case, json!({"inquiry-by": "agency", "inquiry-way": "hand"}));
            }
            _ => {}
        }
    }

    /// The code with which it was refused, or the stage to which it led.
    fn outcome(&mut self, scenario: &Scenario, case: Option<&str>, role: Role) -> String {
        let who = actor(role);
        let mut answers = match scenario.act {
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
        let mut line = json!({"act": scenario.act.id(), "answers": answers});
        let more =
            [("case", case), ("document", scenario.document.as_deref()), ("verdict", scenario.verdict.as_deref())];
        let last = [("slip", scenario.slip.map(|slip| slip.id())), ("text", scenario.text.as_deref())];
        for (name, value) in more.into_iter().chain(last) {
            if let Some(value) = value {
                line[name] = json!(value);
            }
        }
        if let Some(question) = &scenario.signed {
            line["agreed"] = json!([question]);
            line["supervisor"] =
                json!({"sign-in": "parvin", "passphrase": passphrase("parvin"), "override-reason": "x"});
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
    let folder = office();
    let mut session = Session::start(folder.path());
    let zari = json!({"operator-name": "زری راد", "sign-in": "zari", "role": "supervisor",
        "passphrase": passphrase("zari"), "passphrase-again": passphrase("zari")});
    session.done("sara", &json!({"act": "enrol", "answers": zari}));
    let blanks = json!({"first-serial": "S-00001", "count": "4000"});
    session.done("sara", &json!({"act": "blanks-received", "answers": blanks}));
    (folder, session)
}

#[test]
fn every_act_at_every_stage_by_every_role_ends_as_its_scenario_says() {
    let (folder, mut session) = staffed();
    let (mut acts, mut wrong, mut tried) = (BTreeSet::new(), Vec::new(), 0);
    // What is refused changes nothing, and so one case serves for all of that.
    let mut shared: BTreeMap<(Stage, Option<String>), String> = BTreeMap::new();
    let all = scenarios();
    for (name, scenario) in &all {
        acts.insert(scenario.act);
        let stages = if scenario.act == ActKind::Open { 1 } else { Stage::ALL.len() };
        assert_eq!(scenario.outcome.len(), stages, "{name}: every stage has its line");
    }
    // Role by role, so that not everybody signs in for every line.
    for (role, (name, scenario)) in Role::ALL.iter().flat_map(|role| all.iter().map(move |each| (*role, each))) {
        for (stage, row) in &scenario.outcome {
            let stage = Stage::from_id(stage);
            let expected = row.get(&role).unwrap_or_else(|| panic!("{name} {stage:?} says nothing of {role:?}"));
            let done = Stage::from_id(expected).is_some();
            let given = scenario.given.as_deref();
            let case = stage.map(|stage| match shared.get(&(stage, scenario.given.clone())) {
                Some(case) if !done => case.clone(),
                _ => session.case_at(stage, given),
            });
            let found = session.outcome(scenario, case.as_deref(), role);
            tried += 1;
            if found != *expected {
                wrong.push(format!("{name}: {stage:?} by {role:?}: {found} and not {expected}"));
            }
            if let (Some(stage), Some(case), false) = (stage, case, done) {
                shared.insert((stage, scenario.given.clone()), case);
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let without: Vec<&ActKind> = ActKind::ALL.iter().filter(|act| !acts.contains(act)).collect();
    assert!(without.is_empty(), "no scenario: {without:?}");
    assert!(tried > 1_600, "{tried} were tried");
    crate::replay::holds(folder.path());
}
