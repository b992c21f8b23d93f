//! What a data folder says, in ids and plain text: not how it lies on disk, and nothing that depends on the day
//! on which it is asked.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use pishkhan::desk::{Desk, demo};
use pishkhan::domain::Choice;
use pishkhan::domain::audit::{AccessEntry, Accessed};
use pishkhan::domain::blank::BlankMove;
use pishkhan::domain::case::Case;
use pishkhan::domain::day::Till;
use pishkhan::domain::documents::{DocumentKind, Verdict};
use pishkhan::domain::event::{CaseId, DocumentsOutcome, Event, Recorded};
use pishkhan::domain::fees::{Payment, Settlement};
use pishkhan::domain::lineage::PersonRef;
use pishkhan::domain::objection::Objection;
use pishkhan::domain::produced::Produced;
use pishkhan::domain::totals::Totals;
use pishkhan::form::Answers;
use pishkhan::form::intake::answers;
use pishkhan::store::audit;
use pishkhan::store::audit::access_log;
use pishkhan::store::identity::vault_at;
use serde_json::{Map, Value, json};

use super::open;
use super::{place, run};

/// Everything that the folder says.
pub fn meaning(folder: &Path) -> Value {
    let vault = vault_at(&place(folder)).expect("it is unlocked");
    let (mut accessed, mut events) = (Vec::new(), Vec::new());
    access_log::read(folder, &vault, &mut |entry| accessed.push(entry)).expect("the access log is read");
    audit::events(folder, &vault, &mut |recorded| events.push(recorded.clone())).expect("the events are read");
    let desk = open(folder).expect("the desk opens");
    let mut said = BTreeMap::new();
    let mut cases: BTreeMap<CaseId, Case> = BTreeMap::new();
    for recorded in &events {
        if let (Some(id), Event::Opened { tracking, .. }) = (recorded.envelope.case, &recorded.event) {
            let case = desk.case(id).expect("it is read").expect("the case is there");
            assert_eq!(Some(&case), desk.by_tracking(tracking.digits()).expect("it is read").as_ref());
            let history = desk.history(id).expect("its history");
            assert_eq!(history.iter().fold(None, Case::fold).as_ref(), Some(&case), "the fold of its events");
            let mut value = of_case(&case);
            value["history"] = history.iter().map(happened).collect();
            said.insert(tracking.to_string(), value);
            cases.insert(id, case);
        }
    }
    let of_case = |recorded: &&Recorded| recorded.envelope.case.is_some_and(|id| cases.contains_key(&id));
    let of_desk: Vec<String> =
        events.iter().filter(|recorded| !of_case(&&***recorded)).map(|own| happened(own)).collect();
    let looks: Vec<String> = accessed.iter().map(|entry| look(entry, &cases)).collect();
    let mut value = json!({"cases": said, "desk": of_desk, "looks": looks});
    of_the_desk(&desk, &mut value);
    desk.close();
    // What is printed does not hang on how the folder lies, and opening a sealed one takes long on purpose.
    for case in cases.values().filter(|_| !vault.is_encrypted()) {
        let own = events.iter().filter(|recorded| recorded.envelope.case == Some(case.id));
        is_printed(folder, case, own.map(|own| &**own));
    }
    value
}

/// The commands print of a case what is said of it here.
fn is_printed<'a>(folder: &Path, case: &Case, history: impl Iterator<Item = &'a Recorded>) {
    let code = case.tracking.to_string();
    let path = folder.display().to_string();
    let show = ["--data", &path, "--lang", "en", "case", "show", &code];
    let (exit, printed) = match run(&show, "") {
        // The first golden folder was a sample desk.
        (1, _) => {
            let who = super::folder();
            let file = who.path().join("who");
            fs::write(&file, format!("{}\n{}\n", demo::SIGN_IN, demo::PASSPHRASE)).expect("written");
            fs::set_permissions(&file, std::os::unix::fs::PermissionsExt::from_mode(0o600)).expect("it is ours");
            run(&[&["--as", &file.display().to_string()], &show[..]].concat(), "")
        }
        shown => shown,
    };
    assert_eq!(exit, 0, "{printed}");
    let printed: Value = serde_json::from_str(&printed).expect("JSON");
    let mut all = answers(&case.intake);
    for id in ["national-id", "foreigner-id"] {
        if !all.get(id).is_empty() {
            all.set(id, &case.intake.applicant.id.masked());
        }
    }
    let verdict = |(document, verdict): (&DocumentKind, &Verdict)| {
        (document.id().to_owned(), json!({"verdict": verdict.kind.id(), "text": verdict.text}))
    };
    let events: Vec<Value> = history
        .map(|recorded| {
            let envelope = &recorded.envelope;
            json!([
                envelope.number,
                recorded.event.code(),
                envelope.signed_in(),
                envelope.approver.as_ref().map(|person| &person.sign_in),
                envelope.moment.wall_ms
            ])
        })
        .collect();
    let happened: Vec<Value> = printed["events"]
        .as_array()
        .expect("events")
        .iter()
        .map(|event| {
            let of = ["sequence", "event", "operator", "approver", "wall-ms"];
            Value::Array(of.map(|id| event[id].clone()).to_vec())
        })
        .collect();
    let documents: Map<String, Value> = case.verdicts.iter().map(verdict).collect();
    assert_eq!(printed["answers"], answered(&all), "{code}");
    assert_eq!(printed["documents"], Value::Object(documents), "{code}");
    assert_eq!((&printed["stage"], &printed["version"]), (&json!(case.stage.id()), &json!(case.version)), "{code}");
    assert_eq!(happened, events, "{code}");
}

