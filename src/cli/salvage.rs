//! `pishkhan salvage`: everything that a damaged data folder still holds.

use std::io::{self, Write};

use serde_json::json;

use super::context::{Context, Outcome};
use super::exit;
use crate::desk::folder::{self, SalvageError, as_json};
use crate::text::paper;

/// Every whole event as a JSON line, with everything that was written: this is for saving the
/// data, not for looking at it. What is missing comes last, as JSON and in words.
pub fn run(cx: &Context) -> Outcome {
    let (place, words) = (cx.place()?, &cx.words);
    let mut out = io::BufWriter::new(io::stdout().lock());
    let disk = |error: io::Error| cx.io("disk", error, exit::NOT_KEPT);
    let found = folder::salvage(&place, &mut |record, recorded| {
        let envelope = &recorded.envelope;
        let line = json!({"record": record, "sequence": envelope.number, "case": envelope.case.map(|case| case.0),
            "operator": envelope.signed_in(), "wall-ms": envelope.moment.wall_ms, "event": as_json(&recorded.event)});
        writeln!(out, "{line}")
    })
    .map_err(|error| match error {
        SalvageError::Folder(error) => cx.not_opened(&error),
        SalvageError::Io(error) => disk(error),
    })?;
    let missing: Vec<_> = found.missing.iter().map(|range| json!([range.start(), range.end()])).collect();
    let damaged: Vec<_> =
        found.damaged.iter().map(|(file, at, bytes)| json!({"file": file, "byte": at, "bytes": bytes})).collect();
    let summary = json!({"records": found.records, "events": found.events, "unreadable-events": found.unreadable,
        "acknowledged-records": found.acknowledged, "missing-records": missing, "damaged": damaged});
    writeln!(out, "{}", json!({"summary": summary})).and_then(|()| out.flush()).map_err(disk)?;
    let lost: u64 = found.missing.iter().map(|range| range.end() - range.start() + 1).sum();
    let args = [
        ("events", words.number(found.events)),
        ("missing", words.number(lost)),
        ("damaged", words.number(found.damaged.len())),
    ];
    eprintln!("{}", paper(&words.with("salvage-told", &args)));
    Ok(exit::DONE)
}
