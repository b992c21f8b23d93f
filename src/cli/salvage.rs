//! `pishkhan salvage`: everything that a damaged data folder still holds.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::context::{Context, Outcome};
use super::exit;
use super::mask::masked;
use super::print::json_line;
use crate::desk::folder::as_json;
use crate::desk::reader;
use crate::domain::person::mask;
use crate::text::normalize::canonical;
use crate::text::paper;

/// What stands in the place of a hash of a passphrase or of a recovery code.
const HIDDEN: &str = "(hidden)";
/// How such a hash begins.
const HASH: &str = "$argon2";

/// Every whole event as a JSON line, to a supervisor; persons' numbers in full only for a reason that is kept.
/// What is missing comes last, as JSON and in words.
pub fn run(reason: Option<String>, cx: &Context) -> Outcome {
    let (place, words) = (cx.place()?, &cx.words);
    let reason = reason.map(|reason| canonical(&reason));
    if reason.as_deref() == Some("") {
        return Err(cx.failure(exit::USAGE, "reason-missing", &[]));
    }
    let who = cx.reader()?;
    let mut out = io::BufWriter::new(io::stdout().lock());
    let salvaged = reader::salvage(&place, reason, who, || cx.ask_reader(), &mut |record, recorded, full| {
        let envelope = &recorded.envelope;
        let line = json!({"record": record, "sequence": envelope.number, "case": envelope.case.map(|case| case.0),
            "operator": envelope.signed_in(), "wall-ms": envelope.moment.wall_ms,
            "event": shown(as_json(&recorded.event), full)});
        json_line(&mut out, &line)
    });
    let salvaged = salvaged.map_err(|error| cx.not_read(&error))?;
    let found = salvaged.found;
    let missing: Vec<_> = found.missing.iter().map(|range| json!([range.start(), range.end()])).collect();
    let damaged: Vec<_> =
        found.damaged.iter().map(|(file, at, bytes)| json!({"file": file, "byte": at, "bytes": bytes})).collect();
    let summary = json!({"records": found.records, "events": found.events, "unreadable-events": found.unreadable,
        "acknowledged-records": found.acknowledged, "missing-records": missing, "damaged": damaged});
    let written = json_line(&mut out, &json!({"summary": summary})).and_then(|()| out.flush());
    written.map_err(|error| cx.io("disk", error, exit::NOT_KEPT))?;
    let lost: u64 = found.missing.iter().map(|range| range.end() - range.start() + 1).sum();
    let args = [
        ("events", words.number(found.events)),
        ("missing", words.number(lost)),
        ("damaged", words.number(found.damaged.len())),
    ];
    eprintln!("{}", paper(&words.with("salvage-told", &args)));
    if salvaged.is_anonymous {
        eprintln!("{}", paper(&words.say("salvage-anonymous")));
    }
    Ok(exit::DONE)
}

/// What is shown of an event: no hashes ever, and persons' numbers masked if they are not shown in full.
fn shown(value: Value, full: bool) -> Value {
    match value {
        Value::String(text) if text.contains(HASH) => json!(HIDDEN),
        Value::String(text) => json!(if full { text } else { masked(&text) }),
        Value::Array(list) if holds_hash(&list) => json!(HIDDEN),
        Value::Array(list) => list.into_iter().map(|value| shown(value, full)).collect(),
        Value::Object(parts) => {
            let is_person = parts.contains_key("kind") && parts.contains_key("digits");
            let part = |(name, value): (String, Value)| match (name.as_str(), value) {
                ("digits", Value::String(digits)) if is_person && !full => (name, json!(mask(&digits))),
                // What a newer program wrote cannot be told apart.
                ("bytes", Value::Array(bytes)) if !full => (name, json!(bytes.len())),
                (_, value) => (name, shown(value, full)),
            };
            parts.into_iter().map(part).collect()
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => value,
    }
}

/// Whether these are bytes among which a hash stands.
fn holds_hash(list: &[Value]) -> bool {
    let bytes: Option<Vec<u8>> = list.iter().map(|byte| u8::try_from(byte.as_u64()?).ok()).collect();
    bytes.is_some_and(|bytes| bytes.windows(HASH.len()).any(|window| window == HASH.as_bytes()))
}
