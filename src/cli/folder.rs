//! `pishkhan check|backup|restore|salvage`: the data folder itself, looked over, copied, saved.

use std::io::{self, Write};
use std::ops::ControlFlow;
use std::path::Path;

use serde_json::json;

use super::exit;
use crate::desk::clock::{Clock, SystemClock};
use crate::store::backup::{self, BackupError};
use crate::store::check::{Checked, IndexCheck, check_all};
use crate::store::error::OpenError;
use crate::store::place::Place;
use crate::store::salvage::salvage;
use crate::store::vault::Vault;
use crate::store::{Store, hex, migrate};
use crate::text::{ltr, paper};
use crate::words::{Sentence, Words};

/// What a command tells: lines for standard output, or what is the matter.
pub type Told = Result<Vec<String>, (u8, Sentence)>;

fn keeping(words: &Words) -> impl Fn(BackupError) -> (u8, Sentence) + '_ {
    |error| (exit::NOT_KEPT, words.trouble(error.code(), &error.args()))
}

/// The whole journal read, and every entry of the index compared with it.
pub fn run_check(place: &Place, as_json: bool, words: &Words) -> Told {
    let checked = Vault::at(place).and_then(|vault| check_all(&place.folder, &vault));
    let (found, index) = checked.map_err(|error| {
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
    if let OpenError::Damaged { file, at, safe } = error {
        json!({"file": file, "byte": at, "safe-records": safe})
    } else if let OpenError::Missing { file } | OpenError::Newer { file } = error {
        json!({"file": file})
    } else {
        serde_json::Value::Null
    }
}

/// Copies the folder to another disk and proves the copy.
pub fn run_backup(place: &Place, target: &Path, at_close: bool, words: &Words) -> Told {
    let now = SystemClock::default().wall_ms();
    let vault = Vault::at(place).map_err(|error| keeping(words)(error.into()))?;
    let made = backup::backup(&place.folder, &vault, target, now).map_err(keeping(words))?;
    let args = [
        ("cases", words.number(made.manifest.cases)),
        ("copied", words.number(made.copied)),
        ("path", ltr(&made.place.display().to_string())),
        ("head", ltr(&made.manifest.head[..16])),
    ];
    let mut lines = vec![words.with("backup-made", &args)];
    if at_close {
        let io = |error| BackupError::Io { path: place.folder.clone(), error };
        backup::set_target(&place.folder, target).map_err(io).map_err(keeping(words))?;
        lines.push(words.say("backup-at-close"));
    }
    Ok(lines)
}

/// Makes a data folder, or seals one that is there: its files can then only be read with an
/// operator's passphrase or the recovery code, which is shown this once.
pub fn run_init(folder: &Path, encrypt: bool, words: &Words) -> Told {
    let failed = |error: OpenError| (exit::NOT_OPENED, words.trouble(error.code(), &error.args()));
    let go_on = &mut |_| ControlFlow::Continue(());
    if !encrypt {
        let (store, _) = Store::open(&Place::from(folder), go_on).map_err(failed)?;
        store.close();
        return Ok(vec![words.with("init-made", &[("path", ltr(&folder.display().to_string()))])]);
    }
    let mut show = |code: &str| {
        let mut out = io::stdout().lock();
        writeln!(out, "{code}")?;
        out.flush()
    };
    migrate::seal(folder, &mut show, go_on).map_err(failed)?;
    Ok(vec![words.say("init-sealed")])
}

/// Erases the particulars of cases of which a supervisor recorded a court's order.
pub fn run_erase(place: &Place, words: &Words) -> Told {
    let erased = migrate::erase(place, &mut |_| ControlFlow::Continue(()));
    let count = erased.map_err(|error| (exit::NOT_OPENED, words.trouble(error.code(), &error.args())))?;
    Ok(vec![words.with("erased-told", &[("count", words.number(count))])])
}

/// Puts a backup into an empty data folder.
pub fn run_restore(from: &Path, to: &Place, words: &Words) -> Told {
    let manifest = backup::restore(from, to).map_err(keeping(words))?;
    let args = [
        ("cases", words.number(manifest.cases)),
        ("moment", words.moment(manifest.made_ms)),
        ("path", ltr(&to.folder.display().to_string())),
    ];
    Ok(vec![words.with("restore-done", &args)])
}

/// Every whole event as a JSON line, with everything that was written: this is for saving the
/// data, not for looking at it. What is missing comes last, as JSON and in words.
pub fn run_salvage(place: &Place, words: &Words) -> Told {
    let vault = match Vault::at(place) {
        // The identity may be what is damaged; what lies open can be read without it.
        Err(OpenError::Missing { .. } | OpenError::NotOurs { .. } | OpenError::Newer { .. }) => Vault::clear([0; 16]),
        other => other.map_err(|error| (exit::NOT_OPENED, words.trouble(error.code(), &error.args())))?,
    };
    let mut out = io::BufWriter::new(io::stdout().lock());
    let disk = |error: io::Error| (exit::NOT_KEPT, words.trouble("disk", &[("error", error.to_string())]));
    let found = salvage(&place.folder, &vault, &mut |record, sealed| {
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
