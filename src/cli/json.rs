//! Cases, replies and refusals as JSON. A person's number is masked everywhere.

use serde_json::{Map, Value, json};

use super::mask::masked;
use crate::desk::Desk;
use crate::desk::command::{Backup, Closed, Reply};
use crate::desk::folder::hex;
use crate::domain::Choice;
use crate::domain::audit::Accessed;
use crate::domain::case::Case;
use crate::domain::day::Till;
use crate::domain::event::{CaseId, Recorded};
use crate::domain::fees::{Payment, Settlement};
use crate::domain::inquiry::Inquiry;
use crate::domain::money::Rial;
use crate::domain::stage::Flag;
use crate::domain::totals::{Takings, Totals};
use crate::form::intake::answers;
use crate::form::{Finding, Severity};
use crate::text::ltr;
use crate::words::Words;

/// A sentence without the direction marks that only a screen needs.
fn plain(text: &str) -> String {
    crate::text::paper(text)
}

/// What is shown of a case in a list.
pub fn summary(case: &Case) -> Value {
    json!({
        "tracking": case.tracking.to_string(),
        "stage": case.stage.id(),
        "version": case.version,
        "name": case.intake.applicant.full_name(),
        "person": case.intake.applicant.id.masked(),
        "request-kind": case.intake.request.kind.id(),
        "opened-ms": case.opened.wall_ms,
        "touched-ms": case.touched.wall_ms,
    })
}

/// All of a case, with its history.
pub fn whole(case: &Case, history: &[Recorded], flags: &[Flag], words: &Words) -> Value {
    let mut value = summary(case);
    let id = case.intake.applicant.id.masked();
    let answers: Map<String, Value> = answers(&case.intake)
        .iter()
        .map(|(field, answer)| match field {
            "national-id" | "foreigner-id" => (field.to_owned(), json!(id)),
            _ => (field.to_owned(), json!(answer)),
        })
        .collect();
    let verdicts: Map<String, Value> = case
        .verdicts
        .iter()
        .map(|(document, verdict)| {
            (document.id().to_owned(), json!({"verdict": verdict.kind.id(), "text": verdict.text}))
        })
        .collect();
    let settlement = match &case.settlement {
        None => Value::Null,
        Some(Settlement::Waived { due, tariff }) => json!({"due": due.amount(), "waived": true, "tariff": tariff}),
        Some(Settlement::NothingDue { tariff }) => json!({"due": null, "tariff": tariff}),
        Some(Settlement::Paid { due, payment, tariff }) => {
            json!({"due": due.amount(), "payment": self::payment(payment), "tariff": tariff})
        }
    };
    let events: Vec<Value> = history.iter().map(|recorded| event(recorded, words)).collect();
    let duplicates: Vec<Value> = case
        .duplicates
        .iter()
        .map(|(other, decision)| json!({"other": other.to_string(), "decision": decision.id()}))
        .collect();
    value["flags"] = json!(flags.iter().map(|flag| flag.id()).collect::<Vec<_>>());
    value["duplicates"] = json!(duplicates);
    value["inquiries"] = case.inquiries.iter().map(inquiry).collect();
    value["answers"] = Value::Object(answers);
    value["documents"] = Value::Object(verdicts);
    value["settlement"] = settlement;
    value["events"] = json!(events);
    value
}

fn inquiry(inquiry: &Inquiry) -> Value {
    let answer = inquiry.answer.as_ref();
    json!({
        "result": answer.map(|answer| answer.result.id()),
        "on": answer.map(|answer| answer.on.to_string()),
        "lapsed": inquiry.lapsed,
        "lifted": inquiry.lifted,
    })
}

pub(super) fn event(recorded: &Recorded, words: &Words) -> Value {
    let envelope = &recorded.envelope;
    json!({
        "id": envelope.id,
        "sequence": envelope.number,
        "event": recorded.event.code(),
        "operator": envelope.signed_in(),
        "approver": envelope.approver.as_ref().map(|person| &person.sign_in),
        "wall-ms": envelope.moment.wall_ms,
        "sentence": plain(&words.event(recorded)),
    })
}

/// That something was not done, by its code and in words.
pub fn no(code: &str, sentence: &str) -> Value {
    json!({"ok": false, "code": code, "sentence": plain(sentence)})
}

/// What the desk answered to an act.
pub fn reply(reply: &Reply, desk: &Desk, words: &Words) -> Value {
    match reply {
        Reply::Done(done) => {
            let events: Vec<&str> = done.events.iter().map(|recorded| recorded.event.code()).collect();
            let slips: Vec<String> = done
                .case
                .iter()
                .flat_map(|case| done.slips.iter().filter_map(|slip| desk.slip_path(case, *slip)))
                .map(|path| path.display().to_string())
                .collect();
            let sequence = done.events.last().map(|recorded| recorded.envelope.number);
            let case = done.case.as_ref().map(summary);
            let mut value = json!({"ok": true, "case": case, "events": events, "sequence": sequence, "slips": slips});
            if !done.together.is_empty() {
                let codes: Vec<String> = done.together.iter().map(|case| case.tracking.to_string()).collect();
                value["together"] = json!(codes);
            }
            if !done.left.is_empty() {
                value["left"] = done.left.iter().map(ToString::to_string).collect();
            }
            if let Some(code) = &done.code {
                value["recovery-code"] = json!(code);
            }
            if done.reseal {
                value["advice"] = json!(words.say("reseal-offered"));
            }
            if let Some(closed) = &done.closed {
                value["closed"] = self::closed(closed, words);
            }
            value
        }
        Reply::Ok => json!({"ok": true}),
        Reply::Faults(faults) => {
            let mut value = no("faults", &words.with("faults-found", &[("count", words.number(faults.len()))]));
            value["field"] = json!(faults.first().map(|fault| fault.field));
            value["faults"] = json!(faults.iter().map(|found| fault(found, words)).collect::<Vec<_>>());
            value
        }
        Reply::Refused(refusal) => {
            let mut value = no(refusal.code(), &words.refusal(refusal).whole());
            if let crate::domain::refusal::Refusal::Asks { question, other } = refusal {
                value["question"] = json!(question.id());
                value["needs-supervisor"] = json!(question.needs_supervisor());
                value["other"] = json!(other.as_ref().map(ToString::to_string));
            }
            value
        }
        Reply::Failed(failure) => no(failure.code(), &words.system_error(failure.code(), &failure.args()).whole()),
    }
}

