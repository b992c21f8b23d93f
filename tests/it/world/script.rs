//! Plays the days of a made-up desk from a script, by a clock of its own: what golden folders are made of.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use pishkhan::cli;
use pishkhan::desk::Desk;
use pishkhan::desk::clock::Clock;
use pishkhan::desk::command::{Command, Reply};
use pishkhan::domain::audit::Accessed;
use pishkhan::form::answers::Draft;
use pishkhan::store::journal::segment;
use pishkhan::store::place::Place;
use pishkhan::store::upkeep::migrate::{self, Sealing, encrypt_as};
use pishkhan::store::vault::{Cost, Unlock};
use pishkhan::words::{Lang, Words};
use serde_json::Value;
use uuid::Uuid;

use super::{go_on, place};

/// Nine in the morning of 1405/08/29, in Iran.
const BEGIN_MS: i64 = 1_795_152_600_000;
/// So much time passes from one line to the next.
const PASSES_MS: i64 = 31_000;

/// The wall clock, which can be set, and the one that nobody sets.
#[derive(Clone)]
struct ScriptClock {
    wall: Arc<AtomicI64>,
    mono: Arc<AtomicI64>,
}

impl Clock for ScriptClock {
    fn wall_ms(&self) -> i64 {
        self.wall.load(Ordering::SeqCst)
    }

    fn mono_ms(&self) -> u64 {
        u64::try_from(self.mono.load(Ordering::SeqCst)).expect("it goes forward")
    }
}

struct Play {
    folder: PathBuf,
    clock: ScriptClock,
    desk: Option<Desk>,
    /// What came back under a name: the code of a case or of an envelope.
    names: BTreeMap<String, String>,
    /// Number and first digits of the head on the slip of the last day, as it is written down.
    head: String,
}

impl Play {
    fn passes(&self, ms: i64) {
        self.clock.wall.fetch_add(ms, Ordering::SeqCst);
        self.clock.mono.fetch_add(ms, Ordering::SeqCst);
    }

    fn open(&mut self, place: Place) {
        let clock = Box::new(self.clock.clone());
        self.desk = Some(Desk::open(place, None, clock, &mut go_on).expect("the desk opens"));
    }

    fn close(&mut self) {
        self.desk.take().expect("it is open").close();
    }

    fn desk(&mut self) -> &mut Desk {
        self.desk.as_mut().expect("it is open")
    }

    /// The line with the codes that its names stand for.
    fn named(&self, value: &mut Value) {
        match value {
            Value::String(text) => {
                if let Some(name) = text.strip_prefix('@') {
                    *text = self.names.get(name).unwrap_or_else(|| panic!("no {name} yet")).clone();
                }
            }
            Value::Object(fields) => fields.values_mut().for_each(|value| self.named(value)),
            _ => {}
        }
    }

