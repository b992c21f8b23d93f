//! A day at a busy counter: eight hours, three people in turn, a hundred and twenty cases with what goes wrong
//! with them; at the end the closing totals must be those of a plain count.
//!
//! `PISHKHAN_SEED=7 PISHKHAN_DAY_CASES=500 cargo test simulation` is another day, or a longer one.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use pishkhan::desk::Desk;
use pishkhan::domain::audit::Written;
use serde_json::{Value, json};

use crate::world::{Lines, ManualClock, asked, folder, intake, open_at, place, say, set_up};

/// A plain count of what the desk acknowledged.
#[derive(Default)]
struct Count {
    opened: u64,
    complete: u64,
    withdrawn: u64,
    approved: u64,
    delivered: u64,
    cancelled: u64,
    waived: u64,
    /// By operator and method, «-» where nothing was due: how many, and rials.
    takings: BTreeMap<(String, String), (u64, u64)>,
}

struct Day {
    desk: Option<Desk>,
    data: tempfile::TempDir,
    clock: Arc<AtomicI64>,
    chance: Lines,
    count: Count,
    operator: &'static str,
    receipts: u64,
    blanks: u64,
    cases: i64,
    today: String,
    /// Somebody whose case waits for the centre.
    waiting: Option<u32>,
    shifts: u64,
}

const PEOPLE: [(&str, &str); 3] = [("reza", "battery staple"), ("leila", "paper clip"), ("sara", "correct horse")];

impl Day {
    fn say(&mut self, line: &Value) -> Value {
        // Some seconds for every act, so that all of them fit into one day.
        let passes = 4_000 + i64::try_from(self.chance.number() % 16_000).expect("small");
        self.clock.fetch_add(passes * 120 / self.cases, Ordering::SeqCst);
        say(self.desk.as_mut().expect("it is open"), &line.to_string())
    }

    fn open(&mut self) {
        // Both of its faces agree.
        let clock = ManualClock::at(&self.clock).counting();
        self.desk = Some(open_at(place(self.data.path()), clock).expect("the desk opens"));
    }

    fn sign_in(&mut self, who: usize) {
        let (sign_in, passphrase) = PEOPLE[who];
        // Now and then the passphrase is mistyped first.
        if self.chance.number().is_multiple_of(9) {
            let wrong = json!({"act": "sign-in", "answers": {"sign-in": sign_in, "passphrase": "oops oops"}});
            assert_eq!(self.say(&wrong)["code"], "wrong-passphrase");
        }
        let line = json!({"act": "sign-in", "answers": {"sign-in": sign_in, "passphrase": passphrase}});
        assert_eq!(self.say(&line)["ok"], true);
        self.operator = sign_in;
    }

    /// The next one takes over: by a hand-over, or straight on if it is the same person.
    fn take_over(&mut self, who: usize) {
        let (sign_in, passphrase) = PEOPLE[who];
        let answers = json!({"hand-over-note": "رسیدها در کشو", "sign-in": sign_in, "passphrase": passphrase});
        let line = json!({"act": "hand-over", "answers": answers});
        let reply = self.say(&line);
        if self.operator == sign_in {
            assert_eq!(reply["code"], "same-person");
        } else {
            assert_eq!(reply["ok"], true, "{reply}");
            self.shifts += 1;
        }
        self.operator = sign_in;
    }

    /// Somebody comes again for a certificate of which a case is open: it is the same request.
    fn comes_twice(&mut self, person: u32) {
        let answers = intake(person, &format!("Z-{person}"), &[]);
        let mut line = json!({"act": "open", "answers": answers});
        let asked = self.say(&line);
        assert_eq!(asked["question"], "certificate-has-open-case", "{asked}");
        line["agreed"] = json!(["certificate-has-open-case"]);
        line["text"] = json!("می‌گوید گواهینامهٔ دیگری است");
        let opened = self.say(&line);
        assert_eq!(opened["ok"], true, "{opened}");
        self.count.opened += 1;
        let judged = json!({"other-case": asked["other"], "duplicate": "same", "reason": "همان بود"});
        let line = json!({"act": "judge-duplicate", "case": opened["case"]["tracking"], "answers": judged});
        let reply = self.say(&line);
        assert_eq!(reply["case"]["stage"], "withdrawn", "{reply}");
        self.count.withdrawn += 1;
    }

    /// The power goes: what is not on the disk is gone, the session too.
    fn crash(&mut self) {
        self.desk = None;
        self.open();
        let who = PEOPLE.iter().position(|(sign_in, _)| *sign_in == self.operator).expect("one of them");
        self.sign_in(who);
    }