/// Somebody as a case names them.
fn name(person: &PersonRef) -> &str {
    &person.sign_in
}

fn of_the_desk(desk: &Desk, value: &mut Value) {
    let accounts = desk.accounts();
    let account = |account: &pishkhan::domain::account::Account| {
        let operator = &account.operator;
        let envelope = if account.recovery.is_some() { "an envelope" } else { "no envelope" };
        let state = if account.suspended { "suspended" } else { "works" };
        format!("{} | {} | {} | {state} | {envelope}", operator.sign_in, operator.name, operator.role.id())
    };
    let mut accounts: Vec<String> = accounts.map(account).collect();
    accounts.sort();
    value["accounts"] = json!(accounts);
    value["stock"] = json!({"on-hand": desk.stock().on_hand(), "next": desk.stock().next()});
    value["day"] = desk.work_day().map_or(Value::Null, |open| {
        json!({"day": open.day.to_string(), "since": open.since, "first": till(&open.first), "last": till(&open.last)})
    });
    value["totals"] = json!(totals(&desk.totals().expect("the totals")));
    value["stages"] = Value::Object(
        desk.unfinished()
            .expect("the stages")
            .iter()
            .map(|(stage, count)| (stage.id().to_owned(), json!(count)))
            .collect(),
    );
    let drafts = desk.drafts().into_iter().map(|draft| {
        let (form, at) = (&draft.form, &draft.at);
        json!({"form": form, "at": at, "by": draft.operator, "ms": draft.touched_ms, "answers": answered(&draft.draft)})
    });
    value["drafts"] = drafts.collect();
}

fn answered(draft: &Answers) -> Value {
    Value::Object(draft.iter().map(|(id, answer)| (id.to_owned(), json!(answer))).collect::<Map<_, _>>())
}

fn in_a_row(draft: &Answers) -> String {
    draft.iter().map(|(id, answer)| format!("{id}: {answer}")).collect::<Vec<_>>().join("; ")
}

fn till(till: &Till) -> Value {
    json!({"cash": till.cash.map(|cash| cash.amount()), "slips": till.slips})
}

fn of_case(case: &Case) -> Value {
    let verdicts: Map<String, Value> =
        case.verdicts.iter().map(|(document, verdict)| (document.id().to_owned(), json!(said(verdict)))).collect();
    let inquiry = case.inquiry().map(|asked| {
        let answer =
            asked.answer.as_ref().map(|answer| format!("{} | {} | {}", answer.result.id(), answer.on, answer.note));
        json!({"by": asked.by.id(), "way": asked.way.id(), "asked-by": asked.asked_by.as_ref().map(name), "answer": answer})
    });
    let duplicates: Vec<String> =
        case.duplicates.iter().map(|(other, decision)| format!("{other} | {}", decision.id())).collect();
    json!({
        "version": case.version,
        "stage": case.stage.id(),
        "answers": answered(&answers(&case.intake)),
        "title": case.intake.certificate.occupation.title,
        "documents": verdicts,
        "settlement": case.settlement.as_ref().map(settled),
        "cancelled": case.cancelled.as_ref().map(settled),
        "opened-ms": case.opened.wall_ms,
        "touched-ms": case.touched.wall_ms,
        "opened-by": case.opened_by.as_ref().map(name),
        "hands": case.involved.iter().map(name).collect::<Vec<_>>(),
        "inquiry": inquiry,
        "objections": objections(&case.objections),
        "deadline": case.deadline.map(|until| until.to_string()),
        "produced": case.produced.as_ref().map(made),
        "overrides": case.overrides.iter().map(|question| question.id()).collect::<Vec<_>>(),
        "duplicates": duplicates,
        "own-work": if case.four_eyes_override.is_empty() { Value::Null } else { case.four_eyes_override.iter().map(name).collect() },
    })
}

