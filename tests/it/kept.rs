//! A question that is asked has an answer that is kept: for every row of every form, another answer makes
//! another thing. A row that was added, and forgotten where the form is turned into what it means, fails here.

use std::collections::BTreeSet;

use pishkhan::desk::Desk;
use pishkhan::domain::Choice;
use pishkhan::domain::acts::kind::ActKind;
use pishkhan::domain::rulebook::Rulebook;
use pishkhan::domain::{day::Till, money::Rial};
use pishkhan::form::all::every_form;
use pishkhan::form::{
    Answers, BoundForm, Field, FormContext, Kind, Pick, Spec, acts, blanks, bring, day, fee, inspection, intake,
    people, setup, sign_in,
};
use pishkhan::store::audit;
use pishkhan::store::identity::vault_at;
use serde_json::{Value, json};

use crate::world::{done, folder, form_context, made_up_id, open, place};

/// Rows whose answer is nowhere in what the form is turned into, each with the reason.
const NOT_IN_IT: &[(&str, &str, &str)] = &[
    ("deliver", "identity-seen", "stated, or the form is not taken"),
    ("deliver", "signed-for", "stated, or the form is not taken"),
    ("close-day", "blanks-counted", "held against the stock when the day is closed"),
    ("intake", "correction-reason", "kept with the correction, see below"),
    ("setup", "operator-name", "kept with the first operator, see below"),
    ("setup", "sign-in", "kept with the first operator, see below"),
    ("recover", "recovery-code", "held against the hash of the code"),
];

/// Forms that make nothing: what is typed there is looked up or held against something.
const MAKES_NOTHING: &[&str] = &["find", "sign-in-form", "written-head", "sign"];

type Made = Box<dyn Fn(&BoundForm, &FormContext) -> Option<String>>;

/// A form, right answers to it in which every row is asked at least once, and what they are turned into.
struct Door {
    form: &'static Spec,
    drafts: Vec<Answers>,
    made: Made,
}

fn door(
    form: &'static Spec,
    drafts: Vec<Answers>,
    made: impl Fn(&BoundForm, &FormContext) -> Option<String> + 'static,
) -> Door {
    Door { form, drafts, made: Box::new(made) }
}

fn debug(value: impl std::fmt::Debug) -> String {
    format!("{value:?}")
}

fn drafts(of: &[&[(&str, &str)]]) -> Vec<Answers> {
    of.iter().map(|pairs| pairs.iter().copied().collect()).collect()
}

/// Of somebody from here with a paper that is on the list, and of a foreigner in a prison with one that is not.
fn intakes() -> Vec<Answers> {
    let answers = crate::world::intake(1, "A-1", &[("request-reason", "other"), ("request-other", "خیس شد")]);
    let pairs = answers.as_object().expect("an object").iter();
    let mut first: Answers = pairs.map(|(id, answer)| (id.clone(), answer.as_str().expect("text"))).collect();
    // Asked as soon as another row has another answer.
    for (id, answer) in [("foreigner-id", "999000111222"), ("military", "completed")] {
        first.set(id, answer);
    }
    let mut second = first.clone();
    let change = [
        ("venue", "prison"),
        ("venue-place", "Z-9"),
        ("person-id-kind", "foreign"),
        ("gender", "male"),
        ("occupation", "7-22/1"),
        ("occupation-title", "پیشه نمونه"),
        ("occupation-starred", "no"),
        ("occupation-prerequisite", "yes"),
    ];
    for (id, answer) in change {
        second.set(id, answer);
    }
    vec![first, second]
}

fn doors() -> Vec<Door> {
    let payment: &[(&str, &str)] = &[
        ("payment-method", "gateway"),
        ("bank", "ملی"),
        ("order-code", "O-1"),
        ("paid-on", "1404/02/03"),
        ("amount", "10"),
    ];
    let mut all = vec![
        door(&intake::INTAKE, intakes(), |form, world| intake::parse(form, world.rules).ok().map(debug)),
        door(&fee::FEE, drafts(&[payment]), |form, _| fee::parse(form).ok().map(debug)),
        door(&inspection::TRAIL, drafts(&[&[]]), |form, _| Some(debug(inspection::audit_query(form)))),
        door(&setup::SETUP, drafts(&[SETUP]), |form, _| setup::office(form, false).map(debug)),
        door(&bring::BRING, drafts(BRINGS), |form, world| bring::facts(form, world.rules).map(debug)),
    ];
    for form in [&blanks::BLANKS_RECEIVED, &blanks::BLANK_SPOILED, &blanks::BLANKS_RETURNED] {
        let blanks: &[(&str, &str)] = &[("first-serial", "B-1"), ("serial", "B-1"), ("count", "2"), ("reason", "x")];
        all.push(door(form, drafts(&[blanks]), |form, _| blanks::blanks(form).map(debug)));
    }
    for form in [&day::CLOSE_DAY, &day::COUNT_TILL] {
        let counted: &[(&str, &str)] = &[("blanks-counted", "1"), ("cash-counted", "10"), ("slips-counted", "2")];
        all.push(door(form, drafts(&[counted]), |form, _| Some(debug(day::till(form)))));
    }
    for act in ActKind::ALL.iter().copied() {
        let Some(form) = acts::form(act) else { continue };
        all.push(door(form.spec, drafts(&[CENTRE]), move |answered, _| form.act_of(answered).ok().map(debug)));
    }
    all
}