    fn one_case(&mut self, person: u32) {
        if let Some(other) = self.waiting.filter(|_| self.chance.number().is_multiple_of(10)) {
            self.comes_twice(other);
        }
        let renewal = self.chance.number().is_multiple_of(3);
        let kind = if renewal { "renewal" } else { "replacement" };
        let reason = if renewal { "expired" } else { "lost" };
        let change = [("request-kind", kind), ("request-reason", reason)];
        let opened = self.say(&json!({"act": "open", "answers": intake(person, &format!("Z-{person}"), &change)}));
        assert_eq!(opened["ok"], true, "{opened}");
        self.count.opened += 1;
        let case = opened["case"]["tracking"].as_str().expect("a case").to_owned();
        let on = |act: &str, more: Value| {
            let mut line = json!({"act": act, "case": case});
            more.as_object().expect("an object").iter().for_each(|(name, value)| line[name] = value.clone());
            line
        };
        let judge = |document: &str, verdict: &str| on("judge", json!({"document": document, "verdict": verdict}));
        if self.chance.number().is_multiple_of(12) {
            assert_eq!(self.say(&on("withdraw", json!({"text": "changed their mind"})))["ok"], true);
            self.count.withdrawn += 1;
            return;
        }
        if renewal && self.chance.number().is_multiple_of(2) {
            assert_eq!(self.say(&on("confirm-direct", json!({})))["ok"], true);
            self.count.complete += 1;
            self.taken("-", 0);
            return self.at_centre(&case);
        }
        let missing = self.chance.number().is_multiple_of(6);
        assert_eq!(self.say(&judge("identity-booklet", "original-seen"))["ok"], true);
        assert_eq!(self.say(&on("close-documents", json!({})))["code"], "documents-unjudged");
        assert_eq!(self.say(&judge("national-card", if missing { "missing" } else { "original-seen" }))["ok"], true);
        assert_eq!(self.say(&judge("last-degree", "copy-matches"))["ok"], true);
        if missing {
            assert_eq!(self.say(&on("close-documents", json!({})))["case"]["stage"], "deficient");
            // Fetched from home an hour later.
            self.clock.fetch_add(600_000 * 120 / self.cases, Ordering::SeqCst);
            assert_eq!(self.say(&judge("national-card", "original-seen"))["ok"], true);
        }
        if self.chance.number().is_multiple_of(15) {
            self.crash();
        }
        assert_eq!(self.say(&on("close-documents", json!({})))["case"]["stage"], "fee");
        self.count.complete += 1;
        if renewal {
            assert_eq!(self.say(&on("confirm-nothing-due", json!({})))["ok"], true);
            self.taken("-", 0);
        } else if self.chance.number().is_multiple_of(13) {
            let signed = json!({"sign-in": "sara", "passphrase": "correct horse", "override-reason": "نامهٔ زندان"});
            assert_eq!(self.say(&on("waive-fee", json!({})))["question"], "fee-waived");
            let waive = on("waive-fee", json!({"agreed": ["fee-waived"], "supervisor": signed}));
            assert_eq!(self.say(&waive)["case"]["stage"], "awaiting-centre");
            self.count.waived += 1;
        } else {
            self.pay(&case);
        }
        self.waiting = Some(person);
        self.at_centre(&case);
    }

    fn taken(&mut self, method: &str, amount: u64) {
        let of = self.count.takings.entry((self.operator.to_owned(), method.to_owned())).or_default();
        *of = (of.0 + 1, of.1 + amount);
    }

    fn pay(&mut self, case: &str) {
        self.receipts += 1;
        let methods = ["gateway", "card-terminal", "bank-deposit"];
        let method = methods[usize::try_from(self.chance.number() % 3).expect("small")];
        let line = |amount: &str, reference: u64, today: &str| {
            json!({"act": "confirm-payment", "case": case, "answers": {"payment-method": method, "bank": "ملی",
                "reference-number": format!("{reference:012}"), "paid-on": today, "amount": amount}})
        };
        let today = self.today.clone();
        match self.chance.number() % 5 {
            0 => assert_eq!(self.say(&line("900000", self.receipts, &today))["code"], "underpaid"),
            1 => assert_eq!(self.say(&line("100000", self.receipts, &today))["question"], "toman-meant"),
            2 if self.receipts > 1 => {
                // Somebody else's receipt of today, if it was kept under the same bank and amount.
                let used = self.say(&line("1000000", 1, &today));
                assert!(used["ok"] == false, "{used}");
            }
            _ => {}
        }
        let paid = self.say(&line("1000000", self.receipts, &today));
        assert_eq!(paid["ok"], true, "{paid}");
        self.taken(method, 1_000_000);
        // Enter twice: the second is not a second payment.
        assert_eq!(self.say(&line("1000000", self.receipts, &today))["code"], "wrong-stage");
    }