fn said(verdict: &Verdict) -> String {
    format!("{} | {}", verdict.kind.id(), verdict.text.as_deref().unwrap_or("-"))
}

fn objections(all: &[Objection]) -> Vec<String> {
    all.iter().map(|objection| format!("{} | {}", objection.about, objection.reason)).collect()
}

fn made(produced: &Produced) -> String {
    format!("{} | {}", produced.serial.as_deref().unwrap_or("-"), produced.original.id())
}

fn settled(settlement: &Settlement) -> String {
    match settlement {
        Settlement::Paid { due, payment, tariff } => format!("paid | {} | {tariff} | {}", due.amount(), paid(payment)),
        Settlement::NothingDue { tariff } => format!("nothing due | {tariff}"),
        Settlement::Waived { due, tariff } => format!("waived | {} | {tariff}", due.amount()),
    }
}

fn paid(payment: &Payment) -> String {
    let Payment { method, bank, order_code, trace_number, reference_number, paid_on, amount } = payment;
    let number = |number: &Option<String>| number.clone().unwrap_or_else(|| "-".into());
    let numbers = [order_code, trace_number, reference_number].map(number).join(" | ");
    format!("{} | {bank} | {numbers} | {paid_on} | {}", method.id(), amount.amount())
}

fn totals(totals: &Totals) -> String {
    let takings = totals.takings.iter().map(|takings| {
        let method = takings.method.map_or("nothing due", |method| method.id());
        format!("{} {method} {} {}", takings.operator, takings.count, takings.amount.amount())
    });
    let Totals { opened, complete, withdrawn, approved, delivered, cancelled, waived, .. } = totals;
    format!(
        "opened {opened}, complete {complete}, withdrawn {withdrawn}, approved {approved}, delivered {delivered}, \
         cancelled {cancelled} {}, refunded {}, waived {waived} {}, takings {}",
        totals.cancelled_amount.amount(),
        totals.refunded.amount(),
        totals.waived_amount.amount(),
        takings.collect::<Vec<_>>().join("; "),
    )
}

fn look(view: &AccessEntry, cases: &BTreeMap<CaseId, Case>) -> String {
    let what = match &view.what {
        Accessed::SignedIn => "signed-in",
        Accessed::SignInFailed { .. } => "sign-in-failed",
        Accessed::SignedOut => "signed-out",
        Accessed::Case { .. } => "case",
        Accessed::Revealed { .. } => "revealed",
        Accessed::Searched { .. } => "searched",
        Accessed::Listed => "listed",
        Accessed::Related { .. } => "alike",
        Accessed::Blanked => "blanked",
        Accessed::Inspected => "inspected",
        Accessed::Known { .. } => "known",
        Accessed::Refused { .. } => "refused",
        Accessed::Salvaged { .. } => "salvaged",
    };
    let more = match &view.what {
        Accessed::SignInFailed { sign_in } => sign_in.clone(),
        Accessed::Searched { query, found } => format!("{query} {found}"),
        look => look.case().and_then(|id| cases.get(&id)).map_or_else(String::new, |case| case.tracking.to_string()),
    };
    format!("{} | {} | {what} {more}", view.wall_ms, view.operator).trim_end().to_owned()
}

/// An event with who and when, on one line.
fn happened(recorded: &Recorded) -> String {
    let envelope = &recorded.envelope;
    let moment = envelope.moment;
    let told = told(&recorded.event);
    format!(
        "{} | {} {} {} | {} {} | {} | {} | v{} | {}{}{told}",
        envelope.number,
        moment.wall_ms,
        moment.boot,
        moment.mono_ms,
        envelope.site,
        envelope.desk,
        envelope.signed_in(),
        envelope.approver.as_ref().map_or("-", name),
        envelope.case_version,
        recorded.event.code(),
        if told.is_empty() { "" } else { " | " },
    )
}