const SETUP: &[(&str, &str)] = &[
    ("office-name", "دفتر نمونه"),
    ("office-code", "123"),
    ("office-kind", "counter-office"),
    ("office-level", "county"),
    ("province", "یزد"),
    ("contract-number", "Q-1"),
    ("desk-number", "1"),
    ("operator-name", "سارا نمونه"),
    ("sign-in", "sara"),
    ("passphrase", "correct horse"),
    ("passphrase-again", "correct horse"),
];

/// Of a paper that is on the list, and of one that is not.
const BRINGS: &[&[(&str, &str)]] = &[
    &[
        ("request-kind", "renewal"),
        ("occupation", "3-01"),
        ("cluster", "industry"),
        ("gender", "male"),
        ("military", "completed"),
        ("education", "none"),
        ("venue", "counter"),
    ],
    &[
        ("request-kind", "renewal"),
        ("occupation", "7-22/1"),
        ("occupation-starred", "no"),
        ("occupation-prerequisite", "no"),
        ("cluster", "industry"),
        ("gender", "female"),
        ("education", "none"),
        ("venue", "counter"),
    ],
];

/// Answers to every form of the centre.
const CENTRE: &[(&str, &str)] = &[
    ("passphrase", "correct horse"),
    ("reason", "x"),
    ("order", "x"),
    ("until", "1499/01/01"),
    ("inquiry-by", "agency"),
    ("inquiry-way", "hand"),
    ("inquiry-result", "match"),
    ("inquiry-on", "1404/02/03"),
    ("objection-about", "mobile"),
    ("objection-reason", "x"),
    ("objection-about-2", "mobile"),
    ("objection-reason-2", "y"),
    ("objection-about-3", "mobile"),
    ("objection-reason-3", "z"),
    ("original-fate", "destroyed"),
    ("collector", "representative"),
    ("collector-name", "پروین"),
    ("letter", "x"),
    ("identity-seen", "yes"),
    ("signed-for", "yes"),
    ("duplicate", "same"),
    ("other-case", "00012-01-00004-0"),
    ("second-look", "x"),
    ("refund-reference", "R-1"),
    ("refund-on", "1404/02/03"),
];

/// Two or more right answers to a row. One that no rule here fits takes a line of its own.
fn samples(field: &Field, rules: &Rulebook) -> Vec<String> {
    let own: &[&str] = match field.id {
        "national-id" => return vec![made_up_id(1), made_up_id(2)],
        "other-case" | "trail-case" => return [3, 4].map(tracking).to_vec(),
        "foreigner-id" => &["999000111222", "999000111223"],
        "mobile" => &["09120001000", "09120001001"],
        "postal-code" => &["1458710000", "1458710001"],
        "certificate-number" | "serial" | "first-serial" | "order-code" | "trace-number" | "reference-number"
        | "contract-number" | "refund-reference" => &["B-411", "B-522"],
        // Of which one asks for other papers than the other.
        "occupation" => &["3-01", "3-04"],
        "until" => &["1499/02/03", "1499/03/04"],
        "expiry-date" => &["1405/11/03", "1406/12/04"],
        "desk-number" => &["4", "5"],
        _ => match field.kind {
            Kind::Text | Kind::Name => &["پروانه", "بهرام"],
            Kind::Code => &["411", "522"],
            Kind::Date => &["1399/02/03", "1399/03/04"],
            Kind::Amount => &["411000", "522000"],
            Kind::Choice(list) => return (list.ids)().into_iter().map(str::to_owned).collect(),
            Kind::Pick(Pick::Subject) => &["national-card", "address"],
            Kind::Pick(Pick::Province) => return rules.provinces[..2].to_vec(),
            Kind::Pick(Pick::Bank) => &["melli", "sepah"],
            Kind::Pick(Pick::Occupation) => &["3-02", "3-03"],
            Kind::Secret => &[],
        },
    };
    own.iter().map(|text| (*text).to_owned()).collect()
}

fn tracking(number: u64) -> String {
    pishkhan::domain::tracking::TrackingCode::new("00123", "01", number).digits().to_owned()
}

