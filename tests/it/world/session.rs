//! `pishkhan act` as a partner in a conversation, and the ways by which a case comes to a stage.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use pishkhan::domain::stage::Stage;
use serde_json::{Value, json};

use super::desk::today;
use super::people::{intake, passphrase};
use super::program::PROGRAM;

/// The same line, with these questions answered and a supervisor standing behind it.
pub fn signed(line: &Value, agreed: &[&str], by: &str) -> Value {
    signed_because(line, agreed, by, "seen")
}

/// The same, with the reason that the supervisor gives.
pub fn signed_because(line: &Value, agreed: &[&str], by: &str, reason: &str) -> Value {
    let mut line = line.clone();
    line["agreed"] = json!(agreed);
    line["supervisor"] = json!({"sign-in": by, "passphrase": passphrase(by), "override-reason": reason});
    line
}

/// `pishkhan act`, a line at a time.
pub struct Session {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    signed_in: String,
    counter: u32,
    /// Whose each case is.
    pub people: BTreeMap<String, u32>,
    pub today: String,
}

impl Session {
    pub fn start(folder: &Path) -> Session {
        Session::start_with(folder, &[])
    }

    /// The same, with more arguments.
    pub fn start_with(folder: &Path, arguments: &[&str]) -> Session {
        let mut child = Command::new(PROGRAM)
            .args(["--data", &folder.display().to_string(), "--lang", "en"])
            .args(arguments)
            .arg("act")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let input = child.stdin.take().expect("its input");
        let output = BufReader::new(child.stdout.take().expect("its output"));
        Session { child, input, output, signed_in: String::new(), counter: 0, people: BTreeMap::new(), today: today() }
    }

    /// What the program answers to this line.
    pub fn ask(&mut self, line: &Value) -> Value {
        writeln!(self.input, "{line}").and_then(|()| self.input.flush()).expect("it reads");
        let mut answer = String::new();
        self.output.read_line(&mut answer).expect("it answers");
        serde_json::from_str(&answer).unwrap_or_else(|_| panic!("{line} → {answer}"))
    }

    /// Does it, as this person; it must be done.
    pub fn done(&mut self, who: &str, line: &Value) -> Value {
        self.sign_in(who);
        let answer = self.ask(line);
        assert_eq!(answer["ok"], true, "{who}: {line} → {answer}");
        answer
    }

    /// What became of it: `ok`, the question that it raised, or the code with which it was refused.
    pub fn told(&mut self, who: &str, line: &Value) -> String {
        self.sign_in(who);
        let answer = self.ask(line);
        let word = answer["question"].as_str().or(answer["code"].as_str());
        if answer["ok"] == true { "ok".to_owned() } else { word.unwrap_or_default().to_owned() }
    }

    /// The same, with these questions answered and «parvin» standing behind it.
    pub fn told_signed(&mut self, who: &str, line: &Value, agreed: &[&str]) -> String {
        self.told(who, &signed(line, agreed, "parvin"))
    }

    pub fn sign_in(&mut self, who: &str) {
        if self.signed_in != who {
            self.signed_in = who.to_owned();
            let answers = json!({"sign-in": who, "passphrase": passphrase(who)});
            let answer = self.ask(&json!({"act": "sign-in", "answers": answers}));
            assert_eq!(answer["ok"], true, "{who}: {answer}");
        }
    }

    pub fn on(&mut self, who: &str, act: &str, case: &str, answers: Value) {
        self.done(who, &json!({"act": act, "case": case, "answers": answers}));
    }

    pub fn next(&mut self) -> u32 {
        self.counter += 1;
        self.counter
    }

    /// A case of a new person, taken in by this operator.
    pub fn open(&mut self, who: &str, change: &[(&str, &str)]) -> String {
        let person = self.next();
        let answers = intake(person, &format!("S-{person}"), change);
        let answer = self.done(who, &json!({"act": "open", "answers": answers}));
        let case = answer["case"]["tracking"].as_str().expect("a case").to_owned();
        self.people.insert(case.clone(), person);
        case
    }

    pub fn judge(&mut self, who: &str, case: &str, document: &str, verdict: &str) {
        let line = json!({"act": "judge", "case": case, "document": document, "verdict": verdict, "text": "x"});
        self.done(who, &line);
    }

    pub fn papers(&mut self, who: &str, case: &str) {
        for (document, verdict) in
            [("identity-booklet", "original-seen"), ("national-card", "original-seen"), ("last-degree", "copy-matches")]
        {
            self.judge(who, case, document, verdict);
        }
        self.on(who, "close-documents", case, json!({}));
    }

    pub fn pay(&mut self, who: &str, case: &str) {
        let number = self.next();
        let answers = json!({"payment-method": "gateway", "bank": "ملی", "paid-on": self.today,
            "reference-number": format!("55{number:010}"), "amount": "1000000"});
        self.on(who, "confirm-payment", case, answers);
    }

    /// So many cases that wait for the centre.
    pub fn waiting(&mut self, who: &str, count: usize) -> Vec<String> {
        let cases: Vec<String> = (0..count).map(|_| self.open(who, &[])).collect();
        for case in &cases {
            self.papers(who, case);
            self.pay(who, case);
        }
        cases
    }

    /// Back to the papers, with everything that was said of them.
    pub fn corrected(&mut self, who: &str, case: &str) {
        let number = self.next();
        let answers = json!({"mobile": format!("0913{number:07}"), "correction-reason": "another number"});
        self.on(who, "correct", case, answers);
    }

    /// Cases that wait for the centre go on to this stage, all of them in one step after the other: whoever acts
    /// signs in once.
    pub fn on_to(&mut self, who: &str, cases: &[String], stage: Stage) {
        if let Some(before) = match stage {
            Stage::Delivery => Some(Stage::Production),
            Stage::Uncollected | Stage::Delivered => Some(Stage::Delivery),
            _ => None,
        } {
            self.on_to(who, cases, before);
        }
        for case in cases {
            self.step(who, case, stage);
        }
    }

    fn step(&mut self, who: &str, case: &str, stage: Stage) {
        let own = passphrase("mina");
        match stage {
            Stage::AwaitingCentre => {}
            Stage::Documents => self.corrected(who, case),
            Stage::Deficient => {
                let answers = json!({"objection-about": "x", "objection-reason": "y", "passphrase": own});
                self.on("mina", "return", case, answers);
            }
            Stage::Referred => {
                self.corrected(who, case);
                self.judge(who, case, "national-card", "suspected-forged");
                self.on(who, "close-documents", case, json!({}));
            }
            Stage::Fee => self.on("sara", "cancel-fee", case, json!({"reason": "x"})),
            Stage::Rejected => self.on("mina", "reject", case, json!({"reason": "x", "passphrase": own})),
            Stage::Withdrawn => drop(self.done(who, &json!({"act": "withdraw", "case": case, "text": "x"}))),
            Stage::Production => self.on("mina", "approve", case, json!({"passphrase": own})),
            Stage::Delivery => {
                let serial = self.blank();
                self.on("mina", "issue-certificate", case, json!({"serial": serial, "original-fate": "surrendered"}));
            }
            Stage::Uncollected => self.on("reza", "return-uncollected", case, json!({"reason": "x"})),
            Stage::Delivered => {
                let answers = json!({"collector": "holder", "identity-seen": "yes", "signed-for": "yes"});
                self.on("reza", "deliver", case, answers);
            }
        }
    }

    pub fn blank(&mut self) -> String {
        format!("S-{:05}", self.next())
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