    fn line(&mut self, line: &str) {
        let mut value: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}"));
        self.named(&mut value);
        self.passes(PASSES_MS);
        let number = |id: &str| value[id].as_i64();
        if value["act"].is_string() {
            self.act(value);
        } else if let Some(ms) = number("wait-ms") {
            self.passes(ms);
        } else if let Some(ms) = number("clock-ms") {
            self.clock.wall.fetch_add(ms, Ordering::SeqCst);
        } else if value["restart"] == true || value["erase"] == true {
            self.close();
            if value["erase"] == true {
                let carried = migrate::erase(&place(&self.folder), &mut go_on).expect("erased");
                assert_eq!((carried.erased.len(), carried.passed_over.len()), (1, 0));
            }
            self.open(place(&self.folder));
        } else if value["look"].is_string() {
            self.look(&value);
        } else {
            self.draft(&value["draft"]);
        }
    }

    fn act(&mut self, mut value: Value) {
        let fields = value.as_object_mut().expect("an object");
        let (name, expect) = (fields.remove("name"), fields.remove("expect"));
        let mut output = Vec::new();
        let words = Words::new(Lang::En);
        let line = value.to_string();
        cli::act::run(line.as_bytes(), &mut output, self.desk(), &words).expect("it answers");
        let reply: Value = serde_json::from_slice(&output).expect("JSON");
        match &expect {
            None => assert_eq!(reply["ok"], true, "{line} → {reply}"),
            Some(code) => assert_eq!(reply["code"], *code, "{line} → {reply}"),
        }
        if let Some(digits) = reply["closed"]["head"].as_str() {
            self.head = format!("{}:{}", reply["closed"]["number"], &digits[..32]);
        }
        let kept = reply["case"]["tracking"].as_str().or(reply["recovery-code"].as_str());
        if let (Some(Value::String(name)), Some(kept)) = (name, kept) {
            self.names.insert(name, kept.to_owned());
        }
    }

    fn look(&mut self, value: &Value) {
        let of = value["of"].as_str();
        let case = of.map(|code| self.desk().by_tracking(code).expect("read").expect("a case").id);
        let of_case = || case.expect("a case");
        let look = match value["look"].as_str().expect("a look") {
            "case" => Accessed::Case { case: of_case() },
            "revealed" => Accessed::Revealed { case: of_case() },
            "alike" => Accessed::Related { case: of_case() },
            "known" => Accessed::Known { case: of_case() },
            "searched" => Accessed::Searched { query: value["query"].as_str().expect("a query").to_owned(), found: 3 },
            "listed" => Accessed::Listed,
            "inspected" => Accessed::Inspected,
            "blanked" => Accessed::Blanked,
            other => panic!("no look: {other}"),
        };
        self.desk().log_access(look).expect("noted");
    }

    fn draft(&mut self, value: &Value) {
        let answers = value["answers"].as_object().expect("answers").iter();
        let draft = answers.map(|(id, answer)| (id.clone(), answer.as_str().expect("text"))).collect();
        let text = |id: &str| value[id].as_str().expect("text").to_owned();
        let (touched_ms, operator) = (self.clock.wall_ms(), self.desk().signed_in().to_owned());
        let id = Uuid::from_u128(0x0198_0000_0000_7000_8000_0000_0000_0001);
        let kept = Draft { id, form: text("form"), draft, at: text("at"), touched_ms, operator };
        let reply = self.desk().perform(Command::KeepDraft(kept));
        assert!(matches!(reply, Reply::Ok), "{reply:?}");
    }
}

/// Plays a script in an empty folder, sealed or not; what is left is what a backup would hold, and the head.
pub fn play(script: &Path, folder: &Path, sealed: bool) {
    let clock = ScriptClock { wall: Arc::new(AtomicI64::new(BEGIN_MS)), mono: Arc::new(AtomicI64::new(1_000_000)) };
    let mut play = Play { folder: folder.to_owned(), clock, desk: None, names: BTreeMap::new(), head: String::new() };
    let mut first = Place::from(folder);
    if sealed {
        let mut code = String::new();
        let mut keep = |shown: &str| {
            shown.clone_into(&mut code);
            Ok(())
        };
        // At next to no cost: it is opened often.
        let how = Sealing { cost: Cost { kib: 64, passes: 1, lanes: 1 }, admits: None };
        encrypt_as(&Place::from(folder), &how, &mut keep, &mut go_on).expect("sealed");
        first = first.unlocked_by(Some(Unlock::new(&code)));
    }
    play.open(first);
    let text = fs::read_to_string(script).expect("the script");
    for line in text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        play.line(line);
    }
    play.close();
    fs::write(folder.join("head"), play.head + "\n").expect("written");
    // The index is made anew from the journal, the room behind its records is not needed, the rest is paper.
    for name in ["index", "slips"] {
        fs::remove_dir_all(folder.join(name)).expect("it goes");
    }
    for name in ["index.state", "ballast", "lock", "tries.toml"] {
        fs::remove_file(folder.join(name)).expect("it goes");
    }
    for journal in ["journal", "views"] {
        let path = folder.join(journal).join("00000001.journal");
        let mut bytes = fs::read(&path).expect("a segment");
        bytes.truncate(segment::used(&bytes));
        fs::write(&path, bytes).expect("written");
    }
}