fn told(event: &Event) -> String {
    let documents = |all: &[DocumentKind]| all.iter().map(|document| document.id()).collect::<Vec<_>>().join(", ");
    let optional = |text: Option<String>| text.unwrap_or_else(|| "-".into());
    match event {
        Event::Opened { tracking, intake } => format!("{tracking} | {}", in_a_row(&answers(intake))),
        Event::Corrected { intake, reason, .. } => format!("{reason} | {}", in_a_row(&answers(intake))),
        Event::DocumentJudged { document, verdict } => format!("{} | {}", document.id(), said(verdict)),
        Event::DocumentsClosed { outcome } => match outcome {
            DocumentsOutcome::Complete => String::new(),
            DocumentsOutcome::Deficient { missing: all } | DocumentsOutcome::Suspect { documents: all } => {
                documents(all)
            }
        },
        Event::FeeSettled { settlement } => settled(settlement),
        Event::SlipIssued { slip } => slip.id().into(),
        Event::InquiryAsked { by, way } => format!("{} | {}", by.id(), way.id()),
        Event::InquiryAnswered { answer } => format!("{} | {} | {}", answer.result.id(), answer.on, answer.note),
        Event::Returned { objections: all, until } => {
            format!("{} | {}", objections(all).join("; "), optional(until.map(|until| until.to_string())))
        }
        Event::DeadlineSet { until } => until.to_string(),
        Event::CertificateIssued { produced } => made(produced),
        Event::Delivered { collector } => {
            format!("{} | {} | {}", collector.kind.id(), collector.name, collector.letter)
        }
        Event::Withdrawn { reason: text }
        | Event::Rejected { reason: text }
        | Event::Uncollected { reason: text }
        | Event::Reopened { reason: text }
        | Event::LookedAgain { note: text } => text.clone(),
        Event::FeeCancelled { amount, reason } => format!("{} | {reason}", amount.amount()),
        Event::Refunded { amount, reference, on } => format!("{} | {reference} | {on}", amount.amount()),
        Event::OverrideUsed { question, reason } => format!("{} | {reason}", question.id()),
        Event::DuplicateJudged { other, decision, reason } => format!("{other} | {} | {reason}", decision.id()),
        Event::Approved | Event::Erased | Event::FolderEncrypted => String::new(),
        of_desk => told_of_desk(of_desk),
    }
}

fn told_of_desk(event: &Event) -> String {
    match event {
        Event::DeskFounded { office } => {
            let contract = office.contract.as_deref().unwrap_or("-");
            let (kind, level) = (office.kind.id(), office.level.id());
            let place = format!("{} | {} | {}", office.code, office.desk, office.province);
            format!("{} | {place} | {kind} | {level} | {contract} | {}", office.name, office.sample)
        }
        Event::OperatorEnrolled { operator, .. } => {
            format!("{} | {} | {}", operator.sign_in, operator.name, operator.role.id())
        }
        Event::ClockWentBack { by_ms } | Event::ClockJumped { by_ms } => by_ms.to_string(),
        Event::DayOpened { day } => day.to_string(),
        Event::DayClosed { day, totals: all } => format!("{day} | {}", totals(all)),
        Event::BlanksMoved { moved } => match moved {
            BlankMove::Received { first, count } => format!("{first} | {count}"),
            BlankMove::Used { serial } => serial.clone(),
            BlankMove::Spoiled { serial, reason } => format!("{serial} | {reason}"),
            BlankMove::Returned { first, count, reason } => format!("{first} | {count} | {reason}"),
        },
        Event::OperatorSuspended { sign_in, reason } => format!("{sign_in} | {reason}"),
        Event::RoleChanged { sign_in, role, .. } => format!("{sign_in} | {}", role.id()),
        Event::OperatorRestored { sign_in, .. }
        | Event::OperatorConfirmed { sign_in }
        | Event::PassphraseReset { sign_in, .. }
        | Event::RecoveryIssued { sign_in, .. }
        | Event::RecoveryUsed { sign_in, .. } => sign_in.clone(),
        Event::ErasureOrdered { order, .. } => order.clone(),
        Event::HeadSigned { number, access, .. } => format!("{number} | {}", access.0),
        Event::TillCounted { cash, slips } => till(&Till { cash: *cash, slips: *slips }).to_string(),
        Event::ShiftHandedOver { to, note } => format!("{to} | {note}"),
        // Keys are of chance.
        Event::KeysSet { signature, .. } => if signature.is_some() { "signed" } else { "the first" }.to_owned(),
        Event::RulesAdopted { before, files, effective, .. } => {
            format!("{} files from {effective} | {}", files.len(), before.is_some())
        }
        Event::LineageBegun { at, why, .. } => format!("{at} | {}", why.id()),
        Event::BackupPlaceSet { target } => target.clone(),
        Event::Foreign { code, version, .. } => format!("{code} | {version}"),
        of_case => panic!("{} says nothing", of_case.code()),
    }
}