/// Answers of a line that cannot be taken, each by its id: those that its act does not ask for, those given twice.
pub fn bad_answers(code: &str, ids: &[&str], words: &Words) -> Value {
    let sentence = |id: &str| words.system_error(code, &[("field", ltr(id))]).whole();
    let first = ids.first().copied().unwrap_or_default();
    let mut value = no(code, &sentence(first));
    value["field"] = json!(first);
    value["faults"] = ids.iter().map(|id| found(id, code, &sentence(id), None)).collect();
    value
}

fn closed(closed: &Closed, words: &Words) -> Value {
    let backup = match &closed.backup {
        Backup::NoPlace => Value::Null,
        Backup::Made(path, cautions) => {
            let codes: Vec<&str> = cautions.iter().map(|caution| caution.code()).collect();
            json!({"ok": true, "path": path.display().to_string(), "cautions": codes})
        }
        Backup::Failed(code, args) => no(code, &words.system_error(code, args).whole()),
    };
    let till = |till: &Till| json!({"cash": till.cash.map(Rial::amount), "slips": till.slips});
    json!({
        "waived": {"count": closed.totals.waived, "amount": closed.totals.waived_amount.amount()},
        "till": closed.tills.as_ref().map(|(first, last)| json!({"first": till(first), "last": till(last)})),
        "day": closed.day.to_string(),
        "totals": totals(&closed.totals),
        "number": closed.witness.number,
        "head": hex(&closed.witness.head),
        "key": closed.witness.key.as_ref().map(|key| hex(key)),
        "backup": backup,
    })
}

/// What a receipt shows.
fn payment(payment: &Payment) -> Value {
    json!({
        "method": payment.method.id(),
        "bank": payment.bank,
        "order_code": payment.order_code,
        "trace_number": payment.trace_number,
        "reference_number": payment.reference_number,
        "paid_on": payment.paid_on.to_string(),
        "amount": payment.amount.amount(),
    })
}

/// What a day came to; fees that were let go stand beside it.
fn totals(totals: &Totals) -> Value {
    let takings = |takings: &Takings| {
        json!({
            "operator": takings.operator,
            "method": takings.method.map(Choice::id),
            "count": takings.count,
            "amount": takings.amount.amount(),
        })
    };
    json!({
        "opened": totals.opened,
        "complete": totals.complete,
        "withdrawn": totals.withdrawn,
        "approved": totals.approved,
        "delivered": totals.delivered,
        "cancelled": totals.cancelled,
        "cancelled_amount": totals.cancelled_amount.amount(),
        "refunded": totals.refunded.amount(),
        "takings": totals.takings.iter().map(takings).collect::<Vec<_>>(),
    })
}

/// What somebody looked at.
pub(super) fn accessed(what: &Accessed) -> Value {
    let of = |name: &str, case: &CaseId| json!({name: {"case": case.0}});
    match what {
        Accessed::SignedIn => json!("SignedIn"),
        Accessed::SignInFailed { sign_in } => json!({"SignInFailed": {"sign_in": sign_in}}),
        Accessed::SignedOut => json!("SignedOut"),
        Accessed::Case { case } => of("Case", case),
        Accessed::Revealed { case } => of("Revealed", case),
        Accessed::Searched { query, found } => json!({"Searched": {"query": masked(query), "found": found}}),
        Accessed::Listed => json!("Listed"),
        Accessed::Related { case } => of("Alike", case),
        Accessed::Blanked => json!("Blanked"),
        Accessed::Inspected => json!("Inspected"),
        Accessed::Known { case } => of("Known", case),
        Accessed::Refused { act, code, case } => {
            json!({"Refused": {"act": act, "code": code, "case": case.map(|case| case.0)}})
        }
        Accessed::Salvaged { reason } => json!({"Salvaged": {"reason": reason}}),
    }
}

fn fault(fault: &Finding, words: &Words) -> Value {
    let code = match &fault.trouble {
        Severity::FieldError(flaw) => flaw.code(),
        Severity::FieldWarning(caution) => caution.code(),
    };
    found(fault.field, code, &words.fault(fault).whole(), fault.offer.as_deref())
}

/// What is wrong with one answer.
fn found(field: &str, code: &str, sentence: &str, offer: Option<&str>) -> Value {
    json!({"field": field, "code": code, "sentence": plain(sentence), "offer": offer})
}
