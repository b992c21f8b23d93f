//! `pishkhan check|backup|restore|salvage`: the data folder itself, looked over, copied, saved.

use std::io::{self, Write};
use std::path::Path;

use serde_json::json;

use super::exit;
use crate::desk::clock::{Clock, SystemClock};
use crate::store::backup::{self, BackupError};
use crate::store::check::{Checked, IndexCheck, check_all};
use crate::store::error::OpenError;
use crate::store::hex;
use crate::store::salvage::salvage;
use crate::text::{ltr, paper};
use crate::words::{Sentence, Words};

/// What a command tells: lines for standard output, or what is the matter.
pub type Told = Result<Vec<String>, (u8, Sentence)>;

fn keeping(words: &Words) -> impl Fn(BackupError) -> (u8, Sentence) + '_ {
    |error| (exit::NOT_KEPT, words.trouble(error.code(), &error.args()))
}

/// The whole journal read, and every entry of the index compared with it.
pub fn run_check(folder: &Path, as_json: bool, words: &Words) -> Told {
    let (found, index) = check_all(folder).map_err(|error| {
        if as_json {
            // A script reads the object, whatever the exit code says.
            let value = json!({"ok": false, "code": error.code(), "first-bad": bad(&error)});
            let _ = writeln!(io::stdout(), "{value}");
        }
        (exit::NOT_OPENED, words.trouble(error.code(), &error.args()))
    })?;
    if as_json {
        return Ok(vec![whole(&found, &index).to_string()]);
    }
    let mut lines = vec![words.with(
        "check-journal",
        &[
            ("records", words.number(found.records)),
            ("events", words.number(found.events)),
            ("cases", words.number(found.cases)),
            ("head", ltr(&hex(&found.head)[..16])),
        ],
    )];
    if found.torn > 0 {
        lines.push(words.with("check-torn", &[("bytes", words.number(found.torn))]));
    }
    lines.push(match index {
        IndexCheck::Agrees => words.say("check-index-agrees"),
        IndexCheck::Differs(count) => words.with("check-index-differs", &[("count", words.number(count))]),
        IndexCheck::InUse => words.say("check-index-in-use"),
        IndexCheck::Absent => words.say("check-index-absent"),
    });
    Ok(lines)
}

fn whole(found: &Checked, index: &IndexCheck) -> serde_json::Value {
    let (index, differing) = match index {
        IndexCheck::Agrees => ("agrees", 0),
        IndexCheck::Differs(count) => ("differs", *count),
        IndexCheck::InUse => ("in-use", 0),
        IndexCheck::Absent => ("absent", 0),
    };
    json!({
        "ok": true,
        "store": hex(&found.store),
        "records": found.records,
        "events": found.events,
        "cases": found.cases,
        "drafts": found.drafts,
        "torn-bytes": found.torn,
        "head": hex(&found.head),
        "digest": hex(&found.digest),
        "index": index,
        "index-differing": differing,
    })
}

fn bad(error: &OpenError) -> serde_json::Value {
    match error {
        OpenError::Damaged { file, at, safe } => json!({"file": file, "byte": at, "safe-records": safe}),
        OpenError::Missing { file } | OpenError::Newer { file } => json!({"file": file}),
        _ => serde_json::Value::Null,
    }
}

/// Copies the folder to another disk and proves the copy.
pub fn run_backup(folder: &Path, target: &Path, words: &Words) -> Told {
    let now = SystemClock::default().wall_ms();
    let made = backup::backup(folder, target, now).map_err(keeping(words))?;
    let args = [
        ("cases", words.number(made.manifest.cases)),
        ("copied", words.number(made.copied)),
        ("path", ltr(&made.place.display().to_string())),
        ("head", ltr(&made.manifest.head[..16])),
    ];
    Ok(vec![words.with("backup-made", &args)])
}

/// Puts a backup into an empty data folder.
pub fn run_restore(from: &Path, folder: &Path, words: &Words) -> Told {
    let manifest = backup::restore(from, folder).map_err(keeping(words))?;
    let args = [
        ("cases", words.number(manifest.cases)),
        ("moment", words.moment(manifest.made_ms)),
        ("path", ltr(&folder.display().to_string())),
    ];
    Ok(vec![words.with("restore-done", &args)])
}

/// Every whole event as a JSON line, with everything that was written: this is for saving the
/// data, not for looking at it. What is missing comes last, as JSON and in words.
pub fn run_salvage(folder: &Path, words: &Words) -> Told {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let disk = |error: io::Error| (exit::NOT_KEPT, words.trouble("disk", &[("error", error.to_string())]));
    let found = salvage(folder, &mut |record, sealed| {
        let envelope = &sealed.envelope;
        let line = json!({"record": record, "sequence": envelope.sequence, "case": envelope.case,
            "operator": envelope.operator, "wall-ms": envelope.moment.wall_ms, "event": sealed.event});
        writeln!(out, "{line}")
    })
    .map_err(disk)?;
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
    Ok(Vec::new())
}