fn exempt(form: &Spec, field: &Field) -> bool {
    let named = NOT_IN_IT.iter().any(|(of, id, _)| (*of, *id) == (form.id, field.id));
    named || matches!(field.kind, Kind::Secret)
}

fn with_world(test: impl Fn(&FormContext)) {
    let rules = pishkhan::catalog::load(None).expect("the shipped assets are right");
    // What makes every count be asked for.
    let till = Till { cash: Some(Rial::new(1)), slips: Some(1) };
    test(&FormContext { blank: Some("B-1"), till, ..form_context(&rules, 1) });
}

/// What a row is turned into, answer by answer; the answers that are right there.
fn turned(door: &Door, field: &Field, world: &FormContext) -> Vec<(String, Answers, String)> {
    let asked = |draft: &&Answers| door.form.bind((*draft).clone(), world).is_asked(field.id);
    let draft = door.drafts.iter().find(asked);
    let draft = draft.unwrap_or_else(|| panic!("{}: no draft here in which {} is asked", door.form.id, field.id));
    let answered = |answer: String| {
        let mut draft = draft.clone();
        draft.set(field.id, &answer);
        let form = door.form.bind(draft.clone(), world);
        let right = !form.findings().iter().any(|fault| fault.blocks());
        right.then(|| (door.made)(&form, world)).flatten().map(|made| (answer, draft, made))
    };
    samples(field, world.rules).into_iter().filter_map(answered).collect()
}

#[test]
fn another_answer_to_any_question_makes_another_thing() {
    with_world(|world| {
        for door in doors() {
            for field in door.form.fields.iter().filter(|field| !exempt(door.form, field)) {
                let (form, id) = (door.form.id, field.id);
                let turned = turned(&door, field, world);
                assert!(turned.len() > 1, "{form}: give two right answers to {id} in `samples`; right: {turned:?}");
                let different: BTreeSet<&String> = turned.iter().map(|(_, _, made)| made).collect();
                assert!(different.len() > 1, "{form}: the answer to {id} is asked and then dropped: {turned:?}");
                if matches!(field.kind, Kind::Text | Kind::Name | Kind::Code) {
                    let lost = turned.iter().find(|(answer, _, made)| !made.contains(answer.as_str()));
                    assert!(lost.is_none(), "{form}: the answer to {id} is not in what is made of it: {lost:?}");
                }
            }
        }
    });
}

#[test]
fn every_answer_of_an_intake_comes_back_as_it_was() {
    with_world(|world| {
        let (form, rows) = (&intake::INTAKE, doors().remove(0));
        for field in form.fields.iter().filter(|field| !exempt(form, field)) {
            for (_, draft, _) in turned(&rows, field, world) {
                let bound = form.bind(draft, world);
                let back = intake::answers(&intake::parse(&bound, world.rules).expect("a right intake"));
                for row in bound.asked() {
                    assert_eq!(back.get(row.id), bound.get(row.id), "{} after {} was changed", row.id, field.id);
                }
            }
        }
    });
}

/// A desk at which everything is said in lines, and what it then has on record.
struct Told {
    desk: Option<Desk>,
    folder: tempfile::TempDir,
    forms: BTreeSet<&'static str>,
}

impl Told {
    fn say(&mut self, line: &Value) -> Value {
        done(self.desk.as_mut().expect("it is open"), &line.to_string())
    }