    /// Some of the cases are decided on the same day, by a reviewer who had no part in them.
    fn at_centre(&mut self, case: &str) {
        if self.operator == "sara" || !self.chance.number().is_multiple_of(3) {
            return;
        }
        let by = PEOPLE.iter().position(|(sign_in, _)| *sign_in == self.operator).expect("one of them");
        let line = |act: &str, answers: Value| json!({"act": act, "case": case, "answers": answers});
        self.sign_in(2);
        if self.chance.number().is_multiple_of(8) {
            let reply = self.say(&line("cancel-fee", json!({"reason": "the bank took it back"})));
            assert_eq!(reply["ok"], true, "{reply}");
            self.count.cancelled += 1;
        } else {
            let reply = self.say(&line("approve", json!({"passphrase": "correct horse"})));
            assert_eq!(reply["ok"], true, "{reply}");
            self.count.approved += 1;
            self.blanks -= 1;
            let serial = format!("Q-{:04}", 500 - self.blanks);
            let issued =
                self.say(&line("issue-certificate", json!({"serial": serial, "original-fate": "surrendered"})));
            assert_eq!(issued["ok"], true, "{issued}");
            let given = json!({"collector": "holder", "identity-seen": "yes", "signed-for": "yes"});
            assert_eq!(self.say(&line("deliver", given))["ok"], true);
            self.count.delivered += 1;
            self.waiting = None;
        }
        self.sign_in(by);
    }
}

#[test]
fn the_totals_of_a_day_are_those_of_a_plain_count() {
    let (cases, seed) = (asked("PISHKHAN_DAY_CASES", 120), asked("PISHKHAN_SEED", 1405));
    // Eight in the morning in Iran, on the first of Azar 1405.
    let clock = Arc::new(AtomicI64::new(1_795_321_800_000));
    let mut day = Day {
        desk: None,
        data: folder(),
        clock,
        chance: Lines::new(seed),
        count: Count::default(),
        operator: "sara",
        receipts: 0,
        blanks: 500,
        cases: i64::try_from(cases).expect("small").max(120),
        today: String::new(),
        waiting: None,
        shifts: 0,
    };
    day.open();
    for line in set_up() {
        let line: Value = serde_json::from_str(&line).expect("JSON");
        assert_eq!(day.say(&line)["ok"], true);
    }
    let leila = json!({"operator-name": "لیلا راد", "sign-in": "leila", "role": "clerk", "passphrase": "paper clip", "passphrase-again": "paper clip"});
    assert_eq!(day.say(&json!({"act": "enrol", "answers": leila}))["ok"], true);
    let blanks = json!({"act": "blanks-received", "answers": {"first-serial": "Q-0001", "count": "500"}});
    assert_eq!(day.say(&blanks)["ok"], true);
    day.today = day.desk.as_ref().expect("open").today().to_string();
    let till = json!({"cash-counted": "500000", "slips-counted": "1000"});
    assert_eq!(day.say(&json!({"act": "count-till", "answers": till}))["ok"], true);
    for case in 0..cases {
        if case.is_multiple_of(20) {
            day.take_over(usize::try_from(case / 20 % 3).expect("small"));
        }
        eprintln!("seed {seed} case {case} by {}", day.operator);
        day.one_case(u32::try_from(case + 1).expect("small"));
        day.clock.fetch_add(60_000 * 120 / day.cases, Ordering::SeqCst);
    }
    day.sign_in(2);
    let blanks = day.blanks;
    let closed = day.say(&json!({"act": "close-day", "answers":
        {"blanks-counted": blanks.to_string(), "cash-counted": "500000", "slips-counted": "820"}}));
    assert_eq!(closed["ok"], true, "{closed}");
    let totals = &closed["closed"]["totals"];
    let count = &day.count;
    for (name, counted) in [
        ("opened", count.opened),
        ("complete", count.complete),
        ("withdrawn", count.withdrawn),
        ("approved", count.approved),
        ("delivered", count.delivered),
        ("cancelled", count.cancelled),
    ] {
        assert_eq!(totals[name], counted, "{name}");
    }
    let waived = json!({"count": count.waived, "amount": count.waived * 1_000_000});
    assert_eq!(closed["closed"]["waived"], waived);
    assert_eq!(closed["closed"]["till"]["last"], json!({"cash": 500_000, "slips": 820}));
    let shifts = day.desk.as_ref().expect("open").shifts();
    assert_eq!(shifts.len(), 0, "they belong to the day that is closed");
    assert!(count.waived + day.shifts > 0 && count.withdrawn > 0);
    let takings = totals["takings"].as_array().expect("a list").iter().map(|row| {
        let method = row["method"].as_str().unwrap_or("-").to_owned();
        let sums = (row["count"].as_u64().expect("a count"), row["amount"].as_u64().expect("rials"));
        ((row["operator"].as_str().expect("a name").to_owned(), method), sums)
    });
    assert_eq!(takings.collect::<BTreeMap<_, _>>(), count.takings);
    assert_eq!(day.desk.as_ref().expect("open").inspect(&Written::default()).expect("everything holds").signed, 1);
    crate::world::replay::holds(day.data.path());
}