    /// Says it, and every answer that it takes to each of these forms is then on record.
    fn keeps(&mut self, line: &Value, forms: &[&'static Spec]) -> Value {
        let before = self.desk.as_ref().expect("it is open").chain_length();
        let reply = self.say(line);
        let desk = self.desk.as_ref().expect("it is open");
        let vault = vault_at(&place(self.folder.path())).expect("it is open");
        let mut record = debug(desk.accounts().map(|of| of.operator.name.clone()).collect::<Vec<_>>());
        audit::events(self.folder.path(), &vault, &mut |recorded| {
            if recorded.envelope.number > before {
                record.push_str(&debug((&recorded.event, &recorded.envelope.approver)));
            }
        })
        .expect("the events are read");
        // A choice is shown by its name there and said by its id.
        let plain = |text: &str| text.to_lowercase().replace('-', "");
        for form in forms {
            self.forms.insert(form.id);
            let rows = form.fields.iter().filter(|field| !exempt(form, field) || field.id == "correction-reason");
            for field in rows.filter(|_| form.id != "intake").chain(form.field("correction-reason")) {
                let answer = [&line["answers"], &line["supervisor"]].map(|of| of[field.id].as_str());
                let answer = answer[0].or(answer[1]).or(line["text"].as_str());
                let answer = answer.unwrap_or_else(|| panic!("{}: {} is not answered here", form.id, field.id));
                let (form, id) = (form.id, field.id);
                assert!(plain(&record).contains(&plain(answer)), "{form}: {id} is not on record: {record}");
            }
        }
        reply
    }
}

#[test]
fn what_is_told_to_the_desk_is_on_record() {
    let folder = folder();
    let mut told = Told { desk: Some(open(folder.path()).expect("it opens")), folder, forms: BTreeSet::new() };
    let setup: Value = SETUP.iter().map(|(id, answer)| ((*id).to_owned(), json!(answer))).collect();
    told.keeps(&json!({"act": "set-up", "answers": setup}), &[&setup::SETUP]);
    of_operators(&mut told);
    of_cases(&mut told);
    let counted = json!({"cash-counted": "411000", "slips-counted": "522"});
    told.keeps(&json!({"act": "count-till", "answers": counted}), &[&day::COUNT_TILL]);
    let counted = json!({"cash-counted": "633000", "slips-counted": "744"});
    told.keeps(&json!({"act": "close-day", "answers": counted}), &[&day::CLOSE_DAY]);
    let mut known = told.forms;
    // It takes a second supervisor: `accounts` asks whether it is on record.
    known.insert(people::CONFIRM.id);
    known.extend(doors().iter().map(|door| door.form.id));
    known.extend(MAKES_NOTHING);
    let left: Vec<&str> = every_form().iter().map(|form| form.id).filter(|id| !known.contains(id)).collect();
    assert!(left.is_empty(), "forms of which nobody asks whether their answers are kept: {left:?}");
}

fn of_operators(told: &mut Told) {
    let (old, new) = ("battery staple", "quite another");
    let twice = |passphrase: &str| json!({"passphrase": passphrase, "passphrase-again": passphrase});
    let with = |mut answers: Value, more: Value| {
        for (id, answer) in more.as_object().expect("an object") {
            answers[id] = answer.clone();
        }
        answers
    };
    for (name, sign_in) in [("رضا نمونه", "reza"), ("مینا نمونه", "mina")] {
        let answers = with(twice(old), json!({"operator-name": name, "sign-in": sign_in, "role": "clerk"}));
        told.keeps(&json!({"act": "enrol", "answers": answers}), &[&people::ENROL]);
    }
    told.keeps(&json!({"act": "suspend", "answers": {"sign-in": "reza", "reason": "رفت"}}), &[&people::SUSPEND]);
    told.keeps(&json!({"act": "restore", "answers": {"sign-in": "reza"}}), &[&people::RESTORE]);
    told.keeps(
        &json!({"act": "change-role", "answers": {"sign-in": "mina", "role": "supervisor"}}),
        &[&people::CHANGE_ROLE],
    );
    let reset = with(twice(new), json!({"sign-in": "mina"}));
    told.keeps(&json!({"act": "reset-passphrase", "answers": reset}), &[&people::RESET]);
    let issued = told.keeps(&json!({"act": "issue-recovery", "answers": {"sign-in": "reza"}}), &[&people::RECOVERY]);
    let code = with(twice(new), json!({"sign-in": "reza", "recovery-code": issued["recovery-code"]}));
    told.keeps(&json!({"act": "recover", "answers": code}), &[&sign_in::RECOVER]);
    told.say(&json!({"act": "open-day"}));
    let over = json!({"hand-over-note": "کشو خالی است", "sign-in": "mina", "passphrase": new});
    told.keeps(&json!({"act": "hand-over", "answers": over}), &[&day::HAND_OVER]);
}

fn of_cases(told: &mut Told) {
    let open = |person: u32| json!({"act": "open", "answers": crate::world::intake(person, "K-1", &[])});
    let first = told.say(&open(1));
    let mut second = open(2);
    second["agreed"] = json!(["certificate-has-open-case"]);
    second["text"] = json!("گواهینامه دوم است");
    told.keeps(&second, &[&acts::DISTINCT]);
    let case = first["case"]["tracking"].as_str().expect("a case");
    let answers = json!({"mobile": "09120009999", "correction-reason": "شماره دیگر"});
    told.keeps(&json!({"act": "correct", "case": case, "answers": answers}), &[&intake::INTAKE]);
    let signed = json!({"sign-in": "sara", "passphrase": "correct horse", "override-reason": "نامه دارد"});
    let judged = json!({"act": "judge", "case": case, "document": "national-card", "verdict": "accepted-without",
        "text": "در سیل گم شد", "agreed": ["paper-waived"], "supervisor": signed});
    told.keeps(&judged, &[&acts::VERDICT_TEXT]);
    let mut again = judged;
    again["document"] = json!("identity-booklet");
    again.as_object_mut().expect("an object").remove("text");
    again["answers"] = json!({"verdict-reason": "در سیل رفت"});
    told.keeps(&again, &[&sign_in::APPROVAL, &acts::VERDICT_TEXT]);
    told.keeps(&json!({"act": "withdraw", "case": case, "text": "پشیمان شد"}), &[&acts::WITHDRAW]);
}
